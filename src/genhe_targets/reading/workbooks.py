"""Workbooks: the sheets of .xlsx, .xls and .ods files as texts, as a spreadsheet shows them.

Formulas are never computed and links never followed: what counts is the value that was saved.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from genhe_targets.findings import Finding
from genhe_targets.reading import biff, kinds, ooxml, opendocument
from genhe_targets.reading.archives import Archive, Budget, stored
from genhe_targets.reading.coding import letters
from genhe_targets.reading.ooxml import has_links
from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sheetfacts import SheetFacts, Shown, check_extent

_NEEDED = (".xml", ".rels", "mimetype")
_PAGES = ("xl/drawings/", "xl/media/", "xl/externalLinks/", "xl/theme/", "docProps/", "customXml/",
          "Pictures/", "Thumbnails/", "Configurations2/")  # fmt: skip
"""Parts of workbooks in which no values stand."""


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet of a workbook.

    Attributes:
        rows: Its cells as texts, from A1 on.
        merged: Merged cells as (first row, first column, last row, last column), from 0.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_workbook(
    content: bytes, kind: str, budget: Budget, settings: Settings, name: str = ""
) -> tuple[list[BookSheet], list[Finding]]:
    """Read a workbook.

    Args:
        content: The file.
        kind: ``xlsx``, ``xls`` or ``ods``.
        budget: What it may still unpack to.
        settings: Bounds.
        name: The file's name, for the findings.

    Raises:
        ReadingError: It is damaged, protected, or too large when unpacked or laid out.
    """
    facts: dict[str, SheetFacts] = {}
    unnamed: list[SheetFacts] = []
    findings = []
    if kind == "xls":
        unnamed = biff.sheet_facts(content)
        check_extent(unnamed, settings.max_cells)
    else:
        archive = Archive.of(content, settings.max_files)
        files = {
            part: archive.read(part, budget)
            for part in archive.names
            if part.endswith(_NEEDED) and not part.startswith(_PAGES)
        }
        content = stored(files)
        if kind == "xlsx":
            facts = ooxml.sheet_facts(files, settings)
            if has_links(archive.names):
                findings.append(Finding(kinds.EXTERNAL_LINKS, file=name))
        else:
            sheets = opendocument.sheet_facts(files.get("content.xml", b""), settings)
            facts = {sheet.name: sheet for sheet in sheets}
    laid, hidden = _sheets(content, facts, unnamed)
    findings += [Finding(kinds.HIDDEN_SHEET, file=name, sheet=sheet) for sheet in hidden]
    findings += _uncomputed(facts, name)
    return laid, findings


def _uncomputed(facts: Mapping[str, SheetFacts], name: str) -> list[Finding]:
    found = []
    for sheet, own in facts.items():
        if own.uncomputed:
            row, column = own.uncomputed[0]
            text = own.texts[own.uncomputed[0]]
            found.append(
                Finding(kinds.UNCOMPUTED, file=name, sheet=sheet, text=text,
                        count=len(own.uncomputed), row=row + 1,
                        column=letters(column) if column >= 0 else "")
            )  # fmt: skip
    return found


def _sheets(
    content: bytes, facts: dict[str, SheetFacts], unnamed: list[SheetFacts]
) -> tuple[list[BookSheet], list[str]]:
    """All sheets with cells, and the names of those that are hidden."""
    import python_calamine as calamine

    found, hidden = [], []
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
            if len(unnamed) == len(book.sheet_names):  # stored in the order of their names
                facts = dict(zip(book.sheet_names, unnamed, strict=True))
            for about in sheets:
                sheet = book.get_sheet_by_name(about.name)
                values = sheet.to_python(skip_empty_area=False)
                own = facts.get(about.name) or SheetFacts()
                rows = _texts(values, own)
                found.append(BookSheet(about.name, rows, _merged(sheet)))
                if about.visible != calamine.SheetVisibleEnum.Visible and any(map(any, rows)):
                    hidden.append(about.name)
    except calamine.PasswordError as error:
        raise refusal("password") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise refusal("no_workbook", reason=error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the reader's Rust; no Exception
            raise
        raise refusal("no_workbook", reason="damaged") from error
    return found, hidden


def _merged(sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())


def _texts(values: list[list[Any]], facts: SheetFacts) -> list[list[str]]:
    rows = [[cell_text(value) for value in row] for row in values]
    for (row, column), shown in facts.shown.items():
        if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
            value = values[row][column]
            if isinstance(value, float | int) and not isinstance(value, bool):
                rows[row][column] = shown_text(rows[row][column], shown)
    for (row, column), text in facts.texts.items():
        if row < 0:
            continue
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = rows[row][column] or text
    return rows


def cell_text(value: Any) -> str:
    """A value as a spreadsheet shows it: at most 15 digits, no empty decimals, days as ISO days."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return format(value, ".15g")
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return "" if value is None else str(value)


def shown_text(text: str, shown: Shown) -> str:
    """A number in its format: with a percent sign, and zeros at the end kept; never rounded."""
    if shown.percent:
        number = (Decimal(text) * 100).normalize()
        text = f"{number:f}"
    elif "e" in text:
        return text
    whole, _, digits = text.partition(".")
    if len(digits) < shown.decimals:
        text = f"{whole}.{digits:0<{shown.decimals}}"
    return text + ("%" if shown.percent else "")
