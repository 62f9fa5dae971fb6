"""The sheets of the workbook: 汇总, 明细, 地区对照, 数据问题, 工作台账, 依据."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from genhe_targets.report import ledger
from genhe_targets.report.arrange import by_target, decided, region_name, regions_of
from genhe_targets.report.cells import neutral, writable
from genhe_targets.report.labels import label, source_text, units_text
from genhe_targets.report.look import LOOKS
from genhe_targets.report.records import VerdictRecord
from genhe_targets.report.room import lines_of
from genhe_targets.report.xlsx import (
    ACCENT,
    FILL,
    LINE,
    LINE_HEIGHT,
    Book,
    Column,
    heading,
    status_word,
)
from genhe_targets.vocabulary import Lang

HISTORY_COLUMNS = 24
"""Most periods that stand beside a standing; the latest are kept."""

DRAWN = 3_000
"""Most rows with a drawn trend: a sheet with many more opens slowly; the figures stand beside."""

PRINTED = 13
"""Columns of the details that go on paper; the rest is for the screen."""

FIRST, OTHERS = 30, 13
"""Widths of the summary's columns: names, and counts."""


def summary(book: Book) -> None:
    """汇总: the sentences that matter, and counts by status, unit and region."""
    lang, records = book.lang, book.records
    sheet = book.sheet("summary")
    row = heading(book, sheet, records["plan"]["title"][lang])
    codes = [code for code in LOOKS if records["summary"]["counts"].get(code)]
    last = max(len(codes), 7)
    sheet.set_column(0, 0, FIRST)
    sheet.set_column(1, last, OTHERS)
    ok = records["summary"]["ok"]
    colour = LOOKS["met" if ok else "not_met"].ink  # type: ignore[index] # a status is its text
    answer = book.format(bold=True, font_size=12, font_color=colour)
    sheet.write_string(row - 1, 0, label("ok" if ok else "not_ok", lang), answer)
    text = book.format(text_wrap=True)
    for line in records["summary"]["headline"]:
        sheet.merge_range(row, 0, row, last, "", text)
        sheet.write_string(row, 0, writable(neutral(line[lang])), text)
        width = FIRST + OTHERS * last - 4
        sheet.set_row(row, 3 + LINE_HEIGHT * lines_of(line[lang], width))
        row += 1
    heads = [status_word(code, lang) for code in codes]
    counts = records["summary"]["counts"]
    row = _grid(book, sheet, row + 1, label("status", lang), heads,
                [(label("total", lang), [counts[code] for code in codes], counts)])  # fmt: skip
    by_unit = [
        (unit["unit"][lang], [unit["counts"].get(code, 0) for code in codes], unit["counts"])
        for unit in records["summary"]["by_unit"]
    ]
    row = _grid(book, sheet, row + 1, label("by_unit", lang), heads, by_unit)
    by_region = [
        (area["title"][lang], [area["counts"].get(code, 0) for code in codes], area["counts"])
        for area in records["summary"]["by_region"]
    ]
    if len(by_region) > 1:
        row = _grid(book, sheet, row + 1, label("by_region", lang), heads, by_region)
    sheet.print_area(0, 0, row, last)


def _grid(
    book: Book, sheet: Any, row: int, title: str, heads: Sequence[str], rows: Sequence[Any]
) -> int:
    """A small table of counts; a zero is left out."""
    head = book.format(
        bold=True, bg_color=FILL, font_color=ACCENT, bottom=1, bottom_color=ACCENT,
        text_wrap=True, align="center", valign="vcenter",
    )  # fmt: skip
    left = book.format(
        bold=True, bg_color=FILL, font_color=ACCENT, bottom=1, bottom_color=ACCENT, valign="vcenter"
    )
    sheet.write_string(row, 0, title, left)
    for at, text in enumerate(heads, start=1):
        sheet.write_string(row, at, text, head)
    sheet.set_row(row, 30)
    line = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    for name, numbers, _ in rows:
        row += 1
        sheet.write_string(row, 0, writable(neutral(name)), book.format(text_wrap=True, **line))
        lines = lines_of(name, FIRST - 1)
        if lines > 1:
            sheet.set_row(row, 3 + LINE_HEIGHT * lines)
        for at, number in enumerate(numbers, start=1):
            if number:
                sheet.write_number(row, at, number, book.format(align="center", **line))
            else:
                sheet.write_string(row, at, "·", book.format(align="center", **line))
    return row + 1


