"""Hostile files end in a clear error, within bounded time and memory.

Each is opened in a process of its own that may hold no more than a set amount of memory; the
reader of values would need hundreds of gigabytes for some of them.
"""

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

import xlswriting as biff
from genhe_targets.errors import ReadingError
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sources import Source, open_sources

MEMORY = 2_500_000_000
SECONDS = 30
CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from genhe_targets.errors import ReadingError
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sources import open_sources
try:
    for one in open_sources(sys.argv[1], Settings(max_unpacked=100_000_000)):
        print(type(one).__name__, one if isinstance(one, ReadingError) else "")
except ReadingError as error:
    print("ReadingError", error)
"""


def zipped(files, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def book(*cells):
    made = openpyxl.Workbook()
    for place, value in cells:
        made.active[place] = value
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def changed(content, **files):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    return zipped(
        whole | {name.replace("__", "/").replace("_xml", ".xml"): x for name, x in files.items()}
    )


def sheet(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def ods(rows):
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = f"<office:document-content{names}><office:body><office:spreadsheet>{rows}</office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": body}
    )


def deflated(size):
    """A stream of that many zeros, packed a piece at a time."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece, parts, crc = bytes(1 << 20), [], 0
    for _ in range(size >> 20):
        parts.append(pack.compress(piece))
        crc = zlib.crc32(piece, crc)
    return b"".join(parts) + pack.flush(), crc


def lying(name, size, stated):
    """An archive whose one file unpacks to far more than it states."""
    data, crc = deflated(size)
    raw = name.encode()
    sizes = struct.pack("<IIIHH", crc, len(data), stated, len(raw), 0)
    head = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + raw
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
    central += struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    end = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, 1, 1, len(central), len(head) + len(data), 0
    )
    return head + data + central + end


MUCH = 150 << 20
BOOK = book(("A1", 1))
LONG = "根" * 30_000
CELL = '<table:table-cell office:value-type="float" office:value="1"{}/>'
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
    ) + "]><workbook>&j;</workbook>"
)  # fmt: skip

HOSTILE = {
    "zeros.zip": (lambda: lying("a.csv", MUCH, MUCH), "may be a zip bomb"),
    "lying.zip": (lambda: lying("a.csv", MUCH, 100), "damaged"),
    "inside.xlsx": (
        lambda: changed(BOOK, xl__worksheets__sheet1_xml=bytes(MUCH)), "may be a zip bomb",
    ),
    "nested.zip": (lambda: zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": b"x"})})}), "archives deep"),
    "corners.xlsx": (lambda: book(("A1", 1), ("XFD1048576", 2)), "spans 17,179,869,184 cells"),
    "beyond.xlsx": (
        lambda: changed(BOOK, xl__worksheets__sheet1_xml=sheet('<row><c r="A1"><v>1</v></c><c r="ZZZ99999999"><v>1</v></c></row>')),
        "spans",
    ),
    "spread.xlsx": (
        lambda: changed(BOOK, xl__worksheets__sheet1_xml=sheet("<row r='1'><c r = 'A1'><v>1</v></c></row><row r='900000'><c r\n=\n'ZZ900000'><v>1</v></c></row>")),
        "spans",
    ),
    "texts.xlsx": (
        lambda: changed(
            BOOK,
            xl__sharedStrings_xml=f"<sst><si><t>{LONG}</t></si></sst>".encode(),
            xl__worksheets__sheet1_xml=sheet("".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 50_000))),
        ),
        "texts that the sheet 'Sheet' repeats",
    ),
    "entities.xlsx": (lambda: changed(BOOK, xl__workbook_xml=ENTITIES.encode()), "no workbook"),
    "open_tags.xlsx": (
        lambda: changed(BOOK, xl__worksheets__sheet1_xml=sheet("<c <c t='s' <f " * 300_000)), "no workbook",
    ),
    "corners.xls": (
        lambda: biff.workbook(biff.number(0, 0, 1) + biff.number(65535, 65535, 2)), "spans 4,294,967,296 cells",
    ),
    "stated.xls": (
        lambda: biff.workbook(biff.record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)) + biff.number(0, 0, 1)),
        "spans",
    ),
    "many.xls": (
        lambda: biff.workbook(*[biff.number(0, 0, 1) + biff.number(65535, 255, 2)] * 40), "spans 16,777,216 cells",
    ),
    "cut.xls": (lambda: biff.workbook(biff.number(0, 0, 1))[:1500], "no workbook"),
    "rows.ods": (
        lambda: ods(f'<table:table><table:table-row table:number-rows-repeated="1000000">{CELL.format(chr(32) + chr(116) + "able:number-columns-repeated=" + chr(34) + "1000" + chr(34))}</table:table-row></table:table>'),
        "spans 1,000,000,000 cells",
    ),
    "gap.ods": (
        lambda: ods(f'<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16000"/>{CELL.format("")}</table:table-row></table:table>'),
        "spans",
    ),
    "line.csv": (lambda: b"a,b\n" + b"1," * 50_000_000, "line of more than"),
    "quote.csv": (lambda: b'a,b\n"' + b"x,1\n" * 100_000, None),
    "brackets.json": (lambda: b"[" * 5_000_000, "nested too deep"),
    "digits.json": (lambda: b'[{"a": ' + b"9" * 5_000_000 + b"}]", None),
    "digits.csv": (lambda: b"a,b\n" + b"9" * 100_000 + b",1\n", None),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_bounds(tmp_path, name):
    make, problem = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    code = CHILD.format(memory=MEMORY, seconds=SECONDS)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False,
        timeout=4 * SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    if problem is None:
        assert done.stdout.startswith(("Source", "ReadingError"))
    else:
        assert done.stdout.startswith("ReadingError"), done.stdout
        assert problem in done.stdout


