"""The reporting form in Excel: protected but for what is to be filled in, which is checked."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from genhe_targets.periods import Period
from genhe_targets.reading.form import COLUMNS, NO, YES, Form, Question
from genhe_targets.vocabulary import Lang

_WIDTHS = {
    "region": 9, "period": 15, "name": 28, "value": 11, "unit": 10, "basis": 9, "date": 12,
    "note": 20, "lead": 20, "definition": 46,
}  # fmt: skip
"""Widths of the columns, in characters; a Chinese one counts as two."""

_LINE = 15.5
"""Height of a line, in points."""

_OPEN = frozenset({"value", "date", "note"})
_HEAD = 3
"""Row of the header, counted from 0: title, instructions and an empty row stand above."""

_MESSAGE, _TITLE = 255, 32
"""Characters that Excel shows beside a cell, and in the title of such a note."""

_HOW_ZH = (
    "请只填写底色为浅黄、框线加粗的三列：数值、完成日期、备注。数值按所列计量单位填写，"
    "不要改动其他单元格。确实没有数据的填“—”，并在备注中说明原因；不存在的填“无”。"
    "空白表示未报，不等于零。"
)
_HOW_EN = (
    "Fill in only the three columns with thick borders: value, date of completion, note. Give"
    " values in the unit printed, and change no other cell. Where there is no figure, write —"
    " and say why in the note. A blank means not reported, and never zero."
)
_TEXTS: dict[str, tuple[str, str]] = {
    "how": (_HOW_ZH, _HOW_EN),
    "number": ("应填数字。确无数据时可填“—”。仍要保留吗？",
               "A number is expected. Where there is none, write —. Keep this entry?"),
    "range": ("通常在 {lowest} 与 {highest} 之间。请核对后再保留。",
              "Usually between {lowest} and {highest}. Please check before you keep it."),
    "choice": ("请填“{yes}”或“{no}”。", "Write {yes} or {no}."),
    "date": ("请填 {first} 至 {last} 之间的日期。", "Give a day between {first} and {last}."),
    "page": ("第 &P 页，共 &N 页", "page &P of &N"),
    "form": ("报送表", "reporting form"),
}  # fmt: skip


def xlsx_bytes(form: Form) -> bytes:
    """A form as a workbook: a sheet for each period.

    Only the cells to fill in can be changed; the sheets are protected without a password, against
    slips and not against people.
    """
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        title = f"{form.plan.title.in_(form.lang)} {_text('form', form.lang)}"
        book.set_properties({"title": title, "author": form.plan.issuer.in_(form.lang)})
        looks = _looks(book)
        for period, questions in form.pages.items():
            sheet = book.add_worksheet(
                period.text.replace("/", "至" if period.kind == "range" else "-")
            )
            _page(sheet, form, period, questions, looks)
    return stream.getvalue()


def _text(name: str, lang: Lang, **values: object) -> str:
    return _TEXTS[name][lang != "zh"].format(**values)


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "等线", "font_size": 10.5, "valign": "vcenter"}
    base = font | {"border": 1, "border_color": "#9AA5B1", "text_wrap": True}
    free = base | {"locked": False, "bg_color": "#FFF8DC", "border": 2, "border_color": "#8A6D00"}
    return {
        "title": book.add_format(font | {"font_size": 16, "bold": True}),
        "how": book.add_format(font | {"text_wrap": True, "valign": "top"}),
        "head": book.add_format(base | {"bold": True, "bg_color": "#E4EAF1", "align": "center"}),
        "cell": book.add_format(base),
        "number": book.add_format(free | {"align": "right"}),
        "date": book.add_format(free | {"num_format": "yyyy-mm-dd", "align": "center"}),
        "free": book.add_format(free),
    }


def _page(
    sheet: Any, form: Form, period: Period, questions: list[Question], looks: dict[str, Any]
) -> None:
    names, last = list(COLUMNS), len(COLUMNS) - 1
    lang, region = form.lang, form.region.title.in_(form.lang)
    title = f"{form.plan.title.in_(lang)} {_text('form', lang)}（{region}，{questions[0].period}）"
    sheet.merge_range(0, 0, 0, last, title, looks["title"])
    sheet.merge_range(1, 0, 1, last, _text("how", lang), looks["how"])
    sheet.set_row(0, 30)
    sheet.set_row(1, 48)
    for column, (name, header) in enumerate(zip(names, form.header(), strict=True)):
        sheet.set_column(column, column, _WIDTHS[name])
        sheet.write_string(_HEAD, column, header, looks["head"])
    for row, question in enumerate(questions, start=_HEAD + 1):
        for column, (name, text) in enumerate(zip(names, question.printed(), strict=True)):
            if name not in _OPEN:
                sheet.write_string(row, column, text, looks["cell"])
        _open_cells(sheet, row, question, form, looks)
        sheet.set_row(row, _LINE * max(2, *map(_lines, names, question.printed())))
    _paper(sheet, form, period, _HEAD + len(questions))


def _lines(name: str, text: str) -> int:
    """How many lines a text takes in its column."""
    wide = sum(2 if east_asian_width(mark) in "WFA" else 1 for mark in text)
    return -(-wide // (_WIDTHS[name] - 1))


def _open_cells(
    sheet: Any, row: int, question: Question, form: Form, looks: dict[str, Any]
) -> None:
    """The cells to fill in, each with a check that asks back but does not forbid."""
    lang, at = form.lang, {name: column for column, name in enumerate(COLUMNS)}
    sheet.write_blank(
        row, at["value"], None, looks["free" if question.kind == "milestone" else "number"]
    )
    sheet.write_blank(row, at["date"], None, looks["date"])
    sheet.write_blank(row, at["note"], None, looks["free"])
    about = {
        "input_title": question.name[:_TITLE], "input_message": question.definition[:_MESSAGE],
        "error_type": "warning",
    }  # fmt: skip
    if question.kind == "milestone":
        choice = {"validate": "list", "source": [YES[lang], NO[lang]],
                  "error_message": _text("choice", lang, yes=YES[lang], no=NO[lang])}  # fmt: skip
    else:
        choice = _number_check(question, lang)
    sheet.data_validation(row, at["value"], row, at["value"], choice | about)
    first, last = form.plan.year_start, form.plan.year_end
    sheet.data_validation(row, at["date"], row, at["date"], {
        "validate": "date", "criteria": "between", "minimum": first, "maximum": last,
        "error_type": "warning", "error_message": _text("date", lang, first=first, last=last),
    })  # fmt: skip


def _number_check(question: Question, lang: Lang) -> dict[str, Any]:
    """Whole numbers for counts, and a range where one is plausible."""
    kind = "integer" if question.kind == "count" else "decimal"
    message = _text("number", lang)
    low, high = question.lowest, question.highest
    if low is not None and high is not None:
        message = f"{message} {_text('range', lang, lowest=low, highest=high)}"
        return {"validate": kind, "criteria": "between", "minimum": _plain_number(low),
                "maximum": _plain_number(high), "error_message": message[:_MESSAGE]}  # fmt: skip
    limit = high if high is not None else low if low is not None else Decimal(-(10**15))
    criteria = "<=" if high is not None else ">="
    return {"validate": kind, "criteria": criteria, "value": _plain_number(limit),
            "error_message": message[:_MESSAGE]}  # fmt: skip


def _plain_number(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)


def _paper(sheet: Any, form: Form, period: Period, last_row: int) -> None:
    """Protection, what stays in sight, and how it prints."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    first = list(COLUMNS).index("value")
    sheet.freeze_panes(_HEAD + 1, first)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.print_area(0, 0, last_row, len(COLUMNS) - 1)
    sheet.set_footer(f"&L{form.plan.id} {period.text}&R{_text('page', form.lang)}")
    sheet.set_selection(
        _HEAD + 1, list(COLUMNS).index("value"), _HEAD + 1, list(COLUMNS).index("value")
    )
