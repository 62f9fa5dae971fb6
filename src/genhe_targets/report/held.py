"""Figures held against limits, as readers see them: never in contradiction to their verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from genhe_targets.grid import State
from genhe_targets.judging.engine import Judged
from genhe_targets.judging.outcomes import NO, YES
from genhe_targets.judging.rounding import interval_of, rounded
from genhe_targets.plan.graded import COLOURS
from genhe_targets.plan.model import Target
from genhe_targets.plan.rules import Bound
from genhe_targets.report.figures import (
    DASH,
    figure,
    plain,
    unit_words,
    with_unit,
    words,
)
from genhe_targets.report.records import Flag
from genhe_targets.vocabulary import LANGS, Comparison


class HeldFigures:
    """The figures of one batch of verdicts.

    Args:
        judged: What the engine found out.
    """

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.plan = judged.facts.plan

    @cached_property
    def _decimals(self) -> list[int]:
        """Digits to show for each target: as declared, none for whole numbers, else two."""
        kinds = {variable.id: variable.kind for variable in self.plan.variables}
        digits = []
        for target in self.judged.duties:
            formula = target.judged
            whole = formula.is_reference and kinds.get(target.own.name, "number") != "number"
            declared = None if target.rule.whole else target.indicator.decimals
            whole = whole or target.rule.whole
            digits.append(declared if declared is not None else 0 if whole else 2)
        return digits

    @cached_property
    def _shown(self) -> list[list[int]]:
        """For each target, the positions of the bounds that are about the figure shown."""
        return [
            [at for at, formula in enumerate(t.bound_formulas) if formula == t.judged]
            for t in self.judged.duties
        ]

    def position(self, duty: int, region: int, at: int) -> int | None:
        """Which bound's limit is shown: of those about the figure shown, the one that decides."""
        known = self._shown[duty]
        if len(known) > 1:
            decided = self.judged.outcomes[duty].limit[region, at]
            for position in known:
                if self.judged.limits[duty][position].value[region, at] == decided:
                    return position
        return known[0] if known else None

    def value(self, duty: int, region: int, at: int) -> Fraction | None:
        """The figure of a cell, ``None`` where there is none."""
        quantity = self.judged.measured[duty].quantity
        return quantity.exact(region, at) if quantity.has_number[region, at] else None

    def of(self, duty: int, region: int, at: int, *, has_value: bool) -> dict[str, object]:
        """Figure, limit and margin of a cell, as numbers and as texts."""
        target, outcome = self.judged.duties[duty], self.judged.outcomes[duty]
        value = self.value(duty, region, at) if has_value else None
        position = self.position(duty, region, at)
        bound, limit, exact_limit = None, None, None
        if position is not None:
            bound = target.bounds[position]
            grid = self.judged.limits[duty][position]
            limit = grid.written(region, at)
            exact_limit = None if limit is None else grid.exact(region, at)
        judged = value
        if (
            value is not None
            and limit is not None
            and target.comparison is Comparison.ROUNDED_VALUE
        ):
            judged = rounded(value, limit, target.rounding)
        holds = {int(YES): True, int(NO): False}.get(int(outcome.holds[region, at]))
        decimals = self._decimals[duty]
        strict = bound is not None and bound.strict
        text = figure(judged, decimals, exact_limit, holds, strict=strict)
        gap = None
        if judged is not None and exact_limit is not None and bound is not None:
            gap = bound.margin(judged, exact_limit)
        if target.indicator.nature.value == "milestone":
            text, gap, limit = DASH if value is None else "✓" if value else "✗", None, None
        limit_text = plain(limit)
        if value is not None and target.rule.label(value):
            text = target.rule.label(value)
            limit_text = target.rule.label(exact_limit) if exact_limit else limit_text
        return {
            "value": None if value is None else float(value),
            "value_text": text,
            "limit": None if limit is None else float(limit),
            "limit_text": limit_text,
            "margin": None if gap is None else float(gap),
            "margin_text": figure(gap, decimals, Fraction(0)),
            "unit": unit_words(self.plan, target.judged_unit),
        }

    def granted(self, duty: int, region: int, at: int) -> bool:
        """Whether the rule holds only by the tolerance it grants."""
        return at >= 0 and bool(self.judged.outcomes[duty].granted[region, at])

    def flags(self, duty: int, region: int, at: int) -> Iterator[Flag]:
        """What stands beside a verdict: tolerances used, digits that hide the answer, colours."""
        target, outcome = self.judged.duties[duty], self.judged.outcomes[duty]
        if outcome.granted[region, at]:
            yield {
                "code": "tolerance_used",
                "text": words("依靠允许偏差达标", "holds only by the tolerance granted"),
            }
        value = self.value(duty, region, at)
        if value is None:
            return
        colour = target.rule.grade(value)
        if colour:
            yield {"code": colour, "text": words(*(COLOURS[colour][lang] for lang in LANGS))}
        yield from self._digits(target, duty, region, at, value)

    def _digits(
        self, target: Target, duty: int, region: int, at: int, value: Fraction
    ) -> Iterator[Flag]:
        """Where the digits of a reported figure allow both answers: 95 may have been 94.6."""
        step = self._step(target, duty, region, at, value)
        if step is None or target.comparison is Comparison.ROUNDED_VALUE:
            return
        low, high = value - step / 2, value + step / 2
        rule_bounds = target.bounds
        for position in self._shown[duty]:
            grid = self.judged.limits[duty][position]
            if grid.written(region, at) is None:
                continue
            limit = grid.exact(region, at)
            limit -= rule_bounds[position].sign * Fraction(rule_bounds[position].tolerance or 0)
            if _differ(rule_bounds[position], limit, (low, value, high)):
                unit = unit_words(self.plan, target.judged_unit)
                own = with_unit(plain(value), unit)
                yield {
                    "code": "digits_hide_answer",
                    "text": words(
                        f"上报值{own['zh']}经过修约，真值在[{plain(low)}, {plain(high)})内，"
                        "两种结论均有可能",
                        f"the reported {own['en']} is rounded; the true value lies in "
                        f"[{plain(low)}, {plain(high)}) and both answers are possible",
                    ),
                }
                return

    def _step(
        self, target: Target, duty: int, region: int, at: int, value: Fraction
    ) -> Fraction | None:
        """One unit of the last digit reported, in the unit of the figure; ``None`` for counts."""
        measured, facts = self.judged.measured[duty], self.judged.facts
        column = measured.reported if measured.from_report[region, at] else None
        if column is None and not target.is_derived and target.judged.is_reference:
            variable = self.plan.variable_by_id.get(target.own.name)
            if variable is not None and variable.kind == "number":
                column = facts.column(target.own)
        if column is None or column.state[region, at] != State.REPORTED:
            return None
        row = int(column.origin[region, at])
        found = _NUMBER.search(facts.coded.text("text", row).replace(",", "")) if row >= 0 else None
        if found is None or not Fraction(Decimal(found[0])):
            return None
        printed = Decimal(found[0])
        return interval_of(printed) * abs(value / Fraction(printed))


_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(?:\.[0-9]{1,30})?")


def _differ(bound: Bound, limit: Fraction, values: tuple[Fraction, Fraction, Fraction]) -> bool:
    """Whether a bound answers differently; the upper end itself is no possible value."""
    low, value, high = values
    # Just below the upper end: a bound answers there as at the end, but for the end itself.
    answers = {bound.holds(bound.margin(one, limit)) for one in (low, value)}
    below = bound.holds(bound.margin(high, limit)) if high != limit else bound.sign < 0
    return len(answers | {below}) > 1
