"""Rolling windows: against a plain reckoning of every window, and what silence leaves of them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cells import GENHE, HAILAR, judged_of
from genhe_targets.judging.statuses import STATUSES
from genhe_targets.vocabulary import Status
from onetarget import plan_of, record

MONTHS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
FIGURE = st.decimals(0, 60, places=1)
YEARS = st.lists(st.none() | FIGURE, min_size=len(MONTHS), max_size=len(MONTHS))
TAKES = st.sampled_from(("sum", "mean", "max", "min", "count"))
LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def rule(take, last, of, limit):
    window = {"last": last, "of": of, "take": take}
    if take == "count":
        window = {"last": last, "of": of, "count": {"more_than": 25}}
    return {"at_most": limit, "rolling": window}


def reckoned(take, window):
    """What whole windows amount to."""
    figures = [Fraction(figure) for figure in window]
    return {
        "sum": sum(figures), "mean": sum(figures) / len(figures), "max": max(figures),
        "min": min(figures), "count": sum(figure > 25 for figure in figures),
    }[take]  # fmt: skip


def measured(mini, own, name, unit, cells, as_of="2023-12-31"):
    plan = plan_of(mini, own, name, unit)
    judged, _ = judged_of(plan, *((GENHE, *cell) for cell in cells), as_of=as_of)
    row = judged.facts.regions.index(GENHE)
    return judged, row, judged.measured[0].quantity


@given(YEARS, TAKES, st.integers(1, 12), st.sampled_from(("month", "quarter", "half")), st.data())
@settings(max_examples=60, deadline=None)
def test_whole_windows_of_flows_are_what_their_periods_amount_to(mini, added, take, last, of, data):
    """Figures of single months, all told; windows reach back over new year."""
    figures = [figure or 0 for figure in added]
    step = LENGTHS[of]
    parts = [sum(figures[at : at + step]) for at in range(0, len(figures), step)]
    order = data.draw(st.permutations(range(len(MONTHS))))
    cells = [(f"{MONTHS[at]}/{MONTHS[at]}", "amount", f"{figures[at]}") for at in order]
    judged, row, quantity = measured(mini, rule(take, last, of, 100), "amount", "万立方米", cells)
    for column, day in enumerate(judged.facts.checkpoints):
        over = (24 + day.month) // step
        if over >= last:
            assert quantity.exact(row, column) == reckoned(take, parts[over - last : over])


@given(YEARS, TAKES.filter(lambda take: take != "sum"), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_of_states_with_gaps_the_answer_holds_for_every_completion(mini, told, take, last):
    cells = [
        (month, "rate", str(f)) for month, f in zip(MONTHS, told, strict=True) if f is not None
    ]
    if not any(month.startswith("2023") for month, *_ in cells):
        return
    judged, row, quantity = measured(mini, rule(take, last, "month", 30), "rate", "%", cells)
    for column, day in enumerate(judged.facts.checkpoints):
        window = told[24 + day.month - last : 24 + day.month]
        state = quantity.state[row, column]
        if window[-1] is None:
            assert state == 0
            continue
        low, high = (reckoned(take, [w if w is not None else f for w in window]) for f in (0, 99))
        if None not in window:
            assert quantity.exact(row, column) == low == high
        elif quantity.has_number[row, column]:
            assert low <= quantity.exact(row, column) <= high
        status = STATUSES[int(judged.history.status[0, row, column])]
        assert status is not Status.MET or high <= 30
        assert status not in {Status.NOT_MET, Status.BEHIND} or low > 30
        assert None not in window or take != "mean" or status is Status.INDETERMINATE


def test_a_running_total_bridges_silent_periods(mini):
    cells = {("2022-03", "amount"): "9", ("2022-12", "amount"): "20", ("2023-03", "amount"): "4"}
    own = {"at_most": 15, "rolling": {"last": 4, "of": "quarter", "take": "sum"}}
    plan = plan_of(mini, own, "amount", "万立方米")
    standing, _ = record(plan, cells, as_of="2023-03-31")
    assert (standing["status"], standing["value"]) == ("met", 15)


@pytest.mark.parametrize(
    ("limit", "figures", "status"),
    [
        (12, {"2023-12": "13"}, "not_met"),
        (12, {"2023-12": "12"}, "indeterminate"),
        (12, {"2022-06": "0", "2022-12": "0", "2023-06": "5", "2023-12": "12"}, "met"),
        (12, {"2023-06": "5"}, "missing"),
    ],
)
def test_an_incomplete_sum_proves_a_breach_and_nothing_else(mini, limit, figures, status):
    own = {"at_most": limit, "rolling": {"last": 3, "of": "half", "take": "sum"}}
    plan = plan_of(mini, own, "amount", "万立方米")
    standing, _ = record(plan, {(period, "amount"): f for period, f in figures.items()})
    assert standing["status"] == status


TOTALS = (
    {"every": "month"}, {"during": ["01-01", "03-31"]},
    {"rolling": {"last": 2, "of": "month", "take": "sum"}},
    {"rolling": {"last": 2, "of": "month", "take": "max"}},
)  # fmt: skip


@pytest.mark.parametrize("own", TOTALS)
def test_a_total_known_as_a_bound_leaves_what_it_adds_open(mini, own):
    """A month is missing between two that are told, or the total is reported as at least 5."""
    plan = plan_of(mini, {"at_most": 20, **own}, "amount", "万立方米", deadline="2023-03-31")
    for figures in (
        {("2023-01/2023-01", "amount"): "5", ("2023-03/2023-03", "amount"): "5"},
        {("2023-01", "amount"): "2", ("2023-03", "amount"): ("5", "at_least")},
    ):
        assert record(plan, figures, "2023-03-31")[0]["status"] == "indeterminate"


def test_three_years_on_average(mini):
    own = {"at_most": 20, "rolling": {"last": 3, "of": "year", "take": "mean"}}
    plan = plan_of(mini, own, "yearly", "%", "annual")
    figures = {("2021", "yearly"): "10", ("2022", "yearly"): "20", ("2023", "yearly"): "30.3"}
    assert record(plan, figures)[0]["status"] == "not_met"
    figures["2023", "yearly"] = "30"
    assert record(plan, figures)[0]["status"] == "met"


def test_a_rate_is_the_quotient_of_two_windows(mini):
    text = '100 * rolling("sum", 2, 3, amount) / rolling("sum", 2, 3, load)'
    own = {
        "at_least": 50,
        "of": text,
        "unit": "%",
        "title": {"zh": "半年滚动比率", "en": "half-year rate"},
    }
    plan = plan_of(mini, own, "amount", "万立方米")
    figures = {
        ("2023Q2", "amount"): "10", ("2023Q3", "amount"): "20", ("2023Q4", "amount"): "30",
        ("2023Q2", "load"): "1", ("2023Q3", "load"): "21", ("2023Q4", "load"): "41",
    }  # fmt: skip
    standing, _ = record(plan, figures)
    assert (standing["status"], standing["value"]) == ("met", 50)


@pytest.mark.parametrize(
    ("own", "zh", "en"),
    [
        (rule("sum", 4, "quarter", 12), "近4个季度合计不高于12%", "at most 12% in total over the last 4 quarters"),
        (rule("count", 6, "month", 2), "近6个月中高于25%的期数不高于2", "at most 2 of the last 6 months with more than 25%"),
        (rule("max", 2, "year", 3), "近2年最高不高于3%", "at most 3% at the highest in the last 2 years"),
    ],
)  # fmt: skip
def test_the_sentence(mini, own, zh, en):
    (target,) = plan_of(mini, own).targets
    assert (target.sentence("zh"), target.sentence("en")) == (zh, en)


ADDED = {"2022-12": "0", "2023-01": "5", "2023-02": "14", "2023-03": "18"}
"""A running total: 5, 9 and 4 in the months of the first quarter."""


@pytest.mark.parametrize(
    ("own", "figures", "status", "value"),
    [
        ({"last": 3, "take": "sum"}, ADDED, "met", 18),
        ({"last": 3, "take": "mean"}, ADDED, "met", 6),
        ({"last": 3, "take": "max"}, ADDED, "met", 9),
        ({"last": 3, "take": "min"}, ADDED, "met", 4),
        ({"last": 2, "take": "max"}, ADDED, "met", 9),
        ({"last": 1, "take": "max"}, ADDED, "met", 4),
        ({"last": 3, "count": {"at_least": 4}}, ADDED, "met", 3),
        ({"last": 3, "count": {"more_than": 5}}, ADDED, "met", 1),
        ({"last": 3, "count": {"at_most": 5}}, ADDED, "met", 2),
        ({"last": 3, "count": {"at_most": 8}}, ADDED, "met", 2),
        ({"last": 3, "count": {"less_than": 5}}, ADDED, "met", 1),
        # without February's figure neither February nor March is known by itself
        ({"last": 3, "take": "max"}, ADDED | {"2023-02": None}, "indeterminate", None),
        ({"last": 3, "take": "sum"}, ADDED | {"2023-02": None}, "met", 18),
        ({"last": 3, "take": "mean"}, ADDED | {"2023-02": None}, "met", 6),
        # the last month is over and not told: nothing is said of the windows it closes
        ({"last": 2, "take": "max"}, ADDED | {"2023-03": None}, "missing", None),
        # a running total alone says of no month what it added
        ({"last": 2, "take": "max"}, {"2023-03": "18"}, "missing", None),
        ({"last": 2, "take": "sum"}, {"2023-03": "18"}, "missing", None),
    ],
)  # fmt: skip
def test_what_a_window_of_a_running_total_amounts_to(mini, own, figures, status, value):
    plan = plan_of(mini, {"at_most": 18, "rolling": {"of": "month", **own}}, "amount", "万立方米")
    standing, _ = record(plan, {(p, "amount"): f for p, f in figures.items()}, "2023-03-31")
    assert standing["status"] == status
    assert value is None or standing["value"] == value


@pytest.mark.parametrize(
    ("take", "february", "status"),
    [("mean", "30", "behind"), ("mean", None, "indeterminate"), ("max", None, "behind"),
     ("min", None, "indeterminate")],
)  # fmt: skip
def test_of_a_state_that_is_missing_nothing_is_assumed(mini, take, february, status):
    """Thirty in January and March: the mean with February may be anything."""
    own = {"at_most": 15, "rolling": {"of": "month", "last": 3, "take": take}}
    told = {("2023-01", "rate"): "30", ("2023-02", "rate"): february, ("2023-03", "rate"): "30"}
    assert record(plan_of(mini, own), told, "2023-03-31")[0]["status"] == status


def test_between_the_ends_the_last_whole_window_counts(mini):
    """In May the first quarter is the last that is over, whatever May itself reports."""
    own = {"at_most": 18, "rolling": {"of": "quarter", "last": 1, "take": "sum"}}
    plan = plan_of(mini, own, "amount", "万立方米")
    for more in ({}, {("2023-05", "amount"): "90"}):
        told = {("2023Q1", "amount"): "18", ("2023-05", "load"): "1", **more}
        standing, _ = record(plan, told, "2023-05-31")
        assert (standing["status"], standing["value"]) == ("met", 18)
    broken, _ = record(plan, {("2023Q1", "amount"): "18", ("2023Q2", "amount"): "37"}, "2023-06-30")
    assert (broken["status"], broken["value"]) == ("behind", 19)


def test_a_region_that_is_silent_ends_no_other(mini):
    own = {"at_most": 18, "rolling": {"of": "month", "last": 1, "take": "max"}}
    plan = plan_of(mini, own, "rate")
    for silent, told in ((GENHE, HAILAR), (HAILAR, GENHE)):
        cells = [(silent, "2023-03", "load", "1"), (told, "2023-03", "rate", "9")]
        judged, _ = judged_of(plan, *cells, as_of="2023-03-31")
        status = [judged.status(0, judged.facts.regions.index(one)) for one in (silent, told)]
        assert status == [Status.MISSING, Status.MET]


@pytest.mark.parametrize(
    ("own", "day", "status"),
    [
        ({"at_most": 9, "every": "month"}, "2023-03-31", "missing"),
        ({"at_most": 9, "during": ["03-31", "06-30"]}, "2023-03-31", "missing"),
        ({"at_most": 9, "during": ["04-01", "06-30"]}, "2023-03-31", "met"),
    ],
)
def test_a_running_total_alone_does_not_say_what_was_added_when(mini, own, day, status):
    """Nothing is added before a season begins; on its first day something may be."""
    plan = plan_of(mini, own, "amount", "万立方米")
    standing, _ = record(plan, {("2023-03", "amount"): "18"}, day)
    assert standing["status"] == status


@pytest.mark.parametrize(
    ("own", "figures", "value"),
    [
        ({"at_most": 9, "every": "month"}, ("5", "14", "18"), 9),
        ({"at_least": 4, "every": "month"}, ("5", "14", "18"), 4),
        ({"at_most": 9, "every": "quarter"}, ("5", "14", "18"), 18),
        ({"at_most": 9, "during": ["02-01", "02-28"]}, ("5", "14", "18"), 9),
        ({"at_most": 9, "during": ["02-01", "03-31"]}, ("5", "14", "18"), 13),
        ({"at_most": 9, "during": ["04-01", "06-30"]}, ("5", "14", "18"), 0),
    ],
)
def test_what_periods_and_seasons_add_in_each_region(mini, own, figures, value):
    plan = plan_of(mini, own, "amount", "万立方米")
    cells = [
        (region, f"2023-0{month}", "amount", figure)
        for region in (GENHE, HAILAR)
        for month, figure in enumerate(figures, start=1)
    ]
    judged, _ = judged_of(plan, *cells, as_of="2023-03-31")
    assert judged.measured[0].quantity.value[:, -1].tolist() == [value, value]
