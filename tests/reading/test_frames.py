"""Frames of every library give the same observations, digits kept."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from genhe_targets.plan.loading import load_plan
from genhe_targets.reading import read
from genhe_targets.reading.frames import frame_table, records_table, spell

PLAN = load_plan("genhe-2023")
ROWS = [
    ("150785", "2023Q3", "sewage_treated", 95.1),
    ("150785", "2023Q3", "reclaimed_water_used", None),
    ("150785", "2023Q4", "sewage_treated", 1e16),
    ("150785", "2023Q4", "reclaimed_water_used", 0.1 + 0.2),
]
NAMES = ["region", "period", "variable", "value"]
PANDAS = pd.DataFrame(ROWS, columns=NAMES)


def polars_frame():
    polars = pytest.importorskip("polars")
    return polars.DataFrame(ROWS, schema=NAMES, orient="row")


def duckdb_relation():
    duckdb = pytest.importorskip("duckdb")
    return duckdb.connect().from_arrow(arrow())


def arrow():
    import pyarrow as pa

    return pa.Table.from_pandas(PANDAS)


ENGINES = {
    "records": lambda: [dict(zip(NAMES, row, strict=True)) for row in ROWS],
    "categories": lambda: PANDAS.astype({"region": "category", "period": "category"}),
    "index": lambda: PANDAS.set_index(["region", "period"]),
    "numpy object": lambda: PANDAS.astype(object),
    "arrow": arrow,
    "polars": polars_frame,
    "lazy polars": lambda: polars_frame().lazy(),
    "duckdb": duckdb_relation,
}


def cells(data):
    found = read(data, PLAN)
    return [
        [found.texts[name].text(row) for name in ("region", "period", "variable", "text")]
        + [repr(float(found.value[row]))]
        for row in range(len(found))
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_cells_pandas_gives(engine):
    assert cells(ENGINES[engine]()) == cells(PANDAS)


def test_digits_are_those_that_were_meant():
    assert [row[3] for row in cells(PANDAS)] == [
        "95.1", "", "10000000000000000", "0.30000000000000004",
    ]  # fmt: skip


@pytest.mark.parametrize("dtype", ["float64", "float32", "int64", "str", "object"])
def test_long_columns_are_spelled_like_short_ones(dtype):
    values = np.arange(5000) * (1 if dtype == "int64" else 0.37)
    frame = pd.DataFrame({"value": pd.Series(values).astype(dtype)})
    column = frame_table(frame).columns[0]
    short = [spell(value) for value in frame["value"].tolist()]
    if dtype == "float32":
        short = [spell(value) for value in frame["value"].to_numpy()]
    assert [column.text(row) for row in range(5000)] == short


def test_long_columns_keep_silence_and_infinities():
    values = [1.5, float("nan"), float("inf"), 1e300, 1e-7] * 1000
    column = frame_table(pd.DataFrame({"value": values})).columns[0]
    texts = [column.text(row) for row in range(5)]
    assert texts == ["1.5", "", "inf", spell(1e300), "0.0000001"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (float("nan"), ""), (pd.NA, ""), (pd.NaT, ""), (float("-inf"), "-inf"),
        (95.0, "95"), (95, "95"), (True, "是"), (False, "否"), (Decimal("95.00"), "95.00"),
        (Decimal("123456789012345678.9"), "123456789012345678.9"), (Decimal("NaN"), ""),
        (datetime.date(2023, 9, 30), "2023-09-30"), (pd.Timestamp("2023-09-30 08:00"), "2023-09-30"),
        ("—", "—"),
    ],
)  # fmt: skip
def test_values_are_spelled_as_a_cell_shows_them(value, text):
    assert spell(value) == text


def test_records_with_different_keys_share_a_table():
    table = records_table([{"a": 1}, {"b": "x"}])
    assert table.headers == ["a", "b"]
    assert [column.text(1) for column in table.columns] == ["", "x"]


@pytest.mark.parametrize("times", [1, 1000])
def test_a_column_may_mix_numbers_and_texts_as_a_sheet_read_by_pandas_does(times):
    values = [95, "≥95", 94.5, None, "待核实", datetime.date(2023, 9, 30), Decimal("95.10")]
    frame = pd.DataFrame({"region": ["150785"] * (7 * times), "value": values * times})
    column = frame_table(frame.set_index("region")).columns[1]
    texts = [column.text(row) for row in range(7 * times)]
    assert texts == ["95", "≥95", "94.5", "", "待核实", "2023-09-30", "95.10"] * times


def test_the_names_of_an_index_come_first_as_pandas_shows_them():
    frame = PANDAS.set_index(["region", "period"])
    assert frame_table(frame).headers == NAMES
    assert (
        frame_table(PANDAS.set_axis([["a"] * 4, ["x", "y", "z", "u"]], axis=1)).headers[0] == "a_x"
    )
