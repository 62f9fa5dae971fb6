"""Within a report: percentages above 100, parts and totals, cumulative figures, last digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from genhe_targets.coded import Mask
from genhe_targets.credibility.asking import Asking, number
from genhe_targets.credibility.digits import last_digits
from genhe_targets.credibility.kinds import (
    ABOVE_WHOLE,
    CUMULATIVE_DIFFERS,
    HEAPING,
    TOTAL_DIFFERS,
)
from genhe_targets.credibility.panel import Index, Panel, as_printed, printed
from genhe_targets.credibility.totals import imbalance
from genhe_targets.findings import Finding
from genhe_targets.plan.model import Plan


def above_whole(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Percentages above 100."""
    check = asking.checks.rates
    percent = asking.traits.percent[panel.names]
    if check.on and percent.any():
        above = panel.values[percent] > float(check.most)
        for row in panel.origin[percent][above]:
            yield asking.finding(check, ABOVE_WHOLE, int(row), most=f"{check.most:f}")


def heaped(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Last digits 0 and 5 more often than chance gives them."""
    check = asking.checks.heaping
    if not check.on or panel.origin[0].size < check.least:
        return
    texts = asking.coded.observations.texts["text"]
    for plane, cells in enumerate(panel.origin):
        rows = cells[cells >= 0]
        if len(rows) < check.least:
            continue
        _, first, counts = np.unique(texts.codes[rows], return_index=True, return_counts=True)
        values = asking.coded.value[rows[first]]
        spelled = [texts.text(int(row)) for row in rows[first]]
        found = last_digits(
            (as_printed(text, float(value)), int(count))
            for text, value, count in zip(spelled, values, counts, strict=True)
        )
        if found.total >= check.least and found.chance <= check.significance:
            detail = {
                "decimals": found.decimals, "total": found.total, "round": found.round_,
                "chance": f"{found.chance:.2g}",
            }  # fmt: skip
            name = asking.name(panel, plane)
            yield Finding(HEAPING, variable=name, detail=detail, weight=check.severity)


@lru_cache(maxsize=16)
def _children(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The parts of every region that has some, by code."""
    found: dict[str, list[str]] = defaultdict(list)
    for region in plan.regions:
        if region.parent is not None:
            found[region.parent].append(region.code)
    return {parent: tuple(parts) for parent, parts in found.items()}


def parts_and_total(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """A region's figure against the sum of its parts, where all of them report.

    Flows and counts add up; rates do not, and neither do measured states such as water levels.
    """
    rows = {code: row for row, code in enumerate(panel.regions)}
    if not asking.checks.totals.on or len(rows) < 2:
        return
    adds = asking.traits.adds if panel.flow else asking.traits.counted
    planes: Mask = adds[panel.names]
    for parent, parts in _children(asking.plan).items():
        if parent not in rows or not set(parts) <= rows.keys():
            continue
        cells = panel.origin[:, [rows[parent], *(rows[part] for part in parts)]]
        for plane, column in np.argwhere((cells >= 0).all(axis=1) & planes[:, None]):
            whole, *own = (int(row) for row in cells[plane, :, column])
            yield from _compared(asking, TOTAL_DIFFERS, whole, own)


def periods_and_total(asking: Asking, given: Sequence[Panel], pieces: Index) -> Iterator[Finding]:
    """A cumulative figure against the one before it and the figure of the period between."""
    if not asking.checks.totals.on or not len(pieces):
        return
    coded = asking.coded
    where = {
        int(name): (panel, plane)
        for panel in given
        for plane, name in enumerate(panel.names)
        if panel.flow
    }
    columns = [{int(day): column for column, day in enumerate(panel.ends)} for panel in given]
    known = {id(panel): found for panel, found in zip(given, columns, strict=True)}
    for row in pieces:
        panel, plane = where.get(int(coded.variable[row]), (None, 0))
        if panel is None:
            continue
        days = known[id(panel)]
        before, after = days.get(int(coded.start[row]) - 1), days.get(int(coded.end[row]))
        if before is None or after is None:
            continue
        region = int(coded.region[row])
        first = int(panel.origin[plane, region, before])
        last = int(panel.origin[plane, region, after])
        if first >= 0 and last >= 0:
            yield from _compared(asking, CUMULATIVE_DIFFERS, last, [first, int(row)])


def _compared(asking: Asking, code: str, whole: int, parts: Sequence[int]) -> Iterator[Finding]:
    check = asking.checks.totals
    counted = bool(asking.traits.counted[asking.coded.variable[whole]])
    found = imbalance(
        printed(asking.coded, whole), [printed(asking.coded, row) for row in parts],
        counted=counted, relative=check.relative,
    )  # fmt: skip
    if not found.agrees:
        yield asking.finding(
            check, code, whole, other=number(float(found.parts)),
            difference=number(float(found.difference)), tolerance=number(float(found.tolerance)),
        )  # fmt: skip
