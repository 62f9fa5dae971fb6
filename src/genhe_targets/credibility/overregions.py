"""Over regions: changes unlike those of the others, figures crowded just above a limit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np

from genhe_targets.coded import Floats, Mask, Names
from genhe_targets.credibility.asking import Asking
from genhe_targets.credibility.digits import bunching
from genhe_targets.credibility.kinds import BUNCHING, MOSTLY_UNCHANGED, UNLIKE_PEERS
from genhe_targets.credibility.panel import Index, Panel
from genhe_targets.credibility.peers import hidiroglou_berthelot
from genhe_targets.findings import Findings
from genhe_targets.plan.checks import Bunching
from genhe_targets.plan.model import Plan
from genhe_targets.plan.rules import Bound, Rule


def unlike_peers(asking: Asking, panel: Panel) -> Iterator[Findings]:
    """Changes on the year before for flows, on the period before for states.

    That most regions report the figure of before is a finding for changes on the year before: a
    state may well stay as it is for a quarter.
    """
    check = asking.checks.peers
    if not check.on or len(panel.regions) < check.least or len(panel.ends) < 2:
        return
    months = 12 if panel.flow else panel.step
    columns = panel.periods.pairing(months)
    if columns is None:
        return
    counted = asking.traits.counted[panel.names]
    pairs = list(zip(*map(_listed, columns), strict=True))
    for plane, (column, earlier) in product(range(len(panel.names)), pairs):
        values, before = panel.values[plane, column], panel.values[plane, earlier]
        if counted[plane]:
            before = np.where(np.fmax(values, before) >= check.small, before, np.nan)
        if np.count_nonzero((values > 0) & (before > 0)) < check.least:
            continue
        found = hidiroglou_berthelot(
            values, before, u=float(check.u), a=float(check.a), c=float(check.c), least=check.least,
        )  # fmt: skip
        copied = found.same >= float(check.unchanged) * found.total
        if copied and months == 12:
            fields = {
                "variable": asking.name(panel, plane), "period": asking.period(panel, column),
                "detail": {"same": found.same, "total": found.total},
            }  # fmt: skip
            yield asking.tell(check, MOSTLY_UNCHANGED, 1, [fields])
        if found.outlier.any():
            yield _unlike(asking, panel, (plane, column), before, found.outlier)


def _unlike(
    asking: Asking, panel: Panel, place: tuple[int, int], before: Floats, outlier: Mask
) -> Findings:
    doubts = asking.doubts(asking.checks.peers, UNLIKE_PEERS)
    plane, column = place
    doubts.add(
        panel.origin[plane : plane + 1, column : column + 1], outlier[None, None],
        lambda cell: ("", {"before": float(before[cell[2]])}),
    )  # fmt: skip
    return doubts.told()


def _listed(columns: slice | Index) -> list[int]:
    if isinstance(columns, slice):
        return list(range(columns.start, columns.stop))
    return [int(column) for column in columns]


@lru_cache(maxsize=16)
def _targets_by_name(plan: Plan) -> dict[int, list[Rule]]:
    """The rules on what is reported itself, by the position of its name."""
    found: dict[int, list[Rule]] = {}
    for target in plan.targets:
        position = Names.of(plan).index.get(target.id)
        if position is not None:
            found.setdefault(position, []).append(target.rule)
    return found


def crowded(asking: Asking, panel: Panel) -> Iterator[Findings]:
    """Figures of an indicator that is reported itself, around its printed limit.

    Counts are left out: that a unit does just as many as it is asked to is no sign of anything.
    """
    check = asking.checks.bunching
    if not check.on or panel.values[0].size < check.least:
        return
    rules = _targets_by_name(asking.plan)
    for plane in np.flatnonzero(asking.traits.measured[panel.names]):
        for rule in rules.get(int(panel.names[plane]), ()):
            found = near_limit(panel.values[plane], rule, check)
            if found is not None:
                fields = {"variable": asking.name(panel, int(plane)), "detail": found}
                yield asking.tell(check, BUNCHING, 1, [fields])


def near_limit(values: Floats, rule: Rule, check: Bunching) -> dict[str, Any] | None:
    """The details of a finding where figures crowd on the good side of a printed limit.

    Args:
        values: The figures of an indicator, over regions and periods.
        rule: Its rule; only a single printed limit other than zero is looked at.
        check: Thresholds.
    """
    if not check.on or not isinstance(rule, Bound) or not isinstance(rule.limit, Decimal):
        return None
    limit = float(rule.limit)
    if not limit:
        return None
    found = bunching(values, limit, abs(limit) * float(check.width), rule.sign)
    uneven = found.above > found.below and found.chance <= check.significance
    if found.total < check.least or not uneven:
        return None
    return {
        "limit": limit, "total": found.total, "above": found.above,
        "chance": f"{found.chance:.2g}",
    }  # fmt: skip
