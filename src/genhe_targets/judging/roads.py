"""Roads to a limit: the figures of a target over the years, and what its pace method says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property

from genhe_targets.facts import Facts
from genhe_targets.grid import State
from genhe_targets.judging.indicators import Indicators
from genhe_targets.judging.journey import Journey, Point
from genhe_targets.judging.limits import Assigned, deadline, limit_grid
from genhe_targets.judging.pace import assess
from genhe_targets.judging.paceresult import PaceResult
from genhe_targets.judging.quantity import Quantity
from genhe_targets.plan.derived import Change
from genhe_targets.plan.formula import Formula, Reference
from genhe_targets.plan.formulatree import at_time
from genhe_targets.plan.model import Target
from genhe_targets.plan.paces import CagrRatio, ElapsedShare, LogProgress, first_year
from genhe_targets.vocabulary import Nature


class Road:
    """The way of one target with a pace method, for every region.

    Args:
        facts: What was reported.
        indicators: Computes figures.
        target: A target with a pace method.
        figures: Its figures in the plan's year.
        assigned: Limits set by a superior level.
    """

    def __init__(
        self,
        facts: Facts,
        indicators: Indicators,
        target: Target,
        figures: Quantity,
        assigned: Assigned,
    ) -> None:
        self.facts = facts
        self.indicators = indicators
        self.target = target
        self.figures = figures
        self.method = target.pace or ElapsedShare()
        self.calendar = facts.plan.calendar
        self.due = deadline(target, facts.plan)
        self.bound = target.bounds[0]
        self.limits = limit_grid(
            target, self.bound, facts.regions, [self.due], assigned, self.calendar
        )
        self._known: dict[tuple[int, int], PaceResult | None] = {}

    def at(self, region: int, checkpoint: int) -> PaceResult | None:
        """What the method says on the figures up to a checkpoint; ``None`` without a figure."""
        key = region, checkpoint
        if key not in self._known:
            told = self.figures.state[key] == State.REPORTED
            self._known[key] = self._assessed(region, checkpoint) if told else None
        return self._known[key]

    def _assessed(self, region: int, checkpoint: int) -> PaceResult:
        limit = None
        if self.limits.written(region, 0) is not None:
            limit = self.limits.exact(region, 0)
        points = tuple(self._points(region, checkpoint))
        sign = self.bound.sign
        index = self._index
        if index:
            base = self.calendar.end(
                index.since if isinstance(index.since, int) else self.facts.plan.year
            )
            levels = (Point(p.day, 1 + index.towards * p.value / 100) for p in points)
            points = (Point(base, Fraction(1)), *(p for p in levels if p.day > base))
            limit = None if limit is None else 1 + index.towards * limit / 100
            sign = index.towards
        # 序时进度 counts from the first day of the year; the other methods from their first figure.
        start = self.facts.plan.year_start if isinstance(self.method, ElapsedShare) else None
        return assess(self.method, Journey(points, limit, sign, self.due, start, self.calendar))

    @cached_property
    def _index(self) -> Change | None:
        """A change in percent since a year, told as levels: compound methods need those."""
        rule = self.target.rule
        compound = isinstance(self.method, LogProgress | CagrRatio)
        percent = isinstance(rule, Change) and rule.measured_in == "percent"
        if isinstance(rule, Change) and compound and percent and isinstance(rule.since, int):
            return rule
        return None

    def _points(self, region: int, checkpoint: int) -> Iterator[Point]:
        for year, quantity in self._earlier:
            if quantity.state[region, checkpoint] == State.REPORTED:
                day = self.calendar.end(year)
                yield Point(day, quantity.exact(region, checkpoint))
        yearly = self.method.by == "year" and not isinstance(self.method, ElapsedShare)
        columns: Sequence[int] = range(checkpoint + 1)
        if isinstance(self.method, ElapsedShare) or yearly:
            columns = [checkpoint]
        for column in columns:
            day = self.facts.checkpoints[column]
            if yearly and self.target.indicator.nature is Nature.ANNUAL:
                day = self.facts.plan.year_end  # the figure speaks of the whole year
            # Methods that count by years take whole years only.
            if self.figures.state[region, column] == State.REPORTED and not (
                yearly and day < self.facts.plan.year_end
            ):
                yield Point(day, self.figures.exact(region, column))

    @cached_property
    def _earlier(self) -> list[tuple[int, Quantity]]:
        """The whole figures of earlier years, as far back as the method looks."""
        year = self.facts.plan.year
        first = first_year(self.target, year)
        return [
            (one, self.indicators.subject(self.target, self._then(one)))
            for one in range(first, year)
        ]

    def _then(self, year: int) -> Formula:
        formula = self.target.judged
        return Formula(formula.text, at_time(formula.root, Reference("", year=year)))
