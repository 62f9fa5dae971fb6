"""All that a pace method answers, by hand: class, reason, measure, what is needed, figures, score."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from genhe_targets.judging.journey import Journey, Point
from genhe_targets.judging.pace import assess
from genhe_targets.judging.paceresult import PaceResult
from genhe_targets.periods import Calendar
from genhe_targets.plan.paces import (
    CagrRatio,
    ElapsedShare,
    LogProgress,
    PercentOfChange,
    Projection,
)
from genhe_targets.vocabulary import Status
from journeys import DAY, in_year, years

F = Fraction
MET, ON_TRACK, BEHIND = Status.MET, Status.ON_TRACK, Status.BEHIND
UNKNOWN = Status.INDETERMINATE


def same(method, journey, answers, figures=(), score=None):
    """Whether an assessment is this one.

    Answers are status, class and reason, and where there are any the measure and what is needed.
    """
    status, grade, reason, *numbers = answers
    exact = [None if number is None else F(number) for number in (*numbers, None, None)[:2]]
    named = {name: F(number) for name, number in dict(figures).items()}
    found = assess(method, journey)
    assert replace(found, score=None) == PaceResult(method, status, grade, reason, *exact, named)
    assert found.score == (None if score is None else pytest.approx(score, abs=1e-6))


def days(*points, limit, due="2023-12-31", sign=1, start=None):
    """Figures at days, with no start of their own."""
    told = tuple(Point(DAY(day), F(value)) for day, value in points)
    return Journey(told, None if limit is None else F(limit), sign, DAY(due), start and DAY(start))


QUARTER = ElapsedShare(by="quarter")


@pytest.mark.parametrize(
    ("journey", "expected"),
    [
        (in_year(25, "2023-03-31"), (ON_TRACK, "green", "in_time", 1, 25, (".25", ".25", 0))),
        (in_year(0, "2023-02-28"), (ON_TRACK, "green", "in_time", None, 25, (0, 0, 0))),
        (in_year(15, "2023-03-31"), (BEHIND, "yellow", "too_slow", ".6", F(85, 3), (".15", ".25", "-.1"))),
        (in_year(14, "2023-03-31"), (BEHIND, "red", "too_slow", ".56", F(86, 3), (".14", ".25", "-.11"))),
        (in_year(100, "2023-03-31"), (MET, "green", "reached", 4, 0, (1, ".25", ".75"))),
        (in_year(100, "2023-02-28"), (MET, "green", "reached", None, 0, (1, 0, 1))),
        (in_year(50, "2023-06-30", sign=-1), (ON_TRACK, "green", "within_pace", 1, None, (".5", ".5", 0))),
        (in_year(60, "2023-06-30", sign=-1), (BEHIND, "yellow", "ahead_of_pace", "1.2", None, (".6", ".5", "-.1"))),
        (in_year(61, "2023-06-30", sign=-1), (BEHIND, "red", "ahead_of_pace", "1.22", None, (".61", ".5", "-.11"))),
        # The time that counts begins with the first figure where no start is set.
        (days(("2023-01-01", 0), ("2023-03-31", "12.5"), limit=50),
         (ON_TRACK, "green", "in_time", 1, "12.5", (".25", ".25", 0))),
        (in_year("0.5", "2023-06-30", 1), (ON_TRACK, "green", "in_time", 1, ".25", (".5", ".5", 0))),
        # A single day to do it in, and that day is over.
        (days(("2023-12-31", 5), limit=10), (BEHIND, "red", "too_slow", ".5", None, (".5", 1, "-.5"))),
    ],
)  # fmt: skip
def test_the_share_of_the_time(journey, expected):
    *answers, figures = expected
    same(
        QUARTER,
        journey,
        answers,
        dict(zip(("progress", "elapsed", "ahead"), figures, strict=True)),
    )


@pytest.mark.parametrize(
    "method", [QUARTER, Projection(), LogProgress(), PercentOfChange(), CagrRatio()]
)
def test_without_a_figure_no_method_has_an_answer(method):
    same(method, Journey((), F(100)), (UNKNOWN, "", "too_few_points"))


@pytest.mark.parametrize("due", [None, "2022-12-31"])
def test_no_share_of_a_time_without_end(due):
    journey = replace(in_year(25, "2023-03-31"), deadline=due and DAY(due))
    same(QUARTER, journey, (UNKNOWN, "", "no_time"))


@pytest.mark.parametrize(
    ("limit", "reason"), [(None, "no_limit"), (0, "zero_limit"), (-1, "zero_limit")]
)
def test_no_share_of_nothing(limit, reason):
    same(QUARTER, days(("2023-03-31", 5), limit=limit), (UNKNOWN, "", reason))


TIGHT = Projection(window=1, least_points=2)


@pytest.mark.parametrize(
    ("method", "journey", "expected"),
    [
        # 10 a year and 10 to go in one year; 4 a year and 34 to go in two: 26 of 34 are short.
        (Projection(), years(50, 60, 70, 80, 90, limit=100, due=2020),
         (ON_TRACK, "sun", "in_time", 0, 10, {"change": 10, "projected": 100})),
        (Projection(), years(50, 54, 58, 62, 66, limit=100, due=2021),
         (BEHIND, "cloud", "too_slow", F(13, 17), 17, {"change": 4, "projected": 74})),
        (Projection(), years(92, 94, 96, 98, 100, limit="102.5", due=2020),
         (BEHIND, "slightly_cloudy", "too_slow", ".2", "2.5", {"change": 2, "projected": 102})),
        (Projection(), years(50, 45, 40, 35, 30, limit=20, sign=-1, due=2021),
         (ON_TRACK, "sun", "in_time", 0, -5, {"change": -5, "projected": 20})),
        (Projection(), years(70, 66, 62, 58, 54, limit=100, due=2021),
         (BEHIND, "thunderstorm", "wrong_way", None, 23, {"change": -4})),
        (Projection(), years(54, 54, 54, 54, limit=100, due=2020),
         (BEHIND, "thunderstorm", "wrong_way", None, 23, {"change": 0})),
        (Projection(each_period=True), years(50, 60, 70, 80, 90, limit=100, due=2020),
         (BEHIND, "cloud", "too_slow", None, 10, {"change": 10})),
        (Projection(), years(1, 2, 3, 4, limit=9, due=None),
         (UNKNOWN, "", "no_time", None, None, {"change": 1})),
        (Projection(), years(1, 2, 3, limit=9, due=2020),
         (UNKNOWN, "", "too_few_points", None, 2, {})),
        (Projection(), years(90, 95, 99, 101, 103, limit=100, due=2020),
         (MET, "sun", "reached", None, 0, {"change": "3.25"})),
        (Projection(), years(110, 110, 110, 110, limit=100), (MET, "sun", "reached", None, 0, {"change": 0})),
        (Projection(), years(110, 108, 106, 104, limit=100),
         (MET, "slightly_cloudy", "reached", None, 0, {"change": -2})),
        (Projection(), years(1, 2, 4, "5.5"), (ON_TRACK, "sun", "in_time", None, None, {"change": "1.5"})),
        (Projection(), years(1, 2, 5, 4), (ON_TRACK, "slightly_cloudy", "in_time", None, None, {"change": 1})),
        (Projection(), years(1, 2, 3, 5, 4), (ON_TRACK, "slightly_cloudy", "in_time", None, None, {"change": ".75"})),
        (Projection(), years(5, 2, 1, 2), (BEHIND, "cloud", "wrong_way", None, None, {"change": -1})),
        (Projection(), years(3, 2, 2, 3), (BEHIND, "cloud", "wrong_way", None, None, {"change": 0})),
        (Projection(), years(2, 2, 2, 2), (BEHIND, "thunderstorm", "wrong_way", None, None, {"change": 0})),
        (Projection(), years(9, 6, 2, 3, sign=-1),
         (ON_TRACK, "slightly_cloudy", "in_time", None, None, {"change": -2})),
        # The window decides which figures count: 2 in the last year, and 1 of 4 is short.
        (TIGHT, years(900, 1, 3, limit=7, due=2019), (ON_TRACK, "sun", "in_time", 0, 2, {"change": 2, "projected": 7})),
        (TIGHT, days(("2023-03-31", 1), ("2023-09-30", 2), limit=9), (UNKNOWN, "", "too_few_points", None, 7, {})),
    ],
)  # fmt: skip
def test_the_projection(method, journey, expected):
    same(method, journey, expected[:5], expected[5])


@pytest.mark.parametrize(
    ("journey", "expected"),
    [
        # ln 0.8 is half of ln 0.64, ln 0.9 a quarter of ln 0.6561, ln 1.25 is -ln 0.8.
        (years(100, 80, limit=64, sign=-1, due=2017),
         (ON_TRACK, "green", "in_time", 1, "-.2", (".5", ".5", "-.2"))),
        (years(100, 90, limit="65.61", sign=-1, due=2017),
         (BEHIND, "red", "too_slow", ".5", "-.271", (".25", ".5", "-.1"))),
        (years(100, 125, limit=80, sign=-1, due=2017),
         (BEHIND, "red", "wrong_way", -2, "-.36", (-1, ".5", ".25"))),
        (years(100, 100, limit=80, sign=-1, due=2017), (BEHIND, "red", "wrong_way", 0, "-.2", (0, ".5", 0))),
        (years(100, 60, limit=64, sign=-1, due=2017), (MET, "green", "reached", None, 0, ())),
        (years(60, 40, limit=50, due=2017), (BEHIND, "red", "lost", None, ".25", ())),
        (years(".6", ".4", limit=".5", due=2017), (BEHIND, "red", "lost", None, ".25", ())),
        (years(64, 80, limit=100, due=2017), (ON_TRACK, "green", "in_time", 1, ".25", (".5", ".5", ".25"))),
        (years(100, 80, due=2017), (UNKNOWN, "", "no_limit", None, None, ())),
        (years(0, 4, limit=9, due=2017), (UNKNOWN, "", "zero_base", None, "1.25", ())),
        (years(4, 4, limit=5, due=2016), (UNKNOWN, "", "no_time", None, None, ())),
        # By half of the first year no year is over, so nothing is asked yet.
        (days(("2015-12-31", 100), ("2016-06-30", 100), limit=64, sign=-1, due="2017-12-31"),
         (ON_TRACK, "green", "in_time", None, "-.2", (0, 0, 0))),
        (days(("2015-12-31", 100), ("2017-12-31", 80), limit=64, sign=-1, due="2018-12-31", start="2017-01-01"),
         (ON_TRACK, "green", "in_time", 1, "-.2", (".5", ".5", "-.2"))),
    ],
)  # fmt: skip
def test_compounding_progress(journey, expected):
    *answers, figures = expected
    named = dict(zip(("progress", "elapsed", "change"), figures, strict=bool(figures)))
    same(LogProgress(), journey, answers, named)


def test_compounding_day_by_day():
    """0.81 is 0.9 twice: half of the way after two of four days, and 0.9 for each that is left."""
    journey = days(("2023-12-27", 100), ("2023-12-29", 81), limit="65.61", sign=-1)
    figures = {"progress": ".5", "elapsed": ".5", "change": "-.19"}
    same(LogProgress(by="day"), journey, (ON_TRACK, "green", "in_time", 1, "-.1"), figures)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((40, 48), (ON_TRACK, "improved", "in_time", 80, 1)),
        ((40, 52), (MET, "met_or_exceeded", "reached", 120, 0)),
        ((51, 52), (MET, "met_or_exceeded", "reached", None, 0)),
        ((50, 50), (MET, "met_or_exceeded", "reached", None, 0)),
        ((40, "40.5"), (BEHIND, "little_or_no_change", "too_slow", 5, "4.75")),
        ((40, 36), (BEHIND, "got_worse", "wrong_way", -40, 7)),
        ((55, 44), (BEHIND, "got_worse", "lost", 220, 3)),
        ((55, 49), (BEHIND, "got_worse", "lost", 120, ".5")),
        ((50, 44), (BEHIND, "got_worse", "limit_is_base", None, 3)),
        ((50, 49), (BEHIND, "little_or_no_change", "limit_is_base", None, ".5")),
        ((0, 0), (BEHIND, "little_or_no_change", "too_slow", 0, 25)),
        ((0, -1), (UNKNOWN, "", "zero_base", -2, "25.5")),
        ((44,), (UNKNOWN, "baseline_only", "too_few_points", None, 2)),
    ],
)  # fmt: skip
def test_the_targeted_change(figures, expected):
    """50 is to be reached by 2018; the change counts from a tenth of the way."""
    same(PercentOfChange(), years(*figures, limit=50, due=2018), expected)


def test_the_targeted_change_without_a_limit_and_downwards():
    same(PercentOfChange(), years(40, 48), (UNKNOWN, "informational", "no_limit"))
    down = years(60, 58, limit=50, sign=-1, due=2018)
    same(PercentOfChange(), down, (ON_TRACK, "improved", "in_time", 20, -4))


@pytest.mark.parametrize(
    ("now", "grade"), [("48.2242", "little_or_no_change"), ("48.2243", "improved")]
)
def test_the_errors_of_both_figures_count(now, grade):
    """Errors of 3 and 4 make one of 5: the change must exceed 1.64485 times as much."""
    points = Point(DAY("2015-12-31"), F(40), F(3)), Point(DAY("2020-12-31"), F(now), F(4))
    assert assess(PercentOfChange(), Journey(points, F(50), 1, DAY("2030-12-31"))).grade == grade


@pytest.mark.parametrize("errors", [(None, None), (F(3), None), (None, F(4))])
def test_an_error_of_one_figure_alone_decides_nothing(errors):
    """From 40 to 42 is a fifth of the way to 50: that counts, however uncertain one of them is."""
    days_ = DAY("2015-12-31"), DAY("2020-12-31")
    points = tuple(Point(*one) for one in zip(days_, (F(40), F(42)), errors, strict=True))
    assert assess(PercentOfChange(), Journey(points, F(50), 1, None)).grade == "improved"


def test_a_figure_that_stays_has_not_changed_however_little_counts():
    least = PercentOfChange(improved=Decimal(0), worse=Decimal(0))
    same(
        least, years(40, 40, limit=50, due=2018), (BEHIND, "little_or_no_change", "too_slow", 0, 5)
    )


def test_figures_without_any_error_that_stay_have_not_changed():
    points = tuple(Point(DAY(f"{year}-12-31"), F(40), F(0)) for year in (2015, 2020))
    found = assess(PercentOfChange(), Journey(points, F(50), 1, DAY("2030-12-31")))
    assert (found.grade, found.reason) == ("little_or_no_change", "too_slow")


def test_larger_is_better_where_nothing_else_is_said():
    assert Journey.of_years([(2015, 40)], 50).sign == 1


EUROSTAT, OPEN = CagrRatio(), CagrRatio(edition="open_sdg")


@pytest.mark.parametrize(
    ("method", "now", "expected"),
    [
        (EUROSTAT, 120, (ON_TRACK, "significant_progress", "in_time", 1, ".2", ".2")),
        (EUROSTAT, "112.5", (BEHIND, "moderate_progress", "too_slow", ".625", ".28", ".125")),
        (EUROSTAT, 100, (BEHIND, "insufficient_progress", "too_slow", 0, ".44", 0)),
        (EUROSTAT, 96, (BEHIND, "movement_away", "wrong_way", "-.2", ".5", "-.04")),
        (EUROSTAT, 0, (BEHIND, "movement_away", "wrong_way", -5, None, -1)),
        (EUROSTAT, 150, (MET, "target_achieved", "reached", "2.5", 0, ".5")),
        (CagrRatio(on_track="0.625"), "112.5",
         (ON_TRACK, "significant_progress", "in_time", ".625", ".28", ".125")),
        # Open SDG scores 7.1429 r - 4.2857 from 0.6 on, 4.1667 r - 2.5 below, within -5 and 5.
        (OPEN, 150, (MET, "target_achieved", "reached", "2.5", 0, ".5", 5)),
        (OPEN, 128, (ON_TRACK, "substantial_progress", "in_time", "1.4", ".125", ".28", 5)),
        (OPEN, 120, (ON_TRACK, "substantial_progress", "in_time", 1, ".2", ".2", 2.8572)),
        (OPEN, "112.5", (BEHIND, "moderate_progress", "too_slow", ".625", ".28", ".125", .1786125)),
        (OPEN, 112, (BEHIND, "moderate_progress", "too_slow", ".6", "." + 5 * "285714", ".12", .00004)),
        (OPEN, 100, (BEHIND, "limited_progress", "too_slow", 0, ".44", 0, -2.5)),
        (OPEN, 96, (BEHIND, "deterioration", "wrong_way", "-.2", ".5", "-.04", -3.33334)),
        (OPEN, 75, (BEHIND, "deterioration", "wrong_way", "-1.25", ".92", "-.25", -5)),
    ],
)  # fmt: skip
def test_growth_beside_the_growth_needed(method, now, expected):
    """100 is to grow to 144 in two years, 20 % a year; one year is over."""
    *answers, rate = expected[:6]
    same(method, years(100, now, limit=144, due=2017), answers, {"rate": rate}, *expected[6:])


@pytest.mark.parametrize(
    ("journey", "expected"),
    [
        (years(0, 5, limit=9), (UNKNOWN, "", "zero_base")),
        (years(5, -5, limit=9), (UNKNOWN, "", "sign_change")),
        (years(5, limit=9), (UNKNOWN, "", "too_few_points")),
        (years(100, 110, limit=120, due=2016),
         (BEHIND, "limited_progress", "too_slow", ".5", None, {"rate": ".1"}, -.41665)),
        (years(100, 150, limit=144, due=None), (MET, "target_achieved", "reached", None, 0, {"rate": ".5"}, 5)),
        (years(100, 150, limit=200, due=None), (UNKNOWN, "", "no_time", None, None, {"rate": ".5"})),
    ],
)  # fmt: skip
def test_growth_that_cannot_be_held_against_another(journey, expected):
    same(OPEN, journey, expected[:5], *expected[5:])


@pytest.mark.parametrize(
    ("edition", "rate", "expected"),
    [
        ("eurostat", ".01", (ON_TRACK, "significant_progress", "in_time", None)),
        ("eurostat", "0", (ON_TRACK, "moderate_progress", "in_time", None)),
        ("eurostat", "-.01", (BEHIND, "moderate_movement_away", "wrong_way", None)),
        ("eurostat", "-.011", (BEHIND, "significant_movement_away", "wrong_way", None)),
        # 500 r - 2.5 to 0.5 %, 250 r - 1.25 to 1.5 %, 500 r - 5 above; 125 r - 2.5 below zero.
        ("open_sdg", ".03", (ON_TRACK, "substantial_progress", "in_time", 5)),
        ("open_sdg", ".018", (ON_TRACK, "substantial_progress", "in_time", 4)),
        ("open_sdg", ".01", (BEHIND, "moderate_progress", "too_slow", 1.25)),
        ("open_sdg", ".002", (BEHIND, "limited_progress", "too_slow", -1.5)),
        ("open_sdg", "0", (BEHIND, "limited_progress", "too_slow", -2.5)),
        ("open_sdg", "-.01", (BEHIND, "deterioration", "wrong_way", -3.75)),
        ("open_sdg", "-.04", (BEHIND, "deterioration", "wrong_way", -5)),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("base", "sign"), [(100, 1), (-100, -1)])
def test_growth_where_only_its_direction_is_set(edition, rate, expected, base, sign):
    """The same of a debt that is to shrink further below zero: its growth is the improvement."""
    *answers, score = expected
    journey = years(base, base * (1 + F(rate)), sign=sign)
    same(CagrRatio(edition=edition), journey, (*answers, rate), {"rate": rate}, score)


def test_quarters_of_growth_lie_as_those_of_the_plan_do():
    """From June to September is one quarter of a year that begins in April, to December are two."""
    april = Calendar(4, "first")
    points = Point(DAY("2023-06-30"), F(100)), Point(DAY("2023-09-30"), F(110))
    journey = Journey(points, F(121), 1, DAY("2023-12-31"), calendar=april)
    found = assess(CagrRatio(by="quarter"), journey)
    assert (found.ratio, found.needed, found.figures) == (1, F("0.1"), {"rate": F("0.1")})


@pytest.mark.parametrize("base", [90, 110])
@pytest.mark.parametrize(
    ("rate", "score"), [(".001", -1.161748), (".003", 0.757378), (".006", 3.029513)]
)
def test_scores_near_a_natural_limit(base, rate, score):
    """A tenth away from 100, growth counts 1 - 0.9^4.44 = 0.373622 of what it does elsewhere."""
    method = CagrRatio(edition="open_sdg", natural_limit=Decimal(100))
    assert assess(method, years(base, base * (1 + F(rate)))).score == pytest.approx(score, abs=1e-6)
