"""Tells, from the statistics a local government reports, whether it keeps a policy plan.

>>> import genhe_targets as gt
>>> plan = gt.load_plan("genhe-2023")
>>> plan.year
2023

``evaluate(data, plan)`` gives a ``ComplianceReport``; ``load_plan`` gives a ``Plan``.  Where things
are: ``plan`` (what is required), ``reading`` (what was reported), ``contract`` (whether that can be
used), ``facts``, ``judging`` (the verdicts), ``report`` (the result and its views).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from genhe_targets.errors import (
    GenheTargetsError,
    MissingExtraError,
    NotCompliantError,
    PlanError,
    Problem,
    ReadingError,
)

if TYPE_CHECKING:
    from genhe_targets.evaluation import evaluate
    from genhe_targets.plan.loading import load_plan, shipped_plans
    from genhe_targets.plan.model import Plan, Target
    from genhe_targets.report.result import ComplianceReport

__all__ = [
    "ComplianceReport",
    "GenheTargetsError",
    "MissingExtraError",
    "NotCompliantError",
    "Plan",
    "PlanError",
    "Problem",
    "ReadingError",
    "Target",
    "evaluate",
    "load_plan",
    "shipped_plans",
]

_LATE = {
    "ComplianceReport": "report.result",
    "Plan": "plan.model",
    "Target": "plan.model",
    "evaluate": "evaluation",
    "load_plan": "plan.loading",
    "shipped_plans": "plan.loading",
}
"""Where the names are that are imported only when used, so that importing the package is free."""


def __getattr__(name: str) -> Any:
    if name in _LATE:
        value: Any = getattr(import_module(f"genhe_targets.{_LATE[name]}"), name)
    elif name == "__version__":
        from importlib.metadata import version

        value = version("genhe-targets")
    else:
        raise AttributeError(f"module 'genhe_targets' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
