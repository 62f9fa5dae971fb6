"""SARIF 2.1.0: what the format demands of a log, and findings at their places."""

import json
from urllib.parse import unquote, urlparse

import pytest

from genhe_targets.report.views import render
from genhe_targets.vocabulary import LANGS
from report.sample import sample


@pytest.fixture(params=LANGS)
def log(request):
    return json.loads(render(sample(), ".sarif", request.param))


def test_it_is_a_log_of_2_1_0(log):
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "genhe-targets"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        assert result["occurrenceCount"] >= 1
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert urlparse(place["artifactLocation"]["uri"]).scheme == ""
            assert place.get("region", {"startLine": 1})["startLine"] >= 1


def test_every_finding_is_a_result(log):
    findings = sample()["findings"]
    results = log["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == [finding["code"] for finding in findings]
    levels = {"error": "error", "warning": "warning", "information": "note"}
    assert [r["level"] for r in results] == [levels[f["severity"]] for f in findings]


@pytest.mark.parametrize(
    ("file", "sheet", "row", "line"),
    [("报表 1.csv", "", 7, 7), ("a.xlsx", "Q4", 7, None), ("a.csv", "", 0, None)],
)
def test_a_line_is_given_where_the_file_has_lines(file, sheet, row, line):
    records = sample()
    finding = records["findings"][0]
    finding |= {"file": file, "sheet": sheet, "row": row, "place": f"{file}!C{row}"}
    result = json.loads(render(records, ".sarif", "zh"))["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == file
    assert place.get("region", {}).get("startLine") == line
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == f"{file}!C{row}"


def test_a_finding_about_no_file_has_no_place():
    records = sample()
    records["findings"][0] |= {"file": "", "place": ""}
    result = json.loads(render(records, ".sarif", "zh"))["runs"][0]["results"][0]
    assert "locations" not in result


def test_a_report_without_findings_is_a_log_without_results():
    records = sample()
    records["findings"] = []
    (run,) = json.loads(render(records, ".sarif", "zh"))["runs"]
    assert run["results"] == []
