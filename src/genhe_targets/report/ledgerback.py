"""Reading an edited ledger back: explanations, people, and days on which things were done."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding, declare
from genhe_targets.report.ledger import COLUMNS, Column, finding_key, measure_key, target_key
from genhe_targets.report.records import LedgerRecord, ReportRecords
from genhe_targets.vocabulary import Severity

LEDGER_DATE = declare(
    "ledger_date",
    Severity.WARNING,
    "台账中的“{text}”不是日期，未采用",
    "'{text}' in the ledger is no date and was not used",
)
LEDGER_KEY = declare(
    "ledger_key",
    Severity.WARNING,
    "台账中编号“{text}”与本报告的任何一项都不对应",
    "the key '{text}' of the ledger belongs to nothing in this report",
)

HEADER_ROWS = 20
"""Rows from the top in which the headings are looked for."""

MOST_ROWS = 100_000
"""Rows of a ledger that are read; one that long is no ledger."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(frozen=True)
class Entry:
    """One row of an edited ledger.

    Attributes:
        key: What it speaks of, such as ``measure:5@150785``.
        written: What the unit filled in.
        file, sheet, row: Where it stands, as a spreadsheet shows it.
        done_column: Letters of the column that holds the day of completion.
    """

    key: str
    written: LedgerRecord
    file: str
    sheet: str
    row: int
    done_column: str = ""

    def stranger(self) -> Finding:
        """That it speaks of nothing known."""
        return Finding(LEDGER_KEY, file=self.file, sheet=self.sheet, row=self.row, text=self.key)


@dataclass(frozen=True)
class Ledger:
    """An edited ledger: its rows, what in it could not be read, and which file it is."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    name: str = ""
    sha256: str = ""
    size: int = 0


def read_ledger(path: str | Path) -> Ledger:
    """Read an edited ledger.

    Args:
        path: A workbook with the sheet that the Excel view writes, sorted or filtered as you like.

    Raises:
        ReadingError: It is no workbook, or no sheet of it has the headings of the ledger.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        content = Path(path).read_bytes()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError) as error:
        raise ReadingError(str(path), f"cannot be opened as a workbook: {error}") from error
    with book:
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[:MOST_ROWS]
            head = _head(rows)
            if head is not None:
                read = _ledger(rows, head, str(path), sheet)
                digest = hashlib.sha256(content).hexdigest()
                return replace(read, name=str(path), sha256=digest, size=len(content))
    raise ReadingError(
        str(path),
        "no sheet has the headings of the ledger",
        f"keep the column {COLUMNS[-1].zh} ({COLUMNS[-1].en}) of the sheet you were given",
    )


def _head(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[int, Column]] | None:
    """The row of headings, and which column is which."""
    named = {heading: column for column in COLUMNS for heading in (column.zh, column.en)}
    for number, row in enumerate(rows[:HEADER_ROWS]):
        found = {
            at: named[text] for at, cell in enumerate(row) if (text := str(cell).strip()) in named
        }
        if any(column.name == "key" for column in found.values()):
            return number, found
    return None


def _ledger(
    rows: Sequence[Sequence[Any]], head: tuple[int, dict[int, Column]], file: str, sheet: str
) -> Ledger:
    top, columns = head
    letters = {column.name: column_letters(at) for at, column in columns.items()}
    entries, findings = [], []
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        key = ""
        written: dict[str, str] = {}
        for at, column in columns.items():
            cell = row[at] if at < len(row) else ""
            text = "" if cell is None else str(cell).strip()
            if column.name == "key":
                key = text
            elif column.filled and column.is_date and text:
                day = _day(cell)
                if day:
                    written[column.name] = day.isoformat()
                else:
                    findings.append(
                        Finding(
                            LEDGER_DATE, file=file, sheet=sheet, row=number,
                            column=letters[column.name], text=text,
                        )
                    )  # fmt: skip
            elif column.filled and text:
                written[column.name] = text.removeprefix("'") if text.startswith("'") else text
        if key:
            told = cast("LedgerRecord", written)
            entries.append(Entry(key, told, file, sheet, number, letters.get("done_on", "")))
    return Ledger(tuple(entries), tuple(findings))


def _day(cell: Any) -> datetime.date | None:
    """A date as a cell holds it or as people write it."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    found = _DATE.fullmatch(str(cell).strip())
    if not found:
        return None
    try:
        return datetime.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def column_letters(at: int) -> str:
    """Letters of a column: ``A`` is 0."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def apply(records: ReportRecords, ledger: Ledger) -> ReportRecords:
    """The report with what the units wrote beside each standing, measure and finding.

    A verdict is not changed by it: an explanation stands beside what it explains.
    """
    told: Mapping[str, LedgerRecord] = {e.key: e.written for e in ledger.entries if e.written}

    def noted(items: Sequence[Any], key: Any) -> list[Any]:
        return [{**i, "ledger": told[key(i)]} if key(i) in told else i for i in items]

    made = {
        **records,
        "standings": noted(records["standings"], target_key),
        "measures": noted(records["measures"], measure_key),
        "findings": noted(records["findings"], finding_key),
    }
    return cast("ReportRecords", made)
