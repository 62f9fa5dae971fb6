"""Panels: variables over periods and regions, made from observations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import BASES, MARK_CODES, Coded, Floats, Ints, Mask
from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.pieces import each_piece, pieces, runs, side_by_side
from genhe_targets.vocabulary import Basis

Index = npt.NDArray[np.intp]
FLOWS = {Basis.CUMULATIVE, Basis.ANNUAL}
"""Figures from the first day of the year on."""

PART = 1 << 18
"""Cells looked at in one go: few enough that what is computed of them needs little memory."""

_FLOWS = np.array([basis in FLOWS for basis in BASES])
_EPOCH = 719_163
"""Ordinal of 1 January 1970."""


class Pairing(NamedTuple):
    """Columns of a panel that have a column so many months before, and which one that is."""

    now: slice | Index
    before: slice | Index

    @property
    def columns(self) -> int:
        """How many there are."""
        now = self.now
        return now.stop - now.start if isinstance(now, slice) else len(now)


@dataclass(frozen=True)
class Periods:
    """The periods of a panel.

    Attributes:
        ends: Ordinals of their last days, ascending.
        calendar: How the years lie.
    """

    ends: Ints
    calendar: Calendar = CIVIL
    _pairings: dict[int, Pairing | None] = field(default_factory=dict, repr=False)

    @cached_property
    def months(self) -> list[int]:
        """Number of the month each period ends in, counted through the years."""
        days = (self.ends - _EPOCH).astype("datetime64[D]")
        return [1970 * 12 + int(month) for month in days.astype("datetime64[M]").view(np.int64)]

    @cached_property
    def step(self) -> int:
        """Months from one period to the next; 12 where there is one period a year."""
        known = sorted(set(self.months))
        return min((b - a for a, b in pairwise(known)), default=12)

    def column_before(self, months: int) -> list[int]:
        """The column so many months before each, -1 where it is not there."""
        known = {month: column for column, month in enumerate(self.months)}
        return [known.get(month - months, -1) for month in self.months]

    def pairing(self, months: int) -> Pairing | None:
        """The columns that have one so many months before, ``None`` where none has."""
        if months not in self._pairings:
            before = self.column_before(months)
            now = [column for column, earlier in enumerate(before) if earlier >= 0]
            pairing = Pairing(_run(now), _run([before[column] for column in now])) if now else None
            self._pairings[months] = pairing
        return self._pairings[months]


def _run(columns: list[int]) -> slice | Index:
    """Columns side by side as a slice, which copies nothing."""
    first, last = columns[0], columns[-1]
    if columns == list(range(first, last + 1)):
        return slice(first, last + 1)
    return np.array(columns, dtype=np.intp)


@dataclass(frozen=True)
class Panel:
    """Variables reported for the same periods, over periods and regions.

    Attributes:
        names: Positions of the variables in ``Coded.names``.
        flow: Whether their figures are those from the first day of the year on.
        regions: Codes of the regions.
        periods: The periods.
        values: The figures, shape (variables, periods, regions), NaN where there is none.
        origin: Positions of their observations, -1 where there is none.
    """

    names: Ints
    flow: bool
    regions: tuple[str, ...]
    periods: Periods
    values: Floats
    origin: Ints

    @property
    def ends(self) -> Ints:
        """Ordinals of the last days of the periods, ascending."""
        return self.periods.ends

    @property
    def step(self) -> int:
        """Months from one period to the next; 12 where there is one period a year."""
        return self.periods.step

    @cached_property
    def amounts(self) -> Floats:
        """The figures of single periods: of flows the increase since the period before.

        A cumulative figure that falls is a fault of its own and leaves none.
        """
        if not self.flow:
            return self.values
        added = np.full(self.values.shape, np.nan)
        pairs = zip(self.periods.months, self.periods.column_before(self.step), strict=True)
        for column, (month, before) in enumerate(pairs):
            if (month + 1 - self.periods.calendar.first_month) % 12 < self.step:
                added[:, column] = self.values[:, column]
            elif before >= 0:
                np.subtract(self.values[:, column], self.values[:, before], out=added[:, column])
        added[added < 0] = np.nan
        return added

    def parts(self) -> Iterator[Panel]:
        """The same, some variables at a time, so that temporaries stay small."""
        parts = runs(len(self.names), self.values[0].size, PART)
        if len(parts) < 2:
            yield self
            return
        for own in parts:
            yield Panel(
                self.names[own], self.flow, self.regions, self.periods,
                self.values[own], self.origin[own],
            )  # fmt: skip


@dataclass(frozen=True)
class Panels:
    """Every figure that can be compared with another.

    Attributes:
        whole: The panels, one for each pattern of periods.
        kept: Which observations are in them.
        pieces: Positions of observations of single periods of cumulative variables.
    """

    whole: tuple[Panel, ...]
    kept: Mask
    pieces: Index

    @classmethod
    def of(
        cls, coded: Coded, usable: Mask, calendar: Calendar = CIVIL, figures: Mask | None = None
    ) -> Panels:
        """The panels of a batch.

        Where a figure is there twice, the later row counts.

        Args:
            coded: The observations.
            usable: Which of them the contract lets stand; bounds and approximations are left out.
            calendar: How the years of the plan lie.
            figures: Which names have figures that can be compared; all by default.
        """
        asked = np.ones(coded.topics + 1, dtype=bool)
        if figures is not None:
            asked[:-1] = np.repeat(figures, len(coded.spans))
        asked[-1] = False  # the last entry is for what is unknown
        told = np.zeros(len(asked), dtype=bool)
        kept = np.empty(len(coded), dtype=bool)

        def keep(rows: slice) -> None:
            topic = coded.topic[rows]
            found = usable[rows] & (coded.mark[rows] == MARK_CODES[""])
            found &= np.isfinite(coded.value[rows])
            found &= coded.region[rows] >= 0
            found &= asked.take(topic)
            kept[rows] = found
            told[topic[found]] = True

        each_piece(keep, len(coded))
        topics = np.flatnonzero(told)
        if not len(topics):
            return cls((), kept, topics)
        names, spans = coded.spans.apart(topics)
        names = names.astype(np.int32)
        layout = _layout(
            names.tobytes(), coded.spans.start[spans].tobytes(), coded.spans.end[spans].tobytes(),
            _FLOWS[coded.names.basis[names]].tobytes(), calendar,
        )  # fmt: skip
        place_of = np.full(len(asked), -1, np.intp)
        place_of[topics] = layout.place * len(coded.regions)
        size = layout.columns * len(coded.regions)
        values, origin = np.full(size, np.nan), np.full(size, -1, np.int32)

        def put(rows: slice) -> Index:
            """Lay some of them out; those of single periods, which have no place, are returned."""
            own = np.flatnonzero(kept[rows])
            place = place_of.take(coded.topic[rows])
            place += coded.region[rows]
            place = place.take(own)
            alone = own[:0]
            if layout.pieces:
                whole = place >= 0
                own, place, alone = own[whole], place[whole], own[~whole]
            values[place], origin[place] = coded.value[rows].take(own), rows.start + own
            alone += rows.start
            return alone

        single = np.concatenate([topics[:0], *side_by_side(put, pieces(len(coded)))])
        kept[single] = False
        if np.count_nonzero(origin >= 0) < np.count_nonzero(kept):
            for rows in pieces(len(coded)):  # one after the other: the later row counts
                put(rows)
            kept[:] = False
            kept[origin[origin >= 0]] = True
        panels = tuple(layout.panels(coded.regions, values, origin))
        return cls(panels, kept, single)


@dataclass(frozen=True)
class _Layout:
    """Where the figures of a batch stand when its panels are laid one after the other.

    Attributes:
        groups: For each panel whether it holds flows, its variables and its periods.
        place: For each pair of variable and span the column of figures, one for each region, that
            it fills; negative for pieces.
        columns: How many such columns there are.
        pieces: Whether there are pieces.
    """

    groups: tuple[tuple[bool, Ints, Periods], ...]
    place: Index
    columns: int
    pieces: bool

    def panels(self, regions: tuple[str, ...], values: Floats, origin: Ints) -> Iterator[Panel]:
        """The panels, as views of the figures laid out."""
        start = 0
        for flow, names, periods in self.groups:
            shape = len(names), len(periods.ends), len(regions)
            own = slice(start, start + shape[0] * shape[1] * shape[2])
            yield Panel(
                names, flow, regions, periods,
                values[own].reshape(shape), origin[own].reshape(shape),
            )  # fmt: skip
            start = own.stop


@lru_cache(maxsize=64)
def _layout(names: bytes, start: bytes, end: bytes, flow: bytes, calendar: Calendar) -> _Layout:
    """The layout of a batch; reports of one form share theirs.

    Args:
        names: Variables of the pairs of variable and span, ascending, as 32-bit integers.
        start: First days of their spans, likewise.
        end: Last days of their spans.
        flow: Whether they are flows, as bytes.
        calendar: How the years lie.
    """
    ends = np.frombuffer(end, np.int32)
    flows = np.frombuffer(flow, dtype=bool)
    whole = ~flows | (np.frombuffer(start, np.int32) == _new_year(ends, calendar))
    variables = np.frombuffer(names, np.int32).tolist()
    pairs = list(zip(variables, flows.tolist(), ends.tolist(), whole.tolist(), strict=True))
    told: dict[tuple[int, bool], set[int]] = {}
    for name, is_flow, day, is_whole in pairs:
        if is_whole:
            told.setdefault((name, is_flow), set()).add(day)
    groups: dict[tuple[bool, tuple[int, ...]], list[int]] = {}
    for (name, is_flow), own in told.items():
        groups.setdefault((is_flow, tuple(sorted(own))), []).append(name)
    columns: dict[tuple[int, int], int] = {}
    for (_, days), members in groups.items():
        for name in members:
            for day in days:
                columns[name, day] = len(columns)
    place = [columns[name, day] if is_whole else -1 for name, _, day, is_whole in pairs]
    made = tuple(
        (is_flow, np.array(members, np.int32), Periods(np.array(days, np.int32), calendar))
        for (is_flow, days), members in groups.items()
    )
    return _Layout(made, np.array(place, np.intp), len(columns), not whole.all())


def _new_year(ends: Ints, calendar: Calendar) -> Ints:
    """Ordinals of the first days of the years of days."""
    months = (ends - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = months - (months + 1 - calendar.first_month) % 12
    days = first.astype("datetime64[M]").astype("datetime64[D]")
    return days.astype(np.int32) + np.int32(_EPOCH)
