"""Functions of a formula over time: what was added between days, in each period, in a window."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import cast

import numpy as np

from genhe_targets.grid import EVERY_STATE, State, States
from genhe_targets.judging.quantity import QUALIFIED, Quantity
from genhe_targets.judging.stage import KNOWN, Options, Stage, from_exact
from genhe_targets.periods import month_end
from genhe_targets.plan.rolling import Window

_TOLD = QUALIFIED | np.array([state == KNOWN for state in EVERY_STATE])
"""By state: whether a running total is told, be it as a bound; what it adds is then not known."""


def during(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """What was added between two days, so far."""
    (figures,) = args
    first, last = (_in_year(str(option), stage) for option in options)
    before = first - datetime.timedelta(days=1)
    state = np.array(figures.state, np.int8)
    found: dict[tuple[int, int], Fraction] = {}
    for column, day in enumerate(stage.days):
        ends = [at for at, known in enumerate(stage.days) if known <= min(day, last)]
        for row, nothing in _told(state, column):
            cell = row, column
            if day < first:
                found[cell] = Fraction(0)
                continue
            end = _at(figures, stage, row, min(day, last), ends)
            start = _at(figures, stage, row, before, ends)
            if end is None or start is None:
                state[cell] = nothing
            else:
                found[cell] = end - start
    return from_exact(found, state)


def _told(state: States, column: int) -> Iterator[tuple[int, np.int8]]:
    """Rows that tell a running total, taken as known, with what stands if nothing follows."""
    for row in np.flatnonzero(_TOLD[state[:, column]]).tolist():
        nothing = State.SILENT if state[row, column] == KNOWN else State.PARTIAL
        state[row, column] = KNOWN
        yield row, nothing


def each_period(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The worst of what each full period of the year added so far."""
    (figures,) = args
    months, sign = int(cast("Fraction", options[0])), int(cast("Fraction", options[1]))
    state = np.array(figures.state, np.int8)
    found: dict[tuple[int, int], Fraction] = {}
    for column, day in enumerate(stage.days):
        ends = [end for end in stage.calendar.ends(stage.year, months) if end <= day]
        columns = range(column + 1)
        for row, nothing in _told(state, column):
            cell = row, column
            known = [_at(figures, stage, row, end, columns) for end in (stage.eve, *ends)]
            added = [
                None if before is None or after is None else after - before
                for before, after in pairwise(known)
            ]
            told = [one for one in added if one is not None]
            if not added:
                state[cell] = State.NONE
            elif not told:
                state[cell] = nothing
            else:
                found[cell] = min(told) if sign > 0 else max(told)
                if len(told) < len(added):
                    state[cell] = State.AT_MOST if sign > 0 else State.AT_LEAST
    return from_exact(found, state)


def _at(
    figures: Quantity, stage: Stage, row: int, day: datetime.date, columns: Sequence[int] | range
) -> Fraction | None:
    """A running total at the end of a day; zero before the year begins."""
    if day == stage.eve:
        return Fraction(0)
    for column in columns:
        if stage.days[column] == day and figures.state[row, column] == KNOWN:
            return figures.exact(row, column)
    return None


def _in_year(month_day: str, stage: Stage) -> datetime.date:
    month, day = (int(part) for part in month_day.split("-"))
    year = stage.calendar.civil_year(stage.year, month)
    return min(datetime.date(year, month, 1) + datetime.timedelta(days=day - 1),
               month_end(year, month))  # fmt: skip


