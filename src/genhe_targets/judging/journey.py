"""A journey to a limit: figures over time, a limit, a deadline; and what is left of the way.

Everything is exact but powers and logarithms, which are computed to 40 digits and cut to 30, so
that a figure exactly at a cut-off is found there on every machine.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from genhe_targets.periods import CIVIL, Calendar, Step

_PRECISE = Context(prec=40)
_SURE = Decimal(1).scaleb(-30)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at the end of a day.

    Attributes:
        day: The last day the figure speaks of.
        value: The figure.
        error: Its standard error, where it is an estimate.
    """

    day: datetime.date
    value: Fraction
    error: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """Figures on their way to a limit.

    Attributes:
        points: In the order of their days; the first is the base, the last the current figure.
        limit: Where the way leads; ``None`` where only the direction is set.
        sign: +1 where larger is better, -1 where smaller is.
        deadline: The last day (included).
        start: The first day of the time that counts, where it is not that of the base.
        calendar: How the years and quarters lie that time is counted in.
    """

    points: tuple[Point, ...]
    limit: Fraction | None
    sign: int = 1
    deadline: datetime.date | None = None
    start: datetime.date | None = None
    calendar: Calendar = CIVIL

    @classmethod
    def of_years(
        cls,
        figures: Iterable[tuple[int, Fraction | Decimal | int | str]],
        limit: Fraction | Decimal | int | str | None,
        sign: int = 1,
        due: int | None = None,
    ) -> Journey:
        """A journey of annual figures, given as (year, figure), to a limit due in a year."""
        points = tuple(
            Point(datetime.date(year, 12, 31), Fraction(value)) for year, value in sorted(figures)
        )
        deadline = None if due is None else datetime.date(due, 12, 31)
        return cls(points, None if limit is None else Fraction(limit), sign, deadline)

    @property
    def now(self) -> Point:
        """The current figure."""
        return self.points[-1]

    @property
    def reached(self) -> bool:
        """Whether the current figure keeps the limit."""
        return self.limit is not None and self.sign * (self.now.value - self.limit) >= 0


def steps(day: datetime.date, by: Step, calendar: Calendar = CIVIL) -> int:
    """How many whole steps are over at the end of a day, counted from a fixed day in the past."""
    return calendar.steps(day, by)


def steps_left(
    day: datetime.date, deadline: datetime.date, by: Step, calendar: Calendar = CIVIL
) -> int:
    """Steps that are not over yet at the end of a day, that of the deadline included."""
    if day >= deadline:
        return 0
    # A deadline within a step leaves that step to work in.
    eve = deadline - datetime.timedelta(days=1)
    last = calendar.steps(deadline, by)
    return last + (last == calendar.steps(eve, by)) - calendar.steps(day, by)


def elapsed_share(
    start: datetime.date,
    day: datetime.date,
    deadline: datetime.date,
    by: Step = "day",
    calendar: Calendar = CIVIL,
) -> Fraction:
    """Share of the time gone at the end of a day, between 0 and 1.

    Args:
        start: The first day that counts.
        day: The day.
        deadline: The last day that counts (included).
        by: What time is counted in: at the end of May, one of four quarters is over.
        calendar: How the years and quarters lie.

    Raises:
        ValueError: The deadline lies before the start.
    """
    if deadline < start:
        raise ValueError(f"the deadline {deadline} lies before the start {start}")
    if day >= deadline:
        return Fraction(1)
    before = start - datetime.timedelta(days=1)
    total = steps_left(before, deadline, by, calendar)
    return max(Fraction(0), Fraction(total - steps_left(day, deadline, by, calendar), total))


def still_needed(
    value: Fraction, limit: Fraction, periods_left: int, sign: int = 1
) -> Fraction | None:
    """The change still needed in each remaining period, in the unit of the value.

    Returns:
        Zero where the limit is kept already; ``None`` where it is not and no period is left.
    """
    gap = limit - value
    if sign * gap <= 0:
        return Fraction(0)
    return gap / periods_left if periods_left > 0 else None


def rate_needed(value: Fraction, limit: Fraction, periods_left: int) -> Fraction | None:
    """The rate at which a positive value reaches a positive limit, such as -0.0659 a period.

    Returns:
        ``None`` where no period is left or a value is not positive.
    """
    if periods_left <= 0 or value <= 0 or limit <= 0:
        return None
    return Fraction(growth(limit / value, periods_left))


def growth(ratio: Fraction, periods: int) -> Decimal:
    """The rate of one period that makes ``ratio`` over all of them: ratio^(1/periods) - 1.

    Raises:
        ValueError: The ratio is negative, or there is no period.
    """
    if ratio < 0 or periods <= 0:
        raise ValueError(f"no growth leads to a ratio of {ratio} in {periods} periods")
    if ratio == 0:
        return Decimal(-1)
    one = _PRECISE.exp(_PRECISE.divide(logarithm(ratio), Decimal(periods)))
    return cut(_PRECISE.subtract(one, Decimal(1)))


def logarithm(number: Fraction) -> Decimal:
    """The natural logarithm of a positive number, to 40 digits."""
    return _PRECISE.ln(as_decimal(number))


def power(base: Fraction, exponent: Decimal) -> Decimal:
    """A positive number to any power, to 30 digits after the point."""
    return cut(_PRECISE.exp(_PRECISE.multiply(logarithm(base), exponent)))


def as_decimal(number: Fraction) -> Decimal:
    """A fraction to 40 digits."""
    return _PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator))


def quotient(a: Decimal, b: Decimal) -> Decimal:
    """``a / b`` to 30 digits after the point."""
    return cut(_PRECISE.divide(a, b))


def cut(number: Decimal) -> Decimal:
    """A number to 30 digits after the point, so that equal numbers are found equal."""
    if number.adjusted() > 8:  # too large for 30 digits after the point, and for the cut-offs
        return _PRECISE.plus(number)
    return number.quantize(_SURE, context=_PRECISE)
