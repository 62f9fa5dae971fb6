"""The docket: the duties of a plan, with all that is known of them before any figure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Mask, Names
from genhe_targets.judging.limits import (
    FEW,
    NONE_ASSIGNED,
    Assigned,
    LimitGrid,
    deadline,
    limit_grid,
)
from genhe_targets.judging.timing import Positions
from genhe_targets.periods import Calendar
from genhe_targets.plan.formula import Reference, parse_formula
from genhe_targets.plan.lineage import FLOWS, names_behind
from genhe_targets.plan.model import Indicator, Measure, Plan, Source, Target
from genhe_targets.plan.rules import Done
from genhe_targets.vocabulary import Nature

PACED = frozenset({Nature.ACCUMULATING, Nature.CAP})
"""Natures whose statuses ask for the pace."""


@dataclass(frozen=True, eq=False)
class Docket:
    """What is judged: the targets of a plan, or its measures as milestones.

    Attributes:
        duties: The targets.
        needs: For each, the positions (``Coded.names``) of everything its figures are made of.
        due: Ordinals of the deadlines, shape (duties, 1, 1).
        flow: Whether a figure accumulates over the year, shape (duties, 1, 1).
        caps: Whether it is a cap, shape (duties,).
        paced: Whether its status asks for the pace, shape (duties, 1, 1).
        natures: The rows of each nature.
        scoped: The rows of those that do not ask every region, or not one that is silent.
    """

    duties: tuple[Target, ...]
    needs: tuple[frozenset[int], ...]
    due: npt.NDArray[np.int32]
    flow: Mask
    caps: Mask
    paced: Mask
    natures: tuple[tuple[Nature, Positions], ...]
    scoped: tuple[int, ...]


Limits = tuple[tuple[LimitGrid, ...], ...]
"""The limits in force, by duty and bound."""


@lru_cache(maxsize=16)
def docket(plan: Plan) -> Docket:
    """The targets of a plan."""
    return _docket(plan, plan.targets)


@lru_cache(maxsize=16)
def work_docket(plan: Plan) -> Docket:
    """The measures of a plan as milestones: done by their deadline."""
    return _docket(plan, tuple(_as_milestone(measure) for measure in plan.measures))


def limits_of(
    listed: Docket,
    regions: tuple[str, ...],
    days: tuple[datetime.date, ...],
    assigned: Assigned,
    calendar: Calendar,
) -> Limits:
    """The limits of the duties; small reports of the same regions and days share theirs.

    Args:
        listed: The duties.
        regions: Codes of the regions.
        days: Days of the checkpoints.
        assigned: Limits set by a superior level.
        calendar: How the years of the plan lie.
    """
    if assigned.rows or len(regions) * len(days) > FEW:
        return _limits(listed, regions, days, assigned, calendar)
    return _shared_limits(listed, regions, days, calendar)


@lru_cache(maxsize=64)
def _shared_limits(
    listed: Docket, regions: tuple[str, ...], days: tuple[datetime.date, ...], calendar: Calendar
) -> Limits:
    return _limits(listed, regions, days, NONE_ASSIGNED, calendar)


def _limits(
    listed: Docket,
    regions: Sequence[str],
    days: Sequence[datetime.date],
    assigned: Assigned,
    calendar: Calendar,
) -> Limits:
    return tuple(
        tuple(limit_grid(duty, bound, regions, days, assigned, calendar) for bound in duty.bounds)
        for duty in listed.duties
    )


def _as_milestone(measure: Measure) -> Target:
    return Target.model_construct(
        id=measure.variable.replace("_", "-"),
        title=measure.title,
        indicator=Indicator(formula=measure.variable, unit="1", nature=Nature.MILESTONE),
        rule=Done(done=True),
        deadline=measure.deadline,
        source=Source(measure=measure.number),
        cases=(),
    )


def _docket(plan: Plan, duties: tuple[Target, ...]) -> Docket:
    natures: dict[Nature, list[int]] = {}
    for row, duty in enumerate(duties):
        natures.setdefault(duty.indicator.nature, []).append(row)
    own = [duty.indicator.nature for duty in duties]

    def column(values: list[bool]) -> Mask:
        return np.array(values, dtype=bool)[:, None, None]

    return Docket(
        duties,
        tuple(_needs(plan, duty) for duty in duties),
        np.array([deadline(duty, plan).toordinal() for duty in duties], np.int32)[:, None, None],
        column([_is_flow(plan, duty) for duty in duties]),
        np.array([nature is Nature.CAP for nature in own], dtype=bool),
        column([nature in PACED for nature in own]),
        tuple((nature, np.array(rows)) for nature, rows in natures.items()),
        tuple(
            row
            for row, duty in enumerate(duties)
            if duty.scope.regions is not None or duty.scope.unreported == "not_applicable"
        ),
    )


def _needs(plan: Plan, duty: Target) -> frozenset[int]:
    index = Names.of(plan).index
    formulas = [parse_formula(duty.indicator.formula), duty.judged, *duty.bound_formulas]
    names = {duty.id, *(name for formula in formulas for name in names_behind(formula, plan))}
    return frozenset(index[name] for name in names if name in index)


def _is_flow(plan: Plan, duty: Target) -> bool:
    if duty.is_derived:  # a change or share does not run up over the year
        return False
    references: tuple[Reference, ...] = parse_formula(duty.indicator.formula).references()
    variables = plan.variable_by_id
    bases = [variables[r.name].basis for r in references if r.name in variables]
    return bool(bases) and FLOWS.issuperset(bases)
