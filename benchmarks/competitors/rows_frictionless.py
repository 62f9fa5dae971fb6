"""frictionless: a schema for the rows of the file and one for the targets, row by row."""

from collections import Counter
from pathlib import Path
from typing import Any

from frictionless import Resource, Schema
from margins import (
    CELL,
    KEY,
    NAMES,
    PERIODS,
    VARIABLES,
    by_polars,
    expect,
    rows_by_polars,
    told,
)  # fmt: skip
from measured import main

ROWS = Schema.from_descriptor(
    {
        "fields": [
            {"name": "region", "type": "string"},
            {"name": "period", "type": "string", "constraints": {"enum": PERIODS}},
            {"name": "variable", "type": "string", "constraints": {"enum": VARIABLES}},
            {"name": "value", "type": "string", "constraints": {"pattern": CELL}},
        ],
        "primaryKey": [*KEY, "variable"],
    }
)
TARGETS = Schema.from_descriptor(
    {
        "fields": [
            *({"name": name, "type": "string"} for name in KEY),
            *({"name": n, "type": "integer", "constraints": {"minimum": 0}} for n in NAMES),
        ]
    }
)
ALL = 10**9


def failures(resource: Resource) -> Counter[str]:
    report = resource.validate(limit_errors=ALL)
    return Counter(getattr(error, "field_name", error.type) for error in report.tasks[0].errors)


def judge(file: str) -> Any:
    place = Path(file)
    reported = Resource(path=place.name, basepath=str(place.parent), schema=ROWS, encoding="utf-8")
    found = failures(reported)
    rows = rows_by_polars(file)
    expect(rows, found.total())
    margins, counts = by_polars(rows)
    told_rows = [margins.columns, *map(list, margins.iter_rows())]
    return told(margins, counts, failures(Resource(data=told_rows, schema=TARGETS)))


if __name__ == "__main__":
    main(judge)
