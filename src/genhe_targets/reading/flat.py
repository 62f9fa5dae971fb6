"""Flat tables: one header row, then rows; long (a value column) or wide (a column per name).

Frames, records and clean files are read this way, whole columns at a time, however long.  A
table in any other layout is handed back, for the layouts of grids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from genhe_targets.findings import Finding
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.cells import tidy_text
from genhe_targets.reading.coding import (
    Codes,
    TextColumn,
    blocks,
    coded,
    constant,
    first_of,
    joined,
    letters,
    repeated,
)
from genhe_targets.reading.columnroles import LABELS, NAMES, ONCE, ColumnRoles
from genhe_targets.reading.context import Context
from genhe_targets.reading.names import Heading, variable_names
from genhe_targets.reading.piece import Piece, Place
from genhe_targets.reading.regions import PSEUDO, plain_name
from genhe_targets.reading.resolving import Periods, Resolver


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """A table as columns.

    Attributes:
        headers: Texts of the header.
        columns: Equally long columns.
        row: Number of the first row below the header, as a spreadsheet shows it.
        numbers: 0, 1, 2 and so on to the number of the last row, where something counts so already.
    """

    headers: list[str]
    columns: list[TextColumn]
    row: int = 2
    numbers: Codes | None = None

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


@dataclass(frozen=True, slots=True)
class FlatReading:
    """A flat table, read.

    Attributes:
        piece: Its observations.
        layout: ``long`` or ``wide``.
        cells: Non-empty cells by what became of them, the header included.
        roles: For each column its role, ``value``, or ``skipped``.
    """

    piece: Piece
    layout: Literal["long", "wide"]
    cells: Counter[str]
    roles: tuple[tuple[str, Heading], ...]


def read_flat(
    table: ColumnTable, plan: Plan, place: Place, context: Context, *, strict: bool = False,
    roles: Sequence[str] = (),
) -> FlatReading | None:  # fmt: skip
    """Read a flat table, ``None`` where it is not flat.

    Args:
        table: The table.
        plan: Knows the names.
        place: Where the table stands.
        context: What is known around it.
        strict: Hand back whatever holds rows of another kind (totals, repeated headers, notes),
            because they can be read as a grid.
        roles: What each column holds, where that is known.
    """
    return _FlatReader(table, plan, Resolver(plan, place, context), strict, roles).read()


def layout_of(roles: Sequence[str], headings: Sequence[Heading]) -> Literal["long", "wide"] | None:
    """Whether columns of such roles make a flat table, and of which kind; ``None`` for none."""
    counts = Counter(roles)
    if counts["other"] or any(counts[role] > 1 for role in ONCE if role != "note"):
        return None
    values = [h for h, role in zip(headings, roles, strict=True) if role == "value"]
    named = [heading.variable for heading in values]
    labelled = counts["variable"] + counts["measure"]
    if labelled == 1 and not any(named):
        if counts["value"] == 1 or (counts["measure"] and counts["date"] and not named):
            return "long"
        return None
    if labelled or not any(named):
        return None
    bare = any(heading.role == "value" for heading in values)
    if bare or any(h.period or h.last_year for h in headings if h.variable):
        return None
    return "wide"


class _FlatReader:
    def __init__(
        self, table: ColumnTable, plan: Plan, resolver: Resolver, strict: bool,
        roles: Sequence[str],
    ) -> None:  # fmt: skip
        self.table, self.plan, self.resolver, self.strict = table, plan, resolver, strict
        self.dropped = 0
        self.names = variable_names(plan)
        self.headings = [self.names.read(header) for header in table.headers]
        self.known = ColumnRoles(plan)
        self.roles = list(roles) or self.known.of(self.headings, table.columns)

    def read(self) -> FlatReading | None:
        layout = layout_of(self.roles, self.headings)
        if layout is None or (self.strict and self._has_other_rows()):
            return None
        own = self._long() if layout == "long" else self._wide()
        piece = own.submitted_on(self._column("submitted"))
        return FlatReading(
            self._without_pseudo(piece), layout, self._cells(),
            tuple(zip(self.roles, self.headings, strict=True)),
        )  # fmt: skip

    def _at(self, role: str) -> int | None:
        return self.roles.index(role) if role in self.roles else None

    def _column(self, role: str) -> TextColumn | None:
        at = self._at(role)
        return None if at is None else self.table.columns[at]

    def _has_other_rows(self) -> bool:
        """Whether some row is no row of data: its labels are those of totals, notes, headers."""
        for role in NAMES:
            at = self._at(role)
            if at is None:
                continue
            column, header = self.table.columns[at], plain_name(self.table.headers[at])
            if any(self.known.is_other(role, text, header) for text in column.listed()):
                return True
        return False

    def _long(self) -> Piece:
        count = len(self.table)
        names = self._column("variable") or self._column("measure") or constant("", count)
        is_measure = self._at("measure") is not None
        headings = {text: self._name(text, is_measure) for text in names.listed()}
        date = self._column("date")
        text, value_at = self._column("value"), self._at("value")
        if text is None or value_at is None:  # measures with their days of completion only
            text, value_at = date or constant("", count), self._at("date") or 0
            date = None
        heading = self.headings[value_at]
        variable = names.mapped(lambda t: headings[t].variable or tidy_text(t))
        unit = self._units(names, headings, heading.unit)
        periods = self._periods(count)
        basis = self._bases(names, headings, heading, periods)
        numbers = self.table.numbers
        if numbers is None:
            numbers = np.arange(self.table.row + count, dtype=np.int32)
            if text.is_plain:  # counts as the rows do: one array serves both
                text = TextColumn(text.texts, numbers[:count])
        row = numbers[self.table.row :]
        return Piece(
            self.resolver.place, self._regions(count), periods.column, variable, text, row,
            constant(letters(value_at), count), unit, basis, self._notes(), date,
            findings=tuple(self.resolver.findings),
        )  # fmt: skip

    def _name(self, text: str, is_measure: bool) -> Heading:
        heading = self.names.read(text)
        if is_measure and not heading.variable:
            return replace(heading, variable=self.names.measure(text) or "")
        return heading

    def _units(
        self, names: TextColumn, headings: dict[str, Heading], common: str
    ) -> TextColumn | None:
        """Unit of each row: of its own column, else of its name, else of the value's header."""
        given = self._column("unit")
        own = self.resolver.units(given) if given is not None else None
        named = names.mapped(lambda text: headings[text].unit or common)
        if not any(named.texts):
            return own
        return named if own is None else first_of(own, named)

    def _bases(
        self, names: TextColumn, headings: dict[str, Heading], value: Heading, periods: Periods
    ) -> TextColumn | None:
        given = self._column("basis")
        own = self.resolver.bases(given) if given is not None else None
        common = value.basis.value if value.basis else ""
        named = names.mapped(lambda t: b.value if (b := headings[t].basis) else common)
        found = [c for c in (own, named, periods.basis) if c is not None and any(c.texts)]
        basis = None
        for column in found:
            basis = column if basis is None else first_of(basis, column)
        return self._until(basis, names.mapped(lambda t: headings[t].variable), periods)

    def _until(
        self, basis: TextColumn | None, ids: TextColumn, periods: Periods
    ) -> TextColumn | None:
        """截至9月底 of a flow that is reported by single periods speaks of the year so far."""
        if periods.until is None:
            return basis
        known = self.plan.variable_by_id
        flows = ids.spread(lambda i: i in known and known[i].basis.value == "period", bool)
        said = TextColumn(["", "cumulative"], (periods.until & flows).astype(np.int32))
        return said if basis is None else first_of(basis, said)

    def _regions(self, count: int) -> TextColumn:
        column = self._column("region")
        if column is None or not any(text.strip() for text in column.listed()):
            return self.resolver.region(count)
        return self.resolver.regions(column)

    def _periods(self, count: int) -> Periods:
        column = self._column("period")
        if column is None or not any(text.strip() for text in column.listed()):
            return Periods(self.resolver.period(count))
        return self.resolver.periods(column)

    def _notes(self) -> TextColumn | None:
        at = [index for index, role in enumerate(self.roles) if role == "note"]
        if not at:
            return None
        if len(at) == 1:
            return self.table.columns[at[0]]
        parts = [self.table.columns[index] for index in at]
        return coded(["；".join(filter(None, (part.text(row) for part in parts)))
                      for row in range(len(self.table))])  # fmt: skip

    def _wide(self) -> Piece:
        count = len(self.table)
        at = [index for index, role in enumerate(self.roles) if role == "value"]
        region, periods, notes = self._regions(count), self._periods(count), self._notes()
        date = self._column("date")
        headings = [self.headings[index] for index in at]
        variable = blocks([h.variable or tidy_text(h.text) for h in headings], count)
        given = self._column("unit")
        own = self.resolver.units(given) if given is not None else None
        unit = blocks([h.unit for h in headings], count)
        units = unit if any(unit.texts) else None
        if own is not None:
            whole = repeated(own, len(at))
            units = whole if units is None else first_of(units, whole)
        basis = blocks([h.basis.value if h.basis else "" for h in headings], count)
        bases = basis if any(basis.texts) else None
        column = self._column("basis")
        for said in (self.resolver.bases(column) if column is not None else None, periods.basis):
            if said is not None:
                whole = repeated(said, len(at))
                bases = whole if bases is None else first_of(bases, whole)
        until = None if periods.until is None else np.tile(periods.until, len(at))
        bases = self._until(bases, variable, replace(periods, until=until))
        row = np.arange(self.table.row, self.table.row + count, dtype=np.int32)
        return Piece(
            self.resolver.place, repeated(region, len(at)), repeated(periods.column, len(at)),
            variable, joined([self.table.columns[index] for index in at]), np.tile(row, len(at)),
            blocks([letters(index) for index in at], count), units, bases,
            None if notes is None else repeated(notes, len(at)),
            None if date is None else repeated(date, len(at)),
            findings=tuple(self.resolver.findings),
        )  # fmt: skip

    def _without_pseudo(self, piece: Piece) -> Piece:
        """Rows of code lists that are no regions (市辖区) are left out, and said."""
        named = (text for text in piece.region.texts if not text.isdigit())
        pseudo = [text for text in named if PSEUDO.fullmatch(plain_name(text))]
        if not pseudo:
            return piece
        findings = []
        keep = np.ones(len(piece), dtype=bool)
        written = piece.text.spread(lambda text: bool(text.strip()), bool)
        for text in pseudo:
            rows = piece.region.codes == piece.region.texts.index(text)
            keep &= ~rows
            self.dropped += int((rows & written).sum())
            first = int(piece.row[np.flatnonzero(rows)[0]]) if rows.any() else 0
            findings.append(
                Finding(
                    kinds.PSEUDO_REGION, file=piece.place.file, sheet=piece.place.sheet,
                    row=first, text=text, count=int(rows.sum()),
                )
            )  # fmt: skip
        return piece.taken(np.flatnonzero(keep).astype(np.int32), tuple(findings))

    def _cells(self) -> Counter[str]:
        """Non-empty cells by what became of them."""
        cells = Counter({"heading": sum(bool(header.strip()) for header in self.table.headers)})
        for role, column, header in zip(
            self.roles, self.table.columns, self.table.headers, strict=True
        ):
            filled = column.filled()
            if role in LABELS:
                cells["note" if role == "note" else "label"] += filled
            elif role == "value":
                cells["observation"] += filled
            elif filled:
                cells["skipped"] += filled
                self.resolver.found(kinds.COLUMN_SKIPPED, header, count=filled)
        cells["observation"] -= self.dropped
        cells["skipped"] += self.dropped
        return +cells
