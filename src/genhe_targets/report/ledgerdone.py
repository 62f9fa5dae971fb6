"""Days of completion in an edited ledger, as observations: a measure put right counts as done.

A day counts for measures of the work table and for milestones; whether a figure reaches its limit
is told by the next report and by no date.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Coded, code
from genhe_targets.facts import default_as_of
from genhe_targets.findings import Finding, declare
from genhe_targets.observations import Observations, SourceFile
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.model import Plan
from genhe_targets.report.ledgerback import Entry, Ledger
from genhe_targets.textcolumn import TextColumn
from genhe_targets.vocabulary import Nature, Severity

LEDGER_LATER = declare(
    "ledger_later",
    Severity.INFORMATION,
    "台账中的完成日期{text}晚于判定日{day}，本次未计入",
    "the day {text} in the ledger is after the day of judging ({day}) and does not count yet",
)

LEDGER_REPLACES = declare(
    "ledger_replaces",
    Severity.INFORMATION,
    "报表填“{text}”，台账填报已于{day}完成，以台账为准",
    "the report says {text!r}; the ledger says done on {day} and counts",
)


@dataclass(frozen=True)
class _Done:
    """One day of completion, as a reported cell."""

    entry: Entry
    region: str
    variable: str
    period: str

    @property
    def day(self) -> str:
        return self.entry.written["done_on"]

    @property
    def texts(self) -> dict[str, str]:
        written = self.entry.written
        return {
            "region": self.region,
            "period": self.period,
            "variable": self.variable,
            "text": self.day,
            "mark": "done",
            "file": self.entry.file,
            "sheet": self.entry.sheet,
            "column": self.entry.done_column,
            "note": written.get("justification") or written.get("note", ""),
            "date": self.day,
        }


def with_done(
    observations: Observations, plan: Plan, as_of: datetime.date | None, ledger: Ledger
) -> Observations:
    """What was reported, and what the ledger says is done, as the latest word of its region.

    Args:
        observations: What was reported.
        plan: Its plan.
        as_of: The day of judging; later days of the ledger do not count.
        ledger: The edited ledger.
    """
    coded = code(observations, plan)
    day = as_of or default_as_of(coded, plan)
    variables, latest = _variables(plan), _latest(coded, plan, day)
    done, findings = [], list(ledger.findings)
    for entry in ledger.entries:
        subject, _, region = entry.key.rpartition("@")
        known = subject in variables and region in coded.regions
        if not known or "done_on" not in entry.written:
            continue
        if entry.written["done_on"] > day.isoformat():
            findings.append(
                Finding(
                    LEDGER_LATER, file=entry.file, sheet=entry.sheet, row=entry.row,
                    column=entry.done_column, text=entry.written["done_on"], region=region,
                    detail={"day": day.isoformat()},
                )
            )  # fmt: skip
            continue
        period = latest.get(region, entry.written["done_on"])
        done.append(_Done(entry, region, variables[subject], period))
    replaced, told = _replaced(coded, done)
    source = SourceFile(ledger.name, ledger.sha256, ledger.size, len(ledger.entries), "ledger")
    whole = replace(
        _without(observations, replaced),
        sources=(*observations.sources, source),
        findings=(*observations.findings, *findings, *told),
    )
    return _appended(whole, done) if done else whole


def _variables(plan: Plan) -> Mapping[str, str]:
    """What a day of completion answers, by the subject of its key."""
    found = {f"measure:{measure.number}": measure.variable for measure in plan.measures}
    for target in plan.targets:
        formula = parse_formula(target.indicator.formula)
        if target.indicator.nature is Nature.MILESTONE and formula.is_reference:
            found[f"target:{target.id}"] = formula.references()[0].name
    return found


def _latest(coded: Coded, plan: Plan, day: datetime.date) -> Mapping[str, str]:
    """The last day each region reported of, up to the day of judging.

    As a day and not as the label of the period: it then follows the report's own cell, and does
    not count as a second figure for the same period.
    """
    first = plan.year_start.toordinal()
    end = coded.end()
    inside = (end >= first) & (end <= min(day, plan.year_end).toordinal())
    found = {}
    for at, region in enumerate(coded.regions):
        rows = np.flatnonzero(inside & (coded.region == at))
        if len(rows):
            last = int(end[rows].max())
            found[region] = datetime.date.fromordinal(last).isoformat()
    return found


def _replaced(coded: Coded, done: list[_Done]) -> tuple[npt.NDArray[np.intp], list[Finding]]:
    """Cells of the latest report that say something else than the ledger, and that they do."""
    rows: list[int] = []
    findings, end = [], coded.end()
    for each in done:
        name, region = coded.names.index[each.variable], coded.regions.index(each.region)
        same = (coded.variable == name) & (coded.region == region)
        last = datetime.date.fromisoformat(each.period).toordinal()
        for row in np.flatnonzero(same & (end == last) & (coded.value != 1)):
            rows.append(int(row))
            findings.append(
                Finding(
                    LEDGER_REPLACES, text=coded.text("text", int(row)), region=each.region,
                    variable=each.variable, detail={"day": each.day},
                    file=coded.text("file", int(row)), sheet=coded.text("sheet", int(row)),
                    row=int(coded.observations.row[row]), column=coded.text("column", int(row)),
                )
            )  # fmt: skip
    return np.array(rows, np.intp), findings


def _without(observations: Observations, rows: npt.NDArray[np.intp]) -> Observations:
    """The observations less some rows."""
    if not len(rows):
        return observations
    kept = np.setdiff1d(np.arange(len(observations)), rows)
    position = {int(old): new for new, old in enumerate(kept)}
    return replace(
        observations,
        texts={name: column.taken(kept) for name, column in observations.texts.items()},
        value=observations.value[kept],
        row=observations.row[kept],
        exact={position[at]: exact for at, exact in observations.exact.items() if at in position},
    )


def _appended(observations: Observations, done: list[_Done]) -> Observations:
    """The observations with a row for each day; the later row of a cell counts."""
    texts = {}
    for name in dict.fromkeys([*observations.texts, "note", "date"]):
        held = observations.texts.get(name) or TextColumn([""], np.zeros(len(observations), "i4"))
        texts[name] = _extended(held, [each.texts.get(name, "") for each in done])
    return replace(
        observations,
        texts=texts,
        value=np.append(observations.value, np.ones(len(done))),
        row=np.append(observations.row, np.array([d.entry.row for d in done], np.int32)),
    )


def _extended(column: TextColumn, more: list[str]) -> TextColumn:
    texts = column.listed()
    position = {text: at for at, text in enumerate(texts)}
    added = [position.setdefault(text, len(position)) for text in more]
    names = [*texts, *list(position)[len(texts) :]] if len(position) > len(texts) else texts
    return TextColumn(names, np.append(column.codes, np.array(added, np.int32)).astype(np.int32))


def strangers(plan: Plan, regions: tuple[str, ...], ledger: Ledger) -> Iterator[Finding]:
    """Rows of the ledger that speak of no target and no measure of the plan, or of no region.

    Rows about data are not looked up: what was put right is no finding any more.
    """
    known = {f"target:{target.id}" for target in plan.targets}
    known |= {f"measure:{measure.number}" for measure in plan.measures}
    for entry in ledger.entries:
        subject, _, region = entry.key.rpartition("@")
        if entry.key.startswith("finding:") or not entry.written:
            continue
        if subject not in known or region not in regions:
            yield entry.stranger()
