"""How the figures of parts become one, by what the target's scope declares."""

import datetime
from fractions import Fraction

import pytest

from cells import GENHE, observations
from cities import CITY, PARTS, THIRD, of_city, whole_of
from genhe_targets.batch import judge_observations
from onetarget import VARIABLES, plan_of

NONE = ("0", "none")
"""Said to be nothing to report (不涉及), which is not silence."""


def city_plan(mini, aggregate, rule, formula="rate", unit="%", nature="level", **more):
    scope = {"aggregate": aggregate, **more.pop("scope", {})}
    plausible = more.pop("plausible", None)
    plan = plan_of(mini, rule, formula, unit, nature, scope=scope, **more)
    if plausible:
        target = plan.targets[0]
        indicator = target.indicator.model_copy(
            update={"plausible": type(target.indicator.plausible).model_validate(plausible)}
        )
        plan = plan.model_copy(
            update={"targets": (target.model_copy(update={"indicator": indicator}),)}
        )
    return of_city(plan)


def told(plan, names, *figures, silent="c"):
    """(status, figure, missing parts) of the city; parts give (a figure for each name), or None."""
    cells = [
        (region, "2023Q4", name, figure)
        for region, given in zip(PARTS, figures, strict=True)
        for name, figure in zip(names, given if isinstance(given, tuple) else (given,), strict=True)
        if figure is not None
    ]
    # each of them hands in a report, and one did so before
    cells += [(PARTS[2], period, silent, "1") for period in ("2023Q3", "2023Q4")]
    status, reason, value, whole = whole_of(plan, "the-target", *cells)
    return status, reason, value, whole


EXTREMES = [
    ("max", {"at_most": 9}, {}, (5, 9, 8), "met", 9, ()),
    ("max", {"at_most": 9}, {}, (5, 9, None), "indeterminate", None, (THIRD,)),
    ("max", {"at_most": 9}, {}, (5, "9.1", None), "not_met", 9.1, (THIRD,)),
    ("max", {"at_most": 9}, {"max": 9}, (5, 4, None), "met", 9, (THIRD,)),
    ("min", {"at_least": 85}, {}, (90, 85, 99), "met", 85, ()),
    ("min", {"at_least": 85}, {}, (90, 85, None), "indeterminate", None, (THIRD,)),
    ("min", {"at_least": 85}, {}, (90, "84.9", None), "not_met", 84.9, (THIRD,)),
    ("min", {"at_least": 85}, {"min": 85}, (90, 95, None), "met", 85, (THIRD,)),
    ("all", {"at_most": 9}, {}, (5, 9, 8), "met", 9, ()),
    ("all", {"at_most": 9}, {}, (5, "9.1", None), "not_met", 9.1, (THIRD,)),
    # a part that is silent need not keep the rule, whatever is plausible
    ("all", {"at_most": 9}, {"max": 9}, (5, 8, None), "indeterminate", None, (THIRD,)),
    ("all", {"at_least": -5}, {}, (3, 4, None), "indeterminate", None, (THIRD,)),
    ("all", {"between": [10, 20]}, {}, (10, 20, 15), "met", 10, ()),
    ("all", {"between": [10, 20]}, {}, ("9.9", 20, 15), "not_met", 9.9, ()),
    ("all", {"between": [10, 20]}, {}, (10, 21, 15), "not_met", 10, ()),
]


@pytest.mark.parametrize(
    ("how", "rule", "plausible", "rates", "status", "value", "missing"), EXTREMES
)
def test_the_worst_of_the_parts(mini, how, rule, plausible, rates, status, value, missing):
    plan = city_plan(mini, how, rule, plausible=plausible)
    found, _, figure, whole = told(plan, ["rate"], *rates)
    assert (found, whole.missing) == (status, missing)
    if value is not None:
        assert figure == pytest.approx(value)


