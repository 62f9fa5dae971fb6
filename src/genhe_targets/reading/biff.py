"""Facts of .xls workbooks (BIFF in a compound file), found before their values are read."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.sheetfacts import BUILT_IN, SheetFacts, Shown

_BEGIN, _END, _DIMENSIONS = 0x0809, 0x000A, 0x0200
_FORMULA, _ERROR, _NUMBER, _RK, _NUMBERS, _BLANKS = 0x0006, 0x0205, 0x0203, 0x027E, 0x00BD, 0x00BE
_CELLS = frozenset(
    (_FORMULA, 0x0201, _NUMBER, 0x0204, _ERROR, _RK, 0x00D6, 0x00FD, _NUMBERS, _BLANKS)
)
"""Records that hold cells; all begin with row, first column and style."""

_FORMAT, _STYLE = 0x041E, 0x00E0
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def sheet_facts(content: bytes) -> list[SheetFacts]:
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
                    return list(_sheets(container.openstream(name).read()))
    except (OSError, ValueError, LookupError, struct.error, TypeError, AttributeError) as error:
        raise refusal("no_workbook", reason=error) from error
    raise refusal("no_report_format", what="旧版 Office 文档", what_en="an old Office document",
                  advice="请提供表格数据（CSV 或 Excel）",
                  advice_en="Send the table behind it as CSV or Excel.")  # fmt: skip


@dataclass
class _Styles:
    """Number formats by their number, and for each style the number of its format."""

    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    formats: list[int] = field(default_factory=list)
    known: dict[int, Shown | None] = field(default_factory=dict)

    def take(self, kind: int, body: bytes) -> None:
        """Take in a record of the workbook itself."""
        if kind == _FORMAT and len(body) > 5:
            wide, text = body[4] & 1, body[5:]
            self.codes[_short(body, 0)] = text.decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == _STYLE and len(body) >= 4:
            self.formats.append(_short(body, 2))

    def shown(self, style: int) -> Shown | None:
        """How numbers of a style are shown."""
        if style not in self.known:
            number = self.formats[style] if style < len(self.formats) else 0
            self.known[style] = Shown.of(self.codes.get(number, ""))
        return self.known[style]


def _sheets(stream: bytes) -> Iterator[SheetFacts]:
    """Walk over the records: type, length, body; parts nest where a sheet holds a chart."""
    facts, styles, at, depth, parts = SheetFacts(), _Styles(), 0, 0, 0
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
                yield facts
                facts = SheetFacts()
        elif depth == 1 and at <= len(stream):
            if parts == 1:
                styles.take(kind, stream[body:at])
            else:
                _look(facts, styles, kind, stream[body:at])


def _look(facts: SheetFacts, styles: _Styles, kind: int, body: bytes) -> None:
    if kind == _DIMENSIONS and len(body) in {10, 14}:
        _, row, _, column = struct.unpack_from("<IIHH" if len(body) == 14 else "<4H", body)
        if row and column:
            facts.reach(row - 1, column - 1)
    elif kind in _CELLS and len(body) >= 6:
        row, column, style = struct.unpack_from("<HHH", body)
        if kind in {_NUMBERS, _BLANKS}:
            facts.reach(row, max(column, _short(body, len(body) - 2)))
        facts.reach(row, column)
        if kind == _NUMBERS:
            for index in range((len(body) - 6) // 6):
                _show(facts, styles, (row, column + index), _short(body, 4 + 6 * index))
        elif kind in {_NUMBER, _RK, _FORMULA}:
            _show(facts, styles, (row, column), style)
        _note_error(facts, kind, body)


def _show(facts: SheetFacts, styles: _Styles, place: tuple[int, int], style: int) -> None:
    shown = styles.shown(style)
    if shown:
        facts.shown[place] = shown


def _note_error(facts: SheetFacts, kind: int, body: bytes) -> None:
    code = None
    if kind == _ERROR and len(body) >= 8 and body[7]:
        code = body[6]
    elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        code = body[8]
    if code is not None:
        facts.texts[_short(body, 0), _short(body, 2)] = _ERRORS.get(code, "#N/A")


def _short(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")
