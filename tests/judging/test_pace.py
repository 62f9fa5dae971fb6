import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from genhe_targets.judging.journey import (
    Journey,
    Point,
    elapsed_share,
    growth,
    logarithm,
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
from published import rows

F = Fraction
DAY = datetime.date.fromisoformat
YEAR = DAY("2023-01-01"), DAY("2023-12-31")


def in_year(value, day, limit=100, sign=1):
    return Journey((Point(DAY(day), F(value)),), F(limit), sign, YEAR[1], YEAR[0])


# ------------------------------------------------------------------ published results


def statcan(row):
    year = int(float(row["base_year"]))
    figures = {year: row["base_value"]} if row["base_value"] else {}
    if row["current_value"]:
        figures.setdefault(int(float(row["current_year"])), row["current_value"])
    due = int(float(row["target_year"]))
    return Journey.of_years(figures.items(), row["target"] or None, int(row["direction"]), due)


def test_the_series_of_statistics_canada():
    table = rows("statcan_cif_series_progress.csv")
    wrong = []
    for row in table:
        method = CagrRatio(
            edition="open_sdg", natural_limit=row["limit"] or None, zero_as=Decimal("0.001")
        )
        result = assess(method, statcan(row))
        found = [result.ratio, result.score]
        expected = [row["progress_value"], row["score"]]
        same = (result.grade or "not_available") == row["status"] and all(
            (a is None) == (not b) and (a is None or float(a) == pytest.approx(float(b), abs=1e-9))
            for a, b in zip(found, expected, strict=True)
        )
        if not same:
            wrong.append((row["series"], result))
    assert (len(table), wrong) == (132, [])


OFFICE_DIFFERS = {
    ("11-4-1-1", "2015"): "a series of four years, judged more carefully",
    ("11-4-1-1", "2016"): "a series of five years, judged more carefully",
    ("12-1-b-2-1", "2014"): "a series of five years, judged by its last but one change",
    ("12-1-b-3-1", "2014"): "a series of five years, judged by its last but one change",
    ("15-2-1-1", "2018"): "a gap in the series; the office takes the change since 2010",
    ("4-1-a-1-2", "2016"): "met before, so judged as a target to be kept",
    ("4-1-a-1-2", "2017"): "met before, so judged as a target to be kept",
    ("5-1-bc-2-1", "2019"): "figures of every other year only",
    ("7-2-b-1-2", "2020"): "0.199 beside the cut-off of 0.20; the figures were revised since",
    ("11-1-b-1-1", "2019"): "-2.8 after -2.8: a change hidden by the digits published",
}


def test_the_weather_symbols_of_the_german_strategy():
    series = {}
    for row in rows("dns_de_timeseries.csv"):
        if row["value"]:
            series.setdefault(row["case"], []).append((int(row["year"]), row["value"]))
    compared, differing = 0, set()
    for row in rows("dns_de_cases.csv"):
        year = int(row["assessment_year"])
        figures = [point for point in series[row["case"]] if point[0] <= year]
        if not row["official_symbol"] or not row["value"]:
            continue
        due = int(float(row["target_year"])) if row["target_year"] else None
        sign = 1 if row["direction"] == "increase" else -1
        journey = Journey.of_years(figures, row["target_value"] or None, sign, due)
        method = Projection(each_period=row["official_rule"] == "every_year")
        result = assess(method, journey)
        if result.reason == "too_few_points":
            continue
        compared += 1
        if result.grade != row["official_symbol"]:
            differing.add((row["case"], row["assessment_year"]))
    assert (compared, differing) == (495, set(OFFICE_DIFFERS))


def test_the_energy_use_of_qinghai():
    table = {row["quantity"]: row for row in rows("cn_energy_intensity_progress.csv")}
    rates = [F(text.rstrip("%")) / 100 for text in ("+1.51%", "-2.20%", "-4.18%")]
    levels = list(accumulate(rates, lambda level, rate: level * (1 + rate), initial=F(100)))
    journey = Journey.of_years(zip(range(2005, 2009), levels, strict=True), 83, -1, 2010)
    result = assess(LogProgress(), journey)
    total, left = levels[-1] / 100 - 1, F(83) / levels[-1]
    found = {
        "cumulative_change_pct": 100 * total,
        "mean_annual_change_pct": 100 * F(growth(1 + total, 3)),
        "remaining_change_required_pct": 100 * (left - 1),
        "remaining_mean_annual_required_pct": 100 * result.needed,
        "target_mean_annual_pct": 100 * F(growth(F("0.83"), 5)),
        "progress_pct": 100 * result.figures["progress"],
    }
    assert {name: table[name]["recomputed"] for name in found} == {
        name: f"{float(value):.4f}".rstrip("0") for name, value in found.items()
    }
    equivalent = F(logarithm(levels[-1] / 100)) / F(logarithm(F("0.9634")))
    assert f"{float(equivalent):.4f}" == table["equivalent_years"]["published"]
    assert (result.status, result.figures["elapsed"]) == (Status.BEHIND, F(3, 5))


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


def years(*values, limit=None, sign=1, due=2030, first=2015):
    return Journey.of_years(zip(range(first, 2100), values, strict=False), limit, sign, due)


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
    (100, 200, "limited_progress"),
])  # fmt: skip
def test_less_growth_is_asked_for_near_a_natural_limit(natural, base, grade):
    method = CagrRatio(edition="open_sdg", natural_limit=natural)
    assert assess(method, years(base, F(base) * F("1.003"))).grade == grade


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
