"""From a score to a grade: vetoes, and the grade of a span of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from genhe_targets.judging.parts import Span
from genhe_targets.judging.scorecard import GroupScore, Standing
from genhe_targets.plan.scoring import Scoring
from genhe_targets.vocabulary import Status

_OPEN = frozenset(
    {
        Status.INVALID,
        Status.MISSING,
        Status.INDETERMINATE,
        Status.TARGET_UNSET,
        Status.NOT_DUE,
    }
)
"""Verdicts that may yet turn into one that a veto names."""


def vetoes(
    scoring: Scoring, standings: Mapping[str, Standing], groups: Sequence[GroupScore]
) -> tuple[list[int], list[int]]:
    """Positions of the vetoes that take effect, and of those that may yet."""
    certain: list[int] = []
    possible: list[int] = []
    percents = {group.group: group.percent for group in groups}
    for position, veto in enumerate(scoring.vetoes):
        if veto.group is not None and veto.below is not None:
            span = percents[veto.group]
            hit = span.high is not None and span.high < veto.below
            near = span.low is not None and span.low < veto.below
        else:
            due = Standing(Status.NOT_DUE)
            found = {standings.get(target, due).status for target in veto.targets}
            hit = not found.isdisjoint(veto.when)
            near = not found.isdisjoint(_OPEN)
        if hit or near:
            (certain if hit else possible).append(position)
    return certain, possible


def grade(
    scoring: Scoring, total: Span, certain: Sequence[int], possible: Sequence[int]
) -> str | None:
    """The grade every score of the span has; ``None`` where they have different ones, or none.

    A veto makes a grade worse and never better.
    """
    if not scoring.grades:
        return None
    ranks = {one.id: rank for rank, one in enumerate(scoring.grades)}
    vetoed = [ranks[scoring.vetoes[position].grade] for position in certain]
    threatened = [ranks[scoring.vetoes[position].grade] for position in possible]
    best = max([0 if total.high is None else _rank(scoring, total.high), *vetoed])
    last = len(scoring.grades) - 1
    worst = max([last if total.low is None else _rank(scoring, total.low), *vetoed, *threatened])
    return scoring.grades[best].id if best == worst else None


def _rank(scoring: Scoring, total: Fraction) -> int:
    """Position of the grade of a score."""
    lows = [one.low for one in scoring.grades]
    return next(rank for rank, low in enumerate(lows) if low is None or total >= Fraction(low))
