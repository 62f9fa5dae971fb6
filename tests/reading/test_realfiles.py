"""Exports of the national bureau, as downloaded: header, periods, units, values and places."""

from pathlib import Path

import pytest

from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.reader import understand
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sources import open_sources

FILES = Path(__file__).parents[2] / ".." / "shared" / "data" / "files"

EXPECTED = {
    # file: header row, observations, unit, first and last of them, findings
    "nbs-annual-gbk/分省年度数据 (2).csv": (
        4, 527, "人", ("C5", "北京市", "2024", "3703"), ("U35", "新疆维吾尔自治区", "2006", "1242"),
        {"encoding_decided"},
    ),
    "nbs-annual-gbk/分省年度数据_preamble_1993-2017.csv": (
        4, 775, "亿元", ("B5", "北京市", "2017", "28014.94"),
        ("Z35", "新疆维吾尔自治区", "1993", "495.25"), {"encoding_decided"},
    ),
    "nbs-annual-utf8bom-tab/province_rd_exp_collected.csv": (
        1, 198, "", ("C2", "北京市", "2017", "1579.7"), ("C199", "新疆维吾尔自治区", "2022", "91.0"),
        set(),
    ),
    "nbs-annual-utf8bom-tab/分省年度数据 (1).csv": (
        3, 403, "", ("D4", "北京市", "2023", "521.91"), ("P34", "新疆维吾尔自治区", "2011", "26.43"),
        {"variable_missing"},
    ),
    "nbs-annual-utf8bom-tab/分省年度数据.csv": (
        3, 169, "亿元", ("B4", "150785", "2024", "8396.49"), ("J24", "150785", "2016", "212.72"),
        {"region_assumed"},
    ),
    "nbs-annual-utf8bom-tab/分省年度数据_4.csv": (
        3, 434, "", ("C4", "北京市", "2024", "8396.49"), ("P34", "新疆维吾尔自治区", "2011", "2284.49"),
        {"variable_missing"},
    ),
    "nbs-annual-utf8bom-tab/分省年度数据_5.csv": (
        3, 434, "", ("C4", "北京市", "2024", "199702"), ("P34", "新疆维吾尔自治区", "2011", "2642"),
        {"variable_missing"},
    ),
    "nbs-annual-utf8bom-tab/分省年度数据_8.csv": (
        3, 434, "", ("C4", "北京市", "2024", "119635"), ("P34", "新疆维吾尔自治区", "2011", "302"),
        {"variable_missing"},
    ),
    "nbs-quarterly-gbk/季度数据.csv": (
        3, 66, "亿元", ("B4", "150785", "2022Q1", "270177.8"), ("G14", "150785", "2020Q4", "89798.9"),
        {"encoding_decided", "region_assumed"},
    ),
    "nbs-xls-environment/废水中主要污染物排放年度数据.xls": (
        3, 152, "万吨", ("L4", "150785", "2015", "7353226.83"), ("P16", "150785", "2011", "106395"),
        {"region_assumed"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_export_is_opened(name):
    file = FILES / name
    if not file.is_file():
        pytest.skip("the exports are not here")
    header, count, unit, first, last, findings = EXPECTED[name]
    found = understand(file, load_plan("genhe-2023"))
    frame = found.observations.frame
    assert len(frame) == count
    assert found.sheets[0].tables[0].header == (header, header)
    for row, said in ((frame.iloc[0], first), (frame.iloc[-1], last)):
        assert (f"{row.column}{row.row}", row.region, row.period, row.text) == said
        assert row.value == float(row.text)
    assert (frame.iloc[0].unit if "unit" in frame else "") == unit
    assert {finding.code for finding in found.observations.findings} == findings
    sheets = next(iter(open_sources(file, Settings()))).sheets
    filled = sum(
        bool(cell.strip()) for sheet in sheets for row in sheet.whole().rows for cell in row
    )
    assert sum(found.observations.sources[0].cells.values()) == filled


def test_figures_of_a_quarter_and_of_the_year_so_far_are_told_apart():
    file = FILES / "nbs-quarterly-gbk/季度数据.csv"
    if not file.is_file():
        pytest.skip("the exports are not here")
    frame = understand(file, load_plan("genhe-2023")).observations.frame
    whole = frame[(frame.variable == "国内生产总值") & (frame.period == "2021Q4")]
    assert dict(zip(whole.basis, whole.text, strict=True)) == {
        "period": "324237.4", "cumulative": "1143669.7",
    }  # fmt: skip
