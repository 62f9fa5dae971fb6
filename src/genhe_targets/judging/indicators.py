"""Indicators: the figures that rules are held against, computed from the facts.

An indicator is computed from its variables.  Where they do not suffice, the figure reported for
the indicator itself is used; where both exist they are compared.  A figure carries its state,
and a way to its exact value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import cast

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.facts import Facts
from genhe_targets.grid import EVERY_STATE, Column, State, States
from genhe_targets.judging.bounded import Bounded
from genhe_targets.judging.functions import apply
from genhe_targets.judging.quantity import QUALIFIED, Many, Quantity, as_quantity
from genhe_targets.judging.ratios import Cells, Ratios
from genhe_targets.judging.spans import rolling
from genhe_targets.judging.stage import Stage, constant
from genhe_targets.pieces import CELLS, runs
from genhe_targets.plan.formula import (
    Call,
    Formula,
    Leaf,
    Node,
    Number,
    Operation,
    Reference,
    compute,
    parse_formula,
)
from genhe_targets.plan.formulatree import at_time
from genhe_targets.plan.model import Target
from genhe_targets.plan.rolling import window_of

__all__ = ["Indicators", "Measured", "Quantity", "as_quantity", "evaluate_formula"]


@dataclass(frozen=True)
class Measured:
    """What a target measures.

    Attributes:
        quantity: The figure to judge.
        computed: The figure from the formula, ``None`` where nothing it needs was reported.
        reported: The observations of the indicator itself, ``None`` where there are none.
        from_report: Where ``quantity`` is the reported figure.
    """

    quantity: Quantity
    computed: Quantity | None
    reported: Column | None
    from_report: Mask


class Indicators:
    """Computes indicators from facts; every reference is resolved once.

    Attributes:
        facts: What was reported.
        silent: The figures of an indicator of which nothing was reported.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[Stage, dict[Leaf, Quantity | None]] = {}
        nothing = np.zeros(facts.shape, dtype=bool)
        self.silent = Measured(as_quantity(facts.silent()), None, None, nothing)
        self._heard = frozenset(name for grid in facts.grids.values() for name in grid.position)
        self._stages: dict[tuple[str, ...] | None, Stage] = {}

    def heard_of(self, names: frozenset[int]) -> bool:
        """Whether any of some names (positions in ``Coded.names``) was reported in any year."""
        return not self._heard.isdisjoint(names)

    def measure(self, target: Target) -> Measured:
        """The figures of a target: those of its indicator, or what its rule makes of them."""
        own = self._indicator(target, Reference(target.id))
        if not target.is_derived:
            return own
        quantity = self.subject(target, target.judged)
        return replace(own, quantity=quantity, from_report=self.silent.from_report)

    def subjects(self, target: Target, measured: Measured) -> list[Quantity]:
        """The figures that the bounds of a target's rule are held against, in their order."""
        if all(formula is target.judged for formula in target.bound_formulas):
            return [measured.quantity] * len(target.bound_formulas)
        known = {target.judged: measured.quantity}
        for formula in target.bound_formulas:
            if formula not in known:
                known[formula] = self.subject(target, formula)
        return [known[formula] for formula in target.bound_formulas]

    def subject(self, target: Target, formula: Formula) -> Quantity:
        """The figures of a formula of a target's rule."""
        found = self.evaluate(formula, self._stage(target))
        return found or self.silent.quantity

    def _indicator(self, target: Target, at: Reference) -> Measured:
        formula = parse_formula(target.indicator.formula)
        stage = self._stage(target)
        computed = self.evaluate(_shifted(formula, at), stage)
        own = None if formula.is_reference else self.facts.column(at)
        if own is None:
            if computed is None:
                return self.silent
            return Measured(computed, computed, None, self.silent.from_report)
        if computed is None:
            return Measured(as_quantity(own), None, own, own.state != State.SILENT)
        use = (computed.state != State.REPORTED) & (own.state != State.SILENT)
        use &= (own.state == State.REPORTED) | (computed.state == State.SILENT)
        return Measured(as_quantity(own).where(use, computed), computed, own, use)

    def _stage(self, target: Target) -> Stage:
        """The regions compared with each other are those of the target's scope."""
        key = target.scope.regions
        if key not in self._stages:
            facts = self.facts
            every = self.comparable() if key is None else frozenset(key)
            absent = len(every - set(facts.regions)) + facts.plan.open_regions
            self._stages[key] = Stage(
                facts.regions, every, absent, facts.checkpoints, facts.plan.calendar
            )
        return self._stages[key]

    def comparable(self) -> frozenset[str]:
        """Codes of the regions of the plan's own level, whether or not they report."""
        plan = self.facts.plan
        own = plan.region_by_code[plan.region].level
        listed = {code for code, region in plan.region_by_code.items() if region.level == own}
        return frozenset(listed | (set(self.facts.regions) - plan.region_by_code.keys()))

    def leaf(self, leaf: Leaf, stage: Stage) -> Quantity | None:
        """The figures a reference or function means; ``None`` where nothing was reported."""
        known = self._known.setdefault(stage, {})
        if leaf not in known:
            known[leaf] = (
                self._reference(leaf, stage)
                if isinstance(leaf, Reference)
                else self._call(leaf, stage)
            )
        return known[leaf]

    def _reference(self, reference: Reference, stage: Stage) -> Quantity | None:
        """As reported, else from the variable's own formula; a target's id is its indicator."""
        plan = self.facts.plan
        variable = plan.variable_by_id.get(reference.name)
        target = plan.target_by_id.get(reference.name)
        if variable is None and target is not None:
            quantity = self._indicator(target, reference).quantity
            return None if quantity is self.silent.quantity else quantity
        column = self.facts.column(reference)
        found = as_quantity(column) if column is not None else None
        if variable is None or not variable.formula:
            return found
        derived = self.evaluate(_shifted(parse_formula(variable.formula), reference), stage)
        if found is None or derived is None:
            return found or derived
        return found.where(found.state != State.SILENT, derived)

    def _call(self, call: Call, stage: Stage) -> Quantity | None:
        if call.name == "chained":
            node = chain(call, self.facts.plan.year)
            return self.evaluate(Formula(call.key, node), stage)
        if call.name == "rolling":
            return self._rolling(call, stage)
        args = [self._argument(node, stage) for node in call.args]
        if all(one is self.silent.quantity for one in args):
            return None
        return apply(call, args, stage)

    def _rolling(self, call: Call, stage: Stage) -> Quantity | None:
        plan, node = self.facts.plan, call.args[0]
        window = window_of(call, plan)
        days = window.before(plan.calendar, plan.year)
        nodes = [node, *(at_time(node, Reference("", day=day)) for day in days)]
        args = [self._argument(one, stage) for one in nodes]
        if all(one is self.silent.quantity for one in args):
            return None
        return rolling(window, args, stage)

    def _argument(self, node: Node, stage: Stage) -> Quantity:
        if isinstance(node, Number):
            return constant(node.value, stage.shape)
        return self.evaluate(Formula("", node), stage) or self.silent.quantity

    def evaluate(self, formula: Formula, stage: Stage) -> Quantity | None:
        """A formula over all cells; ``None`` where none of its variables was ever reported."""
        if isinstance(formula.root, Leaf):
            return self.leaf(formula.root, stage)
        parts = {leaf: self.leaf(leaf, stage) for leaf in formula.leaves()}
        if all(part is None for part in parts.values()):
            return None
        silent = self.silent.quantity
        return evaluate_formula(formula, {leaf: part or silent for leaf, part in parts.items()})


