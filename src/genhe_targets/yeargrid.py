"""The grid of one year, laid out from the observations."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from genhe_targets.coded import BASES, MARK_CODES, Coded, Ints, Mask
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


def build_grid(
    coded: Coded,
    usable: Mask,
    plan: Plan,
    year: int,
    as_of: datetime.date,
    regions: list[int],
    ends: Sequence[int] = (),
) -> Grid:
    """Lay out the observations of one year.

    Args:
        coded: The observations.
        usable: Which of them the contract lets stand; the others make their cell invalid.
        plan: The plan.
        year: The year.
        as_of: Figures of later periods are left out.
        regions: Positions in ``coded.regions`` of the rows of the grid, -1 for one that reports
            nothing.
        ends: Ordinals of the last days of periods that other regions report.
    """
    row_of = np.full(len(coded.regions) + 1, -1, np.int32)
    place = np.array(regions, np.int32)
    row_of[place[place >= 0]] = np.flatnonzero(place >= 0)
    first, last = plan.calendar.start(year).toordinal(), plan.calendar.end(year).toordinal()
    last = min(last, as_of.toordinal())
    at, names, spans = _of_the_year(coded, coded.spans.within(first, last), row_of >= 0)
    others = [end for end in ends if first <= end <= last]
    checkpoints, column = _checkpoints(coded, spans, plan, year, as_of, others)
    plane = np.full(len(coded.names.ids), -1, np.intp)
    plane[names] = np.arange(len(names))
    shape = (len(names), max(len(regions), 1), len(checkpoints))
    value = np.empty(shape)
    state = np.full(shape, State.SILENT, np.int8)
    origin = np.full(shape, -1, np.int32)

    def laid(at: Ints) -> tuple[Cells, States]:
        """The cells of some observations, and what they make of them."""
        cell = plane.take(coded.variable.take(at)) * shape[1] + row_of.take(coded.region.take(at))
        cell = cell * shape[2] + column.take(coded.span.take(at))
        found = STATES.take(coded.mark.take(at))
        return cell, np.where(usable.take(at), found, np.int8(State.INVALID))

    def is_single(at: Ints) -> Mask:
        """Whether they are flows of a period that does not begin with the year."""
        flow: Mask = _FLOWS[coded.names.basis].take(coded.variable.take(at))
        flow &= coded.start(at) != first
        return flow

    def put(at: Ints, cell: Cells, found: States) -> None:
        value.reshape(-1)[cell] = coded.value.take(at)
        state.reshape(-1)[cell] = found
        origin.reshape(-1)[cell] = at

    single = np.zeros(len(at), dtype=bool)

    def put_whole(piece: slice) -> None:
        own = at[piece]
        single[piece] = is_single(own)
        if single[piece].any():
            own = own[~single[piece]]
        put(own, *laid(own))

    list(side_by_side(put_whole, pieces(len(at))))
    whole = len(at) - np.count_nonzero(single)
    if np.count_nonzero(origin >= 0) < whole:
        # Whatever the order of the rows: the later of two states within one period counts, a
        # reported figure more than silence, and a fault more than both.
        own = at[~single]
        cell, found = laid(own)
        rank = (found != State.SILENT).astype(np.int8) + (found == State.INVALID)
        order = np.lexsort((rank, coded.end(own)))
        put(own[order], cell[order], found[order])
    position = {int(name): number for number, name in enumerate(names)}
    grid = Grid(checkpoints, position, value, state, origin, _exact(coded, origin))
    if single.any():
        sum_up(grid, coded, at, *laid(at), single, first)
    _clear(grid)
    return grid


def _clear(grid: Grid) -> None:
    """Leave no number where nothing usable was reported."""

    def clear(names: slice) -> None:
        state = grid.state[names]
        grid.value[names][(state == State.SILENT) | (state == State.INVALID)] = np.nan

    count, *plane = grid.value.shape
    each = max(1, LENGTH // max(1, math.prod(plane)))
    parts = [slice(first, first + each) for first in range(0, count, each)]
    list(side_by_side(clear, parts, grid.value.size))


def _of_the_year(coded: Coded, spans: Mask, regions: Mask) -> tuple[Ints, Cells, Cells]:
    """Positions of the observations of some spans and regions; the names and spans they have."""
    names, used = np.zeros(len(coded.names.ids), dtype=bool), np.zeros(len(spans), dtype=bool)

    def within(piece: slice) -> Ints:
        keep = spans.take(coded.span[piece]) & regions.take(coded.region[piece])
        keep &= coded.variable[piece] >= 0
        own = np.flatnonzero(keep)
        names[coded.variable[piece][own]] = True
        used[coded.span[piece][own]] = True
        found: Ints = (piece.start + own).astype(np.int32)
        return found

    at = [np.zeros(0, np.int32), *side_by_side(within, pieces(len(coded)))]
    return np.concatenate(at), np.flatnonzero(names), np.flatnonzero(used)


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
