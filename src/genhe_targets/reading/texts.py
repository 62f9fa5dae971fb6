"""Text files: their encoding and delimiter, decided by evidence, and their cells.

Decoding is strict: a character is never replaced.  What decides is, in this order: a setting, a
byte order mark, strict UTF-8, zero bytes at every other place (UTF-16), strict GB18030.  Many
byte sequences are valid GB18030 by accident, so what comes out must also look like text: most of
its Chinese characters must be among the common ones (level 1 of GB 2312).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from genhe_targets.pieces import pieces
from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings

DELIMITERS = ",\t;|，^~\x01"
"""What may separate cells, the commonest first."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_QUOTED = re.compile(r'"[^"]*"')
_SAMPLE = 100_000
"""Characters beyond ASCII that are looked at to judge whether a text is plausible."""

_LINES = 60
"""Lines from which the delimiter is decided."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with what was decided about it.

    Attributes:
        text: The text, without a byte order mark.
        encoding: Name of the encoding, such as ``gb18030``.
        evidence: Why: ``setting``, ``mark``, ``strict`` (no other encoding is likely to decode so)
            or ``plausible`` (others decode, too, but to no text).
    """

    text: str
    encoding: str
    evidence: str


def decoded(content: bytes, settings: Settings) -> Decoded:
    """Decode a text file.

    Raises:
        ReadingError: It is no text, or in no encoding that can be decided.
    """
    found = _by_setting(content, settings) or _by_mark(content) or _by_content(content)
    if not found.text or found.text.isspace():
        raise refusal("empty")
    if _CONTROLS.search(found.text[:_SAMPLE]) and not found.text.count("\x01"):
        raise refusal("binary")
    return found


def is_utf8(content: bytes) -> bool:
    """Whether a text is strictly UTF-8, found out without a decoded copy."""
    import pyarrow as pa

    ends = pa.py_buffer(np.array([0, len(content)], np.int64))
    text = pa.Array.from_buffers(pa.large_utf8(), 1, [None, ends, pa.py_buffer(content)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def count_lines(content: bytes) -> int:
    """How many lines a large text has; four times as fast as ``bytes.count``."""
    held, line = np.frombuffer(content, np.uint8), ord("\n")
    return sum(int(np.count_nonzero(held[piece] == line)) for piece in pieces(len(held), _CHUNK))


_CHUNK = 1 << 20
"""Bytes looked at in one go: few enough to stay in the cache."""


def _by_setting(content: bytes, settings: Settings) -> Decoded | None:
    if not settings.encoding:
        return None
    try:
        name = codecs.lookup(settings.encoding).name
    except LookupError:
        raise refusal("unknown_encoding", encoding=settings.encoding) from None
    return Decoded(_strict(content, name).removeprefix("\ufeff"), name, "setting")


def _by_mark(content: bytes) -> Decoded | None:
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            return Decoded(_strict(content, codec), name, "mark")
    return None


def _by_content(content: bytes) -> Decoded:
    if b"\x00" in content[:_SAMPLE]:
        return _wide(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _chinese(content, error)
    if not text.isascii() and len(text) < _SAMPLE and _plausible(text) < 0.5:
        # a few characters of GBK can be valid UTF-8 by accident, but to letters no one writes
        try:
            other = content.decode("gb18030")
        except UnicodeDecodeError:
            other = ""
        if other and _plausible(other) > 0.9:
            return Decoded(other, "gb18030", "plausible")
    return Decoded(text, "utf-8", "strict")


def _chinese(content: bytes, not_utf8: UnicodeDecodeError) -> Decoded:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        # the encoding that got further is the one that was meant
        meant, at = ("UTF-8", not_utf8) if not_utf8.start >= error.start else ("GB18030", error)
        raise _undecodable(content, meant, at.start) from None
    if _plausible(text) < 0.5:
        raise refusal("implausible_text", encoding="GB18030")
    return Decoded(text, "gb18030", "plausible")


def _wide(content: bytes) -> Decoded:
    """UTF-16 without a mark: the byte order that gives text, if one does."""
    best: tuple[float, str, str] = (0.0, "", "")
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text[:_SAMPLE]):
            best = max(best, (_plausible(text, whole=True), codec, text))
    if best[0] < 0.8:
        raise refusal("binary")
    return Decoded(best[2], best[1], "plausible")


def _strict(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(content, codec.removesuffix("-sig").upper(), error.start) from None


def _undecodable(content: bytes, encoding: str, byte: int) -> Exception:
    line = content.count(b"\n", 0, byte) + 1
    return refusal("undecodable", encoding=encoding, line=line, byte=byte + 1)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Characters that Chinese statistics are written in.

    Level 1 of GB 2312 (rows 16 to 55, the 3,755 commonest), its signs and alphabets (rows 1 to 9),
    signs of units and footnotes that stand elsewhere, and the accented letters of Latin 1.
    """
    rows = (*range(1, 10), *range(16, 56))
    chars = [
        bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312", "ignore")
        for row in rows
        for cell in range(1, 95)
    ]
    latin = map(chr, range(0xA0, 0x100))
    more = "①②③④⑤⑥⑦⑧⑨⑩㎡㎥⁰…—–−•℃‰≥≤≈≠√\u3000\ufeff"
    return frozenset("".join(chars)).union(latin, more)


def _plausible(text: str, *, whole: bool = False) -> float:
    """Share of the characters beyond ASCII that are common; names of places may be rare ones.

    Args:
        text: What a decoder made of the bytes.
        whole: Whether ASCII characters count, too.
    """
    sample = text[: 4 * _SAMPLE]
    counts = Counter(sample) if whole else Counter(re.sub(r"[\x00-\x7f]+", "", sample)[:_SAMPLE])
    total = counts.total()
    if not total:
        return 1.0
    common = _common()
    return sum(n for mark, n in counts.items() if mark in common or mark.isascii()) / total


def check_lines(content: bytes, limit: int) -> None:
    """Refuse a text with a line longer than ``limit`` bytes, looking at few of them.

    Raises:
        ReadingError: There is such a line.
    """
    if _has_overlong(content, limit):
        raise refusal("long_line", limit=limit)


def _has_overlong(content: bytes, limit: int) -> bool:
    end = b"\n" if b"\n" in content[: limit + 1] else b"\r"
    at = 0
    while len(content) - at > limit:
        found = content.rfind(end, at, at + limit + 1)
        if found < 0:
            return True
        at = found + 1
    return False


def dialect(text: str) -> tuple[str, str]:
    """The text without a line that is for Excel alone (``sep=;``), and its delimiter.

    Without such a line it is the sign that splits most lines into equally many cells.
    """
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if said:
        return text[said.end() :], said[1]
    plain = _QUOTED.sub("x", text[: _LINES * 2000])
    best, chosen = (0, 0), ","
    marks = [mark for mark in DELIMITERS if mark in plain]
    if marks == [chosen]:  # as in nearly all files
        return text, chosen
    lines = [line for line in plain.splitlines() if line.strip()][:_LINES]
    for mark in marks:
        widths = Counter(line.count(mark) + 1 for line in lines if mark in line)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            if (count, width) > best:
                best, chosen = (count, width), mark
    return text, chosen


def is_plainly_cut(content: bytes, delimiter: str) -> bool:
    """Whether nothing but line ends and delimiters cuts a text into cells, below its first line.

    There are no quotes, no tabs to drop, no line ends of another kind, and no overlong cells.
    """
    return (
        content.find(b'"', content.find(b"\n")) < 0
        and (b"\t" not in content or delimiter == "\t")
        and content.count(b"\r") == content.count(b"\r\n")
        and not _has_overlong(content, csv.field_size_limit())
    )


def count_filled(content: bytes, delimiter: str) -> int:
    """How many lines of a text without quotes hold more than delimiters."""
    mark = delimiter.encode()
    begins = (b"\n", b"\r", mark)  # of lines that may hold nothing
    if content.startswith(begins) or any(b"\n" + begin in content for begin in begins):
        return sum(bool(line.strip(mark + b"\r")) for line in content.split(b"\n"))
    return content.count(b"\n") + (not content.endswith(b"\n"))


def cells(text: str, delimiter: str) -> list[list[str]]:
    """A text split into rows of cells; tabs that some exports put before each comma are dropped.

    Quotes are taken for quotes where all of them are in pairs, else for inches.

    Raises:
        ReadingError: A cell is longer than any table has.
    """
    try:
        rows = _rows(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error:
        try:
            rows = _rows(text, delimiter, csv.QUOTE_NONE)
        except csv.Error as error:
            raise refusal("no_table", line=1, reason=error) from error
    if "\t" not in text:
        return rows
    return [[cell.strip("\t") for cell in row] for row in rows]


def _rows(text: str, delimiter: str, quoting: int) -> list[list[str]]:
    stream = io.StringIO(text, newline=None)  # any kind of line end
    return list(csv.reader(stream, delimiter=delimiter, quoting=quoting, strict=True))  # type: ignore[arg-type]
