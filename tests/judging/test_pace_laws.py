"""Laws that every method of pace keeps, and how methods are declared."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from genhe_targets.judging.journey import (
    Journey,
    elapsed_share,
    rate_needed,
)
from genhe_targets.judging.pace import assess
from genhe_targets.judging.paceresult import GRADES, REASONS
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
from journeys import YEAR, in_year, years

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
