"""Large text files, read as whole columns: each distinct text once, whatever the rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from genhe_targets.reading.coding import TextColumn
from genhe_targets.reading.flat import ColumnTable

LARGE = 1_000_000
"""Bytes from which on a text file is read this way."""


def read_columns(
    content: bytes, header: list[str], lines: int, delimiter: str, figures: Collection[int] = ()
) -> ColumnTable | None:
    """Read the rows below a header, ``None`` where some row is not as wide as the header.

    Args:
        content: The file, in UTF-8.
        header: Texts of the header.
        lines: How many lines stand above the rows, the header's included.
        delimiter: What separates the cells.
        figures: Positions of columns of figures: their texts hardly repeat, so they are not coded.
    """
    import pyarrow as pa
    from pyarrow import csv

    names = [f"c{at}" for at in range(len(header))]
    coded = pa.dictionary(pa.int32(), pa.string())
    types = {name: pa.string() if at in figures else coded for at, name in enumerate(names)}
    try:
        table = csv.read_csv(
            pa.BufferReader(content),
            read_options=csv.ReadOptions(column_names=names, skip_rows=lines, block_size=1 << 24),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=False, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    table = table.unify_dictionaries()
    return ColumnTable(header, [_column(table, name) for name in names], 0)


def _column(table: Any, name: str) -> TextColumn:
    import pyarrow as pa

    whole = table.column(name).combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    if isinstance(whole, pa.DictionaryArray):
        return TextColumn(whole.dictionary, whole.indices.to_numpy().astype(np.int32, copy=False))
    return TextColumn(whole, np.arange(len(whole), dtype=np.int32))
