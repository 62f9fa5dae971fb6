"""Progress before the deadline: the share of the limit against the share of the time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats
from genhe_targets.judging.indicators import Quantity
from genhe_targets.judging.limits import LimitGrid, deadline
from genhe_targets.judging.outcomes import NO, UNKNOWN, YES
from genhe_targets.judging.timing import Index, elapsed_grid
from genhe_targets.plan.model import Plan, Target
from genhe_targets.vocabulary import Nature

_PACED = {Nature.ACCUMULATING, Nature.CAP}
"""Natures whose statuses ask for the pace."""

_NEAR = 1e-9
"""Closer than this, progress and time are compared exactly."""


def progress_and_pace(
    duties: Sequence[Target],
    quantities: Sequence[Quantity],
    limits: Sequence[LimitGrid],
    plan: Plan,
    judged: Sequence[datetime.date],
    last: Index | None,
) -> tuple[Floats, Floats, npt.NDArray[np.int8]]:
    """Shares of time and limit, and whether the progress keeps up.

    Args:
        duties: Targets.
        quantities: Their figures.
        limits: Their limits (of the first bound).
        plan: The plan.
        judged: The days of judging: one for each checkpoint, or one for all regions.
        last: The checkpoint of each region to look at, ``None`` for all checkpoints.

    Returns:
        ``elapsed`` and ``progress`` (NaN where a limit or figure is missing), and ``YES``, ``NO``
        or ``UNKNOWN``: for accumulating targets whether enough is done, for caps whether no more is
        used than time has gone.
    """
    shares = elapsed_grid(judged, plan.year_start, [deadline(duty, plan) for duty in duties])
    elapsed = np.array([[float(share) for share in row] for row in shares])[:, None, :]
    value = np.stack([_seen(quantity.value, last) for quantity in quantities])
    limit = np.stack([_seen(grid.value, last) for grid in limits])
    with np.errstate(all="ignore"):
        progress = np.where(limit > 0, value / limit, np.nan)
        ahead = progress - elapsed
    caps = [duty.indicator.nature == Nature.CAP for duty in duties]
    ahead[caps] *= -1
    pace = np.where(np.isnan(ahead), UNKNOWN, np.where(ahead >= 0, YES, NO)).astype(np.int8)
    paced = np.array([duty.indicator.nature in _PACED for duty in duties])[:, None, None]
    for index, region, column in np.argwhere(paced & (np.abs(ahead) < _NEAR)):
        at = int(column if last is None else last[region])
        done = quantities[index].exact(int(region), at) / limits[index].exact(int(region), at)
        behind = done - shares[index][column if len(shares[index]) > 1 else 0]
        kept = behind <= 0 if caps[index] else behind >= 0
        pace[index, region, column] = YES if kept else NO
    return np.broadcast_to(elapsed, progress.shape), progress, pace


def _seen(array: Floats, last: Index | None) -> Floats:
    return array if last is None else array[np.arange(len(array)), last][:, None]