@pytest.mark.parametrize(
    ("plausible", "amounts", "status"),
    [
        ({}, (40, 60, 0), "met"),
        ({}, (40, 60, "0.01"), "not_met"),
        ({}, (40, 50, None), "indeterminate"),
        ({}, (40, "60.01", None), "not_met"),  # what is missing is not negative
        ({"min": -5}, (40, "60.01", None), "indeterminate"),
        ({"min": -5}, (40, "65.01", None), "not_met"),
        ({"max": 60}, (30, 10, None), "met"),
        ({"max": 60}, (30, 11, None), "indeterminate"),
    ],
)
def test_a_sum_is_bounded_by_what_is_plausible(mini, plausible, amounts, status):
    plan = city_plan(mini, "sum", {"at_most": 100}, "amount", "万立方米", plausible=plausible)
    assert told(plan, ["amount"], *amounts)[0] == status


@pytest.mark.parametrize(
    ("formula", "own", "status"),
    [
        ("amount", {}, "met"),
        ("amount", {"max": 70}, "indeterminate"),  # the indicator's own counts
        ("amount + 0 * load", {}, "indeterminate"),  # the variable's is not that of a formula
    ],
)
def test_what_is_plausible_may_be_said_of_the_variable(mini, formula, own, status):
    """30 + 10 and at most 60 more."""
    plan = city_plan(mini, "sum", {"at_most": 100}, formula, "万立方米", plausible=own)
    bounded = [
        one.model_copy(update={"plausible": type(one.plausible).model_validate({"max": 60})})
        if one.id == "amount" else one
        for one in VARIABLES
    ]  # fmt: skip
    plan = plan.model_copy(update={"variables": tuple(bounded)})
    assert told(plan, ["amount", "load"], (30, 1), (10, 1), (None, 1))[0] == status


@pytest.mark.parametrize(
    ("rates", "status", "value", "missing"),
    [
        (((90, 1), (80, 3), (70, 1)), "met", 80, ()),  # (90 + 240 + 70) / 5
        (((90, 1), (80, 3), (69, 1)), "not_met", 79.8, ()),
        (((90, 1), (70, 3), (80, 0)), "not_met", 75, ()),  # no weight, no say
        (((90, 1), (70, 1), (80, None)), "met", 80, (THIRD,)),  # whatever its weight
        (((90, 1), (70, 1), (79, None)), "indeterminate", None, (THIRD,)),
        (((90, 1), (90, 1), (None, 1)), "indeterminate", None, (THIRD,)),
        (((90, 1), (80, 3), NONE), "met", 82.5, ()),
    ],
)
def test_a_mean_by_weight(mini, rates, status, value, missing):
    plan = city_plan(mini, "weighted", {"at_least": 80}, scope={"weight": "load"})
    if rates[2] is NONE:
        rates = (*rates[:2], (NONE, 1))
    found, _, figure, whole = told(plan, ["rate", "load"], *rates)
    assert (found, whole.missing) == (status, missing)
    if value is not None:
        assert figure == pytest.approx(value)


@pytest.mark.parametrize(
    ("unit", "limit", "done", "status", "low"),
    [
        ("%", 60, (1, 1, 0), "met", Fraction(200, 3)),
        ("%", 67, (1, 1, 0), "not_met", Fraction(200, 3)),
        ("%", 60, (1, 1, None), "met", Fraction(200, 3)),
        ("%", 60, (0, 0, None), "not_met", 0),
        ("%", 60, (1, 0, None), "indeterminate", Fraction(100, 3)),
        ("1", "0.6", (1, 1, 0), "met", Fraction(2, 3)),
        ("1", "0.6", (1, 0, 0), "not_met", Fraction(1, 3)),
    ],
)
def test_how_many_of_the_parts(mini, unit, limit, done, status, low):
    plan = city_plan(mini, "count_share", {"at_least": limit}, "checks", unit)
    found, _, _, whole = told(plan, ["checks"], *done)
    assert (found, whole.low) == (status, low)


