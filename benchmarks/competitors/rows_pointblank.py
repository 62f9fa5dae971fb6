"""pointblank on polars: steps for the rows, and a step for each target."""

from typing import Any

import pointblank as pb
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


def judge(file: str) -> Any:
    rows = rows_by_polars(file)
    steps = (
        pb.Validate(rows)
        .rows_distinct(columns_subset=[*KEY, "variable"])
        .col_vals_in_set(columns="period", set=PERIODS)
        .col_vals_in_set(columns="variable", set=VARIABLES)
        .col_vals_regex(columns="value", pattern=CELL)
    )
    expect(rows, sum(steps.interrogate().n_failed().values()))
    margins, counts = by_polars(rows)
    targets = pb.Validate(margins)
    for name in NAMES:
        targets = targets.col_vals_ge(columns=name, value=0, na_pass=True)
    failed = targets.interrogate().n_failed().values()
    return told(margins, counts, dict(zip(NAMES, failed, strict=True)))


if __name__ == "__main__":
    main(judge)
