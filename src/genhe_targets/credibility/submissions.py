"""Submissions in their order: a later one takes the place of what it revises, and that is said."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from genhe_targets.coded import Coded, code
from genhe_targets.credibility.revisions import Key, revision_findings, revisions
from genhe_targets.findings import Finding
from genhe_targets.grid import as_reported
from genhe_targets.observations import Observations
from genhe_targets.plan.checks import Revisions
from genhe_targets.plan.model import Plan
from genhe_targets.textcolumn import TextColumn


def superseded(
    earlier: Observations, later: Observations, plan: Plan
) -> tuple[Observations, tuple[Finding, ...]]:
    """One batch of two submissions, in which the later counts, and what it changed.

    A figure of the later submission takes the place of the earlier one of the same region, variable
    and period; a blank in its place withdraws it.  What the later one does not speak of stands.

    Args:
        earlier: What was handed in first.
        later: What was handed in after it.
        plan: Knows the names and the spans of days.
    """
    first, second = code(earlier, plan), code(later, plan)
    new = dict(_figures(second))
    old = {key: figure for key, figure in _figures(first) if key in new}
    replaced = np.array([key in new for key in _keys(first)], dtype=bool)
    changed = revisions(
        {key: figure for key, figure in old.items() if figure is not None},
        {key: figure for key, figure in new.items() if figure is not None and key in old},
    )
    said = tuple(revision_findings(changed, Revisions()))
    return joined(kept(earlier, ~replaced), later, said), said


def _keys(coded: Coded) -> Iterator[Key]:
    """Region, days and variable of every observation, by the names the plan has for them."""
    regions = coded.observations.texts["region"]
    periods = coded.observations.texts["period"]
    names = coded.names.ids
    for row in range(len(coded)):
        variable = int(coded.variable[row])
        name = names[variable] if variable >= 0 else ""
        yield regions.text(row), periods.text(row), name


def _figures(coded: Coded) -> Iterator[tuple[Key, Fraction | None]]:
    exact = coded.observations.exact
    for row, key in enumerate(_keys(coded)):
        if key[2]:
            value = float(coded.value[row])
            known = None if np.isnan(value) else exact.get(row) or as_reported(value)
            yield key, known


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
