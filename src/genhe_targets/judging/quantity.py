"""Figures over regions and checkpoints, each with its rounding error, state and exact value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.grid import EVERY_STATE, Column, State, States
from genhe_targets.judging.bounded import Bounded
from genhe_targets.judging.ratios import Cells, Ratios

Exact = Callable[[int, int], Fraction]
"""(region, checkpoint) -> the exact figure of a cell that holds one."""

Many = Callable[[Cells, Cells], Ratios]
"""The same of many cells: their regions and checkpoints -> their exact figures."""

QUALIFIED = np.array([s in {State.AT_LEAST, State.AT_MOST, State.ABOUT} for s in EVERY_STATE])
_NUMBERS = QUALIFIED | np.array([s == State.REPORTED for s in EVERY_STATE])
"""By state: whether a figure is a bound or approximation; whether there is a figure at all."""


@dataclass(frozen=True)
class Quantity:
    """A figure over regions and checkpoints.

    Attributes:
        value: The figure, NaN where there is none.
        off: The bound of its rounding error; ``None`` for a float next to the figure.
        state: ``State`` codes.
        exact: The exact figure of a cell.
        many: The exact figures of many cells, where there is a faster way than one by one.
        complete: Whether every cell holds a figure as reported, where that is known already.
    """

    value: Floats
    off: Floats | None
    state: States
    exact: Exact
    many: Many | None = None
    complete: bool | None = None

    def exacts(self, regions: Cells, checkpoints: Cells) -> Ratios:
        """The exact figures of many cells; a bottom of zero where something divides by zero."""
        if self.many is not None:
            return self.many(regions, checkpoints)
        cells = zip(regions.tolist(), checkpoints.tolist(), strict=True)
        return Ratios.of([self._or_nothing(*cell) for cell in cells])

    def _or_nothing(self, region: int, checkpoint: int) -> Fraction | None:
        try:
            return self.exact(region, checkpoint)
        except ZeroDivisionError:
            return None

    @property
    def error(self) -> Floats:
        """The bound of the rounding error, NaN where there is no figure."""
        found: Floats = self.bounded(slice(None)).error
        return found

    def bounded(self, regions: slice) -> Bounded:
        """The figures of some regions with the bounds of their rounding errors."""
        value = self.value[regions]
        return Bounded.reported(value) if self.off is None else Bounded(value, self.off[regions])

    @cached_property
    def is_silent(self) -> bool:
        """Whether nothing was reported at all."""
        return not self.complete and not np.count_nonzero(self.state)

    @cached_property
    def is_complete(self) -> bool:
        """Whether every cell holds a figure as reported."""
        if self.complete is not None:
            return self.complete
        return bool(np.count_nonzero(self.state == State.REPORTED) == self.state.size)

    @cached_property
    def has_numbers(self) -> bool:
        """Whether there is a figure anywhere."""
        return self.is_complete or (not self.is_silent and bool(self.has_number.any()))

    @property
    def has_number(self) -> Mask:
        """Where there is a figure, be it a bound of the true one."""
        return self.told(slice(None))

    def told(self, regions: slice) -> Mask:
        """The same of some regions."""
        told: Mask = _NUMBERS.take(self.state[regions])
        return told

    def where(self, use: Mask, other: Quantity) -> Quantity:
        """These figures where ``use`` says so, else the others."""

        def exact(region: int, checkpoint: int) -> Fraction:
            chosen = self if use[region, checkpoint] else other
            return chosen.exact(region, checkpoint)

        def many(regions: Cells, checkpoints: Cells) -> Ratios:
            own, others = (one.exacts(regions, checkpoints) for one in (self, other))
            return own.where(use[regions, checkpoints], others)

        return Quantity(
            np.where(use, self.value, other.value),
            np.where(use, self.error, other.error),
            np.where(use, self.state, other.state).astype(np.int8),
            exact,
            many,
        )


def as_quantity(column: Column) -> Quantity:
    """Reported figures as quantities."""

    def many(regions: Cells, checkpoints: Cells) -> Ratios:
        found = Ratios.reported(column.value[regions, checkpoints])
        if column.exact:
            for at, cell in enumerate(zip(regions.tolist(), checkpoints.tolist(), strict=True)):
                figure = column.exact.get(cell)
                if figure is not None:
                    found.top[at], found.bottom[at] = figure.numerator, figure.denominator
        return found

    return Quantity(column.value, None, column.state, column.fraction, many)
