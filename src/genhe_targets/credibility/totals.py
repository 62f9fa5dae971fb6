"""Reported totals beside the sum of their parts; cumulative figures beside their periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from genhe_targets.judging.rounding import interval_of


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A reported total beside the sum of its parts.

    Attributes:
        parts: The sum of the parts.
        difference: Total less sum, signed.
        tolerance: What rounding of the figures explains, or what is allowed.
    """

    parts: Fraction
    difference: Fraction
    tolerance: Fraction

    @property
    def agrees(self) -> bool:
        """Whether the difference is within the tolerance."""
        return abs(self.difference) <= self.tolerance


def imbalance(
    total: Decimal,
    parts: Sequence[Decimal],
    *,
    counted: bool = False,
    relative: Decimal = Decimal(0),
) -> Imbalance:
    """Hold a reported total against its parts (VAD).

    Statistical yearbooks do not adjust totals for rounding (未作机械调整): every figure may be off
    by half a unit of the last digit it was reported with.

    Args:
        total: The total as reported, with its digits: that of regions, of a code list, or the
            cumulative figure at the end of several periods.
        parts: The parts as reported, with their digits.
        counted: Whether the figures are counts, which are not rounded.
        relative: Difference allowed in any case, as a share of the total.
    """
    added = sum((Fraction(part) for part in parts), Fraction(0))
    slack = Fraction(0)
    if not counted:
        slack = sum((interval_of(figure) / 2 for figure in (total, *parts)), slack)
    allowed = max(slack, Fraction(relative) * abs(Fraction(total)))
    return Imbalance(added, Fraction(total) - added, allowed)
