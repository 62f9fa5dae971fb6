"""Figures with the digits they were printed with: one by one, and whole columns of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Coded, Floats, Ints, Mask
from genhe_targets.pieces import pieces, side_by_side

_Answer = TypeVar("_Answer")
Rows = npt.NDArray[np.signedinteger[Any]]

CHUNK = 1 << 16
"""Texts looked at in one go: few enough that their bytes stay in the cache."""

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
    texts = coded.observations.texts["text"]
    return _printed(digits_of(texts.texts), texts.codes[rows], coded.value[rows])


def of_printed(
    coded: Coded, kept: Mask, asked: Callable[[Rows, Digits], _Answer]
) -> Iterator[_Answer]:
    """What is asked of some observations and their digits, in pieces where there are very many.

    Args:
        coded: The observations.
        kept: Which of them.
        asked: Told positions of observations, and their digits as reported.
    """
    texts = coded.observations.texts["text"]
    if not texts.is_plain:
        rows = np.flatnonzero(kept)
        yield asked(rows, printed_as(coded, rows))
        return

    def of_piece(part: slice) -> _Answer:
        own = np.flatnonzero(kept[part])
        spelled = digits_of(texts.texts[part])
        return asked(part.start + own, _printed(spelled, own, coded.value[part][own]))

    yield from side_by_side(of_piece, pieces(len(coded)))


def _printed(spelled: Digits, codes: Rows, value: Floats) -> Digits:
    """The digits of texts where those spell the values, else of the values."""
    found = Digits(
        spelled.number[codes], spelled.exponent[codes], spelled.heaped[codes],
        spelled.several[codes],
    )  # fmt: skip
    other = np.flatnonzero(found.number != value)
    if len(other):
        found.put(other, digits_of_values(value[other]))
    return found


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

    if isinstance(texts, list):  # a text may hold what is no UTF-8, and is no number then
        texts = pa.array([text.encode("utf-8", "replace") for text in texts], pa.binary())
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    found = Digits.blank(len(texts))
    for first in range(0, len(texts), CHUNK):
        part = texts[first : first + CHUNK].cast(pa.large_string())
        plain = _plain(part)
        found.put(slice(first, first + CHUNK), plain)
        odd = np.flatnonzero(np.isnan(plain.number))
        for row, text in _possible(part, odd):
            figure = _number(text)
            if figure is not None:
                found.set(first + row, figure)
    return found


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
    """The digits of the texts of a chunk that hold nothing but digits, a dot and a minus sign."""
    import pyarrow.compute as pc

    found = Digits.blank(len(texts))
    offsets, held = _bytes(texts)
    for unwanted, without in ((",", _no_commas), (" ", pc.ascii_trim_whitespace)):
        if (held == ord(unwanted)).any():
            texts = without(texts)
            offsets, held = _bytes(texts)
    if not len(held):
        return found
    first, end = offsets[:-1], offsets[1:]
    signs = np.zeros(len(held) + 1, np.int32)
    np.cumsum(held - np.uint8(ord("0")) > _NINE, out=signs[1:])
    minus = held[np.minimum(first, len(held) - 1)] == ord("-")
    last = held[end - 1] - np.uint8(ord("0"))
    within = signs[end] - signs[first] - minus  # what is no digit, other than a minus in front
    plain = (within == 0) & (end - first > minus) & (last <= _NINE)
    shift = np.zeros(len(texts), np.int32)
    todo, back = np.flatnonzero((within == 1) & (last <= _NINE)), 1
    while len(todo):
        sign = held[end[todo] - 1 - back]
        dot = sign == ord(".")
        shift[todo[dot]], plain[todo[dot]] = back, True
        todo, back = todo[sign - np.uint8(ord("0")) <= _NINE], back + 1
    number = _parsed(offsets, held, plain)
    found.number[:], found.exponent[:] = number, -shift
    found.heaped[:] = (last == 0) | (last == 5)
    found.several[:] = np.abs(number) * _TENS[np.minimum(shift, len(_TENS) - 1)] > _ONE_DIGIT
    return found


_NINE, _ONE_DIGIT = 9, 9.5
_TENS = 10.0 ** np.arange(300)


def _no_commas(texts: Any) -> Any:
    import pyarrow.compute as pc

    return pc.replace_substring(texts, ",", "")


def _bytes(texts: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Where each text begins and ends, and the bytes of all of them."""
    _, places, held = texts.buffers()
    offsets = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    first, last = (int(offsets[0]), int(offsets[-1])) if len(texts) else (0, 0)
    held = np.frombuffer(held or b"", np.uint8)[first:last]
    return offsets - first, held


def _parsed(
    offsets: npt.NDArray[np.int64], held: npt.NDArray[np.uint8], plain: Mask
) -> npt.NDArray[np.float64]:
    """The numbers of some texts; NaN for the others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.LargeStringArray.from_buffers(
        len(plain), pa.py_buffer(offsets), pa.py_buffer(held),
        pa.py_buffer(np.packbits(plain, bitorder="little")),
    )  # fmt: skip
    numbers: npt.NDArray[np.float64] = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    return numbers
