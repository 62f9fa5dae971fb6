"""Who is asked and for which day: scopes, several regions at once, standings and history."""

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cells import GENHE, HAILAR, judged_of, standing
from genhe_targets.judging.reasons import REASONS
from genhe_targets.plan.parts import FiscalYear
from onetarget import plan_of

Q1, Q2, Q3, Q4 = (f"2023Q{q}" for q in (1, 2, 3, 4))
REASON = list(REASONS)


def told(judged, verdicts, region, at=0):
    """(status, reason) of the only target."""
    row = judged.facts.regions.index(region)
    status = judged.status(0, row).value if verdicts is judged.standings else None
    return status, REASON[int(verdicts.reason[0, row, at])]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({}, ("missing", "not_reported_at_deadline")),
        ({"regions": [GENHE]}, ("not_applicable", "out_of_scope")),
        ({"regions": [HAILAR]}, ("missing", "not_reported_at_deadline")),
        ({"unreported": "not_applicable"}, ("not_applicable", "not_reported_here")),
    ],
)
def test_a_region_that_reports_other_figures(mini, scope, expected):
    """Hailar reports, and nothing of this target; Genhe reports it."""
    plan = plan_of(mini, {"at_least": 95}, scope=scope)
    cells = [(GENHE, Q4, "rate", "96"), (HAILAR, Q4, "amount", "1")]
    assert standing(plan, "the-target", *cells, region=HAILAR) == expected
    own = (
        ("not_applicable", "out_of_scope") if scope.get("regions") == [HAILAR] else ("met", "holds")
    )
    assert standing(plan, "the-target", *cells) == own


def test_what_is_out_of_scope_is_not_judged_by_what_it_reports(mini):
    plan = plan_of(mini, {"at_least": 95}, scope={"regions": [GENHE]})
    cells = [(region, period, "rate", "50") for region in (GENHE, HAILAR) for period in (Q2, Q4)]
    judged, _ = judged_of(plan, *cells)
    assert told(judged, judged.standings, HAILAR) == ("not_applicable", "out_of_scope")
    assert told(judged, judged.standings, GENHE) == ("not_met", "shortfall")
    days = range(len(judged.facts.checkpoints))
    assert {told(judged, judged.history, HAILAR, at)[1] for at in days} == {"out_of_scope"}


def test_each_target_has_its_own_scope(mini):
    one = plan_of(mini, {"at_least": 95}, scope={"regions": [GENHE]})
    other = plan_of(mini, {"at_least": 95}, scope={"unreported": "not_applicable"})
    every = plan_of(mini, {"at_least": 95})
    targets = [
        plan.targets[0].model_copy(update={"id": name})
        for name, plan in (("one", one), ("other", other), ("every", every))
    ]
    plan = every.model_copy(update={"targets": tuple(targets)})
    cells = [(GENHE, Q4, "rate", "96"), (HAILAR, Q4, "amount", "1")]
    found = {t.id: standing(plan, t.id, *cells, region=HAILAR)[1] for t in targets}
    assert found == {
        "one": "out_of_scope", "other": "not_reported_here", "every": "not_reported_at_deadline",
    }  # fmt: skip
    assert {standing(plan, t.id, *cells)[0] for t in targets} == {"met"}


@pytest.mark.parametrize("as_of", ["2023-06-30", "2023-12-31"])
def test_whom_no_limit_is_assigned_is_not_judged_by_that_of_another(mini, as_of):
    plan = plan_of(mini, {"at_least": "assigned"})
    cells = [(region, period, "rate", "96") for region in (GENHE, HAILAR) for period in (Q2, Q4)]
    own = {"as_of": as_of, "assigned": {"the-target": {HAILAR: 95}}}
    assert standing(plan, "the-target", *cells, **own) == ("target_unset", "limit_unset")
    assert standing(plan, "the-target", *cells, region=HAILAR, **own)[0] in {"met", "on_track"}


@pytest.mark.parametrize("assigned", [None, {"other": 100}])
def test_a_limit_by_years_goes_by_those_of_the_plan(mini, assigned):
    """In a year that begins in April, January 2024 is still 2023, whatever else is assigned."""
    rule = {"at_least": {"by_year": {2023: 90, 2024: 80}}}
    plan = plan_of(mini, rule, deadline=None)
    other = plan_of(mini, {"at_most": "assigned"}, id="other").targets
    april = FiscalYear(first_month=4, named_after="first")
    plan = plan.model_copy(update={"fiscal_year": april, "targets": (*plan.targets, *other)})
    for rate, status in (("89", "not_met"), ("90", "met")):
        cell = (GENHE, "2024-03", "rate", rate)
        assert standing(plan, "the-target", cell, assigned=assigned)[0] == status


