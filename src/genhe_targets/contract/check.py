"""Holding observations against the contract: failing rows become findings with their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Coded, Mask
from genhe_targets.contract.asking import passed
from genhe_targets.contract.kinds import DUPLICATE, MORE_OF_A_KIND
from genhe_targets.contract.schema import (
    contract_frame,
    contract_schema,
    doubles_of,
    every_rule,
    ranges,
)
from genhe_targets.errors import nearest
from genhe_targets.findings import KINDS, Finding
from genhe_targets.numerals import plainly
from genhe_targets.pieces import pieces, side_by_side
from genhe_targets.plan.model import Plan
from genhe_targets.vocabulary import Severity

LISTED = 1000
"""Findings of one kind listed one by one; the rest is one finding with their count."""


@dataclass(frozen=True)
class Checked:
    """What the contract says of the observations.

    Attributes:
        usable: Rows that no error-level finding speaks against.
        findings: What is wrong, place by place.
        pandera: How many rows each check was asked about, and how many failed.
    """

    usable: Mask
    findings: tuple[Finding, ...]
    pandera: dict[str, int]


def check_contract(coded: Coded, plan: Plan) -> Checked:
    """Hold observations against the contract of their plan."""
    usable = np.ones(len(coded), dtype=bool)
    findings: list[Finding] = []
    counts: dict[str, int] = {"rows": len(coded)}
    if not len(coded):
        return Checked(usable, (), counts)
    doubles, alone = doubles_of(coded)
    for code, failed in _failing(coded, plan, alone):
        if len(failed):
            counts[code] = len(failed)
            if KINDS[code].severity is Severity.ERROR:
                usable[failed] = False
            findings += _findings(coded, plan, code, failed, doubles)
    agreeing = np.flatnonzero((doubles >= 0) & alone)
    findings += _findings(coded, plan, DUPLICATE, agreeing, doubles)
    return Checked(usable, tuple(findings), counts)


def _failing(coded: Coded, plan: Plan, alone: Mask) -> Iterator[tuple[str, npt.NDArray[np.intp]]]:
    """The rows that break each rule; those that keep all of them are asked but once."""
    schema, every = contract_schema(plan), every_rule(plan)

    def broken(rows: slice) -> npt.NDArray[np.intp]:
        kept = passed(every, contract_frame(coded, alone, rows))
        own: npt.NDArray[np.intp] = rows.start + np.flatnonzero(~kept)
        return own

    bad = np.concatenate(list(side_by_side(broken, pieces(len(coded)))))
    if len(bad):
        frame = contract_frame(coded, alone, bad)
        for check in schema.checks:
            yield str(check.name), bad[~passed(check, frame)]


def _findings(
    coded: Coded, plan: Plan, code: str, rows: npt.NDArray[np.intp], doubles: npt.NDArray[np.int64]
) -> Iterator[Finding]:
    for row in rows[:LISTED]:
        yield _finding(coded, plan, code, int(row), doubles)
    if len(rows) > LISTED:
        rest = len(rows) - LISTED
        yield Finding(MORE_OF_A_KIND, detail={"kind": code}, count=rest)


def place(coded: Coded, row: int) -> dict[str, Any]:
    """Where an observation stands, as the fields of a finding."""
    return next(places(coded, [row]))


def places(coded: Coded, rows: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Where observations stand, as the fields of findings."""
    names = ("file", "sheet", "row", "column", "region", "period", "variable")
    numbers = coded.observations.row[list(rows)].tolist()
    fields = (numbers if name == "row" else coded.texts(name, rows) for name in names)
    for own in zip(*fields, strict=True):
        yield dict(zip(names, own, strict=True))


def _finding(
    coded: Coded, plan: Plan, code: str, row: int, doubles: npt.NDArray[np.int64]
) -> Finding:
    where = place(coded, row)
    text = coded.text("text", row)
    detail: dict[str, Any] = {}
    match code:
        case "unknown_region":
            text = where["region"]
            known = [name for r in plan.regions for name in (r.code, r.title.zh, *r.aliases)]
            detail = {"nearest": nearest(text, known)}
        case "unknown_variable":
            text = where["variable"]
            detail = {"nearest": nearest(text, known_names(plan))}
        case "unreadable_period":
            text = where["period"]
        case "period_outside_plan":
            text, detail = where["period"], {"year": plan.calendar.year_text(plan.year)}
        case "out_of_range":
            detail = {"range": _range_text(coded, plan, row)}
        case "duplicate" | "conflicting_duplicate":
            first = int(doubles[row]) if doubles[row] >= 0 else row
            group = [first, *np.flatnonzero(doubles == first)]
            others = [int(other) for other in group if other != row]
            detail = {
                "other": Finding(code, **place(coded, others[0])).place,
                "others": "、".join(dict.fromkeys(coded.text("text", o) for o in others)),
            }
    return Finding(code, text=text, hint=str(detail.get("nearest", "")), detail=detail, **where)


def _range_text(coded: Coded, plan: Plan, row: int) -> str:
    low, high, _ = ranges((coded.names.ids[coded.variable[row]],), plan)
    left = "" if np.isinf(low[0]) else plainly(float(low[0]))
    right = "" if np.isinf(high[0]) else plainly(float(high[0]))
    return f"{left}–{right}"


@lru_cache(maxsize=16)
def known_names(plan: Plan) -> tuple[str, ...]:
    """Every name a variable or indicator of a plan goes by."""
    names: list[str] = []
    for variable in plan.variables:
        names += [variable.id, variable.title.zh, variable.title.en, *variable.aliases]
    for target in plan.targets:
        names += [target.id, target.title.zh, target.title.en, *target.indicator.aliases]
    return tuple(names)
