"""What verdicts come to, where a plan declares it: sheets 考核得分, 评分明细, 综合判定."""

from __future__ import annotations

from collections.abc import Sequence

from genhe_targets.report.labels import label
from genhe_targets.report.records import RollUpRecord, ScoreRecord
from genhe_targets.report.xlsx import Book, Column, heading, status_word


def scores(book: Book, cards: Sequence[ScoreRecord]) -> None:
    """考核得分: a row for each region, with what each group gives to the total."""
    lang = book.lang
    sheet = book.sheet("scores")
    columns = [
        Column(label("region", lang), 18),
        Column(label("score", lang), 11, "number"),
        Column(label("grade", lang), 11),
        *(
            Column(f"{group['title'][lang]} ({group['weight']:g}%)", 14, "number")
            if group["weight"] is not None
            else Column(group["title"][lang], 14, "number")
            for group in cards[0]["groups"]
        ),
        Column(label("gained", lang), 10, "number"),
        Column(label("lost", lang), 10, "number"),
        Column(label("vetoed", lang), 34),
        Column(label("how", lang), 50),
    ]
    rows = [
        [
            card["region_title"][lang],
            card["text"],
            card["grade_word"][lang] if card["grade_word"] else "—",
            *(group["counted_text"] for group in card["groups"]),
            card["gained_text"],
            card["lost_text"],
            ("；" if lang == "zh" else "; ").join(veto[lang] for veto in card["vetoes"]),
            card["how"][lang],
        ]
        for card in cards
    ]
    top = heading(book, sheet, label("scores", lang))
    book.table(sheet, top, columns, rows)
    sheet.freeze_panes(top + 1, 1)


def details(book: Book, cards: Sequence[ScoreRecord]) -> None:
    """评分明细: a row for each item, with how its points came about."""
    lang = book.lang
    sheet = book.sheet("scored")
    heads = (
        ("region", 16, "text"), ("group", 18, "text"), ("target", 30, "text"),
        ("status", 14, "status"), ("available", 9, "number"), ("lost", 9, "number"),
        ("gained", 9, "number"), ("score", 9, "number"), ("how", 58, "text"),
    )  # fmt: skip
    columns = [Column(label(name, lang), width, kind) for name, width, kind in heads]
    rows = [
        [
            card["region_title"][lang], group["title"][lang], item["title"][lang],
            status_word(item["status"], lang),
            "—" if item["reason"] == "left_out" else f"{item['available']:g}",
            item["lost_text"], item["gained_text"], item["text"], item["how"][lang],
        ]
        for card in cards
        for group in card["groups"]
        for item in group["items"]
    ]  # fmt: skip
    top = heading(book, sheet, label("scored", lang))
    book.table(sheet, top, columns, rows)
    sheet.freeze_panes(top + 1, 3)


def rollup(book: Book, levels: Sequence[tuple[str, Sequence[RollUpRecord]]]) -> None:
    """综合判定: one answer for each group of the levels that the plan declares a method for."""
    lang = book.lang
    sheet = book.sheet("rollup")
    heads = (
        ("level", 14, "text"), ("name", 44, "text"), ("rollup", 16, "status"),
        ("total", 10, "number"), ("method", 34, "text"),
    )  # fmt: skip
    columns = [Column(label(name, lang), width, kind) for name, width, kind in heads]
    rows = [
        [
            label(name, lang), record["title"][lang], status_word(record["status"], lang),
            record["total"], record["method"][lang],
        ]
        for name, found in levels
        for record in found
    ]  # fmt: skip
    book.table(sheet, heading(book, sheet, label("rollup", lang)), columns, rows)
