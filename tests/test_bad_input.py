"""Bad input gets a clear finding or a clear error, and nothing is lost."""

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import genhe_targets as gt
from genhe_targets.errors import PlanError, ReadingError

HEADER = "地区,时期,指标,数值,单位\n"
GOOD = "根河市,2023Q4,再生水利用量,24,万立方米\n根河市,2023Q4,污水处理量,100,万立方米\n"


@pytest.fixture
def judge(tmp_path):
    def judge(content, name="report.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return gt.evaluate(path, **options)

    return judge


def codes(report):
    return set(report.findings["code"])


def status(report, target="reclaimed-water-use"):
    return report.standings.set_index("target").loc[target, "status"]


def test_a_good_report_is_the_measure_of_the_bad_ones(judge):
    report = judge(HEADER + GOOD)
    assert status(report) == "met"
    assert not (report.findings["severity"] == "error").any()


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_report(judge, content):
    with pytest.raises(ReadingError, match="empty"):
        judge(content)


def test_a_header_alone_is_said_and_everything_is_missing(judge):
    report = judge(HEADER)
    assert "empty_table" in codes(report)
    assert status(report) == "missing"
    assert not report.ok


def test_a_binary_file_is_no_report(judge):
    noise = bytes(range(256)) * 20
    with pytest.raises(ReadingError, match=r"neither a text nor a workbook|is no workbook"):
        judge(noise)
    with pytest.raises(ReadingError, match="is damaged"):
        judge(b"PK\x03\x04" + noise, "report.xlsx")
    with pytest.raises(ReadingError, match="parquet"):
        judge(b"PAR1" + noise, "report.parquet")


def test_a_folder_without_tables_is_no_report(tmp_path):
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    with pytest.raises(ReadingError, match="no file that can be a report"):
        gt.evaluate(tmp_path)
    with pytest.raises(ReadingError, match="no such file"):
        gt.evaluate(tmp_path / "none.csv")


def test_one_bad_file_does_not_stop_the_rest(tmp_path):
    (tmp_path / "good.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    report = gt.evaluate(tmp_path)
    assert status(report) == "met"
    bad = report.findings.set_index("code").loc["unreadable_file"]
    assert bad["file"].endswith("empty.csv")
    assert bad["severity"] == "error"


def test_a_table_that_is_no_report_is_said_with_its_cells(judge):
    report = judge("周一,周二\n面条,米饭\n")
    assert "sheet_skipped" in codes(report)


def test_a_report_of_another_year_is_not_judged_as_this_one(judge):
    report = judge((HEADER + GOOD).replace("2023Q4", "2022Q4"))
    assert (report.findings["code"] == "period_outside_plan").sum() == 2
    assert status(report) == "missing"


def test_an_unknown_region_is_named_with_the_nearest(judge):
    report = judge((HEADER + GOOD).replace("根河市", "根合市"))
    found = report.findings[report.findings["code"] == "unknown_region"]
    assert len(found) == 2
    assert "根河市" in found["message"].iloc[0]
    assert set(report.standings["region"]) == {"150785"}


def test_all_values_missing_is_silence_and_not_zero(judge):
    report = judge(HEADER + GOOD.replace("24", "—").replace("100", ""))
    assert status(report) == "missing"
    assert report.standings["value"].isna().all()


def test_text_in_number_cells_is_a_finding_at_its_cell(judge):
    report = judge(HEADER + GOOD.replace("24", "二十四左右吧"))
    found = report.findings.set_index("code").loc["unreadable_number"]
    assert (found["row"], found["column"], found["text"]) == (2, "D", "二十四左右吧")
    assert status(report) == "invalid"


@pytest.mark.parametrize(
    "text", ["inf", "-inf", "Infinity", "∞", "1e999", "9" * 400, "9" * 300 + "亿"]
)
def test_infinities_are_no_figures(judge, text):
    report = judge(HEADER + GOOD.replace("24", text))
    assert status(report) == "invalid"
    found = report.findings.set_index("code").loc["infinite"]
    assert (found["row"], found["column"], found["text"]) == (2, "D", text)
    assert np.isnan(report.standings.set_index("target").loc["reclaimed-water-use", "value"])


@pytest.mark.parametrize("text", ["nan", "NaN", "NULL", "N/A", "未统计"])
def test_words_for_nothing_are_silence(judge, text):
    report = judge(HEADER + GOOD.replace("24", text))
    assert status(report) == "missing"
    assert report.findings.empty


def test_infinities_in_json_are_no_figures(judge):
    row = '{"region": "根河市", "period": "2023Q4", "reclaimed_water_used": %s, "sewage_treated": 100}'
    assert status(judge(f"[{row % 'Infinity'}]", "report.json")) == "invalid"
    assert status(judge(f"[{row % '-Infinity'}]", "report.json")) == "invalid"
    assert status(judge(f"[{row % 'NaN'}]", "report.json")) == "missing"
    assert status(judge(f"[{row % '24.0'}]", "report.json")) == "met"


def test_infinities_in_frames_are_no_figures():
    frame = pd.DataFrame(
        {
            "region": ["根河市"] * 2, "period": ["2023Q4"] * 2,
            "variable": ["reclaimed_water_used", "sewage_treated"], "value": [np.inf, 100.0],
        }
    )  # fmt: skip
    assert status(gt.evaluate(frame)) == "invalid"


def test_doubles_that_agree_and_doubles_that_contradict(judge):
    agreeing = judge(HEADER + GOOD + GOOD)
    assert status(agreeing) == "met"
    assert "duplicate" in codes(agreeing)
    contradicting = judge(HEADER + GOOD + GOOD.replace("24", "20"))
    assert status(contradicting) == "invalid"
    assert (contradicting.findings["code"] == "conflicting_duplicate").sum() == 2


def test_doubles_in_two_files_that_agree_in_value_or_contradict(tmp_path):
    """24 and 24.0 are one figure; the second file of a contradiction is named."""
    (tmp_path / "a.csv").write_text(HEADER + GOOD, encoding="utf-8")
    (tmp_path / "b.csv").write_text(HEADER + GOOD.replace("24", "24.0"), encoding="gb18030")
    report = gt.evaluate(tmp_path)
    assert status(report) == "met"
    assert (report.findings["code"] == "duplicate").sum() == 2
    (tmp_path / "b.csv").write_text(HEADER + GOOD.replace("24", "23"), encoding="gb18030")
    report = gt.evaluate(tmp_path)
    assert status(report) == "invalid"
    told = report.findings[report.findings["code"] == "conflicting_duplicate"]
    assert {"a.csv", "b.csv"} == {name.rpartition("/")[2] for name in told["file"]}


def test_a_plan_that_is_a_bomb_is_refused_at_once(tmp_path):
    for file in (Path(__file__).parent / "mini").rglob("*.yaml"):
        copy = tmp_path / file.relative_to(Path(__file__).parent / "mini")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    bomb = "regions: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 40)
    )
    (tmp_path / "regions.yaml").write_text(bomb, encoding="utf-8")
    begin = time.perf_counter()
    with pytest.raises(PlanError, match=r"regions\.yaml"):
        gt.load_plan(tmp_path)
    assert time.perf_counter() - begin < 10


def test_excel_errors_are_findings(judge):
    report = judge(HEADER + GOOD.replace("24", "#DIV/0!"))
    assert "excel_error" in codes(report)
    assert status(report) == "invalid"


def test_every_row_ends_in_a_figure_or_a_finding(judge):
    lines = [
        "火星,2023Q4,再生水利用量,24,万立方米", "根河市,昨天,再生水利用量,24,万立方米",
        "根河市,2023Q4,幸福指数,24,分", "根河市,2023Q4,再生水利用量,很多,万立方米",
        "根河市,2023Q4,污水处理量,100,公斤",
    ]  # fmt: skip
    report = judge(HEADER + "\n".join(lines) + "\n")
    rows = set(report.findings.loc[report.findings["severity"] != "information", "row"])
    assert {2, 3, 4, 5, 6} <= rows


def test_a_file_of_a_million_rows(tmp_path):
    """Many rows end in verdicts, and many faults in a bounded list of findings."""
    count = 1_000_000
    path = tmp_path / "large.csv"
    quarter = np.array(["2023Q1", "2023Q2", "2023Q3", "2023Q4"])[np.arange(count) % 4]
    region = np.where(
        np.arange(count) < 8, "根河市", np.char.add("地方", (np.arange(count) // 8).astype(str))
    )
    name = np.array(["再生水利用量", "污水处理量"])[np.arange(count) // 4 % 2]
    value = np.where(name == "污水处理量", 100, 24)
    pd.DataFrame({"地区": region, "时期": quarter, "指标": name, "数值": value}).to_csv(
        path, index=False
    )
    report = gt.evaluate(path)
    assert status(report) == "met"
    assert len(report.findings) < 5000
    assert (
        report.findings.loc[report.findings["code"] != "unit_assumed", "count"].sum() >= count - 8
    )


def test_what_is_no_report_at_all_is_an_error():
    for data in (None, 5, [], "", "  ", b"region,period", object(), [5], ["", "x.csv"]):
        with pytest.raises(ReadingError):
            gt.evaluate(data)


@pytest.mark.parametrize("data", [{}, [{}], pd.DataFrame(), [{}, {}]])
def test_a_table_without_columns_is_no_report(data):
    with pytest.raises(ReadingError, match="no column at all"):
        gt.evaluate(data)


def test_a_frame_without_rows_is_said_and_everything_is_missing():
    report = gt.evaluate(pd.DataFrame(columns=["region", "period", "variable", "value"]))
    assert list(report.findings["code"]) == ["empty_table"]
    assert status(report) == "missing"


def test_dates_of_judging_are_dates_or_periods(judge):
    assert judge(HEADER + GOOD, as_of="2023Q4").as_of.isoformat() == "2023-12-31"
    with pytest.raises(ValueError, match="neither a date nor a period"):
        judge(HEADER + GOOD, as_of="soon")


def test_assigned_limits_that_cannot_be_used_are_errors(judge, tmp_path):
    with pytest.raises(ReadingError, match="Did you mean 'total-water-use'"):
        judge(HEADER + GOOD, assigned={"total-water": 1})
    with pytest.raises(ReadingError, match="no number"):
        judge(HEADER + GOOD, assigned={"total-water-use": "viel"})
    with pytest.raises(ReadingError, match="prints the limit"):
        judge(HEADER + GOOD, assigned={"reclaimed-water-use": 1})
    table = tmp_path / "limits.csv"
    table.write_text("target,region,limit\ntotal-water-use,150785,abc\n")
    with pytest.raises(ReadingError, match=r"limits\.csv:2"):
        judge(HEADER + GOOD, assigned=table)