def chain(call: Call, year: int) -> Node:
    """What yearly changes in percent since a year multiply to, as a product."""
    since, *until = (int(Fraction(option)) for option in call.options)
    change, product = call.args[0], cast("Node", Number(Fraction(1)))
    for at in range(since + 1, min([year, *until]) + 1):
        moment = Reference("", year=at if at < year else 0)
        rate = at_time(change, moment)
        growth = Operation("+", Number(Fraction(1)), Operation("/", rate, Number(Fraction(100))))
        product = Operation("*", product, growth)
    return product


def evaluate_formula(formula: Formula, inputs: Mapping[Leaf, Quantity]) -> Quantity:
    """A formula over all cells.

    Args:
        formula: The formula.
        inputs: The figures of each of its leaves, silent where nothing was reported.
    """
    if isinstance(formula.root, Leaf):
        return inputs[formula.root]

    def exact(region: int, checkpoint: int) -> Fraction:
        return Fraction(
            formula.evaluate(lambda ref: inputs[ref].exact(region, checkpoint), Fraction)
        )

    def many(regions: Cells, checkpoints: Cells) -> Ratios:
        found: Ratios = formula.evaluate(
            lambda ref: inputs[ref].exacts(regions, checkpoints), Ratios.number
        )
        return found

    partial = [quantity for quantity in inputs.values() if not quantity.is_complete]
    silent = next((quantity for quantity in partial if quantity.is_silent), None)
    with np.errstate(all="ignore"):
        # Where one of its figures is silent everywhere, there is no number anywhere.
        result = Bounded(silent.value, silent.error) if silent else _bounded(formula, inputs)
        value = np.asarray(result.value, dtype=float)
        if not partial and np.isfinite(result.error).all():  # which leaves no figure infinite
            state = np.full(value.shape, State.REPORTED)
            return Quantity(value, result.error, state, exact, many, complete=True)
        if formula.divisors:
            value = _told_from_zero(value, result.error, many)
        state = _state(partial, value)
        if partial:
            for node in formula.divisors:
                nothing = _zero_divisor(node, inputs)
                state[nothing & (state == State.SILENT)] = State.NONE
    return Quantity(value, result.error, state, exact, many)


