"""Columns of texts, coded: each distinct text once, and for every row its position.

Ten million rows have a few hundred names.  Everything that costs is done for the distinct texts
and spread over the rows by position.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]


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
        answers: npt.NDArray[Any] = np.array([of(text) for text in self.listed()], dtype=dtype)
        spread: npt.NDArray[Any] = answers[self.codes]
        return spread

    def blank(self) -> npt.NDArray[np.bool_]:
        """Which of the distinct texts are blank."""
        if isinstance(self.texts, list):
            return np.array([not text.strip() for text in self.texts], dtype=bool)
        import pyarrow.compute as pc

        length = pc.binary_length(pc.utf8_trim_whitespace(self.texts))
        return np.asarray(pc.equal(length, 0).to_numpy(zero_copy_only=False), dtype=bool)

    def filled(self) -> int:
        """How many rows are not blank."""
        blank = self.blank()
        return int(np.count_nonzero(~blank[self.codes])) if blank.any() else len(self.codes)

    def used(self) -> npt.NDArray[np.int64]:
        """Positions of the texts that occur in some row."""
        return np.flatnonzero(np.bincount(self.codes, minlength=len(self.texts)))