PURIFIED = "100 - 100 * amount / load"


@pytest.mark.parametrize(
    ("figures", "expected", "value", "missing"),
    [
        (((10, 100), (20, 100), (30, 100)), ("met", "holds"), 80, ()),
        (((10, 100), (20, 100), ("30.1", 100)), ("not_met", "shortfall"), 79.9667, ()),
        (((10, 100), (20, None), (30, 100)), ("indeterminate", "parts_missing"), None, (PARTS[1],)),
        (((0, 0), (0, 0), (0, 0)), ("not_applicable", "nothing_to_measure"), None, ()),
    ],
)
def test_any_other_formula_is_one_of_sums(mini, figures, expected, value, missing):
    plan = city_plan(mini, "ratio_of_sums", {"at_least": 80}, PURIFIED)
    status, reason, figure, whole = told(plan, ["amount", "load"], *figures)
    assert (status, reason) == expected
    assert whole.missing == missing
    if value is not None:
        assert figure == pytest.approx(value, abs=1e-4)


def test_a_constant_in_a_formula_is_taken_once(mini):
    """10 + 20 + 30 less 20, and not 20 from each."""
    plan = city_plan(mini, "ratio_of_sums", {"at_least": 40}, "amount - 20", "万立方米")
    status, _, value, _ = told(plan, ["amount"], 10, 20, 30)
    assert (status, value) == ("met", 40)
    exact = city_plan(mini, "ratio_of_sums", {"at_most": "0.3"}, "0.1 * amount", "万立方米")
    assert told(exact, ["amount"], 1, 1, 1)[0] == "met", "0.1 * 3 is 0.3, if not in floats"


@pytest.mark.parametrize(
    ("formula", "third", "status", "span"),
    [
        ("100 * amount / load", (None, 100), "indeterminate", (Fraction(60, 3), None)),
        ("100 * (amount - checks) / load", (None, 100), "indeterminate", (None, None)),
        ("100 * amount / load", (NONE, NONE), "met", (30, 30)),
        ("100 * amount / load", (NONE, 100), "met", (30, 30)),  # nothing to count, so no part of it
        ("100 * amount / load", (0, NONE), "met", (30, 30)),
    ],
)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_a_ratio_with_a_gap(mini, formula, third, status, span, order):
    """With 30 of 100 each: what is missing adds something, unless something is taken off."""
    plan = city_plan(mini, "ratio_of_sums", {"at_least": 25}, formula)
    names, parts = ["amount", "load", "checks"], [(30, 100, 0), (30, 100, 0), (*third, 0)]
    found, _, _, whole = told(plan, names, *(parts[at] for at in order))
    assert (found, (whole.low, whole.high)) == (status, span)
    known = status == "met"
    assert whole.reason == ("complete" if known else "incomplete")
    assert whole.missing == (() if known else (PARTS[order.index(2)],))


def test_a_rate_of_its_own_gives_the_span_of_the_parts(mini):
    plan = city_plan(mini, "ratio_of_sums", {"at_least": 24})
    status, reason, _, whole = told(plan, ["rate"], 30, 25, 23)
    assert (status, reason) == ("indeterminate", "rates_without_volumes")
    assert (whole.low, whole.high) == (23, 30)
    assert told(plan, ["rate"], 30, 25, 24)[0] == "met"


def test_parts_in_which_silence_means_that_there_is_nothing(mini):
    """The third reports, and never this: then it has none, and is not missing."""
    rule, more = {"at_most": 100}, {"scope": {"unreported": "not_applicable"}}
    plan = city_plan(mini, "sum", rule, "amount", "万立方米", **more)
    status, _, value, whole = told(plan, ["amount"], 40, 60, None)
    assert (status, value, whole.missing) == ("met", 100, ())
    half = city_plan(mini, "sum", rule, "amount + load", "万立方米", **more)
    status, _, _, whole = told(half, ["amount", "load"], (20, 20), (30, 20), (5, None))
    assert (status, whole.missing) == ("indeterminate", (THIRD,)), "it has some of it"
    owed = city_plan(mini, "sum", rule, "amount", "万立方米")
    assert told(owed, ["amount"], 40, 60, None)[0] == "indeterminate"


