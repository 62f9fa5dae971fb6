"""The ledger: rows to be put right, written by the Excel view and read back by ``evaluate``."""

import datetime

import openpyxl
import pytest

import genhe_targets as gt
from books import opened
from genhe_targets.errors import ReadingError
from genhe_targets.report.explain import explain
from genhe_targets.report.ledger import COLUMNS
from genhe_targets.report.ledgerback import read_ledger
from genhe_targets.vocabulary import LANGS

DATA = [
    {"region": "150785", "period": "2023Q4", "variable": "urban_sewage_treated", "value": "90"},
    {"region": "150785", "period": "2023Q4", "variable": "urban_sewage_discharged", "value": "100"},
    {"region": "150785", "period": "2023Q4", "variable": "measure_1", "value": "否"},
    {"region": "150785", "period": "2023Q4", "variable": "measure_4", "value": "否"},
    {"region": "150785", "period": "2023Q4", "variable": "sand_e_permit", "value": "否"},
    {"region": "150785", "period": "2023Q4", "variable": "nonsense", "value": "1"},
]
DAY = "2023-12-31"
LETTER = {column.name: at for at, column in enumerate(COLUMNS, start=1)}


@pytest.fixture(scope="module")
def plan():
    return gt.load_plan("genhe-2023")


@pytest.fixture(scope="module")
def first(plan):
    return gt.evaluate(DATA, plan, DAY)


@pytest.fixture
def filled(first, tmp_path):
    """A function that fills the ledger as a unit would, in Excel, and says where it saved it."""

    def fill(cells, lang="zh"):
        path = first.save(tmp_path / "ledger.xlsx", lang)
        book = opened(path)
        sheet = book["工作台账" if lang == "zh" else "Ledger"]
        rows = {sheet.cell(row, len(COLUMNS)).value: row for row in range(1, sheet.max_row + 1)}
        for (key, column), value in cells.items():
            sheet.cell(rows[key], LETTER[column]).value = value
        book.save(path)
        return path

    return fill


def state(report, measure):
    return next(m for m in report.records()["measures"] if m["measure"] == measure)


def standing(report, target):
    return next(r for r in report.records()["standings"] if r["target"] == target)


def finding_key(report):
    return next(
        f"finding:{f['code']}@{f['place']}"
        for f in report.records()["findings"]
        if f["severity"] != "information"
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "day", [datetime.datetime(2023, 10, 20), "2023-10-20", "2023年10月20日", "2023/10/20"]
)
def test_a_measure_with_a_day_of_completion_counts_as_done(plan, first, filled, lang, day):
    assert state(first, "1")["status"] == "not_met"
    path = filled(
        {
            ("measure:1@150785", "done_on"): day,
            ("measure:1@150785", "justification"): "文件〔2023〕8号",
        },
        lang,
    )
    done = state(gt.evaluate(DATA, plan, DAY, ledger=path), "1")
    assert (done["status"], done["done_on"]) == ("met", "2023-10-20")
    assert done["evidence"] == "文件〔2023〕8号"
    assert done["ledger"]["done_on"] == "2023-10-20"


def test_done_too_late_is_not_done_in_time(plan, filled):
    path = filled({("measure:4@150785", "done_on"): "2023-12-20"})
    late = state(gt.evaluate(DATA, plan, DAY, ledger=path), "4")
    assert (late["due"], late["done_on"]) == ("2023-11-30", "2023-12-20")
    assert late["status"] == "not_met"


def test_a_milestone_of_a_target_is_done_too(plan, first, filled):
    assert standing(first, "sand-e-permit")["status"] == "not_met"
    path = filled({("target:sand-e-permit@150785", "done_on"): "2023-11-01"})
    assert standing(gt.evaluate(DATA, plan, DAY, ledger=path), "sand-e-permit")["status"] == "met"


