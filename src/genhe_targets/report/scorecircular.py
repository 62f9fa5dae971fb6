"""Scores and answers of groups in the circular: paragraphs of the body, rows of annex 4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from genhe_targets.report.labels import label
from genhe_targets.report.records import ReportRecords, RollUpRecord, ScoreRecord
from genhe_targets.report.rollups import declared
from genhe_targets.report.xlsx import status_word
from genhe_targets.vocabulary import Lang

HEADS = (
    "region", "target", "status", "available", "lost", "gained", "score", "how",
)  # fmt: skip


def score_paragraphs(cards: Sequence[ScoreRecord], lang: Lang) -> list[str]:
    """The score and the grade of each region, its sum, and every veto that takes effect."""
    if len(cards) == 1:
        return [_one(cards[0], lang), *_vetoes(cards, lang)]
    zh = lang == "zh"
    told = [
        f"{card['region_title'][lang]}{'' if zh else ' '}{_points(card, lang)}" for card in cards
    ]
    more = "。扣分、加分项目见附件4。" if zh else "; annex 4 has points lost and won beyond."
    first = ("；" if zh else "; ").join(told) + more
    return [first, *_vetoes(cards, lang)]


def _one(card: ScoreRecord, lang: Lang) -> str:
    place, how = card["region_title"][lang], card["how"][lang]
    points = _points(card, lang)
    if lang == "zh":
        return f"{place}考核{points}，满分{card['full']:g}分：{how}。评分明细见附件4。"
    return f"{place} scores {points} of {card['full']:g}: {how}. Annex 4 has the items."


def _points(card: ScoreRecord, lang: Lang) -> str:
    grade = card["grade_word"]
    if lang == "zh":
        return f"得分{card['text']}分" + (f"（等级：{grade[lang]}）" if grade else "（等级未定）")
    return f"{card['text']} ({grade[lang] if grade else 'no grade yet'})"


def _vetoes(cards: Sequence[ScoreRecord], lang: Lang) -> Iterator[str]:
    for card in cards:
        for veto in card["vetoes"]:
            if lang == "zh":
                yield f"{card['region_title'][lang]}：{veto[lang]}。"
            else:
                yield f"{card['region_title'][lang]}: {veto[lang]}."


def rollup_paragraphs(records: ReportRecords, lang: Lang) -> list[str]:
    """The answers of the levels that the plan declares a method for, a paragraph for each level."""
    return [_level(name, found, lang) for name, found in declared(records)]


def _level(name: str, found: Sequence[RollUpRecord], lang: Lang) -> str:
    method, heading = found[0]["method"][lang], label(name, lang)
    told = [(record["title"][lang], record["status_word"][lang]) for record in found]
    if lang == "zh":
        return f"{heading}（{method}）：{'；'.join(''.join(pair) for pair in told)}。"
    return f"{heading} ({method}): {'; '.join(' '.join(pair) for pair in told)}."


def score_rows(cards: Sequence[ScoreRecord], lang: Lang) -> list[dict[str, str]]:
    """Rows of the table of points: items under their groups, then the total of the region.

    Of several regions only items with points lost or won beyond their own, as in the other annexes.
    """
    rows, several = [], len(cards) > 1
    for card in cards:
        region = card["region_title"][lang]
        for group in card["groups"]:
            for item in group["items"]:
                if several and not (item["lost_text"] or item["gained_text"]):
                    continue
                left_out = item["reason"] == "left_out"
                rows.append({
                    "region": region, "target": item["title"][lang],
                    "status": status_word(item["status"], lang),
                    "available": "—" if left_out else f"{item['available']:g}",
                    "lost": item["lost_text"], "gained": item["gained_text"],
                    "score": item["text"], "how": item["how"][lang],
                })  # fmt: skip
        grade = card["grade_word"][lang] if card["grade_word"] else "—"
        rows.append({
            "region": region, "target": label("total", lang), "status": "",
            "available": f"{card['full']:g}", "lost": card["lost_text"],
            "gained": card["gained_text"], "score": card["text"],
            "how": f"{card['how'][lang]} · {label('grade', lang)} {grade}",
        })  # fmt: skip
    return rows
