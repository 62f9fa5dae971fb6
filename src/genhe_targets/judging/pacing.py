"""Progress before the deadline: the share of the limit against the share of the time."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats
from genhe_targets.judging.docket import Docket
from genhe_targets.judging.indicators import Quantity
from genhe_targets.judging.limits import LimitGrid, deadline
from genhe_targets.judging.outcomes import NO, UNKNOWN, YES
from genhe_targets.judging.timing import Column, at_each, elapsed
from genhe_targets.plan.model import Plan

_NEAR = 1e-9
"""Closer than this, progress and time are compared exactly."""


@dataclass(frozen=True)
class Shares:
    """Shares of the limit reached or used, worked out for those who look at them.

    Attributes:
        quantities: The figures, by duty.
        limits: Their limits (of the first bound).
        column: The checkpoint of each region that is looked at, ``None`` for all checkpoints.
    """

    quantities: Sequence[Quantity]
    limits: Sequence[LimitGrid]
    column: Column | None

    def of(self, duty: int) -> Floats:
        """Those of one duty, (regions, checkpoints); NaN where a limit or figure is missing."""
        value, limit = self.quantities[duty].value, self.limits[duty].value
        if self.column is not None:
            value, limit = at_each(value, self.column), at_each(limit, self.column)
        with np.errstate(all="ignore"):
            found: Floats = np.where(limit > 0, value / limit, np.nan)
        return found

    def at(self, duty: int, region: int, place: int) -> float:
        """That of one cell."""
        at = _checkpoint(self.column, region, place)
        limit = self.limits[duty].value.item(region, at)
        value: float = self.quantities[duty].value.item(region, at)
        return value / limit if limit > 0 else math.nan


@dataclass(frozen=True)
class Progress:
    """How far things are, for targets (first axis), regions and checkpoints.

    Attributes:
        elapsed: Share of the time gone, the same for all regions: (targets, 1, checkpoints).
        shares: Shares of the limit.
        pace: For accumulating targets whether enough is done, for caps whether no more is used
            than time has gone; ``UNKNOWN`` for all others.
    """

    elapsed: Floats
    shares: Shares
    pace: npt.NDArray[np.int8]


@lru_cache(maxsize=256)
def _times(
    listed: Docket, plan: Plan, days: tuple[datetime.date, ...]
) -> tuple[list[list[Fraction]], Floats]:
    """The share of the time gone for each duty and day; as floats of shape (duties, 1, days)."""
    exact = [
        [elapsed(day, plan.year_start, deadline(duty, plan)) for day in days]
        for duty in listed.duties
    ]
    near = np.array([[float(share) for share in row] for row in exact]).reshape(len(exact), -1)
    return exact, near[:, None, :]


def progress(
    listed: Docket,
    quantities: Sequence[Quantity],
    limits: Sequence[LimitGrid],
    plan: Plan,
    judged: tuple[datetime.date, ...],
    column: Column | None,
) -> Progress:
    """Shares of time and limit, and whether the progress keeps up.

    Args:
        listed: The duties.
        quantities: Their figures.
        limits: Their limits (of the first bound).
        plan: The plan.
        judged: The days of judging: one for each checkpoint, or one for all regions.
        column: The checkpoint of each region to look at, ``None`` for all checkpoints.
    """
    times, gone = _times(listed, plan, judged)
    regions, checkpoints = quantities[0].value.shape
    shape = (len(quantities), regions, checkpoints if column is None else 1)
    known = Shares(quantities, limits, column)
    pace = np.full(shape, UNKNOWN, np.int8)
    for index in np.flatnonzero(listed.paced).tolist():
        if quantities[index].is_silent:
            continue
        ahead = known.of(index) - gone[index]
        if listed.caps[index]:
            ahead = -ahead
        pace[index][ahead >= 0] = YES
        pace[index][ahead < 0] = NO
        for region, place in np.argwhere(np.abs(ahead) < _NEAR).tolist():
            at = _checkpoint(column, region, place)
            done = quantities[index].exact(region, at) / limits[index].exact(region, at)
            behind = done - times[index][place]
            kept = behind <= 0 if listed.caps[index] else behind >= 0
            pace[index, region, place] = YES if kept else NO
    return Progress(gone, known, pace)


def _checkpoint(column: Column | None, region: int, place: int) -> int:
    """The checkpoint that a place on the last axis stands for."""
    if column is None:
        return place
    return int(column.start if isinstance(column, slice) else column[region])
