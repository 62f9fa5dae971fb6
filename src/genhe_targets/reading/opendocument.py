"""Facts of .ods workbooks, found before their values are read.

A cell or row can say how often it repeats; a few bytes are then billions of cells.
"""

from __future__ import annotations

from xml.parsers import expat

from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sheetfacts import SheetFacts, Shown, check_extent

_NOTED = 10_000
"""Repeats of a cell whose error or percent sign is kept; more of them are no table."""


def sheet_facts(content: bytes, settings: Settings) -> list[SheetFacts]:
    """The sheets of an .ods file.

    Args:
        content: Its ``content.xml``.
        settings: Bounds; a sheet beyond them ends the search.

    Raises:
        ReadingError: It is no XML, or its cells repeat beyond the bounds.
    """
    walk = _Walk(settings)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal("no_workbook", reason=error) from error
    return walk.sheets


class _Walk:
    """Counts rows and cells of the sheets, each times how often it repeats."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sheets: list[SheetFacts] = []
        self.row = self.column = self.last = 0
        self.row_repeats = self.cell_repeats = 1
        self.in_cell = False
        self.kinds: set[str] = set()
        self.said: list[str] = []
        self.repeated = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "table":
            own = next((v for k, v in attributes.items() if k.endswith(" name")), "")
            self.sheets.append(SheetFacts(own))
            self.row = 0
        elif name == "table-row":
            self.row_repeats = _count(attributes, "number-rows-repeated")
            self.column = self.last = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self.cell_repeats = _count(attributes, "number-columns-repeated")
            self.in_cell, self.said = True, []
            self.kinds = {v for k, v in attributes.items() if k.endswith(" value-type")}

    def text(self, text: str) -> None:
        if self.in_cell:
            self.said.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in {"table-cell", "covered-table-cell"}:
            self._end_of_cell()
        elif name == "table-row" and self.sheets:
            self.row += self.row_repeats
            if self.last:
                self.sheets[-1].reach(self.row - 1, self.last - 1)
            check_extent(self.sheets, self.settings.max_cells)
            if self.repeated > self.settings.max_unpacked:
                limit = self.settings.max_unpacked
                raise refusal("too_much_text", sheet=self.sheets[-1].name, limit=limit)

    def _end_of_cell(self) -> None:
        self.in_cell = False
        first, self.column = self.column, self.column + self.cell_repeats
        if not self.kinds and not self.said:
            return
        self.last = self.column
        said = "".join(self.said)
        self.repeated += len(said) * self.cell_repeats * self.row_repeats
        if not self.sheets or self.cell_repeats * self.row_repeats > _NOTED:
            return
        facts = self.sheets[-1]
        places = [
            (self.row + down, first + right)
            for down in range(self.row_repeats)
            for right in range(self.cell_repeats)
        ]
        if "error" in self.kinds and said.startswith("#"):
            facts.texts.update(dict.fromkeys(places, said))
        elif "percentage" in self.kinds:
            facts.shown.update(dict.fromkeys(places, Shown(0, True)))


def _count(attributes: dict[str, str], name: str) -> int:
    text = next((value for key, value in attributes.items() if key.endswith(f" {name}")), "1")
    return int(text) if text.isdecimal() and len(text) < 12 else 1
