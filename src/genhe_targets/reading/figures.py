"""Figures: the texts of a table's cells to values in the plan's units, exactly.

Numbers whose text needs no second look are converted as whole columns.  The rest (a unit within
the cell, a unit that is not the plan's, more than 15 digits) is computed as fractions, once for
each distinct combination of text, variable and unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from genhe_targets.measurement import SCALES, convert_factor, normal_unit
from genhe_targets.numerals import SPELLED, Numerals, numerals
from genhe_targets.observations import MARKS
from genhe_targets.pieces import pieces, side_by_side
from genhe_targets.plan.model import Plan
from genhe_targets.reading.cells import Figure, read_figure, read_milestone
from genhe_targets.reading.coding import TextColumn
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.quantities import Quantity, quantities
from genhe_targets.reading.settings import Settings
from genhe_targets.textcolumn import looked_up, occurring

Rows = npt.NDArray[np.int64]

MARK_NAMES = list(MARKS)
_CODE = {mark: code for code, mark in enumerate(MARK_NAMES)}
_MANY = 3000
"""From so many distinct texts on, plain numbers are converted by pyarrow."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One distinct combination of text, variable and unit, read.

    Attributes:
        value: The figure in the plan's unit, ``None`` for none.
        trouble: Kind of trouble with its unit, ``""`` for none: ``mismatch``, ``unknown``,
            ``scale`` (the cell's multiplier took the place of the column's).
        unit: The unit it was read in.
        date: ISO date of a milestone that was reported with one.
    """

    mark: str
    value: Fraction | None = None
    trouble: str = ""
    unit: str = ""
    date: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures of a piece, one entry per observation.

    Attributes:
        value: float64, NaN where there is none.
        decimals: How many digits were printed after the dot, -1 where the text has to be asked;
            ``None`` where it always has.
        mark: Positions in ``MARK_NAMES``.
        exact: Exact values by row, where the float does not spell them.
        date: ISO dates by row, of milestones reported as dates.
        troubles: (rows, reading) for each distinct combination with trouble.
        doubtful: (rows, figure) for each distinct text that has something to tell.
        fractions: By variable the rows that look like fractions of a percentage.
        unitless: Names of the plan that were read in its unit for want of one.
    """

    value: npt.NDArray[np.float64]
    decimals: npt.NDArray[np.int8] | None
    mark: npt.NDArray[np.int8]
    exact: dict[int, Fraction]
    date: dict[int, str]
    troubles: list[tuple[Rows, Reading]]
    doubtful: list[tuple[Rows, Figure]]
    fractions: dict[str, npt.NDArray[np.int64]]
    unitless: list[str]


def read_figures(
    text: TextColumn,
    variable: TextColumn,
    unit: TextColumn | None,
    plan: Plan,
    settings: Settings,
) -> Figures:
    """Read the cells of a piece.

    Args:
        text: The cells as written.
        variable: Ids of the plan, or texts it does not know.
        unit: Units as given, ``""`` for none.
        plan: Says in which unit the value is wanted.
        settings: What the markers mean.
    """
    return _Reader(text, variable, unit, plan, settings).read()


