"""Cases inside target files: what they may say, and that each is judged as a report would be."""

import datetime
from decimal import Decimal

import pytest

from cells import GENHE, HAILAR, standing
from cities import place
from genhe_targets.judging.cases import run_case, run_cases
from genhe_targets.plan.model import Case
from onetarget import plan_of


def found(plan, given, expect="met", **more):
    case = Case.model_validate({"name": "a", "given": given, "expect": expect, **more})
    return run_case(plan, plan.targets[0], case)


def test_a_result_says_what_was_expected_and_what_came_out(mini):
    plan = plan_of(mini, {"at_least": 95})
    right, wrong = (found(plan, {"2023Q4": {"rate": f}}) for f in (Decimal(95), Decimal(94)))
    assert (right.target, right.case.name, right.ok) == ("the-target", "a", True)
    assert (wrong.expected, wrong.found, wrong.reason, wrong.ok) == (
        "met", "not_met", "shortfall", False,
    )  # fmt: skip


def test_all_targets_or_one(mini):
    every, one = run_cases(mini), run_cases(mini, "total")
    assert [result.target for result in every] == sorted(
        (result.target for result in every), key=list(mini.target_by_id).index
    )
    assert len(every) == sum(len(target.cases) for target in mini.targets)
    assert [result.case.name for result in one] == ["a", "b", "c", "d", "e", "f"]
    assert all(result.ok for result in every)


@pytest.mark.parametrize(
    ("rule", "formula", "nature", "given", "more", "expected"),
    [
        # `value` is the only variable, else the indicator's own figure
        ({"at_least": 95}, "rate", "level", {"2023Q4": {"value": 95}}, {}, "met"),
        ({"at_least": 24}, "100 * amount / load", "level", {"2023Q4": {"value": 24}}, {}, "met"),
        ({"at_least": 95}, "rate", "level", {"2023Q4": {"rate": None}}, {}, "missing"),
        ({"at_least": 95}, "rate", "level", {"2023Q2": {"rate": 90}}, {}, "behind"),
        ({"at_least": 95}, "rate", "level", {"2023Q2": {"rate": 90}}, {"as_of": "2023-12-31"}, "missing"),
        # digits that floats cannot hold are compared as they are written
        ({"at_least": "0.3"}, "a + b", "level", {"2023Q4": {"a": "0.1", "b": "0.2"}}, {}, "met"),
        ({"at_least": 1}, "rate", "level", {"2023Q4": {"rate": "0.99999999999999999999"}}, {}, "not_met"),
        ({"at_least": 1}, "rate", "level", {"2023Q4": {"rate": "1.00000000000000000000"}}, {}, "met"),
        ({"more_than": 1}, "rate", "level", {"2023Q4": {"rate": "1.00000000000000000001"}}, {}, "met"),
        ({"at_most": "assigned"}, "rate", "level", {"2023Q4": {"rate": 5}}, {}, "target_unset"),
        ({"at_most": "assigned"}, "rate", "level", {"2023Q4": {"rate": 5}}, {"assigned": 5}, "met"),
        ({"at_most": "assigned"}, "rate", "level", {"2023Q4": {"rate": 5}}, {"assigned": 0}, "not_met"),
        ({"done": True}, "checks", "milestone", {"2023Q4": {"checks": True}}, {}, "met"),
        ({"done": True}, "checks", "milestone", {"2023Q4": {"checks": False}}, {}, "not_met"),
        ({"done": True}, "checks", "milestone", {"2023Q4": {"checks": datetime.date(2023, 12, 31)}}, {}, "met"),
        ({"done": True}, "checks", "milestone", {"2023Q4": {"checks": datetime.date(2024, 1, 1)}}, {}, "not_met"),
        # other regions, for rules that compare
        ({"top": 1, "by": "highest"}, "rate", "level", {"2023Q4": {"rate": 5}},
         {"others": {HAILAR: {"2023Q4": {"rate": 4}}}}, "met"),
        ({"top": 1, "by": "highest"}, "rate", "level", {"2023Q4": {"rate": 5}},
         {"others": {HAILAR: {"2023Q4": {"rate": 6}}}}, "not_met"),
    ],
)  # fmt: skip
def test_what_a_case_may_say(mini, rule, formula, nature, given, more, expected):
    plan = plan_of(mini, rule, formula, nature=nature)
    assert found(plan, given, **more).found == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"east": 40, "west": 60}, "met"),
        ({"east": 40, "west": 61}, "not_met"),
        ({"east": 40, "west": 50, "north": None}, "indeterminate"),
        ({"east": 40, "west": 50, "north": 10}, "met"),
    ],
)
def test_a_case_of_a_whole_gives_the_figures_of_its_parts(mini, parts, expected):
    plan = plan_of(mini, {"at_most": 100}, "amount", "万立方米", scope={"aggregate": "sum"})
    told = {name: {"2023Q4": {"amount": figure, "load": 1}} for name, figure in parts.items()}
    assert found(plan, {}, parts=told).found == expected


