"""The figures of parts for one target, and the whole they make at a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from genhe_targets.grid import State
from genhe_targets.judging.indicators import Indicators
from genhe_targets.judging.parts import PartFigures, Span, Whole, combine
from genhe_targets.judging.quantity import Quantity
from genhe_targets.judging.sums import Ratio, ratio_of
from genhe_targets.plan.formula import Formula
from genhe_targets.plan.formulatree import Reference
from genhe_targets.plan.model import Target
from genhe_targets.plan.rules import Bound, Joined
from genhe_targets.vocabulary import Nature

NOT_COMBINED = "not_combined"
"""Reason of a whole whose parts report and whose plan does not say how they combine."""

_SILENT = Whole(None, None, NOT_COMBINED)
_NOTHING = Whole(None, None, "nothing_to_measure")


class Figures:
    """The figures of all parts for one target.

    Args:
        indicators: Computes them.
        duty: The target.
    """

    def __init__(self, indicators: Indicators, duty: Target) -> None:
        self.indicators = indicators
        self.duty = duty
        self.plan = indicators.facts.plan
        self.names = indicators.facts.regions
        self.formula = duty.judged
        self.quantity = indicators.measure(duty).quantity
        silent = self.quantity.state == State.SILENT
        for reference in self.formula.references():
            found = self._of(reference)
            if not reference.at:
                silent = silent & (found.state == State.SILENT)
        self.told = ~silent

    def _of(self, reference: Reference) -> Quantity:
        return self.indicators.subject(self.duty, Formula(reference.key, reference))

    def has_a_say(self, part: int, whole: str) -> bool:
        """Whether a part counts: in scope, and reporting where silence means not applicable."""
        scope = self.duty.scope
        if scope.regions is not None and {self.names[part], whole}.isdisjoint(scope.regions):
            return False
        return scope.unreported == "missing" or bool(self.told[part].any())

    def whole(self, parts: Sequence[int], checkpoint: int, bound: Bound) -> Whole:
        """The whole of some parts at a checkpoint, for one bound of the rule."""
        if not self._plain or self._formula_of(bound) != self.formula:
            return _SILENT
        if self.duty.scope.aggregate == "ratio_of_sums":
            ratio = ratio_of(self.formula, self.plan)
            if ratio is None and not self.formula.is_reference:
                return self._formula_of_sums(parts, checkpoint)
            return self._ratio(parts, checkpoint, ratio)
        return self._combined(parts, checkpoint, bound)

    def _combined(self, parts: Sequence[int], checkpoint: int, bound: Bound) -> Whole:
        how = self.duty.scope.aggregate
        heard = [p for p in parts if self.quantity.state[p, checkpoint] != State.NONE]
        if not heard:
            return _NOTHING
        given = [self._part(part, checkpoint) for part in heard]
        match how:
            case "all":
                return self._all(given, bound)
            case "count_share":
                yes = [replace(g, holds=None if g.value is None else bool(g.value)) for g in given]
                scale = 100 if self.duty.indicator.unit == "%" else 1
                return combine("count_share", yes, scale=scale)
            case "sum" | "max" | "min" | "weighted":
                return combine(how, given, natural=self._natural())
        return _SILENT

    @cached_property
    def _plain(self) -> bool:
        """Whether the formula is arithmetic over reported figures, without functions of others."""
        return not self.formula.calls()

    def _formula_of(self, bound: Bound) -> Formula:
        own = self.duty.bounds
        at = next(i for i, one in enumerate(own) if one is bound or one == bound)
        return self.duty.bound_formulas[at]

    def _part(self, part: int, checkpoint: int) -> PartFigures:
        name = self.duty.scope.weight
        weight = None if name is None else _known(self._of(Reference(name)), part, checkpoint)
        return PartFigures(self.names[part], _known(self.quantity, part, checkpoint), weight=weight)

    def _natural(self) -> Span:
        """What a missing figure may have been: what the plan calls plausible, else not negative."""
        plausible = self.duty.indicator.plausible
        if self.formula.is_reference and plausible.min is None and plausible.max is None:
            variable = self.plan.variable_by_id.get(self.duty.own.name)
            plausible = variable.plausible if variable else plausible
        low = Fraction(0) if plausible.min is None else Fraction(plausible.min)
        return Span(low, None if plausible.max is None else Fraction(plausible.max))

    def _all(self, given: Sequence[PartFigures], bound: Bound) -> Whole:
        """Each part must keep the rule, so the worst figure is that of the whole.

        Where it is enough that a part keeps one of several rules, one figure cannot say so.
        """
        if self.duty.indicator.nature is Nature.MILESTONE:
            done = [replace(g, holds=None if g.value is None else bool(g.value)) for g in given]
            return combine("all", done)
        if isinstance(self.duty.rule, Joined) and self.duty.rule.logic != "all":
            return _SILENT
        return combine("min" if bound.sign > 0 else "max", given, natural=Span())

    def _ratio(self, parts: Sequence[int], checkpoint: int, ratio: Ratio | None) -> Whole:
        """Numerators and denominators added; a rate reported without them only gives bounds."""
        above = self.indicators.subject(self.duty, ratio.above) if ratio else None
        below = self.indicators.subject(self.duty, ratio.below) if ratio else None
        scale = ratio.scale if ratio else Fraction(1)
        given = []
        for part in parts:
            if _is_none(above, part, checkpoint) or _is_none(below, part, checkpoint):
                continue
            rate = _known(self.quantity, part, checkpoint)
            given.append(
                PartFigures(
                    self.names[part],
                    value=None if rate is None else rate / scale,
                    numerator=_known(above, part, checkpoint),
                    denominator=_known(below, part, checkpoint),
                )
            )
        if not given:
            return _NOTHING
        capped = bool(ratio and ratio.at_most_one)
        whole = combine("ratio_of_sums", given, scale=scale, at_most_one=capped)
        if whole.reason == "incomplete" and not (ratio and ratio.positive):
            return Whole(None, None, whole.reason, whole.missing)
        return whole

    def _formula_of_sums(self, parts: Sequence[int], checkpoint: int) -> Whole:
        """Any other formula over the sums of its variables; known only where all are."""
        sums: dict[Reference, Fraction] = {}
        missing: dict[str, None] = {}
        for reference in self.formula.references():
            if reference.name in self.plan.target_by_id:  # a rate of its own does not add up
                return _SILENT
            found, sums[reference] = self._of(reference), Fraction(0)
            for part in parts:
                figure = _known(found, part, checkpoint)
                if figure is None:
                    missing[self.names[part]] = None
                else:
                    sums[reference] += figure
        if missing:
            return Whole(None, None, "incomplete", tuple(missing))
        try:
            value = Fraction(self.formula.evaluate(sums.__getitem__, Fraction))
        except ZeroDivisionError:
            return _NOTHING
        return Whole(value, value)


def _known(quantity: Quantity | None, part: int, checkpoint: int) -> Fraction | None:
    """A figure that is reported as it is, exactly; a bound or approximation is none."""
    if quantity is None or quantity.state[part, checkpoint] != State.REPORTED:
        return None
    return quantity.exact(part, checkpoint)


def _is_none(quantity: Quantity | None, part: int, checkpoint: int) -> bool:
    return quantity is not None and bool(quantity.state[part, checkpoint] == State.NONE)
