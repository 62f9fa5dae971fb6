"""Figures held against limits, as readers see them: never in contradiction to their verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, TypedDict

import numpy as np

from genhe_targets.grid import Column, State
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
from genhe_targets.report.records import Flag, Words
from genhe_targets.vocabulary import LANGS, Comparison, Nature

_NOTHING = Fraction(0)
_REPORTED = int(State.REPORTED)


@dataclass(frozen=True, eq=False)
class HeldLimit:
    """A limit that figures are held against; cells with the same limit share one object.

    Attributes:
        bound: The bound it belongs to, ``None`` where no bound is about the figure shown.
        exact: Exactly, ``None`` where none is set.
        written: With its digits as written.
        number: As a number.
        text: As printed.
    """

    bound: Bound | None
    exact: Fraction | None
    written: Decimal | None
    number: float | None
    text: str


class Figures(TypedDict):
    """The figures of a record; see ``records.VerdictRecord``."""

    value: float | None
    value_text: str
    limit: float | None
    limit_text: str
    margin: float | None
    margin_text: str
    unit: Words


@dataclass(frozen=True, eq=False)
class Held:
    """A figure held against a limit; cells with the same figure, limit and answer share one.

    Attributes:
        value: The exact figure, ``None`` where there is none.
        figures: Figure, limit and margin, as numbers and as texts.
    """

    value: Fraction | None
    figures: Figures


_Exact = tuple[int, int] | None
"""A figure as numerator and denominator."""

_Key = tuple[_Exact, HeldLimit, int]


class HeldFigures:
    """The figures of one batch of verdicts.

    What is the same is put into words once: a report of a country has millions of cells, and of
    most targets a few hundred figures.

    Args:
        judged: What the engine found out.
    """

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.plan = judged.facts.plan
        self._columns: dict[int, list[list[_Exact]]] = {}
        self._answers: dict[int, list[list[int]]] = {}
        self._held: list[dict[_Key, Held]] = [{} for _ in judged.duties]
        self._printed: dict[str, Fraction | None] = {}
        self._limits: list[dict[Any, HeldLimit]] = [{} for _ in judged.duties]

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
    def _units(self) -> list[Words]:
        return [unit_words(self.plan, target.judged_unit) for target in self.judged.duties]

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

    def _figures(self, duty: int) -> list[list[_Exact]]:
        """The exact figures of a target by region and checkpoint, all of them at once."""
        found = self._columns.get(duty)
        if found is None:
            quantity = self.judged.measured[duty].quantity
            has_number = quantity.has_number
            regions, checkpoints = np.nonzero(has_number)
            cells: Any = np.full(has_number.shape, None, dtype=object)
            if len(regions):
                exact = quantity.exacts(regions, checkpoints)
                tops, bottoms = (
                    np.broadcast_to(np.asarray(part, dtype=object), len(regions)).tolist()
                    for part in (exact.top, exact.bottom)
                )
                for cell, top, bottom in zip(
                    zip(regions.tolist(), checkpoints.tolist(), strict=True),
                    tops, bottoms, strict=True,
                ):  # fmt: skip
                    cells[cell] = top, bottom
            found = self._columns[duty] = cells.tolist()
            holds = self.judged.outcomes[duty].holds
            self._answers[duty] = np.broadcast_to(holds, has_number.shape).tolist()
        return found

    def _limit(self, duty: int, region: int, at: int) -> HeldLimit:
        position = self.position(duty, region, at)
        known = self._limits[duty]
        if position is None:
            return known.setdefault(None, HeldLimit(None, None, None, None, DASH))
        grid = self.judged.limits[duty][position]
        own = grid.varying[region, at] if grid.varying and region not in grid.own else None
        written = grid.written(region, at) if own is None else own.like
        # by its digits: 95 is not 95.0
        key = (
            position,
            None if written is None else str(written),
            None if own is None else own.limit,
        )
        found = known.get(key)
        if found is None:
            exact = None if written is None else grid.exact(region, at)
            number = None if written is None else float(written)
            bound = self.judged.duties[duty].bounds[position]
            found = known[key] = HeldLimit(bound, exact, written, number, plain(written))
        return found

    def of(self, duty: int, region: int, at: int, *, has_value: bool) -> Held:
        """A cell's figure held against its limit; no figure where ``has_value`` is false."""
        column = self._figures(duty)
        value = column[region][at] if has_value else None
        key = value, self._limit(duty, region, at), self._answers[duty][region][at]
        found = self._held[duty].get(key)
        if found is None:
            found = self._held[duty][key] = self._hold(duty, *key)
        return found

    def _hold(self, duty: int, found: _Exact, held: HeldLimit, answer: int) -> Held:
        target, decimals = self.judged.duties[duty], self._decimals[duty]
        value = None if found is None else Fraction(*found)
        bound, limit_text, limit = held.bound, held.text, held.number
        judged = value
        is_rounded = target.comparison is Comparison.ROUNDED_VALUE
        if value is not None and held.written is not None and is_rounded:
            judged = rounded(value, held.written, target.rounding)
        holds = {int(YES): True, int(NO): False}.get(answer)
        strict = bound is not None and bound.strict
        text = figure(judged, decimals, held.exact, holds, strict=strict)
        gap = None
        if judged is not None and held.exact is not None and bound is not None:
            gap = bound.margin(judged, held.exact)
        if target.indicator.nature is Nature.MILESTONE:
            text, gap = DASH if value is None else "✓" if value else "✗", None
            limit, limit_text = None, DASH
        if value is not None and target.rule.label(value):
            text = target.rule.label(value)
            limit_text = target.rule.label(held.exact) if held.exact else limit_text
        figures: Figures = {
            "value": None if value is None else float(value),
            "value_text": text,
            "limit": limit,
            "limit_text": limit_text,
            "margin": None if gap is None else float(gap),
            "margin_text": figure(gap, decimals, _NOTHING),
            "unit": self._units[duty],
        }
        return Held(value, figures)

    @cached_property
    def _granting(self) -> list[bool]:
        """For each target, whether a tolerance was used anywhere."""
        return [bool(outcome.granted.any()) for outcome in self.judged.outcomes]

    def granted(self, duty: int, region: int, at: int) -> bool:
        """Whether the rule holds only by the tolerance it grants."""
        if at < 0 or not self._granting[duty]:
            return False
        return bool(self.judged.outcomes[duty].granted[region, at])

    def flags(self, duty: int, region: int, at: int, value: Fraction | None) -> Iterator[Flag]:
        """What stands beside a verdict: tolerances used, digits that hide the answer, colours.

        ``value`` is the exact figure of the cell.
        """
        target = self.judged.duties[duty]
        if self.granted(duty, region, at):
            yield {
                "code": "tolerance_used",
                "text": words("依靠允许偏差达标", "holds only by the tolerance granted"),
            }
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
        column = self._reported(duty, region, at)
        if column is None or target.comparison is Comparison.ROUNDED_VALUE:
            return
        step = self._step(column, region, at, value)
        if step is None:
            return
        reach, near = 0.6 * float(step), float(value)
        for position in self._shown[duty]:
            grid, bound = self.judged.limits[duty][position], target.bounds[position]
            tolerance = bound.tolerance or 0
            line = float(grid.value[region, at])
            # far from the limit all digits say the same; NaN, where none is set, is never far
            if abs(near - line) - float(tolerance) > reach or grid.written(region, at) is None:
                continue
            limit = grid.exact(region, at) - bound.sign * Fraction(tolerance)
            low, high = value - step / 2, value + step / 2
            if _differ(bound, limit, (low, value, high)):
                own = with_unit(plain(value), self._units[duty])
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

    @cached_property
    def _reporting(self) -> list[tuple[bool, Column | None]]:
        """For each target, whether it was reported itself, and the column it is but for that."""
        found = []
        for duty, target in enumerate(self.judged.duties):
            column = None
            if not target.is_derived and target.judged.is_reference:
                variable = self.plan.variable_by_id.get(target.own.name)
                if variable is not None and variable.kind == "number":
                    column = self.judged.facts.column(target.own)
            found.append((bool(self.judged.measured[duty].from_report.any()), column))
        return found

    def _reported(self, duty: int, region: int, at: int) -> Column | None:
        """Where a figure was reported as it is; ``None`` for counts and what is computed."""
        itself, column = self._reporting[duty]
        measured = self.judged.measured[duty]
        if itself and measured.from_report[region, at] and measured.reported is not None:
            column = measured.reported
        return None if column is None or column.state[region, at] != _REPORTED else column

    def _step(self, column: Column, region: int, at: int, value: Fraction) -> Fraction | None:
        """One unit of the last digit reported, in the unit of the figure."""
        row = int(column.origin[region, at])
        if row < 0:
            return None
        text = self.judged.facts.coded.text("text", row)
        if text not in self._printed:
            self._printed[text] = _printed(text)
        found = self._printed[text]
        return None if found is None else found * abs(value)


_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(?:\.[0-9]{1,30})?")


def _printed(text: str) -> Fraction | None:
    """One unit of the last digit of a figure as written, as a share of it; ``None`` for zero."""
    found = _NUMBER.search(text.replace(",", ""))
    if found is None or not Fraction(Decimal(found[0])):
        return None
    printed = Decimal(found[0])
    return interval_of(printed) / abs(Fraction(printed))


def _differ(bound: Bound, limit: Fraction, values: tuple[Fraction, Fraction, Fraction]) -> bool:
    """Whether a bound answers differently; the upper end itself is no possible value."""
    low, value, high = values
    # Just below the upper end: a bound answers there as at the end, but for the end itself.
    answers = {bound.holds(bound.margin(one, limit)) for one in (low, value)}
    below = bound.holds(bound.margin(high, limit)) if high != limit else bound.sign < 0
    return len(answers | {below}) > 1