def test_no_date_makes_a_figure_reach_its_limit(plan, first, filled):
    key = "target:urban-sewage-treatment@150785"
    path = filled({(key, "done_on"): "2023-12-01", (key, "justification"): "检修停产"})
    report = gt.evaluate(DATA, plan, DAY, ledger=path)
    told = standing(report, "urban-sewage-treatment")
    assert told["status"] == standing(first, "urban-sewage-treatment")["status"] == "not_met"
    assert told["ledger"] == {"done_on": "2023-12-01", "justification": "检修停产"}
    assert "检修停产" in str(explain(report.records(), "urban-sewage-treatment"))


def test_an_explanation_stands_beside_a_finding_and_comes_back_in_the_next_ledger(
    plan, first, filled, tmp_path
):
    key = finding_key(first)
    path = filled({(key, "justification"): "-已核实"})
    report = gt.evaluate(DATA, plan, DAY, ledger=path)
    found = next(f for f in report.records()["findings"] if f.get("ledger"))
    assert found["ledger"]["justification"] == "-已核实"
    again = read_ledger(report.save(tmp_path / "again.xlsx"))
    assert {e.key: e.written.get("justification") for e in again.entries}[key] == "-已核实"


def test_rows_may_be_sorted_and_columns_left_out(plan, filled):
    path = filled({("measure:1@150785", "done_on"): "2023-10-20"})
    book = opened(path)
    sheet = book["工作台账"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(at for at, row in enumerate(rows) if row[-1] == COLUMNS[-1].zh)
    kept = [0, LETTER["done_on"] - 1, len(COLUMNS) - 1]
    new = openpyxl.Workbook()
    for row in [rows[top], *reversed(rows[top + 1 :])]:
        new.active.append([row[at] for at in kept])
    new.save(path)
    assert state(gt.evaluate(DATA, plan, DAY, ledger=path), "1")["status"] == "met"


def test_what_cannot_be_read_is_a_finding_with_its_cell(plan, filled):
    path = filled({("measure:1@150785", "done_on"): "上周五"})
    report = gt.evaluate(DATA, plan, DAY, ledger=path)
    found = report.findings.set_index("code").loc["ledger_date"]
    assert (found.text, found.file, found["sheet"]) == ("上周五", str(path), "工作台账")
    cell = opened(path)["工作台账"][f"{found.column}{found.row}"]
    assert cell.value == "上周五"
    assert state(report, "1")["status"] == "not_met"


def test_a_day_after_the_day_of_judging_does_not_count_yet(plan, filled):
    path = filled({("measure:1@150785", "done_on"): "2024-02-01"})
    report = gt.evaluate(DATA, plan, DAY, ledger=path)
    assert "ledger_later" in set(report.findings["code"])
    assert state(report, "1")["status"] == "not_met"


def test_a_row_that_speaks_of_nothing_known_is_a_finding(plan, filled):
    path = filled({})
    book = opened(path)
    sheet = book["工作台账"]
    at = sheet.max_row + 1
    sheet.cell(at, LETTER["key"]).value = "measure:999@150785"
    sheet.cell(at, LETTER["note"]).value = "x"
    book.save(path)
    found = gt.evaluate(DATA, plan, DAY, ledger=path).findings.set_index("code").loc["ledger_key"]
    assert (found.text, found.row) == ("measure:999@150785", at)


def test_an_untouched_ledger_changes_nothing(plan, first, filled):
    report = gt.evaluate(DATA, plan, DAY, ledger=filled({}))
    assert report.records()["standings"] == first.records()["standings"]
    assert report.records()["measures"] == first.records()["measures"]
    assert report.records()["provenance"]["sources"][-1]["format"] == "ledger"


@pytest.mark.parametrize("content", [b"", b"no workbook"])
def test_no_workbook_is_no_ledger(tmp_path, plan, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match="cannot be opened as a workbook"):
        gt.evaluate(DATA, plan, DAY, ledger=path)


def test_a_workbook_without_the_ledger_is_refused_with_a_hint(tmp_path):
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(ReadingError, match="keep the column 编号（勿改）"):
        read_ledger(tmp_path / "x.xlsx")
