"""Rounding and holding against limits as GB/T 8170-2008 has it, on exact numbers.

Rounding starts from the decimals as printed, happens once, and goes to any interval: ``0.01``,
``1``, ``100``, half a unit (``0.5``) or a fifth of one (``0.2``).  Which way a tie goes is a
``Rounding``; the standard's own is half to even.  Binary floats are refused: 0.35 is a tie in
decimals and none in binary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from genhe_targets.plan.parts import RoundingTo
from genhe_targets.plan.rules import AnyOf, Bound, Joined, Rule
from genhe_targets.vocabulary import Comparison, Rounding

Exact = Fraction | Decimal | int
"""A number without rounding error."""

MOST_DECIMALS = 12
"""Digits after the point that a figure may be given so as not to contradict its verdict."""


def exact(value: Exact) -> Fraction:
    """A number as a fraction.

    Raises:
        TypeError: It is a float, whose decimals are not those that were printed.
    """
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary float; give the decimal as printed")
    return Fraction(value)


def round_to(value: Exact, interval: Exact, mode: Rounding = Rounding.HALF_EVEN) -> Fraction:
    """The multiple of ``interval`` that is nearest to ``value``.

    Source: GB/T 8170-2008, 3.2 and 3.4.  Rounding to half units is rounding twice the value and
    halving it, which is the same as rounding to multiples of 0.5.

    Args:
        value: The number, unrounded.
        interval: The rounding interval (修约间隔), above zero.
        mode: Where ties go.

    Raises:
        ValueError: The interval is not above zero.
        TypeError: A binary float was given.
    """
    step = exact(interval)
    if step <= 0:
        raise ValueError(f"the rounding interval must be above zero, not {interval}")
    count = exact(value) / step
    return _whole(count, mode) * step


def _whole(count: Fraction, mode: Rounding) -> int:
    half = Fraction(1, 2)
    match mode:
        case Rounding.HALF_EVEN:
            return round(count)
        case Rounding.HALF_UP:
            return (count + half).__floor__()
        case Rounding.HALF_AWAY:
            size = (abs(count) + half).__floor__()
        case Rounding.TRUNCATE:
            size = abs(count).__floor__()
    return size if count >= 0 else -size


def interval_of(printed: Decimal) -> Fraction:
    """One unit of the last digit printed: 0.1 for ``97.0``, 100 for ``14E+2``."""
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int):
        raise TypeError(f"{printed} is no number")
    return Fraction(10) ** exponent


def round_like(value: Exact, like: Decimal, mode: Rounding = Rounding.HALF_EVEN) -> Fraction:
    """``value`` rounded to the digits of a printed limit (修约值比较法)."""
    return round_to(value, interval_of(like), mode)


def rounded(value: Exact, limit: Decimal, declared: RoundingTo) -> Fraction:
    """``value`` rounded as a target declares, to the digits of its limit by default."""
    step = interval_of(limit) if declared.interval is None else declared.interval
    return round_to(value, step, declared.mode)


@dataclass(frozen=True, slots=True)
class Marked:
    """A rounded number that remembers which way it was rounded, for rounding it once more.

    Attributes:
        value: The rounded number.
        interval: The interval it was rounded to.
        mark: ``"+"`` where the true size is larger, ``"-"`` where it is smaller, ``""`` where the
            number is exact.  The mark speaks of the size without the sign.
    """

    value: Fraction
    interval: Fraction
    mark: Literal["", "+", "-"] = ""

    @classmethod
    def rounded(cls, value: Exact, interval: Exact) -> Marked:
        """Round half to even and keep the direction (GB/T 8170-2008, 3.3.2)."""
        near = round_to(value, interval)
        off = abs(exact(value)) - abs(near)
        return cls(near, exact(interval), "+" if off > 0 else "-" if off < 0 else "")

    def again(self, interval: Exact) -> Fraction:
        """Round once more as if the unrounded number had been rounded at once.

        Raises:
            ValueError: Ties of the new interval lie between the steps of the old one, so that the
                mark does not say enough.
        """
        step = exact(interval)
        if (step / 2) % self.interval:
            raise ValueError(f"a number rounded to {self.interval} cannot be rounded to {step}")
        if not self.mark or (abs(self.value) / step) % 1 != Fraction(1, 2):
            return round_to(self.value, step)
        size = abs(self.value) + (step / 2 if self.mark == "+" else -step / 2)
        return size if self.value > 0 else -size

    def __str__(self) -> str:
        """As the standard prints it: ``16.50(+)``, the mark only after a last digit of 5."""
        text = digits(self.value, _decimals(self.interval))
        mark = {"+": "(+)", "-": "(-)", "": ""}[self.mark]
        return text + mark if text.rstrip("0.").endswith("5") else text


def _decimals(interval: Fraction) -> int:
    count = 0
    while (interval * 10**count).denominator != 1 and count < MOST_DECIMALS:
        count += 1
    return count


def conforms(
    value: Exact,
    rule: Rule,
    comparison: Comparison = Comparison.FULL_VALUE,
    mode: Rounding = Rounding.HALF_EVEN,
    interval: Exact | None = None,
) -> bool:
    """Whether a value keeps a rule whose limits are all printed.

    Source: GB/T 8170-2008, 4.3: the full-value method holds the value itself against the limit,
    the rounded-value method first rounds it, once, to the digits of the limit.

    Args:
        value: The value, unrounded.
        rule: The rule.
        comparison: The method.
        mode: How the rounded-value method rounds.
        interval: The interval it rounds to; each limit's own digits by default.

    Raises:
        ValueError: A limit is left to a superior level.
    """
    if isinstance(rule, Joined):
        parts = (conforms(value, part, comparison, mode, interval) for part in rule.parts)
        return any(parts) if isinstance(rule, AnyOf) else all(parts)
    if not isinstance(rule, Bound) or not isinstance(rule.limit, Decimal):
        raise ValueError(f"{rule!r} does not print its limit")  # noqa: TRY004 - a wrong rule
    judged = exact(value)
    if comparison is Comparison.ROUNDED_VALUE:
        judged = round_to(judged, interval_of(rule.limit) if interval is None else interval, mode)
    return rule.holds(rule.margin(judged, Fraction(rule.limit)))


def digits(value: Fraction, decimals: int) -> str:
    """An exact number with a fixed count of digits after the point, half to even."""
    return _spelled(_nearest(value, 10**decimals), decimals)


def _nearest(value: Fraction, scale: int) -> int:
    """``value * scale`` to the nearest whole number, half to even.

    In integers: of a report of a country every figure is shown, and fractions cost ten times as
    much.
    """
    count, rest = divmod(abs(value.numerator) * scale, value.denominator)
    twice = 2 * rest - value.denominator
    if twice > 0 or (twice == 0 and count % 2):
        count += 1
    return count if value.numerator >= 0 else -count


def _spelled(count: int, decimals: int) -> str:
    """A whole number of units of the last digit, with the point put in."""
    text = f"{abs(count):0{decimals + 1}d}"
    sign = "-" if count < 0 else ""
    return f"{sign}{text[:-decimals]}.{text[-decimals:]}" if decimals else sign + text


def shown(
    value: Exact,
    decimals: int,
    *,
    limit: Exact | Sequence[Exact] | None = None,
    holds: bool | None = None,
    strict: bool = False,
) -> str:
    """A figure with the digits to show, which never contradict its verdict.

    99.96 that misses 100 is not shown as 100.0, and 94.96 not as 95.0 beside "not met": digits are
    added until the figure shown lies on the side of the limit on which the figure itself lies.
    Where that takes too many digits it is shown as ``<95``, and a figure that is a limit without
    end, such as a third, with the digits asked for.  A figure judged by the rounded-value
    method is to be given as it was judged, rounded to the limit.

    Args:
        value: The exact figure.
        decimals: Digits after the point, where they do not mislead.
        limit: The limit it was held against, or all of them.
        holds: What the verdict was.  A figure that keeps its limit may be shown as the limit.
        strict: Whether the limit itself breaks the rule (高于, 低于).
    """
    number = exact(value)
    limits = [] if limit is None else list(limit) if isinstance(limit, Sequence) else [limit]
    lines = [exact(one) for one in limits]
    # Shown as the limit itself, a figure reads as one that keeps it, unless the rule is strict.
    reads_right = holds is not None and holds is not strict
    own = [_compared(number.numerator, number.denominator, line) for line in lines]
    sides = [{side, 0 if reads_right else side} for side in own]
    for count in range(decimals, max(decimals, MOST_DECIMALS) + 1):
        scale = 10**count
        near = _nearest(number, scale)
        here = [_compared(near, scale, line) for line in lines]
        if all(side in allowed for side, allowed in zip(here, sides, strict=True)):
            return _spelled(near, count)
    nearest = min(lines, key=lambda line: abs(number - line))
    if number == nearest:  # a limit between two dates may be a third, which no digits give
        return digits(number, decimals)
    return f"{'<' if number < nearest else '>'}{_shortest(nearest)}"


def _shortest(number: Fraction) -> str:
    spellings = (digits(number, count) for count in range(MOST_DECIMALS))
    return next((text for text in spellings if Fraction(text) == number), str(number))


def _compared(top: int, bottom: int, line: Fraction) -> int:
    """On which side of a limit ``top / bottom`` lies: 1 above, -1 below, 0 on it."""
    one, other = top * line.denominator, line.numerator * bottom
    return (one > other) - (one < other)