@pytest.mark.parametrize(
    ("scope", "expected"),
    [((CITY,), ("met", 100)), (PARTS[:2], ("not_applicable", None))],
)
def test_the_parts_of_a_whole_in_scope_all_count(mini, scope, expected):
    plan = city_plan(mini, "sum", {"at_most": 100}, "amount", "万立方米", scope={"regions": scope})
    status, _, value, _ = told(plan, ["amount"], 40, 50, 10)
    assert (status, value) == expected


LOAD = {"at_least": 5, "of": "load", "unit": "万立方米", "title": {"zh": "量", "en": "load"}}


@pytest.mark.parametrize(
    ("how", "rule", "formula"),
    [
        ("none", {"at_least": 10}, "rate"),
        ("all", {"any": [{"at_most": 1}, {"at_least": 10}]}, "rate"),
        ("sum", {"top": 2, "by": "highest"}, "rate"),
        ("min", {"all": [LOAD, {"at_least": 1}]}, "rate"),
    ],
)
def test_what_no_figure_of_a_whole_can_say(mini, how, rule, formula):
    plan = city_plan(mini, how, rule, formula)
    assert told(plan, ["rate"], 20, 30, 40)[:2] == ("indeterminate", "not_combined")


@pytest.mark.parametrize(
    ("comparison", "least", "expected"),
    [
        ("full_value", "94.6", ("not_met", 94.6)),
        ("rounded_value", "94.4", ("not_met", 94.4)),
        ("rounded_value", "94.6", ("indeterminate", 0)),  # 94.6 is 95, and the third unknown
    ],
)
def test_a_whole_is_rounded_before_its_gaps_decide(mini, comparison, least, expected):
    plan = city_plan(mini, "min", {"at_least": 95}, comparison=comparison)
    status, _, value, _ = told(plan, ["rate"], least, 97, None)
    assert (status, value) == expected


@pytest.mark.parametrize(
    ("how", "expected"),
    [("all", ("met", "done")), ("none", ("indeterminate", "not_combined"))],
)
def test_a_measure_of_a_whole_is_done_where_each_part_has_done_it(mini, how, expected):
    plan = city_plan(mini, how, {"done": True}, "rate", "1", "milestone")
    assert told(plan, ["rate"], 1, 1, 1)[:2] == expected
    if how == "all":
        assert told(plan, ["rate"], 1, 0, 1)[:2] == ("not_met", "not_done")
        _, _, _, whole = told(plan, ["rate"], 1, 1, None)
        assert (whole.low, whole.high, whole.missing) == (0, 1, (THIRD,))


def test_a_figure_does_not_answer_for_another_one_of_the_rule(mini):
    plan = city_plan(mini, "min", {"all": [{"at_least": 1}, LOAD]})
    assert told(plan, ["rate", "load"], (20, 1), (30, 2), (40, 3))[0] == "indeterminate"


def test_a_part_is_judged_as_exactly_beside_a_whole_as_alone(mini):
    """In floats a million and a tenth less a million is not a tenth."""
    plan = city_plan(mini, "max", {"at_least": "0.1"}, "amount - load", "万立方米")
    plan = plan.model_copy(update={"region": GENHE})
    cells = [(GENHE, "2023Q4", "amount", "1000000.1"), (GENHE, "2023Q4", "load", "1000000")]
    day = datetime.date(2023, 12, 31)
    judged, *_ = judge_observations(observations(*cells), plan, day, None, wholes=[CITY])
    found = {one: judged.status(0, row).value for row, one in enumerate(judged.facts.regions)}
    assert found == {GENHE: "met", CITY: "met"}
