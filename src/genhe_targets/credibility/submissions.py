"""Submissions in their order: a later one takes the place of what it revises, and that is said.

The order is that of their own days (a column, a line of the form, a mapping file, a setting), or
that of the arguments ``data`` and ``revised``.  Figures of one day, or without one, have none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Coded, Ints, Mask, code
from genhe_targets.contract.check import place
from genhe_targets.credibility.kinds import LATE
from genhe_targets.credibility.revisions import Revision, revision_findings, revisions
from genhe_targets.findings import Finding
from genhe_targets.grid import as_reported, reporting_end
from genhe_targets.observations import Observations
from genhe_targets.plan.checks import Revisions
from genhe_targets.plan.model import Plan
from genhe_targets.textcolumn import TextColumn

Key = tuple[str, int, int, int]
"""(region, first day, last day, variable): what two submissions report both."""


def in_order(observations: Observations, plan: Plan) -> Observations:
    """The observations that count by the days of their submission, and what that changed.

    Of several figures of one region, variable and span of days the one handed in last counts; a
    blank handed in last withdraws the others.  Those without a day of submission stand beside it,
    and the contract says where they differ.

    Args:
        observations: Everything that was handed in, in any order.
        plan: Knows the names, the spans of days and the days of grace.
    """
    column = observations.texts.get("submitted")
    if column is None:
        return observations
    coded = code(observations, plan)
    days = column.spread(_ordinal, np.int32)
    keep, changes = _latest(coded, days)
    said = (*_said(changes, plan.checks.revisions), *_late(coded, days, plan))
    if keep.all() and not said:
        return observations
    own = kept(observations, keep)
    return replace(own, findings=(*own.findings, *said))


def superseded(
    earlier: Observations, later: Observations, plan: Plan
) -> tuple[Observations, tuple[Finding, ...]]:
    """One batch of two submissions, in which the later counts, and what it changed.

    A figure of the later submission takes the place of the earlier one of the same region, variable
    and span of days; a blank in its place withdraws it.  What the later one does not speak of
    stands.

    Args:
        earlier: What was handed in first.
        later: What was handed in after it.
        plan: Knows the names and the spans of days.
    """
    first, second = code(earlier, plan), code(later, plan)
    new = {key: row for row, key in enumerate(_keys(second)) if key is not None}
    replaced = np.zeros(len(first), dtype=bool)
    changes: dict[Key, _Change] = {}
    for row, key in enumerate(_keys(first)):
        if key is not None and key in new:
            replaced[row] = True
            changes[key] = _Change(first, row, second, new[key])
    said = tuple(_said(changes.values(), plan.checks.revisions))
    return joined(kept(earlier, ~replaced), later, said), said


@dataclass(frozen=True, slots=True)
class _Change:
    """A figure and the one that takes its place, by their rows."""

    first: Coded
    old: int
    second: Coded
    new: int

    def revised(self) -> list[Revision]:
        """What changed, nothing where the figures are equal."""
        shown = place(self.second, self.new)
        key = shown["region"], shown["period"], shown["variable"]
        figures = _figure(self.first, self.old), _figure(self.second, self.new)
        before, after = ({} if one is None else {key: one} for one in figures)
        return revisions(before, after)

    def when(self) -> dict[str, str]:
        """When both were handed in, for the sentence; nothing where it is not known."""
        before = self.first.text("submitted", self.old)
        after = self.second.text("submitted", self.new)
        if not before or not after:
            return {"zh": "", "en": ""}
        return {
            "zh": f"，{before}报送，{after}更正",
            "en": f", handed in on {before} and again on {after}",
        }


def _keys(coded: Coded) -> Iterator[Key | None]:
    """What each observation is about; ``None`` where it is nothing the plan knows."""
    columns = (coded.region, coded.start(), coded.end(), coded.variable)
    for region, start, end, variable in zip(*(c.tolist() for c in columns), strict=True):
        known = region >= 0 and variable >= 0 and end > 0
        yield (coded.regions[region], start, end, variable) if known else None


def _figure(coded: Coded, row: int) -> Fraction | None:
    value = float(coded.value[row])
    return None if np.isnan(value) else coded.observations.exact.get(row) or as_reported(value)


def _said(changes: Iterable[_Change], check: Revisions) -> Iterator[Finding]:
    """A finding for each change, with the place of the figure that counts."""
    found = [
        replace(
            finding, weight=check.severity, detail={**finding.detail, "when": change.when()},
            **place(change.second, change.new),
        )
        for change in changes
        for finding in revision_findings(change.revised(), check)
    ]  # fmt: skip
    yield from sorted(found, key=lambda f: (f.region, f.period, f.variable, f.detail["when"]["en"]))


def _latest(coded: Coded, days: Ints) -> tuple[Mask, list[_Change]]:
    """Which observations count, and each step from one submission to the next."""
    keep = np.ones(len(coded), dtype=bool)
    rows = np.flatnonzero(coded.is_placed() & (days > 0))
    key = coded.subject(rows)
    order = np.lexsort((days[rows], key))
    rows, key = rows[order], key[order]
    edges = np.flatnonzero(np.diff(key, prepend=-1, append=-1))
    oldest, newest = days[rows[edges[:-1]]], days[rows[edges[1:] - 1]]
    changes: list[_Change] = []
    for at in np.flatnonzero(oldest != newest).tolist():
        own = rows[edges[at] : edges[at + 1]]
        keep[own[days[own] < newest[at]]] = False
        steps = [own[days[own] == day] for day in np.unique(days[own])]
        for before, after in pairwise(steps):
            old, new = _undisputed(coded, before), _undisputed(coded, after)
            if old is not None and new is not None:
                changes.append(_Change(coded, old, coded, new))
    return keep, changes


def _undisputed(coded: Coded, rows: npt.NDArray[np.intp]) -> int | None:
    """The row of figures of one day that agree, ``None`` where they do not."""
    told = [row for row in rows.tolist() if _figure(coded, row) is not None]
    if len({_figure(coded, row) for row in told}) > 1:
        return None
    return _first(coded, told or rows.tolist())


def _first(coded: Coded, rows: Sequence[int]) -> int:
    """The first of some rows by file, sheet and line, whatever their order."""
    return min(rows, key=lambda row: tuple(map(str, place(coded, row).values())))


def _late(coded: Coded, days: Ints, plan: Plan) -> Iterator[Finding]:
    """Figures first handed in after their days of grace: late, and not missing."""
    grace = plan.reporting.grace_days
    if not grace or not plan.checks.revisions.on:
        return
    told = np.flatnonzero(coded.is_placed() & (days > 0) & ~np.isnan(coded.value))
    due = {
        end: reporting_end(plan, datetime.date.fromordinal(end)).toordinal() + grace
        for end in np.unique(coded.end(told)).tolist()
    }
    first: dict[tuple[int, int, int], int] = {}
    end_of = coded.end()
    for row in told[np.argsort(days[told], kind="stable")].tolist():
        key = int(coded.region[row]), int(end_of[row]), int(coded.variable[row])
        first.setdefault(key, row)
    groups: dict[tuple[int, int, int], list[int]] = {}
    for (region, end, _), row in first.items():
        if days[row] > due[end]:
            groups.setdefault((region, end, int(days[row])), []).append(row)
    for (_, end, day), rows in sorted(groups.items()):
        where = place(coded, _first(coded, rows)) | {"column": "", "variable": ""}
        detail = {
            "day": datetime.date.fromordinal(day).isoformat(), "days": day - due[end],
            "due": datetime.date.fromordinal(due[end]).isoformat(),
        }  # fmt: skip
        yield Finding(LATE, text=where["period"], count=len(rows), detail=detail, **where)


def _ordinal(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal() if text else 0


def kept(
    observations: Observations, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Observations:
    """The observations of some rows."""
    rows = np.flatnonzero(keep)
    position = {int(row): at for at, row in enumerate(rows)}
    return Observations(
        {name: column.taken(rows) for name, column in observations.texts.items()},
        observations.value[rows],
        observations.row[rows],
        {position[row]: figure for row, figure in observations.exact.items() if row in position},
        observations.sources,
        observations.findings,
    )


def joined(
    first: Observations, second: Observations, findings: tuple[Finding, ...] = ()
) -> Observations:
    """Two batches as one, the second after the first."""
    count, more = len(first), len(second)
    blank = (
        TextColumn([""], np.zeros(count, np.int32)),
        TextColumn([""], np.zeros(more, np.int32)),
    )
    texts = {}
    for name in dict.fromkeys((*first.texts, *second.texts)):
        one, two = first.texts.get(name, blank[0]), second.texts.get(name, blank[1])
        listed = one.listed()
        codes = np.concatenate([one.codes, two.codes.astype(np.int32) + len(listed)])
        texts[name] = TextColumn([*listed, *two.listed()], codes).mapped(str)
    return Observations(
        texts,
        np.concatenate([first.value, second.value]),
        np.concatenate([first.row, second.row]),
        {**first.exact, **{row + count: figure for row, figure in second.exact.items()}},
        (*first.sources, *second.sources),
        (*first.findings, *second.findings, *findings),
    )
