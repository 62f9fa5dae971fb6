"""Pieces: what is done a piece at a time, side by side, says what is said of the whole."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import genhe_targets as gt
from genhe_targets.coded import code
from genhe_targets.credibility.digits import endings
from genhe_targets.credibility.kinds import ABOVE_WHOLE
from genhe_targets.pieces import beside, pieces, side_by_side
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading import columns, figures, read
from genhe_targets.textcolumn import TextColumn
from genhe_targets.vocabulary import Severity

EXAMPLES = Path(__file__).parents[1] / "examples"
REPORTS = {
    "a city": (EXAMPLES / "reports" / "genhe", "genhe-2023"),
    "a prefecture": (EXAMPLES / "reports" / "hulunbuir", "genhe-2023"),
    "single months of a fiscal year": (
        EXAMPLES / "fiscal-year" / "made-up-report-2025-26.csv", EXAMPLES / "fiscal-year",
    ),
    "another plan": (EXAMPLES / "own-plan" / "made-up-report-2025.csv", EXAMPLES / "own-plan"),
}  # fmt: skip
PLAN = load_plan("genhe-2023")
LIMITED = ("pieces", "judging.margins", "judging.hearing")


@pytest.fixture
def few(monkeypatch):
    """Pieces of seven rows, and numbers converted by columns however few there are."""
    for module in LIMITED:
        monkeypatch.setattr(f"genhe_targets.{module}.LENGTH", 7)
    monkeypatch.setattr(figures, "_MANY", 5)
    monkeypatch.setattr("os.cpu_count", lambda: 3)


def said(report: gt.ComplianceReport) -> list[str]:
    """Everything a report says of the data."""
    return [frame.to_csv() for frame in (report.verdicts, report.standings, report.findings)]


def faulty(rows: int) -> pd.DataFrame:
    """Rows with doubles that agree and that do not, with faults, and with single periods."""
    shapes = [
        ("150785", "2023Q3", "sewage_treated", "95"),
        ("150785", "2023Q3", "sewage_treated", "95"),
        ("150785", "2023Q4", "sewage_treated", "94"),
        ("150785", "2023Q4", "sewage_treated", "96"),
        ("150785", "2023-13", "sewage_treated", "1"),
        ("150785", "2023Q4", "sewage_treted", "1"),
        ("150702", "2023Q4", "sewage_discharged", "待核实"),
        ("150702", "2023Q4", "river_special_actions", "1"),
        ("150702", "2023-10..2023-12", "river_special_actions", "2"),
        ("150702", "2023-12", "river_special_actions", "2"),
        ("150702", "2023-11", "river_special_actions", ""),
        ("150781", "2023Q4", "urban_wwtp", "3.5"),
        ("150781", "2023Q4", "reclaimed_water_used", "25"),
        ("150781", "2023-12-30", "reclaimed_water_used", ""),
    ]
    cells = [shapes[at % len(shapes)] for at in range(rows)]
    return pd.DataFrame(cells, columns=["region", "period", "variable", "value"])


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_the_same_in_pieces(name, few, monkeypatch):
    data, plan = REPORTS[name]
    in_pieces = said(gt.evaluate(data, plan, as_of="2026-06-30"))
    monkeypatch.undo()
    assert in_pieces == said(gt.evaluate(data, plan, as_of="2026-06-30"))


@pytest.mark.parametrize("rows", [12, 60, 61])
def test_faults_and_doubles_are_the_same_in_pieces(rows, few, monkeypatch):
    table = faulty(rows)
    in_pieces = said(gt.evaluate(table, as_of="2023-12-31"))
    monkeypatch.undo()
    assert in_pieces == said(gt.evaluate(table, as_of="2023-12-31"))


def test_last_digits_are_those_of_their_own_rows(few, monkeypatch, tmp_path):
    monkeypatch.setattr("genhe_targets.reading.sources.LARGE", 10)
    file = tmp_path / "report.csv"
    names = ["sewage_treated", "sewage_discharged", "reclaimed_water_used"]
    rows = [
        ("150785", f"2023Q{at % 4 + 1}", names[at % 3], f"{at + 1}.{at % 3}5") for at in range(12)
    ]
    pd.DataFrame(rows, columns=["region", "period", "variable", "value"]).to_csv(file, index=False)
    coded = code(read(file, PLAN), PLAN)
    assert coded.observations.texts["text"].is_plain
    found = endings(coded, coded.is_placed())
    monkeypatch.undo()
    whole = endings(coded, coded.is_placed())
    assert (found.figures == whole.figures).all()
    assert found.figures.sum() == found.heaped.sum() == 12


@pytest.mark.parametrize("unit", ["立方米", "万立方米"])
def test_digits_counted_by_the_reader_are_those_of_the_texts(unit, few, monkeypatch, tmp_path):
    monkeypatch.setattr("genhe_targets.reading.sources.LARGE", 10)
    figures = [
        "12", "7", "0", "-3.50", "0.05", "1234.5", '"1,234.50"', "12.50万", "≥95", "—", "１２.5",
        "0.1234567890123", "0.12345678901234567", "99999999999999", "1e3", " 95.0", "2023-09-30", "",
    ]  # fmt: skip
    names = ["sewage_treated", "sewage_discharged", "reclaimed_water_used"]
    lines = [
        f"150785,2023Q{at % 4 + 1},{name},{figure},{unit}"
        for at, figure in enumerate(figures)
        for name in names
    ]
    file = tmp_path / "report.csv"
    file.write_text("\n".join(["region,period,variable,value,unit", *lines]), encoding="utf-8")
    observations = read(file, PLAN)
    assert observations.decimals is not None
    assert (observations.decimals > 0).any() == (unit == "万立方米")
    every = code(observations, PLAN)
    kept = ~np.isnan(every.value)
    by_text = code(replace(observations, decimals=None), PLAN)
    found, expected = endings(every, kept), endings(by_text, kept)
    assert (found.figures == expected.figures).all()
    assert (found.heaped == expected.heaped).all()
    assert found.figures.sum() > 20


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("cells", ["{},水,{}", '{},"a ""b"", c",{}', "{},\\,{}"])
def test_a_file_read_in_parts_is_the_file(cells, end, few, monkeypatch):
    lines = [cells.format(at % 5, at / 4) for at in range(200)]
    content = ("r,n,v" + end + end.join(lines)).encode()
    monkeypatch.setattr(columns, "PART", 100)
    in_parts = columns.read_columns(content, ["r", "n", "v"], 1, ",", {2})
    assert len(columns._parts(content)) == 3
    monkeypatch.undo()
    whole = columns.read_columns(content, ["r", "n", "v"], 1, ",", {2})
    assert len(columns._parts(content)) == 1
    for one, other in zip(in_parts.columns, whole.columns, strict=True):
        assert [one.text(row) for row in range(200)] == [other.text(row) for row in range(200)]
        assert one.listed() == other.listed()


def test_a_row_of_another_width_in_the_last_part_is_seen(few, monkeypatch):
    monkeypatch.setattr(columns, "PART", 100)
    content = b"r,v\n" + b"1,2\n" * 100 + b"1,2,3\n"
    assert columns.read_columns(content, ["r", "v"], 1, ",") is None


def test_pieces_hold_every_row_once(few):
    assert [row for piece in pieces(23) for row in range(23)[piece]] == list(range(23))
    assert pieces(0) == []


def test_answers_come_in_order_from_several_threads(few):
    barrier = threading.Barrier(3, timeout=20)

    def answer(item):
        barrier.wait()
        return item, threading.current_thread()

    found = list(side_by_side(answer, list(range(6))))
    assert [item for item, _ in found] == list(range(6))
    assert threading.main_thread() not in {thread for _, thread in found}


def test_little_is_not_worth_a_thread(few):
    found = side_by_side(lambda _: threading.current_thread(), [1, 2], size=6)
    assert set(found) == {threading.main_thread()}


@pytest.mark.parametrize("size", [6, 7])
def test_what_goes_on_beside_other_work_has_a_thread_where_there_is_much(size, few):
    asked = beside(threading.current_thread, size)
    assert (asked() is threading.main_thread()) == (size < 7)
    assert asked() is asked()


def test_a_fault_beside_other_work_is_raised_where_the_answer_is_asked_for(few):
    asked = beside(lambda: 1 // 0, 7)
    with pytest.raises(ZeroDivisionError):
        asked()


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_doubt_refuses_a_figure_also_in_pieces(severity, few, monkeypatch):
    checks = PLAN.checks.model_copy(
        update={"rates": PLAN.checks.rates.model_copy(update={"severity": Severity(severity)})}
    )
    plan = PLAN.model_copy(update={"checks": checks})
    table = faulty(20).assign(variable="urban-sewage-treatment", value="101")
    in_pieces = gt.evaluate(table, plan, as_of="2023-12-31")
    monkeypatch.undo()
    assert said(in_pieces) == said(gt.evaluate(table, plan, as_of="2023-12-31"))
    assert ABOVE_WHOLE in set(in_pieces.findings["code"])
    assert plan.checks.refuse == (severity == "error")


@pytest.mark.parametrize(
    "texts", [["", " ", "a", "\u3000", "水", "\u2003x", "~", "\x1f", "\x7f"], []]
)
def test_blank_texts_of_a_long_column_are_those_of_a_short_one(texts, few):
    long = TextColumn(pa.array(["x", *texts], pa.string())[1:], np.arange(len(texts)))
    assert long.blank().tolist() == [not text.strip() for text in texts]
