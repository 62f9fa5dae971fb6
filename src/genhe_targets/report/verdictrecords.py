"""Records of verdicts: the engine's arrays put into words, figures and places."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import isnan
from typing import NamedTuple, cast

import numpy as np

from genhe_targets.judging.engine import Judged
from genhe_targets.judging.hearing import Verdicts
from genhe_targets.judging.reasons import REASONS
from genhe_targets.judging.statuses import STATUSES
from genhe_targets.plan.model import Target
from genhe_targets.report.decisive import is_decisive
from genhe_targets.report.figures import both, named, percent, units, words
from genhe_targets.report.held import Held, HeldFigures
from genhe_targets.report.inputs import Inputs
from genhe_targets.report.outline import Outline
from genhe_targets.report.progress import Progress
from genhe_targets.report.recordlist import ListedVerdicts, RecordList
from genhe_targets.report.records import Flag, HistoryPoint, VerdictRecord, Words
from genhe_targets.report.verdicttexts import VerdictTexts, aside
from genhe_targets.vocabulary import LANGS, Nature, Status

REASON_LIST = tuple(REASONS)
OVERDUE = frozenset({Status.NOT_MET, Status.MISSING, Status.INVALID, Status.INDETERMINATE})
"""Statuses that call for action once the deadline has passed."""

_STATUS_CODES = [status.value for status in STATUSES]
STATUS_WORDS = [named(status) for status in STATUSES]


class Cell(NamedTuple):
    """Where a verdict stands.

    Attributes:
        duty, region: Positions of the target and the region.
        column: Position in the table of verdicts.
        at: Position of the checkpoint judged.
        day: The day it was judged on.
    """

    duty: int
    region: int
    column: int
    at: int
    day: datetime.date


class _Table:
    """A table of verdicts, to be looked up cell by cell: views of memory are the fastest way."""

    def __init__(self, table: Verdicts) -> None:
        self.status, self.reason = table.status.data, table.reason.data
        self.final, self.used = table.final.data, table.used.data
        self.elapsed, self.progress = table.elapsed.data, table.progress


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
        self._found_in = {region for region, _ in findings}
        self._row: tuple[tuple[int, int], list[HistoryPoint]] = (-1, -1), []

    @cached_property
    def _texts(self) -> VerdictTexts:
        return VerdictTexts(self.judged)

    @cached_property
    def _inputs(self) -> Inputs:
        return Inputs(self.judged)

    @cached_property
    def _held(self) -> HeldFigures:
        return HeldFigures(self.judged)

    @cached_property
    def _progress(self) -> Progress:
        return Progress(self.judged)

    @cached_property
    def _ats(self) -> list[list[int]]:
        """For each region, the checkpoints that exist."""
        return [np.flatnonzero(row).tolist() for row in self.judged.facts.exists]

    def standings(self) -> ListedVerdicts:
        """What counts now, target by target, region by region."""
        last = list(enumerate(self.judged.last.tolist()))
        as_of = self.judged.facts.as_of
        return self._listed(
            self.judged.standings, last, lambda duty, region, at: Cell(duty, region, 0, at, as_of)
        )

    def verdicts(self) -> ListedVerdicts:
        """Every target, region and period, each judged as of the end of its period."""
        days = self.judged.facts.checkpoints
        places = [(region, at) for region, ats in enumerate(self._ats) for at in ats]
        return self._listed(
            self.judged.history,
            places,
            lambda duty, region, at: Cell(duty, region, at, at, days[at]),
        )

    def _listed(
        self,
        table: Verdicts,
        places: Sequence[tuple[int, int]],
        cell: Callable[[int, int, int], Cell],
    ) -> ListedVerdicts:
        """Target by target the verdicts of the same places: (region, checkpoint)."""
        held, duties = _Table(table), range(len(self.plan.targets))

        def make(number: int) -> VerdictRecord:
            duty, place = divmod(number, len(places))
            return self._record(held, cell(duty, *places[place]))

        return RecordList(
            len(duties) * len(places),
            make,
            lambda: [
                self._outline(held, cell(duty, *place)) for duty in duties for place in places
            ],
        )

    @cached_property
    def _fixed(self) -> list[VerdictRecord]:
        """For each target, what is the same in all its records."""
        return [self._constant(duty, target) for duty, target in enumerate(self.plan.targets)]

    def _constant(self, duty: int, target: Target) -> VerdictRecord:
        due = target.deadline
        indicator = target.indicator
        constant = {
            "target": target.id,
            "title": both(target.title),
            "unit": self._texts.units[duty],
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
            "definition": self._texts.definition(target),
            "notes": [both(note) for note in self._texts.notes(target)],
        }
        return cast("VerdictRecord", constant)

    @cached_property
    def _glances(self) -> list[Outline]:
        """For each target, what is the same in all its outlines."""
        kept = ("target", "title", "due", "clause", "lead")
        return [
            cast("Outline", {name: record[name] for name in kept})  # type: ignore[literal-required]
            for record in self._fixed
        ]

    def _outline(self, table: _Table, cell: Cell) -> Outline:
        duty, region, column, at, day = cell
        status = STATUSES[table.status[duty, region, column]]
        used = table.used[duty, region, column]
        return {
            **self._glances[duty],
            "region": self.judged.facts.regions[region],
            "region_title": self._texts.regions[region],
            "period": self.judged.facts.labels[used if used >= 0 else at],
            "status": status.value,
            "overdue": status in OVERDUE and day > self._texts.due[duty],
            "decisive": self.decisive(duty, region),
        }

    def _record(self, table: _Table, where: Cell) -> VerdictRecord:
        duty, region, column, at, day = where
        facts, texts = self.judged.facts, self._texts
        cell = duty, region, column
        code = table.status[cell]
        status = STATUSES[code]
        used = table.used[cell]
        elapsed, progress = table.elapsed[cell], table.progress.at(*cell)
        held = self._held.of(duty, region, used if used >= 0 else at, has_value=used >= 0)
        figures = held.figures
        period = facts.labels[used if used >= 0 else at]
        paced = self._progress.record(duty, region, used)
        flags = list(self._held.flags(duty, region, used, held.value)) if used >= 0 else []
        reason = self._reason(table, cell, held)
        missing = texts.missing(duty, region, used)
        told = {
            "value": figures["value_text"],
            "limit": figures["limit_text"],
            "gap": figures["margin_text"],
            "deadline": texts.due_text[duty],
            "period": period,
            "elapsed": "" if isnan(elapsed) else percent(elapsed),
            "progress": "" if isnan(progress) else percent(progress),
        }
        if missing is not None:
            told |= {f"missing.{lang}": missing[lang] for lang in LANGS}
        if paced is not None:
            said = self._progress.sentence(paced)
            told |= {f"pace.{lang}": said[lang] for lang in LANGS}
        why = texts.reason(duty, reason, told)
        if missing is not None or flags:
            why = _with_asides(why, status, missing, flags)
        varying = {
            "region": facts.regions[region],
            "region_title": texts.regions[region],
            "period": period,
            "as_of": self._days[day],
            "status": _STATUS_CODES[code],
            "status_word": STATUS_WORDS[code],
            **figures,
            "rule": texts.rule(duty, region, at),
            "reason": reason,
            "reason_text": why,
            "final": table.final[cell],
            "overdue": status in OVERDUE and day > texts.due[duty],
            "decisive": self.decisive(duty, region),
            "pace": None if isnan(elapsed) else self._pace(duty, region, at, elapsed),
            "progress": None if isnan(progress) else progress,
            "elapsed": None if isnan(elapsed) else elapsed,
            "remaining": self._progress.remaining(duty, status, figures, day, used, paced),
            "formula_filled": self._inputs.filled(duty, region, used),
            "inputs": self._inputs.of(duty, region, used),
            "history": self._history(duty, region, at),
            "findings": self._finding_ids(duty, region),
            "flags": flags,
            "pace_result": paced,
        }
        return cast("VerdictRecord", {**self._fixed[duty], **varying})

    def _reason(self, table: _Table, cell: tuple[int, int, int], held: Held) -> str:
        reason = REASON_LIST[table.reason[cell]]
        if reason != "holds":
            return reason
        if held.figures["margin"] == 0:
            return "holds_exactly"
        duty, region, _ = cell
        if self._held.granted(duty, region, table.used[cell]):
            return "holds_by_tolerance"
        return reason

    def decisive(self, duty: int, region: int) -> bool:
        """Whether a standing decides the overall result."""
        return is_decisive(self.judged, duty, region)

    def _pace(self, duty: int, region: int, at: int, elapsed: float) -> float | None:
        if not self._grows[duty]:
            return None
        limit = self.judged.limits[duty][0].written(region, at)
        return None if limit is None else float(limit) * elapsed

    @cached_property
    def _grows(self) -> list[bool]:
        """For each target, whether its figure grows over the year, so that there is a pace."""
        natures = {Nature.ACCUMULATING, Nature.CAP}
        return [target.indicator.nature in natures for target in self.judged.duties]

    def _history(self, duty: int, region: int, until: int) -> list[HistoryPoint]:
        """The periods up to one; verdicts of a target and region follow each other."""
        known, points = self._row
        if known != (duty, region):
            points = self._points(duty, region)
            self._row = (duty, region), points
        ats = self._ats[region]
        return points[:] if not ats or ats[-1] <= until else points[: bisect_right(ats, until)]

    def _points(self, duty: int, region: int) -> list[HistoryPoint]:
        facts = self.judged.facts
        status = self.judged.history.status[duty, region].tolist()
        points: list[HistoryPoint] = []
        for at in self._ats[region]:
            figures = self._held.of(duty, region, at, has_value=True).figures
            points.append(
                {
                    "period": facts.labels[at],
                    "end": self._ends[at],
                    "value": figures["value"],
                    "value_text": figures["value_text"],
                    "status": _STATUS_CODES[status[at]],
                }
            )
        return points

    @cached_property
    def _days(self) -> dict[datetime.date, str]:
        facts = self.judged.facts
        return {day: day.isoformat() for day in (facts.as_of, *facts.checkpoints)}

    @cached_property
    def _ends(self) -> list[str]:
        return [day.isoformat() for day in self.judged.facts.checkpoints]

    @cached_property
    def _names(self) -> list[list[str]]:
        """For each target, what findings about it speak of."""
        return [
            list(dict.fromkeys([*(r.name for r in target.references), target.id]))
            for target in self.judged.duties
        ]

    def _finding_ids(self, duty: int, region: int) -> list[int]:
        code = self.judged.facts.regions[region]
        if code not in self._found_in:
            return []
        return sorted(
            {i for name in self._names[duty] for i in self.findings.get((code, name), [])}
        )


def _with_asides(why: Words, status: Status, missing: Words | None, flags: Sequence[Flag]) -> Words:
    """A reason with what stands beside the verdict."""
    zh, en = (why[lang] + aside(status, missing, lang) for lang in LANGS)
    if flags:
        zh = f"{zh}（{'；'.join(flag['text']['zh'] for flag in flags)}）"
        en = f"{en} ({'; '.join(flag['text']['en'] for flag in flags)})"
    return words(zh, en)
