"""Figures with the digits they were printed with: one by one, and whole columns of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Coded, Floats, Ints, Mask
from genhe_targets.numerals import CHUNK, LONGEST, bytes_of, numerals
from genhe_targets.pieces import pieces, side_by_side
from genhe_targets.textcolumn import TextColumn

_Answer = TypeVar("_Answer")
Rows = npt.NDArray[np.signedinteger[Any]]

EXACT = 2.0**53
"""Whole numbers below it are exact as floats."""


def printed(coded: Coded, row: int) -> Decimal:
    """The figure of an observation with the digits it was reported with."""
    return as_printed(coded.text("text", row), float(coded.value[row]))


def as_printed(text: str, value: float) -> Decimal:
    """A figure with the digits of its text, or of the value where the text says another number."""
    figure = _number(text)
    if figure is not None and float(figure) == value:
        return figure
    plain = Decimal(repr(value))
    return Decimal(int(plain)) if plain == plain.to_integral_value() else plain


def _number(text: str) -> Decimal | None:
    try:
        figure = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None


@dataclass(frozen=True)
class Digits:
    """Numbers as printed, one entry for each.

    Attributes:
        number: The number; NaN where a text is none.
        exponent: Power of ten of the last digit printed: -1 for ``97.0``.
        heaped: Whether that digit is 0 or 5.
        several: Whether there is more than one digit, leading zeros aside.
    """

    number: Floats
    exponent: Ints
    heaped: Mask
    several: Mask

    @classmethod
    def blank(cls, count: int) -> Digits:
        """So many texts that are no numbers."""
        none = np.zeros(count, dtype=bool)
        return cls(np.full(count, np.nan), np.zeros(count, np.int32), none, none.copy())

    def taken(self, rows: Any) -> Digits:
        """Some of the entries."""
        return Digits(self.number[rows], self.exponent[rows], self.heaped[rows], self.several[rows])

    def checked(self, value: Floats) -> Digits:
        """The same where it spells some values, else the digits of the values themselves."""
        other = np.flatnonzero(self.number != value)
        if len(other):
            self.put(other, digits_of_values(value[other]))
        return self

    def put(self, rows: Any, other: Digits) -> None:
        """Take some entries from elsewhere."""
        self.number[rows], self.exponent[rows] = other.number, other.exponent
        self.heaped[rows], self.several[rows] = other.heaped, other.several

    def set(self, row: int, figure: Decimal) -> None:
        """Take one entry from a number."""
        _, digits, exponent = figure.as_tuple()
        whole = int("".join(map(str, digits)))
        self.number[row] = float(figure)
        self.exponent[row] = max(-_FAR, min(_FAR, int(exponent)))
        self.heaped[row] = digits[-1] in (0, 5) or int(exponent) > 0
        self.several[row] = whole >= 10 or bool(whole and int(exponent) > 0)


_FAR = 10_000
"""Exponents beyond this are far from any figure, and are cut off there."""


def printed_as(coded: Coded, rows: Rows) -> Digits:
    """The figures of some observations with the digits they were reported with."""
    return _spelled(coded.observations.texts["text"])(rows).checked(coded.value[rows])


def of_printed(
    coded: Coded, kept: Mask, asked: Callable[[Rows, Digits], _Answer]
) -> Iterator[_Answer]:
    """What is asked of some observations and their digits, in pieces where there are very many.

    Args:
        coded: The observations.
        kept: Which of them.
        asked: Told positions of observations, and their digits as reported.
    """
    decimals = coded.observations.decimals
    spelled = _spelled(coded.observations.texts["text"])

    def of_piece(part: slice) -> _Answer:
        rows = part.start + np.flatnonzero(kept[part])
        value = coded.value[rows]
        if decimals is None:
            return asked(rows, spelled(rows).checked(value))
        found = _counted(value, decimals[rows])
        other = np.flatnonzero(decimals[rows] < 0)
        if len(other):
            found.put(other, spelled(rows[other]).checked(value[other]))
        return asked(rows, found)

    yield from side_by_side(of_piece, pieces(len(coded)))


def _spelled(texts: TextColumn) -> Callable[[Rows], Digits]:
    """Tells the digits of some rows of a column; texts that repeat are read but once."""
    if isinstance(texts.texts, list):
        every = digits_of(texts.texts)
        return lambda rows: every.taken(texts.codes[rows])
    return lambda rows: digits_of(texts.texts.take(texts.codes[rows]))


def digits_of_values(values: Floats) -> Digits:
    """Finite floats with the digits of their shortest decimal spelling; whole ones without any."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = Digits.blank(len(values))
    found.number[:] = values
    whole = values == np.floor(values)
    short = whole & (np.abs(values) < EXACT)
    size = np.abs(values[short])
    found.heaped[short], found.several[short] = size % 5 == 0, size >= 10
    for row in np.flatnonzero(whole & ~short):
        found.set(int(row), as_printed("", float(values[row])))
    broken = np.flatnonzero(~whole)
    if len(broken):
        found.put(broken, digits_of(pc.cast(pa.array(values[broken]), pa.string())))
    return found


