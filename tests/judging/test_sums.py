"""Which formulas are rates of sums, and what adds up over parts in them."""

from fractions import Fraction

import pytest

from genhe_targets.judging.sums import ratio_of
from genhe_targets.plan.formula import parse_formula
from onetarget import plan_of

F = Fraction
HAVE = {"a": F(3), "b": F(5), "c": F(7)}


@pytest.mark.parametrize(
    ("formula", "scale", "above", "below"),
    [
        ("a / b", 1, 3, 5),
        ("100 * a / b", 100, 3, 5),
        ("a / b * 100", 100, 3, 5),
        ("100 * (a / b)", 100, 3, 5),
        ("a * 100 / b", 100, 3, 5),
        ("a / (4 * b)", F(1, 4), 3, 5),
        ("a / b / 4", F(1, 4), 3, 5),
        ("a / 4 / b", F(1, 4), 3, 5),
        ("2 * (3 * a) / b", 6, 3, 5),
        ("(a / 2) * 6 / b", 3, 3, 5),
        ("a / (b / 2)", 2, 3, 5),
        ("(a * 2) / 2 / b", 1, 3, 5),
        ("(a - b) / (b + c)", 1, -2, 12),
        ("(2 * a + b * 3) / c", 1, 21, 7),
        ("(a + b) / (c * 2)", F(1, 2), 8, 7),
    ],
)
def test_a_rate_is_a_number_times_one_sum_over_another(mini, formula, scale, above, below):
    ratio = ratio_of(parse_formula(formula), plan_of(mini, {"at_least": 1}))
    given = {reference: HAVE[reference.name] for reference in parse_formula(formula).references()}
    sums = [one.evaluate(given.get, F) for one in (ratio.above, ratio.below)]
    assert (ratio.scale, *sums) == (scale, above, below)
    whole = parse_formula(formula).evaluate(given.get, F)
    assert ratio.scale * sums[0] / sums[1] == whole


@pytest.mark.parametrize(
    "formula",
    ["a", "a + b", "a * b", "100 * a", "1 - a / b", "a * b / c", "a / (b * c)", "(a / b) / c", "(a + b / c) / c", "a / (b / c)",
     "(a + 1) / b", "(1 + a) / b", "a / (b - 2)", "a / 5", "a / b + c", "(a + b * c) / c"],
)  # fmt: skip
def test_anything_else_is_no_rate_of_sums(mini, formula):
    assert ratio_of(parse_formula(formula), plan_of(mini, {"at_least": 1})) is None


@pytest.mark.parametrize(
    ("formula", "positive"),
    [("(a + b) / c", True), ("(a - b) / c", False), ("a / (b - c)", False), ("(a - b) / (b - c)", False),
     ("(a - b + c) / c", False), ("(a + (b - c)) / c", False), ("(2 * (a - b)) / c", False),
     ("(2 * a) / c", True), ("(c + 2 * (a - b)) / c", False)],
)  # fmt: skip
def test_what_is_missing_may_be_negative_where_something_is_subtracted(mini, formula, positive):
    assert ratio_of(parse_formula(formula), plan_of(mini, {"at_least": 1})).positive is positive


@pytest.mark.parametrize(
    ("formula", "is_part"),
    [("a / b", True), ("100 * a / b", True), ("b / a", False), ("a / c", False), ("2 * a / b", True),
     ("a / (2 * b)", False), ("(2 * a) / (2 * b)", False), ("a / b[2020]", False),
     ("a[2020] / b[2020]", True), ("(a + c) / b", False)],
)  # fmt: skip
def test_a_part_cannot_exceed_its_whole_at_the_same_time(mini, formula, is_part):
    plan = plan_of(mini, {"at_least": 1})
    variables = tuple(
        one.model_copy(update={"not_above": "b"}) if one.id == "a" else one
        for one in plan.variables
    )
    plan = plan.model_copy(update={"variables": variables})
    assert ratio_of(parse_formula(formula), plan).at_most_one is is_part
