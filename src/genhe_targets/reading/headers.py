"""Headers: which rows of a sheet head a table, and the texts that stand over each column.

A header has one to four rows.  Merged cells arrive as blank neighbours: a text stands for the
blanks to its right as far as a lower row of the header goes on, and for the blanks below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genhe_targets.reading.regions import plain_name
from genhe_targets.reading.words import LABELS, Words, is_figure, is_note, is_numbering, is_period

DEEPEST = 4
"""Most rows of a header, beside an English twin and a row that numbers the columns."""

_LOOK = 200
"""Rows looked at for a header."""

Merged = Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of a header, 0-based, both included."""

    top: int
    bottom: int


def filled(row: Sequence[str]) -> list[int]:
    """Positions of the non-empty cells of a row."""
    return [at for at, text in enumerate(row) if text.strip()]


def find_header(rows: list[list[str]], start: int, words: Words) -> Band | None:
    """The first header from a row on, ``None`` where there is none."""
    for row in range(start, min(len(rows), start + _LOOK)):
        if _is_data(rows[row]):
            band = _above(rows, row, start, words)
            if band:
                return band
    for row in range(start, min(len(rows), start + _LOOK)):  # a header without data
        if heads(rows[row], words) and not _is_data(rows[row]):
            return _above(rows, row + 1, start, words)
    return None


def heads(row: list[str], words: Words) -> bool:
    """Whether a row names columns: it has words for their roles and no figure."""
    at = filled(row)
    if len(at) < 2 or any(is_figure(row[column]) for column in at):
        return False
    texts = [row[column] for column in at]
    if any(is_note(text) and len(text) > 2 for text in texts):
        return False
    roles = sum(bool(words.heading(text).role) for text in texts)
    known = sum(words.known(text) for text in texts)
    return bool(roles) and (known >= 2 or len(texts) >= 3 or roles + known >= 2)


def _is_data(row: list[str]) -> bool:
    return any(is_figure(row[at]) for at in filled(row)) and not is_numbering(row)


def _above(rows: list[list[str]], data: int, start: int, words: Words) -> Band | None:
    """The header above a row of data."""
    bottom = None
    for row in range(data - 1, max(start - 1, data - 12), -1):
        if is_numbering(rows[row]) or heads(rows[row], words):
            bottom = row
            break
        if _corner(rows, row, data, words):
            bottom = row
            break
    if bottom is None:
        return None
    bottom = _below(rows, bottom, data, words)
    top = bottom
    while top > start and bottom - top < DEEPEST + 1:
        above = top - 1
        if above > start and not filled(rows[above]) and not heads(rows[top], words):
            above -= 1  # an empty row within a header, the lower part of which is none by itself
        if not _joins(rows[above], rows[top : bottom + 1], words):
            break
        top = above
    if is_numbering(rows[bottom]) and top == bottom:
        return None
    return Band(top, bottom)


def _below(rows: list[list[str]], bottom: int, data: int, words: Words) -> int:
    """The last row of a header whose lower rows hold names that are not known."""
    labels = {at for at in filled(rows[bottom]) if words.heading(rows[bottom][at]).role in LABELS}
    for row in range(bottom + 1, data):
        at = filled(rows[row])
        if is_numbering(rows[row]) or (at and at[-1] > 0 and not labels & set(at)):
            bottom = row
    return bottom


def _corner(rows: list[list[str]], row: int, data: int, words: Words) -> bool:
    """Whether a row without words for roles names columns: what it says is known, save a corner."""
    at = filled(rows[row])
    if not at or any(is_figure(rows[row][column]) for column in at):
        return False
    texts = [rows[row][column] for column in at]
    if at[0] == 0:
        first, texts = texts[0], texts[1:]
        if not texts or words.region(first) or words.heading(first).variable or is_period(first):
            return False
    under = filled(rows[data])
    if len(texts) == 1:
        return is_period(texts[0]) and at[-1] in under and at[0] > 0
    return 2 * sum(words.known(text) for text in texts) >= len(texts)


def _joins(row: list[str], below: list[list[str]], words: Words) -> bool:
    """Whether a row is one more of a header: over a label there is nothing, or a word for it."""
    at = filled(row)
    if not at or any(is_figure(row[column]) for column in at):
        return False
    texts = [row[column] for column in at]
    if any(is_note(text) or "单位：" in text or "单位:" in text for text in texts):
        return False
    if len(at) == 1 and (at[0] == 0 or not is_period(texts[0])):
        return False
    for column in at:
        under = [own[column] for own in below if column < len(own) and own[column].strip()]
        is_label = any(words.heading(text).role in LABELS for text in under)
        if is_label and words.heading(row[column]).role not in LABELS:
            return False
    return True


def stacks(rows: list[list[str]], band: Band, width: int, words: Words) -> list[list[str]]:
    """For each column the texts over it, from the top, without repetition."""
    spread: list[list[str]] = []
    source: list[list[int]] = []
    lines = [row for row in range(band.top, band.bottom + 1) if not is_numbering(rows[row])]
    for depth, row in enumerate(lines):
        own = [rows[row][at] if at < len(rows[row]) else "" for at in range(width)]
        came = [at if own[at].strip() else -1 for at in range(width)]
        for at in range(1, width):
            if own[at].strip() or not own[at - 1].strip():
                continue
            goes_on = any(_text(rows[lower], at) for lower in lines[depth + 1 :])
            same = all(above[at] == above[at - 1] for above in source if above[at] >= 0)
            label = words.heading(own[at - 1]).role in LABELS | {"derived"}
            if goes_on and same and not label:
                own[at], came[at] = own[at - 1], came[at - 1]
        spread.append(own)
        source.append(came)
    found = []
    for at in range(width):
        texts: list[str] = []
        for own in spread:
            text = own[at].strip()
            if text and (not texts or plain_name(texts[-1]) != plain_name(text)):
                texts.append(text)
        found.append(texts)
    return found


def _text(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def unmerged(rows: list[list[str]], merged: Merged) -> list[list[str]]:
    """Rows of equal width in which every merged cell repeats its text."""
    width = max(map(len, rows), default=0)
    full = [row + [""] * (width - len(row)) for row in rows]
    for top, left, bottom, right in merged:
        if top >= len(full) or left >= width or (right - left) * (bottom - top) > 100_000:
            continue
        text = full[top][left]
        if not text.strip():
            continue
        for row in range(top, min(bottom, len(full) - 1) + 1):
            for at in range(left, min(right, width - 1) + 1):
                full[row][at] = text
    return full
