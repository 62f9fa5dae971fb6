"""Idiomatic pandera on pandas: a schema for the rows and one for the targets, validated lazily."""

from typing import Any

import pandera.pandas as pa
from margins import (
    CELL,
    KEY,
    NAMES,
    PERIODS,
    VARIABLES,
    by_pandas,
    expect,
    rows_by_pandas,
    told,
)  # fmt: skip
from measured import main

ROWS = pa.DataFrameSchema(
    {
        "region": pa.Column(str),
        "period": pa.Column(str, pa.Check.isin(PERIODS)),
        "variable": pa.Column(str, pa.Check.isin(VARIABLES)),
        "value": pa.Column(str, pa.Check.str_matches(CELL)),
    },
    unique=[*KEY, "variable"],
)
TARGETS = pa.DataFrameSchema(
    {
        **{name: pa.Column(str) for name in KEY},
        **{name: pa.Column(float, pa.Check.ge(0, error=name), nullable=True) for name in NAMES},
    }
)


def failures(schema: pa.DataFrameSchema, frame: Any, by: str) -> dict[str, int]:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases[by].value_counts().to_dict()
    return {}


def judge(file: str) -> Any:
    rows = rows_by_pandas(file)
    expect(rows, sum(failures(ROWS, rows, "column").values()))
    margins, counts = by_pandas(rows)
    return told(margins, counts, failures(TARGETS, margins, "check"))


if __name__ == "__main__":
    main(judge)
