"""The workbook, opened by a library that did not write it."""

import datetime
import re
import zipfile
from io import BytesIO

import pytest

from books import opened
from genhe_targets.report.ledger import COLUMNS
from genhe_targets.report.look import LOOKS
from genhe_targets.report.room import lines_of, text_width
from genhe_targets.report.views import render
from genhe_targets.report.xlsx import SHEETS, status_word
from genhe_targets.vocabulary import LANGS
from report.sample import sample

CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def records():
    return sample(regions=3)


@pytest.fixture(scope="module", params=LANGS)
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def book(records, lang):
    return opened(render(records, ".xlsx", lang))


def table(sheet, first):
    """Rows under the heading that begins with a text, as mappings by heading."""
    rows = [list(row) for row in sheet.iter_rows()]
    top = next(at for at, row in enumerate(rows) if row[0].value == first)
    heads = [cell.value for cell in rows[top]]
    return [dict(zip(heads, row, strict=True)) for row in rows[top + 1 :]]


def test_the_sheets_are_called_as_bureaus_call_them(book, lang):
    keys = ("summary", "details", "regions", "findings", "ledger", "basis")
    assert book.sheetnames == [SHEETS[key][lang] for key in keys]
    if lang == "zh":
        assert book.sheetnames == ["汇总", "明细", "地区对照", "数据问题", "工作台账", "依据"]


def test_headings_are_frozen_repeated_and_filtered(book, lang):
    for name in book.sheetnames[1:]:
        sheet = book[name]
        frozen = int(re.sub(r"\D", "", sheet.freeze_panes))
        assert frozen == 5, name
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.auto_filter.ref.startswith("A4:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_area


def test_figures_are_numbers_that_show_what_the_records_show(book, records, lang):
    sheet = book[SHEETS["details"][lang]]
    head = {"zh": ("序号", "目标值", "实际值"), "en": ("No.", "Limit", "Value")}[lang]
    rows = table(sheet, head[0])
    assert len(rows) == len(records["standings"])
    numbers = 0
    for row, record in zip(rows, records["standings"], strict=True):
        for name, text in ((head[1], record["limit_text"]), (head[2], record["value_text"])):
            cell = row[name]
            if re.fullmatch(r"-?\d+(\.\d+)?", text):
                numbers += 1
                assert cell.value == float(text)
                decimals = len(text.partition(".")[2])
                assert cell.number_format == "#,##0" + ("." + "0" * decimals if decimals else "")
            else:
                assert cell.value == text
    assert numbers > 50


def test_dates_are_dates(book, lang):
    due = {"zh": "完成时限", "en": "Due"}[lang]
    rows = table(book[SHEETS["details"][lang]], {"zh": "序号", "en": "No."}[lang])
    dates = [row[due].value for row in rows if row[due].value]
    assert dates
    assert all(isinstance(value, datetime.datetime) for value in dates)
    assert {row[due].number_format for row in rows if row[due].value} == {"yyyy-mm-dd"}


def test_a_status_is_a_word_with_a_mark_and_its_colour_follows_the_word(book, lang):
    sheet = book[SHEETS["details"][lang]]
    head = {"zh": "状态", "en": "Status"}[lang]
    words = {row[head].value for row in table(sheet, {"zh": "序号", "en": "No."}[lang])}
    assert words <= {status_word(code, lang) for code in LOOKS}
    rules = [rule for found in sheet.conditional_formatting for rule in found.rules]
    compared = {rule.formula[0].strip('"') for rule in rules if rule.type == "cellIs"}
    assert words <= compared


def test_regions_stand_beside_each_other(book, records, lang):
    sheet = book[SHEETS["regions"][lang]]
    rows = table(sheet, {"zh": "指标", "en": "Target"}[lang])
    assert len(rows) == 40
    states = {
        (record["title"][lang], record["region_title"][lang]): record["status"]
        for record in records["standings"]
    }
    for row in rows:
        title, *cells = row.items()
        for region, cell in cells:
            assert cell.value == status_word(states[title[1].value, region], lang)


def test_nothing_is_a_formula_or_a_link(records, lang):
    hostile = sample()
    hostile["findings"][0]["text"] = "=1+1"
    hostile["findings"][1]["text"] = "@SUM(A1)"
    hostile["findings"][2]["text"] = "https://example.org/"
    hostile["standings"][0]["title"] = {"zh": "+cmd|' /C calc'!A0", "en": "-2+3"}
    content = render(hostile, ".xlsx", lang)
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in packed.read(name)
        assert not [name for name in packed.namelist() if "externalLink" in name]
        text = packed.read("xl/sharedStrings.xml").decode()
    for kept in ("'=1+1", "'@SUM(A1)", "https://example.org/"):
        assert kept in text
    assert ("'+cmd" if lang == "zh" else "'-2+3") in text


def test_the_ledger_has_the_columns_of_putting_right_and_its_own_are_empty(book, lang):
    sheet = book[SHEETS["ledger"][lang]]
    rows = table(sheet, {"zh": "序号", "en": "No."}[lang])
    assert [*rows[0]] == [column.zh if lang == "zh" else column.en for column in COLUMNS]
    assert rows
    for column in COLUMNS:
        head = column.zh if lang == "zh" else column.en
        if column.filled:
            assert not any(row[head].value for row in rows), head
    assert len({row[[*row][-1]].value for row in rows}) == len(rows)
    kinds = {validation.type for validation in sheet.data_validations.dataValidation}
    assert kinds == {"date"}


def test_an_english_workbook_is_english(records):
    book = opened(render(records, ".xlsx", "en"))
    ours = [
        cell.value
        for name in ("Summary", "Details", "Regions", "Ledger", "Findings", "Basis")
        for row in book[name].iter_rows(max_row=4)
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert ours
    assert not [text for text in ours if CHINESE.search(text)]


def test_columns_are_wide_enough_for_their_headings(book):
    for sheet in book:
        for cell in sheet[4]:
            if isinstance(cell.value, str) and not cell.coordinate.startswith("A"):
                width = sheet.column_dimensions[cell.column_letter].width or 9
                longest = max(map(text_width, cell.value.split()))
                assert longest <= width, (sheet.title, cell.value)


def test_the_same_report_gives_the_same_bytes(records, lang):
    assert render(records, ".xlsx", lang) == render(sample(regions=3), ".xlsx", lang)


def test_a_report_of_nothing_still_opens(lang):
    empty = sample()
    empty["standings"], empty["verdicts"], empty["measures"], empty["findings"] = [], [], [], []
    empty["summary"]["by_unit"] = empty["summary"]["by_region"] = []
    empty["summary"]["counts"] = {}
    assert len(opened(render(empty, ".xlsx", lang)).sheetnames) == 6


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("short", 10, 1),
        ("Oroqen Autonomous Banner", 11, 3),
        ("Oroqen Autonomous Banner", 17, 2),
        ("莫力达瓦达斡尔族自治旗", 12, 2),
        ("a\nb", 10, 2),
        ("x" * 25, 10, 3),
        ("词" * 10, 20, 1),
    ],
)
def test_lines_a_text_takes(text, width, lines):
    assert lines_of(text, width) == lines
