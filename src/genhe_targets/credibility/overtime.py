"""Over time: factors of a wrong unit, jumps, outliers, copies."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.credibility.asking import Asking, number
from genhe_targets.credibility.copies import unchanged
from genhe_targets.credibility.kinds import COPIED, JUMP, JUMP_ON_YEAR, OUTLIER, WRONG_UNIT
from genhe_targets.credibility.panel import Panel
from genhe_targets.credibility.series import jumps, outliers, relative_change, unit_factor
from genhe_targets.findings import Finding


def over_time(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Each figure against those before it; the first doubt about a figure is told."""
    doubtful = np.zeros(panel.values.shape, dtype=bool)
    yield from _units(asking, panel, doubtful)
    if asking.checks.jumps.on:
        yield from _jumps(asking, panel, doubtful)
        yield from _outliers(asking, panel, doubtful)


def _pairs(asking: Asking, panel: Panel) -> Iterator[tuple[str, float, Floats, Floats]]:
    """What is compared with what: with the year before, then with the period before."""
    check = asking.checks.jumps
    before = panel.earlier(12, panel.values)
    yield JUMP_ON_YEAR, float(check.same_period), panel.values, before
    if panel.step < 12:
        before = panel.earlier(panel.step, panel.amounts)
        yield JUMP, float(check.previous_period), panel.amounts, before


def _cells(where: Mask, doubtful: Mask) -> Iterator[tuple[int, int]]:
    """The cells not told yet, which are told now."""
    for region, column in np.argwhere(where & ~doubtful):
        doubtful[region, column] = True
        yield int(region), int(column)


def _units(asking: Asking, panel: Panel, doubtful: Mask) -> Iterator[Finding]:
    check = asking.checks.units
    if not check.on:
        return
    factors = [float(factor) for factor in check.factors]
    for _, _, values, before in _pairs(asking, panel):
        found = unit_factor(values, before, factors, float(check.tolerance))
        for cell in _cells(~np.isnan(found), doubtful):
            yield asking.finding(
                WRONG_UNIT, int(panel.origin[cell]), number(values[cell]),
                before=number(before[cell]), factor=number(found[cell]),
            )  # fmt: skip


def _jumps(asking: Asking, panel: Panel, doubtful: Mask) -> Iterator[Finding]:
    for code, tolerance, values, before in _pairs(asking, panel):
        change = relative_change(values, before)
        for cell in _cells(jumps(values, before, tolerance), doubtful):
            yield asking.finding(
                code, int(panel.origin[cell]), number(values[cell]),
                before=number(before[cell]), change=f"{change[cell]:+.0%}",
            )  # fmt: skip


def _outliers(asking: Asking, panel: Panel, doubtful: Mask) -> Iterator[Finding]:
    """Against the same period of past years, else against the periods just before."""
    check = asking.checks.jumps
    for values, step in ((panel.values, 12), (panel.amounts, panel.step)):
        past = np.array([panel.earlier(step * k, values) for k in range(1, check.past + 1)])
        far = outliers(values, past, float(check.mads), float(check.floor))
        median = np.median(past, axis=0)
        for region, column in _cells(far, doubtful):
            yield asking.finding(
                OUTLIER, int(panel.origin[region, column]), number(values[region, column]),
                past=check.past, median=number(median[region, column]),
                mads=number(float(check.mads)),
            )  # fmt: skip


Counts = npt.NDArray[np.intp]


def copied(asking: Asking, given: Sequence[Panel]) -> Iterator[Finding]:
    """Regions whose figures are nearly all those of the period or year before."""
    check = asking.checks.copies
    if not check.on:
        return
    same: dict[tuple[int, int], Counts] = {}
    total: dict[tuple[int, int], Counts] = {}
    for panel in given:
        if asking.kind(panel.variable) != "number":
            continue  # small counts repeat of themselves
        for months in {panel.step, 12}:
            counts = unchanged(panel.values[None], panel.earlier(months, panel.values)[None])
            for column, end in enumerate(panel.ends):
                key = int(end), months
                same[key] = same.get(key, 0) + counts.same[:, column]
                total[key] = total.get(key, 0) + counts.total[:, column]
    told: set[tuple[int, int]] = set()
    for (end, months), counted in sorted(total.items()):
        repeated = same[end, months]
        enough = (counted >= check.least) & (repeated >= float(check.share) * counted)
        for region in np.flatnonzero(enough):
            if (end, int(region)) not in told:
                told.add((end, int(region)))
                period, before = _month(end, 0), _month(end, months)
                detail = {
                    "period": period, "before": before,
                    "same": int(repeated[region]), "total": int(counted[region]),
                }  # fmt: skip
                code = asking.coded.regions[region]
                yield Finding(COPIED, region=code, period=period, detail=detail)


def _month(end: int, earlier: int) -> str:
    day = datetime.date.fromordinal(end)
    year, month = divmod(12 * day.year + day.month - 1 - earlier, 12)
    return f"{year}-{month + 1:02d}"
