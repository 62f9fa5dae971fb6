"""Making coded columns: from lists of texts, from constants, from other columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from genhe_targets.textcolumn import Codes, TextColumn, narrowest, numbered, same

__all__ = [
    "Codes",
    "TextColumn",
    "blocks",
    "coded",
    "constant",
    "first_of",
    "joined",
    "letters",
    "narrowest",
    "repeated",
]


def coded(texts: Sequence[str]) -> TextColumn:
    """Code a sequence of texts."""
    distinct, codes = numbered(texts)
    return TextColumn(distinct, np.array(codes, narrowest(len(distinct))))


def constant(text: str, count: int) -> TextColumn:
    """The same text in every row, at no cost for each of them."""
    return TextColumn([text], same(np.int32(0), count))


def joined(columns: Iterable[TextColumn]) -> TextColumn:
    """Columns one below the other."""
    parts = list(columns)
    if len(parts) == 1:
        return parts[0]
    first = parts[0].texts
    if all(part.texts is first for part in parts):
        return TextColumn(first, np.concatenate([part.codes for part in parts]))
    if any(not isinstance(part.texts, list) for part in parts):
        return _joined_by_arrow(parts)
    position: dict[str, int] = {}
    tables: dict[int, Codes] = {}  # parts of one column share their texts
    codes = []
    for part in parts:
        table = tables.get(id(part.texts))
        if table is None:
            new = [position.setdefault(text, len(position)) for text in part.texts]
            table = tables[id(part.texts)] = np.array(new, np.int32)
        codes.append(table[part.codes] if len(table) else part.codes)
    return TextColumn(list(position), np.concatenate(codes))


def _joined_by_arrow(parts: list[TextColumn]) -> TextColumn:
    """Long columns are laid below each other as they are; coding them again would cost more."""
    import pyarrow as pa

    starts = np.cumsum([0, *(len(part.texts) for part in parts)])
    codes = [part.codes + np.int32(start) for part, start in zip(parts, starts[:-1], strict=True)]
    return TextColumn(
        pa.concat_arrays([pa.array(part.texts, pa.string()) for part in parts]),
        np.concatenate(codes),
    )


def letters(index: int) -> str:
    """Column letters of a 0-based column, as a spreadsheet shows them: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def blocks(texts: list[str], count: int) -> TextColumn:
    """Each text ``count`` times, one block below the other."""
    column = coded(texts)
    return TextColumn(column.texts, np.repeat(column.codes, count))


def repeated(column: TextColumn, times: int) -> TextColumn:
    """The whole column several times, one below the other."""
    return column if times == 1 else TextColumn(column.texts, np.tile(column.codes, times))


def first_of(first: TextColumn, second: TextColumn) -> TextColumn:
    """The first column where it says something, else the second."""
    whole = TextColumn([*first.texts, *second.texts], second.codes + np.int32(len(first.texts)))
    said = np.array([bool(text) for text in first.texts])[first.codes]
    codes = np.where(said, first.codes, whole.codes).astype(np.int32)
    return TextColumn(whole.texts, codes).mapped(str)
