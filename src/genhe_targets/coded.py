"""Observations in numbers: every name an index into the plan, every period a span of days.

The work here is done once per distinct text, never once per row.  Contract and facts both
stand on this form.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from genhe_targets.observations import MARKS, Observations
from genhe_targets.periods import Calendar, Period
from genhe_targets.pieces import each_piece, pieces, side_by_side
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.model import Plan
from genhe_targets.textcolumn import TextColumn, looked_up, narrowest
from genhe_targets.vocabulary import Basis, Nature

Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.intp]
Positions = npt.NDArray[np.signedinteger[Any]]
"""Positions in a list, of the narrowest integers that hold them: add to them with care."""

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MARK_CODES = {mark: code for code, mark in enumerate(MARKS)}
BASES = (Basis.CUMULATIVE, Basis.PERIOD, Basis.POINT, Basis.ANNUAL)
_NATURE_BASIS = {
    Nature.ACCUMULATING: Basis.CUMULATIVE,
    Nature.CAP: Basis.CUMULATIVE,
    Nature.LEVEL: Basis.POINT,
    Nature.ANNUAL: Basis.ANNUAL,
    Nature.ZERO_TOLERANCE: Basis.POINT,
    Nature.MILESTONE: Basis.POINT,
}


@dataclass(frozen=True)
class Names:
    """What may be reported under a plan: variables, indicators themselves, measures.

    Attributes:
        ids: Ids in a fixed order; ``Coded.variable`` indexes into it.
        basis: Index into ``BASES`` for each id.
        index: Id -> position; the id of a target that is one variable leads to the variable.
    """

    ids: tuple[str, ...]
    basis: npt.NDArray[np.int8]
    index: dict[str, int]

    @classmethod
    def of(cls, plan: Plan) -> Names:
        """The names of a plan, computed once for each plan."""
        return _names(plan)


@lru_cache(maxsize=16)
def _names(plan: Plan) -> Names:
    basis: dict[str, Basis] = {variable.id: variable.basis for variable in plan.variables}
    alias: dict[str, str] = {}
    for target in plan.targets:
        formula = parse_formula(target.indicator.formula)
        if formula.is_reference:
            alias[target.id] = formula.references()[0].name
        else:
            basis[target.id] = _NATURE_BASIS[target.indicator.nature]
    for measure in plan.measures:
        basis[measure.variable] = Basis.POINT
    ids = tuple(basis)
    index = {name: position for position, name in enumerate(ids)}
    index |= {name: index[variable] for name, variable in alias.items()}
    codes = np.array([BASES.index(basis[name]) for name in ids], dtype=np.int8)
    return Names(ids, codes, index)


Rows = int | slice | npt.NDArray[np.integer[Any]] | Mask
_ALL = slice(None)


@dataclass(frozen=True)
class Spans:
    """The distinct spans of days that figures speak of; a report has few.

    Attributes:
        start, end: Ordinals of their first and last days; 0 where a period is unreadable.
    """

    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.end)

    def within(self, first: int, last: int) -> Mask:
        """Which of them end within some days."""
        inside: Mask = (self.end >= first) & (self.end <= last)
        return inside

    def apart(self, topics: Index) -> tuple[Index, Index]:
        """The variables and the spans of some topics, as positions; see ``Coded.topic``."""
        return np.divmod(topics, max(1, len(self)))


@dataclass(frozen=True)
class Coded:
    """Observations as arrays of equal length, one entry per observation.

    Attributes:
        observations: Where they come from.
        names: The names of the plan.
        regions: Codes of the regions that report, in plan order; ``region`` indexes into it.
        region: Position in ``regions``, -1 where unknown.
        variable: Position in ``names.ids``, -1 where unknown.
        span: Position in ``spans`` of the days the figure speaks of.
        spans: The spans.
        value: The figure, NaN where there is none.
        mark: Index into ``MARKS``.
    """

    observations: Observations
    names: Names
    regions: tuple[str, ...]
    region: Positions
    variable: Positions
    span: Positions
    spans: Spans
    value: Floats
    mark: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.value)

    @property
    def topics(self) -> int:
        """How many pairs of a variable and a span there are; see ``topic``."""
        return len(self.names.ids) * len(self.spans)

    @cached_property
    def topic(self) -> Positions:
        """Variable and span of each observation in one number, -1 where one of them is unknown.

        What follows from both is looked up by it, once for each row and not once for each of them.
        """
        every, small = len(self.spans), narrowest(max(self.topics, len(self.spans)))
        unread = np.flatnonzero(self.spans.end == 0)
        found = np.empty(len(self), small)

        def number(rows: slice) -> None:
            found[rows] = self.variable[rows].astype(small, copy=False) * small(every)
            found[rows] += self.span[rows]
            np.maximum(found[rows], small(-1), out=found[rows])
            if len(unread):
                found[rows][np.isin(self.span[rows], unread)] = -1

        each_piece(number, len(self))
        return found

    def is_placed(self, rows: Rows = _ALL) -> Mask:
        """Whether region, variable and period of some observations are known."""
        placed: Mask = (self.region[rows] >= 0) & (self.topic[rows] >= 0)
        return placed

    def start(self, rows: Rows = _ALL) -> Ints:
        """The first days of the spans of some observations, as ordinals; 0 where unreadable."""
        return self.spans.start.take(self.span[rows])

    def end(self, rows: Rows = _ALL) -> Ints:
        """The last days of the spans of some observations, as ordinals; 0 where unreadable."""
        return self.spans.end.take(self.span[rows])

    @property
    def subjects(self) -> int:
        """How many different things observations can be about: see ``subject``."""
        return len(self.regions) * self.topics

    def subject(self, rows: Rows = _ALL) -> npt.NDArray[np.int64]:
        """A number for what an observation that is placed is about: region, variable and span."""
        return self.region[rows].astype(np.int64) * self.topics + self.topic[rows]

    def text(self, column: str, row: int) -> str:
        """A text of one observation, ``""`` where the column is absent or empty."""
        held = self.observations.texts.get(column)
        return "" if held is None else held.text(row)

    def texts(self, column: str, rows: Sequence[int]) -> list[str]:
        """The same of some observations."""
        held = self.observations.texts.get(column)
        return [""] * len(rows) if held is None else held.chosen(rows)


def code(observations: Observations, plan: Plan) -> Coded:
    """Turn names into positions and periods into spans."""
    names = Names.of(plan)
    texts = observations.texts
    regions, region = _regions(texts["region"], plan)
    variable = texts["variable"].spread(
        lambda text: names.index.get(text, -1), narrowest(len(names.ids))
    )
    basis = looked_up(names.basis, variable)
    if "basis" in texts:
        given = texts["basis"].spread(_basis_code, np.int8)
        basis = np.where(given >= 0, given, basis).astype(np.int8)
    span, spans = _spans(texts["period"], basis, plan.calendar)
    mark = texts["mark"].spread(
        lambda text: MARK_CODES.get(text, MARK_CODES["unreadable"]), np.int8
    )
    return Coded(
        observations, names, regions, region, variable, span, spans, observations.value, mark,
    )  # fmt: skip


def _basis_code(text: str) -> int:
    return BASES.index(Basis(text)) if text in BASES else -1


def _regions(column: TextColumn, plan: Plan) -> tuple[tuple[str, ...], Positions]:
    texts = column.listed()
    present = {texts[position] for position in column.used().tolist()}
    known = [code for code in plan.region_by_code if code in present]
    if plan.open_regions:
        known += sorted(present - plan.region_by_code.keys())
    position = {code: index for index, code in enumerate(known)}
    small = narrowest(len(known))
    return tuple(known), column.spread(lambda text: position.get(text, -1), small)


def _spans(
    column: TextColumn, basis: npt.NDArray[np.int8], calendar: Calendar
) -> tuple[Positions, Spans]:
    """The span of each observation by its position, and the spans."""
    span_of, spans = _spans_of(tuple(column.listed()), calendar)
    found = np.empty(len(column), span_of.dtype)

    def put(rows: slice) -> None:
        cell = column.codes[rows] * np.intp(len(BASES))
        cell += basis[rows]
        found[rows] = span_of.take(cell)

    each_piece(put, len(column))
    return found, spans


@lru_cache(maxsize=64)
def _spans_of(texts: tuple[str, ...], calendar: Calendar) -> tuple[Positions, Spans]:
    """The span of each period under each of ``BASES`` by its position, and the spans."""
    days = [_days(text, calendar) for text in texts]
    start, end = np.array(days, np.int32).reshape(-1, 2).T
    key = start.astype(np.int64) * 4_000_000 + end
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    span_of = number.reshape(-1).astype(narrowest(len(first)))
    return span_of, Spans(start[first], end[first])


@lru_cache(maxsize=65536)
def _days(text: str, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """The ordinals of the first and last day that a period means under each of ``BASES``."""
    period = calendar.parse(text)
    if period is None:
        return ((0, 0),) * len(BASES)
    spans = (span(period, basis, calendar) for basis in BASES)
    return tuple((first.toordinal(), last.toordinal()) for first, last in spans)


def all_different(
    keys: Callable[[slice], npt.NDArray[np.integer[Any]]], top: int, count: int
) -> bool:
    """Whether no key occurs twice; a table of marks is far cheaper than sorting.

    Args:
        keys: Gives the keys of some observations.
        top: All keys are below it.
        count: How many observations there are.
    """
    if top > _MARKED * count + 1000:
        every = np.concatenate([np.zeros(0, np.int64), *map(keys, pieces(count))])
        return len(np.unique(every)) == len(every)
    marks = np.zeros(top, dtype=bool)

    def mark(rows: slice) -> int:
        own = keys(rows)
        marks[own] = True
        return len(own)

    total = sum(side_by_side(mark, pieces(count)))
    return int(np.count_nonzero(marks)) == total


_MARKED = 20
"""Marks for each key up to which the table is cheaper."""


def span(period: Period, basis: Basis, calendar: Calendar) -> tuple[datetime.date, datetime.date]:
    """The days a figure of this period and basis speaks of.

    A label (``2023Q3``) under a cumulative basis reaches back to the first day of the year; an
    explicit range (7-9月) is what it says; a state or an annual figure stands at the end of its
    period.
    """
    if basis is Basis.POINT:
        return period.end, period.end
    if basis is Basis.ANNUAL or (basis is Basis.CUMULATIVE and period.kind != "range"):
        return calendar.start(calendar.year_of(period.end)), period.end
    return period.start, period.end
