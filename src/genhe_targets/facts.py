"""Facts: observations as a grid, one cell for each variable, region and checkpoint.

A *checkpoint* is the last day of a reported period.  A cell of a flow holds the figure from the
first day of the year to the checkpoint: cumulative figures are taken as they are and never summed,
figures of single periods are summed where they leave no gap.  A cell of a state holds the state at
the checkpoint.  Silence stays silence.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from genhe_targets.coded import BASES, Coded, Mask
from genhe_targets.grid import (
    Column,
    Grid,
    State,
    reporting_end,
    year_meant,
    years_needed,
)
from genhe_targets.periods import month_end
from genhe_targets.plan.formula import Reference
from genhe_targets.plan.model import Plan
from genhe_targets.textcolumn import occurring
from genhe_targets.vocabulary import Basis
from genhe_targets.yeargrid import build_grids


@dataclass(frozen=True)
class Facts:
    """What was reported, ready to be judged.

    Attributes:
        regions: Codes of the regions judged, in plan order.
        checkpoints: Last days of the periods, ascending.
        labels: Period labels of the checkpoints (``2023Q3``).
        exists: Whether a region owes or gave a report at a checkpoint, (regions, checkpoints).
        as_of: The day of judging.
        beneath: What the regions judged as wholes are made of, ``None`` where there are none.
    """

    plan: Plan
    coded: Coded
    regions: tuple[str, ...]
    checkpoints: tuple[datetime.date, ...]
    labels: tuple[str, ...]
    exists: Mask
    as_of: datetime.date
    grids: Mapping[int, Grid]
    beneath: Beneath | None = None

    @property
    def widest(self) -> Facts:
        """These facts with those of the parts of wholes."""
        return self.beneath.facts if self.beneath else self

    @property
    def shape(self) -> tuple[int, int]:
        """(regions, checkpoints)."""
        return len(self.regions), len(self.checkpoints)

    @cached_property
    def handed_in(self) -> Mask:
        """Whether a region sent anything for a checkpoint, be it blank, (regions, checkpoints)."""
        grid = self.grids[self.plan.year]
        sent = (grid.origin >= 0).any(axis=0)
        return np.asarray(sent if sent.shape == self.shape else np.zeros(self.shape, dtype=bool))

    def silent(self) -> Column:
        """A column of which nothing was reported."""
        return Column(
            np.full(self.shape, np.nan),
            np.zeros(self.shape, np.int8),
            np.full(self.shape, -1, np.int32),
        )

    def column(self, reference: Reference) -> Column | None:
        """The cells a reference of a formula means; ``None`` where nothing was reported.

        ``x[2020]`` is the figure of that whole year, the same at every checkpoint; ``x[-1]`` the
        figure of the same period one year before; ``x["2022-12-31"]`` that of a day.
        """
        name = self.coded.names.index.get(reference.name)
        year = year_meant(reference, self.plan)
        grid = self.grids.get(year)
        found = grid.column(name) if grid is not None and name is not None else None
        if found is None or grid is None or name is None:
            return found
        if not reference.day and year == self.plan.year:
            return found
        annual = BASES[self.coded.names.basis[name]] is Basis.ANNUAL
        if reference.year or reference.whole or reference.day or annual:
            day = reference.day or self.plan.calendar.end(year)
            last = grid.checkpoints == day.toordinal()
            picked = [int(np.flatnonzero(last)[0]) if last.any() else -1] * len(self.checkpoints)
        else:
            where = {int(day): index for index, day in enumerate(grid.checkpoints)}
            back = self.plan.year - year
            days = [month_end(d.year - back, d.month).toordinal() for d in self.checkpoints]
            picked = [where.get(day, -1) for day in days]
        return _picked(found, picked)


@dataclass(frozen=True)
class Beneath:
    """Wholes and the parts they are made of.

    Attributes:
        facts: The facts of all regions judged and of all parts.
        parts: By the row of a whole in the facts that are judged: the rows of its parts in these.
    """

    facts: Facts
    parts: Mapping[int, tuple[int, ...]]


def _picked(column: Column, checkpoints: list[int]) -> Column:
    """A column with its checkpoints picked anew; -1 picks silence."""
    index = np.array(checkpoints)
    absent = index < 0
    exact = {
        (region, new): value
        for new, old in enumerate(checkpoints)
        for (region, at), value in column.exact.items()
        if at == old
    }
    return Column(
        np.where(absent, np.nan, column.value[:, index]),
        np.where(absent, np.int8(State.SILENT), column.state[:, index]),
        np.where(absent, np.int32(-1), column.origin[:, index]),
        exact,
    )


def label(plan: Plan, day: datetime.date) -> str:
    """The period label of a checkpoint: of the plan's reporting where it is one, else the month."""
    return plan.calendar.label(plan.reporting.every, day)


