"""Panels: one variable over regions and periods, made from observations."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import BASES, MARK_CODES, Coded, Floats, Ints, Mask
from genhe_targets.vocabulary import Basis

FLOWS = {Basis.CUMULATIVE, Basis.ANNUAL}
"""Figures from 1 January on."""


@dataclass(frozen=True)
class Panel:
    """One variable over regions (rows) and periods (columns).

    Attributes:
        variable: Its id.
        basis: What span its figures speak of; cumulative and annual ones start on 1 January.
        regions: Codes of the regions.
        ends: Ordinals of the last days of the periods, ascending.
        values: The figures, NaN where there is none.
        origin: Positions of their observations, -1 where there is none.
        pieces: Positions of observations of single periods of a cumulative variable.
    """

    variable: str
    basis: Basis
    regions: tuple[str, ...]
    ends: Ints
    values: Floats
    origin: Ints
    pieces: npt.NDArray[np.intp]

    @cached_property
    def months(self) -> npt.NDArray[np.intp]:
        """Number of the month each period ends in, counted through the years."""
        days = [datetime.date.fromordinal(int(end)) for end in self.ends]
        return np.array([12 * day.year + day.month - 1 for day in days], dtype=np.intp)

    @cached_property
    def step(self) -> int:
        """Months from one period to the next; 12 where there is one period a year."""
        gaps = np.diff(np.unique(self.months))
        return int(gaps.min()) if len(gaps) else 12

    @cached_property
    def amounts(self) -> Floats:
        """The figures of single periods: of flows the increase since the period before."""
        if self.basis not in FLOWS:
            return self.values
        first = self.months % 12 < self.step
        before = np.where(first, 0.0, self.earlier(self.step, self.values))
        return self.values - before

    def earlier(self, months: int, values: Floats) -> Floats:
        """The figures so many months before, NaN where that period is not there."""
        where = self.column_before(months)
        found: Floats = np.where(where < 0, np.nan, values[:, np.maximum(where, 0)])
        return found

    def column_before(self, months: int) -> npt.NDArray[np.intp]:
        """The column so many months before each, -1 where it is not there."""
        known = {int(month): column for column, month in enumerate(self.months)}
        return np.array(
            [known.get(int(month) - months, -1) for month in self.months], dtype=np.intp
        )


def panels(coded: Coded, usable: Mask) -> Iterator[Panel]:
    """A panel of every variable that was reported.

    Args:
        coded: The observations.
        usable: Which of them the contract lets stand; bounds and approximations are left out.
    """
    plain = usable & (coded.mark == MARK_CODES[""]) & np.isfinite(coded.value)
    at = np.flatnonzero(plain & (coded.variable >= 0) & (coded.region >= 0) & (coded.end > 0))
    at = at[np.lexsort((at, coded.variable[at]))]
    cuts = np.flatnonzero(np.diff(coded.variable[at])) + 1
    for rows in np.split(at, cuts):
        if len(rows):
            yield _panel(coded, rows)


def _panel(coded: Coded, rows: npt.NDArray[np.intp]) -> Panel:
    name = int(coded.variable[rows[0]])
    basis = BASES[coded.names.basis[name]]
    pieces = rows[:0]
    if basis in FLOWS:
        whole = coded.start[rows] == _new_year(coded.end[rows])
        rows, pieces = rows[whole], rows[~whole]
    ends, column = np.unique(coded.end[rows], return_inverse=True)
    shape = len(coded.regions), len(ends)
    values, origin = np.full(shape, np.nan), np.full(shape, -1, np.int32)
    cell = coded.region[rows], column.reshape(-1)
    values[cell], origin[cell] = coded.value[rows], rows
    return Panel(coded.names.ids[name], basis, coded.regions, ends, values, origin, pieces)


def _new_year(ends: Ints) -> Ints:
    """Ordinals of 1 January of the years of days."""
    days, inverse = np.unique(ends, return_inverse=True)
    years = [datetime.date.fromordinal(int(day)).year for day in days]
    first = np.array([datetime.date(year, 1, 1).toordinal() for year in years], np.int32)
    return first[inverse.reshape(-1)] if len(days) else ends


def printed(coded: Coded, row: int) -> Decimal:
    """The figure of an observation with the digits it was reported with."""
    return as_printed(coded.text("text", row), float(coded.value[row]))


def as_printed(text: str, value: float) -> Decimal:
    """A figure with the digits of its text, or of the value where the text says another number."""
    try:
        figure = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        figure = Decimal("NaN")
    if figure.is_finite() and float(figure) == value:
        return figure
    plain = Decimal(repr(value))
    return Decimal(int(plain)) if plain == plain.to_integral_value() else plain
