"""From parts to the whole: towns to the city, plants to the town, months to the year.

A whole of which parts are missing is known within bounds.  A rule is decided on it only where
every possible completion gives the same answer: missing parts can prove that a cap is exceeded
and cannot prove that it is kept.  Rates are combined by the quantities behind them and are never
averaged.  Quantities are not negative unless said otherwise; everything is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from genhe_targets.plan.parts import RoundingTo
from genhe_targets.plan.rules import Bound

Aggregate = Literal["ratio_of_sums", "weighted", "sum", "max", "min", "last", "count_share", "all"]
"""How parts combine, as a target's scope names it."""

WHOLE_REASONS = frozenset(
    {
        "complete",
        "incomplete",
        "rates_without_volumes",
        "nothing_to_measure",
        "something_of_nothing",
        "no_parts",
        "not_combined",
    }
)
"""Why a whole is known as far as it is."""


@dataclass(frozen=True, slots=True)
class Span:
    """Values between two ends, both included; ``None`` is no end."""

    low: Fraction | None = None
    high: Fraction | None = None


NOT_NEGATIVE = Span(low=Fraction(0))
"""What a missing quantity may have been."""

SHARE = Span(Fraction(0), Fraction(1))
"""What a missing share may have been."""


@dataclass(frozen=True, slots=True)
class PartFigures:
    """What one part reports; ``None`` is silence.

    Attributes:
        name: The part: a region, a plant, a river, a month.
        value: Its figure, where the whole needs no more than that.
        numerator, denominator: The quantities behind a rate.
        weight: What its figure is weighted by.
        holds: Whether the part keeps its own rule (for ``count_share`` and ``all``).
    """

    name: str
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    weight: Fraction | None = None
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of the whole.

    Attributes:
        low, high: The bounds of its figure, equal where it is known; ``None`` where there is none.
        reason: A key of ``WHOLE_REASONS``.
        missing: The parts whose figures are missing.
    """

    low: Fraction | None
    high: Fraction | None
    reason: str = "complete"
    missing: tuple[str, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The figure, where it is known."""
        return self.low if self.low == self.high else None


def combine(
    aggregate: Aggregate,
    parts: Sequence[PartFigures],
    *,
    natural: Span = NOT_NEGATIVE,
    at_most_one: bool = False,
    scale: Fraction | int = 1,
    of: int | None = None,
) -> Whole:
    """Combine the figures of parts.

    Args:
        aggregate: How.  ``ratio_of_sums`` adds numerators and denominators; ``weighted`` is the
            mean weighted by a named quantity; ``last`` takes the last part; ``count_share`` is the
            share of parts that keep their own rule and ``all`` is 1 where each does, else 0.
        parts: The parts, in order of time for ``last``.  A rate is given before scaling.
        natural: What a missing value may be.
        at_most_one: Whether a numerator cannot exceed its denominator (a share).
        scale: What the result is multiplied by, 100 for percent.
        of: For ``count_share``: how many parts there are by the list, where that is frozen.
    """
    if not parts and not of:
        return Whole(None, None, "no_parts")
    values = [part.value for part in parts]
    match aggregate:
        case "ratio_of_sums":
            whole = _ratio_of_sums(parts, at_most_one)
        case "weighted":
            whole = _weighted(parts, natural)
        case "sum":
            whole = _each_end(sum, values, natural)
        case "max":
            whole = _each_end(max, values, natural)
        case "min":
            whole = _each_end(min, values, natural)
        case "last":
            whole = _each_end(sum, values[-1:], natural)
            parts = parts[-1:]
        case "count_share" | "all":
            whole = _counted(parts, of, share=aggregate == "count_share")
    if whole.reason == "complete" and aggregate in {"sum", "max", "min", "last"}:
        missing = tuple(part.name for part in parts if part.value is None)
        whole = Whole(whole.low, whole.high, "incomplete" if missing else "complete", missing)
    return _scaled(whole, Fraction(scale))


def _scaled(whole: Whole, scale: Fraction) -> Whole:
    low = None if whole.low is None else whole.low * scale
    high = None if whole.high is None else whole.high * scale
    return Whole(low, high, whole.reason, whole.missing)


def _each_end(
    of: Callable[[Iterable[Fraction]], Fraction | int],
    values: Sequence[Fraction | None],
    natural: Span,
) -> Whole:
    """Sums and extremes grow with each part, so the ends of the parts give those of the whole."""
    known = [value for value in values if value is not None]
    silent = len(values) - len(known)

    def end(missing: Fraction | None, decides: Callable[..., Fraction] | None) -> Fraction | None:
        if not silent:
            return Fraction(of(known))
        if missing is None:  # the smallest of all cannot exceed a known one, whatever is missing
            return Fraction(of(known)) if of is decides and known else None
        return Fraction(of([*known, *[missing] * silent]))

    return Whole(end(natural.low, max), end(natural.high, min))


