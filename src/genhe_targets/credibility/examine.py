"""All checks over the observations of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from genhe_targets.coded import Coded, Mask
from genhe_targets.contract.check import LISTED
from genhe_targets.contract.kinds import MORE_OF_A_KIND
from genhe_targets.credibility.asking import Asking
from genhe_targets.credibility.overregions import crowded, unlike_peers
from genhe_targets.credibility.overtime import copied, over_time
from genhe_targets.credibility.panel import Panel, panels
from genhe_targets.credibility.within import (
    above_whole,
    heaped,
    parts_and_total,
    periods_and_total,
)
from genhe_targets.findings import Finding
from genhe_targets.plan.checks import Checks
from genhe_targets.plan.model import Plan

PANEL_CHECKS: tuple[Callable[[Asking, Panel], Iterator[Finding]], ...] = (
    above_whole,
    parts_and_total,
    periods_and_total,
    over_time,
    unlike_peers,
    crowded,
    heaped,
)
"""Checks of one variable, in the order in which people should look at them."""


def examine(
    coded: Coded, usable: Mask, plan: Plan, checks: Checks | None = None
) -> tuple[Finding, ...]:
    """Ask whether the figures of a report can be believed.

    Args:
        coded: The observations, of all years reported.
        usable: Which of them the contract lets stand.
        plan: The plan.
        checks: Thresholds; the usual ones by default.
    """
    asking = Asking(coded, plan, checks or Checks())
    return tuple(_shortened(_findings(asking, usable)))


def _findings(asking: Asking, usable: Mask) -> Iterator[Finding]:
    given = [
        panel
        for panel in panels(asking.coded, usable)
        if asking.kind(panel.variable) != "milestone"
    ]
    for panel in given:
        for check in PANEL_CHECKS:
            yield from check(asking, panel)
    yield from copied(asking, given)


def _shortened(findings: Iterator[Finding]) -> Iterator[Finding]:
    """At most so many findings of a kind one by one; the rest with their count."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= LISTED:
            yield finding
    for code, count in seen.items():
        if count > LISTED:
            yield Finding(MORE_OF_A_KIND, detail={"kind": code}, count=count - LISTED)