def details(book: Book) -> None:
    """明细: one row for each standing, with its periods and their trend beside it."""
    lang, records = book.lang, book.records
    sheet = book.sheet("details")
    standings = records["standings"]
    ends = {p["end"]: p["period"] for r in standings for p in r["history"]}
    periods = [ends[end] for end in sorted(ends)][-HISTORY_COLUMNS:]
    columns = [
        Column(label("number", lang), 6, "number"),
        Column(label("region", lang), 16),
        Column(label("target", lang), 32),
        Column(label("unit", lang), 11),
        Column(label("limit", lang), 10, "number"),
        Column(label("value", lang), 10, "number"),
        Column(label("margin", lang), 10, "signed"),
        Column(label("progress", lang), 10, "share"),
        Column(label("elapsed", lang), 10, "share"),
        Column(label("status", lang), 14, "status"),
        Column(label("reason", lang), 34),
        Column(label("due", lang), 12, "date"),
        Column(label("lead", lang), 20),
        Column(label("support", lang), 36),
        Column(label("period", lang), 10),
        Column(label("source", lang), 24),
        Column(label("trend", lang), 14),
        *(Column(period, 9, "number") for period in periods),
    ]
    top = heading(book, sheet, label("by_target", lang))
    book.table(
        sheet, top, columns, [_detail(r, n, periods, lang) for n, r in enumerate(standings, 1)]
    )
    sheet.freeze_panes(top + 1, 3)
    sheet.print_area(0, 0, top + max(len(standings), 1), PRINTED - 1)
    first = len(columns) - len(periods)
    name = sheet.get_name()
    for row in range(top + 1, top + 1 + min(len(standings), DRAWN)):
        span = f"'{name}'!{_cell(row, first)}:{_cell(row, len(columns) - 1)}"
        sheet.add_sparkline(
            row, first - 1, {"range": span, "series_color": ACCENT, "last_point": True}
        )


