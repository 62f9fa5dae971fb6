"""Running: a table cut into parts of whole regions, each judged, the answers collected."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from genhe_targets.engines.collected import CollectedReport
from genhe_targets.engines.duck import DuckSource, relation
from genhe_targets.engines.outline import outline_of
from genhe_targets.engines.parts import Part, Task
from genhe_targets.engines.spark import SparkSource, is_spark
from genhe_targets.plan.model import Plan
from genhe_targets.vocabulary import Lang


def run(  # noqa: PLR0913 - the arguments of ``evaluate``
    data: Any,
    plan: Plan,
    as_of: datetime.date | None,
    *,
    assigned: Any,
    lang: Lang,
    settings: Any,
    engine: Any,
    verdicts: bool,
    into: str | Path | None,
) -> CollectedReport:
    """Judge a table part by part; see ``evaluation.evaluate``.

    Raises:
        ReadingError: It is no flat table with regions and periods.
        MissingExtraError: The engine is not installed.
    """
    source = SparkSource.of(data, plan) if is_spark(data) else _duck(data, plan, engine)
    outline = outline_of(source.distinct(), source.columns, plan, as_of, settings)
    task = Task(plan, outline, assigned, settings, verdicts)
    found = source.judged(task) if isinstance(source, SparkSource) else _judged(source, task)
    return CollectedReport(plan, outline.as_of, lang, found, into)


def _duck(data: Any, plan: Plan, engine: Any) -> DuckSource:
    """Files by their name, frames by their columns."""
    if engine is None and not isinstance(data, str | Path):
        from genhe_targets.engines.duck import connect

        if not hasattr(data, "project"):
            from genhe_targets.engines.frames import as_arrow

            data = connect().from_arrow(as_arrow(data))
    return DuckSource.of(relation(data, engine or "duckdb"), engine or "duckdb", plan)


def _judged(source: DuckSource, task: Task) -> Iterator[Part]:
    for table in source.parts():
        yield task.run(table)
