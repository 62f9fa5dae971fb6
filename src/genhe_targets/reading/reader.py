"""``read``: from whatever a caller hands in to observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.observations import Observations, SourceFile
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.coding import coded
from genhe_targets.reading.gathering import gather
from genhe_targets.reading.mapping import mapping_of
from genhe_targets.reading.piece import Piece, Place
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sheets import SheetReading, read_sheet
from genhe_targets.reading.sources import open_sources


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read, and how it was understood.

    Attributes:
        observations: Everything that was reported.
        sheets: Each sheet with its tables, its cells and what was left out.
    """

    observations: Observations
    sheets: tuple[SheetReading, ...]


def read(
    data: Any,
    plan: Plan,
    *,
    settings: Any = None,
    mapping: Any = None,
    progress: Callable[[str], None] | None = None,
) -> Observations:
    """Read what was reported.

    Args:
        data: A path, a list of paths, a glob, a folder, ``"-"``, a frame, a mapping or a list of
            mappings.
        plan: Knows the names of variables, indicators, measures and regions.
        progress: Told the name of each input once it is read.
        settings: What markers mean and what a file may cost; see ``reading.settings``.
        mapping: What the tables of a sender hold, a file or a mapping; see ``reading.mapping``.

    Raises:
        ReadingError: No input is a report at all.
        MappingError: The mapping is faulty.
    """
    found = understand(data, plan, settings=settings, mapping=mapping, progress=progress)
    return found.observations


def understand(
    data: Any,
    plan: Plan,
    *,
    settings: Any = None,
    mapping: Any = None,
    progress: Callable[[str], None] | None = None,
) -> Understanding:
    """Read what was reported and tell how; see ``read``."""
    own = mapping_of(mapping, plan)
    if own and own.settings and not isinstance(settings, Settings):
        given = settings if isinstance(settings, Mapping) else {}
        settings = {**own.settings, **given}
    sheets: list[SheetReading] = []
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
            reading = read_sheet(source.file.name, sheet, plan, how, own)
            pieces += reading.pieces
            findings += reading.findings
            cells.update(reading.cells)
            sheets.append(reading)
        sources.append(replace(source.file, cells=dict(cells)))
        if progress:
            progress(source.file.name)
    if not sources and errors:
        raise errors[0]
    if not pieces:
        pieces = [_nothing(sources[0].name if sources else "")]
    return Understanding(gather(pieces, plan, how, sources, findings), tuple(sheets))


def _unreadable(error: ReadingError) -> Finding:
    zh, hint = error.zh if error.zh[0] else (error.problem, error.hint)
    detail = {"problem": error.problem, "hint": error.hint, "problem_zh": zh, "hint_zh": hint}
    return Finding(kinds.UNREADABLE_FILE, file=error.source, detail=detail)


def _nothing(file: str) -> Piece:
    """No observations at all, in the form of some."""
    empty = coded([])
    return Piece(Place(file), empty, empty, empty, empty, np.zeros(0, np.int32), empty)
