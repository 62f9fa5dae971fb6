import pytest

from genhe_targets.plan.dimension import parse_unit, unit_problem
from genhe_targets.plan.formula import parse_formula

UNITS = {"a": "万立方米", "b": "万立方米", "v": "万元", "r": "%", "n": "条", "x": "1"}


def problem(formula, unit):
    return unit_problem(parse_formula(formula), unit, lambda reference: UNITS[reference.name])


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("100 * a / b", "%"), ("a / b", "1"), ("10000 * a / v", "立方米/万元"), ("a / v", "万立方米/万元"),
        ("100 * (1 - (a / v) / (a[2020] / v[2020]))", "%"), ("r", "%"), ("100 - r", "%"),
        ("100 * n / n", "%"), ("a - b", "万立方米"), ("r - r[-1]", "%"), ("1000 * a / b", "‰"),
        ("10000 * a", "m³"),
    ],
)  # fmt: skip
def test_units_that_fit(formula, unit):
    assert problem(formula, unit) == ""


@pytest.mark.parametrize(
    ("formula", "unit", "word"),
    [
        ("a / b", "%", "factor of 100"),
        ("a / v", "立方米/万元", "factor of 10000"),
        ("n + a", "条", "added"),
        ("100 - a", "万立方米", "added"),
        ("a", "吨", "立方米"),
        ("3 * 4", "1", "no variable"),
        ("a / 0", "万立方米", "zero"),
    ],
)
def test_units_that_do_not_fit_say_how(formula, unit, word):
    assert word in problem(formula, unit)


def test_a_prefix_is_a_scale_and_a_name_is_not():
    assert parse_unit("亿立方米").scale == 10**8
    assert parse_unit("千克").powers == (("千克", 1),)
