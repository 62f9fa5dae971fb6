from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.plan.formula import MAX_LENGTH, FormulaError, Reference, parse_formula


def test_a_formula_knows_its_references_and_years():
    formula = parse_formula("100 * (1 - a / a[2020]) + b[-1]")
    assert formula.references() == (
        Reference("a"),
        Reference("a", year=2020),
        Reference("b", lag=1),
    )
    assert [r.key for r in formula.references()] == ["a", "a[2020]", "b[-1]"]


def test_a_constant_is_the_decimal_as_written():
    assert parse_formula("0.1 * a").evaluate(lambda _: Fraction(3), Fraction) == Fraction(3, 10)


def test_the_same_formula_over_floats_and_fractions():
    formula = parse_formula("100 * a / b - -c")
    figures = {"a": 24, "b": 100, "c": 2}
    assert formula.evaluate(lambda r: Fraction(figures[r.name]), Fraction) == 26
    columns = formula.evaluate(lambda r: np.array([figures[r.name]] * 2, dtype=float))
    assert columns.tolist() == [26.0, 26.0]


def test_figures_are_put_in_for_people():
    formula = parse_formula("100 * (1 - 强度 / 强度[2020])")
    assert formula.filled(lambda r: "35.68" if not r.year else "40") == "100 * (1 - 35.68 / 40)"


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')", "a.b", "a if b else c", "a ** 2", "a % 2", "f(a)", "[a]",
        "a[1:2]", "a[b]", "a[0]", "a[99999]", "a[-51]", "lambda: 1", "'a'", "1e9 * a", "1_000 * a",
        "0x10 * a", "1j * a", "True", "a +", "", "(" * 300 + "a" + ")" * 300, "a and b", "a < b",
        "x" * (MAX_LENGTH + 1), "a\n+b; c",
    ],
)  # fmt: skip
def test_anything_but_arithmetic_is_refused(text):
    with pytest.raises(FormulaError):
        parse_formula(text)


@given(st.text(max_size=60))
def test_no_text_makes_another_error(text):
    try:
        parse_formula(text)
    except FormulaError as error:
        assert str(error)
