"""Formats: what a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from genhe_targets.reading.archives import BROKEN

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab", ".dat"})
BOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".et", ".ett", ".xlt", ".ods"})
RECORD_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
SUFFIXES = TEXT_SUFFIXES | BOOK_SUFFIXES | RECORD_SUFFIXES | {".parquet", ".zip"}
"""Suffixes of files that can be reports or hold some."""

_EXPORT = ("请用 Excel 或 WPS 打开后另存为 .xlsx", "Open it in Excel or WPS and save it as .xlsx.")
_TABLE = ("请提供表格数据（CSV 或 Excel）", "Send the table behind it as CSV or Excel.")
_UNPACK = ("请先解压", "Unpack it first.")

OTHERS: dict[str, tuple[str, str, tuple[str, str]]] = {
    "pdf": ("PDF 文件", "a PDF file", _TABLE),
    "image": ("图片", "a picture", _TABLE),
    "rar": ("RAR 压缩包", "a RAR archive", _UNPACK),
    "7z": ("7z 压缩包", "a 7z archive", _UNPACK),
    "gzip": ("gzip 压缩文件", "a gzip file", _UNPACK),
    "html": ("网页（HTML）", "a web page (HTML)", _EXPORT),
    "xml": ("XML 文件", "an XML file", _EXPORT),
    "xlsb": ("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)", _EXPORT),
    "docx": ("Word 文档", "a Word document", _TABLE),
    "pptx": ("演示文稿", "a presentation", _TABLE),
    "odt": ("文字文档", "a text document", _TABLE),
    "sqlite": ("数据库文件", "a database file", _TABLE),
}
"""Formats that are recognised and not read: what they are in Chinese and English, and advice."""

_MAGIC = (
    (b"PAR1", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3\x00", "sqlite"),
)
_ZIPPED = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
)
_FAMILY = {
    **dict.fromkeys(("csv", "tsv", "txt", "tab", "dat"), "csv"),
    **dict.fromkeys(("xlsx", "xlsm", "xltx"), "xlsx"),
    **dict.fromkeys(("xls", "et", "ett", "xlt"), "xls"),
    "ndjson": "jsonl",
}

_RECORD = re.compile(rb"(?:\[\s*)?\{\s*\"|\[\s*\]")
_NO_BLANKS = re.compile(rb"[ \t\r]+")


def sniffed(content: bytes, suffix: str = "") -> str:
    """The format of a file.

    Args:
        content: The file.
        suffix: Its suffix with the dot; decides only what content cannot: JSON lines or JSON.

    Returns:
        ``csv``, ``xlsx``, ``xls``, ``ods``, ``json``, ``jsonl``, ``parquet``, ``zip`` or a key of
        ``OTHERS``.
    """
    for magic, name in _MAGIC:
        if content.startswith(magic):
            return name
    named = family(suffix)
    if content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _zipped(content) or (named if named in {"xlsx", "ods"} else "zip")
    return _written(content, named)


def _written(content: bytes, named: str) -> str:
    """What a text file is."""
    head = content[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table")) or b"<html" in head:
        return "html"
    if head.startswith(b"<?xml"):
        return "xml"
    if named not in {"json", "jsonl"} and _RECORD.match(head):
        lines = head.startswith(b"{") and b"}\n{" in _NO_BLANKS.sub(b"", content)
        return "jsonl" if lines else "json"
    return named if named in {"json", "jsonl"} else "csv"


def family(suffix: str) -> str:
    """The format that a suffix stands for; formats that open alike count as one."""
    name = suffix.lower().lstrip(".")
    return _FAMILY.get(name, name)


def _zipped(content: bytes) -> str:
    """What a zip file is: a workbook, another document, or an archive; ``""`` if it is damaged."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except BROKEN:
        return ""
    for name, found in _ZIPPED:
        if name in names:
            return found
    if "content.xml" in names and "mimetype" in names:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            try:
                with archive.open("mimetype") as stream:
                    kind = stream.read(100)
            except BROKEN:
                return "zip"
        return "ods" if b"spreadsheet" in kind else "odt"
    return "zip"
