"""The grid of one year: cumulative figures as they are, figures of single periods summed up."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import BASES, MARK_CODES, Coded, Floats, Ints, Mask, all_different
from genhe_targets.periods import month_end
from genhe_targets.plan.formula import Reference
from genhe_targets.plan.lineage import FLOWS, formulas_of
from genhe_targets.plan.model import Plan
from genhe_targets.plan.paces import first_year
from genhe_targets.plan.rolling import Window

_FLOWS = np.array([basis in FLOWS for basis in BASES])


States = npt.NDArray[np.int8]
Cells = npt.NDArray[np.intp]
"""Positions of spans, or of cells along an axis."""

Cell = tuple[int, int, int]
"""(plane, region, checkpoint) of a grid."""

Line = tuple[int, int]
"""(plane, region) of a grid: one variable of one region through the year."""


class State(IntEnum):
    """What a cell holds, besides a number.

    ``PARTIAL`` is a whole of which some parts are reported and nothing can be said yet.
    """

    SILENT = 0
    REPORTED = 1
    INVALID = 2
    AT_LEAST = 3
    AT_MOST = 4
    ABOUT = 5
    NONE = 6
    PARTIAL = 7


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


@dataclass(frozen=True)
class Column:
    """One variable over regions (rows) and checkpoints (columns).

    Attributes:
        value: float64, NaN where there is no number.
        state: ``State`` codes.
        origin: Position of the observation a cell comes from, -1 where several or none.
        exact: Exact values by (region, checkpoint), only where the float's shortest decimal
            spelling is not the figure.
    """

    value: Floats
    state: States
    origin: Ints
    exact: Mapping[tuple[int, int], Fraction] = field(default_factory=dict)

    def fraction(self, region: int, checkpoint: int) -> Fraction:
        """The figure of a cell, exactly as reported."""
        found = self.exact.get((region, checkpoint))
        return found if found is not None else as_reported(self.value[region, checkpoint])


def as_reported(value: float) -> Fraction:
    """The decimal a float was read from, exact up to 15 significant digits."""
    return Fraction(Decimal(repr(float(value))))


@dataclass(frozen=True)
class Grid:
    """All variables of one year.

    Attributes:
        checkpoints: Ordinals of the last days, ascending.
        position: Name position (``Coded.names``) -> plane of the arrays.
        value, state, origin: Arrays of shape (planes, regions, checkpoints).
        exact: See ``Column.exact``, by cell.
    """

    checkpoints: Ints
    position: Mapping[int, int]
    value: Floats
    state: States
    origin: Ints
    exact: dict[Cell, Fraction]

    def taken(self, regions: list[int]) -> Grid:
        """The same grid for some of its regions only."""
        new = {old: row for row, old in enumerate(regions)}
        exact = {(p, new[r], c): f for (p, r, c), f in self.exact.items() if r in new}
        return Grid(
            self.checkpoints, self.position, self.value[:, regions], self.state[:, regions],
            self.origin[:, regions], exact,
        )  # fmt: skip

    def column(self, name: int) -> Column | None:
        """The plane of a name, ``None`` where it was never reported."""
        plane = self.position.get(name)
        if plane is None:
            return None
        exact = {(r, c): f for (p, r, c), f in self.exact.items() if p == plane}
        return Column(self.value[plane], self.state[plane], self.origin[plane], exact)


def reporting_end(plan: Plan, day: datetime.date) -> datetime.date:
    """The last day of the reporting period that holds a day."""
    return plan.calendar.period_end(plan.reporting.every, day)


def year_meant(reference: Reference, plan: Plan) -> int:
    """The year of the plan's calendar that a reference of a formula looks up."""
    if reference.day:
        return plan.calendar.year_of(reference.day)
    return reference.year or plan.year - reference.lag


