"""The grids of years, laid out from the observations."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from genhe_targets.coded import BASES, MARK_CODES, Coded, Index, Ints, Mask
from genhe_targets.grid import Cell, Cells, Grid, State, States, reporting_end
from genhe_targets.periods import month_end
from genhe_targets.pieces import LENGTH, pieces, side_by_side
from genhe_targets.plan.lineage import FLOWS
from genhe_targets.plan.model import Plan
from genhe_targets.running import sum_up

_FLOWS = np.array([basis in FLOWS for basis in BASES])

_STATE_OF_MARK = {
    "": State.REPORTED,
    "done": State.REPORTED,
    "not_done": State.REPORTED,
    "blank": State.SILENT,
    "not_reported": State.SILENT,
    "none": State.NONE,
    "at_least": State.AT_LEAST,
    "at_most": State.AT_MOST,
    "below_unit": State.AT_MOST,
    "about": State.ABOUT,
}
STATES = np.array([_STATE_OF_MARK.get(mark, State.INVALID) for mark in MARK_CODES], np.int8)
"""State by mark code; every mark not listed is reported but not usable."""


def build_grids(
    coded: Coded,
    usable: Mask,
    plan: Plan,
    years: Sequence[int],
    as_of: datetime.date,
    regions: Sequence[int],
    ends: Sequence[int] = (),
) -> dict[int, Grid]:
    """Lay out the observations of some years.

    Args:
        coded: The observations.
        usable: Which of them the contract lets stand; the others make their cell invalid.
        plan: The plan.
        years: The years.
        as_of: Figures of later periods are left out.
        regions: Positions in ``coded.regions`` of the rows of the grids, -1 for one that reports
            nothing.
        ends: Ordinals of the last days of periods that other regions report.
    """
    row_of = np.full(len(coded.regions) + 1, -1, np.intp)  # the last entry is for unknown ones
    place = np.array(regions, np.intp)
    row_of[place[place >= 0]] = np.flatnonzero(place >= 0)
    topics = _reported(coded, row_of >= 0)
    made = {}
    for year in years:
        first, last = plan.calendar.start(year).toordinal(), plan.calendar.end(year).toordinal()
        last = min(last, as_of.toordinal())
        own = topics[coded.spans.within(first, last)[coded.spanned(topics)]]
        others = [end for end in ends if first <= end <= last]
        spans = np.unique(coded.spanned(own))
        checkpoints, column = _checkpoints(coded, spans, plan, year, as_of, others)
        blank = _blank(coded, own, max(len(regions), 1), checkpoints)
        made[year] = _filled(blank, _Layout.of(blank, coded, usable, own, column, row_of), first)
    return made


def _reported(coded: Coded, regions: Mask) -> Index:
    """The topics that some regions report, ascending.

    Args:
        coded: The observations.
        regions: Which regions; the last entry is for unknown ones.
    """
    found = np.zeros(coded.topics + 1, dtype=bool)  # the last entry is for unknown ones

    def see(rows: slice) -> None:
        found[coded.topic[rows][regions.take(coded.region[rows])]] = True

    list(side_by_side(see, pieces(len(coded))))
    return np.flatnonzero(found[:-1])


def _blank(coded: Coded, topics: Index, regions: int, checkpoints: Ints) -> Grid:
    """A grid for some topics with nothing in it yet."""
    names = np.unique(coded.named(topics)).tolist()
    shape = len(names), regions, len(checkpoints)
    return Grid(
        checkpoints, {name: plane for plane, name in enumerate(names)}, np.empty(shape),
        np.full(shape, State.SILENT, np.int8), np.full(shape, -1, np.int32), {},
    )  # fmt: skip


@dataclass(frozen=True)
class _Layout:
    """Where observations stand in the grid of a year, counted through it.

    Attributes:
        coded: The observations.
        usable: Which of them stand.
        of_topic: The first cell of each topic, negative where it is not of the year.
        of_region: How far from it that of each region is, negative where it is not in the grid.
    """

    coded: Coded
    usable: Mask
    of_topic: Cells
    of_region: Cells

    @classmethod
    def of(
        cls, grid: Grid, coded: Coded, usable: Mask, topics: Index, column: Ints, row_of: Cells
    ) -> _Layout:
        """The layout of a grid.

        Args:
            grid: The grid.
            coded: The observations.
            usable: Which of them stand.
            topics: The topics of the year.
            column: The checkpoint of each span.
            row_of: The row of each region, -1 for none.
        """
        _, regions, checkpoints = grid.value.shape
        of_topic = np.full(coded.topics + 1, -1, np.intp)  # the last entry is for unknown ones
        plane = np.array([grid.position[name] for name in coded.named(topics).tolist()], np.intp)
        of_topic[topics] = plane * (regions * checkpoints) + column[coded.spanned(topics)]
        return cls(coded, usable, of_topic, row_of * checkpoints)

    def of_rows(self, rows: slice) -> tuple[Index, Cells, States]:
        """Those of some observations that are in the grid, their cells, and what they make of them.

        Of a year that most are of, whole columns are looked up and the others dropped afterwards.
        """
        cell = self.of_topic.take(self.coded.topic[rows])
        own = np.flatnonzero(cell >= 0)
        if 2 * len(own) < len(cell):
            at, cell, found = self._of(rows.start + own, cell.take(own))
            return rows.start + own.take(at), cell, found
        at, cell, found = self._of(rows, cell)
        return rows.start + at, cell, found

    def _of(self, rows: slice | Index, cell: Cells) -> tuple[Index, Cells, States]:
        """The same by their place among some observations, the first cells of whom are given."""
        coded = self.coded
        region = self.of_region.take(coded.region[rows])
        found = STATES.take(coded.mark[rows])
        found[~self.usable[rows]] = State.INVALID
        at = np.flatnonzero((cell >= 0) & (region >= 0))
        return at, (cell + region).take(at), found.take(at)

    def every(self) -> tuple[Index, Cells, States]:
        """All observations that are in the grid, in their order."""
        parts = list(side_by_side(self.of_rows, pieces(len(self.coded))))
        at, cell, found = (np.concatenate(one) for one in zip(*parts, strict=True))
        return at, cell, found


def _filled(grid: Grid, layout: _Layout, first: int) -> Grid:
    """A grid with the observations of its year, the first day of which is given."""
    coded = layout.coded
    value, state, origin = (one.reshape(-1) for one in (grid.value, grid.state, grid.origin))
    single = _single(layout, first)

    def put(at: Index, cell: Cells, found: States) -> None:
        value[cell] = coded.value.take(at)
        state[cell] = found
        origin[cell] = at

    def put_whole(rows: slice) -> int:
        at, cell, found = layout.of_rows(rows)
        if single.any():
            whole = ~single.take(coded.topic.take(at))
            at, cell, found = at[whole], cell[whole], found[whole]
        put(at, cell, found)
        return len(at)

    if np.count_nonzero(layout.of_topic >= 0):
        laid = sum(side_by_side(put_whole, pieces(len(coded))))
        again = np.count_nonzero(origin >= 0) < laid
        if again or single.any():
            at, cell, found = layout.every()
            alone = single.take(coded.topic.take(at))
        if again:
            # Whatever the order of the rows: the later of two states within one period counts, a
            # reported figure more than silence, and a fault more than both.
            rank = (found != State.SILENT).astype(np.int8) + (found == State.INVALID)
            order = np.lexsort((rank, coded.end(at)))
            order = order[~alone[order]]
            put(at[order], cell[order], found[order])
    grid = replace(grid, exact=_exact(coded, grid.origin))
    if single.any():
        sum_up(grid, coded, at, cell, found, alone, first)
    _clear(grid)
    return grid


def _single(layout: _Layout, first: int) -> Mask:
    """By topic, whether it is a flow of the year from another day than its first one on."""
    coded = layout.coded
    topics = np.flatnonzero(layout.of_topic >= 0)
    found = np.zeros(len(layout.of_topic), dtype=bool)
    found[topics] = _FLOWS[coded.names.basis[coded.named(topics)]]
    found[topics] &= coded.spans.start[coded.spanned(topics)] != first
    return found


def _clear(grid: Grid) -> None:
    """Leave no number where nothing usable was reported."""

    def clear(names: slice) -> None:
        state = grid.state[names]
        grid.value[names][(state == State.SILENT) | (state == State.INVALID)] = np.nan

    count, *plane = grid.value.shape
    each = max(1, LENGTH // max(1, math.prod(plane)))
    parts = [slice(first, first + each) for first in range(0, count, each)]
    list(side_by_side(clear, parts, grid.value.size))


def _checkpoints(
    coded: Coded, used: Cells, plan: Plan, year: int, as_of: datetime.date, others: Sequence[int]
) -> tuple[Ints, Ints]:
    """Checkpoints of the year, and for each span the one it belongs to.

    A day within a month belongs to the reporting period that holds it.

    Args:
        coded: The observations.
        used: The spans of the year.
        plan: The plan.
        year: The year.
        as_of: The day of judging.
        others: Last days of periods that other regions report.
    """
    mapped = []
    for ordinal in (*coded.spans.end[used].tolist(), *others):
        day = datetime.date.fromordinal(ordinal)
        if day != month_end(day.year, day.month):
            day = reporting_end(plan, day)
            if year == plan.year:
                day = min(day, as_of)
        mapped.append(day.toordinal())
    of_span = np.zeros(len(coded.spans), np.int32)
    if year == plan.year and not mapped:
        mapped.append(min(as_of, plan.year_end).toordinal())
    days = np.unique(np.array(mapped, np.int32))
    of_span[used] = np.searchsorted(days, np.array(mapped[: len(used)], np.int32))
    return days, of_span


def _exact(coded: Coded, origin: Ints) -> dict[Cell, Fraction]:
    """Exact values of cells whose observation carries one."""
    held = coded.observations.exact
    if not held:
        return {}
    hits = np.argwhere(np.isin(origin, np.fromiter(held, np.int64, len(held))))
    return {(int(p), int(r), int(c)): held[int(origin[p, r, c])] for p, r, c in hits}