def default_as_of(coded: Coded, plan: Plan) -> datetime.date:
    """The end of the latest period reported in the plan's year; its last day when there is none."""
    first, last = plan.year_start.toordinal(), plan.year_end.toordinal()
    used = occurring(coded.span, len(coded.spans))
    ends = coded.spans.end[used & coded.spans.within(first, last)]
    return datetime.date.fromordinal(int(ends.max())) if len(ends) else plan.year_end


def build_facts(
    coded: Coded,
    usable: Mask,
    plan: Plan,
    as_of: datetime.date,
    ends: Sequence[int] = (),
    wholes: Sequence[str] = (),
) -> Facts:
    """Lay the observations out as a grid.

    Args:
        coded: The observations.
        usable: Which of them the contract lets stand; the others make their cell invalid.
        plan: The plan.
        as_of: The day of judging; later figures are left out.
        ends: Ordinals of the last days of periods that other regions report.
        wholes: Codes of regions to judge as the whole of their parts, whether or not they report.
    """
    parts = parts_of(coded, plan, (plan.region, *wholes))
    reporting = [coded.regions[index] for index in _judged(coded, plan)]
    # Regions that report are in the order of the plan already.
    judged = (_in_order(plan, [*reporting, *parts]) if parts else reporting) or [plan.region]
    every = list(dict.fromkeys([*judged, *(part for own in parts.values() for part in own)]))
    position = {code: index for index, code in enumerate(coded.regions)}
    rows = [position.get(code, -1) for code in every]
    grids = build_grids(coded, usable, plan, years_needed(plan), as_of, rows, ends)
    grid = grids[plan.year]
    days = tuple(datetime.date.fromordinal(int(day)) for day in grid.checkpoints)
    labels = tuple(label(plan, day) for day in days)
    row_of = {code: row for row, code in enumerate(every)}
    beneath = {row_of[whole]: tuple(row_of[part] for part in own) for whole, own in parts.items()}
    exists = _exists(grid, plan, days, beneath)
    facts = Facts(plan, coded, tuple(every), days, labels, exists, as_of, grids)
    if not parts:
        return facts
    kept = [row_of[code] for code in judged]
    return Facts(
        plan, coded, tuple(judged), days, labels, exists[kept], as_of,
        {year: grid.taken(kept) for year, grid in grids.items()},
        Beneath(facts, {kept.index(whole): own for whole, own in beneath.items()}),
    )  # fmt: skip


def parts_of(coded: Coded, plan: Plan, wholes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What each whole is made of: its parts, or the parts of a part that does not report itself.

    A whole none of whose parts reports is left out.
    """
    children: dict[str, list[str]] = {}
    for region in plan.regions:
        if region.parent is not None:
            children.setdefault(region.parent, []).append(region.code)
    reporting = set(coded.regions)

    def reached(code: str) -> bool:
        return code in reporting or any(reached(child) for child in children.get(code, ()))

    def leaves(code: str) -> Iterator[str]:
        for child in children.get(code, ()):
            if child in reporting or not reached(child):
                yield child
            else:
                yield from leaves(child)

    found = {whole: tuple(leaves(whole)) for whole in dict.fromkeys(wholes)}
    return {
        whole: parts for whole, parts in found.items() if any(part in reporting for part in parts)
    }


def _in_order(plan: Plan, codes: Sequence[str]) -> list[str]:
    """Regions once each, in the order of the plan; those it does not list stay at the end."""
    order = {code: place for place, code in enumerate(plan.region_by_code)}
    return sorted(dict.fromkeys(codes), key=lambda code: order.get(code, len(order)))


def _judged(coded: Coded, plan: Plan) -> list[int]:
    """Positions of the regions to judge: those of the same level as the plan's own."""
    own = plan.region_by_code[plan.region].level
    levels = {code: region.level for code, region in plan.region_by_code.items()}
    return [
        index
        for index, code in enumerate(coded.regions)
        if code == plan.region or levels.get(code, own) == own
    ]


def _exists(
    grid: Grid,
    plan: Plan,
    days: tuple[datetime.date, ...],
    beneath: Mapping[int, tuple[int, ...]],
) -> Mask:
    """A period of the plan's calendar is owed by all once one region reports it.

    What parts report, their whole is judged by.
    """
    own = (grid.state != State.SILENT).any(axis=0)
    for whole, parts in beneath.items():
        own[whole] |= own[list(parts)].any(axis=0)
    owed = np.array([day == reporting_end(plan, day) for day in days])
    exists: Any = own | owed
    if not exists.any():
        exists[:, -1] = True
    return np.asarray(exists, dtype=bool)
