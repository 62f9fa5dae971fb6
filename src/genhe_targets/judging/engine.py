"""The engine: facts in, verdicts out, one pass over whole arrays.

indicator ▶ rule ▶ scope? limit? reported? valid? ▶ status by nature and time.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.facts import Facts
from genhe_targets.grid import Column, State
from genhe_targets.judging.contradictions import contradictions, disputes
from genhe_targets.judging.indicators import Indicators, Measured
from genhe_targets.judging.limits import Assigned, LimitGrid, deadline, limit_grid
from genhe_targets.judging.margins import Outcome, judge
from genhe_targets.judging.pacing import progress_and_pace
from genhe_targets.judging.statuses import JUDGES, STATUSES, Answer, Moment
from genhe_targets.judging.timing import Course, Index
from genhe_targets.plan.formula import Reference, parse_formula
from genhe_targets.plan.model import Indicator, Measure, Plan, Source, Target
from genhe_targets.plan.rules import Done
from genhe_targets.vocabulary import Basis, Nature, Status


@dataclass(frozen=True)
class Verdicts:
    """Answers for targets (first axis), regions and checkpoints.

    Attributes:
        status, reason: Codes (``STATUSES``, ``REASONS``).
        final: Whether later figures cannot change the answer.
        used: Position of the checkpoint whose figure was used, -1 for none.
        elapsed, progress: Shares of the time and of the limit, NaN where they say nothing.
    """

    status: npt.NDArray[np.int8]
    reason: npt.NDArray[np.int8]
    final: Mask
    used: Index
    elapsed: Floats
    progress: Floats


@dataclass(frozen=True)
class Judged:
    """Everything the engine found out about one batch.

    Attributes:
        facts: What was judged.
        duties: What was judged: the targets of the plan, or its measures as milestones.
        measured: Their figures.
        outcomes: Their figures against their rules.
        limits: The limits in force, by duty and bound.
        standings: The verdict that counts at ``facts.as_of``; last axis of length one.
        last: Position of the last checkpoint of each region.
        contradictions: (duty, region, checkpoint) where the reported figure of an indicator
            differs from the computed one.
        batches: The duties by nature.
    """

    facts: Facts
    duties: tuple[Target, ...]
    measured: Sequence[Measured]
    outcomes: Sequence[Outcome]
    limits: Sequence[Sequence[LimitGrid]]
    standings: Verdicts
    last: Index
    contradictions: tuple[tuple[int, int, int], ...]
    batches: tuple[_Batch, ...]

    @cached_property
    def history(self) -> Verdicts:
        """A verdict for every duty, region and checkpoint; computed when first asked for."""
        whole = _blank((len(self.duties), *self.facts.shape))
        for batch in self.batches:
            _fill(whole, batch.rows, batch.history())
        return whole

    @cached_property
    def measures(self) -> Judged:
        """The work table judged by the same facts, when first asked for."""
        return judge_facts(self.facts, {}, measure_duties(self.facts.plan))

    def status(self, duty: int, region: int) -> Status:
        """The standing of one duty and region."""
        return STATUSES[int(self.standings.status[duty, region, 0])]


@lru_cache(maxsize=16)
def measure_duties(plan: Plan) -> tuple[Target, ...]:
    """The measures of a plan as milestones: done by their deadline."""
    return tuple(_as_milestone(measure) for measure in plan.measures)


def _as_milestone(measure: Measure) -> Target:
    return Target.model_construct(
        id=measure.variable.replace("_", "-"),
        title=measure.title,
        indicator=Indicator(formula=measure.variable, unit="1", nature=Nature.MILESTONE),
        rule=Done(done=True),
        deadline=measure.deadline,
        source=Source(measure=measure.number),
        lead=measure.lead,
        support=measure.support,
        cases=(),
    )


def judge_facts(
    facts: Facts, assigned: Assigned, duties: tuple[Target, ...] | None = None
) -> Judged:
    """Judge every target for every region, as of the day.

    Args:
        facts: What was reported.
        assigned: Limits set by a superior level.
        duties: What to judge; the targets of the plan by default.
    """
    all_duties = facts.plan.targets if duties is None else duties
    indicators = Indicators(facts)
    measured = [indicators.measure(duty) for duty in all_duties]
    limits = [
        [
            limit_grid(duty, bound, facts.regions, facts.checkpoints, assigned)
            for bound in duty.rule.bounds()
        ]
        for duty in all_duties
    ]
    outcomes = judge(all_duties, [one.quantity for one in measured], limits)
    found = tuple(contradictions(facts, all_duties, measured))
    disputed = disputes(facts, all_duties, measured, outcomes, limits, found)
    shape = (len(all_duties), *facts.shape)
    last = facts.exists.shape[1] - 1 - np.argmax(facts.exists[:, ::-1], axis=1)
    standings = _blank((*shape[:2], 1))
    batches = []
    for nature in JUDGES:
        rows = [i for i, duty in enumerate(all_duties) if duty.indicator.nature == nature]
        if rows:
            batch = _Batch(facts, rows, all_duties, measured, outcomes, limits, disputed)
            _fill(standings, rows, batch.standings(last))
            batches.append(batch)
    return Judged(
        facts, all_duties, measured, outcomes, limits, standings, last, found, tuple(batches)
    )


def _blank(shape: tuple[int, ...]) -> Verdicts:
    answer = Answer.open(shape)
    return Verdicts(
        answer.status, answer.reason, answer.final, answer.used,
        np.full(shape, np.nan), np.full(shape, np.nan),
    )  # fmt: skip


def _fill(whole: Verdicts, rows: list[int], part: Verdicts) -> None:
    for name in Verdicts.__dataclass_fields__:
        getattr(whole, name)[rows] = getattr(part, name)


@dataclass(frozen=True)
class _Batch:
    """The duties of one nature, stacked."""

    facts: Facts
    rows: list[int]
    duties: Sequence[Target]
    measured: Sequence[Measured]
    outcomes: Sequence[Outcome]
    limits: Sequence[Sequence[LimitGrid]]
    disputed: Mask

    def history(self) -> Verdicts:
        """Each checkpoint, judged as of itself."""
        days = self._days
        return self._verdicts(self.course, days[None, None, :], self.facts.checkpoints, None)

    def standings(self, last: Index) -> Verdicts:
        """Each region's last checkpoint, judged as of the day of the report."""
        course = self.course.at(last)
        return self._verdicts(course, self._days[last][None, :, None], [self.facts.as_of], last)

    @property
    def _days(self) -> Index:
        return np.array([day.toordinal() for day in self.facts.checkpoints], dtype=np.intp)

    @property
    def _due(self) -> Index:
        plan = self.facts.plan
        dues = [deadline(self.duties[row], plan).toordinal() for row in self.rows]
        return np.array(dues, dtype=np.intp)

    @cached_property
    def course(self) -> Course:
        """What happened up to each checkpoint."""
        state = np.stack([self.measured[row].quantity.state for row in self.rows])
        state = np.where(self.disputed[self.rows], np.int8(State.INVALID), state)
        holds = np.stack([self.outcomes[row].holds for row in self.rows])
        value = np.stack([self.measured[row].quantity.value for row in self.rows])
        return Course.of(state, holds, value, self._days, self._due, self.facts.exists)

    def _verdicts(
        self, course: Course, days: Index, judged: Sequence[datetime.date], last: Index | None
    ) -> Verdicts:
        plan, whole = self.facts.plan, self.course
        shape = course.state.shape
        limit = np.stack([self.outcomes[row].limit for row in self.rows])
        if last is not None:
            limit = limit[:, np.arange(limit.shape[1]), last][:, :, None]
        elapsed, progress, pace = progress_and_pace(
            [self.duties[row] for row in self.rows],
            [self.measured[row].quantity for row in self.rows],
            [self.limits[row][0] for row in self.rows],
            plan, judged, last,
        )  # fmt: skip
        moment = Moment(
            course=course,
            days=np.broadcast_to(days, shape),
            judged=np.array([day.toordinal() for day in judged], dtype=np.intp)[None, None, :],
            due=self._due[:, None, None],
            elapsed=elapsed,
            progress=progress,
            pace=pace,
            limit=limit,
            flow=np.array([self._is_flow(row) for row in self.rows])[:, None, None],
            all_days=self._days,
            all_states=whole.state,
            all_holds=whole.holds,
            done_on=self._done_on(),
        )
        answer = Answer.open(shape)
        self._before_the_figures(answer, whole, last)
        JUDGES[self.duties[self.rows[0]].indicator.nature](answer, moment)
        return Verdicts(
            answer.status, answer.reason, answer.final, answer.used,
            np.broadcast_to(elapsed, shape), np.broadcast_to(progress, shape),
        )  # fmt: skip

    def _before_the_figures(self, answer: Answer, whole: Course, last: Index | None) -> None:
        """Scope and limit come before everything that was reported."""
        for index, row in enumerate(self.rows):
            duty = self.duties[row]
            here = np.zeros(answer.status.shape, dtype=bool)
            if duty.scope.regions is not None:
                outside = [region not in duty.scope.regions for region in self.facts.regions]
                here[index] = np.array(outside)[:, None]
                answer.say(here, Status.NOT_APPLICABLE, "out_of_scope")
            if duty.scope.unreported == "not_applicable":
                silent = (whole.state[index] == State.SILENT).all(axis=1)
                here[index] = silent[:, None]
                answer.say(here, Status.NOT_APPLICABLE, "not_reported_here")
            values = np.stack([grid.value for grid in self.limits[row]])
            unset = np.asarray(np.isnan(values).any(axis=0))
            if unset.any():
                seen = unset if last is None else unset[np.arange(len(unset)), last][:, None]
                here[index] = seen
                answer.say(here, Status.TARGET_UNSET, "limit_unset")

    def _is_flow(self, row: int) -> bool:
        variables = self.facts.plan.variable_by_id
        references = parse_formula(self.duties[row].indicator.formula).references()
        bases = [variables[r.name].basis for r in references if r.name in variables]
        return bool(bases) and all(b in {Basis.CUMULATIVE, Basis.PERIOD} for b in bases)

    def _done_on(self) -> Index:
        """Reported dates of completion of milestones, 0 where there is none."""
        dates = np.zeros((len(self.rows), *self.facts.shape), dtype=np.intp)
        if "date" not in self.facts.coded.observations.texts:
            return dates
        for index, row in enumerate(self.rows):
            formula = parse_formula(self.duties[row].indicator.formula)
            column = self.facts.column(formula.references()[0])
            for region, checkpoint in np.argwhere(_with_origin(column)):
                origin = int(column.origin[region, checkpoint]) if column else -1
                text = self.facts.coded.text("date", origin)
                if text:
                    day = datetime.date.fromisoformat(text[:10])
                    dates[index, region, checkpoint] = day.toordinal()
        return dates


def _with_origin(column: Column | None) -> Mask:
    return np.zeros((0, 0), dtype=bool) if column is None else column.origin >= 0


def reference_of(target: Target) -> Reference:
    """The reference under which the indicator itself is reported."""
    formula = parse_formula(target.indicator.formula)
    return formula.references()[0] if formula.is_reference else Reference(target.id)
