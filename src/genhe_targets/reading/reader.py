"""``read``: from whatever a caller hands in to observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.observations import Observations, SourceFile
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.coding import coded
from genhe_targets.reading.columns import read_columns
from genhe_targets.reading.context import context_of
from genhe_targets.reading.crosstab import is_period, unpivot
from genhe_targets.reading.flat import ColumnTable, read_flat
from genhe_targets.reading.gathering import gather
from genhe_targets.reading.names import VariableNames, variable_names
from genhe_targets.reading.piece import Piece, Place
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sources import Sheet, Source, open_sources

_SMALL = 5000
"""Rows up to which a frame may be a sheet in disguise."""


def read(
    data: Any,
    plan: Plan,
    *,
    settings: Any = None,
    progress: Callable[[str], None] | None = None,
) -> Observations:
    """Read what was reported.

    Args:
        data: A path, a list of paths, a glob, a folder, ``"-"``, a frame, a mapping or a list of
            mappings.
        plan: Knows the names of variables, indicators, measures and regions.
        progress: Told the name of each input once it is read.
        settings: What markers mean and what a file may cost; see ``reading.settings``.

    Raises:
        ReadingError: No input is a report at all.
    """
    how = Settings.of(settings)
    pieces: list[Piece] = []
    sources: list[SourceFile] = []
    findings: list[Finding] = []
    errors: list[ReadingError] = []
    for source in open_sources(data, how):
        if isinstance(source, ReadingError):
            errors.append(source)
            findings.append(_unreadable(source))
            continue
        if isinstance(source, Finding):
            findings.append(source)
            continue
        findings += source.findings
        cells: Counter[str] = Counter()
        for sheet in source.sheets:
            taken = list(_tables(source, sheet, plan, how, findings, cells))
            pieces += taken
        sources.append(replace(source.file, cells=dict(cells)))
        if progress:
            progress(source.file.name)
    if not sources and errors:
        raise errors[0]
    if not pieces:
        pieces = [_nothing(sources[0].name if sources else "")]
    return gather(pieces, plan, how, sources, findings)


def _tables(
    source: Source,
    sheet: Sheet,
    plan: Plan,
    settings: Settings,
    findings: list[Finding],
    cells: Counter[str],
) -> Iterator[Piece]:
    """The table of a sheet: titles, a header, rows, notes below."""
    place = Place(source.file.name, sheet.name)
    if sheet.large or sheet.table is not None:
        whole = _large if sheet.large else _frame
        piece = whole(place, sheet, plan, settings, cells)
        if piece is not None:
            yield piece
            return
        sheet = sheet.whole()
    filled = [[cell for cell in row if cell.strip()] for row in sheet.rows]
    if not any(filled):
        return
    names = variable_names(plan)
    at = _header(sheet, names)
    titles = tuple(" ".join(own) for own in filled[:at] if own)
    cells["title"] += sum(len(own) for own in filled[:at])
    width = len(sheet.rows[at])
    rows = [row for row in range(at + 1, len(sheet.rows)) if filled[row]]
    notes = [row for row in rows if _is_note(filled[row], width)]
    cells["note"] += sum(len(filled[row]) for row in notes)
    data = [row for row in rows if row not in set(notes)]
    if not data:
        findings.append(Finding(kinds.EMPTY_TABLE, file=place.file, sheet=place.sheet))
        return
    wide = max(width, *(len(sheet.rows[row]) for row in data))
    texts = [sheet.rows[row] + [""] * (wide - len(sheet.rows[row])) for row in data]
    columns = [coded(list(column)) for column in zip(*texts, strict=True)]
    header = sheet.rows[at] + [""] * (wide - width)
    context = context_of(plan, settings, place.file, place.sheet, titles)
    numbers = np.array(data, np.int32) + 1  # rows as a spreadsheet shows them, gaps and all
    flat = read_flat(ColumnTable(header, columns, 0), plan, place, context)
    if flat is not None:
        cells.update(flat.cells)
        yield replace(flat.piece, row=numbers[flat.piece.row])
        return
    cross = unpivot(header, texts, titles, names)
    long = read_flat(cross.table, plan, place, context) if cross else None
    if long is None or cross is None:
        count = sum(len(filled[row]) for row in range(at, len(filled)))
        cells["skipped"] += count
        findings.append(
            Finding(kinds.SHEET_SKIPPED, file=place.file, sheet=place.sheet, count=count,
                    detail={"count": count})
        )  # fmt: skip
        return
    cells["label"] += cross.labels
    cells["observation"] += long.cells["observation"]
    own = long.piece.row
    yield replace(
        long.piece, row=numbers[cross.row[own]], column=coded([cross.column[row] for row in own])
    )


def _header(sheet: Sheet, names: VariableNames) -> int:
    """The row of a sheet in which most names are known; the first with cells where none are."""

    def known(row: list[str]) -> int:
        found = [names.read(cell) for cell in row if cell.strip()]
        return sum(bool(h.variable or h.role) for h in found) + sum(map(is_period, row))

    at = max(range(len(sheet.rows)), key=lambda row: (known(sheet.rows[row]), -row))
    if known(sheet.rows[at]) >= 2:
        return at
    return next(i for i, row in enumerate(sheet.rows) if any(cell.strip() for cell in row))


def _frame(
    place: Place, sheet: Sheet, plan: Plan, settings: Settings, cells: Counter[str]
) -> Piece | None:
    """A frame or records as whole columns, ``None`` where it is no plain flat table."""
    if sheet.table is None:
        return None
    # What an analyst read from a small sheet may hold totals and notes; long frames are data.
    strict = len(sheet.table) <= _SMALL
    flat = read_flat(sheet.table, plan, place, context_of(plan, settings), strict=strict)
    if flat is None:
        return None
    cells.update(flat.cells)
    return flat.piece


def _large(
    place: Place, sheet: Sheet, plan: Plan, settings: Settings, cells: Counter[str]
) -> Piece | None:
    """A large text file as whole columns, ``None`` where it is no plain flat table."""
    head = sheet.rows
    if not any(cell.strip() for row in head for cell in row):
        return None
    at = _header(sheet, variable_names(plan))
    if any("\n" in cell for row in head[: at + 1] for cell in row):
        return None
    titles = tuple(" ".join(filter(None, row)) for row in head[:at] if any(row))
    table = read_columns(sheet.large, head[at], at + 1, sheet.delimiter)
    if table is None or not len(table):
        return None
    context = context_of(plan, settings, place.file, place.sheet, titles)
    flat = read_flat(table, plan, place, context)
    if flat is None:
        return None
    cells.update(flat.cells)
    cells["title"] += sum(bool(cell.strip()) for row in head[:at] for cell in row)
    return replace(flat.piece, row=flat.piece.row + np.int32(at + 2))


def _is_note(row: list[str], width: int) -> bool:
    """Whether a row is a remark below the table: one cell, where the table has several."""
    return len(row) == 1 and width > 1 and not row[0].replace(".", "").isdigit()


def _unreadable(error: ReadingError) -> Finding:
    zh, hint = error.zh if error.zh[0] else (error.problem, error.hint)
    detail = {"problem": error.problem, "hint": error.hint, "problem_zh": zh, "hint_zh": hint}
    return Finding(kinds.UNREADABLE_FILE, file=error.source, detail=detail)


def _nothing(file: str) -> Piece:
    """No observations at all, in the form of some."""
    empty = coded([])
    return Piece(Place(file), empty, empty, empty, empty, np.zeros(0, np.int32), empty)
