"""How far the sheets of .xls and .ods workbooks reach, found before they are laid out in memory."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings

_CELLS = frozenset((0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, 0x00BD, 0x00BE))
"""Records of BIFF that hold cells; all begin with row and first column."""

_DIMENSIONS, _BEGIN, _END, _NUMBERS, _BLANKS = 0x0200, 0x0809, 0x000A, 0x00BD, 0x00BE
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


@dataclass(slots=True)
class Reach:
    """How far a sheet reaches, in rows and columns from its first cell, and its error cells."""

    height: int = 0
    width: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def to(self, row: int, column: int) -> None:
        """Stretch to a cell, both counted from 0."""
        self.height = max(self.height, row + 1)
        self.width = max(self.width, column + 1)


def check(reaches: list[Reach], settings: Settings, names: list[str] | None = None) -> None:
    """Refuse sheets that span too many cells.

    Raises:
        ReadingError: They do.
    """
    left = settings.max_cells
    for at, reach in enumerate(reaches):
        count = reach.height * reach.width
        left -= count
        if left < 0:
            name = names[at] if names and at < len(names) else str(at + 1)
            raise refusal("too_many_cells", sheet=name, count=count, limit=settings.max_cells)


def xls_reaches(content: bytes) -> list[Reach]:
    """The sheets of an .xls file, in the order in which they are stored.

    Raises:
        ReadingError: It holds no workbook, or one with a password.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            if container.exists("EncryptedPackage"):
                raise refusal("password")
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    if container.get_size(name) > len(content):
                        raise refusal("no_workbook", reason="stream longer than the file")
                    stream = container.openstream(name).read()
                    return list(_xls_sheets(stream))
    except (OSError, ValueError, IndexError, struct.error, TypeError, MemoryError) as error:
        raise refusal("no_workbook", reason=error) from error
    raise refusal("no_report_format", what="旧版 Office 文档", what_en="an old Office document",
                  advice="请提供表格数据（CSV 或 Excel）",
                  advice_en="Send the table behind it as CSV or Excel.")  # fmt: skip


def _xls_sheets(stream: bytes) -> Iterator[Reach]:
    """Walk over the records: type, length, body; parts nest where a sheet holds a chart."""
    reach, at, depth, parts = Reach(), 0, 0, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = at + 4
        at = body + length
        if kind == _BEGIN:
            depth += 1
            parts += depth == 1
        elif kind == _END and depth:
            depth -= 1
            if not depth and parts > 1:  # the first part is the workbook itself
                yield reach
                reach = Reach()
        elif depth == 1 and at <= len(stream):
            _stretch(reach, kind, stream[body:at])


def _stretch(reach: Reach, kind: int, body: bytes) -> None:
    if kind == _DIMENSIONS and len(body) in {10, 14}:
        _, row, _, column = struct.unpack_from("<IIHH" if len(body) == 14 else "<4H", body)
        if row and column:
            reach.to(row - 1, column - 1)
    elif kind in _CELLS and len(body) >= 6:
        row, column = struct.unpack_from("<HH", body)
        if kind in {_NUMBERS, _BLANKS}:
            column = max(column, struct.unpack_from("<H", body, len(body) - 2)[0])
        reach.to(row, column)
        _note_error(reach, kind, body)


def _note_error(reach: Reach, kind: int, body: bytes) -> None:
    """Error values, which the reader of values leaves out."""
    code = None
    if kind == 0x0205 and len(body) >= 8 and body[7]:
        code = body[6]
    elif kind == 0x0006 and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        code = body[8]
    if code is not None:
        place: tuple[int, int] = struct.unpack_from("<HH", body)
        reach.errors[place] = _ERRORS.get(code, "#N/A")


def ods_reaches(content: bytes, settings: Settings) -> list[Reach]:
    """The sheets of an .ods file.

    Args:
        content: Its ``content.xml``.
        settings: Bounds; a sheet beyond them ends the search.

    Raises:
        ReadingError: It is no XML, or its cells repeat beyond the bounds.
    """
    walk = _Ods(settings)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal("no_workbook", reason=error) from error
    return walk.sheets


class _Ods:
    """Counts rows and cells of the sheets, each times how often it repeats."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sheets: list[Reach] = []
        self.row = self.column = self.last = 0
        self.rows_repeat = self.cell_repeat = 1
        self.in_cell = self.filled = False
        self.repeated = self.length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "table":
            self.sheets.append(Reach())
            self.row = 0
        elif name == "table-row":
            self.rows_repeat = _count(attributes, "number-rows-repeated")
            self.column = self.last = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self.cell_repeat = _count(attributes, "number-columns-repeated")
            self.in_cell, self.length = True, 0
            self.filled = any(key.endswith(" value-type") for key in attributes)

    def text(self, text: str) -> None:
        if self.in_cell:
            self.filled = True
            self.length += len(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in {"table-cell", "covered-table-cell"}:
            self.in_cell = False
            self.column += self.cell_repeat
            if self.filled:
                self.last = self.column
                self.repeated += self.length * self.cell_repeat * self.rows_repeat
        elif name == "table-row" and self.sheets:
            self.row += self.rows_repeat
            if self.last:
                self.sheets[-1].to(self.row - 1, self.last - 1)
            check(self.sheets, self.settings)
            if self.repeated > self.settings.max_unpacked:
                limit = self.settings.max_unpacked
                raise refusal("too_much_text", sheet=len(self.sheets), limit=limit)


def _count(attributes: dict[str, str], name: str) -> int:
    text = next((value for key, value in attributes.items() if key.endswith(f" {name}")), "1")
    return int(text) if text.isdecimal() and len(text) < 12 else 1
