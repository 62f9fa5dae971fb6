"""Pace as offices publish it: Statistics Canada, the German strategy, Qinghai."""

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pytest

from genhe_targets.judging.journey import (
    Journey,
    growth,
    logarithm,
)
from genhe_targets.judging.pace import assess
from genhe_targets.plan.paces import (
    CagrRatio,
    LogProgress,
    Projection,
)
from genhe_targets.vocabulary import Status
from published import rows

F = Fraction


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
