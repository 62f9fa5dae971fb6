"""From verdicts to records and frames: what a report says, in words and figures."""

import json

import pandas as pd
import pytest

from cells import GENHE, HAILAR, observations
from genhe_targets import evaluate
from genhe_targets.batch import judge_observations
from genhe_targets.errors import NotCompliantError
from genhe_targets.report.frames import VERDICT_COLUMNS
from genhe_targets.report.result import ComplianceReport


def report_of(plan, *cells, assigned=None, lang="zh", as_of=None):
    import datetime

    day = datetime.date.fromisoformat(as_of) if as_of else None
    judged, findings, counts = judge_observations(observations(*cells), plan, day, assigned)
    return ComplianceReport(judged, findings, counts, {"plan": plan.id}, lang)


YEAR = [
    (GENHE, "2023Q1", "used", "10"), (GENHE, "2023Q1", "treated", "50"),
    (GENHE, "2023Q4", "used", "23.99996"), (GENHE, "2023Q4", "treated", "100"),
    (GENHE, "2023Q3", "trainings", "2"), (GENHE, "2023Q4", "bodies", "0"),
    (GENHE, "2023Q4", "measure_6", ("1", "done"), {"date": "2023-12-01", "note": "文件12号"}),
    (HAILAR, "2023Q4", "used", "30"), (HAILAR, "2023Q4", "treated", "100"),
]  # fmt: skip


@pytest.fixture
def report(mini):
    return report_of(mini, *YEAR)


def record(report, target, region=GENHE, table="standings"):
    return next(
        r for r in report.records()[table] if (r["target"], r["region"]) == (target, region)
    )


def test_a_figure_never_contradicts_its_verdict(report):
    shown = record(report, "reclaimed")
    assert shown["status"] == "not_met"
    assert shown["value_text"] == "23.99996"
    assert shown["margin_text"].startswith("-0.0")
    assert record(report, "reclaimed", HAILAR)["value_text"] == "30.00"
    assert record(report, "training")["value_text"] == "2"


def test_a_verdict_says_itself_in_both_languages(report):
    said = record(report, "reclaimed")
    assert said["rule"] == {"zh": "不低于24%", "en": "at least 24%"}
    assert said["reason_text"]["zh"].startswith("距目标差0.00")
    assert "个百分点" in said["reason_text"]["zh"]
    assert "percentage points short" in said["reason_text"]["en"]
    assert said["lead"] == [{"zh": "市水利局", "en": "Water bureau"}]


def test_a_verdict_leads_back_to_its_cells(report):
    said = record(report, "reclaimed")
    assert said["formula_filled"] == "100 * 23.99996 / 100"
    assert [(i["variable"], i["place"], i["text"]) for i in said["inputs"]] == [
        ("used", "test.csv!D4", "23.99996"),
        ("treated", "test.csv!D5", "100"),
    ]


def test_the_history_tells_every_period(report):
    told = [
        (p["period"], p["value_text"], p["status"]) for p in record(report, "reclaimed")["history"]
    ]
    assert told == [
        ("2023Q1", "20.00", "behind"), ("2023Q3", "—", "missing"), ("2023Q4", "23.99996", "not_met"),
    ]  # fmt: skip


def test_the_work_table_is_whole(report, mini):
    rows = report.measures
    assert len(rows) == len(mini.measures) * 2
    done = rows[(rows.measure == "6") & (rows.region == GENHE)].iloc[0]
    assert (done.status, done.done_on, done.evidence) == ("met", "2023-12-01", "文件12号")
    carried = rows[(rows.measure == "5") & (rows.region == GENHE)].iloc[0]
    assert carried.status == "met"
    assert carried.reason.startswith("河长制培训：")


