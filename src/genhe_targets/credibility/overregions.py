"""Over regions: changes unlike those of the others, figures crowded just above a limit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np

from genhe_targets.coded import Floats
from genhe_targets.credibility.asking import Asking, number
from genhe_targets.credibility.digits import bunching
from genhe_targets.credibility.kinds import BUNCHING, MOSTLY_UNCHANGED, UNLIKE_PEERS
from genhe_targets.credibility.panel import FLOWS, Panel
from genhe_targets.credibility.peers import hidiroglou_berthelot
from genhe_targets.findings import Finding
from genhe_targets.plan.checks import Bunching
from genhe_targets.plan.rules import Bound, Rule


def unlike_peers(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Changes on the year before for flows, on the period before for states."""
    check = asking.checks.peers
    if not check.on or len(panel.regions) < check.least:
        return
    months = 12 if panel.basis in FLOWS else panel.step
    before = panel.earlier(months, panel.values)
    for column in range(panel.values.shape[1]):
        found = hidiroglou_berthelot(
            panel.values[:, column], before[:, column],
            u=float(check.u), a=float(check.a), c=float(check.c), least=check.least,
        )  # fmt: skip
        if found.total >= check.least and found.same >= check.unchanged * found.total:
            yield Finding(
                MOSTLY_UNCHANGED, variable=panel.variable, period=asking.period(panel, column),
                detail={"same": found.same, "total": found.total},
            )  # fmt: skip
        for region in np.flatnonzero(found.outlier):
            row = int(panel.origin[region, column])
            yield asking.finding(UNLIKE_PEERS, row, before=number(before[region, column]))


def crowded(asking: Asking, panel: Panel) -> Iterator[Finding]:
    """Figures of an indicator that is reported itself, around its printed limit."""
    index = asking.coded.names.index
    for target in asking.plan.targets:
        if index.get(target.id) == index[panel.variable]:
            found = near_limit(panel.values, target.rule, asking.checks.bunching)
            if found is not None:
                yield Finding(BUNCHING, variable=panel.variable, detail=found)


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
