"""Functions of a formula: what looks beyond one cell, over all regions or over the year.

Each takes the figures of its arguments over regions and checkpoints and gives figures of the same
kind, with their states: where something is silent the answer is a bound, never a guess.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import cast

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.grid import State, States
from genhe_targets.judging.bounded import ROUNDOFF
from genhe_targets.judging.quantity import Quantity
from genhe_targets.periods import Calendar, month_end
from genhe_targets.plan.formula import Call


@dataclass(frozen=True, eq=False)
class Stage:
    """Where a formula is computed; one object for each, told apart by identity.

    Attributes:
        regions: Codes of the regions (rows).
        compared: Codes of those that are compared with each other.
        absent: How many more there are that report nothing at all.
        days: Last days of the checkpoints (columns).
        calendar: How the years lie.
    """

    regions: tuple[str, ...]
    compared: frozenset[str]
    absent: int
    days: tuple[datetime.date, ...]
    calendar: Calendar

    @property
    def year(self) -> int:
        """The year of the checkpoints."""
        return self.calendar.year_of(self.days[0])

    @property
    def eve(self) -> datetime.date:
        """The day before the year begins."""
        return self.calendar.start(self.year) - datetime.timedelta(days=1)

    @property
    def members(self) -> Mask:
        """Which rows are compared with each other."""
        return np.array([region in self.compared for region in self.regions])

    @property
    def shape(self) -> tuple[int, int]:
        """(regions, checkpoints)."""
        return len(self.regions), len(self.days)


def apply(call: Call, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The figures of a function.

    Args:
        call: The function with its constants.
        args: The figures of its arguments.
        stage: Regions and checkpoints.
    """
    return _FUNCTIONS[call.name](call.options, args, stage)


def constant(number: Fraction, shape: tuple[int, int]) -> Quantity:
    """A number in every cell."""
    near = float(number)
    off = 0.0 if Fraction(near) == number else abs(near) * ROUNDOFF
    return Quantity(
        np.full(shape, near), np.full(shape, off), np.full(shape, State.REPORTED, np.int8),
        lambda *_: number,
    )  # fmt: skip


def from_exact(found: dict[tuple[int, int], Fraction], state: States) -> Quantity:
    """Figures of which every one is known exactly.

    Args:
        found: Figures by (region, checkpoint).
        state: States; cells without a figure have one that holds none.
    """
    value = np.full(state.shape, np.nan)
    for cell, number in found.items():
        value[cell] = float(number)
    error = np.abs(value) * ROUNDOFF
    return Quantity(value, error, state, lambda region, checkpoint: found[region, checkpoint])


Options = tuple[Fraction | str, ...]
_KNOWN = State.REPORTED


def _open(figures: Quantity) -> Mask:
    """Where a figure is not known for sure."""
    return np.asarray(figures.state != _KNOWN)


# ------------------------------------------------------------------ over the regions


