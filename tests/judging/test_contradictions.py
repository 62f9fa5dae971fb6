"""A figure reported twice: as itself and by what it is computed from."""

import pytest

from cells import GENHE, HAILAR, judged_of, standing
from onetarget import plan_of

RATE = "100 * amount / load"


def twice(computed, reported, region=GENHE, period="2023Q4"):
    """The parts of a rate of so many percent, and the rate as reported."""
    cells = [(region, period, "amount", computed), (region, period, "load", "100")]
    return [*cells, (region, period, "share", reported)]


@pytest.mark.parametrize(
    ("computed", "reported", "declared", "found"),
    [
        ("23.05", "23.0", {}, False),  # half a unit of the last digit is rounding
        ("23.0501", "23.0", {}, True),
        ("22.9499", "23.0", {}, True),
        ("23.5", "23", {}, False),
        ("23.51", "23", {}, True),
        ("23.051", "２３．０", {}, True),
        ("23.2", "23.0", {"reported_tolerance": "0.2"}, False),
        ("23.2001", "23.0", {"reported_tolerance": "0.2"}, True),
        ("23.01", "23.0", {"reported_tolerance": "0"}, True),
        ("23", "23.0", {"reported_tolerance": "0"}, False),
        ("5", "-5", {}, True),
        (None, "23.0", {}, False),
        ("23", None, {}, False),
        ("29", ("23", "at_least"), {}, False),  # a bound does not say the same thing otherwise
    ],
)  # fmt: skip
def test_what_differs_by_more_than_rounding_is_found(mini, computed, reported, declared, found):
    plan = plan_of(mini, {"at_least": 24}, RATE, id="share")
    indicator = type(plan.targets[0].indicator).model_validate(
        {"formula": RATE, "unit": "%", "nature": "level", **declared}
    )
    target = plan.targets[0].model_copy(update={"indicator": indicator})
    plan = plan.model_copy(update={"targets": (target,)})
    judged, _ = judged_of(plan, *twice(computed, reported))
    assert bool(judged.contradictions) is found


BAND = {"between": [24, 26]}
DOWN = {"reduction": 10, "since": "last_year"}


@pytest.mark.parametrize(
    ("rule", "computed", "reported", "status"),
    [
        ({"at_least": 24}, "23", "25", "invalid"),
        ({"at_least": 24}, "25", "23", "invalid"),
        ({"at_least": 24}, "23", "22", "not_met"),
        ({"at_least": 24}, "25", "26", "met"),
        ({"at_most": 24}, "25", "23", "invalid"),
        ({"more_than": 24}, "25", "24", "invalid"),
        ({"at_least": 24, "tolerance": 1}, "25", "23", "met"),
        ({"at_least": 24, "tolerance": 1}, "25", "22.9", "invalid"),
        ({"at_most": 24, "tolerance": 1}, "23", "25", "met"),
        ({"at_most": 24, "tolerance": 1}, "23", "25.1", "invalid"),
        (BAND, "23", "25", "invalid"),
        (BAND, "25", "27", "invalid"),
        (BAND, "25", "26", "met"),
        (BAND, "23", "27", "not_met"),
        ({"any": [{"at_most": 10}, {"at_least": 24}]}, "25", "9", "met"),
        ({"any": [{"at_most": 10}, {"at_least": 24}]}, "25", "12", "invalid"),
        ({"about": 25}, "26", "25", "indeterminate"),
    ],
)
def test_it_is_invalid_where_the_two_answer_differently(mini, rule, computed, reported, status):
    plan = plan_of(mini, rule, RATE, id="share")
    assert standing(plan, "share", *twice(computed, reported))[0] == status


def test_both_are_rounded_where_the_rule_is_about_rounded_figures(mini):
    """94.6 is 95 as the rule counts: reported as 94.6, and computed as 96, both keep it."""
    plan = plan_of(mini, {"at_least": 95}, RATE, id="share", comparison="rounded_value")
    assert standing(plan, "share", *twice("96", "94.6"))[0] == "met"
    assert standing(plan, "share", *twice("96", "94.4"))[0] == "invalid"


@pytest.mark.parametrize(
    ("rule", "nature", "computed", "reported"),
    [
        ({"at_least": 24}, "accumulating", "25", "23"),
        ({"at_least": 24}, "accumulating", "23", "25"),
        ({"at_most": 24}, "cap", "25", "23"),
        ({"at_most": 0}, "zero_tolerance", "1", "0"),
        ({"at_most": 0}, "zero_tolerance", "0", "1"),
    ],
)
def test_a_disputed_figure_neither_reaches_a_goal_nor_breaks_a_limit(
    mini, rule, nature, computed, reported
):
    """A goal reached is reached and a breach counts at once, but not by a figure nobody is sure of."""
    plan = plan_of(mini, rule, RATE, "%", nature, id="share")
    found = standing(plan, "share", *twice(computed, reported, period="2023Q2"))
    assert found == ("invalid", "unusable")


def test_only_the_region_and_the_period_in_question(mini):
    plan = plan_of(mini, {"at_least": 24}, RATE, id="share")
    cells = [*twice("25", "23", period="2023Q2"), *twice("25", "25"), *twice("23", "23", HAILAR)]
    judged, _ = judged_of(plan, *cells)
    here, there = (judged.facts.regions.index(region) for region in (GENHE, HAILAR))
    assert judged.contradictions == ((0, here, 0),)
    assert [judged.status(0, row).value for row in (here, there)] == ["met", "not_met"]


def test_each_region_by_its_own_limit(mini):
    plan = plan_of(mini, {"at_least": "assigned"}, RATE, id="share")
    cells = [*twice("25", "23"), *twice("25", "23", HAILAR)]
    limits = {"share": {GENHE: "24", HAILAR: "20"}}
    for region, status in ((GENHE, "invalid"), (HAILAR, "met")):
        assert standing(plan, "share", *cells, region=region, assigned=limits)[0] == status
    unset = {"share": {HAILAR: "20"}}
    assert standing(plan, "share", *cells, assigned=unset)[0] == "target_unset"


def test_what_a_rule_makes_of_the_figures_is_judged_as_computed(mini):
    """Down from 30 to 25 is enough; that 25 was also reported as 5 is said, and decides nothing.

    Of the other targets, one has no figure of its own and one is judged by 5 as well as by 25.
    """
    rules = {"down": DOWN, "silent": {"at_least": 24}, "share": {"at_least": 24}}
    targets = [
        plan_of(mini, rule, RATE, "%", "annual", id=name).targets[0] for name, rule in rules.items()
    ]
    plan = plan_of(mini, DOWN, RATE).model_copy(update={"targets": tuple(targets)})
    cells = [(GENHE, "2022", "amount", "30"), (GENHE, "2022", "load", "100")]
    cells += [*twice("25", "5", period="2023"), (GENHE, "2023", "down", "5")]
    judged, _ = judged_of(plan, *cells)
    row = judged.facts.regions.index(GENHE)
    assert {duty for duty, *_ in judged.contradictions} == {0, 2}
    assert [judged.status(duty, row).value for duty in range(3)] == ["met", "met", "invalid"]
