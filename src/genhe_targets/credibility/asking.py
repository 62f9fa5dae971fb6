"""What every check over a report needs: the observations, the plan, the thresholds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from genhe_targets.coded import Coded
from genhe_targets.contract.check import LISTED, place
from genhe_targets.credibility.panel import Panel
from genhe_targets.findings import Finding
from genhe_targets.plan.checks import Checks
from genhe_targets.plan.model import Plan


@dataclass(frozen=True)
class Asking:
    """A report under examination.

    Attributes:
        coded: The observations.
        plan: The plan.
        checks: Thresholds.
        told: Findings about single observations so far, by code.
    """

    coded: Coded
    plan: Plan
    checks: Checks
    told: Counter[str] = field(default_factory=Counter)

    def finding(self, code: str, row: int, text: str = "", **detail: Any) -> Finding:
        """A finding about one observation, with its place and the cell as written.

        Those beyond the number listed are only counted, so their place is not looked up.
        """
        self.told[code] += 1
        if self.told[code] > LISTED:
            return Finding(code)
        text = text or self.coded.text("text", row) or number(self.coded.value[row])
        return Finding(code, text=text, detail=detail, **place(self.coded, row))

    def period(self, panel: Panel, column: int) -> str:
        """The period of a column as it was reported."""
        rows = panel.origin[:, column]
        return self.coded.text("period", int(rows[rows >= 0][0]))

    def unit(self, name: str) -> str:
        """The unit of a variable or indicator."""
        variable, target = self.plan.variable_by_id.get(name), self.plan.target_by_id.get(name)
        return variable.unit if variable else target.indicator.unit if target else ""

    def kind(self, name: str) -> str:
        """``number``, ``count`` or ``milestone``; an indicator is a number, a measure is done."""
        variable = self.plan.variable_by_id.get(name)
        if variable is not None:
            return variable.kind
        return "number" if name in self.plan.target_by_id else "milestone"


def number(value: float) -> str:
    """A number as findings show it."""
    return f"{value:.6g}"
