"""``genhe-targets read``: shows what was understood, accounts for every cell, drafts a mapping."""

import csv

import pytest
from typer.testing import CliRunner

from genhe_targets.cli import application
from genhe_targets.commands.console import LANGUAGE

REPORT = """2023年三季度,,单位：万立方米,
地区,污水处理量,再生水利用,排名
根河市,120,30,1
海拉区,300,90,2
合计,423,120,
注：初步数,,,
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "报表.csv"
    path.write_text(REPORT, encoding="utf-8")
    return path


def run(*arguments):
    alone = CliRunner(env={LANGUAGE: None})  # what it was asked to speak ends with it
    return alone.invoke(application("read"), ["read", *map(str, arguments)])


def test_what_was_understood_is_shown(file):
    shown = run(file, "--lang", "zh")
    assert shown.exit_code == 0
    for said in (
        "18个非空单元格：数据 4，行标目 3，表头 4，标题 2，注释 1，合计 2，未采用 2",
        "表头第2行；单位：万立方米",
        "B 污水处理量 → 数值 · 污水处理量 (sewage_treated)",
        "未采用 D3 “1”：派生的列或行",
        "合计“423”与2项之和420不符",
        "共读出4个数据",
    ):
        assert said in shown.output
    english = run(file, "--lang", "en", "--rows", 1)
    assert "18 non-empty cells: observations 4" in english.output
    assert "--out writes all of them" in english.output


def test_a_drafted_mapping_is_edited_and_used(file, tmp_path):
    mapping, out = tmp_path / "m.yaml", tmp_path / "out" / "o.csv"
    assert run(file, "--write-mapping", mapping).exit_code == 0
    text = mapping.read_text(encoding="utf-8")
    for commented, meant in (("# names:", "names:"), ('#   "再生水利用"', '  "再生水利用"'),
                             ("# regions:", "regions:"), ('#   "海拉区": ', '  "海拉区": ')):  # fmt: skip
        assert commented in text
        text = text.replace(commented, meant)
    mapping.write_text(text, encoding="utf-8")
    shown = run(file, "--mapping", mapping, "--out", out, "--lang", "en")
    assert shown.exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert {(row["region"], row["variable"], row["value"], f"{row['column']}{row['row']}")
            for row in rows} == {
        ("150785", "sewage_treated", "120.0", "B3"),
        ("150785", "reclaimed_water_used", "30.0", "C3"),
        ("150702", "sewage_treated", "300.0", "B4"),
        ("150702", "reclaimed_water_used", "90.0", "C4"),
    }  # fmt: skip


def test_cells_are_neutralised_for_spreadsheets(tmp_path):
    file = tmp_path / "2023Q3.csv"
    file.write_text("地区,污水处理量,备注\n根河市,1,=cmd()\n", encoding="utf-8")
    out = tmp_path / "o.csv"
    run(file, "--out", out)
    assert ",'=cmd()" in out.read_text(encoding="utf-8-sig")


def test_a_faulty_mapping_is_told(file, tmp_path):
    mapping = tmp_path / "m.yaml"
    mapping.write_text("names: {甲: nonsense}\n", encoding="utf-8")
    done = run(file, "--mapping", mapping)
    assert done.exit_code != 0
    assert "m.yaml:1: names.甲" in str(done.exception)
