"""The engine: facts in, verdicts out, one pass over whole arrays.

indicator ▶ rule ▶ scope? limit? reported? valid? ▶ status by nature and time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from genhe_targets.facts import Facts
from genhe_targets.judging.contradictions import contradictions, disputes
from genhe_targets.judging.docket import Docket, docket, limits_of, work_docket
from genhe_targets.judging.hearing import Hearing, Verdicts
from genhe_targets.judging.indicators import Indicators, Measured
from genhe_targets.judging.limits import NONE_ASSIGNED, Assigned, LimitGrid
from genhe_targets.judging.margins import Outcome, judge
from genhe_targets.judging.quantity import Quantity
from genhe_targets.judging.roads import Road
from genhe_targets.judging.statuses import STATUSES
from genhe_targets.judging.timing import Positions
from genhe_targets.judging.wholes import Wholes, from_parts, of_their_own
from genhe_targets.plan.model import Target
from genhe_targets.vocabulary import Status


@dataclass(frozen=True)
class Judged:
    """Everything the engine found out about one batch.

    Attributes:
        facts: What was judged.
        duties: What was judged: the targets of the plan, or its measures as milestones.
        measured: Their figures.
        outcomes: Their figures against their rules.
        limits: The limits in force, by duty and bound.
        last: Position of the last checkpoint of each region.
        contradictions: (duty, region, checkpoint) where the reported figure of an indicator
            differs from the computed one.
        hearing: What the verdicts of other days are judged from.
        wholes: What is known of the cells that were made from parts.
    """

    facts: Facts
    duties: tuple[Target, ...]
    measured: Sequence[Measured]
    outcomes: Sequence[Outcome]
    limits: Sequence[Sequence[LimitGrid]]
    last: Positions
    contradictions: tuple[tuple[int, int, int], ...]
    hearing: Hearing
    wholes: Wholes

    @cached_property
    def standings(self) -> Verdicts:
        """The verdicts that count at ``facts.as_of``; last axis of length one.

        Like the history, they are computed when first asked for.
        """
        return self.hearing.standings(self.last)

    @cached_property
    def history(self) -> Verdicts:
        """A verdict for every duty, region and checkpoint."""
        return self.hearing.history()

    @cached_property
    def measures(self) -> Judged:
        """The work table judged by the same facts, when first asked for."""
        return judge_facts(self.facts, NONE_ASSIGNED, work_docket(self.facts.plan))

    def status(self, duty: int, region: int) -> Status:
        """The standing of one duty and region."""
        return STATUSES[int(self.standings.status[duty, region, 0])]


def judge_facts(facts: Facts, assigned: Assigned, listed: Docket | None = None) -> Judged:
    """Judge every target for every region, as of the day.

    Args:
        facts: What was reported.
        assigned: Limits set by a superior level.
        listed: What to judge; the targets of the plan by default.
    """
    listed = docket(facts.plan) if listed is None else listed
    duties = listed.duties
    indicators = Indicators(facts)
    heard = [indicators.heard_of(needs) for needs in listed.needs]
    measured: Sequence[Measured] = [
        indicators.measure(duty) if told else indicators.silent
        for duty, told in zip(duties, heard, strict=True)
    ]
    limits = of_their_own(
        facts,
        duties,
        limits_of(listed, facts.regions, facts.checkpoints, assigned, facts.plan.calendar),
    )
    silence = indicators.silent.quantity
    subjects: list[Sequence[Quantity]] = [
        indicators.subjects(duty, own) if told else [silence] * len(duty.bounds)
        for duty, own, told in zip(duties, measured, heard, strict=True)
    ]
    wholes = from_parts(facts, duties, subjects, limits)
    measured, subjects = wholes.filled(measured, subjects)
    outcomes = judge(duties, subjects, limits)
    found = tuple(contradictions(facts, duties, measured))
    disputed = disputes(facts, duties, measured, outcomes, limits, found)
    last = facts.exists.shape[1] - 1 - np.argmax(facts.exists[:, ::-1], axis=1)
    roads = {
        index: Road(facts, indicators, duty, measured[index].quantity, assigned)
        for index, duty in enumerate(duties)
        if duty.pace
    }
    hearing = Hearing(facts, listed, measured, outcomes, limits, disputed, roads, wholes)
    return Judged(facts, duties, measured, outcomes, limits, last, found, hearing, wholes)
