"""Sources: what a caller hands in becomes sheets of text cells, each with its place.

What was decided about a file (format, encoding, delimiter) is kept for the provenance of a report;
what is remarkable about it is a finding.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.observations import SourceFile
from genhe_targets.pieces import beside
from genhe_targets.reading import kinds
from genhe_targets.reading.columns import LARGE
from genhe_targets.reading.files import Incoming, incoming
from genhe_targets.reading.flat import ColumnTable
from genhe_targets.reading.formats import family
from genhe_targets.reading.frames import frame_table, is_frame, records_table
from genhe_targets.reading.records import json_records, parquet_table
from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.texts import (
    cells,
    check_lines,
    count_filled,
    count_lines,
    decoded,
    dialect,
    is_plainly_cut,
    is_utf8,
)

HEAD = 20_000
"""Characters of a large text file in which its header must stand."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid of text cells.

    Attributes:
        name: Name of the sheet, ``""`` for a text file or a frame.
        rows: Rows of texts, of any length; of a file that is held as ``content`` the first only.
        content: The whole of a text file that is large or plainly cut, in UTF-8.
        delimiter: What separates the cells of a text file.
        table: The whole of a frame or of records, as coded columns.
        merged: Merged cells as (first row, first column, last row, last column), from 0.
        plain: Whether nothing but line ends and delimiters cuts ``content`` below its first line;
            of a large file nobody asked.
    """

    name: str
    rows: list[list[str]]
    content: bytes = b""
    delimiter: str = ","
    table: ColumnTable | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    plain: bool = False

    def whole(self) -> Sheet:
        """The same sheet with all its rows."""
        if self.table is not None:
            columns = [[column.text(row) for row in range(len(self.table))]
                       for column in self.table.columns]  # fmt: skip
            return Sheet(self.name, [self.table.headers, *map(list, zip(*columns, strict=True))])
        if not self.content:
            return self
        return Sheet(self.name, cells(self.content.decode(), self.delimiter))


@dataclass(frozen=True, slots=True)
class Source:
    """One input, opened.

    Attributes:
        file: Its description for the provenance of a report.
        sheets: Its sheets.
        findings: What was remarkable about the file itself.
        digest: Gives the SHA-256 of its bytes, ``""`` where it has none; of a long file it is
            computed while the file is read.
    """

    file: SourceFile
    sheets: list[Sheet] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    digest: Callable[[], str] = str


def open_sources(data: Any, settings: Settings) -> Iterator[Source | ReadingError | Finding]:
    """Open everything a caller hands in.

    A file that cannot be read is an error in the sequence, one that was left aside a finding.

    Args:
        data: A path, a glob, a folder, ``"-"``, a frame, a mapping, or a list of these.
        settings: Bounds and encoding.

    Raises:
        ReadingError: There is nothing to open.
    """
    if isinstance(data, str | Path) and str(data).strip():
        for found in incoming(str(data), settings):
            yield _opened(found, settings) if isinstance(found, Incoming) else found
    elif isinstance(data, Mapping):
        yield from_records([data])
    elif is_frame(data):
        yield from_frame(data)
    elif isinstance(data, Sequence) and data and isinstance(data[0], Mapping):
        yield from_records(data)
    elif isinstance(data, Sequence) and data and not isinstance(data, str | bytes | bytearray):
        for one in data:
            yield from open_sources(one, settings)
    else:
        raise refusal("no_data", "data", found=type(data).__name__)


def _opened(file: Incoming, settings: Settings) -> Source | ReadingError:
    size = len(file.content)
    digest = beside(lambda: hashlib.sha256(file.content).hexdigest(), size // _ROW)
    about = SourceFile(file.name, size=size, format=file.format)
    try:
        if not file.content or file.content.isspace():
            raise refusal("empty")
        source = _read(file, about, settings)
    except ReadingError as error:
        return error.named(file.name)
    named = family(file.suffix)
    if named and named != file.format:
        shown = {"suffix": file.suffix, "found": file.format}
        differs = Finding(kinds.FORMAT_DIFFERS, file=file.name, detail=shown)
        source = replace(source, findings=(differs, *source.findings))
    return replace(source, digest=digest)


_ROW = 32
"""Bytes that a row of a long table has at least."""


def _read(file: Incoming, about: SourceFile, settings: Settings) -> Source:
    if file.format in {"xlsx", "xls", "ods"}:
        from genhe_targets.reading.workbooks import read_workbook

        sheets, findings = read_workbook(
            file.content, file.format, file.budget, settings, file.name
        )
        rows = sum(any(row) for sheet in sheets for row in sheet.rows)
        laid = [Sheet(sheet.name, sheet.rows, merged=sheet.merged) for sheet in sheets]
        return Source(replace(about, rows=rows), laid, tuple(findings))
    if file.format == "parquet":
        table = parquet_table(file.content, settings)
        return replace(from_frame(table), file=replace(about, rows=table.num_rows))
    check_lines(file.content, settings.max_line if file.format == "csv" else settings.max_bytes)
    if file.format == "csv" and len(file.content) >= LARGE and not settings.encoding:
        source = _large(file.content, about)
        if source is not None:
            return source
    text = decoded(file.content, settings)
    findings = []
    if text.evidence == "plausible":
        zh, en = _EVIDENCE
        detail = {"encoding": text.encoding, "reason": zh, "reason_en": en}
        findings.append(Finding(kinds.ENCODING, file=file.name, detail=detail))
    if file.format in {"json", "jsonl"}:
        records = json_records(text.text, lines=file.format == "jsonl")
        source = from_records(records)
        about = replace(about, encoding=text.encoding, rows=len(records))
        return replace(source, file=about, findings=tuple(findings))
    body, delimiter = dialect(text.text)
    same = text.encoding == "utf-8" and body is text.text
    content = file.content.removeprefix(codecs.BOM_UTF8) if same else body.encode()
    if len(file.content) >= LARGE:
        head = cells(body[: _end(body[: 4 * HEAD])], delimiter)
        sheet, rows = Sheet("", head, content, delimiter), body.count("\n")
    elif is_plainly_cut(content, delimiter):
        head = cells(_two_lines(body), delimiter)
        sheet = Sheet("", head, content, delimiter, plain=True)
        rows = count_filled(content, delimiter)
    else:
        sheet = Sheet("", cells(body, delimiter), delimiter=delimiter)
        rows = sum(any(row) for row in sheet.rows)
    about = replace(about, encoding=text.encoding, rows=rows, delimiter=delimiter)
    return Source(about, [sheet], tuple(findings))


def _large(content: bytes, about: SourceFile) -> Source | None:
    """A large text in UTF-8 as it is, without a second and third copy of it; else ``None``."""
    body = content.removeprefix(codecs.BOM_UTF8)
    head = body[: 4 * HEAD]
    head = head[: head.rfind(b"\n") + 1]
    if not head or b"\x00" in head or not is_utf8(body):
        return None
    text, delimiter = dialect(head.decode())
    body = body[len(head) - len(text.encode()) :]
    about = replace(about, encoding="utf-8", delimiter=delimiter, rows=count_lines(body))
    return Source(about, [Sheet("", cells(text[: _end(text)], delimiter), body, delimiter)])


def _end(text: str) -> int:
    """Where the last whole line of a head ends."""
    return text.rfind("\n", 0, HEAD) + 1 or len(text)


def _two_lines(text: str) -> str:
    """The first two lines of a text, all of it where it has no more."""
    end = text.find("\n", text.find("\n") + 1) + 1
    return text[:end] if end else text


_EVIDENCE = (
    "没有字节顺序标记，按严格解码和常用字判定",
    "no byte order mark; decodes strictly to common characters",
)


def from_frame(frame: Any) -> Source:
    """A frame of any engine as a table; an index with names becomes columns."""
    return _of_table(frame_table(frame), "frame")


def from_records(records: Sequence[Mapping[str, Any]]) -> Source:
    """Mappings as a table with a column for each key."""
    return _of_table(records_table(records), "records")


def _of_table(table: ColumnTable, name: str) -> Source:
    if not table.headers:
        raise refusal("no_columns", name)
    file = SourceFile(name, rows=len(table), format=name)
    return Source(file, [Sheet("", [], table=table)])
