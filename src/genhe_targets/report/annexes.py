"""Rows of the circular's annexes: regions, targets, the work table, findings."""

from __future__ import annotations

from genhe_targets.report.arrange import regions_of
from genhe_targets.report.labels import label, source_text, units_text, with_unit
from genhe_targets.report.records import ReportRecords, VerdictRecord
from genhe_targets.report.xlsx import status_word
from genhe_targets.vocabulary import Lang, Status

OPEN = frozenset({Status.NOT_MET, Status.MISSING, Status.INVALID, Status.BEHIND})

ROW_HEADS = {
    "regions": ("number", "region", "total"),
    "targets": (
        "number", "region", "target", "limit", "value", "margin", "status", "due", "lead", "source",
    ),
    "measures": ("number", "region", "content", "status", "due", "lead", "evidence"),
    "findings": ("severity", "place", "text", "message"),
}  # fmt: skip


def target_row(record: VerdictRecord, number: int, lang: Lang) -> dict[str, str]:
    """One standing."""
    unit = record["unit"][lang]
    return {
        "number": str(number),
        "region": record["region_title"][lang],
        "target": record["title"][lang],
        "limit": with_unit(record["limit_text"], unit, lang),
        "value": with_unit(record["value_text"], unit, lang),
        "margin": record["margin_text"],
        "status": status_word(record["status"], lang),
        "due": record["due"] or "—",
        "lead": units_text(record["lead"], lang),
        "source": source_text(record["clause"], record["measure"], lang),
    }


def region_rows(records: ReportRecords, lang: Lang) -> list[dict[str, str]]:
    """The table of regions that circulars have: how many targets, and how they stand."""
    rows = []
    for number, area in enumerate(records["summary"]["by_region"], start=1):
        counts = {code.value: str(area["counts"].get(code, 0)) for code in Status}
        answer = label("yes" if area["ok"] else "no", lang)
        name, total = area["title"][lang], str(area["total"])
        rows.append({"number": str(number), "region": name, "total": total, "ok": answer, **counts})
    return rows


def measure_rows(records: ReportRecords, lang: Lang) -> list[dict[str, str]]:
    """Rows of the work table; of several regions only those that are not done as they should."""
    several = len(regions_of(records["standings"])) > 1
    return [
        {
            "number": record["measure"],
            "region": record["region_title"][lang],
            "content": record["title"][lang],
            "status": status_word(record["status"], lang),
            "due": record["due"] or "—",
            "lead": units_text(record["lead"], lang),
            "evidence": " ".join(part for part in (record["done_on"], record["evidence"]) if part),
        }
        for record in records["measures"]
        if not several or record["status"] in OPEN
    ]


def finding_rows(records: ReportRecords, lang: Lang) -> list[dict[str, str]]:
    """What is wrong or doubtful in the data."""
    return [
        {
            "severity": record["severity_word"][lang],
            "place": record["place"],
            "text": record["text"],
            "message": record["message"][lang],
        }
        for record in records["findings"]
    ]
