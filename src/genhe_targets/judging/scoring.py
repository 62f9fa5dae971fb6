"""The score of a plan, exactly, from its verdicts and a declared scoring.

What is not known yet leaves a span of scores; a grade is given where the whole span has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from genhe_targets.judging.grading import grade, vetoes
from genhe_targets.judging.parts import Span
from genhe_targets.judging.rounding import round_to
from genhe_targets.judging.scorecard import GroupScore, ItemScore, ScoreCard, Standing
from genhe_targets.plan.scoring import (
    AnyForm,
    Bonus,
    Group,
    Linear,
    Penalty,
    ScoredItem,
    Scoring,
    Tiers,
)
from genhe_targets.vocabulary import Rounding, Status

GOOD = frozenset({Status.MET, Status.ON_TRACK})
SETTLED = frozenset({Status.MET, Status.NOT_MET, Status.NOT_APPLICABLE})
JUDGED = GOOD | {Status.NOT_MET, Status.BEHIND}
ZERO = Fraction(0)
NONE = Span(ZERO, ZERO)


def score(scoring: Scoring, standings: Mapping[str, Standing]) -> ScoreCard:
    """Score a plan.

    Before the deadline, targets are scored as they stand: ``on_track`` as met, ``behind`` as not.

    Args:
        scoring: The declared scoring.
        standings: What counts for each target by its id; a target not named is not due.
    """
    due = Standing(Status.NOT_DUE)
    items = {i.target: _item(i, standings.get(i.target, due), scoring) for i in scoring.items}
    members = [[items[item.target] for item in group.items] for group in scoring.groups]
    have = [sum((item.available for item in own), ZERO) for own in members]
    full, factors = _factors(scoring, have)
    groups = tuple(map(_group, scoring.groups, members, factors))
    # where nothing applies there is nothing to score
    base = plus(group.counted for group in groups) if any(have) or not full else Span()
    bonus, penalty = _extras(items.values(), scoring)
    total = plus([base, bonus, penalty])
    if scoring.round_to is not None:
        total = Span(
            *(_rounded(end, Fraction(scoring.round_to)) for end in (total.low, total.high))
        )
    certain, possible = vetoes(scoring, standings, groups)
    statuses = [standings.get(item.target, due).status for item in scoring.items]
    return ScoreCard(
        tuple(items.values()), groups, total, bonus, penalty, full,
        grade(scoring, total, certain, possible), tuple(certain), set(statuses) <= SETTLED,
    )  # fmt: skip


# ------------------------------------------------------------------ items


def _item(item: ScoredItem, standing: Standing, scoring: Scoring) -> ItemScore:
    full, none = Fraction(item.points), Span(ZERO, ZERO)
    status = standing.status
    if status is Status.NOT_APPLICABLE:
        if scoring.left_out == "full":
            return ItemScore(item.target, full, Span(full, full), none, "full")
        return ItemScore(item.target, ZERO, none, none, "left_out")
    silent = status is Status.MISSING and scoring.silence == "zero"
    if silent and not isinstance(item.score, Penalty):
        return ItemScore(item.target, full, none, none, "silence")
    scored = _scored(item.score, full, standing) if status in JUDGED else None
    if scored is None:
        return ItemScore(item.target, full, Span(ZERO, full), _open(item.score), "open")
    points, extra, reason = scored
    return ItemScore(item.target, full, Span(points, points), Span(extra, extra), reason)


def _open(form: AnyForm) -> Span:
    """What may yet come on top of the points, or off them."""
    if isinstance(form, Bonus):
        return Span(ZERO, None if form.at_most is None else Fraction(form.at_most))
    if isinstance(form, Penalty):
        return Span(None if form.at_most is None else -Fraction(form.at_most), ZERO)
    return Span(ZERO, ZERO)


def _scored(
    form: AnyForm, full: Fraction, standing: Standing
) -> tuple[Fraction, Fraction, str] | None:
    """Points, extra and reason; ``None`` where the figure they need is not there."""
    good = standing.status in GOOD
    match form:
        case Penalty():
            return _penalty(form, full, standing.value)
        case Tiers():
            value = standing.value
            return None if value is None else (_tier(form, value), ZERO, "tier")
        case Linear() if not good:
            return _line(form, full, standing.margin)
        case Bonus() if good and standing.margin is not None:
            gained = _most(Fraction(form.gain) * floor(standing.margin / Fraction(form.per)), form)
            return full, gained, "bonus" if gained else "full"
    return (full, ZERO, "full") if good else (ZERO, ZERO, "none")


def _penalty(
    form: Penalty, full: Fraction, value: Fraction | None
) -> tuple[Fraction, Fraction, str] | None:
    if value is None:
        return None
    lost = _most(Fraction(form.lose) * floor(value / Fraction(form.per)), form)
    return full, -lost, "penalty" if lost else "full"


def _line(
    form: Linear, full: Fraction, margin: Fraction | None
) -> tuple[Fraction, Fraction, str] | None:
    if margin is None:
        return None
    lost = min(_most(_lost(form, -margin), form), full)
    return full - lost, ZERO, "part" if lost < full else "none"


def _lost(form: Linear, short: Fraction) -> Fraction:
    count = max(short, ZERO) / Fraction(form.per)
    if form.steps == "whole":
        count = Fraction(floor(count))
    elif form.steps == "begun":
        count = Fraction(ceil(count))
    return count * Fraction(form.lose)


def _most(points: Fraction, form: Linear | Bonus | Penalty) -> Fraction:
    points = max(points, ZERO)
    return points if form.at_most is None else min(points, Fraction(form.at_most))


def _tier(form: Tiers, value: Fraction) -> Fraction:
    rising = form.order == "rising"
    for start, points in sorted(form.tiers.items(), reverse=rising):
        if value >= Fraction(start) if rising else value <= Fraction(start):
            return Fraction(points)
    return ZERO


# ------------------------------------------------------------------ groups and total


def _group(group: Group, items: Sequence[ItemScore], factor: Fraction) -> GroupScore:
    available = sum((item.available for item in items), ZERO)
    points = plus(item.points for item in items)
    percent = times(points, 100 / available) if available else Span()
    counted = times(points, factor)
    return GroupScore(group.id, available, points, percent, counted, available * factor)


def _factors(scoring: Scoring, have: Sequence[Fraction]) -> tuple[Fraction, list[Fraction]]:
    """Full score, and what a point of each group counts towards it.

    What does not apply is left out and the rest scaled up: 88 of the 90 points that apply, of 100,
    are 97.78 (缺项比率计分).
    """
    weights = [group.weight for group in scoring.groups]
    if None not in weights:
        pairs = [(Fraction(w or 0), own) for w, own in zip(weights, have, strict=True)]
        heard = sum((weight for weight, own in pairs if own), ZERO)
        return Fraction(100), [w / own * 100 / heard if own else ZERO for w, own in pairs]
    full = sum((Fraction(item.points) for item in scoring.items), ZERO)
    available = sum(have, ZERO)
    return full, [full / available if available else ZERO] * len(have)


def _extras(items: Iterable[ItemScore], scoring: Scoring) -> tuple[Span, Span]:
    """Bonuses, capped together, and penalties."""
    spans = [item.extra for item in items]
    won = [span.low is not None and span.low >= 0 for span in spans]
    bonus = plus(span for span, good in zip(spans, won, strict=True) if good)
    penalty = plus(span for span, good in zip(spans, won, strict=True) if not good)
    if scoring.bonus_at_most is not None:
        cap = Fraction(scoring.bonus_at_most)
        low, high = (cap if end is None else min(end, cap) for end in (bonus.low, bonus.high))
        bonus = Span(low, high)
    return bonus, penalty


def plus(spans: Iterable[Span]) -> Span:
    """The sum of spans; an end that is open stays open."""
    low: Fraction | None = ZERO
    high: Fraction | None = ZERO
    for span in spans:
        low = None if low is None or span.low is None else low + span.low
        high = None if high is None or span.high is None else high + span.high
    return Span(low, high)


def minus(span: Span, of: Fraction = ZERO) -> Span:
    """What is left of a number without a span of points."""
    return Span(*(None if end is None else of - end for end in (span.high, span.low)))


def times(span: Span, factor: Fraction) -> Span:
    """A span of points by a weight."""
    return Span(*(None if end is None else end * factor for end in (span.low, span.high)))


def _rounded(end: Fraction | None, step: Fraction) -> Fraction | None:
    return None if end is None else round_to(end, step, Rounding.HALF_AWAY)
