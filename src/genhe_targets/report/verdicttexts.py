"""Texts of verdicts: reasons, rules and names, each put into words once and used for many."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction

from genhe_targets.judging.engine import Judged
from genhe_targets.judging.limits import deadline
from genhe_targets.judging.reasons import REASONS, reason_sentence
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.model import Target, Text
from genhe_targets.report.figures import (
    DASH,
    both,
    points,
    region_words,
    unit_words,
    with_unit,
    words,
)
from genhe_targets.report.records import Words
from genhe_targets.vocabulary import LANGS, Lang, Status

MOST_NAMED = 5
"""Missing parts of a whole named one by one."""

NEEDS: dict[str, tuple[str, ...]] = {
    reason: tuple(sorted(set(re.findall(r"{(\w+)}", "".join(texts.values())))))
    for reason, texts in REASONS.items()
}
"""What the sentence of each reason speaks of."""

_SIGNS = "-+−"


class VerdictTexts:
    """The texts of one batch of verdicts.

    Args:
        judged: What the engine found out.
    """

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.plan = judged.facts.plan
        self.units = [unit_words(self.plan, target.judged_unit) for target in judged.duties]
        self.due = [deadline(target, self.plan) for target in judged.duties]
        never = datetime.date.max
        self.due_text = [DASH if day == never else day.isoformat() for day in self.due]
        self.regions = [region_words(self.plan, code) for code in judged.facts.regions]
        self._reasons: dict[tuple[object, ...], Words] = {}
        self._rules: dict[tuple[object, ...], Words] = {}
        # a rule that is the same everywhere is asked for by no cell
        self._fixed = [
            all(grid.is_common and not grid.own for grid in grids) for grids in judged.limits
        ]

    def reason(self, duty: int, reason: str, told: Mapping[str, str]) -> Words:
        """Why a verdict is what it is.

        Args:
            duty: Position of the target.
            reason: The code.
            told: The figures as shown, without units, by what templates call them; in both
                languages as ``pace.zh`` and ``pace.en`` where they differ.
        """
        key = (duty, reason, *[told.get(name) or told.get(f"{name}.en") for name in NEEDS[reason]])
        found = self._reasons.get(key)
        if found is None:
            found = self._reasons[key] = words(*(self._said(duty, reason, told, x) for x in LANGS))
        return found

    def _said(self, duty: int, reason: str, told: Mapping[str, str], lang: Lang) -> str:
        unit = self.units[duty]
        shown = {}
        for name in NEEDS[reason]:
            text = told.get(name) or told.get(f"{name}.{lang}")
            if text is None:
                continue
            if name in {"value", "limit"}:
                text = with_unit(text, unit)[lang]
            elif name == "gap":
                text = with_unit(text.lstrip(_SIGNS), points(unit))[lang]
            shown[name] = text
        return reason_sentence(reason, lang, shown)

    def rule(self, duty: int, region: int, at: int) -> Words:
        """What is asked of a region, with the limit in force and where it comes from."""
        grids = self.judged.limits[duty]
        if self._fixed[duty]:
            key: tuple[object, ...] = (duty,)
        else:
            cells = [(grid.written(region, at), grid.origin(region, at, "en")) for grid in grids]
            key = (duty, *map(str, cells))
        found = self._rules.get(key)
        if found is None:
            found = self._rules[key] = self._rule(duty, region, at)
        return found

    def _rule(self, duty: int, region: int, at: int) -> Words:
        target, grids = self.judged.duties[duty], self.judged.limits[duty]
        limits = {
            index: Fraction(limit)
            for index, grid in enumerate(grids)
            if (limit := grid.written(region, at)) is not None
            and limit != target.bounds[index].limit
        }
        unit = unit_words(self.plan, target.indicator.unit)
        zh, en = (target.rule.sentence(unit[lang], lang, limits) for lang in LANGS)
        varying = next((grid for grid in grids if grid.varying), grids[0])
        origin = varying.origin(region, at, "zh"), varying.origin(region, at, "en")
        return words(f"{zh}（{origin[0]}）", f"{en} ({origin[1]})") if origin[0] else words(zh, en)

    def missing(self, duty: int, region: int, used: int) -> Words | None:
        """The parts of a whole that are missing, ``None`` for none."""
        whole = self.judged.wholes.of(duty, region, used)
        if whole is None or not whole.missing:
            return None
        titles = [region_words(self.plan, code) for code in whole.missing]
        more = len(titles) - MOST_NAMED
        named = titles[:MOST_NAMED]
        zh, en = "、".join(t["zh"] for t in named), ", ".join(t["en"] for t in named)
        if more > 0:
            zh, en = f"{zh}等{len(titles)}个", f"{en} and {more} more"
        return words(zh, en)

    @staticmethod
    def notes(target: Target) -> list[Text]:
        """What the plan remarks on a target."""
        notes = list(target.notes)
        if target.deadline_note:
            notes.append(target.deadline_note)
        return notes

    def definition(self, target: Target) -> Words:
        """What is counted."""
        if target.indicator.variant:
            return both(target.indicator.variant)
        names = [r.name for r in parse_formula(target.indicator.formula).references()]
        return both(self.plan.variable_by_id[names[0]].definition)


def aside(status: Status, missing: Words | None, lang: Lang) -> str:
    """That parts are missing, where the verdict stands all the same."""
    if missing is None or status is Status.INDETERMINATE:
        return ""
    if lang == "zh":
        return f"（缺少{missing['zh']}的数据，不影响结论）"
    return f" (figures of {missing['en']} are missing; they cannot change it)"
