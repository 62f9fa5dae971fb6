"""Frames and records in memory: pandas, polars, pyarrow, DuckDB, PySpark, mappings.

A table becomes coded columns of texts, whole columns at a time; numbers are spelled as briefly
as they can be, so that the exact second look of judging sees the decimals that were meant.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from genhe_targets.reading.coding import Codes, TextColumn, coded
from genhe_targets.reading.flat import ColumnTable

_FEW = 2000
"""Up to so many rows a plain loop is faster than any whole-column call."""


def is_frame(data: Any) -> bool:
    """Whether something is a table of some library."""
    return any(
        hasattr(data, name)
        for name in ("__arrow_c_stream__", "collect_schema", "column_names", "columns")
    )


def frame_table(data: Any) -> ColumnTable:
    """A frame of pandas, polars, pyarrow, DuckDB or PySpark as coded columns.

    The named levels of a pandas index become columns.  A lazy frame is collected.  narwhals knows
    the libraries; pandas is looked at without it, because of its index and its mixed columns.
    """
    if type(data).__module__.partition(".")[0] == "pandas":  # "pandas" itself since pandas 3
        return _pandas(data)
    import narwhals as nw

    frame = nw.from_native(data, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect("pyarrow")
    if isinstance(frame, nw.DataFrame):
        return arrow_table(frame.to_arrow())
    # No library that narwhals knows, but it hands out its columns as all of them can.
    return arrow_table(nw.from_arrow(data, backend="pyarrow").to_native())


def _pandas(frame: Any) -> ColumnTable:
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    headers = [_header(name) for name in frame.columns]
    if len(frame) <= _FEW:
        cells = frame.to_numpy(dtype=object).T.tolist()  # far cheaper than column by column
        return ColumnTable(headers, [coded([spell(cell) for cell in column]) for column in cells])
    return ColumnTable(headers, [_series(frame.iloc[:, at]) for at in range(len(headers))])


def _header(name: Any) -> str:
    parts = name if isinstance(name, tuple) else (name,)
    return "_".join(text for part in parts if (text := spell(part)))


def _series(series: Any) -> TextColumn:
    import pandas as pd

    if isinstance(series.dtype, pd.CategoricalDtype):
        held = series.array
        return _decoded([spell(value) for value in held.categories.tolist()], held.codes)
    if isinstance(series.dtype, pd.StringDtype | pd.ArrowDtype) or series.dtype.kind in "iuf":
        import pyarrow as pa

        return _arrow(pa.chunked_array(pa.array(series, from_pandas=True)))
    codes, values = pd.factorize(series, use_na_sentinel=True)
    return _decoded([spell(value) for value in values.tolist()], codes)


def arrow_table(table: Any) -> ColumnTable:
    """A pyarrow table as coded columns."""
    columns = [_arrow(table.column(at)) for at in range(table.num_columns)]
    return ColumnTable([str(name) for name in table.column_names], columns)


def _arrow(column: Any) -> TextColumn:
    import pyarrow as pa
    from pyarrow import types

    if len(column) <= _FEW or types.is_nested(column.type):
        return coded([spell(value) for value in column.to_pylist()])
    kind = column.type
    if types.is_large_string(kind) or types.is_string_view(kind):
        column = column.cast(pa.string())
    if not types.is_dictionary(kind):
        column = column.dictionary_encode()
    column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    texts = _spelled(column.dictionary)
    if len(texts) <= _FEW:
        return _decoded(texts.to_pylist(), codes)
    missing = codes < 0
    if missing.any():
        texts = pa.concat_arrays([texts, pa.array([""], pa.string())])
        codes = np.where(missing, len(texts) - 1, codes)
    return TextColumn(texts, codes.astype(np.int32))


def _spelled(values: Any) -> Any:
    """Distinct values of an arrow array as texts."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import types

    if types.is_large_string(values.type) or types.is_string_view(values.type):
        return values.cast(pa.string())
    if types.is_string(values.type) or types.is_integer(values.type):
        return values.cast(pa.string())
    if types.is_floating(values.type):
        texts = values.cast(pa.string())
        # Arrow spells floats as briefly as Python does; what is no plain decimal is spelled here.
        odd = np.flatnonzero(~pc.match_substring_regex(texts, r"^-?\d+(\.\d+)?$").to_numpy(False))
        if len(odd):
            own = [spell(value) for value in values.take(pa.array(odd)).to_pylist()]
            mask = np.zeros(len(texts), dtype=bool)
            mask[odd] = True
            texts = pc.replace_with_mask(texts, pa.array(mask), pa.array(own, pa.string()))
        return texts
    return pa.array([spell(value) for value in values.to_pylist()], pa.string())


def _decoded(texts: list[str], codes: Any) -> TextColumn:
    """Distinct texts and positions, -1 for a blank."""
    missing = np.asarray(codes) < 0
    found: Codes = np.where(missing, len(texts), codes).astype(np.int32)
    return TextColumn([*texts, ""] if missing.any() else texts, found).mapped(str)


def records_table(records: Sequence[Mapping[Any, Any]]) -> ColumnTable:
    """Mappings as coded columns, one for each key."""
    headers = list(dict.fromkeys(key for record in records for key in record))
    columns = [coded([spell(record.get(key)) for record in records]) for key in headers]
    return ColumnTable([str(key) for key in headers], columns)


def spell(value: Any) -> str:  # noqa: PLR0911 - one way out for each kind of value
    """A value as the text of a cell; what stands for nothing is blank."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool | np.bool_):
        return "是" if value else "否"
    if isinstance(value, float | np.floating):
        return _spell_float(value)
    if isinstance(value, Decimal):
        return "" if value.is_nan() else format(value, "f") if value.is_finite() else str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()[:10] if value == value else ""  # noqa: PLR0124 - NaT
    text = str(value)
    return "" if text in {"<NA>", "NaT"} else text


def _spell_float(value: float | np.floating[Any]) -> str:
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    # A single-precision float is spelled by its own digits: 95.1 and not 95.0999984741211.
    text = str(value) if isinstance(value, np.floating) else repr(value)
    return text.removesuffix(".0") if "e" not in text else format(Decimal(text), "f")
