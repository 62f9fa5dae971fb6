"""``read``: from whatever a caller hands in to observations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.observations import Observations, SourceFile
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.alike import Opened, read_each
from genhe_targets.reading.coding import coded
from genhe_targets.reading.gathering import gather
from genhe_targets.reading.piece import Piece, Place
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sheets import SheetReading, read_sheet
from genhe_targets.reading.sources import Source, open_sources

if TYPE_CHECKING:
    from genhe_targets.reading.mapping import TableMappings


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
    own = _mapping(mapping, plan)
    if own and own.settings and not isinstance(settings, Settings):
        given = settings if isinstance(settings, Mapping) else {}
        settings = {**own.settings, **given}
    return _Reader(plan, Settings.of(settings), own, progress).read(data)


def _mapping(given: Any, plan: Plan) -> TableMappings | None:
    if given is None:
        return None
    from genhe_targets.reading.mapping import mapping_of

    return mapping_of(given, plan)


class _Reader:
    """Reads everything that a caller hands in, in its order."""

    def __init__(
        self,
        plan: Plan,
        settings: Settings,
        mapping: TableMappings | None,
        progress: Callable[[str], None] | None,
    ) -> None:
        self.plan, self.settings, self.mapping = plan, settings, mapping
        self.progress = progress
        self.sheets: list[SheetReading] = []
        self.pieces: list[Piece] = []
        self.sources: list[SourceFile] = []
        self.findings: list[Finding] = []
        self.errors: list[ReadingError] = []

    def read(self, data: Any) -> Understanding:
        self._open(data)
        if not self.sources and self.errors:
            raise self.errors[0]
        pieces = self.pieces or [_nothing()]
        whole = gather(pieces, self.plan, self.settings, self.sources, self.findings)
        return Understanding(whole, tuple(self.sheets))

    def _open(self, data: Any) -> None:
        """Read all tables; what the files hold besides is let go of."""
        opened = self._told(open_sources(data, self.settings))
        for one, sheets in read_each(opened, self.plan, self._alone, together=not self.mapping):
            if isinstance(one, Finding):
                self.findings.append(one)
            elif isinstance(one, ReadingError):
                self.errors.append(one)
                self.findings.append(_unreadable(one))
            else:
                self._add(one, sheets)

    def _told(self, opened: Iterable[Opened]) -> Iterator[Opened]:
        for one in opened:
            yield one
            if self.progress and isinstance(one, Source):
                self.progress(one.file.name)

    def _alone(self, source: Source) -> list[SheetReading]:
        name = source.file.name
        return [
            read_sheet(name, sheet, self.plan, self.settings, self.mapping)
            for sheet in source.sheets
        ]

    def _add(self, source: Source, read: list[SheetReading]) -> None:
        cells: Counter[str] = Counter()
        self.findings += source.findings
        day, number = self.settings.submitted, len(self.sources)
        for sheet in read:
            self.findings += sheet.findings
            self.pieces += [piece.handed_in(day).read_from(number) for piece in sheet.pieces]
            cells.update(sheet.cells)
        self.sheets += read
        about = replace(source.file, cells=dict(cells), sha256=source.digest())
        self.sources.append(about)


def _unreadable(error: ReadingError) -> Finding:
    zh, hint = error.zh if error.zh[0] else (error.problem, error.hint)
    detail = {"problem": error.problem, "hint": error.hint, "problem_zh": zh, "hint_zh": hint}
    return Finding(kinds.UNREADABLE_FILE, file=error.source, detail=detail)


def _nothing() -> Piece:
    """No observations at all, in the form of some."""
    empty, none = coded([]), np.zeros(0, np.int32)
    return Piece(Place(""), empty, empty, empty, empty, none, empty, source=none)
