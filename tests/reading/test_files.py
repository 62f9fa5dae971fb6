"""What can be handed in: folders, globs, archives, standard input, any format under any name."""

import hashlib
import io
import json
import os
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading import read
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sources import Source, open_sources

HEADER = ["地区", "时期", "指标", "数值", "单位"]
ROWS = [
    ["根河市", "2023Q4", "再生水利用量", "24.0", "万立方米"],
    ["根河市", "2023Q4", "污水处理量", "100", "万立方米"],
]
CSV = "\n".join(",".join(row) for row in [HEADER, *ROWS]) + "\n"
RECORDS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
PLAN = load_plan("genhe-2023")


def opened(path, **settings):
    return list(open_sources(str(path), Settings(**settings)))


def values(path):
    frame = read(path, PLAN).frame
    return list(zip(frame["variable"].astype(str), frame["value"], strict=True))


EXPECTED = [("reclaimed_water_used", 24.0), ("sewage_treated", 100.0)]


def workbook():
    book = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet():
    stream = io.BytesIO()
    pd.DataFrame(ROWS, columns=HEADER).to_parquet(stream)
    return stream.getvalue()


def archive(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


FORMS = {
    "csv": CSV.encode(),
    "csv gb18030": CSV.encode("gb18030"),
    "csv utf-16": CSV.replace(",", "\t").encode("utf-16"),
    "xlsx": workbook(),
    "parquet": parquet(),
    "json": json.dumps(RECORDS, ensure_ascii=False, indent=1).encode(),
    "json in data": json.dumps({"code": 0, "data": RECORDS}, ensure_ascii=False).encode(),
    "jsonl": "\n".join(json.dumps(r, ensure_ascii=False) for r in RECORDS).encode(),
    "zip": archive({"第一期/表.csv": CSV.encode("gb18030")}),
}
SUFFIX = {"csv gb18030": "csv", "csv utf-16": "txt", "json in data": "json"}


@pytest.mark.parametrize("form", FORMS)
def test_every_format_is_read(tmp_path, form):
    path = tmp_path / f"report.{SUFFIX.get(form, form)}"
    path.write_bytes(FORMS[form])
    assert values(path) == EXPECTED


@pytest.mark.parametrize("suffix", ["csv", "xls", "xlsx", "json", "", "parquet"])
@pytest.mark.parametrize("form", [form for form in FORMS if form != "zip"])
def test_content_is_believed_before_the_name(tmp_path, form, suffix):
    if suffix == "json" and form.startswith("csv"):
        pytest.skip("text under .json is faulty JSON")
    path = tmp_path / f"report.{suffix}".rstrip(".")
    path.write_bytes(FORMS[form])
    if suffix == "json" and form == "jsonl":
        with pytest.raises(ReadingError, match="line 2"):
            values(path)
        return
    assert values(path) == EXPECTED
    (source,) = opened(path)
    differs = (
        suffix and suffix != SUFFIX.get(form, form) and not (suffix == "csv" and "csv" in form)
    )
    assert ("format_differs" in {f.code for f in source.findings}) == bool(differs)


def test_standard_input(monkeypatch):
    for form in ("csv", "csv gb18030", "xlsx", "parquet", "json", "jsonl", "zip"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FORMS[form])))
        assert values("-") == EXPECTED, form