def _cell(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def _detail(record: VerdictRecord, number: int, periods: Sequence[str], lang: Lang) -> list[Any]:
    told = {point["period"]: point["value_text"] for point in record["history"]}
    return [
        number,
        record["region_title"][lang],
        record["title"][lang],
        record["unit"][lang],
        record["limit_text"],
        record["value_text"],
        record["margin_text"],
        record["progress"],
        record["elapsed"],
        status_word(record["status"], lang),
        record["reason_text"][lang],
        record["due"],
        units_text(record["lead"], lang),
        units_text(record["support"], lang),
        record["period"],
        source_text(record["clause"], record["measure"], lang),
        "",
        *(None if told.get(period) == "—" else told.get(period) for period in periods),
    ]


def regions(book: Book) -> None:
    """地区对照: targets by regions, each cell a status in words."""
    lang, records = book.lang, book.records
    sheet = book.sheet("regions")
    names = regions_of(records["standings"])
    columns = [
        Column(label("target", lang), 42),
        *(Column(title[lang], 13, "status") for title in names.values()),
    ]
    rows = []
    for found in by_target(records["standings"]):
        states = {r["region"]: status_word(r["status"], lang) for r in found}
        rows.append([found[0]["title"][lang], *(states.get(code, "") for code in names)])
    top = heading(book, sheet, label("by_region", lang))
    book.table(sheet, top, columns, rows)
    sheet.freeze_panes(top + 1, 1)


def findings(book: Book) -> None:
    """数据问题: what is wrong or doubtful in what was reported, with its place."""
    lang = book.lang
    sheet = book.sheet("findings")
    heads = (
        ("severity", 13), ("message", 50), ("hint", 22), ("text", 24), ("file", 24), ("place", 32),
        ("region", 14), ("period", 19), ("variable", 24), ("count", 8),
    )  # fmt: skip
    columns = [Column(label(k, lang), w, "number" if k == "count" else "text") for k, w in heads]
    titles = regions_of(book.records["standings"])
    rows = [
        [
            f["severity_word"][lang], f["message"][lang], f["hint"], f["text"], f["file"],
            f["place"], region_name(titles, f["region"], lang), f["period"], f["variable"],
            f["count"],
        ]
        for f in book.records["findings"]
    ]  # fmt: skip
    book.table(sheet, heading(book, sheet, label("findings", lang)), columns, rows)


def changes(book: Book) -> None:
    """变化: what changed since an earlier report, and figures revised since."""
    lang, found = book.lang, book.records["changes"]
    sheet = book.sheet("changes")
    heads = (
        ("change", 12, "text"), ("region", 13, "text"), ("target", 34, "text"),
        ("period", 10, "text"), ("before", 14, "status"), ("before_value", 11, "number"),
        ("now", 14, "status"), ("value", 11, "number"), ("unit", 10, "text"),
        ("lead", 22, "text"), ("reason", 40, "text"),
    )  # fmt: skip
    rows: list[list[Any]] = [
        [
            item["change_word"][lang], item["region_title"][lang], item["title"][lang], "",
            status_word(item["status_before"], lang), item["value_before_text"],
            status_word(item["status"], lang), item["value_text"], item["unit"][lang],
            units_text(item["lead"], lang), item["reason_text"][lang],
        ]
        for item in found["items"]
    ]  # fmt: skip
    rows += [
        [
            label("revisions", lang), item["region_title"][lang], item["title"][lang],
            item["period"], "", item["before_text"], "", item["after_text"],
            item["unit"][lang], "", "",
        ]
        for item in found["revisions"]
    ]  # fmt: skip
    columns = [Column(label(name, lang), width, kind) for name, width, kind in heads]
    title = f"{label('changes', lang)} {found['earlier']} → {book.records['as_of']}"
    book.table(sheet, heading(book, sheet, title), columns, rows)


def ledger_sheet(book: Book) -> None:
    """工作台账: what is to be put right; the units fill in the shaded columns."""
    lang = book.lang
    sheet = book.sheet("ledger")
    columns = [
        Column(
            c.zh if lang == "zh" else c.en,
            c.width,
            "date" if c.is_date else "status" if c.name == "status" else "text",
            c.filled,
        )
        for c in ledger.COLUMNS
    ]
    rows = [
        [row.get(column.name, "") for column in ledger.COLUMNS]
        for row in ledger.rows(book.records, lang)
    ]
    top = heading(book, sheet, ledger.TITLE[lang])
    after = book.table(sheet, top, columns, rows)
    for at, column in enumerate(ledger.COLUMNS):
        if column.is_date and column.filled and rows:
            sheet.data_validation(
                top + 1, at, after - 1, at,
                {
                    "validate": "date", "criteria": ">=", "value": ledger.EARLIEST,
                    "ignore_blank": True, "error_type": "warning",
                    "error_title": column.zh if lang == "zh" else column.en,
                    "error_message": ledger.DATE_HINT[lang],
                },
            )  # fmt: skip
    sheet.freeze_panes(top + 1, 4)
    sheet.print_area(0, 0, max(after - 1, top + 1), len(columns) - 2)  # without the keys


def basis(book: Book) -> None:
    """依据: rule, definition, formula and clause of each target, and where everything came from."""
    lang, records = book.lang, book.records
    sheet = book.sheet("basis")
    heads = (
        ("target", 30), ("rule", 20), ("definition", 44), ("formula", 44), ("nature", 12),
        ("obligation", 10), ("comparison", 14), ("source", 20), ("lead", 20), ("support", 26),
    )  # fmt: skip
    columns = [Column(label(key, lang), width) for key, width in heads]
    rows = [
        [
            r["title"][lang], r["rule"][lang], r["definition"][lang], r["formula"],
            r["nature_word"][lang], r["obligation_word"][lang], r["comparison_word"][lang],
            source_text(r["clause"], r["measure"], lang), units_text(r["lead"], lang),
            units_text(r["support"], lang),
        ]
        for r in (found[0] for found in by_target(records["standings"]))
    ]  # fmt: skip
    row = book.table(sheet, heading(book, sheet, label("basis", lang)), columns, rows) + 1
    plan, proof = records["plan"], records["provenance"]
    facts = [
        (label("plan", lang), f"{plan['id']} · {plan['title'][lang]}"),
        (label("content_hash", lang), plan["content_hash"]),
        (label("time", lang), proof["time"] or ""),
        *((f"{label('parameters', lang)} {k}", v) for k, v in proof["parameters"].items()),
        *((f"{label('versions', lang)} {k}", v) for k, v in proof["versions"].items()),
        *((f"{label('inputs_files', lang)} {s['name']}",
           f"{decided(s)}, {s['rows']} {label('rows', lang)}, SHA-256 {s['sha256']}")
          for s in proof["sources"]),
        *((f"{label('plan_notes', lang)} {n['id']}",
           f"{_in(n['finding'], lang)} {_in(n['handling'], lang)}") for n in plan["notes"]),
    ]  # fmt: skip
    for name, value in facts:
        if value:
            sheet.write_string(row, 0, writable(neutral(name)), book.format(text_wrap=True))
            text = book.format(text_wrap=True)
            sheet.merge_range(row, 1, row, len(columns) - 1, "", text)
            sheet.write_string(row, 1, writable(neutral(value)), text)
            room = sum(width for _, width in heads[1:]) - 4
            lines = max(lines_of(value, room), lines_of(name, heads[0][1] - 1))
            sheet.set_row(row, 3 + LINE_HEIGHT * lines)
            row += 1
    sheet.print_area(0, 0, row, len(columns) - 1)


def _in(text: Any, lang: Lang) -> str:
    return str(text if isinstance(text, str) else text[lang])
