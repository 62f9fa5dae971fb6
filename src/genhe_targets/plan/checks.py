"""Checks of credibility and their thresholds, tuned in an optional ``checks.yaml`` of a plan.

Every check can be switched off, ``jumps: false``, or tuned, ``jumps: {previous_period: 0.3}``.
The checks themselves are in ``credibility``.
"""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from genhe_targets.plan.parts import Part
from genhe_targets.vocabulary import Severity

Share = Annotated[Decimal, Field(gt=0, le=1)]
Positive = Annotated[Decimal, Field(gt=0)]


class Check(Part):
    """Base of the checks: each can be switched off.

    Attributes:
        on: ``false`` switches it off.
        severity: Weight of its findings; each kind of finding has one of its own by default.  An
            ``error`` makes the figure unusable, so that its verdict becomes ``invalid``.
    """

    on: bool = True
    severity: Severity | None = None


class Jumps(Check):
    """A figure far from those before it.

    Attributes:
        previous_period: Relative change of a state on the period before, beyond which it is
            doubtful.
        previous_amount: The same for what a flow added in a period; wide, since works and harvests
            have their seasons.
        same_period: Relative change on the same period of the year before.
        small: Counts that stay below this are not compared: from 1 to 2 is no jump.
        mads: Distance to the median of the past, in median absolute deviations (VNO).
        past: How many past figures the median is taken of.
        floor: Smallest deviation assumed, as a share of the median; a series that never moved has
            none of its own.
    """

    previous_period: Positive = Decimal("0.5")
    previous_amount: Positive = Decimal(3)
    same_period: Positive = Decimal("0.5")
    small: int = Field(default=20, ge=0)
    mads: Positive = Decimal(2)
    past: int = Field(default=5, ge=3, le=100)
    floor: Positive = Decimal("0.1")


class Copies(Check):
    """Figures carried forward: a region repeats what it reported before.

    Attributes:
        share: Share of unchanged figures from which on it is doubtful.
        least: Fewer figures than this say nothing.
    """

    share: Share = Decimal("0.8")
    least: int = Field(default=3, ge=2)


class Peers(Check):
    """Hidiroglou-Berthelot: a change unlike that of the other regions.

    Attributes:
        u: How much the size of a region counts, 0 to 1.
        a: Smallest spread assumed, as a share of the median effect.
        c: Width of the interval, in quartile distances.
        least: Fewer regions than this are not compared.
        small: Counts that stay below this are not compared.
        unchanged: Share of unchanged figures from which on that itself is the finding.
    """

    u: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.5")
    a: Positive = Decimal("0.05")
    c: Positive = Decimal(7)
    least: int = Field(default=10, ge=4)
    small: int = Field(default=20, ge=0)
    unchanged: Share = Decimal("0.5")


class Units(Check):
    """A figure off by a factor, as of a wrong unit.

    Attributes:
        factors: The factors, upwards and downwards.
        tolerance: How near to the factor, as a share of it.
        small: Counts that stay below this are not compared.
    """

    factors: tuple[Positive, ...] = (Decimal(10), Decimal(100), Decimal(1000), Decimal(10000))
    tolerance: Share = Decimal("0.05")
    small: int = Field(default=20, ge=0)


class Rates(Check):
    """A percentage above this."""

    most: Positive = Decimal(100)


class Bunching(Check):
    """More figures just above a limit than just below it.

    Attributes:
        width: How wide "just" is, as a share of the limit.
        least: Fewer figures near the limit say nothing.
        significance: Largest probability by chance.
    """

    width: Share = Decimal("0.05")
    least: int = Field(default=20, ge=5)
    significance: Share = Decimal("0.01")


class Heaping(Check):
    """Last digits 0 and 5 more often than every fifth time.

    Attributes:
        least: Fewer figures of one precision say nothing.
        significance: Largest probability by chance.
    """

    least: int = Field(default=50, ge=20)
    significance: Share = Decimal("0.01")


class Totals(Check):
    """Reported totals against their parts.

    Attributes:
        relative: Difference allowed beyond rounding, as a share of the total.
    """

    relative: Annotated[Decimal, Field(ge=0, le=1)] = Decimal(0)


class Precision(Check):
    """Digits after the point, of variables that declare ``decimals``."""


class Frequency(Check):
    """Periods, of variables that declare ``every``."""


class Revisions(Check):
    """A later submission that changes an earlier one.

    Attributes:
        large: Relative change from which on a revision asks for a justification.
    """

    large: Positive = Decimal("0.1")

    @model_validator(mode="after")
    def _no_error(self) -> Self:
        if self.severity is Severity.ERROR:
            raise ValueError("a revised figure is usable: choose warning or information")
        return self


def _switch(value: Any) -> Any:
    """``false`` switches a check off, ``true`` leaves it as it is."""
    return {"on": value} if isinstance(value, bool) else value


class Checks(Part):
    """All checks with their thresholds."""

    jumps: Annotated[Jumps, BeforeValidator(_switch)] = Jumps()
    copies: Annotated[Copies, BeforeValidator(_switch)] = Copies()
    peers: Annotated[Peers, BeforeValidator(_switch)] = Peers()
    units: Annotated[Units, BeforeValidator(_switch)] = Units()
    rates: Annotated[Rates, BeforeValidator(_switch)] = Rates()
    bunching: Annotated[Bunching, BeforeValidator(_switch)] = Bunching()
    heaping: Annotated[Heaping, BeforeValidator(_switch)] = Heaping()
    totals: Annotated[Totals, BeforeValidator(_switch)] = Totals()
    precision: Annotated[Precision, BeforeValidator(_switch)] = Precision()
    frequency: Annotated[Frequency, BeforeValidator(_switch)] = Frequency()
    revisions: Annotated[Revisions, BeforeValidator(_switch)] = Revisions()

    @cached_property
    def refuse(self) -> bool:
        """Whether a finding of some check makes a figure unusable."""
        checks = (check for _, check in self if isinstance(check, Check))
        return any(check.on and check.severity is Severity.ERROR for check in checks)

    @model_validator(mode="after")
    def _factors_beyond_one(self) -> Self:
        if any(factor <= 1 for factor in self.units.factors):
            raise ValueError("a factor of units must exceed 1; its inverse is looked for as well")
        return self
