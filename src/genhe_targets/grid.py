"""The grid: a cell for each variable, region and checkpoint of a year, and which years count."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Ints
from genhe_targets.plan.formula import Reference
from genhe_targets.plan.lineage import formulas_of
from genhe_targets.plan.model import Plan
from genhe_targets.plan.paces import first_year
from genhe_targets.plan.rolling import Window

States = npt.NDArray[np.int8]
Cells = npt.NDArray[np.intp]
"""Positions of spans, or of cells along an axis."""

Cell = tuple[int, int, int]
"""(plane, region, checkpoint) of a grid."""

Line = tuple[int, int]
"""(plane, region) of a grid: one variable of one region through the year."""


class State:
    """What a cell holds, besides a number: codes as the arrays of cells hold them.

    ``PARTIAL`` is a whole of which some parts are reported and nothing can be said yet.  They are
    numpy's own numbers and no members of an enumeration, with which numpy compares an array eight
    times as slowly as with these.
    """

    SILENT: Final = np.int8(0)
    REPORTED: Final = np.int8(1)
    INVALID: Final = np.int8(2)
    AT_LEAST: Final = np.int8(3)
    AT_MOST: Final = np.int8(4)
    ABOUT: Final = np.int8(5)
    NONE: Final = np.int8(6)
    PARTIAL: Final = np.int8(7)


EVERY_STATE = (
    State.SILENT, State.REPORTED, State.INVALID, State.AT_LEAST, State.AT_MOST, State.ABOUT,
    State.NONE, State.PARTIAL,
)  # fmt: skip
"""All of them, in the order of their codes."""


@dataclass(frozen=True)
class Column:
    """One variable over regions (rows) and checkpoints (columns).

    Attributes:
        value: float64, NaN where there is no number.
        state: ``State`` codes.
        origin: Position of the observation a cell comes from, the last of several; -1 for none.
        exact: Exact values by (region, checkpoint), only where the float's shortest decimal
            spelling is not the figure.
    """

    value: Floats
    state: States
    origin: Ints
    exact: Mapping[tuple[int, int], Fraction] = field(default_factory=dict)

    def fraction(self, region: int, checkpoint: int) -> Fraction:
        """The figure of a cell, exactly as reported."""
        found = self.exact.get((region, checkpoint))
        return found if found is not None else as_reported(self.value[region, checkpoint])


DIGITS = 1e15
"""Below it a decimal is the only one of up to 15 digits that a float can stand for."""

SCALES = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)
"""What makes integers of nearly all figures reported."""


def as_reported(value: float) -> Fraction:
    """The decimal a float was read from, exact up to 15 significant digits."""
    return Fraction(Decimal(repr(float(value))))


@dataclass(frozen=True)
class Grid:
    """All variables of one year.

    Attributes:
        checkpoints: Ordinals of the last days, ascending.
        position: Name position (``Coded.names``) -> plane of the arrays.
        value, state, origin: Arrays of shape (planes, regions, checkpoints).
        exact: See ``Column.exact``, by cell.
    """

    checkpoints: Ints
    position: Mapping[int, int]
    value: Floats
    state: States
    origin: Ints
    exact: dict[Cell, Fraction]

    def taken(self, regions: list[int]) -> Grid:
        """The same grid for some of its regions only."""
        new = {old: row for row, old in enumerate(regions)}
        exact = {(p, new[r], c): f for (p, r, c), f in self.exact.items() if r in new}
        return Grid(
            self.checkpoints, self.position, self.value[:, regions], self.state[:, regions],
            self.origin[:, regions], exact,
        )  # fmt: skip

    def column(self, name: int) -> Column | None:
        """The plane of a name, ``None`` where it was never reported."""
        plane = self.position.get(name)
        if plane is None:
            return None
        exact = {(r, c): f for (p, r, c), f in self.exact.items() if p == plane}
        return Column(self.value[plane], self.state[plane], self.origin[plane], exact)


def reporting_end(plan: Plan, day: datetime.date) -> datetime.date:
    """The last day of the reporting period that holds a day."""
    return plan.calendar.period_end(plan.reporting.every, day)


def year_meant(reference: Reference, plan: Plan) -> int:
    """The year of the plan's calendar that a reference of a formula looks up."""
    if reference.day:
        return plan.calendar.year_of(reference.day)
    return reference.year or plan.year - reference.lag


@lru_cache(maxsize=16)
def years_needed(plan: Plan) -> tuple[int, ...]:
    """The plan's year and every year its formulas look back to."""
    years = {plan.year}
    for target in plan.targets:
        years |= set(range(first_year(target, plan.year), plan.year))
    for formula in formulas_of(plan):
        for reference in formula.references():
            years.add(year_meant(reference, plan))
        for call in formula.calls():
            if call.name == "chained":
                years |= set(range(int(Fraction(call.options[0])) + 1, plan.year))
            elif call.name == "rolling" and (window := Window.of(call.options)):
                days = window.before(plan.calendar, plan.year)
                years |= {plan.calendar.year_of(day) for day in days}
    return tuple(sorted(years))
