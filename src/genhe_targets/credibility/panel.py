"""Panels: variables over regions and periods, made from observations."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import BASES, MARK_CODES, Coded, Floats, Ints, Mask
from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.vocabulary import Basis

Index = npt.NDArray[np.intp]
FLOWS = {Basis.CUMULATIVE, Basis.ANNUAL}
"""Figures from the first day of the year on."""

_FLOWS = np.array([basis in FLOWS for basis in BASES])


@dataclass(frozen=True)
class Panel:
    """Variables reported for the same periods, over regions and periods.

    Attributes:
        names: Positions of the variables in ``Coded.names``.
        flow: Whether their figures are those from the first day of the year on.
        regions: Codes of the regions.
        ends: Ordinals of the last days of the periods, ascending.
        values: The figures, shape (variables, regions, periods), NaN where there is none.
        origin: Positions of their observations, -1 where there is none.
        calendar: How the years lie.
    """

    names: Ints
    flow: bool
    regions: tuple[str, ...]
    ends: Ints
    values: Floats
    origin: Ints
    calendar: Calendar

    @cached_property
    def months(self) -> Index:
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
        """The figures of single periods: of flows the increase since the period before.

        A cumulative figure that falls is a fault of its own and leaves none.
        """
        if not self.flow:
            return self.values
        first = (self.months + 1 - self.calendar.first_month) % 12 < self.step
        before = np.where(first, 0.0, self.earlier(self.step, self.values))
        added = self.values - before
        with np.errstate(invalid="ignore"):
            return np.where(added < 0, np.nan, added)

    def earlier(self, months: int, values: Floats) -> Floats:
        """The figures so many months before, NaN where that period is not there."""
        where = self.column_before(months)
        found: Floats = np.where(where < 0, np.nan, values[..., np.maximum(where, 0)])
        return found

    def column_before(self, months: int) -> Index:
        """The column so many months before each, -1 where it is not there."""
        known = {int(month): column for column, month in enumerate(self.months)}
        return np.array(
            [known.get(int(month) - months, -1) for month in self.months], dtype=np.intp
        )


@dataclass(frozen=True)
class Panels:
    """Every figure that can be compared with another.

    Attributes:
        whole: The panels, one for each pattern of periods.
        pieces: Positions of observations of single periods of cumulative variables.
    """

    whole: tuple[Panel, ...]
    pieces: Index

    @classmethod
    def of(cls, coded: Coded, usable: Mask, calendar: Calendar = CIVIL) -> Panels:
        """The panels of a batch, made in one pass over it.

        Args:
            coded: The observations.
            usable: Which of them the contract lets stand; bounds and approximations are left out.
            calendar: How the years of the plan lie.
        """
        plain = usable & (coded.mark == MARK_CODES[""]) & np.isfinite(coded.value)
        at = np.flatnonzero(plain & (coded.variable >= 0) & (coded.region >= 0) & (coded.end > 0))
        flow = _FLOWS[coded.names.basis[coded.variable[at]]]
        whole = ~flow | (coded.start[at] == _new_year(coded.end[at], calendar))
        return cls(tuple(_panels(coded, at[whole], calendar)), at[~whole])


def _panels(coded: Coded, at: Index, calendar: Calendar) -> Iterator[Panel]:
    if not len(at):
        return
    ends, column = np.unique(coded.end[at], return_inverse=True)
    names, plane = np.unique(coded.variable[at], return_inverse=True)
    column, plane = column.reshape(-1), plane.reshape(-1)
    shape = len(names), len(coded.regions), len(ends)
    values, origin = np.full(shape, np.nan), np.full(shape, -1, np.int32)
    cell = plane, coded.region[at], column
    values[cell], origin[cell] = coded.value[at], at
    told = np.zeros((len(names), len(ends)), dtype=bool)
    told[plane, column] = True
    flows = _FLOWS[coded.names.basis[names]]
    groups: dict[tuple[bool, bytes], list[int]] = {}
    for row, flow in enumerate(flows):
        groups.setdefault((bool(flow), told[row].tobytes()), []).append(row)
    for (flow, _), rows in groups.items():
        columns = np.flatnonzero(told[rows[0]])
        yield Panel(
            names[rows], flow, coded.regions, ends[columns],
            values[rows][:, :, columns], origin[rows][:, :, columns], calendar,
        )  # fmt: skip


def _new_year(ends: Ints, calendar: Calendar) -> Ints:
    """Ordinals of the first days of the years of days."""
    days, inverse = np.unique(ends, return_inverse=True)
    years = [calendar.year_of(datetime.date.fromordinal(int(day))) for day in days]
    first = np.array([calendar.start(year).toordinal() for year in years], np.int32)
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