def test_frames_have_the_documented_columns_and_agree_with_the_records(report):
    for frame, table in ((report.standings, "standings"), (report.verdicts, "verdicts")):
        assert tuple(frame.columns) == VERDICT_COLUMNS
        records = report.records()[table]
        assert len(frame) == len(records)
        for name in ("target", "region", "status", "final", "decisive"):
            assert frame[name].tolist() == [r[name] for r in records]
        values = [r["value"] for r in records]
        assert frame["value"].isna().tolist() == [v is None for v in values]
        assert frame["value"].dropna().tolist() == [v for v in values if v is not None]
    assert report.standings["due"].dtype.kind == "M"


def test_records_are_plain_json_and_the_same_each_time(mini):
    first, second = (report_of(mini, *YEAR).records() for _ in range(2))
    for records in (first, second):
        records["provenance"]["time"] = None
    assert json.dumps(first, ensure_ascii=False) == json.dumps(second, ensure_ascii=False)
    assert first["plan"]["content_hash"] == mini.content_hash


def test_silence_after_the_deadline_is_no_success(mini):
    report = report_of(mini, (GENHE, "2023Q4", "bodies", "0"), as_of="2024-02-01")
    assert not report.ok
    with pytest.raises(NotCompliantError, match="missing"):
        report.raise_for_status()


def test_a_report_that_keeps_everything_is_ok(mini):
    cells = [
        (GENHE, "2023Q4", "used", "24"), (GENHE, "2023Q4", "treated", "100"),
        (GENHE, "2023Q3", "trainings", "1"), (GENHE, "2023Q4", "bodies", "0"),
        (GENHE, "2020", "intensity", "40"), (GENHE, "2023Q4", "intensity", "35.68"),
        (GENHE, "2023Q4", "water_use", "100"),
        *[(GENHE, q, "bodies", "0") for q in ("2023Q3",)],
    ]  # fmt: skip
    report = report_of(mini, *cells, assigned={"total": 100})
    assert report.summary["counts"] == {"met": 5}
    assert report.ok
    report.raise_for_status()
    assert "100%" in report.summary["headline"][0]["zh"]


def test_a_figure_repeated_from_above_decides_only_with_a_share(mini):
    total = mini.target_by_id["total"]
    restated = total.model_copy(
        update={"restated_from": HAILAR, "rule": type(total.rule)(at_most="450")}
    )
    plan = mini.model_copy(update={"targets": (restated,), "measures": ()})
    cell = (GENHE, "2023Q4", "water_use", "500")
    assert not record(report_of(plan, cell), "total")["decisive"]
    assert report_of(plan, cell).ok
    with_share = report_of(plan, cell, assigned={"total": {GENHE: 400}})
    assert record(with_share, "total")["decisive"]
    assert record(with_share, "total")["rule"]["zh"] == "不高于400万立方米"
    assert not with_share.ok


def test_repr_counts(report):
    assert "met" in repr(report)


def test_an_empty_findings_frame_keeps_its_columns(mini):
    frame = report_of(mini, (GENHE, "2023Q4", "bodies", "0")).findings
    assert isinstance(frame, pd.DataFrame)
    assert {"code", "severity", "message", "file", "row", "column"} <= set(frame.columns)


def test_the_summary_is_that_of_the_records_and_does_not_wait_for_them():
    report = evaluate(
        {"region": "150785", "period": "2023Q3", "variable": "sewage_treated", "value": "960"},
        as_of="2023-12-31",
    )
    summary = report.summary
    assert "_records" not in vars(report)
    assert summary == report.records()["summary"]


def test_a_count_does_not_run_into_the_code_of_a_region_without_a_name(mini):
    plan = mini.model_copy(update={"open_regions": True})
    cells = [(code, "2023Q4", "used", "1") for code in ("150785000001", "150785000002", GENHE)]
    headline = report_of(plan, *cells).summary["headline"]
    zh, en = (" ".join(sentence[lang] for sentence in headline) for lang in ("zh", "en"))
    assert "150785000001（4项次）" in zh
    assert "150785000001 (4)" in en
    assert "根河市4项次" in zh
