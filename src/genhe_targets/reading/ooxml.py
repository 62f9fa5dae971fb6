"""Facts of .xlsx workbooks, looked up in their XML before their values are read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from posixpath import normpath

from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sheetfacts import BUILT_IN, SheetFacts, Shown, check_extent

_CHUNK = 1 << 23
_LETTERS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,4})\d""")
_DIGITS = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,4}(\d{1,9})["']""")
_USUAL = (
    rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(%s)"(?: t="n")?>'
    rb"(?:<f[^<>]*(?:/>|>[^<>]*</f>))?<v>"
)
"""A styled number as every common program writes it; the styles wanted are filled in."""

_UNUSUAL = re.compile(rb"""<(?:\w+:c\b|c\s+(?!r=")|c r="\w+"\s+(?:(?![st]=")|t="n"\s))""")
_CELL = rb"<(?:\w+:)?c\b([^<>]*)>"
_ERROR = re.compile(
    _CELL + rb"(?:<(?:\w+:)?f[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>(#[^<>]*)<"
)
_FORMULA = re.compile(
    _CELL + rb"\s*<(?:\w+:)?f\b[^<>]*(?:/>|>([^<>]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)  # fmt: skip
_STYLED = re.compile(
    _CELL + rb"\s*(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>"
)
_SHARED = re.compile(_CELL + rb"\s*<(?:\w+:)?v>(\d{1,9})<")
_STRING = re.compile(rb"<(?:\w+:)?si\b")
_ATTRIBUTE = {name: re.compile(rb"\s" + name + rb"""\s*=\s*["']([^"'<>]*)["']""")
              for name in (b"r", b"s", b"t")}  # fmt: skip
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"


def sheet_facts(files: Mapping[str, bytes], settings: Settings) -> dict[str, SheetFacts]:
    """Look through the sheets of a workbook, by name, before their values are read.

    Args:
        files: The files of the workbook, unpacked.
        settings: Bounds.

    Raises:
        ReadingError: The sheets reach too far, repeat too much text, or are no XML.
    """
    try:
        sheets = dict(_sheets(files))
        styles = _styles(files.get("xl/styles.xml", b""))
    except (ET.ParseError, ValueError) as error:
        raise refusal("no_workbook", reason=error) from error
    lengths = _lengths(files.get("xl/sharedStrings.xml", b""))
    found: dict[str, SheetFacts] = {}
    for name, content in sheets.items():
        facts = found[name] = SheetFacts(name)
        for chunk in _chunks(content):
            _extend(facts, chunk)
        check_extent(found.values(), settings.max_cells)
        for chunk in _chunks(content):
            _look(facts, chunk, styles)
    _check_texts(sheets, lengths, settings.max_unpacked)
    return found


def has_links(files: Iterable[str]) -> bool:
    """Whether formulas of the workbook take values from other workbooks."""
    return any(name.startswith("xl/externalLinks/") for name in files)


def _sheets(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and XML of each sheet, in the order of the workbook."""
    book = ET.fromstring(files.get("xl/workbook.xml", b""))  # noqa: S314 - expat expands no bombs
    links = ET.fromstring(files.get("xl/_rels/workbook.xml.rels", b"<r/>"))  # noqa: S314
    target = {link.get("Id"): link.get("Target") or "" for link in links}
    for sheet in (*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        path = target.get(link, "")
        path = path.lstrip("/") if path.startswith("/") else normpath(f"xl/{path}")
        yield sheet.get("name") or "", files.get(path, b"")


def _styles(content: bytes) -> dict[bytes, Shown]:
    """By index of a style, how numbers are shown in it, where that says more than the number."""
    if not content:
        return {}
    root = ET.fromstring(content)  # noqa: S314 - expat expands no bombs
    space = root.tag.partition("}")[0] + "}"
    codes = dict(BUILT_IN)
    for own in root.iter(f"{space}numFmt"):
        codes[int(own.get("numFmtId") or 0)] = own.get("formatCode") or ""
    found = {}
    for at, style in enumerate(root.findall(f"{space}cellXfs/{space}xf")):
        shown = Shown.of(codes.get(int(style.get("numFmtId") or 0), ""))
        if shown:
            found[str(at).encode()] = shown
    return found


def _lengths(content: bytes) -> list[int]:
    """Bytes of each shared text, its tags included."""
    starts = [match.start() for match in _STRING.finditer(content)]
    return [end - start for start, end in pairwise([*starts, len(content)])]


def _chunks(content: bytes) -> Iterator[bytes]:
    """The XML in pieces that end before a row, or where there is none before a tag."""
    at = 0
    while at < len(content):
        end = at + _CHUNK
        if end >= len(content):
            cut = len(content)
        else:
            cut = content.rfind(b"<row", at + 1, end)
            cut = cut if cut > 0 else content.rfind(b"<", at + 1, end)
            cut = cut if cut > 0 else content.find(b"<", end)
        cut = cut if cut > at else len(content)
        yield content[at:cut]
        at = cut


def _extend(facts: SheetFacts, chunk: bytes) -> None:
    letters = set(_LETTERS.findall(chunk))
    facts.width = max(facts.width, 0, *map(_column, letters))
    facts.height = max(facts.height, 0, *map(int, set(_DIGITS.findall(chunk))))
    if b" r=" not in chunk:  # cells that do not say where they stand follow each other
        rows, cells = chunk.count(b"<row"), chunk.count(b"<c")
        facts.height += rows
        facts.width = max(facts.width, -(-cells // max(rows, 1)))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _check_texts(sheets: Mapping[str, bytes], lengths: list[int], limit: int) -> None:
    """Refuse sheets that refer to much text; each reference is a copy of its own once read.

    Raises:
        ReadingError: They do.
    """
    counts = {
        name: content.count(b't="s"') + content.count(b"t='s'") for name, content in sheets.items()
    }
    if sum(counts.values()) * max(lengths, default=0) <= limit:
        return
    total = 0
    for name, content in sheets.items():
        for attributes, index in _SHARED.findall(content):
            at = int(index)
            if at < len(lengths) and _attribute(attributes, b"t") == b"s":
                total += lengths[at]
        if total > limit:
            raise refusal("too_much_text", sheet=name, limit=limit)


def _look(facts: SheetFacts, chunk: bytes, styles: Mapping[bytes, Shown]) -> None:
    if b">#" in chunk:
        for attributes, text in _ERROR.findall(chunk):
            if _attribute(attributes, b"t") == b"e":
                facts.texts[_place(attributes)] = text.decode("ascii", "replace")
    if b"<f" in chunk or b":f" in chunk:
        for attributes, text in _FORMULA.findall(chunk):
            place = _place(attributes)
            facts.texts[place] = f"={text.decode('utf-8', 'replace')}"
            facts.uncomputed.append(place)
    if styles:
        _note_shown(facts, chunk, styles)


def _note_shown(facts: SheetFacts, chunk: bytes, styles: Mapping[bytes, Shown]) -> None:
    columns: dict[bytes, int] = {}
    for letters, row, style in re.findall(_USUAL % b"|".join(styles), chunk):
        column = columns.get(letters)
        if column is None:
            column = columns[letters] = _column(letters) - 1
        facts.shown[int(row) - 1, column] = styles[style]
    if _UNUSUAL.search(chunk):
        for attributes in _STYLED.findall(chunk):
            shown = styles.get(_attribute(attributes, b"s"))
            if shown and _attribute(attributes, b"t") in {b"", b"n"}:
                facts.shown[_place(attributes)] = shown


def _attribute(attributes: bytes, name: bytes) -> bytes:
    found = _ATTRIBUTE[name].search(attributes)
    return found[1] if found else b""


def _place(attributes: bytes) -> tuple[int, int]:
    """0-based row and column of a cell; outside the sheet where it does not say."""
    found = re.fullmatch(rb"([A-Za-z]{1,4})(\d{1,9})", _attribute(attributes, b"r"))
    return (int(found[2]) - 1, _column(found[1]) - 1) if found else (-1, -1)
