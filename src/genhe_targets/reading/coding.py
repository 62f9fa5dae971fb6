"""Coded columns: each distinct text once, and for every row its position.

Ten million rows have a few hundred names.  Everything that costs is done for the distinct texts
and spread over the rows by position.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of texts.

    Attributes:
        texts: The distinct texts: a list, or a pyarrow array where there are very many.
        codes: For each row the position in ``texts``.
    """

    texts: Any
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def listed(self) -> list[str]:
        """The distinct texts as a list."""
        return self.texts if isinstance(self.texts, list) else list(self.texts.to_pylist())

    def text(self, row: int) -> str:
        """The text of one row."""
        found = self.texts[int(self.codes[row])]
        return found if isinstance(found, str) else str(found.as_py())

    def taken(self, rows: npt.NDArray[Any]) -> TextColumn:
        """The same column at some rows only."""
        return TextColumn(self.texts, self.codes[rows])

    def mapped(self, new: Callable[[str], str]) -> TextColumn:
        """Every text replaced; texts that become equal become one."""
        position: dict[str, int] = {}
        table = [position.setdefault(new(text), len(position)) for text in self.listed()]
        return TextColumn(list(position), np.array(table, np.int32)[self.codes])

    def spread(self, of: Callable[[str], Any], dtype: Any) -> npt.NDArray[Any]:
        """An answer for every row, asked once for each distinct text."""
        return np.array([of(text) for text in self.listed()], dtype=dtype)[self.codes]

    def filled(self) -> int:
        """How many rows are not blank."""
        counts = np.bincount(self.codes, minlength=len(self.texts)).tolist()
        return sum(n for n, text in zip(counts, self.listed(), strict=True) if text.strip())

    def used(self) -> npt.NDArray[np.int64]:
        """Positions of the texts that occur in some row."""
        return np.flatnonzero(np.bincount(self.codes, minlength=len(self.texts)))


def coded(texts: Sequence[str]) -> TextColumn:
    """Code a sequence of texts."""
    position: dict[str, int] = {}
    codes = [position.setdefault(text, len(position)) for text in texts]
    return TextColumn(list(position), np.array(codes, np.int32))


def constant(text: str, count: int) -> TextColumn:
    """The same text in every row."""
    return TextColumn([text], np.zeros(count, np.int32))


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
    codes = []
    for part in parts:
        table = [position.setdefault(text, len(position)) for text in part.texts]
        codes.append(np.array(table, np.int32)[part.codes] if table else part.codes)
    return TextColumn(list(position), np.concatenate(codes))


def _joined_by_arrow(parts: list[TextColumn]) -> TextColumn:
    import pyarrow as pa

    chunks = [
        pa.DictionaryArray.from_arrays(pa.array(part.codes), pa.array(part.texts, pa.string()))
        for part in parts
    ]
    whole = pa.chunked_array(chunks).unify_dictionaries()
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in whole.chunks])
    return TextColumn(whole.chunk(0).dictionary, codes.astype(np.int32))


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
    whole = TextColumn([*first.texts, *second.texts], second.codes + len(first.texts))
    said = np.array([bool(text) for text in first.texts])[first.codes]
    codes = np.where(said, first.codes, whole.codes).astype(np.int32)
    return TextColumn(whole.texts, codes).mapped(str)
