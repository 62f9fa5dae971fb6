"""Figures that lie too well: just above a limit, or on round last digits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Coded, Floats, Mask
from genhe_targets.credibility.printing import Digits, Rows, of_printed


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
    distance = sign * (values - limit)
    above = int(np.count_nonzero((distance >= 0) & (distance < width)))
    below = int(np.count_nonzero((distance < 0) & (distance >= -width)))
    return Bunch(above, below, _two_sided(above, above + below))


def _two_sided(hits: int, trials: int) -> float:
    return min(1.0, 2 * at_least(max(hits, trials - hits), trials, 0.5))


def at_least(hits: int, trials: int, share: float) -> float:
    """Probability of at least so many hits of so many trials, each with this share."""
    if hits <= 0:
        return 1.0
    if hits > trials:
        return 0.0
    if hits <= trials * share:
        return max(0.0, 1 - _tail(trials - hits + 1, trials, 1 - share))
    return min(1.0, _tail(hits, trials, share))


def _tail(hits: int, trials: int, share: float) -> float:
    """The same for more hits than are to be expected: each term is smaller than the one before."""
    term = math.exp(
        math.lgamma(trials + 1) - math.lgamma(hits + 1) - math.lgamma(trials - hits + 1)
        + hits * math.log(share) + (trials - hits) * math.log1p(-share)
    )  # fmt: skip
    odds, total = share / (1 - share), 0.0
    while total + term != total:
        total += term
        term *= (trials - hits) / (hits + 1) * odds
        hits += 1
    return total


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


@dataclass(frozen=True)
class Endings:
    """How often the last digit printed is 0 or 5, by variable and number of decimals.

    Single digits are left out: small counts have no last digit to round.

    Attributes:
        figures: Figures, shape (variables, decimals).
        heaped: Those of them that end in 0 or 5.
    """

    figures: npt.NDArray[np.int64]
    heaped: npt.NDArray[np.int64]

    def of(self, name: int) -> LastDigits:
        """The endings of a variable, among its figures of the commonest precision.

        Figures of other precisions are left out: of 12.5, 13 and 12.75 the last digits mean
        different things.
        """
        figures = self.figures[name]
        total = int(figures.max(initial=0))
        if not total:
            return LastDigits(0, 0, 0, 0, 1.0)
        commonest = int(np.flatnonzero(figures == total)[-1])
        found = int(self.heaped[name, commonest])
        chance = at_least(found, total, 0.2)
        return LastDigits(commonest, total, int(figures.sum()), found, chance)


MOST_DECIMALS = 99
"""Figures with more decimals than this were not rounded by anybody."""


def endings(coded: Coded, kept: Mask) -> Endings:
    """Count the last digits of some observations, as they were printed."""
    shape = len(coded.names.ids), MOST_DECIMALS + 1, 2

    def counted(rows: Rows, digits: Digits) -> npt.NDArray[np.int64]:
        told = digits.several & (digits.exponent >= -MOST_DECIMALS)
        decimals = np.maximum(0, -digits.exponent[told])
        key = coded.variable[rows[told]] * np.intp(shape[1]) + decimals
        key = 2 * key + digits.heaped[told]
        return np.bincount(key, minlength=math.prod(shape)).reshape(shape)

    counts = sum(of_printed(coded, kept, counted), np.zeros(shape, np.int64))
    return Endings(counts.sum(axis=2), counts[:, :, 1])
