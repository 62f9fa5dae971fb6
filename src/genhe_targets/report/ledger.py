"""The ledger (工作台账): what is to be put right, by whom and by when; and reading it back.

The sheet is handed to the units, who fill in measures taken, people, dates and explanations.  Each
row has a key in its last column, by which an edited ledger is understood however it was sorted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from genhe_targets.report.arrange import calls_for_action, region_name, regions_of, urgent_first
from genhe_targets.report.labels import source_text, units_text
from genhe_targets.report.records import (
    FindingRecord,
    MeasureRecord,
    ReportRecords,
    VerdictRecord,
)
from genhe_targets.vocabulary import Lang, Severity, Status

TITLE: dict[Lang, str] = {"zh": "整改工作台账", "en": "Ledger of what is to be put right"}
DATE_HINT: dict[Lang, str] = {"zh": "请填日期，如2023-11-30", "en": "A date, such as 2023-11-30"}
EARLIEST = datetime.date(2000, 1, 1)

OPEN_MEASURES = frozenset({Status.NOT_MET, Status.MISSING, Status.INVALID, Status.BEHIND})


@dataclass(frozen=True)
class Column:
    """A column of the ledger; ``filled`` is for the units to fill in."""

    name: str
    zh: str
    en: str
    width: int
    filled: bool = False
    is_date: bool = False


COLUMNS = (
    Column("number", "序号", "No.", 6),
    Column("kind", "类别", "Kind", 8),
    Column("region", "地区", "Region", 15),
    Column("problem", "问题", "Problem", 36),
    Column("place", "所在河流/位置", "River or place", 15, filled=True),
    Column("source", "依据", "Source", 18),
    Column("lead", "责任单位", "Responsible unit", 18),
    Column("support", "配合单位", "Supporting units", 24),
    Column("status", "状态", "Status", 12),
    Column("action", "整改措施", "Measures taken", 22, filled=True),
    Column("due", "整改时限", "Deadline", 12, is_date=True),
    Column("person", "责任人", "Person responsible", 14, filled=True),
    Column("done_on", "整改到位时间", "Put right on", 12, filled=True, is_date=True),
    Column("closed_on", "销号时间", "Closed on", 12, filled=True, is_date=True),
    Column("justification", "情况说明", "Explanation", 20, filled=True),
    Column("note", "备注", "Notes", 13, filled=True),
    Column("key", "编号（勿改）", "Key (do not change)", 40),
)
"""Columns of the sheet in order; see the layouts of 整改台账 that bureaus use."""

KINDS = {
    "target": {"zh": "目标", "en": "target"},
    "measure": {"zh": "任务", "en": "measure"},
    "finding": {"zh": "数据", "en": "data"},
}


def rows(records: ReportRecords, lang: Lang) -> Iterator[dict[str, str]]:
    """Rows of the ledger: targets, then measures of the work table, then data to be explained."""
    found = (*_targets(records, lang), *_measures(records, lang), *_findings(records, lang))
    for number, row in enumerate(found, start=1):
        row["number"] = str(number)
        row["kind"] = KINDS[row["kind"]][lang]
        yield row


def _targets(records: ReportRecords, lang: Lang) -> Iterator[dict[str, str]]:
    for record in urgent_first(r for r in records["standings"] if calls_for_action(r)):
        yield {
            "kind": "target",
            "region": record["region_title"][lang],
            "problem": _problem(
                record["title"][lang],
                (record["reason_text"][lang], record["remaining"][lang]),
                lang,
            ),
            "source": source_text(record["clause"], record["measure"], lang),
            "lead": units_text(record["lead"], lang),
            "support": units_text(record["support"], lang),
            "status": record["status_word"][lang],
            "due": record["due"] or "",
            "key": target_key(record),
            **written(record),
        }


def _measures(records: ReportRecords, lang: Lang) -> Iterator[dict[str, str]]:
    carried = {record["target"] for record in records["standings"]}
    for record in records["measures"]:
        if record["status"] not in OPEN_MEASURES or carried & set(record["targets"]):
            continue
        yield {
            "kind": "measure",
            "region": record["region_title"][lang],
            "problem": _problem(record["title"][lang], (record["reason_text"][lang],), lang),
            "source": source_text(None, record["measure"], lang),
            "lead": units_text(record["lead"], lang),
            "support": units_text(record["support"], lang),
            "status": record["status_word"][lang],
            "due": record["due"] or "",
            "key": measure_key(record),
            **written(record),
        }


def _findings(records: ReportRecords, lang: Lang) -> Iterator[dict[str, str]]:
    """Errors and warnings: an error is to be put right, a warning to be explained."""
    titles = regions_of(records["standings"])
    for record in records["findings"]:
        if record["severity"] == Severity.INFORMATION or "explained" in record:
            continue
        yield {
            "kind": "finding",
            "region": region_name(titles, record["region"], lang),
            "problem": record["message"][lang],
            "source": record["place"],
            "status": record["severity_word"][lang],
            "key": finding_key(record),
            **written(record),
        }


def _problem(title: str, told: tuple[str, ...], lang: Lang) -> str:
    """What is wrong in one cell; the columns for the units stay empty until they write."""
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    return f"{title}{colon}{stop.join(text for text in told if text)}"


def written(record: VerdictRecord | MeasureRecord | FindingRecord) -> dict[str, str]:
    """What a unit wrote before, so that a new sheet keeps it."""
    return {name: str(text) for name, text in record.get("ledger", {}).items()}


def target_key(record: VerdictRecord) -> str:
    """By what a row of the sheet is known to speak of a standing."""
    return f"target:{record['target']}@{record['region']}"


def measure_key(record: MeasureRecord) -> str:
    """By what a row of the sheet is known to speak of a measure."""
    return f"measure:{record['measure']}@{record['region']}"


def finding_key(record: FindingRecord) -> str:
    """By what a row of the sheet is known to speak of a finding."""
    return f"finding:{record['code']}@{record['place']}"
