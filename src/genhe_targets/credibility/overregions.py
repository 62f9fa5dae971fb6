"""Over regions: changes unlike those of the others, figures crowded just above a limit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np

from genhe_targets.coded import Floats, Names
from genhe_targets.credibility.asking import Asking, number
from genhe_targets.credibility.digits import bunching
from genhe_targets.credibility.kinds import BUNCHING, MOSTLY_UNCHANGED, UNLIKE_PEERS
from genhe_targets.credibility.overtime import large_enough
from genhe_targets.credibility.panel import Panel
from genhe_targets.credibility.peers import hidiroglou_berthelot
from genhe_targets.findings import Finding
from genhe_targets.plan.checks import Bunching
from genhe_targets.plan.model import Plan
from genhe_targets.plan.rules import Bound, Rule


def unlike_peers(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Changes on the year before for flows, on the period before for states.

    That most regions report the figure of before is a finding for changes on the year before: a
    state may well stay as it is for a quarter.
    """
    check = asking.checks.peers
    if not check.on or len(panel.regions) < check.least or len(panel.ends) < 2:
        return
    months = 12 if panel.flow else panel.step
    before = panel.earlier(months, panel.values)
    large = large_enough(asking, panel, check.small, panel.values, before)
    before = np.where(large, before, np.nan)
    compared = ((panel.values > 0) & (before > 0)).sum(axis=1)
    for plane, column in np.argwhere(compared >= check.least):
        found = hidiroglou_berthelot(
            panel.values[plane, :, column], before[plane, :, column],
            u=float(check.u), a=float(check.a), c=float(check.c), least=check.least,
        )  # fmt: skip
        copied = found.same >= float(check.unchanged) * found.total
        if copied and months == 12:
            yield Finding(
                MOSTLY_UNCHANGED, variable=asking.name(panel, plane),
                period=asking.period(panel, column), weight=check.severity,
                detail={"same": found.same, "total": found.total},
            )  # fmt: skip
        for region in np.flatnonzero(found.outlier):
            cell = int(plane), int(region), int(column)
            row = int(panel.origin[cell])
            yield asking.finding(check, UNLIKE_PEERS, row, before=number(before[cell]))


@lru_cache(maxsize=16)
def _targets_by_name(plan: Plan) -> dict[int, list[Rule]]:
    """The rules on what is reported itself, by the position of its name."""
    found: dict[int, list[Rule]] = {}
    for target in plan.targets:
        position = Names.of(plan).index.get(target.id)
        if position is not None:
            found.setdefault(position, []).append(target.rule)
    return found


def crowded(asking: Asking, panel: Panel) -> Iterator[Finding]:
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
                name = asking.name(panel, int(plane))
                yield Finding(BUNCHING, variable=name, detail=found, weight=check.severity)


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
        "limit": number(limit), "total": found.total, "above": found.above,
        "chance": f"{found.chance:.2g}",
    }  # fmt: skip
