"""Parquet: every verdict as one typed row, for other systems; names of columns are stable."""

from __future__ import annotations

import io
from typing import Any

from genhe_targets.report.records import FORMAT, ReportRecords, VerdictRecord
from genhe_targets.vocabulary import Lang

TEXTS = (
    "target", "region", "period", "as_of", "status", "value_text", "limit_text", "margin_text",
    "reason", "comparison", "obligation", "nature", "clause", "measure", "wording", "formula",
    "formula_filled",
)  # fmt: skip
WORDS = ("title", "region_title", "unit", "rule", "reason_text", "definition", "remaining")
NUMBERS = ("value", "limit", "margin", "pace", "progress", "elapsed")
FLAGS = ("final", "overdue", "decisive")


def render(records: ReportRecords, lang: Lang) -> bytes:  # noqa: ARG001 - it holds both languages
    """Standings (``kind`` is ``standing``) and the verdicts of every period (``verdict``)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [("standing", record) for record in records["standings"]]
    rows += [("verdict", record) for record in records["verdicts"]]
    found = [record for _, record in rows]
    columns: dict[str, Any] = {"kind": pa.array([kind for kind, _ in rows], pa.string())}
    for name in TEXTS:
        columns[name] = pa.array(_column(found, name), pa.string())
    for name in WORDS:
        for language in ("zh", "en"):
            texts = [words[language] for words in _column(found, name)]
            columns[f"{name}_{language}"] = pa.array(texts, pa.string())
    for name in NUMBERS:
        columns[name] = pa.array(_column(found, name), pa.float64())
    for name in FLAGS:
        columns[name] = pa.array(_column(found, name), pa.bool_())
    columns["due"] = pa.array(_column(found, "due"), pa.string()).cast(pa.date32())
    for name in ("lead", "support"):
        units = [[unit["zh"] for unit in listed] for listed in _column(found, name)]
        columns[name] = pa.array(units, pa.list_(pa.string()))
    made = {item["target"] + item["region"]: item for item in _changes(records)}
    for name in ("change", "status_before", "value_before_text"):
        told = [made.get(r["target"] + r["region"], {}).get(name) for r in found]
        columns[name] = pa.array(
            [
                text if kind == "standing" else None
                for (kind, _), text in zip(rows, told, strict=True)
            ],
            pa.string(),
        )
    table = pa.table(columns).replace_schema_metadata(
        {
            "format": FORMAT,
            "plan": records["plan"]["id"],
            "plan_hash": records["plan"]["content_hash"],
            "as_of": records["as_of"],
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _column(records: list[VerdictRecord], name: str) -> list[Any]:
    return [record[name] for record in records]  # type: ignore[literal-required] # names are above


def _changes(records: ReportRecords) -> list[dict[str, Any]]:
    return [dict(item) for item in records["changes"]["items"]] if "changes" in records else []
