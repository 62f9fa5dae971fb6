"""Mapping files: drafted from what was understood, edited, checked against the plan, obeyed."""

import csv

import pytest

from genhe_targets.errors import MappingError
from genhe_targets.evaluation import evaluate
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.drafting import draft
from genhe_targets.reading.mapping import mapping_of, parse_mapping
from genhe_targets.reading.reader import read, understand
from quirks import QUIRKS


@pytest.fixture(scope="module")
def genhe():
    return load_plan("genhe-2023")


def written(rows, file):
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file


def observed(observations):
    return {
        (f"{row.column}{row.row}", row.region, row.period, row.variable, row.text)
        for row in observations.frame.itertuples()
    }


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: quirk.name)
def test_a_drafted_mapping_reads_the_same(quirk, genhe, tmp_path):
    file = written(quirk.rows, tmp_path / quirk.file)
    text = draft(understand(file, genhe), genhe)
    again = understand(file, genhe, mapping=parse_mapping(text, genhe))
    assert observed(again.observations) == quirk.expected
    filled = sum(bool(cell.strip()) for row in quirk.rows for cell in row)
    assert sum(again.observations.sources[0].cells.values()) == filled


STRANGE = [
    ["附表", "", "", ""],
    ["单位", "甲项", "乙项", "丙"],
    ["本局", "120", "1300000", "x"],
    ["海区", "300", "3100000", "y"],
]
MAPPING = """
sender: 某局
names: {甲项: sewage_treated}
regions: {本局: 根河市, 海区: 150702}
tables:
  - file: "*.csv"
    header: 2
    period: 2023Q3
    columns:
      A: region
      C: {variable: sewage_discharged, unit: 立方米, basis: cumulative}
      D: skip
"""


def test_a_mapping_says_what_cannot_be_recognised(genhe, tmp_path):
    file = written(STRANGE, tmp_path / "附表.csv")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    found = read(file, genhe, mapping=mapping)
    assert observed(found) == {
        ("B3", "150785", "2023Q3", "sewage_treated", "120"),
        ("C3", "150785", "2023Q3", "sewage_discharged", "1300000"),
        ("B4", "150702", "2023Q3", "sewage_treated", "300"),
        ("C4", "150702", "2023Q3", "sewage_discharged", "3100000"),
    }
    values = {row.text: row.value for row in found.frame.itertuples()}
    assert values["1300000"] == 130
    assert dict(found.sources[0].cells) == {
        "title": 1, "heading": 4, "label": 2, "observation": 4, "skipped": 2,
    }  # fmt: skip
    without = read(file, genhe)
    assert not observed(without) & observed(found)


def test_evaluate_takes_a_mapping(genhe, tmp_path):
    file = written(STRANGE, tmp_path / "附表.csv")
    report = evaluate(file, genhe, mapping=mapping_of(dict(_as_data(MAPPING)), genhe))
    standing = report.standings.set_index(["target", "region"])
    assert standing.loc[("county-sewage-treatment", "150785"), "value"] == pytest.approx(92.3, 0.01)


def _as_data(text):
    from genhe_targets.plan.yamlfile import parse_yaml

    return parse_yaml(text, "mapping").data


def test_settings_of_a_sender(genhe, tmp_path):
    file = written(
        [["地区", "污水处理量", "报告期"], ["根河市", "…", "三季度"]], tmp_path / "a.csv"
    )
    given = {"settings": {"ellipsis": "not_reported", "year": 2022}}
    row = next(read(file, genhe, mapping=given).frame.itertuples())
    assert (row.mark, row.period) == ("not_reported", "2022Q3")
    row = next(read(file, genhe, mapping=given, settings={"year": 2021}).frame.itertuples())
    assert row.period == "2021Q3"


def test_numbers_that_a_sender_uses_as_names(genhe, tmp_path):
    rows = [["地区", "时期", "代号", "数值"], ["根河市", "2023Q4", "12", "24"],
            ["根河市", "2023Q4", "13", "5"]]  # fmt: skip
    given = {"names": {"12": "sewage_treated", "13": "reclaimed_water_used"}}
    found = read(written(rows, tmp_path / "a.csv"), genhe, mapping=given).frame
    assert list(found["variable"]) == list(given["names"].values())
    assert list(found["value"]) == [24, 5]


def test_a_sheet_is_left_out(genhe, tmp_path):
    file = written([["地区", "污水处理量"], ["根河市", "1"]], tmp_path / "2023Q3.csv")
    found = read(file, genhe, mapping={"tables": [{"file": "2023*", "skip": True}]})
    assert not len(found)
    assert {f.code for f in found.findings} == {"sheet_mapped_out"}
    assert dict(found.sources[0].cells) == {"skipped": 4}


def test_every_fault_is_told_with_its_line(genhe):
    text = """
names: {甲项: sewage_treatd}
regions:
  本局: 根和市
settings: {dash: nothing}
tables:
  - header: 5-4
  - unit: 万立方
    period: 去年
    columns:
      A1: region
      B: {variable: nonsense, unit: xyz}
"""
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, genhe, "m.yaml")
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 1  # what is no mapping at all is not looked at further
    assert said[0].startswith("m.yaml:7: tables[1].header:")
    with pytest.raises(MappingError) as caught:
        parse_mapping(text.replace("5-4", "4-5"), genhe, "m.yaml")
    said = [(problem.line, problem.where) for problem in caught.value.problems]
    assert said == [
        (2, "names.甲项"), (4, "regions.本局"), (5, "settings"), (9, "tables[2].period"),
        (11, "tables[2].columns.A1"), (12, "tables[2].columns.B.unit"),
        (12, "tables[2].columns.B.variable"),
    ]  # fmt: skip
    hints = " ".join(problem.hint for problem in caught.value.problems)
    assert "sewage_treated" in hints
    assert "根河市" in hints


@pytest.mark.parametrize("text", ["", "- a", "x: 1", "tables: 3", "columns: {A: region}", "a: [b"])
def test_what_is_no_mapping_is_refused(text, genhe):
    with pytest.raises(MappingError):
        parse_mapping(text, genhe)
