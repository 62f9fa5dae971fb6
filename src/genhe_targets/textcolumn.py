"""Columns of texts, coded: each distinct text once, and for every row its position.

Ten million rows have a few hundred names.  Everything that costs is done for the distinct texts
and spread over the rows by position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from genhe_targets.numerals import bytes_of
from genhe_targets.pieces import LENGTH, each_piece, pieces, side_by_side

Codes = npt.NDArray[np.int32]
_Entry = TypeVar("_Entry", bound=np.generic)


def narrowest(count: int) -> type[np.signedinteger[Any]]:
    """The narrowest integers that count so many positions, and -1 for none."""
    return np.int8 if count <= 1 << 7 else np.int16 if count <= 1 << 15 else np.int32


def _is_range(numbers: npt.NDArray[Any]) -> bool:
    """Whether some numbers are 0, 1, 2 and so on."""
    last = len(numbers) - 1

    def counts(rows: slice) -> bool:
        wanted = np.arange(rows.start, rows.stop, dtype=numbers.dtype)
        return bool((numbers[rows] == wanted).all())

    return last >= 0 and numbers[last] == last and all(side_by_side(counts, pieces(last + 1)))


def numbered(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """The distinct texts in the order of their first places, and the position of each text."""
    position = dict(zip(dict.fromkeys(texts), count(), strict=False))
    return list(position), list(map(position.__getitem__, texts))


def same(number: np.generic, rows: int) -> npt.NDArray[Any]:
    """A number in so many rows, at no cost for each of them, and at less than a broadcast."""
    return np.ndarray((rows,), number.dtype, number.tobytes(), strides=(0,))


def looked_up(table: npt.NDArray[_Entry], codes: npt.NDArray[Any]) -> npt.NDArray[_Entry]:
    """The entry of a table at the code of each row.

    Of narrow codes numpy makes positions of eight bytes first; a piece at a time they stay small.
    """
    if len(codes) <= LENGTH:
        return table.take(codes)
    found = np.empty(len(codes), table.dtype)

    def look(piece: slice) -> None:
        found[piece] = table.take(codes[piece])

    each_piece(look, len(codes))
    return found


def occurring(codes: npt.NDArray[np.signedinteger[Any]], count: int) -> npt.NDArray[np.bool_]:
    """Which of so many positions occur in some rows."""
    found = np.zeros(count, dtype=bool)

    def see(piece: slice) -> None:
        found[codes[piece]] = True

    each_piece(see, len(codes))
    return found


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of texts.

    Attributes:
        texts: The distinct texts: a list, or a pyarrow array where there are very many, which
            may hold some of them more than once.
        codes: For each row the position in ``texts``.
    """

    texts: Any
    codes: npt.NDArray[np.signedinteger[Any]]

    def __len__(self) -> int:
        return len(self.codes)

    def listed(self) -> list[str]:
        """The distinct texts as a list."""
        return self.texts if isinstance(self.texts, list) else list(self.texts.to_pylist())

    def text(self, row: int) -> str:
        """The text of one row."""
        found = self.texts[int(self.codes[row])]
        return found if isinstance(found, str) else str(found.as_py())

    def chosen(self, rows: Sequence[int]) -> list[str]:
        """The texts of some rows."""
        codes = self.codes[np.asarray(rows, dtype=np.intp)]
        if isinstance(self.texts, list):
            return [self.texts[code] for code in codes.tolist()]
        import pyarrow as pa

        return list(self.texts.take(pa.array(codes)).to_pylist())

    def taken(self, rows: npt.NDArray[Any]) -> TextColumn:
        """The same column at some rows only."""
        return TextColumn(self.texts, self.codes[rows])

    def mapped(self, new: Callable[[str], str]) -> TextColumn:
        """Every text replaced; texts that become equal become one."""
        texts, table = numbered(list(map(new, self.listed())))
        if len(texts) == len(table):  # all stay apart, so every text keeps its place
            return TextColumn(texts, self.codes)
        return TextColumn(texts, looked_up(np.array(table, narrowest(len(texts))), self.codes))

    def spread(self, of: Callable[[str], Any], dtype: Any) -> npt.NDArray[Any]:
        """An answer for every row, asked once for each distinct text."""
        answers: npt.NDArray[Any] = np.array([of(text) for text in self.listed()], dtype=dtype)
        if answers.dtype == self.codes.dtype and _is_range(answers):
            return self.codes  # the answer for each text is its position: nothing to spread
        spread: npt.NDArray[Any] = looked_up(answers, self.codes)
        return spread

    def compact(self) -> TextColumn:
        """The same column without the texts that occur in no row."""
        used = self.used()
        if len(used) == len(self.texts):
            return self
        return TextColumn(self.listed(), self.codes)._only(used)

    def by_row(self) -> TextColumn:
        """The same column with its texts in the order of their first rows, and no others."""
        used, first = np.unique(self.codes, return_index=True)
        return self._only(used[np.argsort(first)])

    def _only(self, order: npt.NDArray[np.integer[Any]]) -> TextColumn:
        """The same column with the texts at some positions, in their order: all that occur."""
        position = np.zeros(len(self.texts), narrowest(len(order)))
        position[order] = np.arange(len(order))
        if isinstance(self.texts, list):
            texts: Any = [self.texts[at] for at in order.tolist()]
        else:
            texts = self.texts.take(order)
        return TextColumn(texts, looked_up(position, self.codes))

    def blank(self) -> npt.NDArray[np.bool_]:
        """Which of the distinct texts are blank."""
        if isinstance(self.texts, list):
            return np.array([not text.strip() for text in self.texts], dtype=bool)
        import pyarrow.compute as pc

        blank = np.zeros(len(self.texts), dtype=bool)

        def ask(piece: slice) -> None:
            offsets, held = bytes_of(self.texts[piece])
            first = held.take(offsets[:-1], mode="clip") if len(held) else np.uint8(0)
            empty = offsets[1:] == offsets[:-1]
            rows = np.flatnonzero(empty | (first <= ord(" ")) | (first > ord("~")))
            if len(rows):  # few begin with what may be a blank
                trimmed = pc.utf8_trim_whitespace(self.texts[piece].take(rows))
                blank[piece.start + rows] = pc.equal(pc.binary_length(trimmed), 0)

        each_piece(ask, len(blank))
        return blank

    @property
    def is_plain(self) -> bool:
        """Whether the first row has the first text, the second the second, and so on."""
        return len(self.codes) == len(self.texts) and _is_range(self.codes)

    def filled(self) -> int:
        """How many rows are not blank."""
        blank = self.blank()
        if not blank.any():
            return len(self.codes)
        return len(self.codes) - int(
            np.count_nonzero(blank if self.is_plain else looked_up(blank, self.codes))
        )

    def used(self) -> npt.NDArray[np.int64]:
        """Positions of the texts that occur in some row."""
        return np.flatnonzero(occurring(self.codes, len(self.texts)))
