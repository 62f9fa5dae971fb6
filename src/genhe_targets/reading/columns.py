"""Large text files, read as whole columns: each distinct text once, whatever the rows."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import Any

import numpy as np

from genhe_targets.pieces import processors, side_by_side
from genhe_targets.reading.coding import Codes, TextColumn, narrowest
from genhe_targets.reading.flat import ColumnTable

LARGE = 1_000_000
"""Bytes from which on a text file is read this way, and rows of another kind are not looked for."""

_MANY = 3000
"""Distinct texts from which on an array of them is cheaper than a list."""

BLOCK = 1 << 22
"""Bytes read at a time."""

PART = 1 << 24
"""Bytes from which on a file is read in parts side by side, one for each processor."""


def read_columns(
    content: bytes, header: list[str], lines: int, delimiter: str, figures: Collection[int] = ()
) -> ColumnTable | None:
    """Read the rows below a header, ``None`` where arrow cannot: some row is of another width.

    Args:
        content: The file, known to be UTF-8.
        header: Texts of the header.
        lines: How many lines stand above the rows, the header's included.
        delimiter: What separates the cells.
        figures: Positions of columns of figures: their texts hardly repeat, so they are not coded.
    """
    import pyarrow as pa

    if not delimiter.isascii():  # which arrow does not take
        return None
    names = [f"c{at}" for at in range(len(header))]
    coded = pa.dictionary(pa.int32(), pa.string())
    types = {name: pa.string() if at in figures else coded for at, name in enumerate(names)}
    parts = list(enumerate(_parts(content)))
    try:
        read = list(
            side_by_side(
                lambda part: _read(part[1], 0 if part[0] else lines, types, delimiter), parts
            )
        )
    except pa.ArrowInvalid:
        return None
    row, count = lines + 1, sum(len(block) for part in read for block in part[0])
    numbers = np.arange(row + count, dtype=np.int32)
    columns = list(
        side_by_side(lambda blocks: _whole(blocks, numbers[:count]), _by_column(read), count)
    )
    del read
    _pool().release_unused()
    return ColumnTable(header, columns, row, numbers)


def cut(content: bytes, header: list[str], delimiter: str) -> list[TextColumn] | None:
    """The columns of rows without a header, coded as from cells one by one.

    ``None`` where some row is not as wide as the header, or blank.  No text is there twice.
    """
    table = read_columns(content, header, 0, delimiter)
    return None if table is None else list(map(held, table.columns))


def held(column: TextColumn) -> TextColumn:
    """The same column with very many texts as an array of arrow, few as a list."""
    if len(column.texts) <= _MANY:
        return TextColumn(column.listed(), column.codes)
    import pyarrow as pa

    return TextColumn(pa.array(column.texts, pa.string()), column.codes)


def _pool() -> Any:
    """Where tables of arrow are held that are let go of at once: in memory that is used again.

    That of the default pool is new to the process nearly every time, which costs a fifth of the
    reading.
    """
    import pyarrow as pa

    try:
        return pa.jemalloc_memory_pool()
    except NotImplementedError:  # arrow was built without it
        return pa.default_memory_pool()


def _parts(content: bytes) -> list[Any]:
    """The content as one buffer for each processor, cut where a line ends; none is copied."""
    import pyarrow as pa

    whole, size = pa.py_buffer(content), len(content)
    count = max(1, min(processors(), size // PART))
    ends = [content.find(b"\n", size * part // count) + 1 or size for part in range(1, count)]
    cuts = [0, *ends, size]
    return [whole.slice(start, end - start) for start, end in pairwise(cuts) if start < end]


def _read(part: Any, lines: int, types: dict[str, Any], delimiter: str) -> list[list[Any]]:
    """The rows of a part without the lines above them: the blocks of each column.

    Those of a column that is coded are coded each by itself.
    """
    import pyarrow as pa
    from pyarrow import csv

    # Blocks one by one need half the memory of all at once, and hardly more time.
    reader = csv.open_csv(
        pa.BufferReader(part),
        read_options=csv.ReadOptions(
            column_names=list(types), skip_rows=lines, block_size=BLOCK, use_threads=False
        ),
        parse_options=csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=False, ignore_empty_lines=False
        ),
        convert_options=csv.ConvertOptions(
            column_types=types, strings_can_be_null=False, check_utf8=False
        ),
        memory_pool=_pool(),
    )
    blocks: list[list[Any]] = [[] for _ in types]
    for batch in reader:
        for own, array in zip(blocks, batch.columns, strict=True):
            own.append(_coded(array) if pa.types.is_dictionary(array.type) else array)
    return blocks


def _by_column(parts: list[list[list[Any]]]) -> list[list[Any]]:
    """The blocks of each column, of all parts."""
    return [[block for part in own for block in part] for own in zip(*parts, strict=True)]


def _coded(array: Any) -> TextColumn:
    """A block of texts that arrow has coded, with narrow codes: arrow's own are let go of."""
    codes = array.indices.to_numpy()
    return TextColumn(array.dictionary, codes.astype(narrowest(len(array.dictionary))))


def _whole(blocks: list[Any], numbers: Codes) -> TextColumn:
    """The blocks of a column as one; ``numbers`` are those of its rows, from 0 on."""
    import pyarrow as pa

    if blocks and isinstance(blocks[0], TextColumn):
        return _joined(blocks, len(numbers))
    texts = pa.concat_arrays([pa.array([], pa.string()), *blocks], memory_pool=_pool())
    return TextColumn(texts, numbers)


def _joined(blocks: list[TextColumn], count: int) -> TextColumn:
    """Blocks that are coded each by itself as one column: their codes are translated once."""
    import pyarrow as pa

    every = pa.concat_arrays([pa.array([], pa.string()), *(one.texts for one in blocks)])
    coded = every.dictionary_encode()
    new = coded.indices.to_numpy().astype(narrowest(len(coded.dictionary)))
    found = np.empty(count, new.dtype)
    row = text = 0
    for one in blocks:
        own = new[text : text + len(one.texts)]
        np.take(own, one.codes, out=found[row : row + len(one)], mode="clip")
        row, text = row + len(one), text + len(own)
    return TextColumn(coded.dictionary, found)
