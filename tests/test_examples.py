"""The examples hold what they promise: made up and saying so, reproducible, and telling the story."""

import csv
import importlib.util
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import genhe_targets as gt
from genhe_targets.report.current import failed
from genhe_targets.report.decisive import failing
from genhe_targets.vocabulary import Status

EXAMPLES = Path(__file__).parents[1] / "examples"
REPORTS = EXAMPLES / "reports"
QUARTERS = ("2023Q1", "2023Q2", "2023Q3", "2023Q4")


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make_examples.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_examples"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def year():
    return gt.evaluate(REPORTS / "genhe", assigned=EXAMPLES / "assigned.csv")


@pytest.fixture(scope="module")
def prefecture():
    return gt.evaluate(
        REPORTS / "hulunbuir", as_of="2023-12-31", assigned=EXAMPLES / "assigned.csv"
    )


def statuses(report: gt.ComplianceReport, region: str = "150785") -> dict[str, str]:
    frame = report.standings
    own = frame[frame["region"] == region]
    return dict(zip(own["target"], own["status"], strict=True))


def test_the_script_makes_the_same_bytes_again(maker, tmp_path):
    maker.write_examples(tmp_path)
    assert files(tmp_path) == files(REPORTS), "run: python examples/make_examples.py"


@pytest.mark.parametrize(
    "file", sorted(REPORTS.rglob("*.csv")), ids=lambda f: f.parent.name + f.stem
)
def test_every_report_says_in_its_first_line_that_it_is_made_up(file):
    first = file.read_bytes().split(b"\r\n")[0]
    assert any("虚构" in first.decode(coding, "replace") for coding in ("utf-8", "gb18030"))


def test_every_status_occurs(year):
    quarters = gt.evaluate(REPORTS / "genhe", assigned=EXAMPLES / "assigned.csv").verdicts
    assert set(year.standings["status"]) | set(quarters["status"]) == set(Status)


def test_verdicts_and_records_agree_on_what_fails(year, prefecture):
    for report in (year, prefecture):
        found = failing(report.judged)
        assert found.ravel().tolist() == list(map(failed, report.records()["standings"]))
        assert found.any()
        assert not found.all()
        assert report.ok is report.summary["ok"] is False


def test_the_story_of_genhe(year):
    found = statuses(year)
    assert not year.ok
    assert {target for target, status in found.items() if status == "not_met"} == {
        "reclaimed-water-use", "sand-e-permit", "erosion-gully-projects", "water-saving-enterprises",
    }  # fmt: skip
    assert found["urban-sewage-treatment"] == "met", "exactly 95 % is enough"
    assert found["industrial-water-intensity"] == "met", "exactly 10.8 % below 2020 is enough"
    assert found["river-health-assessment"] == "met", "6 of 20 is exactly 30 %"
    assert found["pest-green-control"] == "missing"
    assert found["mulch-film-recovery"] == "not_applicable"
    assert found["rural-sewage-villages"] == "indeterminate"
    assert found["industrial-wwtp-compliance"] == "invalid"


def test_behind_in_spring_is_on_track_or_met_in_winter(year):
    spring = gt.evaluate(REPORTS / "genhe" / "2023Q1.csv", assigned=EXAMPLES / "assigned.csv")
    early, late = statuses(spring), statuses(year)
    caught_up = {target for target, status in early.items() if status == "behind"}
    caught_up &= {target for target, status in late.items() if status == "met"}
    assert {"urban-sewage-treatment", "manure-utilization", "river-health-assessment"} <= caught_up


def test_the_workbook_tells_the_same_as_the_four_files(year):
    book = gt.evaluate(REPORTS / "genhe-2023.xlsx", assigned=EXAMPLES / "assigned.csv")
    assert statuses(book) == statuses(year)


def test_the_folder_of_genhe_in_any_order_or_split(year):
    parts = [REPORTS / "genhe" / f"{quarter}.csv" for quarter in reversed(QUARTERS)]
    assert statuses(gt.evaluate(parts, assigned=EXAMPLES / "assigned.csv")) == statuses(year)


def test_all_fourteen_report(prefecture):
    assert prefecture.standings["region"].nunique() == 14
    assert len(prefecture.records()["provenance"]["sources"]) == 4 * 14 - 1


def test_one_black_water_in_summer_breaks_the_year(prefecture):
    assert statuses(prefecture, "150724")["black-odorous-water"] == "not_met"


def test_every_mistake_is_found_or_shows_in_a_status(prefecture):
    """Each sender of a doubtful figure is named in a finding; the harmless ones are in none."""
    harmless = {
        "千分位逗号",
        "全角数字",
        "计量单位不同，精确换算",
        "零容忍目标，一处即未达标",
        "还有两个问题未销号",
        "",
    }
    with (EXAMPLES / "source" / "mistakes.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    silent = {"到期缺报", "整份报表未报", "破折号是没报，不是零"}
    findings = prefecture.records()["findings"]
    for line in lines:
        if line["看点"] in harmless | silent:
            continue
        told = [
            finding
            for finding in findings
            if line["报告期"] in finding["file"]
            and (line["数值"] in finding["text"] or line["指标"] in finding["message"]["zh"])
        ]
        assert told, f"{line['地区']} {line['报告期']} {line['指标']}: {line['看点']}"


def test_the_notebook_runs_and_tells(tmp_path):
    notebook = nbformat.read(EXAMPLES / "story.ipynb", as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(EXAMPLES)}})
    client.execute()
    shown = str(notebook.cells)
    for words in ("再生水利用率", "not_met", "23.99", "达标"):
        assert words in shown
    figures = [
        output["data"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "image/svg+xml" in output.get("data", {})
    ]
    assert len(figures) == 3
    assert "再生水利用率" in figures[0]["image/svg+xml"]
    cards = [
        o for c in notebook.cells for o in c.get("outputs", ()) if "text/html" in o.get("data", {})
    ]
    assert len(cards) > 8
    assert all(card["data"]["text/plain"] for card in cards)
