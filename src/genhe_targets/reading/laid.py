"""Laid: the rows of many text files under one header, below each other as coded columns."""

from __future__ import annotations

from collections.abc import Sequence

from genhe_targets.reading.coding import TextColumn, coded, joined
from genhe_targets.reading.columns import cut, held
from genhe_targets.reading.sources import Sheet
from genhe_targets.reading.words import is_numbering

MIDDLING = 1 << 16
"""Bytes from which on texts are cut into columns where nothing but their delimiters cuts them."""


def laid(sheets: Sequence[Sheet], header: list[str]) -> tuple[list[TextColumn], dict[int, int]]:
    """The rows of sheets below each other, those that are cut alike first.

    Args:
        sheets: Sheets of text files with this header as their first row, and more rows.
        header: Its texts.

    Returns:
        A column for each text of the header; and how many rows there are of each sheet, by its
        position and in the order of the rows, without sheets whose rows are not of such a table.
    """
    groups: dict[str, list[int]] = {}
    for at, sheet in enumerate(sheets):
        groups.setdefault(_delimiter(sheet, len(header)), []).append(at)
    done: list[list[TextColumn]] = []
    counts: dict[int, int] = {}
    for delimiter, positions in groups.items():
        own = [sheets[at] for at in positions]
        columns = _cut(own, header, delimiter) if delimiter else None
        if columns is None:
            columns, sizes = _by_cells(own, len(header))
        else:
            sizes = list(map(_lines, own))
        done.append(columns)
        counts |= {at: size for at, size in zip(positions, sizes, strict=True) if size}
    if len(done) > 1:
        listed = [[TextColumn(own.listed(), own.codes) for own in columns] for columns in done]
        done = [[held(joined(parts)) for parts in zip(*listed, strict=True)]]
    return done[0], counts


def _delimiter(sheet: Sheet, width: int) -> str:
    """What alone cuts a sheet into rows of a width; ``""`` where its cells are looked at."""
    if not sheet.plain or is_numbering(sheet.rows[1]):
        return ""
    marks = sheet.content.count(sheet.delimiter.encode(), _below(sheet))
    return sheet.delimiter if marks == _lines(sheet) * (width - 1) else ""


def _below(sheet: Sheet) -> int:
    """Where the rows below the header begin."""
    return sheet.content.find(b"\n") + 1


def _lines(sheet: Sheet) -> int:
    """How many lines stand below the header."""
    content = sheet.content
    return content.count(b"\n", _below(sheet)) + (not content.endswith(b"\n"))


def _cut(sheets: Sequence[Sheet], header: list[str], delimiter: str) -> list[TextColumn] | None:
    """Sheets as one text, cut; ``None`` where that is not worth it or some row is not as wide."""
    if sum(len(sheet.content) for sheet in sheets) < MIDDLING:
        return None
    bodies = [sheet.content[_below(sheet) :] for sheet in sheets]
    whole = b"".join(body if body.endswith(b"\n") else body + b"\n" for body in bodies)
    return cut(whole, header, delimiter)


def _by_cells(sheets: Sequence[Sheet], width: int) -> tuple[list[TextColumn], list[int]]:
    """The same, cell by cell."""
    columns: list[list[str]] = [[] for _ in range(width)]
    counts = []
    for sheet in sheets:
        rows = sheet.whole().rows[1:]
        if is_numbering(rows[0]) or max(map(len, rows)) > width:
            counts.append(0)
            continue
        counts.append(len(rows))
        filled = [row + [""] * (width - len(row)) for row in rows]
        for column, own in zip(columns, zip(*filled, strict=True), strict=True):
            column.extend(own)
    return [held(coded(column)) for column in columns], counts
