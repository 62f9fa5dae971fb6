"""Within a report: percentages above 100, parts and totals, cumulative figures, last digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from genhe_targets.coded import Mask
from genhe_targets.credibility.asking import Asking, Doubts
from genhe_targets.credibility.kinds import (
    ABOVE_WHOLE,
    CUMULATIVE_DIFFERS,
    HEAPING,
    TOTAL_DIFFERS,
)
from genhe_targets.credibility.panel import Index, Panel
from genhe_targets.credibility.printing import printed
from genhe_targets.credibility.totals import imbalance
from genhe_targets.findings import Findings
from genhe_targets.plan.model import Plan


def above_whole(asking: Asking, panel: Panel) -> Iterator[Findings]:
    """Percentages above 100."""
    check = asking.checks.rates
    if not check.on or not asking.traits.percent[panel.names].any():
        return
    doubts, most = asking.doubts(check, ABOVE_WHOLE), float(check.most)
    for part in panel.parts():
        above = part.values > most
        above[~asking.traits.percent[part.names]] = False
        doubts.add(part.origin, above, lambda _: ("", {"most": f"{check.most:f}"}))
    yield doubts.told()


def heaped(asking: Asking, panel: Panel) -> Iterator[Findings]:
    """Last digits 0 and 5 more often than chance gives them."""
    check = asking.checks.heaping
    if not check.on or panel.origin[0].size < check.least:
        return
    for plane, cells in enumerate(panel.origin):
        if np.count_nonzero(cells >= 0) < check.least:
            continue
        found = asking.endings.of(int(panel.names[plane]))
        if found.total >= check.least and found.chance <= check.significance:
            detail = {
                "decimals": found.decimals, "total": found.total, "round": found.round_,
                "chance": f"{found.chance:.2g}",
            }  # fmt: skip
            fields = {"variable": asking.name(panel, plane), "detail": detail}
            yield asking.tell(check, HEAPING, 1, [fields])


@lru_cache(maxsize=16)
def _children(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """The parts of every region that has some, by code."""
    found: dict[str, list[str]] = defaultdict(list)
    for region in plan.regions:
        if region.parent is not None:
            found[region.parent].append(region.code)
    return {parent: tuple(parts) for parent, parts in found.items()}


def parts_and_total(asking: Asking, panel: Panel) -> Iterator[Findings]:
    """A region's figure against the sum of its parts, where all of them report.

    Flows and counts add up; rates do not, and neither do measured states such as water levels.
    """
    wholes = _children(asking.plan)
    if not asking.checks.totals.on or not wholes or len(panel.regions) < 2:
        return
    rows = {code: row for row, code in enumerate(panel.regions)}
    adds = asking.traits.adds if panel.flow else asking.traits.counted
    planes: Mask = adds[panel.names]
    doubts = asking.doubts(asking.checks.totals, TOTAL_DIFFERS)
    for parent, parts in wholes.items():
        if parent not in rows or not set(parts) <= rows.keys():
            continue
        cells = panel.origin[:, :, [rows[parent], *(rows[part] for part in parts)]]
        for plane, column in np.argwhere((cells >= 0).all(axis=2) & planes[:, None]):
            whole, *own = (int(row) for row in cells[plane, column])
            _compare(doubts, whole, own)
    yield doubts.told()


def periods_and_total(asking: Asking, given: Sequence[Panel], pieces: Index) -> Iterator[Findings]:
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
    columns = {
        id(panel): {int(day): column for column, day in enumerate(panel.ends)} for panel in given
    }
    doubts = asking.doubts(asking.checks.totals, CUMULATIVE_DIFFERS)
    for row in pieces:
        panel, plane = where.get(int(coded.variable[row]), (None, 0))
        if panel is None:
            continue
        days = columns[id(panel)]
        before, after = days.get(int(coded.start(row)) - 1), days.get(int(coded.end(row)))
        if before is None or after is None:
            continue
        region = int(coded.region[row])
        first = int(panel.origin[plane, before, region])
        last = int(panel.origin[plane, after, region])
        if first >= 0 and last >= 0:
            _compare(doubts, last, [first, int(row)])
    yield doubts.told()


def _compare(doubts: Doubts, whole: int, parts: Sequence[int]) -> None:
    coded, check = doubts.asking.coded, doubts.asking.checks.totals
    found = imbalance(
        printed(coded, whole), [printed(coded, row) for row in parts],
        counted=bool(doubts.asking.traits.counted[coded.variable[whole]]),
        relative=check.relative,
    )  # fmt: skip
    if not found.agrees:
        detail = {
            "other": float(found.parts), "difference": float(found.difference),
            "tolerance": float(found.tolerance),
        }  # fmt: skip
        doubts.add_one(whole, ("", detail))
