"""Relations between figures: a part is not above its whole, a cumulative figure does not fall.

These need the facts, not single observations.  Both frames are judged by pandera, once each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import BASES, Coded, Mask, Names
from genhe_targets.contract.asking import failing, frame_of
from genhe_targets.contract.check import LISTED, place
from genhe_targets.contract.kinds import FALLS, MORE_OF_A_KIND, NOT_ABOVE
from genhe_targets.facts import Facts
from genhe_targets.findings import Finding
from genhe_targets.grid import Column, State
from genhe_targets.pieces import runs
from genhe_targets.plan.model import Plan
from genhe_targets.plan.parts import Text
from genhe_targets.vocabulary import Basis

if TYPE_CHECKING:
    import pandera.pandas as pa


@lru_cache(maxsize=1)
def ordered_schema() -> pa.DataFrameSchema:
    """The schema of pairs: ``small`` is not above ``large``."""
    import pandera.pandas as pa

    check = pa.Check(lambda f: ~(f["small"] > f["large"]), name="ordered", error="ordered",
                     ignore_na=False)  # fmt: skip
    columns = {name: pa.Column(float, nullable=True) for name in ("small", "large")}
    return pa.DataFrameSchema(columns, checks=[check])


def check_relations(facts: Facts) -> tuple[Mask, tuple[Finding, ...]]:
    """Hold figures against each other.

    Returns:
        Observations that are not usable because of it, as a mask, and the findings.
    """
    plan, coded = facts.plan, facts.coded
    broken = np.zeros(len(coded), dtype=bool)
    findings: list[Finding] = []
    pairs = [*_parts(facts, plan), *_courses(facts, plan)]
    told: Counter[str] = Counter()
    for (code, small, large, titles), bad in zip(pairs, _failing(pairs), strict=True):
        # Of a course that falls, the later figure is the doubtful one.
        for column in (large,) if code == FALLS else (small, large):
            blamed = column.origin[bad]
            broken[blamed[blamed >= 0]] = True
        for region, checkpoint in np.argwhere(bad)[: max(LISTED - told[code], 0)]:
            rows = [int(column.origin[region, checkpoint]) for column in (small, large)]
            findings.append(_finding(coded, code, rows, titles))
        told[code] += int(bad.sum())
    findings += [
        Finding(MORE_OF_A_KIND, detail={"kind": code}, count=count - LISTED)
        for code, count in told.items()
        if count > LISTED
    ]
    return broken, tuple(findings)


_TOGETHER = 1_000_000
"""Cells looked at together."""

Pair = tuple[str, Column, Column, dict[str, Text]]
"""(kind of finding, what must not be larger, than what, titles for the sentence)."""


def _failing(pairs: list[Pair]) -> Iterator[Mask]:
    """The cells of each pair that are out of order, from one call over all of them."""
    if not pairs:
        return
    small = np.concatenate([_usable(pair[1]) for pair in pairs])
    large = np.concatenate([_usable(pair[2]) for pair in pairs])
    bad = failing(ordered_schema(), frame_of({"small": small, "large": large}))
    start = 0
    for _, column, _, _ in pairs:
        stop = start + column.value.size
        yield bad[start:stop].reshape(column.value.shape)
        start = stop


def _usable(column: Column) -> npt.NDArray[np.float64]:
    reported = column.state == State.REPORTED
    return np.where(reported, column.value, np.nan).reshape(-1)


def _parts(facts: Facts, plan: Plan) -> Iterator[Pair]:
    grid = facts.grids[plan.year]
    for part, whole in _parts_and_wholes(plan):
        small, large = grid.column(part), grid.column(whole)
        if small is not None and large is not None:
            ids, known = facts.coded.names.ids, plan.variable_by_id
            yield (
                NOT_ABOVE, small, large,
                {"name": known[ids[part]].title, "whole": known[ids[whole]].title},
            )  # fmt: skip


@lru_cache(maxsize=16)
def _parts_and_wholes(plan: Plan) -> tuple[tuple[int, int], ...]:
    """Names (positions in ``Coded.names``) of what may not be above what."""
    index = Names.of(plan).index
    return tuple(
        (index[variable.id], index[variable.not_above])
        for variable in plan.variables
        if variable.not_above
    )


def _courses(facts: Facts, plan: Plan) -> Iterator[Pair]:
    """Each cumulative figure beside the last one reported before it in the same year."""
    names, grid = facts.coded.names, facts.grids[plan.year]
    planes = np.array(
        [p for name, p in grid.position.items() if BASES[names.basis[name]] is Basis.CUMULATIVE],
        dtype=np.intp,
    )
    if not len(planes) or len(facts.checkpoints) < 2:
        return
    for part in runs(len(planes), grid.state[0].size, _TOGETHER):
        some = planes[part]
        reported = grid.state[some] == State.REPORTED
        value = np.where(reported, grid.value[some], -np.inf)
        highest = np.maximum.accumulate(value, axis=2)
        falls = reported[..., 1:] & (value[..., 1:] < highest[..., :-1])
        for at in np.flatnonzero(falls.any(axis=(1, 2))).tolist():
            plane = some[at]
            column = Column(grid.value[plane], grid.state[plane], grid.origin[plane])
            yield FALLS, _before(column, reported[at]), column, {}


def _before(column: Column, reported: Mask) -> Column:
    """For each checkpoint, what was last reported before it."""
    last = np.maximum.accumulate(np.where(reported, np.arange(reported.shape[1]), -1), axis=1)
    before = np.concatenate([np.full((len(last), 1), -1), last[:, :-1]], axis=1)
    safe, rows = np.where(before < 0, 0, before), np.arange(len(last))[:, None]
    return Column(
        np.where(before < 0, np.nan, column.value[rows, safe]),
        np.where(before < 0, np.int8(State.SILENT), column.state[rows, safe]),
        np.where(before < 0, np.int32(-1), column.origin[rows, safe]),
    )


def _finding(coded: Coded, code: str, rows: list[int], titles: dict[str, Text]) -> Finding:
    small, large = rows
    if code == FALLS:  # the later, smaller figure is the one to look at
        words = {"before": coded.text("period", small), "other": coded.text("text", small)}
        where = place(coded, large)
        words["period"] = where["period"]
        return Finding(code, text=coded.text("text", large), detail=words, **where)
    named: dict[str, Any] = {key: title.model_dump() for key, title in titles.items()}
    named["other"] = coded.text("text", large)
    return Finding(code, text=coded.text("text", small), detail=named, **place(coded, small))