def test_who_says_no_day_of_completion_is_not_dated_by_another_row(mini):
    """Genhe's count of two quarters is 1 at the end of June; the last row says a day of Hailar."""
    plan = plan_of(mini, {"done": True}, "checks", "次", "milestone", deadline="2023-06-30")
    cells = [
        (GENHE, "2023-01/2023-03", "checks", "0"), (GENHE, "2023-04/2023-06", "checks", "1"),
        (HAILAR, Q2, "checks", ("1", "done"), {"date": "2023-07-01"}),
    ]  # fmt: skip
    assert standing(plan, "the-target", *cells, as_of="2023-12-31") == ("met", "done")
    late = standing(plan, "the-target", *cells, region=HAILAR, as_of="2023-12-31")
    assert late == ("not_met", "done_late")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2023-10-31", "2023-09-01"), ("met", "done")),
        (("2023-11-01", "2023-12-01"), ("not_met", "done_late")),
        (("2023-10-31", "2023-11-01"), ("indeterminate", "around_deadline")),
        (("2023-11-01", "2023-09-01"), ("indeterminate", "around_deadline")),
        (("2023-09-01", ""), ("indeterminate", "around_deadline")),
    ],
)
def test_what_is_made_of_two_milestones_is_not_dated_by_the_first_of_them(mini, days, expected):
    """Due at the end of October and reported at the end of the year."""
    formula, due = "checks * rivers", "2023-10-31"
    plan = plan_of(mini, {"done": True}, formula, "1", "milestone", deadline=due)
    cells = [
        (GENHE, Q4, name, ("1", "done"), {"date": day})
        for name, day in zip(("checks", "rivers"), days, strict=True)
    ]
    assert standing(plan, "the-target", *cells, as_of="2023-12-31") == expected


@pytest.mark.parametrize(("first", "second"), [(2030, 2023), (2023, 2030)])
def test_a_rule_of_which_one_limit_is_not_in_force_has_none(mini, first, second):
    bounds = {"at_least": {"by_year": {first: 90}}}, {"at_most": {"by_year": {second: 99}}}
    plan = plan_of(mini, {"all": list(bounds)})
    found = standing(plan, "the-target", (GENHE, Q4, "rate", "95"))
    assert found == ("target_unset", "limit_unset")


def test_who_reported_once_owes_it_from_then_on(mini):
    plan = plan_of(mini, {"at_least": 95}, scope={"unreported": "not_applicable"})
    cells = [(GENHE, Q2, "rate", "96"), (HAILAR, Q2, "amount", "1"), (GENHE, Q4, "amount", "1")]
    assert standing(plan, "the-target", *cells) == ("missing", "not_reported_at_deadline")
    found = standing(plan, "the-target", *cells, region=HAILAR)
    assert found == ("not_applicable", "not_reported_here")


@pytest.mark.parametrize(
    ("pace", "figures", "expected"),
    [
        # 35 of 100 after five months: behind by days (41 %), enough for the one quarter that is over
        (None, {"2023-05": "35"}, ("behind", "behind_pace")),
        ({"method": "elapsed_share", "by": "quarter"}, {"2023-05": "35"}, ("on_track", "paced")),
        # 60 of 100 at half time is on track; at 5 a quarter it would end at 70
        (None, {Q1: "55", Q2: "60"}, ("on_track", "within_pace")),
        ({"method": "projection", "by": "quarter", "least_points": 2}, {Q1: "55", Q2: "60"}, ("behind", "paced")),
    ],
)  # fmt: skip
def test_a_declared_method_decides_both_ways(mini, pace, figures, expected):
    more = {"pace": pace} if pace else {}
    plan = plan_of(mini, {"at_least": 100}, "amount", "万立方米", "accumulating", **more)
    cells = [(GENHE, period, "amount", figure) for period, figure in figures.items()]
    day = "2023-05-31" if "2023-05" in figures else "2023-06-30"
    assert standing(plan, "the-target", *cells, as_of=day) == expected


def test_a_method_says_nothing_where_the_rule_is_broken_already(mini):
    pace = {"method": "elapsed_share", "by": "quarter"}
    plan = plan_of(mini, {"at_most": 100}, "amount", "万立方米", "cap", pace=pace)
    for used, expected in (("101", ("not_met", "over_cap")), ("60", ("behind", "paced"))):
        cell = (GENHE, Q1, "amount", used)
        assert standing(plan, "the-target", cell, as_of="2023-03-31") == expected


