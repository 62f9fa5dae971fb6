"""Quantities: what each name of a plan is measured in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from genhe_targets.measurement import normal_unit
from genhe_targets.plan.model import Plan
from genhe_targets.vocabulary import Nature


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a name of the plan is measured in.

    Attributes:
        unit: Unit of the plan, ``None`` for a name that is not the plan's.
        milestone: Whether it is done or not yet.
        percent: Whether it is a percentage whose figures may exceed 1.
    """

    unit: str | None
    milestone: bool = False
    percent: bool = False


@lru_cache(maxsize=16)
def quantities(plan: Plan) -> dict[str, Quantity]:
    """Every name of a plan and what it is measured in."""
    found: dict[str, Quantity] = {}
    for target in plan.targets:
        indicator = target.indicator
        milestone = indicator.nature is Nature.MILESTONE
        found[target.id] = _quantity(indicator.unit, milestone, indicator.plausible.max)
    for variable in plan.variables:
        found[variable.id] = _quantity(
            variable.unit, variable.kind == "milestone", variable.plausible.max
        )
    for measure in plan.measures:
        found[measure.variable] = Quantity("1", milestone=True)
    return found


def _quantity(unit: str, milestone: bool, top: Decimal | None) -> Quantity:
    percent = normal_unit(unit) == "百分数" and (top is None or top > 1)
    return Quantity(unit, milestone, percent)
