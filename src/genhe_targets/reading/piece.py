"""A piece: the observations of one table, names resolved, figures not yet read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from genhe_targets.findings import Finding
from genhe_targets.reading.coding import Codes, TextColumn, constant, repeated


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands.

    Attributes:
        file: Name of the source as the user gave it.
        sheet: Sheet, ``""`` for a text file.
    """

    file: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Observations of one table; every column is as long as ``text``.

    Attributes:
        region, period, variable: Codes, canonical periods and ids, else the text found.
        text: The cells as written.
        row: 1-based rows as a spreadsheet shows them.
        column: Column letters.
        unit: Units as given by row, column or table, ``""`` for none; ``None`` where no cell of
            the table gives one.
        basis: Codes of ``Basis`` or ``""``; ``None`` where nothing says it.
        note, date: Remarks, and dates as written; ``None`` where there is no such column.
        submitted: When each was handed in, as written; ``None`` where nothing says it.
        findings: What was remarkable about its names.
        source: Number of the input that all rows stand in, or one for each row.
    """

    place: Place
    region: TextColumn
    period: TextColumn
    variable: TextColumn
    text: TextColumn
    row: Codes
    column: TextColumn
    unit: TextColumn | None = None
    basis: TextColumn | None = None
    note: TextColumn | None = None
    date: TextColumn | None = None
    submitted: TextColumn | None = None
    findings: tuple[Finding, ...] = ()
    source: int | Codes = 0

    def __len__(self) -> int:
        return len(self.row)

    def read_from(self, number: int) -> Piece:
        """The same from an input, where it does not tell one for each row."""
        return replace(self, source=number) if isinstance(self.source, int) else self

    def files(self, names: TextColumn) -> TextColumn:
        """The file of each row, of the names of all inputs."""
        if isinstance(self.source, int):
            return constant(names.text(self.source), len(self))
        return names.taken(self.source).compact()

    def submitted_on(self, given: TextColumn | None) -> Piece:
        """The same with the days of a column of its table, once for each block of figures."""
        if given is None or not len(given.codes):
            return self
        return replace(self, submitted=repeated(given, len(self) // len(given.codes)))

    def handed_in(self, day: str) -> Piece:
        """The same handed in on a day, ``""`` for none, where nothing nearer says when."""
        if not day or self.submitted is not None:
            return self
        return replace(self, submitted=constant(day, len(self)))

    def taken(self, rows: Codes, findings: tuple[Finding, ...] = ()) -> Piece:
        """Some rows, with more findings."""

        def some(column: TextColumn | None) -> TextColumn | None:
            return None if column is None else column.taken(rows)

        return replace(
            self,
            region=self.region.taken(rows), period=self.period.taken(rows),
            variable=self.variable.taken(rows), text=self.text.taken(rows), row=self.row[rows],
            column=self.column.taken(rows), unit=some(self.unit), basis=some(self.basis),
            note=some(self.note), date=some(self.date), submitted=some(self.submitted),
            source=self.source if isinstance(self.source, int) else self.source[rows],
            findings=self.findings + findings,
        )  # fmt: skip
