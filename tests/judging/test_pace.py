"""Pace in the course of time: share of the time, what is undefined, and classes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from genhe_targets.judging.journey import (
    Journey,
    Point,
)
from genhe_targets.judging.pace import assess
from genhe_targets.plan.paces import (
    CagrRatio,
    ElapsedShare,
    LogProgress,
    PercentOfChange,
    Projection,
)
from genhe_targets.vocabulary import Status
from journeys import DAY, YEAR, in_year, years

F = Fraction


# ------------------------------------------------------------------ share of the time


@pytest.mark.parametrize(
    ("value", "day", "by", "grade"),
    [
        ("25", "2023-03-31", "quarter", "green"),
        ("24.9", "2023-03-31", "quarter", "yellow"),
        ("15", "2023-03-31", "quarter", "yellow"),
        ("14.9", "2023-03-31", "quarter", "red"),
        ("0", "2023-02-28", "quarter", "green"),
        ("16.2", "2023-02-28", "day", "green"),
        ("16.1", "2023-02-28", "day", "yellow"),
        ("100", "2023-02-28", "day", "green"),
    ],
)
def test_done_beside_the_time_gone(value, day, by, grade):
    result = assess(ElapsedShare(by=by), in_year(value, day))
    assert result.grade == grade
    assert (result.status is Status.BEHIND) == (grade != "green")


def test_what_is_still_needed_a_quarter():
    result = assess(ElapsedShare(by="quarter"), in_year("91.6", "2023-09-30", 95))
    assert (result.needed, result.figures["elapsed"]) == (F("3.4"), F(3, 4))


def test_a_cap_is_used_no_faster_than_the_time_goes():
    over = assess(ElapsedShare(by="quarter"), in_year(60, "2023-06-30", 100, -1))
    within = assess(ElapsedShare(by="quarter"), in_year(50, "2023-06-30", 100, -1))
    assert (over.status, over.reason) == (Status.BEHIND, "ahead_of_pace")
    assert (within.status, within.reason) == (Status.ON_TRACK, "within_pace")


@pytest.mark.parametrize(
    ("journey", "reason"),
    [
        (in_year(5, "2023-03-31", 0), "zero_limit"),
        (Journey((Point(YEAR[0], F(5)),), None, 1, YEAR[1]), "no_limit"),
        (Journey((Point(YEAR[0], F(5)),), F(9), 1, None), "no_time"),
        (Journey((), F(9), 1, YEAR[1]), "too_few_points"),
    ],
)
def test_the_share_of_nothing_is_undefined(journey, reason):
    result = assess(ElapsedShare(), journey)
    assert (result.status, result.reason) == (Status.INDETERMINATE, reason)


# ------------------------------------------------------------------ undefined cases


@pytest.mark.parametrize(
    ("method", "journey", "reason"),
    [
        (CagrRatio(), years(0, 5, limit=9), "zero_base"),
        (CagrRatio(), years(5, -5, limit=9), "sign_change"),
        (CagrRatio(), years(5, 4, limit=-9, sign=-1), "sign_change"),
        (CagrRatio(), years(5, 4, limit=0, sign=-1), "zero_limit"),
        (CagrRatio(), years(5, 4, limit=5), "limit_is_base"),
        (CagrRatio(), years(5, limit=9), "too_few_points"),
        (CagrRatio(), years(5, 6, limit=9, due=2015), "no_time"),
        (CagrRatio(), years(5, 6, limit=9, due=None), "no_time"),
        (LogProgress(), years(5, 4, limit=None), "no_limit"),
        (LogProgress(), years(0, 4, limit=9), "zero_base"),
        (LogProgress(), years(5, 4, limit=0, sign=-1), "zero_limit"),
        (LogProgress(), years(5, 0, limit=9), "zero_figure"),
        (LogProgress(), years(-5, 4, limit=9), "negative"),
        (LogProgress(), years(5, 4, limit=5), "limit_is_base"),
        (LogProgress(), years(5, limit=9), "no_time"),
        (LogProgress(), years(5, 6, limit=9, due=None), "no_time"),
        (LogProgress(), years(5, 6, limit=9, due=2016), "no_time"),
        (Projection(), years(1, 2, 3, limit=9), "too_few_points"),
        (Projection(), years(1, 2, 3, 4, limit=9, due=None), "no_time"),
        (PercentOfChange(), years(5, 6), "no_limit"),
        (PercentOfChange(), years(5, limit=9), "too_few_points"),
        (PercentOfChange(), years(0, -1, limit=9), "zero_base"),
    ],
)
def test_what_is_undefined_is_said_and_never_replaced(method, journey, reason):
    result = assess(method, journey)
    assert (result.status, result.reason) == (Status.INDETERMINATE, reason)
    if reason != "zero_base":
        assert result.ratio is None


def test_the_number_that_stands_for_zero_decides_the_answer():
    journey = years(10, 7, limit=0, sign=-1)
    grades = [
        assess(CagrRatio(edition="open_sdg", zero_as=Decimal(n)), journey).grade
        for n in ("0.001", "0.1")
    ]
    assert grades == ["moderate_progress", "substantial_progress"]


# ------------------------------------------------------------------ classes


@pytest.mark.parametrize(
    ("value", "grade", "status"),
    [
        ("121", "target_achieved", "met"),
        ("110", "significant_progress", "on_track"),
        ("109", "moderate_progress", "behind"),
        ("106", "moderate_progress", "behind"),
        ("105.99", "insufficient_progress", "behind"),
        ("100", "insufficient_progress", "behind"),
        ("99", "movement_away", "behind"),
    ],
)
def test_the_classes_of_eurostat(value, grade, status):
    """100 is to grow to 121 in two years, 10 % a year; the cut-offs belong to the better class."""
    result = assess(CagrRatio(), years(100, value, limit=121, due=2017))
    assert (result.grade, result.status.value) == (grade, status)


@pytest.mark.parametrize(
    ("edition", "value", "grade"),
    [
        ("eurostat", "101", "significant_progress"),
        ("eurostat", "100.9", "moderate_progress"),
        ("eurostat", "99", "moderate_movement_away"),
        ("eurostat", "98.9", "significant_movement_away"),
        ("open_sdg", "101.5", "substantial_progress"),
        ("open_sdg", "101.4", "moderate_progress"),
        ("open_sdg", "100.4", "limited_progress"),
        ("open_sdg", "99.9", "deterioration"),
    ],
)
def test_the_classes_without_a_limit(edition, value, grade):
    assert assess(CagrRatio(edition=edition), years(100, value)).grade == grade


def test_a_negative_base_grows_by_shrinking():
    assert assess(CagrRatio(), years(-100, -90)).grade == "significant_progress"
    assert assess(CagrRatio(), years(-100, -110)).grade == "significant_movement_away"


@pytest.mark.parametrize(("natural", "base", "grade"), [
    (None, 97, "limited_progress"), (100, 97, "substantial_progress"),
    (100, 100, "substantial_progress"), (100, 103, "substantial_progress"),
    (100, 200, "limited_progress"), (100, 250, "limited_progress"),
])  # fmt: skip
def test_less_growth_is_asked_for_near_a_natural_limit(natural, base, grade):
    method = CagrRatio(edition="open_sdg", natural_limit=natural)
    assert assess(method, years(base, F(base) * F("1.003"))).grade == grade


@pytest.mark.parametrize("base", [200, 250, -50])
def test_far_beyond_a_natural_limit_growth_counts_as_without_one(base):
    near = CagrRatio(edition="open_sdg", natural_limit=100)
    for rate in ("1.006", "1.014", "1.016", "0.994"):
        journey = years(base, F(base) * F(rate))
        own, usual = assess(near, journey), assess(CagrRatio(edition="open_sdg"), journey)
        assert (own.grade, own.score) == (usual.grade, usual.score)


def test_a_base_at_the_natural_limit_scores_full():
    method = CagrRatio(edition="open_sdg", natural_limit=100)
    assert assess(method, years(100, 100)).score == 5.0


@pytest.mark.parametrize(
    ("values", "grade"),
    [
        ((50, 55, 60, 65, 70), "cloud"),
        ((50, 60, 70, 80, 90), "sun"),
        ((50, 54, 58, 62, 67), "cloud"),
        ((50, 50, 50, 50, 50), "thunderstorm"),
        ((70, 66, 62, 58, 54), "thunderstorm"),
        ((90, 95, 99, 101, 103), "sun"),
        ((110, 108, 106, 104, 102), "slightly_cloudy"),
    ],
)
def test_weather_symbols(values, grade):
    assert assess(Projection(window=4), years(*values, limit=100, due=2020)).grade == grade


@pytest.mark.parametrize(
    ("last", "due", "grade"),
    [("97.6", 2020, "cloud"), ("97.62", 2020, "slightly_cloudy"), ("97.9", 2020, "slightly_cloudy"),
     ("97.95", 2020, "sun"), ("96", 2021, "cloud"), ("97", 2021, "sun")],
)  # fmt: skip
def test_the_cut_offs_of_the_projection(last, due, grade):
    """Four changes from 90; one year to go: short by 1 - (last-90)/4/(100-last)."""
    result = assess(Projection(), years(90, 92, 94, 95, last, limit=100, due=due))
    assert result.grade == grade


def test_exactly_on_a_cut_off():
    """Projected to fall short by 20 %, and by 5 %, of the gap, exactly."""
    change = F(2)
    for share, grade in ((F("0.2"), "slightly_cloudy"), (F("0.05"), "slightly_cloudy")):
        gap = change / (1 - share)
        limit = 100 + gap
        journey = years(92, 94, 96, 98, 100, limit=limit, due=2020)
        result = assess(Projection(), journey)
        assert (result.ratio, result.grade) == (share, grade)


@pytest.mark.parametrize(
    ("values", "grade"),
    [((1, 2, 3, 5), "sun"), ((1, 2, 4, 3), "slightly_cloudy"),
     ((5, 2, 1, 2), "cloud"), ((5, 4, 3, 2), "thunderstorm")],
)  # fmt: skip
def test_symbols_of_a_direction(values, grade):
    result = assess(Projection(), years(*values))
    assert result.grade == grade
    assert (result.status is Status.ON_TRACK) == (grade in {"sun", "slightly_cloudy"})


def test_a_target_for_every_period_is_not_projected():
    figures = (50, 60, 70, 80, 90)
    kept = Projection(each_period=True)
    assert assess(kept, years(*figures, limit=100, due=2020)).grade == "cloud"


def test_figures_outside_the_window_do_not_count():
    journey = years(900, 1, 2, 3, 4, 5, 6, limit=7, due=2022)
    assert assess(Projection(), journey).grade == "sun"


@pytest.mark.parametrize(
    ("figures", "limit", "grade", "ratio"),
    [
        ((40, 48), 50, "improved", 80),
        ((40, 40.5), 50, "little_or_no_change", 5),
        ((40, 41), 50, "improved", 10),
        ((40, 37), 50, "little_or_no_change", -30),
        ((40, 36), 50, "got_worse", -40),
        ((40, 40), 50, "little_or_no_change", 0),
        ((40, 52), 50, "met_or_exceeded", 120),
        ((51, 52), 50, "met_or_exceeded", None),
        ((50, 44), 50, "got_worse", None),
        ((55, 44), 50, "got_worse", 220),
    ],
)
def test_the_targeted_change(figures, limit, grade, ratio):
    values = [F(str(value)) for value in figures]
    result = assess(PercentOfChange(), years(*values, limit=limit))
    assert (result.grade, result.ratio) == (grade, ratio)


@pytest.mark.parametrize(
    ("now", "error", "grade"),
    [("42", "1", "little_or_no_change"), ("43", "1", "improved"), ("37", "1", "got_worse"),
     ("38", "1", "little_or_no_change"), ("40.2", "0.01", "improved")],
)  # fmt: skip
def test_standard_errors_decide_what_is_a_change(now, error, grade):
    """One-sided at 0.05: the change must exceed 1.645 times the error of the difference (1.414)."""
    points = tuple(
        Point(DAY(f"{year}-12-31"), F(value), F(error)) for year, value in ((2015, 40), (2020, now))
    )
    result = assess(PercentOfChange(), Journey(points, F(50), 1, DAY("2030-12-31")))
    assert result.grade == grade


def test_a_base_that_kept_the_limit_and_lost_it_is_behind():
    for method in (LogProgress(), PercentOfChange()):
        result = assess(method, years(60, 40, limit=50))
        assert (result.status, result.reason) == (Status.BEHIND, "lost")