def test_what_was_decided_is_kept(tmp_path):
    path = tmp_path / "report.csv"
    path.write_bytes(CSV.replace(",", ";").encode("gb18030"))
    (source,) = opened(path)
    about = source.file
    assert (about.format, about.encoding, about.delimiter) == ("csv", "gb18030", ";")
    assert (about.rows, about.size) == (3, path.stat().st_size)
    assert source.digest() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_folder_of_everything(tmp_path):
    (tmp_path / "一季度").mkdir()
    (tmp_path / "一季度" / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "b.XLSX").write_bytes(workbook())
    for name in ("~$b.xlsx", ".~lock.b.xlsx#", ".hidden.csv", "Thumbs.db", "notes.md", "scan.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "a.csv").write_text("x", encoding="utf-8")
    found = opened(tmp_path)
    sources = [one.file.name for one in found if isinstance(one, Source)]
    assert [os.path.basename(name) for name in sources] == ["b.XLSX", "a.csv"]  # noqa: PTH119
    errors = {os.path.basename(e.source): e.problem for e in found if isinstance(e, ReadingError)}  # noqa: PTH119
    assert errors == {
        "empty.csv": "the file is empty", "picture.csv": "is a picture and no table of data",
    }  # fmt: skip
    left = {os.path.basename(f.file): f.code for f in found if isinstance(f, Finding)}  # noqa: PTH119
    assert left == {
        "~$b.xlsx": "file_ignored", ".~lock.b.xlsx#": "file_ignored", "Thumbs.db": "file_ignored",
        ".hidden.csv": "file_ignored", "notes.md": "file_unused", "scan.pdf": "file_unused",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "problem"),
    [("link.csv", "cannot be opened"), ("no.csv", "no such"), ("\0", "no such")],
)
def test_what_is_not_there_is_told_from_what_leads_nowhere(tmp_path, name, problem):
    (tmp_path / "link.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(ReadingError, match=problem):
        read(tmp_path / name, PLAN)


def test_a_glob_takes_what_it_names(tmp_path):
    for name in ("a.csv", "b.csv", "~$b.csv", "c.txt"):
        (tmp_path / name).write_text(CSV, encoding="utf-8")
    found = opened(tmp_path / "*.csv")
    assert [type(one).__name__ for one in found] == ["Source", "Source", "Finding"]


def test_an_archive_with_chinese_names_of_windows(tmp_path):
    content = archive({"xxxx.csv": CSV.encode()}).replace(b"xxxx", "季度".encode("gbk"))
    path = tmp_path / "上报.zip"
    path.write_bytes(content)
    (source,) = opened(path)
    assert source.file.name.endswith("上报.zip/季度.csv")


def test_an_archive_in_an_archive_and_bad_files_beside_good_ones(tmp_path):
    inner = archive({"a.csv": CSV.encode(), "b.xlsx": b"PK\x03\x04 broken"})
    path = tmp_path / "all.zip"
    path.write_bytes(archive({"inner.zip": inner, "c.pdf": b"%PDF", "__MACOSX/._a.csv": b"x"}))
    found = opened(path)
    assert [type(one).__name__ for one in found] == ["Source", "ReadingError", "Finding", "Finding"]
    assert found[0].file.name.endswith("all.zip/inner.zip/a.csv")
    assert found[1].source.endswith("all.zip/inner.zip/b.xlsx")


def test_an_archive_without_tables_says_what_it_holds(tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(archive({"c.pdf": b"%PDF"}))
    with pytest.raises(ReadingError, match=r"\(only c\.pdf\)"):
        read(path, PLAN)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"%PDF-1.4", "a PDF file"), (b"Rar!\x1a\x07", "a RAR archive"),
        (b"\x1f\x8b\x08\x00abc", "a gzip file"), (b"<html><table></table></html>", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "an XML file"),
        (archive({"word/document.xml": "x"}), "a Word document"),
        (archive({"xl/workbook.bin": "x"}), "a binary workbook"),
    ],
)  # fmt: skip
def test_other_formats_are_named_with_advice(tmp_path, content, problem):
    path = tmp_path / "report.xls"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match=problem) as error:
        read(path, PLAN)
    assert error.value.hint
    assert "是" in error.value.message("zh")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[{"a": 1},\n {"a": }]', r"line 2: Expecting value"), ("[1, 2]", "no list of records"),
        ("[]", "no list of records"), ('[{"a": 1, "a": 2}]', "record 1 has 'a' twice"),
        ("[" * 100_000, "nested too deep"), ('"x"', "no list of records"),
    ],
)  # fmt: skip
def test_faulty_json_is_said_with_its_line(tmp_path, text, problem):
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadingError, match=problem):
        read(path, PLAN)


def test_numbers_in_json_keep_their_digits(tmp_path):
    path = tmp_path / "report.json"
    path.write_text(
        json.dumps(RECORDS, ensure_ascii=False).replace('"24.0"', "24.0"), encoding="utf-8"
    )
    assert list(read(path, PLAN).frame["text"]) == ["24.0", "100"]


def test_an_error_is_said_in_the_language_of_the_report(tmp_path):
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"")
    (finding,) = (f for f in read(tmp_path, PLAN).findings if f.code == "unreadable_file")
    assert finding.message("zh") == "无法读取：文件是空的。请核对是否传错了文件"
    assert (
        finding.message("en")
        == "cannot be read: the file is empty. Check whether the right file was sent."
    )


@pytest.mark.parametrize("page", ["files.md", "files.zh-CN.md"])
def test_the_limits_of_the_documentation_are_those_of_the_settings(page):
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    told = dict(re.findall(r"^\| `(max_\w+)` \| ([\d,]+) \|", text, re.MULTILINE))
    settings = Settings()
    assert {name: int(number.replace(",", "")) for name, number in told.items()} == {
        name: getattr(settings, name) for name in dir(settings) if name.startswith("max_")
    }
