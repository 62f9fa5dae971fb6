"""Figures against those before them: jumps, outliers, factors of a wrong unit.

Arrays hold regions in rows and periods in columns, NaN where nothing was reported; what cannot be
compared is never flagged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from genhe_targets.coded import Floats, Mask


def relative_change(values: Floats, before: Floats) -> Floats:
    """``values / before - 1``; NaN or infinite where there is no figure or that before is zero."""
    with np.errstate(all="ignore"):
        change: Floats = values / before - 1
    return change


def jumps(change: Floats, tolerance: float) -> Mask:
    """Where a figure changed by more than a share of the one before; never where that was zero.

    Source: the rules VRT and VMP of the handbook on validation of the European statistical system.

    Args:
        change: Relative changes.
        tolerance: The share.
    """
    size = np.abs(change)
    far: Mask = size > tolerance
    far &= size < np.inf
    return far


def outliers(
    values: Floats, past: Sequence[Floats] | Floats, mads: float = 2.0, floor: float = 0.1
) -> Mask:
    """Where a figure is further than ``mads`` median absolute deviations from the past median.

    Source: rule VNO of the same handbook.  160, 190, 200, 220, 240 let 230 pass and not 250.

    Args:
        values: The figures, of any shape.
        past: Past figures, one array of that shape for each period; the same period of past
            years where there is a season.  All must be there.
        mads: Width of the interval.
        floor: Smallest deviation, as a share of the median: a constant series has none.
    """
    stack = np.asarray(past, dtype=float)
    median = np.median(stack, axis=0)
    spread = np.median(np.abs(stack - median), axis=0)
    spread = np.maximum(spread, floor * np.abs(median))
    far: Mask = np.abs(values - median) > mads * spread
    return far


def unit_factor(
    values: Floats, before: Floats, factors: Sequence[float], tolerance: float = 0.05
) -> Floats:
    """The factor a figure seems to be off by, such as 10000 or 0.0001; NaN where by none.

    Args:
        values: The figures.
        before: Figures of the same size to compare with: of last year, of the period before.
        factors: Factors above one; their inverses are looked for as well.
        tolerance: How near to the factor, as a share of it.
    """
    ones = np.array([one for factor in factors for one in (float(factor), 1 / float(factor))])
    with np.errstate(all="ignore"):
        ratio = np.asarray(values / before)
        near = np.abs(ratio[..., None] / ones - 1) <= tolerance
    if not near.any():
        return np.full(ratio.shape, np.nan)
    last = len(ones) - 1 - near[..., ::-1].argmax(axis=-1)
    found: Floats = np.where(near.any(axis=-1), ones[last], np.nan)
    return found
