"""Records of verdicts: the engine's arrays put into words, figures and places."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import cast

import numpy as np

from genhe_targets.judging.engine import Judged
from genhe_targets.judging.hearing import Verdicts
from genhe_targets.judging.limits import deadline
from genhe_targets.judging.reasons import REASONS, reason_sentence
from genhe_targets.judging.statuses import STATUSES
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.model import Target, Text
from genhe_targets.report.figures import (
    DASH,
    both,
    named,
    percent,
    points,
    unit_words,
    units,
    with_unit,
    words,
)
from genhe_targets.report.held import HeldFigures
from genhe_targets.report.inputs import Inputs
from genhe_targets.report.progress import Progress
from genhe_targets.report.records import HistoryPoint, VerdictRecord, Words
from genhe_targets.vocabulary import LANGS, Lang, Status

MOST_NAMED = 5
"""Missing parts of a whole named one by one."""

REASON_LIST = tuple(REASONS)
OVERDUE = (Status.NOT_MET, Status.MISSING, Status.INVALID, Status.INDETERMINATE)
"""Statuses that call for action once the deadline has passed."""


class VerdictRecords:
    """Puts one batch of verdicts into records.

    Args:
        judged: What the engine found out.
        findings: Ids of the findings by (region, variable).
    """

    def __init__(self, judged: Judged, findings: Mapping[tuple[str, str], list[int]]) -> None:
        self.judged = judged
        self.plan = judged.facts.plan
        self.findings = findings
        self._inputs = Inputs(judged)
        self._held = HeldFigures(judged)
        self._progress = Progress(judged)

    def standings(self) -> Iterator[VerdictRecord]:
        """What counts now, target by target, region by region."""
        facts = self.judged.facts
        for duty in range(len(self.plan.targets)):
            for region in range(len(facts.regions)):
                last = int(self.judged.last[region])
                yield self._record(self.judged.standings, duty, region, 0, last, facts.as_of)

    def verdicts(self) -> Iterator[VerdictRecord]:
        """Every target, region and period, each judged as of the end of its period."""
        facts = self.judged.facts
        for duty in range(len(self.plan.targets)):
            for region in range(len(facts.regions)):
                for at in np.flatnonzero(facts.exists[region]):
                    day = facts.checkpoints[at]
                    yield self._record(self.judged.history, duty, region, int(at), int(at), day)

    @cached_property
    def _fixed(self) -> list[VerdictRecord]:
        """For each target, what is the same in all its records."""
        return [self._constant(target) for target in self.plan.targets]

    def _constant(self, target: Target) -> VerdictRecord:
        unit = unit_words(self.plan, target.judged_unit)
        due = target.deadline
        indicator = target.indicator
        constant = {
            "target": target.id,
            "title": both(target.title),
            "unit": unit,
            **({"since": self.plan.year_start.isoformat()} if self.plan.fiscal_year else {}),
            "due": due.isoformat() if due else None,
            "comparison": target.comparison.value,
            "comparison_word": words(*(target.comparison_text(lang) for lang in LANGS)),
            "obligation": target.obligation.value,
            "obligation_word": named(target.obligation),
            "nature": indicator.nature.value,
            "nature_word": named(indicator.nature),
            "clause": target.source.clause,
            "measure": target.source.measure,
            "wording": target.source.wording,
            "lead": units(self.plan.unit_by_name, target.lead),
            "support": units(self.plan.unit_by_name, target.support),
            "formula": target.formula_text,
            "formula_words": self._inputs.named(target),
            "definition": self._definition(target),
            "notes": [both(note) for note in self._notes(target)],
        }
        return cast("VerdictRecord", constant)

    @staticmethod
    def _notes(target: Target) -> list[Text]:
        notes = list(target.notes)
        if target.deadline_note:
            notes.append(target.deadline_note)
        return notes

    def _definition(self, target: Target) -> Words:
        if target.indicator.variant:
            return both(target.indicator.variant)
        names = [r.name for r in parse_formula(target.indicator.formula).references()]
        first = self.plan.variable_by_id[names[0]]
        return both(first.definition)

    def _record(
        self, table: Verdicts, duty: int, region: int, column: int, at: int, day: datetime.date
    ) -> VerdictRecord:
        judged, facts = self.judged, self.judged.facts
        target = judged.duties[duty]
        cell = duty, region, column
        status = STATUSES[int(table.status[cell])]
        used = int(table.used[cell])
        code = facts.regions[region]
        due = deadline(target, self.plan)
        elapsed, progress = float(table.elapsed[cell]), float(table.progress[cell])
        figures = self._held.of(duty, region, used if used >= 0 else at, has_value=used >= 0)
        period = facts.labels[used if used >= 0 else at]
        shown = self._shown(figures, target, period, elapsed, progress)
        missing = self._missing(duty, region, used)
        for lang in LANGS:
            shown[lang]["missing"] = missing[lang] or DASH
        reason = REASON_LIST[int(table.reason[cell])]
        if reason == "holds" and figures["margin"] == 0:
            reason = "holds_exactly"
        if reason == "holds" and self._held.granted(duty, region, used):
            reason = "holds_by_tolerance"
        paced = self._progress.record(duty, region, used)
        said = self._progress.sentence(paced)
        for lang in LANGS:
            shown[lang]["pace"] = said[lang]
        flags = list(self._held.flags(duty, region, used)) if used >= 0 else []
        texts = [reason_sentence(reason, lang, shown[lang]) for lang in LANGS]
        texts = [text + aside(status, missing, x) for text, x in zip(texts, LANGS, strict=True)]
        if flags:
            texts = [
                f"{texts[0]}（{'；'.join(flag['text']['zh'] for flag in flags)}）",
                f"{texts[1]} ({'; '.join(flag['text']['en'] for flag in flags)})",
            ]
        varying = {
            "region": code,
            "region_title": self._region(code),
            "period": period,
            "as_of": day.isoformat(),
            "status": status.value,
            "status_word": named(status),
            **figures,
            "rule": self._rule(duty, region, at),
            "reason": reason,
            "reason_text": words(*texts),
            "final": bool(table.final[cell]),
            "overdue": day > due and status in OVERDUE,
            "decisive": self.decisive(duty, region),
            "pace": None if np.isnan(elapsed) else self._pace(duty, region, at, elapsed),
            "progress": None if np.isnan(progress) else progress,
            "elapsed": None if np.isnan(elapsed) else elapsed,
            "remaining": self._progress.remaining(duty, status, figures, day, used, paced),
            "formula_filled": self._inputs.filled(duty, region, used),
            "inputs": list(self._inputs.of(duty, region, used)),
            "history": self._history(duty, region, at),
            "findings": self._finding_ids(target, code),
            "flags": flags,
            "pace_result": paced,
        }
        return cast("VerdictRecord", {**self._fixed[duty], **varying})

    def _missing(self, duty: int, region: int, used: int) -> Words:
        """The parts of a whole that are missing, ``""`` for none."""
        whole = self.judged.wholes.of(duty, region, used)
        titles = [self._region(code) for code in (whole.missing if whole else ())]
        more = len(titles) - MOST_NAMED
        named_ = titles[:MOST_NAMED]
        zh, en = "、".join(t["zh"] for t in named_), ", ".join(t["en"] for t in named_)
        if more > 0:
            zh, en = f"{zh}等{len(titles)}个", f"{en} and {more} more"
        return words(zh, en)

    def decisive(self, duty: int, region: int) -> bool:
        """Whether a standing decides the overall result."""
        return is_decisive(self.judged, duty, region)

    def _region(self, code: str) -> Words:
        known = self.plan.region_by_code.get(code)
        return both(known.title) if known else words(code, code)

    def _shown(
        self,
        figures: dict[str, object],
        target: Target,
        period: str,
        elapsed: float,
        progress: float,
    ) -> dict[str, dict[str, str]]:
        unit = cast("Words", figures["unit"])
        value = with_unit(str(figures["value_text"]), unit)
        limit = with_unit(str(figures["limit_text"]), unit)
        gap = with_unit(str(figures["margin_text"]).lstrip("-+−"), points(unit))
        day = deadline(target, self.plan)
        due = DASH if day == datetime.date.max else day.isoformat()
        shares = {
            "elapsed": DASH if np.isnan(elapsed) else percent(elapsed),
            "progress": DASH if np.isnan(progress) else percent(progress),
        }
        return {
            lang: {
                "value": value[lang], "limit": limit[lang], "gap": gap[lang],
                "deadline": due, "period": period, **shares,
            }
            for lang in LANGS
        }  # fmt: skip

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

    def _pace(self, duty: int, region: int, at: int, elapsed: float) -> float | None:
        limit = self.judged.limits[duty][0].written(region, at)
        nature = self.judged.duties[duty].indicator.nature.value
        if limit is None or nature not in {"accumulating", "cap"}:
            return None
        return float(limit) * elapsed

    def _history(self, duty: int, region: int, until: int) -> list[HistoryPoint]:
        facts, history = self.judged.facts, self.judged.history
        points_: list[HistoryPoint] = []
        for at in np.flatnonzero(facts.exists[region][: until + 1]):
            figures = self._held.of(duty, region, int(at), has_value=True)
            points_.append(
                {
                    "period": facts.labels[at],
                    "end": facts.checkpoints[at].isoformat(),
                    "value": cast("float | None", figures["value"]),
                    "value_text": str(figures["value_text"]),
                    "status": STATUSES[int(history.status[duty, region, at])].value,
                }
            )
        return points_

    def _finding_ids(self, target: Target, region: str) -> list[int]:
        references = target.references
        names = dict.fromkeys([*(r.name for r in references), target.id])
        return sorted({i for name in names for i in self.findings.get((region, name), [])})


def aside(status: Status, missing: Words, lang: Lang) -> str:
    """That parts are missing, where the verdict stands all the same."""
    if not missing[lang] or status is Status.INDETERMINATE:
        return ""
    if lang == "zh":
        return f"（缺少{missing['zh']}的数据，不影响结论）"
    return f" (figures of {missing['en']} are missing; they cannot change it)"


def is_decisive(judged: Judged, duty: int, region: int) -> bool:
    """Whether a target decides the overall result of a region.

    Binding targets do, unless the plan says otherwise; a figure repeated from a superior plan
    does only where a share was assigned.
    """
    target = judged.duties[duty]
    if target.restated_from:
        return judged.limits[duty][0].is_assigned(region)
    if target.decisive is not None:
        return target.decisive
    return target.obligation.value == "binding"
