"""How scores came about, in words: of an item, of a total, and of a veto (一票否决)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from genhe_targets.judging.parts import Span
from genhe_targets.judging.scorecard import SCORE_REASONS, ScoreCard
from genhe_targets.judging.scoring import NONE, minus
from genhe_targets.plan.model import Plan
from genhe_targets.plan.scoring import Scoring
from genhe_targets.report.figures import DASH, figure, named, points, with_unit, words
from genhe_targets.report.records import VerdictRecord, Words
from genhe_targets.vocabulary import LANGS, Status

RESULTS: dict[str, Words] = {
    "full": {"zh": "得满分", "en": "all points"},
    "none": {"zh": "不得分", "en": "no points"},
    "silence": {"zh": "不得分", "en": "no points"},
    "part": {"zh": "扣{lost}分", "en": "{lost} lost"},
    "penalty": {"zh": "扣{lost}分", "en": "{lost} lost"},
    "tier": {"zh": "得{won}分", "en": "{won} won"},
    "bonus": {"zh": "得满分，加{gained}分", "en": "all points, and {gained} more"},
    "open": {"zh": "尚不能评分", "en": "cannot be scored yet"},
}
"""What an item scores, by the reason of its score."""


def how(
    reason: str,
    form: Words,
    shown: Mapping[str, str],
    status: Status,
    standing: VerdictRecord | None,
) -> Words:
    """One sentence: the declared form, what was found, and what it scores.

    Args:
        reason: A key of ``SCORE_REASONS``.
        form: The form in words.
        shown: Points ``won``, ``lost`` and ``gained`` as texts.
        status: The verdict.
        standing: The verdict with its figures, if there is one.
    """
    if reason == "left_out":
        return words(*(SCORE_REASONS[reason][lang] for lang in LANGS))
    found, result = _found(reason, status, standing), RESULTS[reason]
    return words(
        f"{form['zh']}；{found['zh']}，{result['zh'].format_map(shown)}",
        f"{form['en']}; {found['en']}: {result['en'].format_map(shown)}",
    )


def _found(reason: str, status: Status, standing: VerdictRecord | None) -> Words:
    """The figure that counts for the points, or the verdict."""
    if standing is not None and standing["value"] is not None:
        if reason in {"tier", "penalty"}:
            value = with_unit(standing["value_text"], standing["unit"])
            return words(f"实际值{value['zh']}", f"value {value['en']}")
        if reason in {"part", "bonus"} and standing["margin"] is not None:
            off = with_unit(standing["margin_text"].lstrip("+-−"), points(standing["unit"]))
            if reason == "part":
                return words(f"相差{off['zh']}", f"{off['en']} short")
            return words(f"超出{off['zh']}", f"{off['en']} beyond")
    return named(status)


def sum_words(scoring: Scoring, card: ScoreCard, total: str) -> Words:
    """The total as a sum: ``供水安全48分（权重60%）+河道与保障32分（权重40%）+加分1分=81分``."""
    zh, en = [], []
    for group, found in zip(scoring.groups, card.groups, strict=True):
        text = span_text(found.counted)
        weight = "" if group.weight is None else f"{group.weight:f}%"
        zh.append(f"{group.title.zh}{text}分" + (f"（权重{weight}）" if weight else ""))
        en.append(f"{group.title.en} {text}" + (f" (weight {weight})" if weight else ""))
    said_zh, said_en = "＋".join(zh), " + ".join(en)
    if card.bonus != NONE:
        gained = span_text(card.bonus)
        said_zh, said_en = f"{said_zh}＋加分{gained}分", f"{said_en} + bonus {gained}"
    if card.penalty != NONE:
        lost = span_text(minus(card.penalty))
        said_zh, said_en = f"{said_zh}－扣分{lost}分", f"{said_en} − penalty {lost}"
    return words(f"{said_zh}＝{total}分", f"{said_en} = {total}")


def veto_words(plan: Plan, scoring: Scoring, position: int) -> Words:
    """A veto that takes effect, with its cause and the grade it leads to."""
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
