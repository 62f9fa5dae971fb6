"""Over time: factors of a wrong unit, jumps, outliers, copies."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.credibility.asking import Asking, number
from genhe_targets.credibility.copies import unchanged
from genhe_targets.credibility.kinds import COPIED, JUMP, JUMP_ON_YEAR, OUTLIER, WRONG_UNIT
from genhe_targets.credibility.panel import Index, Panel
from genhe_targets.credibility.series import jumps, outliers, unit_factor
from genhe_targets.findings import Finding


def over_time(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Each figure against those before it; the first doubt about a figure is told."""
    if len(panel.ends) < 2:
        return
    doubtful = np.zeros(panel.values.shape, dtype=bool)
    pairs = list(_pairs(asking, panel))
    yield from _units(asking, panel, pairs, doubtful)
    if asking.checks.jumps.on:
        yield from _jumps(asking, panel, pairs, doubtful)
        yield from _outliers(asking, panel, doubtful)


Pair = tuple[str, float, Floats, Floats]
"""(kind of finding, tolerance, figures, figures before)."""


def _pairs(asking: Asking, panel: Panel) -> Iterator[Pair]:
    """What is compared with what: with the year before, then with the period before."""
    check = asking.checks.jumps
    before = panel.earlier(12, panel.values)
    yield JUMP_ON_YEAR, float(check.same_period), panel.values, before
    if panel.step < 12:
        before = panel.earlier(panel.step, panel.amounts)
        tolerance = check.previous_amount if panel.flow else check.previous_period
        yield JUMP, float(tolerance), panel.amounts, before


def large_enough(asking: Asking, panel: Panel, small: int, values: Floats, before: Floats) -> Mask:
    """Where figures can be compared: relative changes of small counts say nothing."""
    counted = asking.traits.counted[panel.names][:, None, None]
    large: Mask = ~counted | (np.fmax(values, before) >= small)
    return large


def _cells(where: Mask, doubtful: Mask) -> Iterator[tuple[int, int, int]]:
    """The cells not told yet, which are told now."""
    found = where & ~doubtful
    if not found.any():
        return
    doubtful |= found
    for plane, region, column in np.argwhere(found):
        yield int(plane), int(region), int(column)


def _units(
    asking: Asking, panel: Panel, pairs: Sequence[Pair], doubtful: Mask
) -> Iterator[Finding]:
    check = asking.checks.units
    if not check.on:
        return
    factors = [float(factor) for factor in check.factors]
    for _, _, values, before in pairs:
        found = unit_factor(values, before, factors, float(check.tolerance))
        found[~large_enough(asking, panel, check.small, values, before)] = np.nan
        for cell in _cells(~np.isnan(found), doubtful):
            yield asking.finding(
                check, WRONG_UNIT, int(panel.origin[cell]), number(values[cell]),
                before=number(before[cell]), factor=number(found[cell]),
            )  # fmt: skip


def _jumps(
    asking: Asking, panel: Panel, pairs: Sequence[Pair], doubtful: Mask
) -> Iterator[Finding]:
    check = asking.checks.jumps
    for code, tolerance, values, before in pairs:
        far = jumps(values, before, tolerance)
        far &= large_enough(asking, panel, check.small, values, before)
        for cell in _cells(far, doubtful):
            change = values[cell] / before[cell] - 1
            yield asking.finding(
                check, code, int(panel.origin[cell]), number(values[cell]),
                before=number(before[cell]), change=f"{change:+.0%}",
            )  # fmt: skip


def _outliers(asking: Asking, panel: Panel, doubtful: Mask) -> Iterator[Finding]:
    """Against the same period of past years; a state also against the periods just before.

    What a flow adds in a period follows the season, so that only past years can tell.
    """
    check = asking.checks.jumps
    steps = {12} if panel.flow else {12, panel.step}
    for step in sorted(steps, reverse=True):
        values = panel.values
        if len(panel.ends) <= check.past:
            return
        past = np.array([panel.earlier(step * k, values) for k in range(1, check.past + 1)])
        far = outliers(values, past, float(check.mads), float(check.floor))
        median = np.median(past, axis=0)
        far &= large_enough(asking, panel, check.small, values, median)
        for cell in _cells(far, doubtful):
            yield asking.finding(
                check, OUTLIER, int(panel.origin[cell]), number(values[cell]),
                past=check.past, median=number(median[cell]), mads=number(float(check.mads)),
            )  # fmt: skip


def copied(asking: Asking, given: Sequence[Panel]) -> Iterator[Finding]:
    """Regions whose figures are nearly all those of the period or year before."""
    check = asking.checks.copies
    if not check.on:
        return
    same: dict[tuple[int, int], Index] = {}
    total: dict[tuple[int, int], Index] = {}
    for panel in given:
        if len(panel.ends) < 2:
            continue
        measured = asking.traits.measured[panel.names]  # small counts repeat of themselves
        for months in {panel.step, 12}:
            before = panel.earlier(months, panel.values)
            counts = unchanged(panel.values[measured], before[measured])
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
                period, before_text = _month(end, 0), _month(end, months)
                detail = {
                    "period": period, "before": before_text,
                    "same": int(repeated[region]), "total": int(counted[region]),
                }  # fmt: skip
                code = asking.coded.regions[region]
                yield Finding(
                    COPIED, region=code, period=period, detail=detail, weight=check.severity
                )


def _month(end: int, earlier: int) -> str:
    day = datetime.date.fromordinal(end)
    year, month = divmod(12 * day.year + day.month - 1 - earlier, 12)
    return f"{year}-{month + 1:02d}"
