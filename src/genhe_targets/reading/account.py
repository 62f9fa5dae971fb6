"""Account: what became of every non-empty cell of a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

FATES = ("skipped", "observation", "label", "heading", "title", "note", "total")
"""What a cell can become; everything that is none of the others was left out."""

REASONS: dict[str, tuple[str, str]] = {
    "": ("", ""),
    "no_table": ("不在可识别的表中", "in no table that was recognised"),
    "no_header": ("该列没有表头", "its column has no header"),
    "unknown_column": ("不认识该列", "its column is not known"),
    "derived": ("派生的列或行（同比、排名、目标值等）", "derived: growth, rank, target"),
    "nameless": ("没有指标名称", "no name says what it is"),
    "pseudo_region": ("不是独立的行政区", "no region of its own"),
    "mapping": ("按对照文件不读取", "left out by the mapping file"),
}  # fmt: skip
"""Why a cell was left out, in both languages."""

_REASON = {name: code for code, name in enumerate(REASONS)}
_FATE = {name: code for code, name in enumerate(FATES)}


@dataclass(frozen=True, slots=True)
class Left:
    """A cell that was left out: 0-based row and column, its text, a key of ``REASONS``."""

    row: int
    column: int
    text: str
    reason: str


class Account:
    """What became of the cells of one sheet; each of them has exactly one fate."""

    def __init__(self, rows: list[list[str]]) -> None:
        self.rows = rows
        width = max((len(row) for row in rows), default=0)
        self._fate = np.zeros((len(rows), width), np.int8)
        self._reason = np.full((len(rows), width), _REASON["no_table"], np.int8)

    def mark(self, row: int, column: int, fate: str, reason: str = "") -> None:
        """Say what became of one cell."""
        self._fate[row, column] = _FATE[fate]
        self._reason[row, column] = _REASON[reason]

    def mark_row(self, row: int, fate: str, first: int = 0, last: int | None = None) -> None:
        """Say what became of the cells of a row, or of some columns of it."""
        self._fate[row, first:last] = _FATE[fate]

    def fate(self, row: int, column: int) -> str:
        """What became of one cell."""
        return FATES[self._fate[row, column]]

    def _filled(self, rows: Iterable[int] | None = None) -> Iterator[tuple[int, int, str]]:
        for at in range(len(self.rows)) if rows is None else rows:
            for column, text in enumerate(self.rows[at]):
                if text.strip():
                    yield at, column, text

    def counts(self, rows: Iterable[int] | None = None) -> Counter[str]:
        """Non-empty cells by what became of them; the values add up to all of them.

        Args:
            rows: Only the cells of some rows.
        """
        return Counter(self.fate(row, column) for row, column, _ in self._filled(rows))

    def left(self) -> list[Left]:
        """The cells that were left out, each with its reason."""
        names = list(REASONS)
        return [
            Left(row, column, text, names[self._reason[row, column]])
            for row, column, text in self._filled()
            if not self._fate[row, column]
        ]
