"""All checks over the observations of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from genhe_targets.coded import Coded, Mask
from genhe_targets.contract.check import LISTED
from genhe_targets.contract.kinds import MORE_OF_A_KIND
from genhe_targets.credibility.asked import as_asked
from genhe_targets.credibility.asking import Asking, traits
from genhe_targets.credibility.overregions import crowded, unlike_peers
from genhe_targets.credibility.overtime import copied, over_time
from genhe_targets.credibility.panel import Panel, Panels
from genhe_targets.credibility.within import (
    above_whole,
    heaped,
    parts_and_total,
    periods_and_total,
)
from genhe_targets.findings import Finding, Findings, in_turn
from genhe_targets.plan.checks import Checks
from genhe_targets.plan.model import Plan

PANEL_CHECKS: tuple[Callable[[Asking, Panel], Iterator[Findings]], ...] = (
    above_whole,
    parts_and_total,
    over_time,
    unlike_peers,
    crowded,
    heaped,
)
"""Checks of variables, in the order in which people should look at them."""


@dataclass(frozen=True)
class Examined:
    """What the checks say.

    Attributes:
        told: What is doubtful, not written out yet.
        usable: The observations given as usable, without those that a check declared an error by
            the plan speaks against.
    """

    told: Findings
    usable: Mask

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is doubtful."""
        return tuple(self.told)


def examine(coded: Coded, usable: Mask, plan: Plan, checks: Checks | None = None) -> Examined:
    """Ask whether the figures of a report can be believed.

    Args:
        coded: The observations, of all years reported.
        usable: Which of them the contract lets stand.
        plan: The plan.
        checks: Thresholds; those of the plan by default.
    """
    figures = traits(plan).measured | traits(plan).counted
    given = Panels.of(coded, usable, plan.calendar, figures)
    asking = Asking(coded, plan, checks or plan.checks, given)
    told = in_turn([*_groups(asking, usable), tuple(_rest(asking))])
    if asking.refused:
        usable = usable.copy()
        usable[np.concatenate(asking.refused)] = False
    return Examined(told, usable)


def _groups(asking: Asking, usable: Mask) -> Iterator[Findings]:
    given = asking.given
    for check in PANEL_CHECKS:
        for panel in given.whole:
            yield from check(asking, panel)
    yield from as_asked(asking, usable)
    yield from periods_and_total(asking, given.whole, given.pieces)
    yield from copied(asking, given.whole)


def _rest(asking: Asking) -> Iterator[Finding]:
    """The count of those findings of a kind that are not listed one by one."""
    for code, count in asking.told.items():
        if count > LISTED:
            yield Finding(MORE_OF_A_KIND, detail={"kind": code}, count=count - LISTED)