def digits_of(texts: Any) -> Digits:
    """The digits of texts, a list or a pyarrow array of them.

    Plain numbers, such as ``12.50``, are read from the bytes of many texts at once; what is spelled
    otherwise is read one by one.
    """
    import pyarrow as pa

    if isinstance(texts, list):
        texts = _binary(texts)
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    found = Digits.blank(len(texts))
    for rows in pieces(len(texts), CHUNK):
        part = texts[rows].cast(pa.large_string())
        plain = _plain(part)
        found.put(rows, plain)
        odd = np.flatnonzero(np.isnan(plain.number))
        for row, text in _possible(part, odd):
            figure = _number(text)
            if figure is not None:
                found.set(rows.start + row, figure)
    return found


def _binary(texts: list[str]) -> Any:
    """Texts as bytes; what is no UTF-8 is no number either."""
    import pyarrow as pa

    try:
        return pa.array(texts, pa.binary())
    except UnicodeEncodeError:
        return pa.array([text.encode("utf-8", "replace") for text in texts], pa.binary())


def _possible(texts: Any, rows: Rows) -> Iterator[tuple[int, str]]:
    """Those of some texts that hold a digit, and nothing a number cannot hold."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(rows):
        picked = texts.take(pa.array(rows))
        numeric = pc.match_substring_regex(picked, _NUMERIC).to_numpy(zero_copy_only=False)
        left = np.flatnonzero(numeric)
        yield from zip(rows[left].tolist(), picked.take(pa.array(left)).to_pylist(), strict=True)


_BESIDE = r"\s\pZ\pC.,_+\-eE"
_NUMERIC = rf"^[{_BESIDE}]*\p{{Nd}}[\p{{Nd}}{_BESIDE}]*$"


def _plain(texts: Any) -> Digits:
    """The digits of those of some texts that are plain numerals, blanks and commas aside."""
    import pyarrow.compute as pc

    for unwanted, without in ((",", _no_commas), (" ", pc.ascii_trim_whitespace)):
        if (bytes_of(texts)[1] == ord(unwanted)).any():
            texts = without(texts)
    offsets, held = bytes_of(texts)
    if not len(held):
        return Digits.blank(len(texts))
    number, decimals = numerals(texts)
    last = held[offsets[1:] - 1]
    return Digits(
        number, -np.maximum(decimals, 0).astype(np.int32),
        (last == ord("0")) | (last == ord("5")), _size(number, decimals) > _ONE_DIGIT,
    )  # fmt: skip


def _no_commas(texts: Any) -> Any:
    import pyarrow.compute as pc

    return pc.replace_substring(texts, ",", "")


def _counted(value: Floats, decimals: npt.NDArray[np.int8]) -> Digits:
    """The digits of numerals that their floats spell, from how many follow the dot."""
    size = np.rint(_size(value, decimals))  # below 10**15, and nearer to it than 0.3
    fifth = size / 5  # a remainder of floats takes ten times as long
    heaped = fifth == np.floor(fifth)
    return Digits(value, -decimals.astype(np.int32), heaped, size > _ONE_DIGIT)


def _size(value: Floats, decimals: npt.NDArray[np.int8]) -> Floats:
    """Numerals without sign and dot."""
    found: Floats = np.abs(value) * _TENS.take(decimals)
    return found


_ONE_DIGIT = 9.5
_TENS = 10.0 ** np.arange(LONGEST + 1)
