"""The hearing: figures, rules and time put together; a verdict for every duty, region and day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.facts import Facts
from genhe_targets.grid import State
from genhe_targets.judging.docket import Docket
from genhe_targets.judging.indicators import Measured
from genhe_targets.judging.limits import LimitGrid
from genhe_targets.judging.margins import Outcome
from genhe_targets.judging.pacing import Shares, progress
from genhe_targets.judging.reasons import REASON_CODES
from genhe_targets.judging.roads import Road
from genhe_targets.judging.statuses import JUDGES, STATUS_CODES, TINY, Answer, Moment
from genhe_targets.judging.timing import (
    Column,
    Course,
    Days,
    Index,
    Positions,
    at_each,
    checkpoint_numbers,
    column_of,
    for_each,
)
from genhe_targets.judging.wholes import REASONS, Wholes
from genhe_targets.pieces import LENGTH, runs, side_by_side
from genhe_targets.plan.formula import parse_formula
from genhe_targets.vocabulary import Nature, Status


@dataclass(frozen=True)
class Verdicts:
    """Answers for targets (first axis), regions and checkpoints.

    Attributes:
        status, reason: Codes (``STATUSES``, ``REASONS``).
        final: Whether later figures cannot change the answer.
        used: Position of the checkpoint whose figure was used, -1 for none.
        elapsed: Shares of the time gone.
        progress: Shares of the limit.
    """

    status: npt.NDArray[np.int8]
    reason: npt.NDArray[np.int8]
    final: Mask
    used: Index
    elapsed: Floats
    progress: Shares


@dataclass(frozen=True)
class Hearing:
    """The duties of a plan with everything their verdicts follow from.

    Whatever does not depend on the nature of a target is computed for all of them at once.
    """

    facts: Facts
    listed: Docket
    measured: Sequence[Measured]
    outcomes: Sequence[Outcome]
    limits: Sequence[Sequence[LimitGrid]]
    disputed: Mask | None
    roads: Mapping[int, Road]
    wholes: Wholes

    def history(self) -> Verdicts:
        """Each checkpoint, judged as of itself."""
        here = checkpoint_numbers(len(self.facts.checkpoints))[None, None, :]
        here = for_each(here, len(self.facts.regions))
        return self._verdicts(self.course, here, self.facts.checkpoints, None)

    def standings(self, last: Positions) -> Verdicts:
        """Each region's last checkpoint, judged as of the day of the report."""
        here = checkpoint_numbers(len(self.facts.checkpoints))[last][None, :, None]
        column = column_of(last)
        return self._verdicts(self.course.at(column), here, (self.facts.as_of,), column)

    @cached_property
    def _days(self) -> Days:
        return np.array([day.toordinal() for day in self.facts.checkpoints], dtype=np.int32)

    @cached_property
    def course(self) -> Course:
        """What happened up to each checkpoint."""
        state = np.array([outcome.state for outcome in self.outcomes])
        if self.disputed is not None:
            state[self.disputed] = State.INVALID
        holds = np.array([outcome.holds for outcome in self.outcomes])
        return Course(state, holds, self._days, self.listed.due, self.facts.exists)

    def _verdicts(
        self,
        course: Course,
        here: Index,
        judged: tuple[datetime.date, ...],
        column: Column | None,
    ) -> Verdicts:
        going = progress(
            self.listed,
            [one.quantity for one in self.measured],
            [grids[0] for grids in self.limits],
            self.facts.plan, judged, column,
        )  # fmt: skip
        today = np.array([day.toordinal() for day in judged], dtype=np.int32)[None, None, :]
        moment = Moment(
            course=course,
            here=here,
            days=self._days[here],
            over=today >= self.listed.due,
            elapsed=going.elapsed,
            pace=going.pace,
            flow=self.listed.flow,
        )
        answer = Answer.open(course.state.shape, here.dtype)
        self._before_the_figures(answer, column)

        def judge(batch: tuple[Nature, Positions]) -> None:
            nature, rows = batch
            own = moment.of(rows)
            if nature is Nature.MILESTONE:
                own = replace(own, done_on=self._done_on(rows))
            if nature is Nature.ACCUMULATING:
                small = [self.outcomes[row].limit < TINY for row in rows]
                started = [self.measured[row].quantity.value > 0 for row in rows]
                own = replace(own, small=_seen(small, column), started=_seen(started, column))
            part = answer.of(rows)
            JUDGES[nature](part, own)
            answer.take(rows, part)

        batches = list(self._batches(course.state[0].size))
        list(side_by_side(judge, batches, course.state.size))
        self._pace(answer, moment)
        self._grace(answer, moment)
        self._say_what_is_missing(answer)
        elapsed = np.broadcast_to(going.elapsed, answer.status.shape)
        return Verdicts(
            answer.status, answer.reason, answer.final, answer.used, elapsed, going.shares
        )

    def _batches(self, cells: int) -> Iterator[tuple[Nature, Positions]]:
        """The duties of each nature, where each has very many cells a few at a time."""
        for nature, rows in self.listed.natures:
            for part in runs(len(rows), cells, LENGTH):
                yield nature, rows[part]

    def _pace(self, answer: Answer, moment: Moment) -> None:
        """Before the deadline, a declared method says who is on track and who is behind."""
        if not self.roads:
            return
        open_ = answer.status == STATUS_CODES[Status.ON_TRACK]
        open_ |= answer.status == STATUS_CODES[Status.BEHIND]
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
        due = moment.course.due
        at_end = answer.reason == REASON_CODES["not_reported_at_deadline"]
        owed = np.where(at_end, np.maximum(due, moment.days), moment.days)
        late = self.facts.as_of.toordinal() <= owed + days
        late &= answer.status == STATUS_CODES[Status.MISSING]
        handed_in = self.facts.handed_in[np.arange(late.shape[1])[None, :, None], moment.here]
        # A report that came and leaves the figure out is not late.
        late &= ~(handed_in & (~at_end | (moment.days >= due)))
        answer.status[late] = STATUS_CODES[Status.NOT_DUE]
        answer.reason[late] = REASON_CODES["within_grace"]

    def _before_the_figures(self, answer: Answer, column: Column | None) -> None:
        """Scope and limit come before everything that was reported."""
        varying = [
            (row, grid) for row, own in enumerate(self.limits) for grid in own if not grid.is_common
        ]
        if self.listed.scoped:
            self._by_scope(answer)
        if varying:
            unset = np.zeros(answer.status.shape, dtype=bool)
            for row, grid in varying:
                limit = grid.value if column is None else at_each(grid.value, column)
                unset[row] |= np.isnan(limit)
            answer.say(unset, Status.TARGET_UNSET, "limit_unset")

    def _by_scope(self, answer: Answer) -> None:
        """Who is not meant, and who need not report."""
        outside, never = np.zeros((2, *answer.status.shape), dtype=bool)
        for row in self.listed.scoped:
            scope = self.listed.duties[row].scope
            if scope.regions is not None:
                beyond = [region not in scope.regions for region in self.facts.regions]
                outside[row] = np.array(beyond)[:, None]
            if scope.unreported == "not_applicable":
                never[row] = (self.course.all_states[row] == State.SILENT).all(axis=1)[:, None]
        answer.say(outside, Status.NOT_APPLICABLE, "out_of_scope")
        answer.say(never, Status.NOT_APPLICABLE, "not_reported_here")

    def _say_what_is_missing(self, answer: Answer) -> None:
        """A whole that cannot be judged says which of its parts are missing."""
        for row, cells in self.wholes.cells.items():
            open_ = answer.status[row] == STATUS_CODES[Status.INDETERMINATE]
            for region, column in np.argwhere(open_).tolist():
                cell = row, region, column
                whole = cells.get((region, int(answer.used[cell])))
                if whole is not None and whole.reason in REASONS:
                    answer.reason[cell] = REASON_CODES[REASONS[whole.reason]]

    def _done_on(self, rows: Positions) -> Days | None:
        """Reported dates of completion of milestones, 0 where there is none."""
        dates = self.facts.coded.observations.texts.get("date")
        if dates is None:
            return None
        found = np.zeros((len(rows), *self.facts.shape), dtype=np.int32)
        days, beneath = dates.spread(_ordinal, np.int32), self.facts.beneath
        for index, row in enumerate(rows):
            found[index], _ = self._said_on(row, self.facts, days)
            if beneath is None or self.listed.duties[row].scope.aggregate != "all":
                continue
            said, told = self._said_on(row, beneath.facts, days)
            for region, at in self.wholes.cells.get(row, {}):  # done when the last part is
                parts = list(beneath.parts[region])
                own = said[parts, at][told[parts, at]]
                found[index, region, at] = own.max(initial=0) if own.all() else 0
        return found

    def _said_on(self, row: int, facts: Facts, days: Days) -> tuple[Days, Mask]:
        """The day each cell of a milestone says, 0 where it says none, and where all is reported.

        What is made of several variables says one where each of them does and all are in time, or
        none is: otherwise only the formula could tell which of them decides.
        """
        references = parse_formula(self.listed.duties[row].indicator.formula).references()
        columns = [one for one in map(facts.column, references) if one is not None]
        if len(columns) < len(references):
            return np.zeros(facts.shape, np.int32), np.zeros(facts.shape, dtype=bool)
        told = np.all([one.state == State.REPORTED for one in columns], axis=0)
        said = [np.where(one.origin < 0, 0, days[one.origin]) for one in columns]
        first, last = np.min(said, axis=0), np.max(said, axis=0)
        due = self.listed.due[row]
        return np.where((first > 0) & ((last <= due) | (first > due)), last, 0), told


def _seen(cells: Sequence[Mask], column: Column | None) -> Mask:
    """Answers of several duties, at all checkpoints or at one of each region."""
    return np.array(cells if column is None else [at_each(one, column) for one in cells])


def _ordinal(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal() if text else 0