@lru_cache(maxsize=16)
def years_needed(plan: Plan) -> tuple[int, ...]:
    """The plan's year and every year its formulas look back to."""
    years = {plan.year}
    for target in plan.targets:
        years |= set(range(first_year(target, plan.year), plan.year))
    for formula in formulas_of(plan):
        for reference in formula.references():
            years.add(year_meant(reference, plan))
        for call in formula.calls():
            if call.name == "chained":
                years |= set(range(int(Fraction(call.options[0])) + 1, plan.year))
            elif call.name == "rolling" and (window := Window.of(call.options)):
                days = window.before(plan.calendar, plan.year)
                years |= {plan.calendar.year_of(day) for day in days}
    return tuple(sorted(years))


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
    for row, index in enumerate(regions):
        if index >= 0:
            row_of[index] = row
    first, last = plan.calendar.start(year).toordinal(), plan.calendar.end(year).toordinal()
    last = min(last, as_of.toordinal())
    keep = coded.spans.within(first, last)[coded.span]
    keep &= coded.variable >= 0
    keep &= (row_of >= 0)[coded.region]
    at: Ints = np.flatnonzero(keep).astype(np.int32)
    rows, spans, variable = row_of[coded.region[at]], coded.span[at], coded.variable[at]
    others = [end for end in ends if first <= end <= last]
    used = np.flatnonzero(np.bincount(spans, minlength=len(coded.spans)))
    checkpoints, of_span = _checkpoints(coded, used, plan, year, as_of, others)
    column = of_span[spans]
    names = np.flatnonzero(np.bincount(variable, minlength=1)).astype(np.int32)
    plane_of = np.full(len(coded.names.ids), -1, np.int32)
    plane_of[names] = np.arange(len(names))
    shape = (len(names), max(len(regions), 1), len(checkpoints))
    value = np.full(shape, np.nan)
    state = np.full(shape, State.SILENT, np.int8)
    origin = np.full(shape, -1, np.int32)
    # Whatever the order of the rows: the later of two states within one period counts, a
    # reported figure more than silence, and a fault more than both.
    found = np.where(usable[at], STATES[coded.mark[at]], np.int8(State.INVALID))
    cell = plane_of[variable].astype(np.intp)
    cell *= shape[1]
    cell += rows
    cell *= shape[2]
    cell += column
    if not all_different(cell, value.size):
        rank = (found != State.SILENT).astype(np.int8) + (found == State.INVALID)
        order = np.lexsort((rank, coded.spans.end[spans]))
        at, found, cell = at[order], found[order], cell[order]
    part = _FLOWS[coded.names.basis[coded.variable[at]]]
    part &= (coded.spans.start != first)[coded.span[at]]
    whole = ~part if part.any() else slice(None)
    into = cell[whole]
    value.reshape(-1)[into] = coded.value[at[whole]]
    state.reshape(-1)[into] = found[whole]
    origin.reshape(-1)[into] = at[whole]
    position = {int(name): plane for plane, name in enumerate(names)}
    grid = Grid(checkpoints, position, value, state, origin, _exact(coded, origin))
    if part.any():
        cells = np.unravel_index(cell, shape)
        touched = set(zip(cells[0][part].tolist(), cells[1][part].tolist(), strict=True))
        for line, own in _spans(coded, at, cells, found, touched).items():
            _sum_up(grid, line, own, first)
    value[(state == State.SILENT) | (state == State.INVALID)] = np.nan
    return grid


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


class _Span(NamedTuple):
    """A figure of a flow: its days, its checkpoint, and ``None`` where it is unusable."""

    start: int
    end: int
    checkpoint: int
    row: int
    figure: Fraction | None


def _spans(
    coded: Coded, at: Ints, cells: tuple[Cells, ...], found: States, touched: set[Line]
) -> dict[Line, list[_Span]]:
    """Every span of the flows that have figures of single periods, in order."""
    groups: dict[Line, list[_Span]] = defaultdict(list)
    for index, observation in enumerate(at):
        line = int(cells[0][index]), int(cells[1][index])
        if line not in touched or found[index] == State.SILENT:
            continue
        row = int(observation)
        figure = None
        if found[index] == State.REPORTED:
            figure = coded.observations.exact.get(row) or as_reported(coded.value[row])
        days = int(coded.start(row)), int(coded.end(row))
        groups[line].append(_Span(*days, int(cells[2][index]), row, figure))
    for spans in groups.values():
        spans.sort(key=lambda span: span[:4])
    return groups


def _sum_up(grid: Grid, line: Line, spans: list[_Span], first: int) -> None:
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