def test_a_target_of_one_region_proves_itself_there(mini):
    plan = plan_of(mini, {"at_least": 95}, scope={"regions": [HAILAR]})
    assert found(plan, {"2023Q4": {"rate": 96}}).found == "met"
    added = plan_of(
        mini, {"at_most": 100}, "amount", "万立方米",
        scope={"aggregate": "sum", "regions": [HAILAR]},
    )  # fmt: skip
    parts = {"east": {"2023Q4": {"amount": 40}}, "west": {"2023Q4": {"amount": 61}}}
    assert found(added, {}, parts=parts).found == "not_met"


def test_the_first_region_of_the_scope_is_judged_and_the_others_are_compared(mini):
    """Hailar comes second in the plan."""
    first = {"top": 1, "by": "highest"}
    plan = plan_of(mini, first, scope={"regions": [HAILAR, GENHE]})
    for own, status in ((5, "met"), (3, "not_met")):
        result = found(plan, {"2023Q4": {"rate": own}}, others={GENHE: {"2023Q4": {"rate": 4}}})
        assert result.found == status


def test_a_case_in_which_nothing_is_reported(mini):
    plan = plan_of(mini, {"at_least": 95})
    assert found(plan, {}, as_of="2023-12-31").found == "missing"


def test_a_blank_in_a_case_is_a_report_that_came(mini):
    """Ten days after the end of the period a report may still come; this one came without a figure."""
    plan = plan_of(mini, {"at_least": 95})
    late = plan.reporting.model_copy(update={"grace_days": 10})
    plan = plan.model_copy(update={"reporting": late})
    assert found(plan, {"2023Q4": {"rate": None}}).found == "missing"
    assert found(plan, {}, as_of="2023-12-31").found == "not_due"


def test_a_milestone_that_is_left_blank(mini):
    plan = plan_of(mini, {"done": True}, "checks", nature="milestone")
    assert found(plan, {"2023Q4": {"checks": None}}).found == "missing"


def test_a_limit_repeated_from_a_superior_plan_stands_until_a_case_assigns_one(mini):
    plan = plan_of(mini, {"at_least": 90}, restated_from="150700")
    given = {"2023Q4": {"rate": 85}}
    assert found(plan, given).found == "not_met"
    assert found(plan, given, assigned=80).found == "met"


FORMULA = "100 * amount / load"


@pytest.mark.parametrize(
    ("value", "expected"), [("24", "met"), ("24.0", "invalid"), ("24.3", "met"), (None, "met")]
)
def test_a_figure_in_a_case_counts_to_the_digits_it_is_written_with(mini, value, expected):
    """24 may be 24.3, as its parts say; 24.0 may not."""
    plan = plan_of(mini, {"at_least": "24.2"}, FORMULA)
    told = {"value": value, "amount": "24.3", "load": 100}
    assert found(plan, {"2023Q4": told}).found == expected
    cells = [(GENHE, "2023Q4", name, one) for name, one in
             zip(("the-target", "amount", "load"), told.values(), strict=True)]  # fmt: skip
    assert standing(plan, "the-target", *cells)[0] == expected, "as in a report"


@pytest.mark.parametrize("own", [GENHE, HAILAR])
def test_a_region_that_gives_nothing_is_not_judged_by_what_others_give(mini, own):
    other = HAILAR if own == GENHE else GENHE
    plan = plan_of(mini, {"top": 1, "by": "highest"}, scope={"regions": [own, other]})
    assert found(plan, {}, as_of="2023-12-31").found == "missing"
    told = {other: {"2023Q4": {"rate": 4}}}
    assert found(plan, {}, others=told).found == "missing"


def test_a_target_of_a_region_of_another_level_proves_itself_there(mini):
    whole = place("150700", None, "prefecture")
    plan = plan_of(mini, {"at_least": 95}, scope={"regions": ["150700"]})
    plan = plan.model_copy(update={"regions": (whole, *plan.regions)})
    for rate, status in ((96, "met"), (94, "not_met")):
        assert found(plan, {"2023Q4": {"rate": rate}}).found == status
