"""Figures over regions and checkpoints, each with its rounding error, state and exact value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.grid import Column, State, States
from genhe_targets.judging.bounded import Bounded

Exact = Callable[[int, int], Fraction]
"""(region, checkpoint) -> the exact figure of a cell that holds one."""

QUALIFIED = np.array([s in {State.AT_LEAST, State.AT_MOST, State.ABOUT} for s in State])
_NUMBERS = QUALIFIED | np.array([s is State.REPORTED for s in State])
"""By state: whether a figure is a bound or approximation; whether there is a figure at all."""


@dataclass(frozen=True)
class Quantity:
    """A figure over regions and checkpoints.

    Attributes:
        value, error: The figure and the bound of its rounding error; NaN where there is none.
        state: ``State`` codes.
        exact: The exact figure of a cell.
    """

    value: Floats
    error: Floats
    state: States
    exact: Exact

    @property
    def has_number(self) -> Mask:
        """Where there is a figure, be it a bound of the true one."""
        numbers: Mask = _NUMBERS[self.state]
        return numbers

    def where(self, use: Mask, other: Quantity) -> Quantity:
        """These figures where ``use`` says so, else the others."""

        def exact(region: int, checkpoint: int) -> Fraction:
            chosen = self if use[region, checkpoint] else other
            return chosen.exact(region, checkpoint)

        return Quantity(
            np.where(use, self.value, other.value),
            np.where(use, self.error, other.error),
            np.where(use, self.state, other.state).astype(np.int8),
            exact,
        )


def as_quantity(column: Column) -> Quantity:
    """Reported figures as quantities."""
    reported = Bounded.reported(column.value)
    return Quantity(reported.value, reported.error, column.state, column.fraction)
