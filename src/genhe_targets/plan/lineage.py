"""Lineage: what the formulas of a plan are made of, formulas of their own followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from genhe_targets.plan.formula import Formula, parse_formula
from genhe_targets.vocabulary import Basis

if TYPE_CHECKING:
    from genhe_targets.plan.model import Plan

FLOWS = frozenset((Basis.CUMULATIVE, Basis.PERIOD))
"""Bases of figures that run up over the year."""


def formulas_of(plan: Plan) -> Iterator[Formula]:
    """Every formula of a sound plan: of its indicators, its rules and its variables."""
    for target in plan.targets:
        yield parse_formula(target.indicator.formula)
        yield from target.bound_formulas
    yield from (parse_formula(one.formula) for one in plan.variables if one.formula)


def names_behind(formula: Formula, plan: Plan) -> Iterator[str]:
    """Every name a formula leads to, once: those it says, and those that stand behind them."""
    waiting, seen = [reference.name for reference in formula.references()], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        variable, target = plan.variable_by_id.get(name), plan.target_by_id.get(name)
        text = variable.formula if variable else target.indicator.formula if target else None
        if text:
            waiting += [reference.name for reference in parse_formula(text).references()]


def bases_of(formula: Formula, plan: Plan) -> set[Basis]:
    """The bases of the reported variables a formula leads to."""
    behind = (plan.variable_by_id.get(name) for name in names_behind(formula, plan))
    return {variable.basis for variable in behind if variable and not variable.formula}
