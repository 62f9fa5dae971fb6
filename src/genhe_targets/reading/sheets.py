"""Sheets: a clean one is read by whole columns, any other as a grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np

from genhe_targets.findings import Finding
from genhe_targets.numerals import plainly
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.account import REASONS, Account, Left
from genhe_targets.reading.coding import coded, letters
from genhe_targets.reading.columnmeanings import Column
from genhe_targets.reading.columns import read_columns
from genhe_targets.reading.context import context_of, submitted_in
from genhe_targets.reading.flat import ColumnTable, FlatReading, read_flat
from genhe_targets.reading.gathering import title_of
from genhe_targets.reading.headers import Band, find_header
from genhe_targets.reading.names import variable_names
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.piece import Piece, Place
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sources import Sheet
from genhe_targets.reading.words import Words, words_of

if TYPE_CHECKING:
    from genhe_targets.reading.grid import GridReader, GridTable
    from genhe_targets.reading.mapping import TableMapping, TableMappings

_HEADER = 40
"""Rows of a large file among which its header stands."""

_SMALL = 5000
"""Rows up to which a frame may be a sheet in disguise."""


@dataclass(frozen=True, slots=True)
class TableReading:
    """What was understood of one table, for people.

    Attributes:
        layout: ``wide``, ``long`` or ``grid``.
        header: First and last row of its header, as a spreadsheet shows them; 0 for none.
        columns: What each of its columns holds.
        titles: Lines above it.
        units: Units that it gives for all its figures.
        panels: How many tables stand side by side.
        last: Its last row, 0 for the last of the sheet.
    """

    layout: str
    header: tuple[int, int]
    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    panels: int = 1
    last: int = 0


@dataclass
class SheetReading:
    """One sheet, read.

    Attributes:
        place: Where it stands.
        pieces: Its observations.
        tables: What was understood.
        cells: Non-empty cells by what became of them.
        left: Cells that were left out, of a sheet that was read cell by cell.
        findings: What was remarkable.
    """

    place: Place
    pieces: list[Piece] = field(default_factory=list)
    tables: list[TableReading] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    left: list[Left] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_sheet(
    file: str, sheet: Sheet, plan: Plan, settings: Settings, mapping: TableMappings | None = None
) -> SheetReading:
    """Read one sheet.

    Args:
        file: Name of the source.
        sheet: The sheet.
        plan: Knows the names.
        settings: What files leave open.
        mapping: What is known of the sender's tables.
    """
    return _SheetReader(file, sheet, plan, settings, mapping).read()


def columns_of(headers: Sequence[str], flat: FlatReading) -> tuple[Column, ...]:
    """What the columns of a flat table hold, for people."""
    return tuple(
        Column(
            at, (head,), role, heading.variable if role == "value" else "", True,
            heading.unit, basis=heading.basis.value if heading.basis else "",
        )
        for at, (head, (role, heading)) in enumerate(zip(headers, flat.roles, strict=True))
    )  # fmt: skip


class _SheetReader:
    def __init__(
        self, file: str, sheet: Sheet, plan: Plan, settings: Settings, mapping: TableMappings | None
    ) -> None:
        self.sheet, self.plan, self.settings = sheet, plan, settings
        self.mapping = mapping
        self.tables: tuple[TableMapping, ...] = mapping.of(file, sheet.name) if mapping else ()
        self.words = Words(plan, mapping) if mapping else words_of(plan)
        self.done = SheetReading(Place(file, sheet.name))
        self.submitted: set[str] = set()

    def read(self) -> SheetReading:
        """The sheet, with the day it was handed in where a line of it says one."""
        self._read()
        if len(self.submitted) > 1:
            self._found(kinds.SUBMITTED_UNCLEAR, "、".join(sorted(self.submitted)))
        day = self.settings.submitted or (self.submitted.pop() if len(self.submitted) == 1 else "")
        self.done.pieces = [piece.handed_in(day) for piece in self.done.pieces]
        return self.done

    def _read(self) -> SheetReading:
        table = self.sheet.table
        if table is not None and not len(table):
            self.done.cells["heading"] += sum(bool(header.strip()) for header in table.headers)
            self.done.findings.append(Finding(kinds.EMPTY_TABLE, file=self.done.place.file))
            return self.done
        long = self.sheet.content and not self.sheet.plain
        if self.mapping is None and (long or self.sheet.table is not None):
            flat = self._large() if long else self._frame()
            if flat:
                return self.done
        sheet = self.sheet
        if sheet.content or sheet.table is not None:
            sheet = sheet.whole()
        rows = sheet.rows
        if not any(text.strip() for row in rows for text in row):
            return self.done
        if self.tables and self.tables[0].skip:
            return self._mapped_out(Account(rows))
        if self.mapping is None and self._flat(rows):
            return self.done
        from genhe_targets.reading.grid import GridReader

        return self._grid(GridReader(rows, self.words, sheet.merged, self._names(), self.tables))

    def _names(self) -> tuple[str, ...]:
        file = PurePath(self.done.place.file.replace("\\", "/")).stem
        return tuple(filter(None, (self.sheet.name, file)))

    def _mapped_out(self, account: Account) -> SheetReading:
        self.done.cells = account.counts()
        self._found(kinds.SHEET_MAPPED_OUT, count=self.done.cells.total())
        return self.done

    def _found(self, code: str, text: str = "", *, count: int = 1, row: int = 0, column: str = "",
               **detail: object) -> None:  # fmt: skip
        place = self.done.place
        self.done.findings.append(
            Finding(
                code, file=place.file, sheet=place.sheet, row=row, column=column, text=text,
                count=count, detail=detail,
            )
        )  # fmt: skip

    def _frame(self) -> bool:
        """A frame or records as whole columns, unless it is no plain flat table."""
        table = self.sheet.table
        if table is None:
            return False
        # What an analyst read from a small sheet may hold totals and notes; long frames are data.
        strict = len(table) <= _SMALL
        context = context_of(self.plan, self.settings)
        flat = read_flat(table, self.plan, self.done.place, context, strict=strict)
        return self._kept(flat, table, (0, 0), ())

    def _kept(
        self, flat: FlatReading | None, table: ColumnTable, header: tuple[int, int],
        titles: Sequence[str],
    ) -> bool:  # fmt: skip
        if flat is None:
            return False
        columns = columns_of(table.headers, flat)
        self.done.pieces.append(flat.piece)
        self.done.cells.update(flat.cells)
        self.done.tables.append(TableReading(flat.layout, header, columns, tuple(titles)))
        return True

    def _large(self) -> bool:
        """A large text file as whole columns, unless it is no plain flat table."""
        head = self.sheet.rows[:_HEADER]
        band = find_header(head, 0, self.words)
        if band is None or band.top != band.bottom:
            return False
        at = band.top
        if any("\n" in cell for row in head[: at + 1] for cell in row):
            return False
        titles = tuple(" ".join(filter(None, row)) for row in head[:at] if any(row))
        headings = map(variable_names(self.plan).read, head[at])
        figures = {c for c, h in enumerate(headings) if h.variable or h.role == "value"}
        table = read_columns(self.sheet.content, head[at], at + 1, self.sheet.delimiter, figures)
        if table is None or not len(table):
            return False
        self.submitted |= {submitted_in(title) for title in titles} - {""}
        place = self.done.place
        context = context_of(self.plan, self.settings, place.file, place.sheet, titles)
        flat = read_flat(table, self.plan, place, context)
        if not self._kept(flat, table, (at + 1, at + 1), titles):
            return False
        self.done.cells["title"] += sum(bool(cell.strip()) for row in head[:at] for cell in row)
        return True

    def _flat(self, rows: list[list[str]]) -> bool:
        """A clean table with one header row, by whole columns."""
        from genhe_targets.reading.grid import GridReader

        reader = GridReader(rows, self.words)
        plain = reader.plain()
        if plain is None:
            return False
        at, body, titles = plain
        table = ColumnTable(
            reader.rows[at],
            [coded([reader.rows[row][c] for row in body]) for c in range(reader.width)],
            0,
        )
        place = self.done.place
        context = context_of(self.plan, self.settings, place.file, place.sheet, titles)
        flat = read_flat(table, self.plan, place, context, strict=True)
        if flat is not None:
            numbers = np.array(body, np.int32) + 1  # as a spreadsheet shows them, gaps and all
            flat = replace(flat, piece=replace(flat.piece, row=numbers[flat.piece.row]))
        if not self._kept(flat, table, (at + 1, at + 1), titles):
            return False
        self.submitted |= reader.submitted
        within = {at, *body}  # counted by columns already
        around = [row for row in range(len(reader.rows)) if row not in within]
        self.done.cells.update(reader.account.counts(around))
        return True

    def _grid(self, reader: GridReader) -> SheetReading:
        for position, table in enumerate(reader.tables()):
            self._grid_table(
                table, self.tables[min(position, len(self.tables) - 1)] if self.tables else None
            )
        self.submitted |= reader.submitted
        self.done.cells = reader.account.counts()
        self.done.left = reader.account.left()
        if not self.done.tables:
            count = self.done.cells.total()
            self._found(kinds.SHEET_SKIPPED, count=count)
        self._say_left()
        return self.done

    def _grid_table(self, table: GridTable, said: TableMapping | None) -> None:
        from genhe_targets.reading.entries import pieces_of
        from genhe_targets.reading.totals import differences

        place, settings = self.done.place, self._table_settings(said)
        context = context_of(self.plan, settings, place.file, place.sheet, table.titles)
        header = Band(table.band.top + 1, table.band.bottom + 1)
        self.done.tables.append(
            TableReading(
                "grid", (header.top, header.bottom), tuple(table.columns), table.titles,
                table.units, table.panels, table.last + 1,
            )
        )  # fmt: skip
        if not table.entries and not table.totals:
            self._found(kinds.EMPTY_TABLE, row=header.bottom)
        unnamed = sum(not entry.variable for entry in table.entries)
        if unnamed:
            self._found(kinds.VARIABLE_MISSING, row=header.bottom, count=unnamed)
        if table.named_by:
            named = [*table.entries, *(total.entry for total in table.totals)]
            name = named[0].variable if named else ""
            self._found(kinds.VARIABLE_IMPLIED, table.named_by, name=title_of(name, self.plan))
        pieces = pieces_of(table.entries, self.plan, place, context, self.words)
        self.done.pieces += [piece.handed_in(settings.submitted) for piece in pieces]
        for own in differences(table.totals, self.plan):
            total = own.total
            self._found(
                kinds.TOTAL_DIFFERS, total.text, row=total.row + 1, column=letters(total.at),
                parts=own.count, sum=own.shown, slack=f"±{plainly(float(own.slack))}",
            )  # fmt: skip
        for text, at in table.pseudo.items():
            self._found(kinds.PSEUDO_REGION, text, row=at[0][0] + 1, count=len(at))
        for name, count in table.skipped.items():
            if name:
                self._found(kinds.COLUMN_SKIPPED, name, count=count)

    def _table_settings(self, said: TableMapping | None) -> Settings:
        if said is None:
            return self.settings
        period = read_period(said.period)
        code = self.words.region(said.region) or ""
        return replace(
            self.settings,
            period=(period.spelled(calendar=self.plan.calendar) if period else "")
            or self.settings.period,
            region=code or self.settings.region,
            submitted=said.submitted.isoformat() if said.submitted else self.settings.submitted,
        )

    def _say_left(self) -> None:
        """One finding for each reason why cells were left out, where nothing else says it."""
        if not self.done.tables:
            return
        by_reason: dict[str, list[Left]] = {}
        for left in self.done.left:
            by_reason.setdefault(left.reason, []).append(left)
        for reason, cells in by_reason.items():
            headed = reason in {
                "derived",
                "unknown_column",
                "pseudo_region",
                "mapping",
            }  # told by their names
            if headed:
                continue
            zh, en = REASONS[reason]
            first = cells[0]
            self._found(
                kinds.CELLS_LEFT, first.text, count=len(cells), row=first.row + 1,
                column=letters(first.column), reason=zh, reason_en=en,
            )  # fmt: skip
