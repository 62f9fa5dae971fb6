"""Exact arithmetic over whole arrays: fractions of integers of any size, unreduced.

The exact second look needs a few hundredths of all cells; as fractions one by one they would cost
more than everything else.  numpy carries Python's own integers through its loops, so nothing can
overflow and nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats
from genhe_targets.grid import DIGITS, SCALES, as_reported

Cells = npt.NDArray[np.intp]
"""Positions of cells along one axis."""

Integers = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Ratios:
    """An array of fractions ``top / bottom``; a bottom may be zero or negative.

    Attributes:
        top, bottom: Integers of any size.
    """

    top: Any
    bottom: Any

    @classmethod
    def number(cls, value: Fraction) -> Ratios:
        """A constant."""
        return cls(value.numerator, value.denominator)

    @classmethod
    def reported(cls, values: Floats) -> Ratios:
        """The decimals that floats were read from, exact up to 15 significant digits."""
        top: Integers = np.zeros(len(values), dtype=object)
        bottom: Integers = np.ones(len(values), dtype=object)
        open_ = np.isfinite(values)
        for scale in SCALES:
            if not open_.any():
                break
            scaled = np.rint(values * scale)
            here = open_ & (np.abs(scaled) < DIGITS) & (scaled / scale == values)
            top[here], bottom[here] = scaled[here].astype(np.int64).astype(object), scale
            open_ &= ~here
        for at in np.flatnonzero(open_):
            figure = as_reported(values[at])
            top[at], bottom[at] = figure.numerator, figure.denominator
        return cls(top, bottom)

    @classmethod
    def of(cls, figures: Sequence[Fraction | None]) -> Ratios:
        """Fractions one by one, ``None`` for a quotient by zero."""
        top: Integers = np.array([0 if f is None else f.numerator for f in figures], dtype=object)
        return cls(
            top, np.array([0 if f is None else f.denominator for f in figures], dtype=object)
        )

    def where(self, use: npt.NDArray[np.bool_], other: Ratios) -> Ratios:
        """These where ``use`` says so, else the others."""
        return Ratios(np.where(use, self.top, other.top), np.where(use, self.bottom, other.bottom))

    def __add__(self, other: Ratios) -> Ratios:
        return Ratios(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __sub__(self, other: Ratios) -> Ratios:
        return Ratios(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)

    def __mul__(self, other: Ratios) -> Ratios:
        return Ratios(self.top * other.top, self.bottom * other.bottom)

    def __truediv__(self, other: Ratios) -> Ratios:
        # What is divided by nothing stays nothing, whatever is done with it.
        bottom = self.bottom * other.top * (np.asarray(other.bottom, dtype=object) != 0)
        return Ratios(self.top * other.bottom, bottom)

    def floats(self) -> Floats:
        """As floats of the exact sign, NaN where the bottom is zero."""
        out = np.full(len(self.top), np.nan)
        for at, (top, bottom) in enumerate(zip(self.top, self.bottom, strict=True)):
            if bottom:
                out[at] = _near(top, bottom)
        return out


def _near(top: int, bottom: int) -> float:
    """The nearest float, never zero for what is not zero."""
    if bottom < 0:
        top, bottom = -top, -bottom
    near = top / bottom  # Python divides integers of any size with one correct rounding
    return near if near or not top else float(np.copysign(5e-324, top))
