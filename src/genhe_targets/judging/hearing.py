"""The hearing: figures, rules and time put together; a verdict for every duty, region and day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.facts import Facts
from genhe_targets.grid import State
from genhe_targets.judging.indicators import Measured
from genhe_targets.judging.limits import LimitGrid, deadline
from genhe_targets.judging.margins import Outcome
from genhe_targets.judging.pacing import progress_and_pace
from genhe_targets.judging.reasons import REASON_CODES
from genhe_targets.judging.roads import Road
from genhe_targets.judging.statuses import JUDGES, STATUS_CODES, Answer, Moment
from genhe_targets.judging.timing import Course, Index
from genhe_targets.judging.wholes import REASONS, Wholes
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.model import Target
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
class Hearing:
    """The duties of a plan with everything their verdicts follow from.

    Whatever does not depend on the nature of a target is computed for all of them at once.
    """

    facts: Facts
    duties: Sequence[Target]
    measured: Sequence[Measured]
    outcomes: Sequence[Outcome]
    limits: Sequence[Sequence[LimitGrid]]
    disputed: Mask
    roads: Mapping[int, Road]
    wholes: Wholes

    def history(self) -> Verdicts:
        """Each checkpoint, judged as of itself."""
        days = self._days
        return self._verdicts(self.course, days[None, None, :], self.facts.checkpoints, None)

    def standings(self, last: Index) -> Verdicts:
        """Each region's last checkpoint, judged as of the day of the report."""
        course = self.course.at(last)
        return self._verdicts(course, self._days[last][None, :, None], [self.facts.as_of], last)

    @cached_property
    def _days(self) -> Index:
        return np.array([day.toordinal() for day in self.facts.checkpoints], dtype=np.intp)

    @cached_property
    def _due(self) -> Index:
        plan = self.facts.plan
        return np.array([deadline(duty, plan).toordinal() for duty in self.duties], dtype=np.intp)

    @cached_property
    def _natures(self) -> dict[Nature, list[int]]:
        found: dict[Nature, list[int]] = {}
        for row, duty in enumerate(self.duties):
            found.setdefault(duty.indicator.nature, []).append(row)
        return found

    @cached_property
    def course(self) -> Course:
        """What happened up to each checkpoint."""
        state = np.stack([outcome.state for outcome in self.outcomes])
        state = np.where(self.disputed, np.int8(State.INVALID), state)
        holds = np.stack([outcome.holds for outcome in self.outcomes])
        value = np.stack([one.quantity.value for one in self.measured])
        return Course.of(state, holds, value, self._days, self._due, self.facts.exists)

    def _verdicts(
        self, course: Course, days: Index, judged: Sequence[datetime.date], last: Index | None
    ) -> Verdicts:
        shape = course.state.shape
        limit = np.stack([outcome.limit for outcome in self.outcomes])
        if last is not None:
            limit = limit[:, np.arange(limit.shape[1]), last, None]
        elapsed, progress, pace = progress_and_pace(
            self.duties,
            [one.quantity for one in self.measured],
            [grids[0] for grids in self.limits],
            self.facts.plan, judged, last,
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
            flow=np.array([self._is_flow(duty) for duty in self.duties])[:, None, None],
            all_days=self._days,
            all_states=self.course.state,
            all_holds=self.course.holds,
            done_on=np.zeros((len(self.duties), 1, 1), dtype=np.intp),
        )
        answer = Answer.open(shape)
        self._before_the_figures(answer, last)
        for nature, rows in self._natures.items():
            own = moment.of(rows)
            if nature is Nature.MILESTONE:
                own = replace(own, done_on=self._done_on(rows))
            part = answer.of(rows)
            JUDGES[nature](part, own)
            answer.take(rows, part)
        self._pace(answer, moment)
        self._grace(answer, moment)
        self._say_what_is_missing(answer)
        return Verdicts(
            answer.status, answer.reason, answer.final, answer.used, elapsed, progress
        )  # fmt: skip

    def _pace(self, answer: Answer, moment: Moment) -> None:
        """Before the deadline, a declared method says who is on track and who is behind."""
        open_ = np.isin(answer.status, [STATUS_CODES[s] for s in (Status.ON_TRACK, Status.BEHIND)])
        for row, road in self.roads.items():
            for region, column in np.argwhere(open_[row] & ~moment.over[row]):
                cell = row, int(region), int(column)
                found = road.at(int(region), int(answer.used[cell]))
                if found is not None and found.status is not Status.MET:
                    answer.status[cell] = STATUS_CODES[found.status]
                    answer.reason[cell] = REASON_CODES["paced"]

    def _grace(self, answer: Answer, moment: Moment) -> None:
        """Late is not missing: a report that has not come yet has its days of grace."""
        days = self.facts.plan.reporting.grace_days
        if not days:
            return
        due = np.broadcast_to(moment.due, answer.status.shape)
        at_end = answer.reason == REASON_CODES["not_reported_at_deadline"]
        owed = np.where(at_end, np.maximum(due, moment.days), moment.days)
        late = self.facts.as_of.toordinal() <= owed + days
        late &= answer.status == STATUS_CODES[Status.MISSING]
        columns = np.searchsorted(self._days, moment.days)
        handed_in = self.facts.handed_in[np.arange(late.shape[1])[None, :, None], columns]
        # A report that came and leaves the figure out is not late.
        late &= ~(handed_in & (~at_end | (moment.days >= due)))
        answer.status[late] = STATUS_CODES[Status.NOT_DUE]
        answer.reason[late] = REASON_CODES["within_grace"]

    def _before_the_figures(self, answer: Answer, last: Index | None) -> None:
        """Scope and limit come before everything that was reported."""
        silent = self.course.state == State.SILENT
        for row, duty in enumerate(self.duties):
            if duty.scope.regions is not None:
                outside = [region not in duty.scope.regions for region in self.facts.regions]
                here = np.array(outside)[:, None]
                answer.of_one(row).say(here, Status.NOT_APPLICABLE, "out_of_scope")
            if duty.scope.unreported == "not_applicable":
                never = silent[row].all(axis=1)[:, None]
                answer.of_one(row).say(never, Status.NOT_APPLICABLE, "not_reported_here")
            for grid in self.limits[row]:
                if not grid.is_common:
                    unset = np.isnan(grid.value)
                    seen = unset if last is None else unset[np.arange(len(unset)), last, None]
                    answer.of_one(row).say(seen, Status.TARGET_UNSET, "limit_unset")

    def _say_what_is_missing(self, answer: Answer) -> None:
        """A whole that cannot be judged says which of its parts are missing."""
        for row, cells in self.wholes.cells.items():
            own = answer.of_one(row)
            open_ = own.status == STATUS_CODES[Status.INDETERMINATE]
            for region, column in np.argwhere(open_):
                whole = cells.get((int(region), int(own.used[region, column])))
                if whole is not None and whole.reason in REASONS:
                    own.reason[region, column] = REASON_CODES[REASONS[whole.reason]]

    def _is_flow(self, duty: Target) -> bool:
        if duty.is_derived:  # a change or share does not run up over the year
            return False
        variables = self.facts.plan.variable_by_id
        references = parse_formula(duty.indicator.formula).references()
        bases = [variables[r.name].basis for r in references if r.name in variables]
        return bool(bases) and all(b in {Basis.CUMULATIVE, Basis.PERIOD} for b in bases)

    def _done_on(self, rows: Sequence[int]) -> Index:
        """Reported dates of completion of milestones, 0 where there is none."""
        found = np.zeros((len(rows), *self.facts.shape), dtype=np.intp)
        dates = self.facts.coded.observations.texts.get("date")
        if dates is None:
            return found
        days = np.array([_ordinal(text) for text in dates.listed()], dtype=np.intp)
        for index, row in enumerate(rows):
            formula = parse_formula(self.duties[row].indicator.formula)
            column = self.facts.column(formula.references()[0])
            if column is not None:
                told = column.origin >= 0
                found[index][told] = days[dates.codes[column.origin[told]]]
        return found


def _ordinal(text: str) -> int:
    return datetime.date.fromisoformat(text[:10]).toordinal() if text else 0