def _mean(_options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The same in every row; not told where a single region is silent."""
    (figures,) = args
    rows = np.flatnonzero(stage.members)
    state = np.full(stage.shape, _KNOWN, np.int8)
    found: dict[tuple[int, int], Fraction] = {}
    for column in range(stage.shape[1]):
        states = figures.state[rows, column]
        if len(rows) == 0 or (states == State.SILENT).all():
            state[:, column] = State.SILENT
        elif stage.absent or (states != _KNOWN).any():
            state[:, column] = State.ABOUT
        if state[0, column] == State.SILENT:
            continue
        told = [int(row) for row in rows if figures.has_number[row, column]]
        if not told:
            state[:, column] = State.INVALID
            continue
        mean = sum((figures.exact(row, column) for row in told), Fraction(0)) / len(told)
        found |= {(row, column): mean for row in range(stage.shape[0])}
    return from_exact(found, state)


def _region(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    (figures,) = args
    code = str(options[0])
    if code not in stage.regions:
        blank = np.full(stage.shape, np.nan)
        silent = np.full(stage.shape, State.SILENT, np.int8)
        return Quantity(blank, blank, silent, figures.exact)
    row = stage.regions.index(code)

    def spread(array: Floats) -> Floats:
        return np.broadcast_to(array[row : row + 1], stage.shape)

    return Quantity(
        spread(figures.value), spread(figures.error),
        np.broadcast_to(figures.state[row : row + 1], stage.shape),
        lambda _, checkpoint: figures.exact(row, checkpoint),
    )  # fmt: skip


def _rank(at_best: bool) -> Callable[[Options, Sequence[Quantity], Stage], Quantity]:
    """Place among the members: 1 and one for each that is surely, or possibly, before."""

    def rank(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
        (figures,) = args
        sign = cast("Fraction", options[0])
        state = np.array(figures.state, np.int8)
        found: dict[tuple[int, int], Fraction] = {}
        for column in range(stage.shape[1]):
            known = figures.state[:, column] == _KNOWN
            rows = [int(row) for row in np.flatnonzero(known & stage.members)]
            exact = {row: -sign * figures.exact(row, column) for row in rows}
            order = sorted(exact.values())
            silent = int((stage.members & ~known).sum()) + stage.absent
            for row, number in exact.items():
                place = 1 + bisect_left(order, number) + (0 if at_best else silent)
                found[row, column] = Fraction(place)
            if silent:
                state[rows, column] = State.AT_LEAST if at_best else State.AT_MOST
        return from_exact(found, state)

    return rank


# ------------------------------------------------------------------ over the arguments


def _worst(_options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The largest; where one is not told, at least the largest of the others."""
    states = np.stack([one.state for one in args])
    from_below = np.isin(states, (_KNOWN, State.AT_LEAST))
    from_above = np.isin(states, (_KNOWN, State.AT_MOST)).all(axis=0)
    state = np.full(stage.shape, State.SILENT, np.int8)
    state[(states == State.INVALID).any(axis=0)] = State.INVALID
    state[from_below.any(axis=0)] = State.AT_LEAST
    state[from_above] = State.AT_MOST
    state[(states == _KNOWN).all(axis=0)] = _KNOWN
    found: dict[tuple[int, int], Fraction] = {}
    for at in np.argwhere(np.isin(state, (_KNOWN, State.AT_LEAST, State.AT_MOST))):
        cell = int(at[0]), int(at[1])
        counted = from_below[:, *cell] if state[cell] == State.AT_LEAST else [True] * len(args)
        found[cell] = max(one.exact(*cell) for one, use in zip(args, counted, strict=True) if use)
    return from_exact(found, state)


def _class_of(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    (figures,) = args
    sign, *limits = (cast("Fraction", option) for option in options)
    state = np.where(figures.state == State.ABOUT, State.INVALID, figures.state).astype(np.int8)
    # A figure that is a bound gives a class that is one: a worse figure has a larger number.
    worse = State.AT_MOST if sign > 0 else State.AT_LEAST
    better = State.AT_LEAST if sign > 0 else State.AT_MOST
    state[figures.state == worse] = State.AT_LEAST
    state[figures.state == better] = State.AT_MOST
    number = np.ones(stage.shape)
    for limit in limits:
        number += ~keeps(figures, limit, int(sign))
    found = {
        (int(row), int(column)): Fraction(int(number[row, column]))
        for row, column in np.argwhere(figures.has_number)
    }
    return from_exact(found, state)


def _share(at_least: bool) -> Callable[[Options, Sequence[Quantity], Stage], Quantity]:
    """Percent of the weights whose figure keeps the limit, for the worst or best completion."""

    def share(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
        sign, limit = (cast("Fraction", option) for option in options)
        members, weights = args[::2], args[1::2]
        kept = [keeps(one, limit, int(sign)) & (one.state == _KNOWN) for one in members]
        nothing = [one.state == State.NONE for one in members]
        unsure = [_open(one) & ~none for one, none in zip(members, nothing, strict=True)]
        weighed = np.stack([one.state == _KNOWN for one in weights]).all(axis=0)
        unknown = np.stack(unsure)
        state = np.full(stage.shape, _KNOWN, np.int8)
        state[unknown.any(axis=0)] = State.AT_LEAST if at_least else State.AT_MOST
        state[unknown.all(axis=0) | ~weighed] = State.SILENT
        state[np.stack(nothing).all(axis=0)] = State.NONE
        found: dict[tuple[int, int], Fraction] = {}
        for row, column in np.argwhere((state != State.SILENT) & (state != State.NONE)):
            cell = int(row), int(column)
            parts = [
                (weight.exact(*cell), bool(yes[cell] or (open_[cell] and not at_least)))
                for weight, yes, open_, none in zip(weights, kept, unsure, nothing, strict=True)
                if not none[cell]
            ]
            whole = sum((weight for weight, _ in parts), Fraction(0))
            if not whole:
                state[cell] = State.NONE
                continue
            found[cell] = 100 * sum((w for w, yes in parts if yes), Fraction(0)) / whole
        return from_exact(found, state)

    return share


def keeps(figures: Quantity, limit: Fraction, sign: int) -> Mask:
    """Whether figures keep a limit, exactly; false where there is none.

    Args:
        figures: The figures.
        limit: The limit.
        sign: 1 for at least, -1 for at most, 2 for more than, -2 for less than.
    """
    with np.errstate(invalid="ignore"):
        gap = (figures.value - float(limit)) * (1 if sign > 0 else -1)
        doubt = figures.error + (abs(float(limit)) + np.abs(gap)) * (2 * ROUNDOFF)
        held = np.asarray(gap > 0)
        near = figures.has_number & ~(np.abs(gap) > doubt)
    for row, column in np.argwhere(near):
        exact = (figures.exact(int(row), int(column)) - limit) * (1 if sign > 0 else -1)
        held[row, column] = exact > 0 or (exact == 0 and abs(sign) == 1)
    return held & figures.has_number


# ------------------------------------------------------------------ over the year


def _during(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """What was added between two days, so far."""
    (figures,) = args
    first, last = (_in_year(str(option), stage) for option in options)
    before = first - datetime.timedelta(days=1)
    state = np.array(figures.state, np.int8)
    found: dict[tuple[int, int], Fraction] = {}
    for column, day in enumerate(stage.days):
        ends = [at for at, known in enumerate(stage.days) if known <= min(day, last)]
        for row in range(stage.shape[0]):
            cell = row, column
            if state[cell] != _KNOWN:
                continue
            if day < first:
                found[cell] = Fraction(0)
                continue
            end = _at(figures, stage, row, min(day, last), ends)
            start = _at(figures, stage, row, before, ends)
            if end is None or start is None:
                state[cell] = State.SILENT
            else:
                found[cell] = end - start
    return from_exact(found, state)


def _each_period(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The worst of what each full period of the year added so far."""
    (figures,) = args
    months, sign = int(cast("Fraction", options[0])), int(cast("Fraction", options[1]))
    state = np.array(figures.state, np.int8)
    found: dict[tuple[int, int], Fraction] = {}
    for column, day in enumerate(stage.days):
        ends = [end for end in stage.calendar.ends(stage.year, months) if end <= day]
        columns = range(column + 1)
        for row in range(stage.shape[0]):
            cell = row, column
            if state[cell] != _KNOWN:
                continue
            known = [_at(figures, stage, row, end, columns) for end in (stage.eve, *ends)]
            added = [
                None if before is None or after is None else after - before
                for before, after in pairwise(known)
            ]
            told = [one for one in added if one is not None]
            if not added:
                state[cell] = State.NONE
            elif not told:
                state[cell] = State.SILENT
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
        if stage.days[column] == day and figures.state[row, column] == _KNOWN:
            return figures.exact(row, column)
    return None


def _in_year(month_day: str, stage: Stage) -> datetime.date:
    month, day = (int(part) for part in month_day.split("-"))
    year = stage.calendar.civil_year(stage.year, month)
    return min(datetime.date(year, month, 1) + datetime.timedelta(days=day - 1),
               month_end(year, month))  # fmt: skip


_FUNCTIONS: dict[str, Callable[[Options, Sequence[Quantity], Stage], Quantity]] = {
    "mean": _mean,
    "region": _region,
    "best_rank": _rank(at_best=True),
    "worst_rank": _rank(at_best=False),
    "worst": _worst,
    "class_of": _class_of,
    "least_share": _share(at_least=True),
    "most_share": _share(at_least=False),
    "during": _during,
    "each_period": _each_period,
}