def test_a_method_goes_by_the_limit_that_was_assigned(mini):
    pace = {"method": "elapsed_share", "by": "quarter"}
    plan = plan_of(mini, {"at_most": "assigned"}, "amount", "万立方米", "cap", pace=pace)
    cell = (GENHE, Q1, "amount", "60")
    for limit, expected in ((200, "behind"), (240, "on_track")):
        found = standing(plan, "the-target", cell, assigned={"the-target": limit})
        assert found[0] == expected


def test_a_change_does_not_run_up_over_the_year(mini):
    """15 % below the year before is what counts; it is no 150 % of what the year allows."""
    rule = {"reduction": 10, "since": "last_year"}
    plan = plan_of(mini, rule, "amount", "万立方米", "cap")
    cells = [(GENHE, "2022", "amount", "20"), (GENHE, Q1, "amount", "17")]
    found = standing(plan, "the-target", *cells, as_of="2023-03-31")
    assert found == ("on_track", "holds")


@pytest.mark.parametrize(
    ("limit", "counts", "expected"),
    [
        (3, ("0", "1", "1"), ("on_track", "started")),  # of a few, one is a start
        (3, ("0", "0", "0"), ("behind", "not_started")),
        (4, ("0", "1", "1"), ("behind", "behind_pace")),  # of four, three quarters are three
        (4, ("0", "1", "3"), ("on_track", "within_pace")),
    ],
)
def test_a_few_are_not_divided_by_the_quarters(mini, limit, counts, expected):
    """Genhe reports all three quarters, Hailar none of it before the third."""
    plan = plan_of(mini, {"at_least": limit}, "checks", "次", "accumulating")
    cells = [(GENHE, q, "checks", n) for q, n in zip((Q1, Q2, Q3), counts, strict=True)]
    cells.append((HAILAR, Q3, "checks", counts[-1]))
    for region in (GENHE, HAILAR):
        found = standing(plan, "the-target", *cells, region=region, as_of="2023-09-30")
        assert found == expected


@pytest.mark.parametrize("rule", [{"at_most": 0}, {"at_least": -5}, {"zero": True}])
def test_no_share_of_a_limit_that_is_not_above_zero(mini, rule):
    nature = "zero_tolerance" if "zero" in rule else "level"
    judged, _ = judged_of(plan_of(mini, rule, nature=nature), (GENHE, Q4, "rate", "5"))
    shares = judged.standings.progress
    assert np.isnan(shares.of(0)).all()
    assert all(np.isnan(shares.at(0, region, 0)) for region in range(len(judged.facts.regions)))


def test_the_share_of_one_cell_is_that_of_the_whole(mini):
    rule = {"at_least": {"by_region": {HAILAR: 90}, "otherwise": 80}}
    cells = [
        (region, q, "rate", n) for region, n in ((GENHE, "40"), (HAILAR, "9")) for q in (Q3, Q4)
    ]
    judged, _ = judged_of(plan_of(mini, rule), *cells)
    assert sorted(judged.standings.progress.of(0).reshape(-1).tolist()) == [0.1, 0.5]
    for shares in (judged.standings.progress, judged.history.progress):
        every = shares.of(0)
        for region, place in np.ndindex(every.shape):
            assert shares.at(0, region, place) == every[region, place]


def test_a_method_says_nothing_of_a_figure_that_is_a_bound(mini):
    pace = {"method": "elapsed_share", "by": "quarter"}
    plan = plan_of(mini, {"at_least": 100}, "amount", "万立方米", "accumulating", pace=pace)
    cell = (GENHE, Q2, "amount", ("60", "at_least"))
    found = standing(plan, "the-target", cell, as_of="2023-06-30")
    assert found == ("on_track", "within_pace")


# ------------------------------------------------------------------ many at once

ABOVE, BELOW = "50.00000000000000000001", "49.99999999999999999999"
"""Both are 50 to a float."""

TIES = [
    ("cap", {"at_most": 120}, ("50", ABOVE), ("on_track", "behind")),
    ("cap", {"at_most": 120}, (ABOVE, "50"), ("behind", "on_track")),
    ("cap", {"at_most": "0.12"}, ("0.05", "0.06"), ("on_track", "behind")),
    ("accumulating", {"at_least": 120}, ("50", BELOW), ("on_track", "behind")),
    ("accumulating", {"at_least": 120}, (BELOW, "50"), ("behind", "on_track")),
    ("accumulating", {"at_least": {"by_year": {2023: 120}}}, (BELOW, "50"), ("behind", "on_track")),
    ("accumulating", {"at_least": 12}, ("5", "4"), ("on_track", "behind")),
]