def rolling(window: Window, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """What the last periods that are over amount to.

    Where a period is not known, a sum, a count and a highest are at least, a lowest is at most,
    what the others give; of a mean of states nothing can be said.

    Args:
        window: The window.
        args: The figures of the year, then those of each of ``window.before``.
        stage: Regions and checkpoints.
    """
    series = _Series(window, args, stage)
    state = np.array(args[0].state, np.int8)
    found: dict[tuple[int, int], Fraction] = {}
    for column, day in enumerate(stage.days):
        ends = [end for end in series.ends if end <= day]
        own = bool(ends) and ends[-1] == day
        for row in range(stage.shape[0]):
            cell = row, column
            if own and not _TOLD[state[cell]]:
                continue
            nothing = State.PARTIAL if QUALIFIED[state[cell]] else State.SILENT
            if window.flow and window.take in {"sum", "mean"}:
                total, whole = series.total(row, ends[-window.last - 1 :])
            else:
                parts = [series.part(row, end) for end in ends[-window.last :]]
                told = [part for part in parts if part is not None]
                whole = len(told) == window.last
                total = _taken(window, told) if told else None
            state[cell] = KNOWN if whole else _OPEN[window.take]
            if total is None:
                state[cell] = nothing
            elif window.take == "mean" and not window.flow and not whole:
                state[cell] = State.PARTIAL
            else:
                found[cell] = total / window.last if window.take == "mean" else total
    return from_exact(found, state)


_OPEN = {
    "sum": State.AT_LEAST, "mean": State.AT_LEAST, "max": State.AT_LEAST,
    "min": State.AT_MOST, "count": State.AT_LEAST,
}  # fmt: skip
"""What an incomplete window gives: flows and counts are not negative."""


def _taken(window: Window, told: Sequence[Fraction]) -> Fraction:
    if window.take == "max":
        return max(told)
    if window.take == "min":
        return min(told)
    if window.take == "count":
        return Fraction(sum(_kept(part, window) for part in told))
    return sum(told, Fraction(0))


def _kept(part: Fraction, window: Window) -> bool:
    gap = (part - window.limit) * (1 if window.sign > 0 else -1)
    return gap > 0 or (gap == 0 and abs(window.sign) == 1)


class _Series:
    """The figures of periods, through the years."""

    def __init__(self, window: Window, args: Sequence[Quantity], stage: Stage) -> None:
        self.window = window
        before = window.before(stage.calendar, stage.year)
        self.ends = (*before, *stage.calendar.ends(stage.year, window.months))
        self._place = {day: (args[0], column) for column, day in enumerate(stage.days)}
        # A figure of a day before the year is the same at every checkpoint.
        self._place |= {day: (own, 0) for day, own in zip(before, args[1:], strict=False)}
        self._known: dict[tuple[int, datetime.date], Fraction | None] = {}
        years = {end: stage.calendar.year_of(end) for end in self.ends}
        self.year_of = years.__getitem__

    def at(self, row: int, day: datetime.date) -> Fraction | None:
        """The figure as it stood at the end of a day, looked up once."""
        key = row, day
        if key not in self._known:
            figures, column = self._place.get(day, (None, 0))
            told = figures is not None and figures.state[row, column] == KNOWN
            self._known[key] = figures.exact(row, column) if figures and told else None
        return self._known[key]

    def part(self, row: int, end: datetime.date) -> Fraction | None:
        """What a period added; of a state, its figure at the end."""
        if not self.window.flow:
            return self.at(row, end)
        start = self.ends[self.ends.index(end) - 1]
        before, after = self._points(row, start, (end,))
        return None if before is None or after is None else after - before

    def total(self, row: int, ends: Sequence[datetime.date]) -> tuple[Fraction | None, bool]:
        """What a running total added over a window, at least, and whether that is all of it.

        It is known where it stood at the ends of the window, whatever is silent between them.
        ``ends`` are the end before the window, then the ends of its periods: those before the
        year go back far enough for the first window of the year.
        """
        years: dict[int, list[datetime.date]] = {}
        for end in ends[1:]:
            years.setdefault(self.year_of(end), []).append(end)
        total, start, whole = None, ends[0], True
        for own in years.values():
            points = self._points(row, start, own)
            known = [point for point in points if point is not None]
            whole = whole and points[0] is not None and points[-1] is not None
            if len(known) > 1:
                total = (total or Fraction(0)) + known[-1] - known[0]
            start = own[-1]
        return total, whole

    def _points(
        self, row: int, start: datetime.date, ends: Sequence[datetime.date]
    ) -> list[Fraction | None]:
        """How a running total stood at the start of some periods of a year and at their ends."""
        fresh = self.year_of(start) < self.year_of(ends[0])
        first = Fraction(0) if fresh else self.at(row, start)
        return [first, *(self.at(row, end) for end in ends)]
