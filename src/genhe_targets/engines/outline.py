"""The outline of a large table: its columns, its periods and names, known before it is judged.

What one region owes depends on what others report: a period is owed by all once one reports it,
and the day of judging is the end of the latest.  So these are found out once, for all parts.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from genhe_targets.coded import code
from genhe_targets.errors import ReadingError
from genhe_targets.facts import default_as_of
from genhe_targets.plan.formula import Call, Node, Operation
from genhe_targets.plan.lineage import formulas_of
from genhe_targets.plan.model import Plan
from genhe_targets.reading import read
from genhe_targets.reading.context import Context
from genhe_targets.reading.flat import read_flat
from genhe_targets.reading.frames import frame_table
from genhe_targets.reading.piece import Place
from genhe_targets.reading.regions import region_names


@dataclass(frozen=True)
class Columns:
    """The columns of a table that say where, when and what.

    Attributes:
        region, period: Names of these columns.
        variable: Name of the column of variables of a long table, ``""`` for a wide one.
        figures: Names of the columns that hold figures.
    """

    region: str
    period: str
    variable: str
    figures: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns whose distinct values make the outline."""
        return (self.period, self.variable) if self.variable else (self.period,)


def columns_of(sample: Any, plan: Plan) -> Columns:
    """Recognise the columns of a table by some of its rows (a pyarrow table).

    Raises:
        ReadingError: It is no flat table with regions and periods.
    """
    flat = read_flat(frame_table(sample), plan, Place("sample"), Context())
    roles: dict[str, list[str]] = {}
    if flat is not None:
        for name, (role, _) in zip(sample.column_names, flat.roles, strict=True):
            roles.setdefault(role, []).append(name)
    if flat is None or not roles.get("region") or not roles.get("period"):
        hint = "Give a table with region, period, variable and value, or a column per variable."
        raise ReadingError("data", "has no columns of regions and periods", hint)
    names = roles.get("variable") or roles.get("measure") or [""]
    long = flat.layout == "long"
    return Columns(
        roles["region"][0], roles["period"][0], names[0] if long else "",
        tuple(roles.get("value", ())),
    )  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """What all parts of a table share.

    Attributes:
        as_of: The day of judging.
        ends: Ordinals of the last days of all periods reported for what the plan knows.
    """

    as_of: datetime.date
    ends: tuple[int, ...]


def outline_of(
    distinct: Any, columns: Columns, plan: Plan, as_of: datetime.date | None, settings: Any
) -> Outline:
    """The outline, from the distinct periods and names (a pyarrow table of ``columns.keys``)."""
    import pyarrow as pa

    count = distinct.num_rows
    table = distinct.append_column(columns.region, pa.array([plan.region] * count, pa.string()))
    for name in columns.figures:
        table = table.append_column(name, pa.array(["1"] * count, pa.string()))
    coded = code(read(table, plan, settings=settings), plan)
    day = as_of or default_as_of(coded, plan)
    known = coded.end(coded.is_placed())
    return Outline(day, tuple(np.unique(known).tolist()))


_ACROSS = {"mean", "region", "best_rank", "worst_rank"}


def compares_regions(plan: Plan) -> bool:
    """Whether some figure of a plan depends on other regions: then there is one part only."""
    formulas = [*formulas_of(plan), *(target.judged for target in plan.targets)]
    return any(_looks_across(formula.root) for formula in formulas)


def _looks_across(node: Node) -> bool:
    if isinstance(node, Call):
        return node.name in _ACROSS or any(map(_looks_across, node.args))
    return isinstance(node, Operation) and (_looks_across(node.left) or _looks_across(node.right))


def other_spellings(regions: Sequence[str], plan: Plan) -> dict[str, str]:
    """Texts that name a region otherwise than by its code: text -> code."""
    names = region_names(plan)
    found = {text: names.find(text) for text in regions if text}
    return {text: code for text, code in found.items() if code and code != text}
