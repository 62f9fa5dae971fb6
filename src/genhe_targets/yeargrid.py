"""The grids of years, laid out from the observations."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np

from genhe_targets.coded import BASES, MARK_CODES, Coded, Index, Ints, Mask, Names, Spans
from genhe_targets.grid import Cell, Cells, Grid, State, States, reporting_end
from genhe_targets.periods import month_end
from genhe_targets.pieces import LENGTH, each_piece, pieces, runs, side_by_side
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
    spans, rows = coded.spans, max(len(regions), 1)
    form = topics.tobytes(), spans.start.tobytes(), spans.end.tobytes()
    made = {}
    for year in years:
        page = _page(plan, year, as_of, tuple(ends), rows, *form)
        layout = _Layout(coded, usable, page.of_topic, row_of * len(page.checkpoints))
        made[year] = _filled(page.blank(rows), layout, page)
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

    each_piece(see, len(coded))
    return np.flatnonzero(found[:-1])


@dataclass(frozen=True)
class _Page:
    """How the observations of a year are laid out.

    Attributes:
        first: Ordinal of the first day of the year.
        checkpoints: Ordinals of the last days of its periods, ascending.
        position: Name position (``Coded.names``) -> plane of the grid.
        of_topic: By topic the first cell of those it fills, -1 where it is not of the year; the
            last entry is for what is unknown.
        single: By topic, whether it is a flow from another day than the first of the year on.
    """

    first: int
    checkpoints: Ints
    position: Mapping[int, int]
    of_topic: Cells
    single: Mask

    def blank(self, regions: int) -> Grid:
        """A grid for so many regions with nothing in it yet."""
        shape = len(self.position), regions, len(self.checkpoints)
        return Grid(
            self.checkpoints, self.position, np.empty(shape),
            np.full(shape, State.SILENT, np.int8), np.full(shape, -1, np.int32), {},
        )  # fmt: skip


@lru_cache(maxsize=64)
def _page(
    plan: Plan, year: int, as_of: datetime.date, ends: tuple[int, ...], regions: int,
    topics: bytes, start: bytes, end: bytes,
) -> _Page:  # fmt: skip
    """How the observations of a year are laid out; reports of one form share this.

    Args:
        plan: The plan.
        year: The year.
        as_of: The day of judging.
        ends: Ordinals of the last days of periods that other regions report.
        regions: How many regions there are.
        topics: The topics that are reported, as bytes.
        start: ``Spans.start``, likewise.
        end: ``Spans.end``, likewise.
    """
    spans = Spans(np.frombuffer(start, np.int32), np.frombuffer(end, np.int32))
    first, last = plan.calendar.start(year).toordinal(), plan.calendar.end(year).toordinal()
    last = min(last, as_of.toordinal())
    topic = np.frombuffer(topics, np.intp)
    topic = topic[spans.within(first, last)[spans.apart(topic)[1]]]
    name, span = spans.apart(topic)
    others = [day for day in ends if first <= day <= last]
    checkpoints, column = _checkpoints(spans, np.unique(span), plan, year, as_of, others)
    planes = np.unique(name)
    names = Names.of(plan)
    of_topic = np.full(len(names.ids) * len(spans) + 1, -1, np.intp)
    single = np.zeros(len(of_topic), dtype=bool)
    plane = np.searchsorted(planes, name)
    of_topic[topic] = plane * (regions * len(checkpoints)) + column[span]
    single[topic] = _FLOWS[names.basis[name]] & (spans.start[span] != first)
    position = {int(own): plane for plane, own in enumerate(planes)}
    return _Page(first, checkpoints, position, of_topic, single)


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


def _filled(grid: Grid, layout: _Layout, page: _Page) -> Grid:
    """A grid with the observations of its year."""
    coded, single = layout.coded, page.single
    value, state, origin = (one.reshape(-1) for one in (grid.value, grid.state, grid.origin))
    some_single = bool(single.any())

    def put(at: Index, cell: Cells, found: States) -> None:
        value[cell] = coded.value.take(at)
        state[cell] = found
        origin[cell] = at

    def put_whole(rows: slice) -> int:
        at, cell, found = layout.of_rows(rows)
        if some_single:
            whole = ~single.take(coded.topic.take(at))
            at, cell, found = at[whole], cell[whole], found[whole]
        put(at, cell, found)
        return len(at)

    if page.position:
        laid = sum(side_by_side(put_whole, pieces(len(coded))))
        again = np.count_nonzero(origin >= 0) < laid
        if again or some_single:
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
    if some_single:
        sum_up(grid, coded, at, cell, found, alone, page.first)
        blank = alone & (found == State.SILENT) & (origin[cell] < 0)
        origin[cell[blank]] = at[blank]  # a blank is no figure, but it was handed in
    _clear(grid)
    return grid


def _clear(grid: Grid) -> None:
    """Leave no number where nothing usable was reported."""

    def clear(names: slice) -> None:
        state = grid.state[names]
        grid.value[names][(state == State.SILENT) | (state == State.INVALID)] = np.nan

    count, *plane = grid.value.shape
    list(side_by_side(clear, runs(count, math.prod(plane), LENGTH), grid.value.size))


def _checkpoints(
    spans: Spans, used: Cells, plan: Plan, year: int, as_of: datetime.date, others: Sequence[int]
) -> tuple[Ints, Ints]:
    """Checkpoints of the year, and for each span the one it belongs to.

    A day within a month belongs to the reporting period that holds it.

    Args:
        spans: The spans.
        used: Those of the year.
        plan: The plan.
        year: The year.
        as_of: The day of judging.
        others: Last days of periods that other regions report.
    """
    mapped = []
    for ordinal in (*spans.end[used].tolist(), *others):
        day = datetime.date.fromordinal(ordinal)
        if day != month_end(day.year, day.month):
            day = reporting_end(plan, day)
            if year == plan.year:
                day = min(day, as_of)
        mapped.append(day.toordinal())
    of_span = np.zeros(len(spans), np.int32)
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
