"""Indicators: the figures that rules are held against, computed from the facts.

An indicator is computed from its variables.  Where they do not suffice, the figure reported for
the indicator itself is used; where both exist they are compared.  A figure carries its state,
and a way to its exact value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.facts import Facts
from genhe_targets.grid import Column, State, States
from genhe_targets.judging.bounded import Bounded
from genhe_targets.plan.formula import Formula, Node, Reference, compute, parse_formula
from genhe_targets.plan.model import Target

Exact = Callable[[int, int], Fraction]
"""(region, checkpoint) -> the exact figure of a cell that holds one."""

_QUALIFIED = np.array([s in {State.AT_LEAST, State.AT_MOST, State.ABOUT} for s in State])
_NUMBERS = _QUALIFIED | np.array([s is State.REPORTED for s in State])
"""By state: whether a figure is a bound or approximation; whether there is a figure at all."""


@dataclass(frozen=True)
class Quantity:
    """A figure over regions and checkpoints.

    Attributes:
        value, error: The figure and the bound of its rounding error; NaN where there is none.
        state: ``State`` codes.
        exact: The exact figure of a cell.
    """

    value: Floats
    error: Floats
    state: States
    exact: Exact

    @property
    def has_number(self) -> Mask:
        """Where there is a figure, be it a bound of the true one."""
        numbers: Mask = _NUMBERS[self.state]
        return numbers

    def where(self, use: Mask, other: Quantity) -> Quantity:
        """These figures where ``use`` says so, else the others."""

        def exact(region: int, checkpoint: int) -> Fraction:
            chosen = self if use[region, checkpoint] else other
            return chosen.exact(region, checkpoint)

        return Quantity(
            np.where(use, self.value, other.value),
            np.where(use, self.error, other.error),
            np.where(use, self.state, other.state).astype(np.int8),
            exact,
        )


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
    """Computes indicators from facts; every reference is resolved once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[Reference, Quantity | None] = {}
        nothing = np.zeros(facts.shape, dtype=bool)
        self._silent = Measured(as_quantity(facts.silent()), None, None, nothing)

    def measure(self, target: Target) -> Measured:
        """The figures of a target."""
        formula = parse_formula(target.indicator.formula)
        computed = self.evaluate(formula)
        own = None if formula.is_reference else self.facts.column(Reference(target.id))
        if own is None:
            if computed is None:
                return self._silent
            return Measured(computed, computed, None, self._silent.from_report)
        if computed is None:
            return Measured(as_quantity(own), None, own, own.state != State.SILENT)
        use = (computed.state != State.REPORTED) & (own.state != State.SILENT)
        use &= (own.state == State.REPORTED) | (computed.state == State.SILENT)
        return Measured(as_quantity(own).where(use, computed), computed, own, use)

    def reference(self, reference: Reference) -> Quantity | None:
        """The figures a reference means: as reported, else from the variable's own formula."""
        if reference not in self._known:
            self._known[reference] = self._reference(reference)
        return self._known[reference]

    def _reference(self, reference: Reference) -> Quantity | None:
        column = self.facts.column(reference)
        found = as_quantity(column) if column is not None else None
        variable = self.facts.plan.variable_by_id.get(reference.name)
        if variable is None or not variable.formula:
            return found
        derived = self.evaluate(_shifted(parse_formula(variable.formula), reference))
        if found is None or derived is None:
            return found or derived
        return found.where(found.state != State.SILENT, derived)

    def evaluate(self, formula: Formula) -> Quantity | None:
        """A formula over all cells; ``None`` where none of its variables was ever reported."""
        references = formula.references()
        parts = {reference: self.reference(reference) for reference in references}
        if all(part is None for part in parts.values()):
            return None
        silent = self._silent.quantity
        return evaluate_formula(formula, lambda reference: parts[reference] or silent)


def evaluate_formula(formula: Formula, figures: Callable[[Reference], Quantity]) -> Quantity:
    """A formula over all cells.

    Args:
        formula: The formula.
        figures: The figures of a reference, silent where nothing was reported.
    """
    inputs = {reference: figures(reference) for reference in formula.references()}
    if formula.is_reference:
        return next(iter(inputs.values()))

    def bounded(reference: Reference) -> Bounded:
        quantity = inputs[reference]
        return Bounded(quantity.value, quantity.error)

    def exact(region: int, checkpoint: int) -> Fraction:
        return Fraction(
            formula.evaluate(lambda ref: inputs[ref].exact(region, checkpoint), Fraction)
        )

    with np.errstate(all="ignore"):
        result = formula.evaluate(bounded, Bounded.number)
        state = _state(inputs, np.asarray(result.value, dtype=float))
        zero = [_zero_divisor(node, inputs) for node in formula.divisors]
    nothing = np.logical_or.reduce(zero) if zero else np.zeros(state.shape, dtype=bool)
    state[nothing & (state == State.SILENT)] = State.NONE
    return Quantity(result.value, result.error, state, exact)


def _shifted(formula: Formula, by: Reference) -> Formula:
    """A variable's formula read at another year: ``(u / v)`` at 2020 is ``u[2020] / v[2020]``."""
    if not (by.year or by.lag):
        return formula
    at = f"[{by.year}]" if by.year else f"[-{by.lag}]"
    return parse_formula(formula.filled(lambda reference: reference.name + at))


def _state(inputs: dict[Reference, Quantity], value: Floats) -> States:
    """The state of a computed figure: its worst input, then what division makes of it."""
    state = np.full(value.shape, State.REPORTED, np.int8)
    for quantity in inputs.values():
        state[_QUALIFIED[quantity.state]] = State.ABOUT
    for worst in (State.NONE, State.SILENT, State.INVALID):
        for quantity in inputs.values():
            state[quantity.state == worst] = worst
    known = state == State.REPORTED
    state[known & np.isnan(value)] = State.NONE  # 0 / 0: there was nothing to measure
    state[known & np.isinf(value)] = State.INVALID  # something out of nothing
    return state


def _zero_divisor(node: Node, inputs: dict[Reference, Quantity]) -> Mask:
    """Where a divisor is reported as zero; then there is nothing to measure, even in silence."""
    value = compute(node, lambda ref: inputs[ref].value, float)
    return np.asarray(value == 0.0)


def as_quantity(column: Column) -> Quantity:
    """Reported figures as quantities."""
    reported = Bounded.reported(column.value)
    return Quantity(reported.value, reported.error, column.state, column.fraction)
