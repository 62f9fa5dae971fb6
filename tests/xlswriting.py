"""Writes .xls files record by record, so that a test can write what no program would."""

import struct

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def number(row, column, value, style=0):
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def label(row, column, text):
    """A text of BIFF8, written in the cell itself."""
    return record(
        0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
    )


def error(row, column, code):
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def sheet_begin():
    return record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))


def workbook(*sheets, name="Sheet", styles=b""):
    """A workbook of sheets, each given as its records."""
    begin = (
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
        + record(0x0042, struct.pack("<H", 1200))
        + styles
    )
    parts = [sheet_begin() + sheet + record(0x000A) for sheet in sheets]
    names = [f"{name}{at + 1}" for at in range(len(sheets))]
    length = len(begin) + sum(12 + len(n) for n in names) + 4
    listed = b""
    for own, part in zip(names, parts, strict=True):
        listed += record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(own), 0) + own.encode())
        length += len(part)
    return container(begin + listed + record(0x000A) + b"".join(parts))


def container(stream, name="Workbook"):
    """A compound file of one stream."""
    stream = stream.ljust(4096, b"\x00")
    sectors = [
        stream[at : at + SECTOR].ljust(SECTOR, b"\x00") for at in range(0, len(stream), SECTOR)
    ]
    count = len(sectors)
    fats = 1
    while fats * 128 < count + 1 + fats:
        fats += 1
    chain = [FAT] * fats + [END] + [fats + 2 + at for at in range(count - 1)] + [END]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(fats * SECTOR, b"\xff")
    root = _entry("Root Entry", 5, 1, FREE if False else END, 0)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, END, 0, END, 0)
        + struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    )  # fmt: skip
    entries = root + _entry(name, 2, FREE, fats + 1, len(stream)) + _entry("", 0, FREE, 0, 0) * 2
    return header + table + entries + b"".join(sectors)


def _entry(name, kind, child, start, size):
    raw = (name + "\x00").encode("utf-16-le") if name else b""
    return (
        raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw), kind, 1)
        + struct.pack("<III", FREE, FREE, child) + bytes(36)
        + struct.pack("<IQ", start, size)
    )  # fmt: skip
