"""Grids: sheets as bureaus write them - titles, headers of several rows, panels, totals, notes.

A sheet is cut into tables, a table into panels, a panel into rows.  Every figure becomes an entry
with what its row, its column and the lines around the table say of it; every other cell is
accounted for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from genhe_targets.reading.account import Account
from genhe_targets.reading.cells import tidy_text
from genhe_targets.reading.columnmeanings import Column, meanings, panels
from genhe_targets.reading.context import submitted_in
from genhe_targets.reading.headers import Band, Merged, filled, find_header, heads, stacks, unmerged
from genhe_targets.reading.lines import Entry, Total
from genhe_targets.reading.mapping import TableMapping
from genhe_targets.reading.panelrows import PanelReader
from genhe_targets.reading.regions import plain_name
from genhe_targets.reading.words import Words, is_figure, is_note, is_period, units_of_line

_SAMPLE = 60
"""Rows looked at to tell what a column holds."""


@dataclass
class GridTable:
    """One table of a sheet, read.

    Attributes:
        band: Rows of its header.
        last: Last row of it, from 0.
        columns: What its columns hold.
        titles: Lines above it.
        units: Units that a 单位 line gives for all of it.
        entries: Its figures.
        totals: Figures of totals, with the parts they should be the sum of.
        pseudo: Places of cells that speak of what is no region of its own (市辖区).
        named_by: The line that names the indicator of all figures, where it is only mentioned.
        skipped: Names of columns that were left out, with how many cells.
    """

    band: Band
    last: int
    columns: list[Column]
    titles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    entries: list[Entry] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    panels: int = 1
    pseudo: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    named_by: str = ""


class GridReader:
    """Reads one sheet.

    Args:
        rows: Its cells.
        words: The words of the plan.
        merged: Merged cells as (first row, first column, last row, last column), from 0.
        names: Names of the sheet and the file, for what the sheet itself does not say.
        mapping: What a mapping file says of its tables; nothing, to recognise them.
    """

    def __init__(
        self,
        rows: list[list[str]],
        words: Words,
        merged: Merged = (),
        names: tuple[str, ...] = (),
        mapping: tuple[TableMapping, ...] = (),
    ) -> None:
        self.words, self.names = words, names
        self.mappings = list(mapping)
        self.mapping = mapping[0] if mapping else None
        self.rows = unmerged(rows, ())
        self.full = unmerged(rows, merged) if merged else self.rows
        self.width = len(self.rows[0]) if self.rows else 0
        self.account = Account(self.rows)
        self._sure: dict[int, bool] = {}
        self.submitted: set[str] = set()

    def tables(self) -> Iterator[GridTable]:
        """The tables of the sheet, in order."""
        start = 0
        while start < len(self.rows):
            band = self._band(start)
            if band is None:
                break
            last = self._last(band)
            yield self._table(band, start, last)
            start = last + 1
            if self.mappings and self.mappings[0].header:
                self.mappings.pop(0)
                self.mapping = self.mappings[0] if self.mappings else None
                if self.mapping is None:
                    break
        self._rest(start)

    def plain(self) -> tuple[int, list[int], tuple[str, ...]] | None:
        """Header row, rows of data and titles of a sheet that may be read by whole columns."""
        band = self._band(0)
        if band is None or band.top != band.bottom or self._last(band) != len(self.rows) - 1:
            return None
        titles, units = self._around(0, band.top, "title")
        header = self.rows[band.top]
        body, _, more = self._body(band, len(self.rows) - 1, {self._spelled(band.top)})
        bare = [at for at in range(self.width) if not header[at].strip()]
        if units or more or any(self.rows[row][at].strip() for row in body for at in bare):
            return None
        return (band.top, body, titles) if body else None

    def _band(self, start: int) -> Band | None:
        if self.mapping and self.mapping.header:
            first, last = self.mapping.header
            band = Band(first - 1, min(last, len(self.rows)) - 1)
            return band if start <= band.top < len(self.rows) else None
        return find_header(self.rows, start, self.words)

    def _last(self, band: Band) -> int:
        """The last row of a table: before the lines above the next header, or of the sheet."""
        if self.mapping and self.mapping.last_row:
            return min(self.mapping.last_row, len(self.rows)) - 1
        if self.mapping and self.mapping.header:
            others = [own.header[0] - 2 for own in self.mappings[1:] if own.header]
            return min([*others, len(self.rows) - 1])
        own = {self._spelled(row) for row in range(band.top, band.bottom + 1)}
        for row in range(band.bottom + 1, len(self.rows)):
            if (
                self._is_sure(row)
                or not heads(self.rows[row], self.words)
                or self._spelled(row) in own
            ):
                continue
            if self._is_labelled(row):
                continue
            following = find_header(self.rows, row, self.words)
            if following is None or following.bottom < row:
                continue
            last = row - 1
            while last > band.bottom and len(filled(self.rows[last])) <= 1:
                text = "".join(self.rows[last]).strip()
                if text and is_note(text):
                    break
                last -= 1
            return max(last, band.bottom)
        return len(self.rows) - 1

    def _is_sure(self, row: int) -> bool:
        """Whether a row is one of data whatever stands around it: a label and a figure.

        No header and no remark is such a row, so that the many rows of data are looked at once.
        """
        known = self._sure.get(row)
        if known is None:
            texts = [text for text in self.rows[row] if text and not text.isspace()]
            known = len(texts) > 1 and not is_note(texts[0]) and any(map(is_figure, texts))
            self._sure[row] = known
        return known

    def _is_labelled(self, row: int) -> bool:
        """Whether a row without figures only names things of its own table (a blank line of it)."""
        at = filled(self.rows[row])
        first = self.rows[row][at[0]]
        heading = self.words.heading(first)
        return not heading.role and bool(heading.variable or self.words.region(first))

    def _spelled(self, row: int) -> tuple[str, ...]:
        return tuple(plain_name(text) for text in self.rows[row] if text.strip())

    def _table(self, band: Band, start: int, last: int) -> GridTable:
        titles, units = self._around(start, band.top, "title")
        for row in range(band.top, band.bottom + 1):
            self.account.mark_row(row, "heading")
        own = {self._spelled(row) for row in range(band.top, band.bottom + 1)}
        body, below, more = self._body(band, last, own)
        titles = (*(text for text in self._texts(below) if is_period(text)), *titles)
        over = stacks(self.full, band, self.width, self.words)
        sample = [row for row in body if row not in below][:_SAMPLE]
        texts = [[self.full[row][at] for row in sample] for at in range(self.width)]
        columns = meanings(over, texts, self.words)
        if self.mapping:
            columns = self.mapping.applied(columns)
            units = (self.mapping.unit,) if self.mapping.unit else units
            more = () if self.mapping.unit else more
        table = GridTable(band, last, columns, titles, units + more)
        sides = panels(columns)
        table.panels = len(sides)
        for side in sides:
            reader = PanelReader(self, table, side)
            for row in body:
                reader.row(row)
            reader.finish()
        return table

    def _around(self, start: int, stop: int, fate: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lines outside of a table: their texts, and the units they give."""
        lines: list[str] = []
        units: list[str] = []
        for row in range(start, stop):
            at = filled(self.rows[row])
            texts = [self.rows[row][column].strip() for column in at]
            for column, text in zip(at, texts, strict=True):
                self.account.mark(row, column, "note" if is_note(text) else fate)
                units += units_of_line(text)
            self.submitted |= {submitted_in(" ".join(texts))} - {""}
            if texts and not is_note(texts[0]):
                lines.append(" ".join(texts))
        return tuple(lines), tuple(units)

    def _body(
        self, band: Band, last: int, own: set[tuple[str, ...]]
    ) -> tuple[list[int], set[int], tuple[str, ...]]:
        """Rows of a table without the headers repeated in it, and what stands below it."""
        rows = [row for row in range(band.bottom + 1, last + 1) if filled(self.rows[row])]
        kept: list[int] = []
        notes: set[int] = set()
        units: list[str] = []
        end = len(rows)
        while (
            end and not self._is_sure(rows[end - 1]) and self._is_remark(rows[end - 1], tail=True)
        ):
            end -= 1
        for position, row in enumerate(rows):
            if self._is_sure(row):
                kept.append(row)
            elif position >= end or self._is_remark(row, tail=False):
                notes.add(row)
                _, given = self._around(row, row + 1, "note")
                units += given
            elif not any(map(is_figure, self.rows[row])) and self._spelled(row) in own:
                self.account.mark_row(row, "heading")
            else:
                kept.append(row)
        return kept, notes, tuple(units)

    def _texts(self, rows: set[int]) -> list[str]:
        return [text.strip() for row in sorted(rows) for text in self.rows[row] if text.strip()]

    def _is_remark(self, row: int, *, tail: bool) -> bool:
        at = filled(self.rows[row])
        texts = [self.rows[row][column] for column in at]
        if is_note(texts[0]) and (len(at) == 1 or all(map(is_note, texts))):
            return True
        if len(at) == 1 and units_of_line(texts[0]):
            return True
        if len(at) > 1 and is_note(texts[0]):  # 填报人：甲 | 2023年10月8日
            return tail
        return (tail and len(at) == 1 and not self._names_something(texts[0])) or (
            len(at) == 1 and len(tidy_text(texts[0])) > 40
        )

    def _names_something(self, text: str) -> bool:
        heading = self.words.heading(text)
        return bool(heading.variable or heading.basis or self.words.region(text))

    def _rest(self, start: int) -> None:
        """What stands below the last table, or in a sheet without one."""
        if start:
            self._around(start, len(self.rows), "note")
