"""Sheets under a plan whose year begins in April: titles, headers, file names and settings."""

import math
from pathlib import Path

import pytest
from openpyxl import Workbook

from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.reader import read

EXAMPLE = Path(__file__).parents[2] / "examples" / "fiscal-year"
LOST, YEAR = "water_lost", "water_lost_year"

SHEETS = {
    "title in English": (
        "a.xlsx", [["Marlowe water 2025/26"], ["Indicator", "Q1", "Q4"], ["water lost", 1, 4]],
        {(LOST, "2025/26Q1"): 1, (LOST, "2025/26Q4"): 4},
    ),
    "title in Chinese": (
        "a.xlsx",
        [["马洛县2025-26财年供水情况"], ["指标", "一季度", "前三季度", "1月"], ["water lost", 1, 3, 4]],
        {(LOST, "2025/26Q1"): 1, (LOST, "2025-04/2025-12"): 3, (LOST, "2026-01"): 4},
    ),
    "years over quarters": (
        "a.xlsx",
        [["Indicator", "2025/26", None, "2020/21"], [None, "Q1", "Q2", "full year"],
         ["water lost", 1, 2, None], ["water lost in the year", None, None, 5]],
        {(LOST, "2025/26Q1"): 1, (LOST, "2025/26Q2"): 2, (YEAR, "2020/21"): 5},
    ),
    "file name": (
        "Marlowe 2025-26 Q1.xlsx", [["Indicator", "Value"], ["water lost", 1]],
        {(LOST, "2025/26Q1"): 1},
    ),
    "the year before": (
        "2025-26财年第一季度.xlsx", [["指标", "本期", "上年同期"], ["water lost", 1, 2]],
        {(LOST, "2025/26Q1"): 1, (LOST, "2024/25Q1"): 2},
    ),
    "quarter ends in names": (
        "a.xlsx", [["指标", "2025年三季度末", "2025年底"], ["water lost", 3, 4]],
        {(LOST, "2025-12-31"): 3, (LOST, "2026-03-31"): 4},
    ),
    "civil months": (
        "a.xlsx", [["Indicator", "Apr 2025", "Jan 2026"], ["water lost", 1, 2]],
        {(LOST, "2025-04"): 1, (LOST, "2026-01"): 2},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_of_a_fiscal_year(name, tmp_path):
    file, rows, expected = SHEETS[name]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / file)
    found = read(tmp_path / file, load_plan(EXAMPLE))
    told = {
        (found.texts["variable"].text(at), found.texts["period"].text(at)): float(value)
        for at, value in enumerate(found.value)
        if not math.isnan(value)
    }
    assert told == expected
    assert not {"unreadable_period", "period_ambiguous"} & {f.code for f in found.findings}
