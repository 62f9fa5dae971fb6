"""Sources: what a caller hands in becomes sheets of text cells, each with its place.

Encodings are decided by evidence (byte order mark, strict decoding), never by replacing
characters.  Every file is bounded.
"""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.observations import SourceFile
from genhe_targets.reading import kinds
from genhe_targets.reading.columns import LARGE
from genhe_targets.reading.flat import ColumnTable
from genhe_targets.reading.frames import frame_table, is_frame, records_table
from genhe_targets.reading.settings import Settings

TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
SHEET_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et"}
RECORD_SUFFIXES = {".json", ".jsonl"}
HEAD = 20_000
"""Characters of a large text file in which its header must stand."""

SUFFIXES = TEXT_SUFFIXES | SHEET_SUFFIXES | RECORD_SUFFIXES | {".parquet"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid of text cells.

    Attributes:
        name: Name of the sheet, ``""`` for a text file or a frame.
        rows: Rows of texts, of any length; of a large text file the first ones only.
        large: The whole of a large text file, in UTF-8.
        delimiter: What separates the cells of a text file.
        table: The whole of a frame or of records, as coded columns.
    """

    name: str
    rows: list[list[str]]
    large: bytes = b""
    delimiter: str = ","
    table: ColumnTable | None = None

    def whole(self, settings: Settings) -> Sheet:
        """The same sheet with all its rows."""
        if self.table is not None:
            columns = [[column.text(row) for row in range(len(self.table))]
                       for column in self.table.columns]  # fmt: skip
            return Sheet(self.name, [self.table.headers, *map(list, zip(*columns, strict=True))])
        return _sheet(self.large.decode(), settings, large=False) if self.large else self


@dataclass(frozen=True, slots=True)
class Source:
    """One input, opened.

    Attributes:
        file: Its description for the provenance of a report.
        sheets: Its sheets.
        findings: What was remarkable about the file itself.
    """

    file: SourceFile
    sheets: list[Sheet] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()


def open_sources(data: Any, settings: Settings) -> Iterator[Source | ReadingError]:
    """Open everything a caller hands in; a file that cannot be read is an error in the sequence.

    Args:
        data: A path, a glob, a folder, ``"-"``, a frame, a mapping, or a list of these.
        settings: Bounds and encoding.

    Raises:
        ReadingError: There is nothing to open.
    """
    if isinstance(data, str | Path) and str(data).strip():
        yield from _paths(str(data), settings)
    elif isinstance(data, Mapping):
        yield from_records([data])
    elif is_frame(data):
        yield from_frame(data)
    elif isinstance(data, Sequence) and data and isinstance(data[0], Mapping):
        yield from_records(data)
    elif isinstance(data, Sequence) and data:
        for one in data:
            yield from open_sources(one, settings)
    else:
        found = f"found {type(data).__name__}"
        hint = "Give a path, a frame or a list of mappings."
        raise ReadingError("data", f"is no report: {found}", hint)


def _paths(text: str, settings: Settings) -> Iterator[Source | ReadingError]:
    if text == "-":
        yield _opened("-", sys.stdin.buffer.read(settings.max_bytes + 1), "", settings)
        return
    path = Path(text)
    files = [path]
    if path.is_dir():
        files = sorted(f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file())
        if not files:
            raise ReadingError(text, "the folder holds no file that can be a report")
    elif not path.exists():
        files = [Path(f) for f in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207
        if not files:
            raise ReadingError(text, "there is no such file")
    if len(files) > settings.max_files:
        raise ReadingError(text, f"holds {len(files):,} files, more than {settings.max_files:,}")
    for file in files:
        try:
            if file.stat().st_size > settings.max_bytes:
                problem = f"is larger than {settings.max_bytes:,} bytes"
                yield ReadingError(str(file), problem)
                continue
            yield _opened(str(file), file.read_bytes(), file.suffix.lower(), settings)
        except OSError as error:
            yield ReadingError(str(file), f"cannot be opened: {error.strerror}")


def _opened(name: str, content: bytes, suffix: str, settings: Settings) -> Source | ReadingError:
    file = SourceFile(
        name, hashlib.sha256(content).hexdigest(), len(content), format=suffix.lstrip(".") or "csv"
    )
    try:
        if not content.strip():
            raise ReadingError(name, "the file is empty")
        if suffix in SHEET_SUFFIXES or content[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
            return Source(file, _workbook(content, settings))
        if suffix == ".parquet" or content[:4] == b"PAR1":
            return _from_parquet(file, content)
        text, encoding, findings = decode(name, content, settings)
        file = replace(file, encoding=encoding)
        if suffix in RECORD_SUFFIXES:
            return _from_json(file, text)
        sheet = _sheet(text, settings, large=len(content) >= LARGE)
        return Source(file, [sheet], findings)
    except ReadingError as error:
        return ReadingError(name, error.problem, error.hint)


def decode(name: str, content: bytes, settings: Settings) -> tuple[str, str, tuple[Finding, ...]]:
    """Decode a text file.

    Returns:
        The text, its encoding, and a finding where the encoding is not plain UTF-8.

    Raises:
        ReadingError: It is no text in any of the encodings that bureaus use.
    """
    tries = [settings.encoding] if settings.encoding else ["utf-8-sig", "gb18030"]
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        tries = ["utf-16"]
    for encoding in tries:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" in text:
            break
        if not text.strip():
            raise ReadingError(name, "the file is empty")
        if encoding == "utf-8-sig":
            return text, "utf-8", ()
        reason = "byte order mark" if encoding == "utf-16" else "not UTF-8, strictly decodable"
        finding = Finding(
            kinds.ENCODING, file=name, detail={"encoding": encoding, "reason": reason}
        )
        return text, encoding, (finding,)
    raise ReadingError(name, "is neither a text nor a workbook", "Save it as CSV or Excel.")


def _sheet(text: str, settings: Settings, *, large: bool) -> Sheet:
    """A text file as a sheet; of a large one only its head is split into cells now."""
    head = text[:HEAD] if large else text
    if large:
        head = head[: head.rfind("\n") + 1] or head
    lines = head.splitlines()
    if any(len(line) > settings.max_line for line in lines):
        raise ReadingError("", f"has a line of more than {settings.max_line:,} characters")
    sample = "\n".join(lines[:50])
    delimiter = max(",\t;|", key=lambda mark: (sample.count(mark), mark == ","))
    csv.field_size_limit(settings.max_line)
    try:
        rows = list(csv.reader(io.StringIO(head), delimiter=delimiter))
    except csv.Error as error:
        raise ReadingError("", f"is no table: {error}") from error
    cells = [[cell.strip("\t") for cell in row] for row in rows]
    return Sheet("", cells, text.encode() if large else b"", delimiter)


def _workbook(content: bytes, settings: Settings) -> list[Sheet]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            height, width = sheet.total_height, sheet.total_width
            if height * width > settings.max_cells:
                raise ReadingError("", f"the sheet {name!r} spans {height * width:,} cells")
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(name, [[_cell(value) for value in row] for row in rows]))
    except ReadingError:
        raise
    except Exception as error:
        raise ReadingError("", f"is no workbook: {error}") from error
    return sheets


def _cell(value: Any) -> str:
    """A cell of a workbook as people see it: whole numbers without a point, days as ISO days."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return "" if value is None else str(value)


def from_frame(frame: Any) -> Source:
    """A frame of any engine as a table; an index with names becomes columns."""
    return _of_table(frame_table(frame), "frame")


def from_records(records: Sequence[Mapping[str, Any]]) -> Source:
    """Mappings as a table with a column for each key."""
    return _of_table(records_table(records), "records")


def _of_table(table: ColumnTable, name: str) -> Source:
    file = SourceFile(name, rows=len(table), format=name)
    return Source(file, [Sheet("", [], table=table)])


def _from_json(file: SourceFile, text: str) -> Source:
    import json

    try:
        if file.format == "jsonl":
            found = [json.loads(line, parse_float=str) for line in text.splitlines() if line]
        else:
            found = json.loads(text, parse_float=str)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ReadingError("", f"is no JSON: {error}") from error
    rows = [found] if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise ReadingError("", "holds no list of records")
    return replace(from_records(rows), file=replace(file, rows=len(rows)))


def _from_parquet(file: SourceFile, content: bytes) -> Source:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(content))
    except (pa.ArrowInvalid, OSError) as error:
        raise ReadingError("", f"is no parquet file: {error}") from error
    return replace(from_frame(table), file=replace(file, rows=table.num_rows))
