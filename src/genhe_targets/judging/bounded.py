"""Floats that know how far they may be off: a running error bound beside every value.

Each operation adds the rounding error it can make (Higham, *Accuracy and Stability of Numerical
Algorithms*, 2nd ed., section 3.3: running error analysis).  A comparison is decided in floats
where the margin exceeds the bound, and exactly where it does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

ROUNDOFF = 2.0**-53
"""Largest relative error of one rounding to the nearest double."""

SLACK = 1.0 + 2.0**-40
"""The bounds are computed in floats themselves; this covers their own rounding."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A value and a bound of its absolute error.

    Attributes:
        value: A float column.
        error: A column of the same kind, never negative.
    """

    value: Any
    error: Any

    @classmethod
    def reported(cls, value: Any) -> Bounded:
        """A figure as read from its decimal: off by at most half a unit in the last place."""
        return cls(value, abs(value) * ROUNDOFF)

    @staticmethod
    @lru_cache(maxsize=1024)
    def number(value: Fraction) -> Bounded:
        """A constant of a formula."""
        near = float(value)
        off = 0.0 if Fraction(near) == value else abs(near) * ROUNDOFF
        return Bounded(near, off)

    def _rounded(self, value: Any, error: Any) -> Bounded:
        return Bounded(value, (error + abs(value) * ROUNDOFF) * SLACK)

    def __add__(self, other: Bounded) -> Bounded:
        return self._rounded(self.value + other.value, self.error + other.error)

    def __sub__(self, other: Bounded) -> Bounded:
        return self._rounded(self.value - other.value, self.error + other.error)

    def __mul__(self, other: Bounded) -> Bounded:
        if isinstance(self.error, float) and not self.error:  # an exact constant, as 100
            return self._rounded(self.value * other.value, abs(self.value) * other.error)
        error = abs(self.value) * other.error + (abs(other.value) + other.error) * self.error
        return self._rounded(self.value * other.value, error)

    def __truediv__(self, other: Bounded) -> Bounded:
        value = self.value / other.value
        # A divisor that may be zero leaves no bound: the quotient below is infinite, or none, and
        # the comparison then goes the exact way.
        least = np.maximum(abs(other.value) - other.error, 0.0)
        error = (self.error + abs(value) * other.error) / least
        return self._rounded(value, error)