def test_a_parquet_file_of_many_equal_values_is_counted_before_it_is_read(tmp_path):
    path = tmp_path / "many.parquet"
    parquet.write_table(
        pa.table({"value": pa.array([1], pa.int64()).take(pa.array([0] * 1_000_000))}), path
    )
    assert path.stat().st_size < 20_000
    (error,) = open_sources(str(path), Settings(max_bytes=1_000_000))
    assert "holds 1,000,000 values" in error.problem


def test_a_file_larger_than_allowed_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "large.csv"
    path.write_bytes(b"a,b\n" * 100)
    (error,) = open_sources(str(path), Settings(max_bytes=100))
    assert "larger than 100 bytes" in error.problem
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    (error,) = open_sources("-", Settings(max_bytes=100))
    assert "larger than 100 bytes" in error.problem


def test_folders_that_link_to_each_other_end(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "x.csv").write_text("地区,数值\n根河市,1\n", encoding="utf-8")
    (inner / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    found = list(open_sources(str(tmp_path), Settings()))
    assert sum(isinstance(one, Source) for one in found) == 1


def test_a_folder_of_too_many_files_is_refused(tmp_path):
    for at in range(12):
        (tmp_path / f"{at}.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(ReadingError, match="more than 10 files"):
        list(open_sources(str(tmp_path), Settings(max_files=10)))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_pipes_and_devices_do_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    found = {type(one).__name__: one for one in open_sources(str(tmp_path), Settings())}
    assert found["Finding"].file.endswith("pipe.csv")
    assert "cannot be opened" in found["ReadingError"].problem
    assert found["Source"].file.name.endswith("x.csv")
    (error,) = open_sources("/dev/zero", Settings())
    assert "device" in error.problem


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_nobody_may_read_is_said(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n", encoding="utf-8")
    path.chmod(0)
    (error,) = open_sources(str(path), Settings())
    assert "Permission denied" in error.problem


def test_mutated_files_end_in_observations_or_a_clear_error(tmp_path):
    """Bytes changed anywhere in files of every format; the processes may hold little memory."""
    row = ["根河市", "2023Q4", "再生水利用量", "24.5", "万立方米"]
    table = [["地区", "时期", "指标", "数值", "单位"], row, row]
    text = "\n".join(",".join(line) for line in table)
    made = openpyxl.Workbook()
    for line in table:
        made.active.append(line)
    made.save(tmp_path / "a.xlsx")
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(map(cell.format, line))}</table:table-row>" for line in table
    )
    originals = {
        "b.csv": text.encode(), "c.csv": text.encode("gb18030"), "d.txt": text.encode("utf-16"),
        "e.json": '[{"地区": "根河市", "时期": "2023Q4", "再生水利用量": 24.5}]'.encode(),
        "f.ods": ods(f'<table:table table:name="t">{rows}</table:table>'),
        "g.xls": biff.workbook(b"".join(biff.label(r, c, t) for r, line in enumerate(table) for c, t in enumerate(line))),
        "h.zip": zipped({"a.csv": text.encode("gb18030")}),
    }  # fmt: skip
    for name, content in originals.items():
        (tmp_path / name).write_bytes(content)
    parquet.write_table(
        pa.table({name: list(column) for name, *column in zip(*table, strict=True)}),
        tmp_path / "i.parquet",
    )
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("mutants.py"), "1", "400", *sorted(tmp_path.iterdir())],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    ends = dict(re.findall(r"'(\w+)': (\d+)", done.stdout.splitlines()[-1]))
    assert min(map(int, ends.values())) > 50
