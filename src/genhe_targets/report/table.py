"""CSV: one row for each standing, under the headings bureaus know, opened by Excel as it is."""

from __future__ import annotations

import csv
import io

from genhe_targets.report.cells import neutral
from genhe_targets.report.labels import label, source_text, units_text
from genhe_targets.report.records import ReportRecords, VerdictRecord
from genhe_targets.vocabulary import Lang

COLUMNS = (
    "number", "region", "target", "unit", "limit", "value", "margin", "progress", "elapsed",
    "status", "due", "lead", "support", "period", "source", "obligation", "reason", "remaining",
    "definition",
)  # fmt: skip
"""Labels of the columns; see ``labels.LABELS``."""

CHANGE_COLUMNS = ("change", "before", "before_value")
"""Added where the report is held against an earlier one."""


def render(records: ReportRecords, lang: Lang) -> bytes:
    """The standings as CSV in UTF-8 with a mark by which Excel knows it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    columns = [*COLUMNS, *(CHANGE_COLUMNS if "changes" in records else ())]
    changed = {}
    if "changes" in records:
        changed = {(c["target"], c["region"]): c for c in records["changes"]["items"]}
    writer.writerow([label(column, lang) for column in columns])
    for number, record in enumerate(records["standings"], start=1):
        cells = row(record, number, lang)
        change = changed.get((record["target"], record["region"]))
        if change:
            cells["change"] = change["change_word"][lang]
            cells["before"] = change["status_before_word"][lang]
            cells["before_value"] = change["value_before_text"]
        writer.writerow([neutral(cells.get(column, "")) for column in columns])
    return buffer.getvalue().encode("utf-8-sig")


def row(record: VerdictRecord, number: int, lang: Lang) -> dict[str, str]:
    """One standing as texts by column."""
    return {
        "number": str(number),
        "region": record["region_title"][lang],
        "target": record["title"][lang],
        "unit": record["unit"][lang],
        "limit": record["limit_text"],
        "value": record["value_text"],
        "margin": record["margin_text"],
        "progress": share(record["progress"]),
        "elapsed": share(record["elapsed"]),
        "status": record["status_word"][lang],
        "due": record["due"] or "",
        "lead": units_text(record["lead"], lang),
        "support": units_text(record["support"], lang),
        "period": record["period"],
        "source": source_text(record["clause"], record["measure"], lang),
        "obligation": record["obligation_word"][lang],
        "reason": record["reason_text"][lang],
        "remaining": record["remaining"][lang],
        "definition": record["definition"][lang],
    }


def share(part: float | None) -> str:
    """A share in whole percent, cut, so that 99.9 % is not shown as 100 %."""
    return "—" if part is None else f"{int(part * 100 + 1e-9)}%"
