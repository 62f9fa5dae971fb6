"""Time: what has happened by each checkpoint, and how much of the time is gone.

Everything is computed along the checkpoints once; the statuses then only look things up.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.grid import State, States
from genhe_targets.judging.outcomes import NO, YES, Holds
from genhe_targets.periods import month_end

Index = npt.NDArray[np.intp]
NEVER = -1
"""No such checkpoint."""


@dataclass(frozen=True)
class Course:
    """What happened up to each checkpoint; arrays of shape (targets, regions, checkpoints).

    Attributes:
        state, holds, value: As judged at the checkpoint itself.
        latest: The last checkpoint so far with anything reported.
        reached: The first checkpoint so far at which the rule held.
        broken: The first checkpoint so far at which the rule was broken.
        deciding: The first checkpoint so far that lies on or after the deadline and has
            anything reported: its figure decides.
        gap: Whether a checkpoint so far was owed and silent.
        undone: The last checkpoint so far that was reported and did not keep the rule.
    """

    state: States
    holds: Holds
    value: Floats
    latest: Index
    reached: Index
    broken: Index
    deciding: Index
    gap: Mask
    undone: Index

    @classmethod
    def of(
        cls, state: States, holds: Holds, value: Floats, days: Index, due: Index, exists: Mask
    ) -> Course:
        """Follow the checkpoints from the first to the last.

        Args:
            state: What each cell holds.
            holds: Whether the rule holds there.
            value: The figures.
            days: Ordinals of the checkpoints.
            due: Ordinals of the deadlines, one for each target.
            exists: Whether a region owes a checkpoint, (regions, checkpoints).
        """
        told = state != State.SILENT
        usable = told & (state != State.INVALID)
        late = told & (days[None, None, :] >= due[:, None, None])
        return cls(
            state,
            holds,
            value,
            latest=_last(told),
            reached=_first(usable & (holds == YES)),
            broken=_first(usable & (holds == NO)),
            deciding=_first(late),
            gap=np.logical_or.accumulate(~told & exists[None], axis=2),
            undone=_last(usable & (holds == NO)),
        )

    def at(self, columns: Index) -> Course:
        """The course as it stands at one checkpoint of each region, shape (targets, regions, 1)."""
        rows = np.arange(len(columns))

        def taken(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
            return array[:, rows, columns, None]

        return Course(*(taken(getattr(self, name)) for name in self.__dataclass_fields__))  # type: ignore[arg-type]


def _first(happened: Mask) -> Index:
    """For each checkpoint, the first one so far at which something happened, or ``NEVER``."""
    count = happened.shape[2]
    position = np.where(happened, np.arange(count), count)
    first = np.minimum.accumulate(position, axis=2)
    return np.where(first == count, NEVER, first).astype(np.intp)


def _last(happened: Mask) -> Index:
    """For each checkpoint, the last one so far at which something happened, or ``NEVER``."""
    position = np.where(happened, np.arange(happened.shape[2]), NEVER)
    return np.maximum.accumulate(position, axis=2).astype(np.intp)


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


def elapsed_grid(
    days: Sequence[datetime.date], start: datetime.date, dues: Sequence[datetime.date]
) -> list[list[Fraction]]:
    """Share of the time gone for each deadline (rows) and day of judging (columns)."""
    return [[elapsed(day, start, due) for day in days] for due in dues]