def _bounded(formula: Formula, inputs: Mapping[Leaf, Quantity]) -> Bounded:
    """A formula in floats with their error bounds, some regions at a time."""
    regions, checkpoints = next(iter(inputs.values())).value.shape

    def of(rows: slice) -> Bounded:
        found: Bounded = formula.evaluate(lambda leaf: inputs[leaf].bounded(rows), Bounded.number)
        return found

    parts = runs(regions, checkpoints, CELLS)
    if len(parts) < 2:
        return of(slice(None))
    whole = Bounded(np.empty((regions, checkpoints)), np.empty((regions, checkpoints)))
    for rows in parts:
        part = of(rows)
        whole.value[rows], whole.error[rows] = part.value, part.error
    return whole


def _told_from_zero(value: Floats, error: Floats, many: Many) -> Floats:
    """0.3 - 0.1 - 0.2 is nothing, and a little in floats: what is divided by it is no figure."""
    unsure = np.isfinite(value) & ~np.isfinite(error)
    if not unsure.any():
        return value
    cells = np.nonzero(unsure)
    found = many(*cells)
    quotient = np.where(np.equal(found.top, 0), np.nan, np.inf)
    told = value.copy()
    told[cells] = np.where(np.equal(found.bottom, 0), quotient, value[cells])
    return told


def _shifted(formula: Formula, by: Reference) -> Formula:
    """A formula read at another time: ``(u / v)`` at 2020 is ``u[2020] / v[2020]``."""
    if not by.at:
        return formula
    return Formula(formula.text, at_time(formula.root, by))


_WORST = (State.REPORTED, State.ABOUT, State.NONE, State.SILENT, State.INVALID)
"""What a computed figure can be, from the best to the worst of its inputs."""

_RANK = np.array(
    [_WORST.index(State.ABOUT if QUALIFIED[s] else s) if s in _WORST or QUALIFIED[s] else 0
     for s in EVERY_STATE], np.int8,
)  # fmt: skip
_BY_RANK = np.array(_WORST, np.int8)


def _state(inputs: Iterable[Quantity], value: Floats) -> States:
    """The state of a computed figure: its worst input, then what division makes of it.

    Args:
        inputs: The figures it is computed from; those that are complete need not be among them.
        value: The figures.
    """
    ranks = [_RANK.take(quantity.state) for quantity in inputs]
    state: States = (
        _BY_RANK.take(reduce(np.maximum, ranks)) if ranks else np.full(value.shape, _BY_RANK[0])
    )
    odd = ~np.isfinite(value) & (state == State.REPORTED)
    if np.count_nonzero(odd):
        state[odd & np.isnan(value)] = State.NONE  # 0 / 0: there was nothing to measure
        state[odd & np.isinf(value)] = State.INVALID  # something out of nothing
    return state


def _zero_divisor(node: Node, inputs: Mapping[Leaf, Quantity]) -> Mask:
    """Where a divisor is reported as zero; then there is nothing to measure, even in silence."""
    value = compute(node, lambda ref: inputs[ref].value, float)
    return np.asarray(value == 0.0)
