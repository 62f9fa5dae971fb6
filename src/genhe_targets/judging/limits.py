"""Limits in force: as printed in the plan, varying, or assigned by a superior level."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from genhe_targets.coded import Floats
from genhe_targets.errors import ReadingError, did_you_mean
from genhe_targets.judging.ratios import Cells, Ratios
from genhe_targets.periods import Calendar
from genhe_targets.plan.limits import ASSIGNED, InForce, VaryingLimit
from genhe_targets.plan.limittable import EVERYWHERE, LimitTable, read_limit_table
from genhe_targets.plan.model import Plan, Target
from genhe_targets.plan.rules import Bound
from genhe_targets.vocabulary import Lang, Nature

FEW = 1000
"""Cells up to which an array of its own is cheaper than a view."""

Assigned = LimitTable
"""Limits that a superior level assigned, with the days they are in force."""

NONE_ASSIGNED = LimitTable("", {})


@dataclass(frozen=True)
class LimitGrid:
    """The limit of one bound over regions and checkpoints.

    Attributes:
        value: As floats of shape (regions, checkpoints), NaN where none is set.
        common: The limit as written of every region without one of its own.
        own: Limits of single regions, by position.
        assigned: Whether the common limit was assigned and not printed.
        varying: Limits by (region, checkpoint) where the plan lets them vary.
    """

    value: Floats
    common: Decimal | None
    own: Mapping[int, Decimal]
    assigned: bool = False
    varying: Mapping[tuple[int, int], InForce] = field(default_factory=dict)

    @property
    def is_common(self) -> bool:
        """Whether one printed or assigned limit holds everywhere."""
        return self.common is not None and not self.varying

    def is_assigned(self, region: int) -> bool:
        """Whether a superior level set the limit of a region."""
        return self.assigned or region in self.own

    def written(self, region: int, checkpoint: int) -> Decimal | None:
        """The limit of a cell with its digits as written, ``None`` where none is set."""
        if self.varying and region not in self.own:
            return self.varying[region, checkpoint].like
        return self.own.get(region, self.common)

    def exact(self, region: int, checkpoint: int) -> Fraction:
        """The limit of a cell that has one, exactly."""
        if self.varying and region not in self.own:
            return self.varying[region, checkpoint].limit or Fraction(0)
        return Fraction(self.own.get(region, self.common) or 0)

    def exacts(self, regions: Cells, checkpoints: Cells) -> Ratios:
        """The limits of many cells that have one, exactly."""
        if self.is_common and not self.own:
            return Ratios.number(Fraction(self.common or 0))
        cells = zip(regions.tolist(), checkpoints.tolist(), strict=True)
        return Ratios.of([self.exact(*cell) for cell in cells])

    def origin(self, region: int, checkpoint: int, lang: Lang) -> str:
        """Where a limit that varies comes from, ``""`` for one that does not."""
        if not self.varying or region in self.own:
            return ""
        return self.varying[region, checkpoint].origin(lang)


def limit_grid(
    target: Target,
    bound: Bound,
    regions: Sequence[str],
    days: Sequence[datetime.date],
    assigned: Assigned,
    calendar: Calendar,
) -> LimitGrid:
    """The limits of one bound of a target.

    An assigned limit takes the place of one that is left to a superior level, and of a figure
    that the plan merely repeats from a superior plan.

    Args:
        target: The target.
        bound: One of the bounds of its rule.
        regions: Codes of the regions.
        days: Days of the checkpoints: a limit that varies is the one in force on its day.
        assigned: Limits set by a superior level.
        calendar: How the years of the plan lie.
    """
    varies = bound.limit
    if isinstance(varies, VaryingLimit):
        return _varying(lambda region, day: varies.resolve(region, day, calendar), regions, days)
    common = None if varies == ASSIGNED else Decimal(varies)
    own: dict[int, Decimal] = {}
    for_all = False
    if bound.limit == ASSIGNED or target.restated_from:
        given = assigned.always(target.id)
        if given is None:
            return _varying(lambda region, day: assigned.resolve(target.id, region, day),
                            regions, days, assigned=True)  # fmt: skip
        for_all = EVERYWHERE in given
        common = given.get(EVERYWHERE, common)
        if given.keys() - {EVERYWHERE}:
            own = {i: given[region] for i, region in enumerate(regions) if region in given}
    if not own:
        written = None if common is None else str(common)
        return _everywhere(written, (len(regions), len(days)), assigned=for_all)
    level = np.nan if common is None else float(common)
    column = np.full((len(regions), 1), level)
    for region, limit in own.items():
        column[region] = float(limit)
    return LimitGrid(np.broadcast_to(column, (len(regions), len(days))), common, own, for_all)


@lru_cache(maxsize=1024)
def _everywhere(written: str | None, shape: tuple[int, int], *, assigned: bool) -> LimitGrid:
    """One limit for all; the same object for the same limit.

    It is told by its text: 9 and 9.0 are equal, and figures are rounded to their digits.
    """
    limit = None if written is None else Decimal(written)
    level = np.nan if limit is None else float(limit)
    few = shape[0] * shape[1] <= FEW
    value = np.full(shape, level) if few else np.broadcast_to(level, shape)
    value.flags.writeable = False
    return LimitGrid(value, limit, {}, assigned)


def _varying(
    resolve: Callable[[str, datetime.date], InForce],
    regions: Sequence[str],
    days: Sequence[datetime.date],
    *,
    assigned: bool = False,
) -> LimitGrid:
    """Each distinct region and day is looked up once."""
    known = {(region, day): resolve(region, day) for region in set(regions) for day in days}
    cells = {
        (row, column): known[region, day]
        for row, region in enumerate(regions)
        for column, day in enumerate(days)
    }
    value = np.full((len(regions), len(days)), np.nan)
    for cell, found in cells.items():
        if found.limit is not None:
            value[cell] = float(found.limit)
    return LimitGrid(value, None, {}, assigned, varying=cells)


def read_assigned(given: Any, plan: Plan) -> LimitTable:
    """Limits assigned by a superior level, from what a caller gives.

    Args:
        given: ``{"total-water-use": 4200}``, ``{"total-water-use": {"150785": 4200}}``, a
            ``LimitTable``, the path of a CSV with the columns ``target, region, limit`` (region
            empty for all) and, where wanted, ``unit, valid_from, valid_to, note``, or ``None``.
        plan: The plan the targets belong to.

    Raises:
        ReadingError: A target, region or number is not usable; what and where.
    """
    if given is None:
        return NONE_ASSIGNED
    if isinstance(given, LimitTable):
        return given
    if isinstance(given, str | Path):
        units = {target.id: target.judged_unit for target in plan.targets}
        return read_limit_table(
            Path(given), units, lambda target, region: _refused(target, region, plan)
        )
    found: dict[tuple[str, str], Decimal] = {}
    for target, limit in dict(given).items():
        per_region = limit if isinstance(limit, Mapping) else {EVERYWHERE: limit}
        for region, number in per_region.items():
            why = _refused(str(target), str(region), plan)
            if why:
                raise ReadingError("assigned", *why)
            found[str(target), str(region)] = _decimal("assigned", number)
    return LimitTable.of(found)


def _refused(target: str, region: str, plan: Plan) -> tuple[str, str] | None:
    """Why a target and region take no assigned limit, and a hint."""
    if target not in plan.target_by_id:
        return f"the plan has no target {target!r}", did_you_mean(target, plan.target_by_id)
    own = plan.target_by_id[target]
    if not (own.rule.is_assigned or own.restated_from):
        hint = "Only limits left to a superior level can be assigned."
        return f"the plan prints the limit of {target!r} itself", hint
    if region and region not in plan.region_by_code and not plan.open_regions:
        return f"the plan has no region {region!r}", did_you_mean(region, plan.region_by_code)
    return None


def _decimal(place: str, number: Any) -> Decimal:
    try:
        value = Decimal(str(number).strip())
    except InvalidOperation:
        raise ReadingError(place, f"the limit {number!r} is no number") from None
    if not value.is_finite():
        raise ReadingError(place, f"the limit {number!r} is no number")
    return value


def deadline(target: Target, plan: Plan) -> datetime.date:
    """The operative last day (included).

    Where the plan sets none: the end of its year; for a milestone there is none then.
    """
    if target.deadline is None and target.indicator.nature == Nature.MILESTONE:
        return datetime.date.max
    return target.deadline or plan.year_end
