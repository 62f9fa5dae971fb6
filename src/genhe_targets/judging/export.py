"""The rules of a plan as a pandera schema, for people's own pipelines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from genhe_targets.coded import Floats
from genhe_targets.grid import Column, State
from genhe_targets.judging.functions import apply
from genhe_targets.judging.indicators import Quantity, as_quantity, chain, evaluate_formula
from genhe_targets.judging.limits import limit_grid
from genhe_targets.judging.margins import NO, judge
from genhe_targets.judging.spans import rolling
from genhe_targets.judging.stage import Stage, constant
from genhe_targets.plan.formula import Formula, Leaf, Node, Number, Reference, parse_formula
from genhe_targets.plan.formulatree import at_time
from genhe_targets.plan.limittable import EVERYWHERE, LimitTable
from genhe_targets.plan.model import Plan, Target
from genhe_targets.plan.rolling import window_of
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


def to_pandera(
    plan: Plan, assigned: Mapping[tuple[str, str], Decimal] | None, lang: Lang
) -> pa.DataFrameSchema:
    """A schema that a wide frame of year-end figures must pass.

    The frame has a row for each region and a float column for each variable (``used``), for a
    variable of another year (``"intensity[2020]"``) or for an indicator itself (by the id of its
    target).  Columns are optional: a rule is asked where its figures are there, and silence
    neither keeps nor breaks it.  Limits are judged exactly, as ``evaluate`` does; time, pace and
    scope are not part of a schema.

    Args:
        plan: The plan.
        assigned: Limits set by a superior level, (target, region or ``""``) -> limit; rules
            without one are left out.
        lang: Language of the rules' sentences.
    """
    import pandera.pandas as pa

    names: dict[str, None] = {}
    checks = []
    for target in plan.targets:
        limits = LimitTable.of(assigned or {})
        if target.rule.is_assigned and (target.id, EVERYWHERE) not in limits.rows:
            continue
        formulas = [parse_formula(target.indicator.formula), *target.bound_formulas]
        for formula in formulas:
            names |= dict.fromkeys(reference.key for reference in formula.references())
        names[target.id] = None
        said = f"{target.title.in_(lang)}: {target.sentence(lang)}"
        checks.append(
            pa.Check(
                _keeps(plan, target, limits), name=target.id, error=f"{target.id} ({said})",
                title=target.title.in_(lang), description=said,
            )
        )  # fmt: skip
    columns = {name: pa.Column(float, nullable=True, required=False, coerce=True) for name in names}
    return pa.DataFrameSchema(
        columns, checks=checks, name=plan.id, title=plan.title.in_(lang),
        metadata={"plan": plan.id, "content_hash": plan.content_hash},
    )  # fmt: skip


def _keeps(plan: Plan, target: Target, assigned: LimitTable) -> Callable[[pd.DataFrame], Any]:
    """A frame-level check: row by row, whether a rule is kept or nothing is known."""

    def check(frame: pd.DataFrame) -> Any:
        import pandas as pd

        rows = [""] * len(frame)
        bounds = [
            limit_grid(target, bound, rows, [plan.year_end], assigned, plan.calendar)
            for bound in target.bounds
        ]
        figures = _Figures(plan, target, frame)
        subjects = [figures.of(formula) for formula in target.bound_formulas]
        outcome = judge([target], [subjects], [bounds])[0]
        return pd.Series(outcome.holds[:, 0] != NO, index=frame.index)

    return check


class _Figures:
    """The figures of a target in a wide frame, a row for each region."""

    def __init__(self, plan: Plan, target: Target, frame: pd.DataFrame) -> None:
        self.plan, self.target, self.frame = plan, target, frame
        regions = ("",) * len(frame)
        self.stage = Stage(regions, frozenset(regions), 0, (plan.year_end,), plan.calendar)

    def of(self, formula: Formula) -> Quantity:
        """The figures of a formula; those of the indicator also as reported."""
        computed = self._computed(formula)
        if formula != parse_formula(self.target.indicator.formula):
            return computed
        return computed.where(computed.state != State.SILENT, self._reported(""))

    def _computed(self, formula: Formula) -> Quantity:
        return evaluate_formula(formula, {leaf: self._leaf(leaf) for leaf in formula.leaves()})

    def _reported(self, at: str) -> Quantity:
        return as_quantity(_column(self.frame, self.target.id + at))

    def _leaf(self, leaf: Leaf) -> Quantity:
        if isinstance(leaf, Reference):
            if leaf.name != self.target.id:
                return as_quantity(_column(self.frame, leaf.key))
            formula = parse_formula(self.target.indicator.formula)
            then = Formula(formula.text, at_time(formula.root, leaf))
            computed, reported = self._computed(then), self._reported(leaf.at)
            return computed.where(computed.state != State.SILENT, reported)
        if leaf.name == "chained":
            return self._computed(Formula("", chain(leaf, self.plan.year)))
        if leaf.name == "rolling":
            args = [self._argument(leaf.args[0])]
            return rolling(window_of(leaf, self.plan), args, self.stage)
        return apply(leaf, [self._argument(node) for node in leaf.args], self.stage)

    def _argument(self, node: Node) -> Quantity:
        if isinstance(node, Number):
            return constant(node.value, self.stage.shape)
        return self._computed(Formula("", node))


def _column(frame: pd.DataFrame, name: str) -> Column:
    value: Floats = np.full(len(frame), np.nan)
    if name in frame.columns:
        value = frame[name].to_numpy()  # the schema made it one of floats
    shaped = value[:, None]
    state = np.where(np.isnan(shaped), State.SILENT, State.REPORTED).astype(np.int8)
    return Column(shaped, state, np.full(shaped.shape, -1, np.int32))
