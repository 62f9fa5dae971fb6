"""Large text files, read as whole columns: each distinct text once, whatever the rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from genhe_targets.reading.coding import TextColumn
from genhe_targets.reading.flat import ColumnTable

LARGE = 1_000_000
"""Bytes from which on a text file is read this way."""


BLOCK = 1 << 22
"""Bytes read at a time."""


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
        # Blocks one by one need half the memory of all at once, and hardly more time.
        table = csv.open_csv(
            pa.BufferReader(content),
            read_options=csv.ReadOptions(column_names=names, skip_rows=lines, block_size=BLOCK),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=False, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        ).read_all()
    except pa.ArrowInvalid:
        return None
    table = table.unify_dictionaries()
    columns = []
    while table.num_columns:  # each is let go of once it is converted
        columns.append(_column(table.column(0)))
        table = table.remove_column(0)
        pa.default_memory_pool().release_unused()
    return ColumnTable(header, columns, 0)


def _column(chunked: Any) -> TextColumn:
    import pyarrow as pa

    if pa.types.is_dictionary(chunked.type):
        codes = [chunk.indices.to_numpy() for chunk in chunked.chunks]
        texts = chunked.chunk(0).dictionary if codes else pa.array([], pa.string())
        return TextColumn(texts, np.concatenate(codes or [np.empty(0, np.int32)]))
    whole = chunked.combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    return TextColumn(whole, np.arange(len(whole), dtype=np.int32))
