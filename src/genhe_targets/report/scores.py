"""Scores of a plan that declares how it is scored: a card for each region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from genhe_targets.judging.scoring import NONE, minus, plus, score
from genhe_targets.plan.model import Plan, Target
from genhe_targets.plan.rules import Bound
from genhe_targets.plan.scoring import Scoring
from genhe_targets.report.figures import DASH, both, named, region_words, words
from genhe_targets.report.records import VerdictRecord
from genhe_targets.report.scorerecords import ScoredItemRecord, ScoreRecord, Words
from genhe_targets.report.scorewords import how, span_text, sum_words, veto_words
from genhe_targets.vocabulary import LANGS, Lang, Status

if TYPE_CHECKING:
    import pandas as pd


def score_records(judged: Judged, standings: Sequence[VerdictRecord]) -> list[ScoreRecord]:
    """A card for each region, none where the plan declares no scoring.

    Args:
        judged: What was judged.
        standings: The same as records, for the figures in the sentences.
    """
    plan = judged.facts.plan
    if plan.scoring is None:
        return []
    told: dict[str, dict[str, VerdictRecord]] = {}
    for record in standings:
        told.setdefault(record["region"], {})[record["target"]] = record
    return [
        _record(
            plan, plan.scoring, code,
            score(plan.scoring, _standings(judged, region)), told.get(code, {}),
        )
        for region, code in enumerate(judged.facts.regions)
    ]  # fmt: skip


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


def _record(
    plan: Plan,
    scoring: Scoring,
    code: str,
    card: ScoreCard,
    told: Mapping[str, VerdictRecord],
) -> ScoreRecord:
    grades = {grade.id: grade for grade in scoring.grades}
    items = {item.target: item for item in card.items}
    text = span_text(card.total, [grade.low for grade in scoring.grades])
    forms = {item.target: item.score for item in scoring.items}
    return {
        "region": code,
        "region_title": region_words(plan, code),
        "low": _float(card.total.low),
        "high": _float(card.total.high),
        "text": text,
        "full": float(card.full),
        "gained_text": _beside(card.bonus),
        "lost_text": _beside(minus(card.penalty)),
        "how": sum_words(scoring, card, text),
        "grade": card.grade,
        "grade_word": both(grades[card.grade].title) if card.grade else None,
        "final": card.final,
        "vetoes": [veto_words(plan, scoring, position) for position in card.vetoed],
        "groups": [
            {
                "group": group.id,
                "title": both(group.title),
                "weight": None if group.weight is None else float(group.weight),
                "available": float(found.available),
                "text": span_text(found.points),
                "low": _float(found.points.low),
                "high": _float(found.points.high),
                "counted_text": span_text(found.counted),
                "most_text": span_text(Span(found.most, found.most)),
                "items": [
                    _item(plan, items[item.target], words(*(
                        forms[item.target].sentence(lang) for lang in LANGS
                    )), told.get(item.target))
                    for item in group.items
                ],
            }
            for group, found in zip(scoring.groups, card.groups, strict=True)
        ],
    }  # fmt: skip


def _item(
    plan: Plan, item: ItemScore, form: Words, standing: VerdictRecord | None
) -> ScoredItemRecord:
    target = plan.target_by_id[item.target]
    extra, won = item.extra, item.extra.low is not None and item.extra.low >= 0
    short = minus(item.points, item.available)
    lost = _beside(short if won else plus([short, minus(extra)]))
    gained = _beside(extra) if won else ""
    text = DASH if item.reason == "left_out" else span_text(item.points)
    shown = {"won": text, "lost": lost, "gained": gained}
    due = Status(standing["status"]) if standing else Status.NOT_DUE
    return {
        "target": item.target,
        "title": both(target.title),
        "form": form,
        "available": float(item.available),
        "low": _float(item.points.low),
        "high": _float(item.points.high),
        "text": text,
        "extra_text": _beside(extra),
        "lost_text": lost,
        "gained_text": gained,
        "reason": item.reason,
        "reason_text": words(*(SCORE_REASONS[item.reason][lang] for lang in LANGS)),
        "status": due.value,
        "status_word": named(due),
        "how": how(item.reason, form, shown, due, standing),
    }


def _beside(span: Span) -> str:
    """Points lost or won beside, empty where there are none."""
    return "" if span == NONE else span_text(span)


def _float(end: Fraction | None) -> float | None:
    return None if end is None else float(end)


def score_frame(records: Sequence[ScoreRecord], lang: Lang) -> pd.DataFrame:
    """The cards as one table: a row for each item and group, and one for the total of a region.

    Columns: ``region, kind, id, title, available, low, high, text, extra, grade, reason, how``.
    """
    import pandas as pd

    columns = (
        "region", "kind", "id", "title", "available", "low", "high", "text", "extra", "grade",
        "reason", "how",
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
                    "how": item["how"][lang],
                }  # fmt: skip
            yield {
                "region": card["region"], "kind": "group", "id": group["group"],
                "title": group["title"][lang], "available": group["available"],
                "low": group["low"], "high": group["high"], "text": group["text"],
                "extra": "", "grade": "", "reason": "", "how": "",
            }  # fmt: skip
        word = card["grade_word"]
        yield {
            "region": card["region"], "kind": "total", "id": "",
            "title": card["region_title"][lang],
            "available": card["full"], "low": card["low"], "high": card["high"],
            "text": card["text"], "extra": "", "grade": word[lang] if word else "",
            "reason": "; ".join(veto[lang] for veto in card["vetoes"]), "how": card["how"][lang],
        }  # fmt: skip
