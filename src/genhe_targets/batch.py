"""One batch: observations held against contract, facts made of them, and their verdicts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from genhe_targets.coded import Coded, code
from genhe_targets.contract.check import check_contract, place
from genhe_targets.contract.kinds import CONTRADICTION, LATER, NOT_JUDGED
from genhe_targets.contract.relations import check_relations
from genhe_targets.credibility.examine import examine
from genhe_targets.facts import build_facts, default_as_of
from genhe_targets.findings import Finding, Findings, in_turn
from genhe_targets.judging.engine import Judged, judge_facts
from genhe_targets.judging.limits import read_assigned
from genhe_targets.observations import Observations
from genhe_targets.pieces import beside
from genhe_targets.plan.model import Plan
from genhe_targets.textcolumn import looked_up


def judge_observations(
    observations: Observations,
    plan: Plan,
    as_of: datetime.date | None,
    assigned: Any,
    ends: Sequence[int] = (),
    wholes: Sequence[str] = (),
) -> tuple[Judged, Findings, dict[str, int]]:
    """Contract, facts and judging of one batch of observations.

    Args:
        observations: What was reported.
        plan: The plan.
        as_of: The day of judging; by default the end of the latest period reported.
        assigned: Limits set by a superior level.
        ends: Ordinals of the last days of periods that others report.
        wholes: Codes of regions to judge as the whole of their parts.

    Returns:
        The verdicts, every finding, and what pandera was asked.
    """
    limits = read_assigned(assigned, plan)
    coded = code(observations, plan)
    checked = check_contract(coded, plan)
    day = as_of or default_as_of(coded, plan)
    doubts = partial(examine, coded, checked.usable, plan)
    # Where doubts refuse nothing, a long report is examined while it is judged.
    examined = beside(doubts, 0 if plan.checks.refuse else len(coded))
    usable = examined().usable if plan.checks.refuse else checked.usable
    facts = build_facts(coded, usable, plan, day, ends, wholes)
    broken, related = check_relations(facts.widest)
    if broken.any():
        facts = build_facts(coded, usable & ~broken, plan, day, ends, wholes)
    judged = judge_facts(facts, limits)
    remarks = tuple(_Remarks(coded, judged, plan, day).findings())
    findings = in_turn([observations.findings, checked.findings, related, examined().told, remarks])
    return judged, findings, checked.pandera


@dataclass(frozen=True)
class _Remarks:
    """What judging itself noticed about the data."""

    coded: Coded
    judged: Judged
    plan: Plan
    as_of: datetime.date

    def findings(self) -> Iterator[Finding]:
        late = self.coded.spans.end > self.as_of.toordinal()
        later = int(looked_up(late, self.coded.span).sum()) if late.any() else 0
        if later:
            yield Finding(LATER, detail={"day": self.as_of.isoformat()}, count=later)
        judged = frozenset(self.judged.facts.widest.regions)
        for region in self.coded.regions:
            if region not in judged:
                yield Finding(NOT_JUDGED, text=region, region=region)
        yield from self._contradictions()

    def _contradictions(self) -> Iterator[Finding]:
        if not self.judged.contradictions:
            return
        from genhe_targets.judging.rounding import shown
        from genhe_targets.report.inputs import Inputs

        names = Inputs(self.judged)
        for duty, region, checkpoint in self.judged.contradictions:
            measured, target = self.judged.measured[duty], self.judged.duties[duty]
            if measured.reported is None or measured.computed is None:
                continue
            row = int(measured.reported.origin[region, checkpoint])
            computed = measured.computed.exact(region, checkpoint)
            decimals = max(target.indicator.decimals or 0, 2)
            yield Finding(
                CONTRADICTION,
                text=self.coded.text("text", row),
                detail={
                    "name": target.title.model_dump(),
                    "formula": names.worded(target.indicator.formula, target),
                    "other": shown(computed, decimals),
                },
                **place(self.coded, row),
            )
