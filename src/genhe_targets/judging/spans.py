"""Functions of a formula over time: what was added between days, in each period, in a window."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import cast

import numpy as np

from genhe_targets.grid import State
from genhe_targets.judging.quantity import Quantity
from genhe_targets.judging.stage import KNOWN, Options, Stage, from_exact
from genhe_targets.periods import month_end


def during(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
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
            if state[cell] != KNOWN:
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


def each_period(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
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
            if state[cell] != KNOWN:
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
        if stage.days[column] == day and figures.state[row, column] == KNOWN:
            return figures.exact(row, column)
    return None


def _in_year(month_day: str, stage: Stage) -> datetime.date:
    month, day = (int(part) for part in month_day.split("-"))
    year = stage.calendar.civil_year(stage.year, month)
    return min(datetime.date(year, month, 1) + datetime.timedelta(days=day - 1),
               month_end(year, month))  # fmt: skip
