"""Workbooks as a spreadsheet shows them: errors, formats, formulas, hidden sheets, merged cells."""

import datetime
import io
import re
import struct
import zipfile

import openpyxl
import pytest

import xlswriting as biff
from genhe_targets.errors import ReadingError
from genhe_targets.reading import ooxml
from genhe_targets.reading.archives import Budget
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.sheetfacts import SheetFacts
from genhe_targets.reading.workbooks import cell_text, read_workbook

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="表一">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
CELL = '<table:table-cell office:value-type="float" office:value="{0}"{1}><text:p>{0}</text:p></table:table-cell>'
WORD = '<table:table-cell office:value-type="string"{1}><text:p>{0}</text:p></table:table-cell>'


def opened(content, kind="xlsx", **settings):
    how = Settings(**settings)
    return read_workbook(content, kind, Budget(how.max_unpacked), how, "book")


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def changed(content, name, change):
    """A workbook with one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    files[name] = change(files[name])
    return zipped(files)


def ods(rows):
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": ODS.format(rows),
        }
    )


def test_values_are_texts_as_a_spreadsheet_shows_them():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["根河市", 24, 95.5, 0.1 + 0.2, True, datetime.date(2023, 9, 30), None, "１，２"])
    sheet.append([])
    sheet.append(["末行"])
    (found,), findings = opened(saved(book))
    assert found.rows == [
        ["根河市", "24", "95.5", "0.3", "是", "2023-09-30", "", "１，２"],
        [""] * 8,
        ["末行", *[""] * 7],
    ]
    assert not findings


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.952, "0.0%", "95.2%"), (0.95, "0.00%", "95.00%"), (0.9523456, "0%", "95.23456%"),
        (95, "0.0", "95.0"), (95.26, "0.0", "95.26"), (1234.5, "#,##0.00", "1234.50"),
        (95, "General", "95"), (95, "0.0_ ", "95.0"), (12, "[Red]0.0", "12"),
    ],
)  # fmt: skip
def test_number_formats_keep_digits_and_percent_signs_and_never_round(value, form, text):
    book = openpyxl.Workbook()
    book.active["B2"] = value
    book.active["B2"].number_format = form
    (found,), _ = opened(saved(book))
    assert found.rows[1][1] == text


def test_error_values_are_kept():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["C3"] = "x", "#DIV/0!"
    (found,), _ = opened(saved(book))
    assert found.rows[2][2] == "#DIV/0!"


def test_formulas_are_read_by_their_saved_value_and_without_one_said():
    book = openpyxl.Workbook()
    book.active.append(["合计", "=1+1", "=SUM(A1:A9)"])
    content = changed(
        saved(book), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"),
    )  # fmt: skip
    (found,), (finding,) = opened(content)
    assert found.rows == [["合计", "2", "=SUM(A1:A9)"]]
    assert (finding.code, finding.row, finding.column) == ("formula_not_computed", 1, "C")
    assert "保存一次" in finding.message("zh")


def test_an_error_of_a_formula_is_kept():
    book = openpyxl.Workbook()
    book.active.append(["x", "=1/0"])
    content = changed(
        saved(book), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<c r="B1"><f>1/0</f><v></v>', b'<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v>'),
    )  # fmt: skip
    (found,), findings = opened(content)
    assert found.rows == [["x", "#DIV/0!"]]
    assert not findings


def test_hidden_sheets_are_read_and_said_and_merged_cells_are_known():
    book = openpyxl.Workbook()
    book.active["A1"] = "标题"
    book.active.merge_cells("A1:C2")
    book.create_sheet("备份")["A1"] = 1
    book["备份"].sheet_state = "hidden"
    book.create_chartsheet("图")
    sheets, (finding,) = opened(saved(book))
    assert [sheet.name for sheet in sheets] == ["Sheet", "备份"]
    assert sheets[0].merged == ((0, 0, 1, 2),)
    assert (finding.code, finding.sheet) == ("hidden_sheet", "备份")


def test_links_to_other_workbooks_are_not_followed_but_said():
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    content = saved(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {entry: archive.read(entry) for entry in archive.namelist()}
    files["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    (found,), (finding,) = opened(zipped(files))
    assert found.rows == [["1"]]
    assert finding.code == "external_links"


def test_xls_with_errors_and_gaps():
    content = biff.workbook(
        biff.label(0, 0, "指标")
        + biff.label(0, 2, "根河市")
        + biff.number(2, 2, 24.5)
        + biff.error(3, 2, 0x07),
        biff.number(0, 0, 7),
    )
    (first, second), findings = opened(content, "xls")
    assert first.rows == [
        ["指标", "", "根河市"],
        ["", "", ""],
        ["", "", "24.5"],
        ["", "", "#DIV/0!"],
    ]
    assert second.rows == [["7"]]
    assert not findings


def test_ods_with_repeats():
    rows = (
        "<table:table-row>" + WORD.format("指标", "") + WORD.format("数", ' table:number-columns-repeated="2"')
        + '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        + '<table:table-row table:number-rows-repeated="2">' + CELL.format("1.5", "") + "</table:table-row>"
        + '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )  # fmt: skip
    (found,), _ = opened(ods(rows), "ods")
    assert (found.name, found.rows) == (
        "表一",
        [["指标", "数", "数"], ["1.5", "", ""], ["1.5", "", ""]],
    )


def test_xls_number_formats_are_kept():
    styles = b"".join(
        biff.record(0x00E0, struct.pack("<HH", 0, form).ljust(20, b"\x00")) for form in (0, 9, 164)
    )
    code = "0.00_ ".encode("utf-16-le")
    formats = biff.record(0x041E, struct.pack("<HHB", 164, 6, 1) + code)
    cells = (
        biff.number(0, 0, 0.952, style=1) + biff.number(0, 1, 95.5, style=2) + biff.number(0, 2, 95.5)
        + biff.record(0x00BD, struct.pack("<HHHiHiH", 1, 0, 1, 1 << 2 | 2, 0, 50 << 2 | 2, 1))
    )  # fmt: skip
    (found,), _ = opened(biff.workbook(cells, styles=formats + styles), "xls")
    assert found.rows == [["95.2%", "95.50", "95.5"], ["100%", "50", ""]]


def test_ods_percentages_and_errors_are_kept():
    rows = (
        "<table:table-row>" + CELL.format("0.952", "").replace('"float"', '"percentage"')
        + '<table:table-cell office:value-type="string" calc:value-type="error" xmlns:calc="urn:x"><text:p>#DIV/0!</text:p></table:table-cell>'
        + "</table:table-row>"
    )  # fmt: skip
    (found,), _ = opened(ods(rows), "ods")
    assert found.rows == [["95.2%", "#DIV/0!"]]


def test_a_password_is_said():
    locked = biff.container(b"x" * 5000, "EncryptedPackage")
    with pytest.raises(ReadingError, match="protected by a password"):
        opened(locked, "xls")


def test_an_old_document_of_another_program_is_no_workbook():
    with pytest.raises(ReadingError, match="an old Office document"):
        opened(biff.container(b"x" * 5000, "WordDocument"), "xls")


def test_fifteen_digits_are_shown():
    assert cell_text(94.99999999999999) == "95"
    assert cell_text(95.1) == "95.1"
    assert cell_text(1e20) == "1e+20"
    assert cell_text(datetime.time(3, 4)) == "03:04:00"


def test_nothing_is_missed_where_long_xml_is_looked_at_in_pieces(monkeypatch):
    book = openpyxl.Workbook()
    for row in range(1, 200):
        book.active.append([row / 200, "#N/A", f"={row}"])
        book.active.cell(row, 1).number_format = "0.0%"
    whole, _ = opened(saved(book))
    monkeypatch.setattr("genhe_targets.reading.ooxml._CHUNK", 1000)
    pieces, (finding,) = opened(saved(book))
    assert pieces == whole
    assert finding.count == 199
    assert pieces[0].rows[99] == ["50.0%", "#N/A", "=100"]


def test_no_reference_hides_between_two_pieces(monkeypatch):
    monkeypatch.setattr("genhe_targets.reading.ooxml._CHUNK", 200)
    for pad in range(200):
        far = f'<x:c r="A1"/>{" " * pad}<x:c   r="XFD1048576"><x:v>1</x:v></x:c>'
        xml = f"<x:worksheet><x:sheetData><x:row>{far}</x:row></x:sheetData></x:worksheet>"
        facts = SheetFacts()
        for chunk in ooxml._chunks(xml.encode()):
            ooxml._extend(facts, chunk)
        assert (facts.height, facts.width) == (1048576, 16384), pad


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" s="1"><v>0.952</v></c>', '<c r="B2" s="1" t="n"><v>0.952</v></c>',
        '<c s="1" r="B2"><v>0.952</v></c>', "<c r='B2' s='1'><v>0.952</v></c>",
        '<c r="B2" t="n" s="1"><v>0.952</v></c>', '<c r="B2" cm="1" s="1"><v>0.952</v></c>',
        '<c r="B2" s="1"><f>A1/A2</f><v>0.952</v></c>', '<c r="B2"   s="1"><v>0.952</v></c>',
    ],
)  # fmt: skip
def test_a_percentage_is_seen_however_its_cell_is_spelled(cell):
    book = openpyxl.Workbook()
    book.active["B2"] = 0.952
    book.active["B2"].number_format = "0.0%"
    content = changed(
        saved(book), "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'<c r="B2".*?</c>', cell.encode(), xml),
    )  # fmt: skip
    (found,), _ = opened(content)
    assert found.rows[1][1] == "95.2%"
