"""Statuses: what the figures mean at a day, for each nature of target.

One function for each nature, over arrays of shape (targets, regions, checkpoints).  Silence is
decided before the rule, the limit before silence, the scope before the limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.grid import State
from genhe_targets.judging.outcomes import NO, UNKNOWN, YES
from genhe_targets.judging.reasons import REASON_CODES
from genhe_targets.judging.timing import NEVER, Course, Days, Index, Positions, for_each
from genhe_targets.vocabulary import Nature, Status

STATUSES = tuple(Status)
STATUS_CODES = {status: code for code, status in enumerate(STATUSES)}
TINY = 4
"""Counts below this are judged as started or not: steps of 25 % mean nothing for them."""


@dataclass(frozen=True)
class Moment:
    """What the statuses of one nature are judged from.

    Attributes:
        course: What happened so far.
        here: Position of the checkpoint judged, broadcastable to the course, as all below are.
        days: Ordinal of the end of the period judged.
        over: Whether the deadline has passed at the day of judging, which may be later than
            ``days``.
        elapsed: Share of the time gone at the day of judging.
        pace: ``YES`` where the progress keeps up with the time, exactly.
        flow: Whether the figure accumulates over the year, (targets, 1, 1).
        done_on: Ordinal of the date of completion reported at each checkpoint, 0 for none;
            shape (targets, regions, all checkpoints).
        small: Where the limit is below ``TINY``; asked of accumulating targets only.
        started: Where the figure is above zero; asked of accumulating targets only.
    """

    course: Course
    here: Index
    days: Days
    over: Mask
    elapsed: Floats
    pace: npt.NDArray[np.int8]
    flow: Mask
    done_on: Days | None = None
    small: Mask = field(default_factory=lambda: np.zeros(1, dtype=bool))
    started: Mask = field(default_factory=lambda: np.zeros(1, dtype=bool))

    def of(self, rows: Positions) -> Moment:
        """The moment of some targets."""

        def own(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return array.take(rows, axis=0)

        return Moment(
            self.course.of(rows), self.here, self.days,
            for_each(own(self.over), self.course.all_states.shape[1]),
            own(self.elapsed), own(self.pace), own(self.flow),
        )  # fmt: skip


@dataclass
class Answer:
    """Statuses as they are decided; the first decision for a cell stands.

    Attributes:
        status, reason: Codes.
        final: Whether later figures cannot change it.
        used: The checkpoint whose figure was used, ``NEVER`` for none.
    """

    status: npt.NDArray[np.int8]
    reason: npt.NDArray[np.int8]
    final: Mask
    used: Index

    def __post_init__(self) -> None:
        self._open = self.status < 0
        self._left = np.count_nonzero(self._open)

    @classmethod
    def open(cls, shape: tuple[int, ...], positions: Any) -> Answer:
        """Nothing decided yet.

        Args:
            shape: Of all arrays.
            positions: The type of positions of checkpoints.
        """
        return cls(
            np.full(shape, -1, np.int8),
            np.full(shape, -1, np.int8),
            np.zeros(shape, dtype=bool),
            np.full(shape, NEVER, positions),
        )

    def of(self, rows: Positions) -> Answer:
        """A copy of what is decided for some targets."""
        return Answer(
            self.status.take(rows, axis=0), self.reason.take(rows, axis=0),
            self.final.take(rows, axis=0), self.used.take(rows, axis=0),
        )  # fmt: skip

    def take(self, rows: Positions, part: Answer) -> None:
        """Take over what was decided for some targets."""
        self.status[rows], self.reason[rows] = part.status, part.reason
        self.final[rows], self.used[rows] = part.final, part.used

    def say(
        self,
        where: Mask,
        status: Status,
        reason: str,
        *,
        final: Mask | bool = False,
        used: Index | None = None,
    ) -> None:
        """Decide the cells of ``where`` that are still open."""
        if not self._left:
            return
        cells = where & self._open
        found = np.count_nonzero(cells)
        if not found:
            return
        self._left -= found
        self._open ^= cells
        np.copyto(self.status, STATUS_CODES[status], where=cells)
        np.copyto(self.reason, REASON_CODES[reason], where=cells)
        if final is not False:
            np.copyto(self.final, final, where=cells)
        if used is not None:
            np.copyto(self.used, used, where=cells)


def _day_of(moment: Moment, index: Index) -> Days:
    """Ordinal of a checkpoint by its position; 0 for ``NEVER``."""
    days: Days = np.where(index == NEVER, 0, moment.course.days[index])
    return days


_EVERYWHERE = np.ones(1, dtype=bool)


def _unclear(answer: Answer, where: Mask, state: npt.NDArray[np.int8], used: Index) -> None:
    """What a figure that is there but cannot be judged leads to."""
    answer.say(where & (state == State.INVALID), Status.INVALID, "unusable", used=used)
    answer.say(
        where & (state == State.NONE), Status.NOT_APPLICABLE, "nothing_to_measure", used=used
    )


def level(answer: Answer, moment: Moment) -> None:
    """A rate that is held: the whole target counts at any time, the deadline decides."""
    course, over, here = moment.course, moment.over, moment.here
    _judge_figure(answer, moment, ~over, here, course.state, course.holds)
    decided = course.deciding
    state, holds = _at(moment, decided)
    answer.say(over & (decided == NEVER), Status.MISSING, "not_reported_at_deadline")
    _judge_figure(answer, moment, over, decided, state, holds)


def annual(answer: Answer, moment: Moment) -> None:
    """A figure computed once a year: not due before the deadline, then owed."""
    course, over = moment.course, moment.over
    silent = course.latest == NEVER
    answer.say(silent & ~over, Status.NOT_DUE, "awaits_figure")
    answer.say(silent & over, Status.MISSING, "not_reported_at_deadline")
    state, holds = _at(moment, course.latest)
    _judge_figure(answer, moment, ~silent, course.latest, state, holds)


def _judge_figure(
    answer: Answer,
    moment: Moment,
    where: Mask,
    used: Index,
    state: npt.NDArray[np.int8],
    holds: npt.NDArray[np.int8],
) -> None:
    over = moment.over
    answer.say(where & (state == State.SILENT), Status.MISSING, "not_reported")
    _unclear(answer, where, state, used)
    answer.say(where & (holds == YES), Status.MET, "holds", final=over, used=used)
    short = where & (holds == NO)
    answer.say(short & over, Status.NOT_MET, "shortfall", final=True, used=used)
    answer.say(short, Status.BEHIND, "shortfall", used=used)
    answer.say(where, Status.INDETERMINATE, "incomplete", used=used)


def _at(moment: Moment, index: Index) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """State and rule at another checkpoint of the same target and region."""
    course = moment.course
    targets, regions, checkpoints = course.all_states.shape
    first = np.arange(targets * regions).reshape(targets, regions, 1) * checkpoints
    cells = first + index
    state, holds = course.all_states.take(cells), course.all_holds.take(cells)
    absent = index == NEVER  # which reads the last checkpoint, to be put right here
    state[absent], holds[absent] = State.SILENT, UNKNOWN
    return state, holds


def accumulating(answer: Answer, moment: Moment) -> None:
    """A count or area that grows: reached is reached; before the deadline the pace counts."""
    course, over, here = moment.course, moment.over, moment.here
    in_time = (course.reached != NEVER) & (_day_of(moment, course.reached) <= course.due)
    state, _ = _at(moment, course.latest)
    told = (state == State.REPORTED) | (state == State.AT_LEAST)
    told = np.where(told, course.latest, course.reached)
    answer.say(in_time, Status.MET, "reached", final=True, used=told)
    _pace(answer, moment, ~over, here)
    decided = course.deciding
    state, holds = _at(moment, decided)
    answer.say(over & (decided == NEVER), Status.MISSING, "not_reported_at_deadline")
    _unclear(answer, over, state, decided)
    answer.say(over & (holds == NO), Status.NOT_MET, "shortfall", final=True, used=decided)
    answer.say(over & (holds == YES), Status.INDETERMINATE, "around_deadline", used=decided)
    answer.say(over, Status.INDETERMINATE, "incomplete", used=decided)


def _pace(answer: Answer, moment: Moment, where: Mask, here: Index) -> None:
    course = moment.course
    answer.say(where & (course.state == State.SILENT), Status.MISSING, "not_reported")
    _unclear(answer, where, course.state, here)
    enough = (course.state == State.AT_LEAST) & (moment.pace == YES)
    bound = (course.state != State.REPORTED) & ~enough
    answer.say(where & bound, Status.INDETERMINATE, "incomplete", used=here)
    tiny = where & moment.small
    answer.say(tiny & moment.started, Status.ON_TRACK, "started", used=here)
    early = moment.elapsed <= 0.5
    answer.say(tiny & early, Status.ON_TRACK, "not_started_early", used=here)
    answer.say(tiny, Status.BEHIND, "not_started", used=here)
    answer.say(where & (moment.pace == YES), Status.ON_TRACK, "within_pace", used=here)
    answer.say(where, Status.BEHIND, "behind_pace", used=here)


def zero_tolerance(answer: Answer, moment: Moment) -> None:
    """Any occurrence breaks the whole year at once; a record of zero needs every period."""
    course, over, here = moment.course, moment.over, moment.here
    broken = course.broken
    answer.say(broken != NEVER, Status.NOT_MET, "occurred", final=True, used=broken)
    reached_end = over & (moment.days < course.due)
    answer.say(reached_end, Status.MISSING, "not_reported_at_deadline")
    answer.say(course.state == State.SILENT, Status.MISSING, "not_reported")
    _unclear(answer, _EVERYWHERE, course.state, here)
    answer.say(course.holds == UNKNOWN, Status.INDETERMINATE, "incomplete", used=here)
    answer.say(~over, Status.ON_TRACK, "none_so_far", used=here)
    gap = course.gap & ~moment.flow
    answer.say(gap, Status.INDETERMINATE, "gap_in_record", used=here)
    answer.say(over, Status.MET, "none", final=True, used=here)


def cap(answer: Answer, moment: Moment) -> None:
    """A total that may not be exceeded: over it is broken at once, before that the pace warns.

    A flow goes on growing: what it comes to after the deadline is not what it was by then.
    """
    course, over, here = moment.course, moment.over, moment.here
    broken, decided = course.broken, course.deciding
    counts = ~moment.flow | (_day_of(moment, broken) <= course.due)
    answer.say((broken != NEVER) & counts, Status.NOT_MET, "over_cap", final=True, used=broken)
    answer.say(over & (decided == NEVER), Status.MISSING, "not_reported_at_deadline")
    answer.say(~over & (course.state == State.SILENT), Status.MISSING, "not_reported")
    state, holds = _at(moment, np.where(over, decided, here))
    used = np.where(over, decided, here)
    _unclear(answer, _EVERYWHERE, state, used)
    answer.say(holds == UNKNOWN, Status.INDETERMINATE, "incomplete", used=used)
    answer.say(over & (holds == NO), Status.INDETERMINATE, "over_after_deadline", used=used)
    answer.say(over, Status.MET, "holds", final=True, used=used)
    answer.say(~moment.flow & ~over, Status.ON_TRACK, "holds", used=here)
    answer.say(moment.pace == YES, Status.ON_TRACK, "cap_within_pace", used=here)
    answer.say(state == State.AT_MOST, Status.INDETERMINATE, "incomplete", used=used)
    answer.say(~over, Status.BEHIND, "cap_ahead", used=here)


def milestone(answer: Answer, moment: Moment) -> None:
    """Done in time or not; the date decides, else the period that first says so."""
    course, over = moment.course, moment.over
    reached = course.reached
    was_done = reached != NEVER
    safe = np.where(was_done, reached, 0)
    date = (
        np.zeros(1, dtype=np.int32)
        if moment.done_on is None
        else np.take_along_axis(moment.done_on, safe, axis=2)
    )
    known_by = np.where(date > 0, date, _day_of(moment, reached))
    answer.say(was_done & (known_by <= course.due), Status.MET, "done", final=True, used=reached)
    undone = _day_of(moment, course.undone)
    late = was_done & ((date > course.due) | (undone >= course.due))
    answer.say(late, Status.NOT_MET, "done_late", final=True, used=reached)
    answer.say(was_done, Status.INDETERMINATE, "around_deadline", used=reached)
    state, holds = _at(moment, course.latest)
    _unclear(answer, _EVERYWHERE, state, course.latest)
    answer.say(~over, Status.NOT_DUE, "awaits_milestone", used=course.latest)
    decided = _day_of(moment, course.latest) >= course.due
    answer.say(decided & (holds == NO), Status.NOT_MET, "not_done", used=course.latest)
    answer.say(decided, Status.INDETERMINATE, "incomplete", used=course.latest)
    answer.say(over, Status.MISSING, "not_reported_at_deadline")


JUDGES: dict[Nature, Callable[[Answer, Moment], None]] = {
    Nature.LEVEL: level,
    Nature.ANNUAL: annual,
    Nature.ACCUMULATING: accumulating,
    Nature.ZERO_TOLERANCE: zero_tolerance,
    Nature.CAP: cap,
    Nature.MILESTONE: milestone,
}
