"""Figures carried forward instead of counted anew."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats


class Unchanged(NamedTuple):
    """Counts of figures that are those of an earlier period.

    Attributes:
        same: Figures equal to the earlier one.
        total: Figures with an earlier one, both not zero.
    """

    same: npt.NDArray[np.intp]
    total: npt.NDArray[np.intp]

    @property
    def share(self) -> Floats:
        """Share of the unchanged, NaN where nothing can be compared."""
        with np.errstate(invalid="ignore"):
            return np.where(self.total > 0, self.same / np.maximum(self.total, 1), np.nan)


def unchanged(values: Floats, before: Floats, axis: int = 0) -> Unchanged:
    """Count figures that repeat those of an earlier period, along an axis.

    Zeros do not count: nothing happened twice is no copy.

    Args:
        values: The figures.
        before: The earlier ones, of the same shape.
        axis: The axis to count along: that of the variables for each region's report, that of the
            regions for each variable.
    """
    compared = ~np.isnan(values)
    compared &= ~np.isnan(before)
    same = values == before
    nothing = same & (values == 0)
    if nothing.any():
        compared &= ~nothing
        same &= ~nothing
    return Unchanged(same.sum(axis=axis), compared.sum(axis=axis))
