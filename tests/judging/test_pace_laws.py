"""Laws that every method of pace keeps, and how methods are declared."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from genhe_targets.judging.journey import (
    Journey,
    Point,
    elapsed_share,
    rate_needed,
)
from genhe_targets.judging.pace import assess
from genhe_targets.judging.paceresult import GRADES, REASONS
from genhe_targets.periods import Calendar, month_end
from genhe_targets.plan.paces import (
    PACES,
    AnyPace,
    CagrRatio,
    ElapsedShare,
    LogProgress,
    PercentOfChange,
    Projection,
)
from genhe_targets.vocabulary import Status
from journeys import DAY, YEAR, in_year, years

F = Fraction


# ------------------------------------------------------------------ laws

values = st.fractions(1, 200, max_denominator=100)
methods = st.sampled_from(
    [ElapsedShare(by="year"), Projection(least_points=2), CagrRatio(), LogProgress(),
     PercentOfChange()]
)  # fmt: skip
ORDER = [Status.BEHIND, Status.ON_TRACK, Status.MET]


@given(methods, values, values, values, values)
def test_a_better_figure_is_never_judged_worse(method, base, a, b, limit):
    low, high = sorted([a, b])
    results = [assess(method, years(base, now, limit=limit, due=2020)) for now in (low, high)]
    known = [result.status for result in results if result.status in ORDER]
    assume(len(known) == 2)
    assert ORDER.index(known[0]) <= ORDER.index(known[1])


@given(methods, values, values, values, st.integers(-3, 3))
def test_the_unit_does_not_matter(method, base, now, limit, power):
    scale = F(10) ** power
    plain = assess(method, years(base, now, limit=limit, due=2020))
    scaled = assess(method, years(scale * base, scale * now, limit=scale * limit, due=2020))
    assert (plain.status, plain.grade, plain.ratio) == (scaled.status, scaled.grade, scaled.ratio)


@given(values, values, values)
def test_smaller_is_better_mirrors_larger_is_better(base, now, limit):
    for method in (Projection(least_points=2), PercentOfChange(worse=0, improved=0)):
        up = assess(method, years(base, now, limit=limit, due=2020))
        down = assess(method, years(-base, -now, limit=-limit, sign=-1, due=2020))
        assert (up.status, up.grade) == (down.status, down.grade)


@given(values, st.fractions(F(1, 100), F(99, 100), max_denominator=100), st.integers(1, 9))
def test_at_the_pace_of_the_compounding_path_a_reduction_is_on_track(base, cut, year):
    rate = rate_needed(base, base * (1 - cut), 10)
    now = base * (1 + rate) ** year
    journey = Journey.of_years([(2020, base), (2020 + year, now)], base * (1 - cut), -1, 2030)
    ahead = Journey.of_years([(2020, base), (2020 + year, now * F("0.999"))],
                             base * (1 - cut), -1, 2030)  # fmt: skip
    result = assess(LogProgress(), journey)
    assert abs(result.figures["progress"] - F(year, 10)) < F(1, 10**20)
    assert assess(LogProgress(), ahead).status in {Status.ON_TRACK, Status.MET}


@given(st.dates(*YEAR), st.integers(0, 200))
def test_the_time_is_the_one_of_the_method(day, value):
    result = assess(ElapsedShare(), in_year(value, day.isoformat()))
    assert result.figures["elapsed"] == elapsed_share(YEAR[0], day, YEAR[1])


def four_months_later(day):
    """The same day of a year that begins in May."""
    ahead, month = divmod(day.month + 3, 12)
    whole = day == month_end(day.year, day.month)
    last = month_end(day.year + ahead, month + 1)
    return last if whole else last.replace(day=day.day)


def quarterly(*values, limit):
    ends = ("2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31")
    points = tuple(Point(DAY(day), F(value)) for day, value in zip(ends, values, strict=True))
    return Journey(points, F(limit), 1, DAY("2024-12-31"))


@pytest.mark.parametrize(
    ("method", "journey"),
    [
        (ElapsedShare(by="quarter"), in_year(15, "2023-03-31")),
        (ElapsedShare(by="year"),
         Journey((Point(DAY("2021-12-31"), F(3)),), F(9), 1, DAY("2023-12-31"), DAY("2021-01-01"))),
        (Projection(window=2, least_points=2, by="quarter"),
         quarterly(1, 4, 5, 9, limit=20)),
        (Projection(), years(50, 54, 59, 62, 66, limit=100, due=2021)),
        (LogProgress(), years(100, 90, limit="65.61", sign=-1, due=2017)),
        (CagrRatio(), years(100, "112.5", limit=144, due=2017)),
        (PercentOfChange(), years(40, 48, limit=50, due=2018)),
    ],
)  # fmt: skip
def test_a_year_that_begins_later_gives_the_same_answer_later(method, journey):
    later = replace(
        journey,
        points=tuple(replace(one, day=four_months_later(one.day)) for one in journey.points),
        deadline=four_months_later(journey.deadline),
        start=journey.start and four_months_later(journey.start),
        calendar=Calendar(first_month=5),
    )
    assert assess(method, later) == assess(method, journey)


# ------------------------------------------------------------------ declarations


def test_a_method_is_declared_by_name_or_with_parameters():
    adapter = TypeAdapter(AnyPace)
    assert adapter.validate_python("projection") == Projection()
    declared = {"method": "projection", "window": 3, "least_points": 3}
    assert adapter.validate_python(declared) == Projection(window=3, least_points=3)


@pytest.mark.parametrize(
    "declared",
    ["weather", {"method": "projection", "windw": 3}, {"window": 3},
     {"method": "projection", "near": "0.3"}, {"method": "projection", "window": 2},
     {"method": "cagr_ratio", "moderate": 2}],
)  # fmt: skip
def test_a_faulty_declaration_is_refused(declared):
    with pytest.raises(ValidationError):
        TypeAdapter(AnyPace).validate_python(declared)


@pytest.mark.parametrize("name", PACES)
def test_every_method_says_itself_in_both_languages(name):
    sentences = [PACES[name]().sentence(lang) for lang in ("zh", "en")]
    assert all("{" not in sentence for sentence in sentences)
    assert sentences[0] != sentences[1]


def test_the_parameters_are_in_the_sentence():
    assert Projection(window=3, least_points=3).sentence("en") == (
        "mean change of the last 3 years extended to the deadline; on track below 5% short"
    )
    assert ElapsedShare(by="quarter").sentence("zh") == "完成率与序时进度比较（按季度计）"


def test_every_answer_has_words():
    for table in (GRADES, REASONS):
        assert all(set(entry) == {"zh", "en"} for entry in table.values())