def _ratio_of_sums(parts: Sequence[PartFigures], at_most_one: bool) -> Whole:
    missing = tuple(p.name for p in parts if p.numerator is None or p.denominator is None)
    if not missing:
        above = sum((part.numerator or Fraction(0) for part in parts), Fraction(0))
        below = sum((part.denominator or Fraction(0) for part in parts), Fraction(0))
        if not below:
            return Whole(None, None, "something_of_nothing" if above else "nothing_to_measure")
        return Whole(above / below, above / below)
    rates = _rates(parts)
    if rates:
        # Whatever the quantities, a ratio of sums lies between the smallest and largest ratio.
        return Whole(min(rates), max(rates), "rates_without_volumes", missing)
    low, high = _least_ratio(parts), _greatest_ratio(parts, at_most_one)
    return Whole(low, high, "incomplete", missing)


def _rates(parts: Sequence[PartFigures]) -> list[Fraction]:
    """One ratio of all parts that give their quantities, then that of each other part.

    None at all where a part gives neither.
    """
    above = below = Fraction(0)
    rates = []
    for part in parts:
        if part.numerator is not None and part.denominator is not None:
            above, below = above + part.numerator, below + part.denominator
        elif part.value is None:
            return []
        else:
            rates.append(part.value)
    if above and not below:
        return []
    return [above / below, *rates] if below else rates


def _least_ratio(parts: Sequence[PartFigures]) -> Fraction:
    """Missing numerators at zero; a missing denominator can be as large as you like."""
    if any(part.denominator is None for part in parts):
        return Fraction(0)
    below = sum((part.denominator or Fraction(0) for part in parts), Fraction(0))
    above = sum((part.numerator or Fraction(0) for part in parts), Fraction(0))
    return above / below if below else Fraction(0)


def _greatest_ratio(parts: Sequence[PartFigures], at_most_one: bool) -> Fraction | None:
    """A missing numerator at its most, a missing denominator at its least."""
    above = below = Fraction(0)
    for part in parts:
        if part.numerator is None and part.denominator is None:
            return Fraction(1) if at_most_one else None
        if part.numerator is None and not at_most_one:
            return None
        least = part.numerator if at_most_one and part.numerator is not None else Fraction(0)
        denominator = least if part.denominator is None else part.denominator
        below += denominator
        above += denominator if part.numerator is None else part.numerator
    if not below:
        return Fraction(1) if at_most_one else None
    return above / below


def _weighted(parts: Sequence[PartFigures], natural: Span) -> Whole:
    heard = [part for part in parts if part.weight != 0]  # no weight, no say, reported or not
    missing = tuple(part.name for part in heard if part.value is None or part.weight is None)
    if not heard:
        return Whole(None, None, "nothing_to_measure")
    low, high = _mean_end(heard, natural.low, min), _mean_end(heard, natural.high, max)
    return Whole(low, high, "incomplete" if missing else "complete", missing)


def _mean_end(
    parts: Sequence[PartFigures],
    absent: Fraction | None,
    pick: Callable[[Iterable[Fraction]], Fraction],
) -> Fraction | None:
    """The least or greatest weighted mean: a part of unknown weight may count for everything."""
    ends = [(absent if part.value is None else part.value, part.weight) for part in parts]
    if any(value is None for value, _ in ends):
        return None
    known = [(value, weight) for value, weight in ends if value is not None and weight is not None]
    candidates = [value for value, weight in ends if value is not None and weight is None]
    if known:
        total = sum((weight for _, weight in known), Fraction(0))
        candidates.append(sum((v * w for v, w in known), Fraction(0)) / total)
    return pick(candidates)


def _counted(parts: Sequence[PartFigures], of: int | None, *, share: bool) -> Whole:
    count = max(of or 0, len(parts))
    yes = sum(1 for part in parts if part.holds is True)
    no = sum(1 for part in parts if part.holds is False)
    silent = tuple(part.name for part in parts if part.holds is None)
    low, high = Fraction(yes, count), Fraction(count - no, count)
    if not share:
        low, high = Fraction(int(low)), Fraction(int(high))
    unlisted = count > len(parts)
    return Whole(low, high, "incomplete" if silent or unlisted else "complete", silent)


HALF_EVEN = RoundingTo()
"""To the digits of the limit, ties to the even digit (GB/T 8170-2008)."""


def answer(
    bound: Bound,
    whole: Whole,
    limit: Fraction,
    digits: Decimal | None = None,
    rounding: RoundingTo | None = HALF_EVEN,
) -> bool | None:
    """Whether the whole keeps a bound; ``None`` where its ends allow both answers.

    Args:
        bound: One bound of a rule.
        whole: What is known of the whole.
        limit: The limit in force.
        digits: The same as written, ``None`` where figures are not rounded to it.
        rounding: How figures are rounded before they are compared, ``None`` for not at all.
    """
    worst, best = (whole.low, whole.high) if bound.sign > 0 else (whole.high, whole.low)
    if worst is not None and bound.holds(bound.margin(_rounded(worst, digits, rounding), limit)):
        return True
    if best is not None and not bound.holds(bound.margin(_rounded(best, digits, rounding), limit)):
        return False
    return None


def _rounded(end: Fraction, digits: Decimal | None, rounding: RoundingTo | None) -> Fraction:
    """Rounding keeps the order, so the ends of a rounded figure are the rounded ends."""
    if digits is None or rounding is None:
        return end
    from genhe_targets.judging.rounding import rounded

    return rounded(end, digits, rounding)
