"""What every check over a report needs: the observations, the plan, the thresholds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from genhe_targets.coded import Coded, Mask, Names
from genhe_targets.contract.check import LISTED, place
from genhe_targets.credibility.panel import Panel
from genhe_targets.findings import Finding
from genhe_targets.plan.checks import Check, Checks
from genhe_targets.plan.model import Plan
from genhe_targets.vocabulary import Severity


class Traits(NamedTuple):
    """What is known of every name of a plan, by its position.

    Attributes:
        measured, counted: Whether its figures are measured, or counted; a measure is neither.
        percent: Whether they are percentages.
        adds: Whether the figures of regions add up to that of the whole, where they are flows.
    """

    measured: Mask
    counted: Mask
    percent: Mask
    adds: Mask


@lru_cache(maxsize=16)
def traits(plan: Plan) -> Traits:
    """The traits of the names of a plan, computed once for each plan."""
    names = Names.of(plan).ids
    kinds, units = [], []
    for name in names:
        variable, target = plan.variable_by_id.get(name), plan.target_by_id.get(name)
        kinds.append(variable.kind if variable else "number" if target else "milestone")
        units.append(variable.unit if variable else target.indicator.unit if target else "")
    ratio = np.array([unit in {"%", "‰", "1"} or "/" in unit for unit in units])
    number = np.array([kind == "number" for kind in kinds])
    count = np.array([kind == "count" for kind in kinds])
    return Traits(number, count, np.array([unit == "%" for unit in units]), number & ~ratio | count)


@dataclass(frozen=True)
class Asking:
    """A report under examination.

    Attributes:
        coded: The observations.
        plan: The plan.
        checks: Thresholds.
        told: Findings about single observations so far, by code.
        refused: Positions of observations that an error speaks against.
    """

    coded: Coded
    plan: Plan
    checks: Checks
    told: Counter[str] = field(default_factory=Counter)
    refused: list[int] = field(default_factory=list)

    @property
    def traits(self) -> Traits:
        """What is known of the names reported."""
        return traits(self.plan)

    def finding(self, check: Check, code: str, row: int, text: str = "", **detail: Any) -> Finding:
        """A finding about one observation, with its place and the cell as written.

        Those beyond the number listed are only counted, so their place is not looked up.
        """
        self.told[code] += 1
        if check.severity is Severity.ERROR:
            self.refused.append(row)
        if self.told[code] > LISTED:
            return Finding(code, weight=check.severity)
        text = text or self.coded.text("text", row) or number(self.coded.value[row])
        return Finding(
            code, text=text, detail=detail, weight=check.severity, **place(self.coded, row)
        )

    def name(self, panel: Panel, plane: int) -> str:
        """The id of a variable of a panel."""
        return self.coded.names.ids[int(panel.names[plane])]

    def period(self, panel: Panel, column: int) -> str:
        """The period of a column as it was reported."""
        rows = panel.origin[..., column]
        return self.coded.text("period", int(rows[rows >= 0][0]))


def number(value: float) -> str:
    """A number as findings show it."""
    return f"{value:.6g}"
