"""The stage of a formula: regions and checkpoints, and figures that stand on it exactly."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from genhe_targets.coded import Mask
from genhe_targets.grid import State, States
from genhe_targets.judging.quantity import Quantity
from genhe_targets.periods import Calendar


@dataclass(frozen=True, eq=False)
class Stage:
    """Where a formula is computed; one object for each, told apart by identity.

    Attributes:
        regions: Codes of the regions (rows).
        compared: Codes of those that are compared with each other.
        absent: How many more there are that report nothing at all.
        days: Last days of the checkpoints (columns).
        calendar: How the years lie.
    """

    regions: tuple[str, ...]
    compared: frozenset[str]
    absent: int
    days: tuple[datetime.date, ...]
    calendar: Calendar

    @property
    def year(self) -> int:
        """The year of the checkpoints."""
        return self.calendar.year_of(self.days[0])

    @property
    def eve(self) -> datetime.date:
        """The day before the year begins."""
        return self.calendar.start(self.year) - datetime.timedelta(days=1)

    @property
    def members(self) -> Mask:
        """Which rows are compared with each other."""
        return np.array([region in self.compared for region in self.regions])

    @property
    def shape(self) -> tuple[int, int]:
        """(regions, checkpoints)."""
        return len(self.regions), len(self.days)


def constant(number: Fraction, shape: tuple[int, int]) -> Quantity:
    """A number in every cell."""
    state = np.full(shape, State.REPORTED, np.int8)
    return Quantity(np.full(shape, float(number)), None, state, lambda *_: number)


def from_exact(found: dict[tuple[int, int], Fraction], state: States) -> Quantity:
    """Figures of which every one is known exactly.

    Args:
        found: Figures by (region, checkpoint).
        state: States; cells without a figure have one that holds none.
    """
    value = np.full(state.shape, np.nan)
    for cell, number in found.items():
        value[cell] = float(number)
    return Quantity(value, None, state, lambda region, checkpoint: found[region, checkpoint])


Options = tuple[Fraction | str, ...]
KNOWN = State.REPORTED


def is_open(figures: Quantity) -> Mask:
    """Where a figure is not known for sure."""
    return np.asarray(figures.state != KNOWN)
