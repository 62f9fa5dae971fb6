"""Plain numerals such as ``12.50``: long columns of texts to numbers, by their bytes.

A column of ten million figures hardly repeats a text, so that reading each distinct one once saves
nothing.  Nearly all of them are digits with a dot at most, and those are told from their bytes
alone, many at once.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

CHUNK = 1 << 17
"""Texts looked at in one go: so many that threads which do so do not wait for each other."""

LONGEST = 127
"""Characters of the longest numeral; its decimals are counted in a byte."""

SPELLED = 15
"""A numeral of so many characters has at most 15 digits: its float spells it exactly."""

_ZERO, _DOT, _MINUS = (np.uint8(ord(sign)) for sign in "0.-")
_TEN_DIGITS = np.uint8(9)
"""Bytes that are further than this from that of the digit 0 are no digits."""


class Numerals(NamedTuple):
    """Texts read as plain numerals, one entry for each: ``-?digits`` or ``-?digits.digits``.

    Attributes:
        number: The number; NaN where a text is no plain numeral.
        decimals: How many digits follow the dot; -1 where a text is no plain numeral.
    """

    number: npt.NDArray[np.float64]
    decimals: npt.NDArray[np.int8]


def numerals(texts: Any, longest: int = LONGEST) -> Numerals:
    """Read those of some texts that are plain numerals.

    Args:
        texts: A pyarrow array of strings.
        longest: Texts of more characters are left aside; at most ``LONGEST``.
    """
    found = Numerals(np.empty(len(texts)), np.empty(len(texts), np.int8))
    for first in range(0, len(texts), CHUNK):
        part = slice(first, first + CHUNK)
        offsets, held = bytes_of(texts[part])
        decimals = _decimals(offsets, held, longest)
        found.decimals[part] = decimals
        found.number[part] = _numbers(offsets, held, decimals >= 0)
    return found


def plainly(value: float) -> str:
    """A number of six digits, or of all of a whole one, spelled without a power of ten.

    Beyond 10**15 and below 10**-15 the power stays.
    """
    text = f"{value:.6g}"
    if "e" not in text or not 1e-15 < abs(value) < 1e15:
        return text
    return f"{value:.0f}" if abs(value) >= 1 else f"{Decimal(text):f}"


def bytes_of(texts: Any) -> tuple[npt.NDArray[np.signedinteger[Any]], npt.NDArray[np.uint8]]:
    """Where each of some texts begins and the last ends, and the bytes of all of them."""
    import pyarrow as pa

    size = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    _, places, held = texts.buffers()
    if places is None or not len(texts):
        return np.zeros(len(texts) + 1, size), np.zeros(0, np.uint8)
    offsets = np.frombuffer(places, size)[texts.offset : texts.offset + len(texts) + 1]
    own = np.frombuffer(held or b"", np.uint8)[int(offsets[0]) : int(offsets[-1])]
    return offsets - offsets[0], own


def _decimals(
    offsets: npt.NDArray[np.signedinteger[Any]], held: npt.NDArray[np.uint8], longest: int
) -> npt.NDArray[np.int64]:
    """How many digits follow the dot of each text; -1 where it is no plain numeral."""
    if not len(held):
        return np.full(len(offsets) - 1, -1)
    places = offsets.astype(np.intp)  # which numpy would make of them for each indexing
    first, end = places[:-1], places[1:]
    minus = (held.take(first, mode="clip") == _MINUS) & (first < end)
    start = first + minus
    odd = held - _ZERO > _TEN_DIGITS
    until = _counted(odd, places)
    marks = np.diff(until) - minus
    # What has one mark is a numeral where that is a dot between two digits.
    other = np.append(np.flatnonzero(odd), 0)
    last = other.take(until[1:] - 1)
    is_decimal = (marks == 1) & (held.take(last) == _DOT) & (start < last) & (last < end - 1)
    found = np.where(is_decimal, end - 1 - last, np.where(marks == 0, 0, -1))
    found[(start >= end) | (end - first > longest)] = -1
    return found


def _counted(marked: npt.NDArray[np.bool_], places: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
    """How many marks stand before each of some places: eight of them are counted at a time."""
    packed = np.append(np.packbits(marked, bitorder="little"), np.uint8(0))
    count = np.bitwise_count(packed)
    before = np.cumsum(count, dtype=np.int32) - count
    eight = places >> 3
    within = packed.take(eight) & _BELOW.take(places & 7)
    found: npt.NDArray[np.int32] = before.take(eight) + np.bitwise_count(within)
    return found


_BELOW = np.array([(1 << bit) - 1 for bit in range(8)], np.uint8)
"""The bits of a byte below each of them."""


def _numbers(
    offsets: npt.NDArray[np.signedinteger[Any]],
    held: npt.NDArray[np.uint8],
    plain: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """The numbers of the plain ones of some texts; NaN for the others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.LargeStringArray if offsets.dtype == np.int64 else pa.StringArray
    texts = kind.from_buffers(
        len(plain), pa.py_buffer(offsets), pa.py_buffer(held),
        pa.py_buffer(np.packbits(plain, bitorder="little")),
    )  # fmt: skip
    numbers: npt.NDArray[np.float64] = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    return numbers