@pytest.mark.parametrize(("nature", "rule", "figures", "statuses"), TIES)
def test_exactly_as_much_as_time_has_gone(mini, nature, rule, figures, statuses):
    """At the end of May, five twelfths; Genhe last reported in March and Hailar in May."""
    plan = plan_of(mini, rule, "amount", "万立方米", nature)
    cells = [(GENHE, Q1, "amount", figures[0]), (HAILAR, "2023-05", "amount", figures[1])]
    cells.append((HAILAR, Q1, "amount", "0"))
    judged, _ = judged_of(plan, *cells, as_of="2023-05-31")
    rows = [judged.facts.regions.index(region) for region in (GENHE, HAILAR)]
    assert tuple(judged.status(0, row).value for row in rows) == statuses
    assert [f"{share:.6f}" for share in judged.standings.elapsed[0, :, 0]] == ["0.416667"] * 2
    shares = judged.standings.progress
    assert shares.of(0)[rows, 0].tolist() == pytest.approx(
        [float(figure) / judged.limits[0][0].value[0, 0] for figure in figures]
    )
    assert [shares.at(0, row, 0) for row in rows] == shares.of(0)[rows, 0].tolist()
    # as of the end of March a quarter of the time was gone
    then = REASON[int(judged.history.reason[0, rows[0], 0])]
    assert then == ("cap_ahead" if nature == "cap" else "within_pace")


PERIODS = ("2023-02", Q1, "2023-05", Q2, "2023-08", Q3, "2023-11", Q4)
STEPS = st.lists(st.none() | st.sampled_from(["0", "0.5", "1", "37"]), min_size=8, max_size=8)


@st.composite
def reports(draw):
    """Figures of two regions that report different periods; totals never fall."""
    cells = []
    for region in (GENHE, HAILAR):
        for name in ("used", "trainings", "bodies", "water_use"):
            total = 0.0
            for period, step in zip(PERIODS, draw(STEPS), strict=True):
                if step is None:
                    continue
                total = float(step) if name == "bodies" else total + float(step)
                figure = str(int(total)) if name in {"bodies", "trainings"} else str(total)
                cells.append((region, period, name, figure))
                if name == "used":
                    cells.append((region, period, "treated", "160"))
    return cells or [(GENHE, Q1, "bodies", "0")]


@settings(max_examples=10, deadline=None)
@given(reports())
def test_the_history_says_of_each_day_what_was_said_on_it(mini, cells):
    judged, _ = judged_of(mini, *cells, as_of="2023-12-31", assigned={"total": 148})
    for column, day in enumerate(judged.facts.checkpoints):
        until = [c for c in cells if _end(c[1]) <= day]
        if not until:
            continue
        then, _ = judged_of(mini, *until, as_of=day.isoformat(), assigned={"total": 148})
        for region in then.facts.regions:
            row, own = judged.facts.regions.index(region), then.facts.regions.index(region)
            if not judged.facts.exists[row, column]:
                continue
            for name in ("status", "reason", "final", "used", "elapsed"):
                said, now = getattr(judged.history, name), getattr(then.standings, name)
                np.testing.assert_array_equal(
                    said[:, row, column], now[:, own, 0], f"{name} of {region} at {day}"
                )
            said, now = judged.history.progress, then.standings.progress
            for duty in range(len(mini.targets)):
                shares = said.of(duty)[row, column], now.at(duty, own, 0)
                np.testing.assert_equal(*shares, f"{duty} of {region} at {day}")


@settings(max_examples=8, deadline=None)
@given(reports())
def test_no_region_is_judged_by_the_figures_of_another(mini, cells):
    both, _ = judged_of(mini, *cells, as_of="2023-12-31", assigned={"total": 148})
    for region in both.facts.regions:
        own = [c for c in cells if c[0] == region]
        if not own:
            continue
        alone, _ = judged_of(mini, *own, as_of="2023-12-31", assigned={"total": 148})
        at = [both.facts.regions.index(region), alone.facts.regions.index(region)]
        if both.facts.exists[at[0]].sum() != alone.facts.exists[at[1]].sum():
            continue  # a month that only others reported is owed by all
        for name in ("status", "reason", "final"):
            first, second = (getattr(one.standings, name) for one in (both, alone))
            np.testing.assert_array_equal(first[:, at[0], 0], second[:, at[1], 0], name)
        first, second = both.standings.progress, alone.standings.progress
        for duty in range(len(mini.targets)):
            np.testing.assert_equal(first.at(duty, at[0], 0), second.of(duty)[at[1], 0])


def _end(period):
    month = int(period[-1]) * 3 if "Q" in period else int(period[5:])
    after = datetime.date(2023 + month // 12, month % 12 + 1, 1)
    return after - datetime.timedelta(days=1)
