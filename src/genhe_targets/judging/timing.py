"""Time: what has happened by each checkpoint, and how much of the time is gone.

What the statuses ask for is computed along all checkpoints at once.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Mask
from genhe_targets.grid import State, States
from genhe_targets.judging.outcomes import NO, YES, Holds
from genhe_targets.periods import month_end
from genhe_targets.textcolumn import narrowest

Index = npt.NDArray[np.signedinteger[Any]]
"""Positions of checkpoints, of the narrowest integers: a year has at most 366."""
Positions = npt.NDArray[np.intp]
"""Positions of duties, or of a checkpoint for each region."""

Column = slice | Positions
"""One checkpoint of each region: a slice of length one where it is the same for all."""
NEVER = -1
"""No such checkpoint."""

Days = npt.NDArray[np.int32]
"""Ordinals of days."""


@dataclass(frozen=True)
class Course:
    """What happened up to each checkpoint; arrays of shape (targets, regions, checkpoints).

    It is worked out when it is asked for, because each nature asks for little of it.

    Attributes:
        all_states, all_holds: What each of all checkpoints holds, and whether the rule holds there.
        days: Ordinals of the checkpoints.
        due: Ordinals of the deadlines, (targets, 1, 1).
        exists: Whether a region owes a checkpoint, (regions, checkpoints).
        column: The checkpoint of each region that is looked at: the last axis is of length one;
            ``None`` for all.
    """

    all_states: States
    all_holds: Holds
    days: Days
    due: Days
    exists: Mask
    column: Column | None = None

    def at(self, column: Column) -> Course:
        """The course as it stands at one checkpoint of each region."""
        return replace(self, column=column)

    def of(self, rows: Positions) -> Course:
        """The course of some targets."""
        return Course(
            self.all_states.take(rows, axis=0), self.all_holds.take(rows, axis=0), self.days,
            self.due.take(rows, axis=0), self.exists, self.column,
        )  # fmt: skip

    @cached_property
    def state(self) -> States:
        """What the checkpoint itself holds."""
        return self._here(self.all_states)

    @cached_property
    def holds(self) -> Holds:
        """Whether the rule holds at the checkpoint itself."""
        return self._here(self.all_holds)

    @cached_property
    def latest(self) -> Index:
        """The last checkpoint so far with anything reported."""
        return self._here(_last(self._told))

    @cached_property
    def reached(self) -> Index:
        """The first checkpoint so far at which the rule held."""
        return self._here(_first(self._judged(YES)))

    @cached_property
    def broken(self) -> Index:
        """The first checkpoint so far at which the rule was broken."""
        return self._here(_first(self._judged(NO)))

    @cached_property
    def undone(self) -> Index:
        """The last checkpoint so far that was reported and did not keep the rule."""
        return self._here(_last(self._judged(NO)))

    @cached_property
    def deciding(self) -> Index:
        """The first checkpoint so far on or after the deadline with anything reported.

        Its figure decides.
        """
        return self._here(_first(self._told & (self.days >= self.due)))

    @cached_property
    def gap(self) -> Mask:
        """Whether a checkpoint so far was owed and silent."""
        return self._here(_running(np.logical_or, ~self._told & self.exists[None]))

    @cached_property
    def _told(self) -> Mask:
        told: Mask = self.all_states != State.SILENT
        return told

    def _judged(self, answer: np.int8) -> Mask:
        """Where the rule has an answer, by a figure that can be used."""
        found: Mask = self._told & (self.all_states != State.INVALID)
        found &= self.all_holds == answer
        return found

    def _here(self, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
        if self.column is None:
            return array
        # Of a view that skips cells, numpy would copy the whole whenever some targets are taken.
        return np.ascontiguousarray(at_each(array, self.column))


def column_of(last: Positions) -> Column:
    """The checkpoint of each region; nearly always they are the same, and a view costs nothing."""
    first = int(last[0])
    return slice(first, first + 1) if (last == first).all() else last


def at_each(array: npt.NDArray[Any], column: Column) -> npt.NDArray[Any]:
    """One checkpoint of each region of an array (..., regions, checkpoints), as a last axis."""
    if isinstance(column, slice):
        return array[..., column]
    return array[..., np.arange(len(column)), column, None]


def for_each(array: npt.NDArray[Any], regions: int) -> npt.NDArray[Any]:
    """What counts for all regions (..., 1, checkpoints), laid out for each of them.

    numpy is slow where it takes the few checkpoints of a year again and again.
    """
    return array if array.shape[-2] == regions else np.repeat(array, regions, axis=-2)


def checkpoint_numbers(count: int) -> Index:
    """The positions of so many checkpoints, of a type that also holds their number."""
    return np.arange(count, dtype=narrowest(count + 1))


def _first(happened: Mask) -> Index:
    """For each checkpoint, the first one so far at which something happened, or ``NEVER``."""
    count = happened.shape[2]
    left = _running(np.maximum, happened * (count - _numbered(happened)))  # 0 where nothing did
    first: Index = (count - left) * (left > 0)
    first += (left == 0) * first.dtype.type(NEVER)
    return first


def _last(happened: Mask) -> Index:
    """For each checkpoint, the last one so far at which something happened, or ``NEVER``."""
    last: Index = _running(np.maximum, happened * (_numbered(happened) + 1))  # 0 where nothing did
    return last + NEVER


def _numbered(cells: Mask) -> Index:
    """The positions of checkpoints, for each region anew."""
    regions, count = cells.shape[1:]
    return for_each(checkpoint_numbers(count)[None], regions)


def _running(of: np.ufunc, array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """An array (targets, regions, checkpoints), accumulated over its checkpoints in place.

    ``accumulate`` goes from cell to cell, which takes ten times as long for the few of a year.
    """
    count = array.shape[2]
    if count > _FEW:
        return of.accumulate(array, axis=2, out=array)
    for column in range(1, count):
        of(array[..., column - 1], array[..., column], out=array[..., column])
    return array


_FEW = 12
"""Checkpoints up to which all cells of each are faster than each cell by itself."""


@lru_cache(maxsize=4096)
def elapsed(day: datetime.date, start: datetime.date, due: datetime.date) -> Fraction:
    """The share of the time gone, by months: 序时进度 as offices reckon it (a quarter is 25 %).

    Within a month, by its days.  Between 0 and 1.
    """
    if day >= due:
        return Fraction(1)
    if day < start:
        return Fraction(0)
    return _months(day, start) / _months(due, start)


def _months(day: datetime.date, start: datetime.date) -> Fraction:
    whole = (day.year - start.year) * 12 + day.month - start.month
    return whole + Fraction(day.day, month_end(day.year, day.month).day)
