"""What a plan declares beside the rule: how values are rounded, and how late a report may come."""

import pytest

from cells import GENHE, HAILAR, judged_of
from genhe_targets.judging.reasons import REASONS, reason_sentence
from onetarget import plan_of, record


@pytest.mark.parametrize(
    ("rounding", "limit", "value", "status", "shown", "printed"),
    [
        ({}, "95", "94.5", "not_met", "94.00", "修约值比较法，四舍六入五成双"),
        ({"rounding": "half_away"}, "95", "94.5", "met", "95.00", "修约值比较法，四舍五入"),
        ({"rounding": "truncate"}, "95", "95.9", "met", "95.00", "修约值比较法，只舍不入"),
        ({"rounding": {"interval": "0.5"}}, "95", "94.75", "met", "95.00", "修约值比较法，四舍六入五成双，修约间隔0.5"),
        ({"rounding": {"interval": "0.5"}}, "95", "94.74", "not_met", "94.50", "修约值比较法，四舍六入五成双，修约间隔0.5"),
        ({"rounding": {"interval": "0.2"}}, "95.2", "95.1", "met", "95.20", "修约值比较法，四舍六入五成双，修约间隔0.2"),
    ],
)  # fmt: skip
def test_rounding_is_declared_used_and_printed(
    mini, rounding, limit, value, status, shown, printed
):
    plan = plan_of(mini, {"at_least": limit}, comparison="rounded_value", **rounding)
    found, _ = record(plan, {("2023Q4", "rate"): value})
    assert (found["status"], found["value_text"]) == (status, shown)
    assert found["comparison_word"]["zh"] == printed


@pytest.mark.parametrize(
    ("rule", "value", "status"),
    [
        ({"at_least": 100}, "99.996", "not_met"),
        ({"at_least": 95}, "94.9999999", "not_met"),
        ({"more_than": 95}, "95.0000001", "met"),
        ({"at_most": 9}, "9.0000001", "not_met"),
        ({"between": [1, 2]}, "2.0001", "not_met"),
        ({"reduction": "10.8", "since": 2020}, "89.2001", "not_met"),
    ],
)
def test_no_view_shows_a_figure_against_its_verdict(mini, rule, value, status):
    annual = "since" in rule
    plan = plan_of(mini, rule, "yearly" if annual else "rate", "%", "annual" if annual else "level")
    given = {("2023Q4", "rate"): value}
    if annual:
        given = {("2020", "yearly"): "100", ("2023", "yearly"): value}
    found, _ = record(plan, given)
    assert found["status"] == status
    limit, shown = float(found["limit_text"]), float(found["value_text"])
    better = shown <= limit if "at_most" in rule or "between" in rule else shown >= limit
    if "more_than" in rule:
        better = shown > limit
    assert better is (status == "met")


def standings(plan, *cells, as_of):
    judged, _ = judged_of(plan, *cells, as_of=as_of)
    reasons = list(REASONS)
    return {
        region: (judged.status(0, row).value, reasons[int(judged.standings.reason[0, row, 0])])
        for row, region in enumerate(judged.facts.regions)
    }


def graced(mini, days, **more):
    plan = plan_of(mini, {"at_least": 95}, **more)
    reporting = plan.reporting.model_copy(update={"grace_days": days})
    return plan.model_copy(update={"reporting": reporting})


SENT = [(GENHE, "2023Q2", "rate", "96"), (HAILAR, "2023Q2", "rate", "96")]


def test_late_is_not_missing(mini):
    cells = [*SENT, (GENHE, "2023Q3", "rate", "96")]
    plan = graced(mini, 10)
    found = {
        day: standings(plan, *cells, as_of=day)[HAILAR] for day in ("2023-10-10", "2023-10-11")
    }
    assert found["2023-10-10"] == ("not_due", "within_grace")
    assert found["2023-10-11"] == ("missing", "not_reported")
    assert standings(graced(mini, 0), *cells, as_of="2023-10-01")[HAILAR][0] == "missing"


def test_a_report_that_came_without_the_figure_is_not_late(mini):
    cells = [*SENT, (GENHE, "2023Q3", "rate", "96"), (HAILAR, "2023Q3", "amount", "1")]
    assert standings(graced(mini, 10), *cells, as_of="2023-10-05")[HAILAR][0] == "missing"


