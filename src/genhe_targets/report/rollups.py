"""Many verdicts as one: of a measure, clause, unit, region and the plan, as the plan declares it.

Decisive standings are rolled up; where a group has none, all of its standings are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from genhe_targets.judging.rollup import roll_up
from genhe_targets.plan.model import Plan
from genhe_targets.plan.rollups import Level
from genhe_targets.report.figures import named, words
from genhe_targets.report.outline import MeasureOutline, Outline
from genhe_targets.report.records import ReportRecords, RollUpRecord, Words
from genhe_targets.vocabulary import LANGS, Lang, Status

if TYPE_CHECKING:
    import pandas as pd

_STATUSES = {status.value: status for status in Status}

LEVELS: tuple[Level, ...] = ("plan", "region", "unit", "clause", "measure")


def rollup_records(
    plan: Plan, standings: Sequence[Outline], measures: Sequence[MeasureOutline]
) -> list[RollUpRecord]:
    """One answer for each group of each level, in the order of the document.

    Args:
        plan: The plan, which declares how.
        standings: What counts now.
        measures: The rows of the work table, each with its state.
    """
    groups: dict[Level, dict[str, tuple[Words, list[Outline]]]] = {level: {} for level in LEVELS}

    def put(level: Level, key: str, title: Words, record: Outline) -> None:
        groups[level].setdefault(key, (title, []))[1].append(record)

    clauses = {clause.number: words(clause.title.zh, clause.title.en) for clause in plan.clauses}
    for record in standings:
        put("plan", plan.id, words(plan.title.zh, plan.title.en), record)
        put("region", record["region"], record["region_title"], record)
        for unit in record["lead"]:
            put("unit", unit["zh"], unit, record)
        number = record["clause"]
        if number is not None:
            put("clause", number, clauses.get(number, words(number, number)), record)
    found = [
        _record(plan, level, key, title, _heard(records))
        for level, own in groups.items()
        for key, (title, records) in own.items()
    ]
    return [*found, *_measures(plan, measures)]


def _heard(records: Sequence[Outline]) -> list[tuple[str, Status]]:
    decisive = [record for record in records if record["decisive"]]
    return [(record["target"], _STATUSES[record["status"]]) for record in decisive or records]


def _measures(plan: Plan, measures: Sequence[MeasureOutline]) -> Iterator[RollUpRecord]:
    rows: dict[str, list[MeasureOutline]] = {}
    for record in measures:
        rows.setdefault(record["measure"], []).append(record)
    for number, own in rows.items():
        heard = [(number, _STATUSES[record["status"]]) for record in own]
        yield _record(plan, "measure", number, own[0]["title"], heard)


def _record(
    plan: Plan, level: Level, key: str, title: Words, heard: Sequence[tuple[str, Status]]
) -> RollUpRecord:
    method = plan.rollups.of(level)
    status = roll_up(heard, method)
    return {
        "level": level,
        "key": key,
        "title": title,
        "status": status.value,
        "status_word": named(status),
        "method": words(*(method.sentence(lang) for lang in LANGS)),
        "declared": level in plan.rollups.model_fields_set,
        "counts": dict(Counter(one.value for _, one in heard)),
        "total": len(heard),
    }


def of_level(records: Sequence[RollUpRecord], level: str) -> Mapping[str, RollUpRecord]:
    """The answers of one level by key."""
    return {record["key"]: record for record in records if record["level"] == level}


LEVEL_LABELS: dict[str, str] = {level: level for level in LEVELS} | {"unit": "lead"}
"""What views call the groups of a level, by keys of ``labels.LABELS``."""


def declared(records: ReportRecords) -> list[tuple[str, list[RollUpRecord]]]:
    """The levels that the plan declares a method for, as labels, with their answers."""
    found = records.get("rollups", [])
    levels = [
        (LEVEL_LABELS[level], [r for r in found if r["level"] == level and r["declared"]])
        for level in LEVELS
    ]
    return [(name, own) for name, own in levels if own]


def rollup_frame(records: Sequence[RollUpRecord], level: str, lang: Lang) -> pd.DataFrame:
    """One row for each group of a level.

    Columns: ``key, title, status, status_word, total, method``, and a count for each status.

    Raises:
        ValueError: There is no such level.
    """
    import pandas as pd

    if level not in LEVELS:
        raise ValueError(f"{level!r} is none of: {', '.join(LEVELS)}")
    rows = [
        {
            "key": record["key"],
            "title": record["title"][lang],
            "status": record["status"],
            "status_word": record["status_word"][lang],
            "total": record["total"],
            "method": record["method"][lang],
            **{status.value: record["counts"].get(status.value, 0) for status in Status},
        }
        for record in of_level(records, level).values()
    ]
    return pd.DataFrame(rows)
