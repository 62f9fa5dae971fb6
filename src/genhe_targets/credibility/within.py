"""Within a report: percentages above 100, parts and totals, cumulative figures, last digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from genhe_targets.credibility.asking import Asking, number
from genhe_targets.credibility.digits import last_digits
from genhe_targets.credibility.kinds import (
    ABOVE_WHOLE,
    CUMULATIVE_DIFFERS,
    HEAPING,
    TOTAL_DIFFERS,
)
from genhe_targets.credibility.panel import FLOWS, Panel, as_printed, printed
from genhe_targets.credibility.totals import imbalance
from genhe_targets.findings import Finding

_RATES = {"%", "‰"}


def above_whole(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Percentages above 100."""
    check = asking.checks.rates
    if check.on and asking.unit(panel.variable) == "%":
        for row in panel.origin[panel.values > float(check.most)]:
            yield asking.finding(ABOVE_WHOLE, int(row), most=f"{check.most:f}")


def heaped(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Last digits 0 and 5 more often than chance gives them."""
    check = asking.checks.heaping
    rows = panel.origin[panel.origin >= 0]
    if not check.on or len(rows) < check.least:
        return
    texts = asking.coded.observations.texts["text"]
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
        yield Finding(HEAPING, variable=panel.variable, detail=detail)


def parts_and_total(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """A region's figure against the sum of its parts, where all of them report."""
    additive = panel.basis in FLOWS or asking.kind(panel.variable) == "count"
    if not asking.checks.totals.on or not additive or asking.unit(panel.variable) in _RATES:
        return
    rows = {code: row for row, code in enumerate(panel.regions)}
    children: dict[str, list[str]] = defaultdict(list)
    for region in asking.plan.regions:
        if region.parent is not None:
            children[region.parent].append(region.code)
    for parent, parts in children.items():
        if parent not in rows or not set(parts) <= rows.keys():
            continue
        cells = panel.origin[[rows[parent], *(rows[part] for part in parts)]]
        for column in np.flatnonzero((cells >= 0).all(axis=0)):
            whole, *own = (int(row) for row in cells[:, column])
            yield from _compared(asking, TOTAL_DIFFERS, whole, own, panel)


def periods_and_total(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """A cumulative figure against the one before it and the figure of the period between."""
    if not asking.checks.totals.on:
        return
    coded = asking.coded
    columns = {int(day): column for column, day in enumerate(panel.ends)}
    for row in panel.pieces:
        before, after = columns.get(int(coded.start[row]) - 1), columns.get(int(coded.end[row]))
        if before is None or after is None:
            continue
        region = int(coded.region[row])
        first, last = int(panel.origin[region, before]), int(panel.origin[region, after])
        if first >= 0 and last >= 0:
            parts = [first, int(row)]
            yield from _compared(asking, CUMULATIVE_DIFFERS, last, parts, panel)


def _compared(
    asking: Asking, code: str, whole: int, parts: Sequence[int], panel: Panel
) -> Iterator[Finding]:
    found = imbalance(
        printed(asking.coded, whole), [printed(asking.coded, row) for row in parts],
        counted=asking.kind(panel.variable) == "count", relative=asking.checks.totals.relative,
    )  # fmt: skip
    if not found.agrees:
        yield asking.finding(
            code, whole, other=number(float(found.parts)),
            difference=number(float(found.difference)), tolerance=number(float(found.tolerance)),
        )  # fmt: skip