def test_days_of_grace_after_the_deadline(mini):
    cells = [*SENT, (GENHE, "2023Q4", "rate", "96")]
    plan = graced(mini, 10)
    assert standings(plan, *cells, as_of="2024-01-10")[HAILAR] == ("not_due", "within_grace")
    assert standings(plan, *cells, as_of="2024-01-11")[HAILAR][0] == "missing"
    earlier = [*SENT, (GENHE, "2023Q3", "rate", "96"), (HAILAR, "2023Q3", "rate", "96")]
    assert standings(plan, *earlier, as_of="2024-01-05")[GENHE] == ("not_due", "within_grace")
    without = [*cells, (HAILAR, "2023Q4", "amount", "1")]
    found = standings(plan, *without, as_of="2024-01-05")[HAILAR]
    assert found == ("missing", "not_reported_at_deadline"), "it came, and without the figure"


@pytest.mark.parametrize(
    ("rule", "value", "status", "margin"),
    [
        # Rounded to the digits of the limit first, then held against it and what it grants.
        ({"at_least": 95, "tolerance": "0.6"}, "94.5", "not_met", -1),
        ({"at_least": 95, "tolerance": "1"}, "94.4", "met", -1),
        ({"at_most": "9.0", "tolerance": "0.1"}, "9.14", "met", -0.1),
        ({"at_most": "9.0", "tolerance": "0.1"}, "9.16", "not_met", -0.2),
        ({"at_most": "9.0", "tolerance": "0.1"}, "8.96", "met", 0),
        ({"less_than": "9.0"}, "9.04", "not_met", 0),
        ({"less_than": "9.0"}, "8.94", "met", 0.1),
        ({"at_least": 0}, "-0.4", "met", 0),
        ({"at_least": "0.0"}, "-0.4", "not_met", -0.4),
        ({"at_least": "0.0"}, "-0.04", "met", 0),
        ({"at_most": "90.0"}, "90.04", "met", 0),
        ({"at_most": "90.0"}, "91.26", "not_met", -1.3),
    ],
)
def test_what_is_rounded_is_held_against_the_tolerance(mini, rule, value, status, margin):
    plan = plan_of(mini, rule, comparison="rounded_value")
    found, _ = record(plan, {("2023Q4", "rate"): value})
    assert (found["status"], found["margin"]) == (status, pytest.approx(margin))


def test_equal_limits_keep_the_digits_each_was_written_with(mini):
    """9.14 is 9 to the digits of one target and 9.1 to those of the other, whichever comes first."""
    for limits in (("9", "9.0"), ("9.0", "9")):
        one, other = (
            plan_of(mini, {"at_most": limit}, comparison="rounded_value").targets[0]
            for limit in limits
        )
        plan = plan_of(mini, {"at_most": 9}).model_copy(
            update={"targets": (one, other.model_copy(update={"id": "other"}))}
        )
        judged, _ = judged_of(plan, (GENHE, "2023Q4", "rate", "9.14"))
        found = [judged.status(duty, 0).value for duty in (0, 1)]
        assert found == ["met" if limit == "9" else "not_met" for limit in limits]


def test_a_figure_that_is_not_there_leaves_a_dash():
    assert reason_sentence("holds", "en", {}) == "keeps the limit, — to spare"


def test_grace_is_told_region_by_region_and_period_by_period(mini):
    plan = plan_of(mini, {"at_least": 95, "tolerance": "0.5"})
    given = {GENHE: ("94.5", "96", "94.4", "95"), HAILAR: ("95", "94.9", "96", "94.5")}
    cells = [
        (region, f"2023Q{quarter}", "rate", figure)
        for region, own in given.items()
        for quarter, figure in enumerate(own, start=1)
    ]
    judged, _ = judged_of(plan, *cells)
    rows = [judged.facts.regions.index(region) for region in given]
    granted, margin = judged.outcomes[0].granted, judged.outcomes[0].margin
    assert granted[rows].tolist() == [[True, False, False, False], [False, True, False, True]]
    assert margin[rows].round(9).tolist() == [[-0.5, 1, -0.6, 0], [0, -0.1, 1, -0.5]]


def test_figures_are_rounded_to_the_digits_in_force_on_their_day(mini):
    revised = [{"limit": "9"}, {"limit": "9.0", "from": "2023-07-01"}]
    plan = plan_of(mini, {"at_most": {"revised": revised}}, comparison="rounded_value")
    before, after = (
        standings(plan, (GENHE, period, "rate", "9.14"), as_of=day)[GENHE][0]
        for period, day in (("2023Q2", "2023-06-30"), ("2023Q4", "2023-12-31"))
    )
    assert (before, after) == ("met", "not_met")
