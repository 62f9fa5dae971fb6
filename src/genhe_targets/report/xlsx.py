"""Excel: the workbook an office works with; its sheets, real numbers and dates, no formulas.

Nothing in it is a formula or a link, whatever was reported; a figure is the one that is shown
everywhere else, so that a cell never contradicts its verdict.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from genhe_targets.report.cells import neutral, writable
from genhe_targets.report.labels import label
from genhe_targets.report.look import LOOKS, mark
from genhe_targets.report.records import ReportRecords
from genhe_targets.report.rollups import declared
from genhe_targets.report.room import lines_of
from genhe_targets.vocabulary import WORDS, Lang

FONT = "Microsoft YaHei"
ACCENT = "#1d5a74"
LINE = "#c9d1d8"
SOFT = "#5a6570"
FILL = "#e8f1f5"
ASKED = "#fffbe8"

MARGIN = 2.5
"""Characters of a column that its indent and its filter button take."""

LINE_HEIGHT = 14.5
"""Points of a line of text."""

A3, A4 = 8, 9
"""Papers by their numbers in Excel."""

A4_WIDTH = 190
"""Characters that can be read on A4 across; a wider table goes on A3, as ledgers do."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet; ``kind`` is text, number, signed, date, share or status."""

    head: str
    width: float
    kind: str = "text"
    asked: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it holds figures, which stand to the right."""
        return self.kind in {"number", "signed", "share"}


class Book:
    """A workbook with the few formats all sheets share.

    Args:
        records: The report.
        lang: Language of the sheets.
    """

    def __init__(self, records: ReportRecords, lang: Lang) -> None:
        import xlsxwriter

        self.records = records
        self.lang = lang
        self._buffer = io.BytesIO()
        self.file = xlsxwriter.Workbook(
            self._buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        day = datetime.datetime.fromisoformat(records["as_of"])
        self.file.set_properties(
            {
                "title": writable(records["plan"]["title"][lang]),
                "author": writable(records["plan"]["issuer"][lang]),
                "created": day,  # not the clock: the same report gives the same bytes
            }
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **wanted: Any) -> Any:
        """A cell format, made once."""
        base = {"font_name": FONT, "font_size": 10, "valign": "top"}
        key = tuple(sorted({**base, **wanted}.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(dict(key))
        return self._formats[key]

    def sheet(self, key: str, *, landscape: bool = True) -> Any:
        """A new sheet, named as bureaus call it, set up for printing on A4."""
        made = self.file.add_worksheet(SHEETS[key][self.lang])
        if landscape:
            made.set_landscape()
        made.set_paper(A4)
        made.fit_to_pages(1, 0)
        made.set_margins(0.4, 0.4, 0.6, 0.6)
        made.hide_gridlines(2)
        title = self.records["plan"]["title"][self.lang].replace("&", "&&")
        made.set_footer(f"&L&8 {title}&C&8 &P / &N&R&8 {self.records['as_of']}")
        return made

    def table(
        self, sheet: Any, top: int, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
    ) -> int:
        """A table with headings at row ``top``, filters and frozen headings.

        Returns:
            The row after the last.
        """
        head: dict[str, Any] = {
            "bold": True, "bg_color": FILL, "font_color": ACCENT, "bottom": 1,
            "bottom_color": ACCENT, "text_wrap": True, "valign": "vcenter",
        }  # fmt: skip
        for at, column in enumerate(columns):
            side = {"align": "right"} if column.is_number else {"indent": 1}
            sheet.set_column(at, at, column.width)
            sheet.write_string(top, at, column.head, self.format(**head, **side))
        tall = max(lines_of(column.head, column.width - MARGIN) for column in columns)
        sheet.set_row(top, max(30, 4 + LINE_HEIGHT * tall))
        if sum(column.width for column in columns) > A4_WIDTH:
            sheet.set_paper(A3)
        after = top + 1
        for row in rows:
            for at, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.cell(sheet, after, at, column, value)
            lines = max(
                lines_of(str(value or ""), column.width - MARGIN)
                for column, value in zip(columns, row, strict=True)
                if not column.is_number
            )
            if lines > 1:
                sheet.set_row(after, 4 + LINE_HEIGHT * lines)
            after += 1
        last = max(after - 1, top + 1)
        sheet.autofilter(top, 0, last, len(columns) - 1)
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, last, len(columns) - 1)
        for at, column in enumerate(columns):
            if column.kind == "status":
                self.colour(sheet, top + 1, at, last, at)
            if column.kind == "share":
                bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#b9d3de"}
                ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
                sheet.conditional_format(top + 1, at, last, at, {**bar, **ends})
        return after

    def cell(self, sheet: Any, row: int, at: int, column: Column, value: Any) -> None:
        """One cell: a number as a number, a date as a date, everything else as harmless text."""
        look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "text_wrap": True}
        if not column.is_number:
            look |= {"indent": 1, "align": "left"}
        if column.asked:
            look |= {"bg_color": ASKED, "left": 1, "left_color": LINE}
        if column.kind in {"number", "signed"} and (number := number_of(value)) is not None:
            places = max(0, -int(number.as_tuple().exponent))
            shape = "#,##0" + ("." + "0" * places if places else "")
            if column.kind == "signed":
                shape = f"+{shape};-{shape};{shape}"
            sheet.write_number(row, at, float(number), self.format(num_format=shape, **look))
        elif column.kind == "share" and value is not None:
            sheet.write_number(row, at, value, self.format(num_format="0%", **look))
        elif column.kind == "date" and (day := day_of(value)):
            sheet.write_datetime(row, at, day, self.format(num_format="yyyy-mm-dd", **look))
        else:
            if column.is_number:
                look["align"] = "right"
            text = "" if value is None else writable(neutral(str(value)))
            sheet.write_string(row, at, text, self.format(**look))

    def colour(self, sheet: Any, top: int, left: int, bottom: int, right: int) -> None:
        """Colour status cells by the word they hold; the word is what counts."""
        for code, look in LOOKS.items():
            rule = {
                "type": "cell",
                "criteria": "==",
                "value": f'"{status_word(code, self.lang)}"',
                "format": self.file.add_format({"font_color": look.ink, "bg_color": look.tint}),
            }
            sheet.conditional_format(top, left, bottom, right, rule)

    def finish(self) -> bytes:
        """The file."""
        self.file.close()
        return self._buffer.getvalue()


SHEETS: Mapping[str, Mapping[Lang, str]] = {
    "summary": {"zh": "汇总", "en": "Summary"},
    "details": {"zh": "明细", "en": "Details"},
    "regions": {"zh": "地区对照", "en": "Regions"},
    "findings": {"zh": "数据问题", "en": "Findings"},
    "ledger": {"zh": "工作台账", "en": "Ledger"},
    "basis": {"zh": "依据", "en": "Basis"},
    "changes": {"zh": "变化", "en": "Changes"},
    "scores": {"zh": "考核得分", "en": "Scores"},
    "scored": {"zh": "评分明细", "en": "Score details"},
    "rollup": {"zh": "综合判定", "en": "Taken together"},
}


def status_word(code: str, lang: Lang) -> str:
    """A status as cells hold it: its mark and its word."""
    return f"{mark(code)} {WORDS[code][lang]}" if code else "—"


def number_of(value: Any) -> Decimal | None:
    """The number that is shown, if it is one."""
    try:
        number = Decimal(str(value).replace("−", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def day_of(value: Any) -> datetime.date | None:
    """The day of an ISO date."""
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def render(records: ReportRecords, lang: Lang) -> bytes:
    """The report as a workbook."""
    from genhe_targets.report import xlsxscores, xlsxsheets

    book = Book(records, lang)
    xlsxsheets.summary(book)
    if "changes" in records:
        xlsxsheets.changes(book)
    xlsxsheets.details(book)
    xlsxsheets.regions(book)
    if "scores" in records:
        xlsxscores.scores(book, records["scores"])
        xlsxscores.details(book, records["scores"])
    if rollups := declared(records):
        xlsxscores.rollup(book, rollups)
    xlsxsheets.findings(book)
    xlsxsheets.ledger_sheet(book)
    xlsxsheets.basis(book)
    return book.finish()


def heading(book: Book, sheet: Any, title: str) -> int:
    """The heading of a sheet; returns the row of the table."""
    plan = book.records["plan"]
    sheet.write_string(0, 0, writable(title), book.format(bold=True, font_size=14))
    day = f"{label('as_of', book.lang)} {book.records['as_of']}"
    made_up = f" · {label('made_up', book.lang)}" if plan["made_up"] else ""
    sheet.write_string(1, 0, day + made_up, book.format(font_color=SOFT))
    sheet.set_row(0, 24)
    return 3
