"""Great Expectations on pandas: a suite for the rows and one for the targets."""

import logging
import os
import warnings
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"
logging.disable(logging.WARNING)
warnings.simplefilter("ignore")

import great_expectations as gx  # noqa: E402
import great_expectations.expectations as gxe  # noqa: E402
from margins import (  # noqa: E402
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
from measured import main  # noqa: E402

CONTEXT = gx.get_context(mode="ephemeral")
CONTEXT.variables.progress_bars = {"globally": False}
BATCHES = (
    CONTEXT.data_sources.add_pandas("reports")
    .add_dataframe_asset("tables")
    .add_batch_definition_whole_dataframe("all")
)
ROWS = gx.ExpectationSuite(
    "rows",
    expectations=[
        gxe.ExpectCompoundColumnsToBeUnique(column_list=[*KEY, "variable"]),
        gxe.ExpectColumnValuesToBeInSet(column="period", value_set=PERIODS),
        gxe.ExpectColumnValuesToBeInSet(column="variable", value_set=VARIABLES),
        gxe.ExpectColumnValuesToMatchRegex(column="value", regex=CELL),
    ],
)
TARGETS = gx.ExpectationSuite(
    "targets",
    expectations=[gxe.ExpectColumnValuesToBeBetween(column=n, min_value=0) for n in NAMES],
)


def failures(suite: gx.ExpectationSuite, frame: Any, key: list[str]) -> dict[str, int]:
    batch = BATCHES.get_batch(batch_parameters={"dataframe": frame})
    form = {"result_format": "COMPLETE", "unexpected_index_column_names": key}
    return {
        one.expectation_config.kwargs.get("column", ""): one.result["unexpected_count"]
        for one in batch.validate(suite, result_format=form).results
    }


def judge(file: str) -> Any:
    rows = rows_by_pandas(file)
    expect(rows, sum(failures(ROWS, rows, [*KEY, "variable"]).values()))
    margins, counts = by_pandas(rows)
    return told(margins, counts, failures(TARGETS, margins, KEY))


if __name__ == "__main__":
    main(judge)
