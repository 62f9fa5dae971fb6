"""Scores of a plan that declares how it is scored: a card for each region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from genhe_targets.judging.engine import Judged
from genhe_targets.judging.parts import Span
from genhe_targets.judging.scorecard import (
    SCORE_REASONS,
    ItemScore,
    ScoreCard,
    Standing,
)
from genhe_targets.judging.scoring import score
from genhe_targets.plan.model import Plan, Target
from genhe_targets.plan.rules import Bound
from genhe_targets.plan.scoring import Scoring
from genhe_targets.report.figures import DASH, both, figure, words
from genhe_targets.report.scorerecords import ScoredItemRecord, ScoreRecord, Words
from genhe_targets.vocabulary import LANGS, Lang

if TYPE_CHECKING:
    import pandas as pd


def score_records(judged: Judged) -> list[ScoreRecord]:
    """A card for each region, none where the plan declares no scoring."""
    plan = judged.facts.plan
    if plan.scoring is None:
        return []
    return [
        _record(plan, plan.scoring, code, score(plan.scoring, _standings(judged, region)))
        for region, code in enumerate(judged.facts.regions)
    ]


def _standings(judged: Judged, region: int) -> dict[str, Standing]:
    return {
        duty.id: _standing(judged, duty, index, region) for index, duty in enumerate(judged.duties)
    }


def _standing(judged: Judged, duty: Target, index: int, region: int) -> Standing:
    """What a target is scored by: its verdict, its figure and the margin, exactly."""
    status = judged.status(index, region)
    used = int(judged.standings.used[index, region, 0])
    quantity = judged.measured[index].quantity
    if used < 0 or not quantity.has_number[region, used]:
        return Standing(status)
    value = quantity.exact(region, used)
    limits = judged.limits[index]
    if not isinstance(duty.rule, Bound) or limits[0].written(region, used) is None:
        return Standing(status, value)
    return Standing(status, value, duty.rule.margin(value, limits[0].exact(region, used)))


def _record(plan: Plan, scoring: Scoring, code: str, card: ScoreCard) -> ScoreRecord:
    known = plan.region_by_code.get(code)
    grades = {grade.id: grade for grade in scoring.grades}
    items = {item.target: item for item in card.items}
    forms = {item.target: item.score for item in scoring.items}
    return {
        "region": code,
        "region_title": both(known.title) if known else words(code, code),
        "low": _float(card.total.low),
        "high": _float(card.total.high),
        "text": span_text(card.total, [grade.low for grade in scoring.grades]),
        "full": float(card.full),
        "grade": card.grade,
        "grade_word": both(grades[card.grade].title) if card.grade else None,
        "final": card.final,
        "vetoes": [_veto(plan, scoring, position) for position in card.vetoed],
        "groups": [
            {
                "group": group.id,
                "title": both(group.title),
                "weight": None if group.weight is None else float(group.weight),
                "available": float(found.available),
                "text": span_text(found.points),
                "low": _float(found.points.low),
                "high": _float(found.points.high),
                "items": [
                    _item(plan, items[item.target], words(*(
                        forms[item.target].sentence(lang) for lang in LANGS
                    )))
                    for item in group.items
                ],
            }
            for group, found in zip(scoring.groups, card.groups, strict=True)
        ],
    }  # fmt: skip


def _item(plan: Plan, item: ItemScore, form: Words) -> ScoredItemRecord:
    target = plan.target_by_id[item.target]
    extra = item.extra if item.extra != Span(Fraction(0), Fraction(0)) else None
    return {
        "target": item.target,
        "title": both(target.title),
        "form": form,
        "available": float(item.available),
        "low": _float(item.points.low),
        "high": _float(item.points.high),
        "text": span_text(item.points),
        "extra_text": span_text(extra) if extra else "",
        "reason": item.reason,
        "reason_text": words(*(SCORE_REASONS[item.reason][lang] for lang in LANGS)),
    }


def _veto(plan: Plan, scoring: Scoring, position: int) -> Words:
    veto = scoring.vetoes[position]
    grade = next(one.title for one in scoring.grades if one.id == veto.grade)
    if veto.group is not None:
        group = next(one.title for one in scoring.groups if one.id == veto.group)
        return words(
            f"{group.zh}得分率低于{veto.below}%，定为{grade.zh}",
            f"{group.en} below {veto.below} % of its points: {grade.en}",
        )
    titles = [plan.target_by_id[target].title for target in veto.targets]
    return words(
        f"{'、'.join(title.zh for title in titles)}一票否决，定为{grade.zh}",
        f"{', '.join(title.en for title in titles)} decides alone: {grade.en}",
    )


def span_text(span: Span, boundaries: Sequence[Decimal | None] = ()) -> str:
    """Points as readers see them: ``97.78``, or ``80–95`` where they are not known yet.

    A score just below a grade is not shown as the grade's first point.
    """
    low, high = (_text(end, boundaries) for end in (span.low, span.high))
    return low if low == high else f"{low}–{high}"


def _text(end: Fraction | None, boundaries: Sequence[Decimal | None]) -> str:
    if end is None:
        return DASH
    above = [Fraction(one) for one in boundaries if one is not None and Fraction(one) > end]
    nearest = min(above, default=None)
    text = figure(end, 2, nearest, None if nearest is None else False)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _float(end: Fraction | None) -> float | None:
    return None if end is None else float(end)


def score_frame(records: Sequence[ScoreRecord], lang: Lang) -> pd.DataFrame:
    """The cards as one table: a row for each item and group, and one for the total of a region.

    Columns: ``region, kind, id, title, available, low, high, text, extra, grade, reason``.
    """
    import pandas as pd

    columns = (
        "region", "kind", "id", "title", "available", "low", "high", "text", "extra", "grade",
        "reason",
    )  # fmt: skip
    return pd.DataFrame(list(_rows(records, lang)), columns=list(columns))


def _rows(records: Sequence[ScoreRecord], lang: Lang) -> Iterator[Mapping[str, object]]:
    for card in records:
        for group in card["groups"]:
            for item in group["items"]:
                yield {
                    "region": card["region"], "kind": "item", "id": item["target"],
                    "title": item["title"][lang], "available": item["available"],
                    "low": item["low"], "high": item["high"], "text": item["text"],
                    "extra": item["extra_text"], "grade": "", "reason": item["reason_text"][lang],
                }  # fmt: skip
            yield {
                "region": card["region"], "kind": "group", "id": group["group"],
                "title": group["title"][lang], "available": group["available"],
                "low": group["low"], "high": group["high"], "text": group["text"],
                "extra": "", "grade": "", "reason": "",
            }  # fmt: skip
        word = card["grade_word"]
        yield {
            "region": card["region"], "kind": "total", "id": "",
            "title": card["region_title"][lang],
            "available": card["full"], "low": card["low"], "high": card["high"],
            "text": card["text"], "extra": "", "grade": word[lang] if word else "",
            "reason": "; ".join(veto[lang] for veto in card["vetoes"]),
        }  # fmt: skip
