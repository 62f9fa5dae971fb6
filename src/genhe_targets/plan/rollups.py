"""How the verdicts of a measure, clause, unit, region or plan become one, as a plan declares it.

Written as ``{method: worst_of}`` or ``{method: share, at_least: 0.8}``; the evaluation is in
``judging.rollup``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from genhe_targets.plan.parts import Part
from genhe_targets.vocabulary import Lang, Status, word

Level = Literal["measure", "clause", "unit", "region", "plan"]
"""What verdicts are rolled up to."""

WORST_FIRST = tuple(status for status in Status if status is not Status.NOT_APPLICABLE)
"""The usual precedence: the one that comes first wins.  What does not apply has no say."""


class WorstOf(Part):
    """One out, all out: the worst verdict is that of the whole.

    Attributes:
        precedence: Every status but ``not_applicable`` once, the worst first.
    """

    method: Literal["worst_of"] = "worst_of"
    precedence: tuple[Status, ...] = WORST_FIRST

    @model_validator(mode="after")
    def _complete(self) -> WorstOf:
        absent = set(WORST_FIRST) - set(self.precedence)
        if absent:
            raise ValueError(f"the precedence leaves out {', '.join(sorted(absent))}")
        if len(self.precedence) != len(WORST_FIRST):
            raise ValueError("the precedence names a status twice, or one that has no say")
        return self

    def sentence(self, lang: Lang) -> str:
        """The method in words."""
        return "取最差结果" if lang == "zh" else "the worst verdict counts"


class ShareRule(Part):
    """Enough of them: a share of the verdicts, by number or by weight, must be good.

    Attributes:
        at_least: The share, above 0 and at most 1.
        weights: Weight of each target by its id, 1 for those not named.
    """

    method: Literal["share"] = "share"
    at_least: Decimal = Field(gt=0, le=1)
    weights: Mapping[str, Annotated[Decimal, Field(gt=0)]] = Field(default_factory=dict)

    def sentence(self, lang: Lang) -> str:
        """The method in words."""
        share = f"{(self.at_least * 100).normalize():f}%"
        met = word(Status.MET, lang)
        if lang == "zh":
            return f"{'加权' if self.weights else ''}{met}比例不低于{share}"
        return f"at least {share}{' by weight' if self.weights else ''} are {met}"


AnyRollUp = Annotated[WorstOf | ShareRule, Field(discriminator="method")]


class RollUps(Part):
    """The method at each level (``rollups`` in ``plan.yaml``); worst-of where none is declared.

    Attributes:
        measure, clause, unit, region: How the verdicts of one of these become one.
        plan: How all verdicts become the answer for the plan.
    """

    measure: AnyRollUp = WorstOf()
    clause: AnyRollUp = WorstOf()
    unit: AnyRollUp = WorstOf()
    region: AnyRollUp = WorstOf()
    plan: AnyRollUp = WorstOf()

    def of(self, level: Level) -> WorstOf | ShareRule:
        """The method of a level."""
        found: WorstOf | ShareRule = getattr(self, level)
        return found
