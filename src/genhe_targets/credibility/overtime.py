"""Over time: factors of a wrong unit, jumps, outliers, copies."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.contract.check import LISTED
from genhe_targets.credibility.asking import Asking, Cell, Doubts, Said
from genhe_targets.credibility.copies import unchanged
from genhe_targets.credibility.kinds import COPIED, JUMP, JUMP_ON_YEAR, OUTLIER, WRONG_UNIT
from genhe_targets.credibility.panel import Index, Pairing, Panel
from genhe_targets.credibility.series import jumps, outliers, unit_factor
from genhe_targets.findings import Findings
from genhe_targets.plan.checks import Checks


def over_time(asking: Asking, panel: Panel) -> Iterator[Findings]:
    """Each figure against those before it; the first doubt about a figure is told.

    First all wrong units are told, then all jumps on the year before, then those on the period
    before, then outliers: so the doubts are gathered by kind while the figures are gone through
    once, some variables at a time.
    """
    kinds = _kinds(asking.checks, panel)
    past = _past(asking.checks, panel)
    if not kinds and not past:
        return
    checks = asking.checks
    units = [asking.doubts(checks.units, WRONG_UNIT) for _ in kinds]
    far = [asking.doubts(checks.jumps, kind.code) for kind in kinds]
    odd = [asking.doubts(checks.jumps, OUTLIER) for _ in past]
    with np.errstate(all="ignore"):
        for part in panel.parts():
            doubtful = np.zeros(part.values.shape, dtype=bool)
            counted = asking.traits.counted[part.names]
            pairs = [_Pair(asking, part, kind, counted) for kind in kinds]
            if checks.units.on:
                for pair, doubts in zip(pairs, units, strict=True):
                    _unlike_units(pair, doubtful, doubts)
            if checks.jumps.on:
                for pair, doubts in zip(pairs, far, strict=True):
                    _jumps(pair, doubtful, doubts)
                for earlier, doubts in zip(past, odd, strict=True):
                    _outliers(asking, part, earlier, doubtful, doubts)
    for doubts in (*units, *far, *odd):
        yield doubts.told()


@dataclass(frozen=True)
class _Kind:
    """What is compared with what.

    Attributes:
        code: The kind of finding.
        tolerance: Relative change allowed.
        amounts: Whether what a flow added in the period is compared, not what it sums up to.
        columns: The periods.
    """

    code: str
    tolerance: float
    amounts: bool
    columns: Pairing


def _kinds(checks: Checks, panel: Panel) -> list[_Kind]:
    """With the year before, then with the period before; without those no period of which is there.

    The changes of a wrong unit are looked for among both.
    """
    check, found = checks.jumps, []
    if not check.on and not checks.units.on:
        return []
    year = panel.periods.pairing(12)
    if year:
        found.append(_Kind(JUMP_ON_YEAR, float(check.same_period), False, year))
    period = panel.periods.pairing(panel.step) if panel.step < 12 else None
    if period:
        tolerance = check.previous_amount if panel.flow else check.previous_period
        found.append(_Kind(JUMP, float(tolerance), True, period))
    return found


class _Pair:
    """Figures beside those before them, shape (variables, periods compared, regions)."""

    def __init__(self, asking: Asking, panel: Panel, kind: _Kind, counted: Mask) -> None:
        figures = panel.amounts if kind.amounts else panel.values
        now, earlier = kind.columns
        self.asking, self.kind, self.now = asking, kind, now
        self.values, self.before = figures[:, now], figures[:, earlier]
        self.origin = panel.origin[:, now]
        self.counted = counted
        self.ratio: Floats = self.values / self.before

    def large_enough(self, where: Mask, small: int) -> None:
        """Leave only what can be compared: relative changes of small counts say nothing."""
        own = self.counted
        if own.any():
            where[own] &= np.fmax(self.values[own], self.before[own]) >= small


def _new(where: Mask, doubtful: Mask, columns: slice | Index) -> bool:
    """Leave only the cells not told yet, which are told now; whether there are any."""
    if not where.any():
        return False
    where &= ~doubtful[:, columns]
    doubtful[:, columns] |= where
    return True


def _unlike_units(pair: _Pair, doubtful: Mask, doubts: Doubts) -> None:
    check = pair.asking.checks.units
    factors = [float(factor) for factor in check.factors]
    tolerance = float(check.tolerance)
    nearest = min(factors, default=np.inf)
    # Few changes are anywhere near a factor; only those are held against each of them.
    up, down = nearest * (1 - tolerance) * _WITHIN, (1 + tolerance) / nearest / _WITHIN
    where = (pair.ratio >= up) | (pair.ratio <= down)
    if not where.any():
        return
    factor = np.full(where.shape, np.nan)
    factor[where] = unit_factor(pair.values[where], pair.before[where], factors, tolerance)
    where = ~np.isnan(factor)
    pair.large_enough(where, check.small)
    if _new(where, doubtful, pair.now):

        def say(cell: Cell) -> Said:
            detail = {"before": float(pair.before[cell]), "factor": float(factor[cell])}
            return float(pair.values[cell]), detail

        doubts.add(pair.origin, where, say)


_WITHIN = 1 - 1e-9
"""A hair, so that rounding keeps nothing from being looked at closely."""


def _jumps(pair: _Pair, doubtful: Mask, doubts: Doubts) -> None:
    """Where a figure changed by more than a share of the one before; quotients are overwritten."""
    where = jumps(np.subtract(pair.ratio, 1, out=pair.ratio), pair.kind.tolerance)
    if not where.any():
        return
    pair.large_enough(where, pair.asking.checks.jumps.small)
    if _new(where, doubtful, pair.now):

        def say(cell: Cell) -> Said:
            change = pair.values[cell] / pair.before[cell] - 1
            detail = {"before": float(pair.before[cell]), "change": f"{change:+.0%}"}
            return float(pair.values[cell]), detail

        doubts.add(pair.origin, where, say)


Past = tuple[list[int], list[list[int]]]
"""Columns that have all the past they need, and for each of the past periods their columns."""


def _past(checks: Checks, panel: Panel) -> list[Past]:
    """The past that medians are taken of.

    That is the same period of past years; for a state also the periods just before.  What a flow
    adds in a period follows the season, so that only past years can tell.
    """
    check, found = checks.jumps, []
    if not check.on or len(panel.ends) <= check.past:
        return []
    for step in sorted({12} if panel.flow else {12, panel.step}, reverse=True):
        earlier = [panel.periods.column_before(step * k) for k in range(1, check.past + 1)]
        now = [c for c in range(len(panel.ends)) if all(before[c] >= 0 for before in earlier)]
        if now:
            found.append((now, [[before[c] for c in now] for before in earlier]))
    return found


def _outliers(asking: Asking, panel: Panel, periods: Past, doubtful: Mask, doubts: Doubts) -> None:
    """Against the median of past figures."""
    check = asking.checks.jumps
    now, earlier = periods
    values = panel.values[:, now]
    past = np.array([panel.values[:, before] for before in earlier])
    there = ~np.isnan(values) & ~np.isnan(past).any(axis=0)
    if not there.any():
        return
    own, own_past = values[there], past[:, there]
    median = np.median(own_past, axis=0)
    far = outliers(own, own_past, float(check.mads), float(check.floor))
    counted = np.broadcast_to(asking.traits.counted[panel.names][:, None, None], there.shape)
    far &= ~counted[there] | (np.fmax(own, median) >= check.small)
    where = np.zeros(there.shape, dtype=bool)
    where[there] = far
    if _new(where, doubtful, np.array(now)):
        middle = np.full(there.shape, np.nan)
        middle[there] = median
        mads = float(check.mads)

        def say(cell: Cell) -> Said:
            detail = {"past": check.past, "median": float(middle[cell]), "mads": mads}
            return float(values[cell]), detail

        doubts.add(panel.origin[:, now], where, say)


def copied(asking: Asking, given: Sequence[Panel]) -> Iterator[Findings]:
    """Regions whose figures are nearly all those of the period or year before."""
    check = asking.checks.copies
    if not check.on:
        return
    if not any((now == before).any() for _, _, now, before in _repeatable(asking, given)):
        return
    same: dict[tuple[int, int], Index] = {}
    total: dict[tuple[int, int], Index] = {}
    for months, ends, now, before in _repeatable(asking, given):
        counts = unchanged(now, before)
        for column, end in enumerate(ends):
            key = end, months
            same[key] = same.get(key, 0) + counts.same[column]
            total[key] = total.get(key, 0) + counts.total[column]
    told: dict[int, Mask] = {}
    for (end, months), counted in sorted(total.items(), key=lambda item: item[0]):
        repeated = same[end, months]
        enough = (counted >= check.least) & (repeated >= float(check.share) * counted)
        if not enough.any():
            continue
        if end in told:
            enough &= ~told[end]
            told[end] |= enough
        told.setdefault(end, enough)
        regions = np.flatnonzero(enough)
        period, earlier = _month(end, 0), _month(end, months)
        fields = [
            {
                "region": asking.coded.regions[region], "period": period,
                "detail": {
                    "period": period, "before": earlier,
                    "same": int(repeated[region]), "total": int(counted[region]),
                },
            }
            for region in regions[:LISTED].tolist()
        ]  # fmt: skip
        yield asking.tell(check, COPIED, len(regions), fields)


def _repeatable(
    asking: Asking, given: Sequence[Panel]
) -> Iterator[tuple[int, list[int], Floats, Floats]]:
    """Months apart, ends of periods, figures, figures before; small counts repeat of themselves."""
    for panel in given:
        for months in {panel.step, 12}:
            columns = panel.periods.pairing(months)
            if columns is None:
                continue
            ends = panel.ends[columns.now].tolist()
            for part in panel.parts():
                own = asking.traits.measured[part.names]
                values = part.values if own.all() else part.values[own]
                yield months, ends, values[:, columns.now], values[:, columns.before]


def _month(end: int, earlier: int) -> str:
    day = datetime.date.fromordinal(end)
    year, month = divmod(12 * day.year + day.month - 1 - earlier, 12)
    return f"{year}-{month + 1:02d}"
