"""Running totals: figures of single periods summed up from the first day of the year.

Cumulative figures are taken as they are; what a file reports month by month is added up here,
exactly, as far as no month is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from genhe_targets.coded import Coded, Floats, Index, Mask
from genhe_targets.grid import DIGITS, SCALES, Cells, Grid, Line, State, States, as_reported


def sum_up(
    grid: Grid, coded: Coded, at: Index, cell: Cells, found: States, single: Mask, first: int
) -> None:
    """Sum figures of single periods up to each checkpoint, in place.

    Args:
        grid: The grid, which holds the cumulative figures already.
        coded: The observations.
        at: Positions of those of the year.
        cell: Their cells, counted through the grid.
        found: What they make of their cells.
        single: Which of them are figures of single periods.
        first: Ordinal of the first day of the year.
    """
    checkpoints = grid.value.shape[2]
    line = cell // checkpoints
    touched = np.zeros(grid.value.size // checkpoints, dtype=bool)
    touched[line[single]] = True
    told = np.flatnonzero(touched[line] & (found != State.SILENT))
    start, end = coded.start(at[told]), coded.end(at[told])
    told = told[np.lexsort((at[told], cell[told], end, start, line[told]))]
    chains = _Chains.of(coded, at[told], cell[told], found[told], checkpoints, first)
    whole = chains.unbroken()
    chains.put(grid, whole)
    regions = grid.value.shape[1]
    for number in np.flatnonzero(~whole).tolist():
        place = divmod(int(line[told[chains.heads[number]]]), regions)
        _sum_line(grid, place, chains.spans(number), first)


@dataclass(frozen=True)
class _Chains:
    """The figures of each line, one after the other as their days are.

    Attributes:
        coded: The observations.
        row: Positions of the observations.
        cell: Their cells.
        found: What they make of them.
        heads: Where the figures of each line begin.
        checkpoints: How many each line has.
        first: Ordinal of the first day of the year.
    """

    coded: Coded
    row: Index
    cell: Cells
    found: States
    heads: Cells
    checkpoints: int
    first: int

    @classmethod
    def of(
        cls, coded: Coded, row: Index, cell: Cells, found: States, checkpoints: int, first: int
    ) -> _Chains:
        """Chains of figures that stand in the order of their lines and days."""
        heads = np.flatnonzero(np.diff(cell // checkpoints, prepend=-1))
        return cls(coded, row, cell, found, heads, checkpoints, first)

    @cached_property
    def number(self) -> Cells:
        """The line of each figure."""
        counts = np.diff(np.append(self.heads, len(self.row)))
        return np.repeat(np.arange(len(self.heads)), counts)

    @cached_property
    def scale(self) -> Floats:
        """For each line the power of ten that makes integers of its figures, NaN where none does.

        The integers of a line and their sum stay below 10**15: as floats they are exact, and so is
        what they are divided to.
        """
        value = self.coded.value[self.row]
        needed = np.full(len(value), np.nan)
        for power in reversed(SCALES):
            whole = np.rint(value * power)
            needed[(whole / power == value) & (np.abs(whole) < DIGITS)] = power
        scale = np.maximum.reduceat(needed, self.heads)  # which a single NaN makes NaN
        sizes = np.add.reduceat(np.abs(value), self.heads) * scale
        scale[~(sizes < DIGITS)] = np.nan
        return scale

    def unbroken(self) -> Mask:
        """Which lines are plain figures from new year on, one following the other day by day."""
        if not len(self.row):
            return np.zeros(0, dtype=bool)
        start, end = self.coded.start(self.row), self.coded.end(self.row)
        follows = np.empty(len(start), dtype=bool)
        follows[1:] = start[1:] == end[:-1] + 1
        follows[self.heads] = start[self.heads] == self.first
        follows &= self.found == State.REPORTED
        exact = self.coded.observations.exact
        if exact:
            follows &= ~np.isin(self.row, np.fromiter(exact, np.int64, len(exact)))
        whole: Mask = np.logical_and.reduceat(follows, self.heads)
        return whole & ~np.isnan(self.scale)

    def put(self, grid: Grid, lines: Mask) -> None:
        """Put the sums of some lines into the grid."""
        mine = lines[self.number]
        number = self.number[mine]
        scale = self.scale[number]
        total = np.cumsum(np.rint(self.coded.value[self.row[mine]] * scale).astype(np.int64))
        before = np.flatnonzero(np.diff(number, prepend=-1))
        start = np.append(0, total)[before]  # what the lines before add up to
        own = total - np.repeat(start, np.diff(np.append(before, len(total))))
        cell = self.cell[mine]
        grid.value.reshape(-1)[cell] = own / scale
        grid.state.reshape(-1)[cell] = State.REPORTED
        grid.origin.reshape(-1)[cell] = self.row[mine]

    def spans(self, number: int) -> list[_Span]:
        """The figures of a line one by one."""
        stop = self.heads[number + 1] if number + 1 < len(self.heads) else len(self.row)
        found = []
        for index in range(self.heads[number], stop):
            row, figure = int(self.row[index]), None
            if self.found[index] == State.REPORTED:
                value = self.coded.value[row]
                figure = self.coded.observations.exact.get(row) or as_reported(value)
            days = int(self.coded.start(row)), int(self.coded.end(row))
            found.append(_Span(*days, int(self.cell[index]) % self.checkpoints, row, figure))
        return found


class _Span(NamedTuple):
    """A figure of a flow: its days, its checkpoint, and ``None`` where it is unusable."""

    start: int
    end: int
    checkpoint: int
    row: int
    figure: Fraction | None


def _sum_line(grid: Grid, line: Line, spans: list[_Span], first: int) -> None:
    """Sum figures of single periods from the first day of the year to each checkpoint, in place.

    ``known`` holds the total at each day that a chain of figures without a gap reaches.  Where
    there is a gap, what is known is a lower bound of the total: flows are not negative.
    """
    known: dict[int, Fraction | None] = {first - 1: Fraction(0)}
    for span in spans:
        if span.start - 1 in known and (span.start == first or span.end not in known):
            before = known[span.start - 1]
            broken = before is None or span.figure is None
            known[span.end] = None if broken else before + span.figure  # type: ignore[operator]
    for checkpoint in sorted({span.checkpoint for span in spans}):
        here = [span for span in spans if span.checkpoint == checkpoint]
        day = max(span.end for span in here)
        cell = (*line, checkpoint)
        if day in known:
            total, found = known[day], State.REPORTED
        else:
            total, found = _lower_bound(spans, day), State.AT_LEAST
        grid.exact.pop(cell, None)
        grid.state[cell] = found if total is not None else State.INVALID
        grid.origin[cell] = here[-1].row
        if total is not None:
            grid.value[cell] = float(total)
            if as_reported(grid.value[cell]) != total:
                grid.exact[cell] = total


def _lower_bound(spans: list[_Span], until: int) -> Fraction | None:
    """The sum of figures that do not overlap; ``None`` where one of them is unusable."""
    total, covered = Fraction(0), 0
    for span in spans:
        event = span.start == span.end
        if span.end > until or (span.start <= covered and not event):
            continue
        if span.figure is None:
            return None
        total += span.figure
        covered = max(covered, span.end)
    return total
