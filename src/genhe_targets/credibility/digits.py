"""Figures that lie too well: just above a limit, or on round last digits."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from genhe_targets.coded import Floats


@dataclass(frozen=True, slots=True)
class Bunch:
    """Figures around a limit.

    Attributes:
        above: Figures from the limit on (included), within the width.
        below: Figures within the width below it.
        chance: Probability of so uneven a split where both sides are equally likely.
    """

    above: int
    below: int
    chance: float

    @property
    def total(self) -> int:
        """All figures within the width."""
        return self.above + self.below


def bunching(values: Floats, limit: float, width: float, sign: int = 1) -> Bunch:
    """Count figures just on the good side of a limit against those just on the other.

    Close to a limit both sides should be about equally likely: a two-sided binomial test with
    p = 0.5 (the simplest of the density tests; McCrary 2008).

    Args:
        values: The figures; gaps are ignored.
        limit: The limit; the figure on it is on the good side.
        width: How far "just" reaches, in the unit of the figures, above zero.
        sign: -1 where smaller is better.
    """
    distance = sign * (values[~np.isnan(values)] - limit)
    above = int(((distance >= 0) & (distance < width)).sum())
    below = int(((distance < 0) & (distance >= -width)).sum())
    return Bunch(above, below, _two_sided(above, above + below))


def _two_sided(hits: int, trials: int) -> float:
    return min(1.0, 2 * at_least(max(hits, trials - hits), trials, 0.5))


def at_least(hits: int, trials: int, share: float) -> float:
    """Probability of at least so many hits of so many trials, each with this share."""
    if hits <= 0:
        return 1.0
    if hits > trials:
        return 0.0
    log_yes, log_no = math.log(share), math.log1p(-share)
    terms = (
        math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
        + k * log_yes + (trials - k) * log_no
        for k in range(hits, trials + 1)
    )  # fmt: skip
    return min(1.0, math.fsum(math.exp(term) for term in terms))


@dataclass(frozen=True, slots=True)
class LastDigits:
    """Last digits of figures reported with the same number of decimals.

    Attributes:
        decimals: The precision most figures have.
        total: Figures of that precision.
        of: Figures of any.
        round_: Those of ``total`` that end in 0 or 5.
        chance: Probability of so many where every digit is equally likely.
    """

    decimals: int
    total: int
    of: int
    round_: int
    chance: float


def last_digits(figures: Iterable[tuple[Decimal, int]]) -> LastDigits:
    """How often the last digit printed is 0 or 5, among figures of the commonest precision.

    Figures of other precisions are left out: of 12.5, 13 and 12.75 the last digits mean different
    things.  Single digits are left out too: small counts have no last digit to round.

    Args:
        figures: Figures as printed, each with how often it was reported.
    """
    precision: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for figure, count in figures:
        exponent = figure.as_tuple().exponent
        digits = _all_digits(figure) if isinstance(exponent, int) else ""
        if len(digits) > 1 and isinstance(exponent, int):
            decimals = max(0, -exponent)
            precision[decimals] += count
            hits[decimals] += count * (digits[-1] in "05")
    if not precision:
        return LastDigits(0, 0, 0, 0, 1.0)
    commonest, total = max(precision.items(), key=lambda item: (item[1], item[0]))
    found = hits[commonest]
    return LastDigits(commonest, total, precision.total(), found, at_least(found, total, 0.2))


def _all_digits(figure: Decimal) -> str:
    return f"{abs(figure):f}".replace(".", "").lstrip("0")