class _Reader:
    def __init__(
        self,
        text: TextColumn,
        variable: TextColumn,
        unit: TextColumn | None,
        plan: Plan,
        settings: Settings,
    ) -> None:
        self.text, self.settings = text, settings
        known = quantities(plan)
        self.names = variable.listed()
        self.kinds = [known.get(name, Quantity(None)) for name in self.names]
        self.units = unit.listed() if unit is not None else [""]
        self.group: npt.NDArray[Any] = variable.codes
        if unit is not None:
            self.group = variable.codes.astype(np.int64) * len(self.units) + unit.codes

    def read(self) -> Figures:
        number, decimals, mark, special, doubtful = self._texts()
        codes = self.text.codes
        occurs = occurring(self.group, len(self.names) * len(self.units) + 1)
        plain = np.zeros(len(occurs), dtype=bool)
        unitless, percent = [], np.zeros(len(occurs), dtype=bool)
        for group in np.flatnonzero(occurs).tolist():
            kind, given = self._of(group)
            factor = None if kind.milestone else _factor(given, kind.unit)
            plain[group] = factor == 1
            percent[group] = kind.percent and factor == 1
            if kind.unit is not None and not kind.milestone and not given:
                unitless.append(self.names[group // len(self.units)])
        if self.text.is_plain:  # as columns of very many figures are: nothing to spread
            value, marks, again = number, mark, special.copy()
        else:
            value, marks, again, decimals = number[codes], mark[codes], special[codes], None
        again |= looked_up(~plain, self.group)
        rest = np.flatnonzero(again)
        exact: dict[int, Fraction] = {}
        dates: dict[int, str] = {}
        troubles: list[tuple[Rows, Reading]] = []
        if len(rest):
            self._rest(rest, value, marks, exact, dates, troubles)
            if decimals is not None:
                decimals[rest] = -1  # their values may be other numbers than their texts
        return Figures(
            value, decimals, marks, exact, dates, troubles,
            [(rows, read_figure(text)) for text, rows in self._rows(doubtful)],
            self._fractions(value, marks, percent, special), list(dict.fromkeys(unitless)),
        )  # fmt: skip

    def _of(self, group: int) -> tuple[Quantity, str]:
        return self.kinds[group // len(self.units)], self.units[group % len(self.units)]

    def _text(self, position: int) -> str:
        found = self.text.texts[position]
        return found if isinstance(found, str) else str(found.as_py())

    def _rows(self, positions: Rows) -> Iterator[tuple[str, Rows]]:
        """Rows of each of some distinct texts that occur."""
        places: dict[str, list[int]] = {}
        for position in positions.tolist():
            places.setdefault(self._text(position), []).append(position)
        for text, own in places.items():
            rows = np.flatnonzero(np.isin(self.text.codes, own))
            if len(rows):
                yield text, rows

    def _texts(self) -> tuple[Any, ...]:
        """Number, decimals, mark, whether it needs a second look; what has something to tell."""
        count = len(self.text.texts)
        mark = np.zeros(count, np.int8)
        special = np.zeros(count, dtype=bool)
        texts = self.text.texts
        if count > _MANY:
            (number, decimals), where, codes, texts = _plain_numbers(texts)
        else:
            number, decimals = np.full(count, np.nan), None
            codes = where = np.arange(count)
            texts = self.text.listed()
        read = list(map(read_figure, texts))
        floats = [np.nan if f.number is None else float(f.number) for f in read]
        number[where] = np.array(floats, np.float64)[codes]
        mark[where] = np.array([_CODE[self._mark(f.mark)] for f in read], np.int8)[codes]
        odd = [
            f.number is not None and (bool(f.unit or f.scale) or not _spells(near, f.number, text))
            for f, near, text in zip(read, floats, texts, strict=True)
        ]
        special[where] = np.array(odd, dtype=bool)[codes]
        doubts = np.array([bool(f.doubt) and f.doubt != "own_scale" for f in read], dtype=bool)
        return number, decimals, mark, special, where[doubts[codes]]

    def _mark(self, mark: str) -> str:
        if mark == "dash":
            return self.settings.dash
        return self.settings.ellipsis if mark == "ellipsis" else mark

    def _rest(
        self,
        rest: npt.NDArray[np.int64],
        value: npt.NDArray[np.float64],
        marks: npt.NDArray[np.int8],
        exact: dict[int, Fraction],
        dates: dict[int, str],
        troubles: list[tuple[Rows, Reading]],
    ) -> None:
        """Compute each distinct combination once and spread it over its rows."""
        width = len(self.text.texts)
        pair = self.group[rest].astype(np.int64) * width + self.text.codes[rest]
        pairs, inverse = np.unique(pair, return_inverse=True)
        counts = np.bincount(inverse)
        floats, codes = np.full(len(pairs), np.nan), np.zeros(len(pairs), np.int8)
        later: list[tuple[int, Fraction | None, Reading]] = []
        for index, key in enumerate(pairs.tolist()):
            kind, given = self._of(key // width)
            reading = self._one(self._text(key % width), kind, given)
            codes[index] = _CODE[reading.mark]
            spelled = reading.value
            if spelled is not None:
                nearest = float(spelled)
                floats[index] = nearest
                if Fraction(Decimal(repr(nearest))) == spelled:
                    spelled = None
            if spelled is not None or reading.date or reading.trouble:
                later.append((index, spelled, reading))
        value[rest], marks[rest] = floats[inverse], codes[inverse]
        if not later:
            return
        order = np.argsort(inverse, kind="stable")
        ends = np.cumsum(counts)
        for index, spelled, reading in later:
            rows = rest[order[ends[index] - counts[index] : ends[index]]]
            if spelled is not None:
                exact.update(dict.fromkeys(rows.tolist(), spelled))
            if reading.date:
                dates.update(dict.fromkeys(rows.tolist(), reading.date))
            if reading.trouble:
                troubles.append((rows, reading))

    def _one(self, text: str, kind: Quantity, given: str) -> Reading:
        figure = read_figure(text)
        mark = self._mark(figure.mark)
        if kind.milestone:
            return _milestone(text, figure, mark)
        if figure.number is None:
            return Reading(mark)
        number = Fraction(figure.number)
        if kind.unit is None:
            scale = SCALES.get(figure.scale, Fraction(1))
            return Reading(mark, number * scale)
        unit, trouble = figure.unit or given or kind.unit, ""
        if figure.scale:
            unit, trouble, number = _scaled(unit, figure.scale, number)
        factor = convert_factor(unit, kind.unit)
        if factor is None:
            unknown = normal_unit(unit) is None
            return Reading("wrong_unit", None, "unknown" if unknown else "mismatch", unit)
        return Reading(mark, number * factor, trouble, unit)

    def _fractions(
        self,
        value: npt.NDArray[np.float64],
        marks: npt.NDArray[np.int8],
        percent: npt.NDArray[np.bool_],
        special: npt.NDArray[np.bool_],
    ) -> dict[str, npt.NDArray[np.int64]]:
        if not percent.any():
            return {}

        def small(piece: slice) -> Rows:
            found = (value[piece] > 0) & (value[piece] <= 1) & (marks[piece] == 0)
            rows = piece.start + np.flatnonzero(found)
            rows = rows[percent.take(self.group[rows])]
            own: Rows = rows[~special[self.text.codes[rows]]]
            return own

        rows = np.concatenate(list(side_by_side(small, pieces(len(value)))))
        if not len(rows):
            return {}
        names = self.group[rows] // len(self.units)
        return {self.names[name]: rows[names == name] for name in np.unique(names).tolist()}


def _spells(near: float, number: Decimal, text: str) -> bool:
    """Whether a float spells the number of a text; of up to 15 digits it always does."""
    if len(text) <= SPELLED and 1e-15 < abs(near) < 1e15:
        return True
    return Decimal(repr(near)) == number


def _factor(given: str, wanted: str | None) -> Fraction | None:
    if wanted is None or not given or given == wanted:
        return Fraction(1)
    return convert_factor(given, wanted)


def _scaled(unit: str, scale: str, number: Fraction) -> tuple[str, str, Fraction]:
    """``3.2亿`` under a unit: the cell's multiplier takes the place of the unit's own."""
    over = (normal_unit(unit) or unit).split("/")[0]
    own = next(
        (name for name in sorted(SCALES, key=len, reverse=True) if over.startswith(name)), ""
    )
    if own and normal_unit(over.removeprefix(own)) is not None:
        return unit.replace(own, scale, 1), "scale", number
    return unit, "", number * SCALES[scale]


def _milestone(text: str, figure: Figure, mark: str) -> Reading:
    state = read_milestone(text)
    if state:
        return Reading(state, Fraction(1 if state == "done" else 0))
    if figure.number is None and mark != "unreadable":
        return Reading(mark)
    period = read_period(text, serials=True)
    spelled = period.spelled() if period else ""
    if period and len(spelled) == len("2023-09-30") and spelled[4] == "-" and "/" not in spelled:
        return Reading("done", Fraction(1), date=spelled)
    return Reading("unreadable")


def _plain_numbers(texts: Any) -> tuple[Numerals, Rows, Rows, list[str]]:
    """Convert plain numbers of up to 15 digits by whole columns.

    Returns:
        The numbers; the positions of the others, their codes, and their distinct texts.
    """
    import pyarrow as pa

    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    found = Numerals(np.empty(len(array)), np.empty(len(array), np.int8))

    def others(piece: slice) -> Rows:
        found.number[piece], found.decimals[piece] = numerals(array[piece], SPELLED)
        left: Rows = piece.start + np.flatnonzero(found.decimals[piece] < 0)
        return left

    todo = np.concatenate([np.empty(0, np.int64), *side_by_side(others, pieces(len(array)))])
    odd = array.take(pa.array(todo)).dictionary_encode()
    codes = odd.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return found, todo, codes, odd.dictionary.to_pylist()
