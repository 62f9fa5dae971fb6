"""PySpark: each partition is judged where it lies; verdicts and findings are collected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from genhe_targets.engines.outline import (
    Columns,
    columns_of,
    compares_regions,
    other_spellings,
)
from genhe_targets.engines.parts import VERDICTS, Part, Task, from_json, to_json
from genhe_targets.plan.model import Plan

_TYPES = {"value": "double", "limit": "double", "margin": "double", "final": "boolean",
          "due": "timestamp", "decisive": "boolean"}  # fmt: skip
_SCHEMA = ", ".join(f"{name} {_TYPES.get(name, 'string')}" for name in VERDICTS)


def is_spark(data: Any) -> bool:
    """Whether something is a PySpark frame."""
    return type(data).__module__.startswith("pyspark.")


@dataclass(frozen=True)
class SparkSource:
    """A PySpark frame; the partitions of its shuffle hold whole regions."""

    frame: Any
    plan: Plan
    columns: Columns

    @classmethod
    def of(cls, frame: Any, plan: Plan) -> SparkSource:
        """Recognise the columns of a frame."""
        return cls(frame, plan, columns_of(frame.limit(200).toArrow(), plan))

    def distinct(self) -> Any:
        """The distinct periods and names, a pyarrow table."""
        return self.frame.select(*self.columns.keys).distinct().toArrow()

    def judged(self, task: Task) -> Iterator[Part]:
        """Judge every partition on its executor; what comes home is one part."""
        import pyarrow as pa
        from pyspark.sql import functions as fn

        region = fn.coalesce(fn.col(self.columns.region).cast("string"), fn.lit(""))
        told = [row[0] for row in self.frame.select(region).distinct().toLocalIterator()]
        others = other_spellings(told, self.plan)
        if others:
            spelled = fn.create_map(*map(fn.lit, chain.from_iterable(others.items())))
            region = fn.coalesce(spelled[region], region)
        whole = compares_regions(self.plan)
        laid = self.frame.coalesce(1) if whole else self.frame.repartition(region)
        rows = laid.mapInArrow(_worker(task), f"said string, {_SCHEMA}").toArrow()
        said = [text for text in rows.column("said").to_pylist() if text]
        for text in said:
            yield from_json(text)
        if task.verdicts:
            verdicts = rows.filter(pa.compute.is_null(rows.column("said"))).drop_columns(["said"])
            yield replace(Part({}, ()), verdicts=verdicts)


def _worker(task: Task) -> Any:
    """The function an executor runs over one partition."""

    def judge(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        held = list(batches)
        if not sum(batch.num_rows for batch in held):
            return
        part = task.run(pa.Table.from_batches(held))
        count = 0 if part.verdicts is None else part.verdicts.num_rows
        said = pa.array([to_json(part)] + [None] * count, pa.string())
        columns = {"said": said}
        for name in VERDICTS:
            kind = _arrow(name)
            own = pa.nulls(1, kind)
            if count:
                told = part.verdicts.column(name).combine_chunks().cast(kind)
                own = pa.concat_arrays([own, told])
            columns[name] = own
        yield from pa.table(columns).to_batches()

    return judge


def _arrow(name: str) -> Any:
    import pyarrow as pa

    kinds = {"double": pa.float64(), "boolean": pa.bool_(), "timestamp": pa.timestamp("us", "UTC")}
    return kinds.get(_TYPES.get(name, ""), pa.string())
