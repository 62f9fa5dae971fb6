"""What scoring answers: points of items and groups, a total, a grade; and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from genhe_targets.judging.parts import Span
from genhe_targets.vocabulary import Lang, Status

SCORE_REASONS: dict[str, dict[Lang, str]] = {
    "full": {"zh": "得满分", "en": "all points"},
    "none": {"zh": "不得分", "en": "no points"},
    "part": {"zh": "按规定扣分", "en": "points lost as declared"},
    "tier": {"zh": "分档得分", "en": "by its tier"},
    "bonus": {"zh": "满分并加分", "en": "all points and a bonus"},
    "penalty": {"zh": "扣分", "en": "points lost"},
    "silence": {"zh": "缺报，不得分", "en": "not reported, no points"},
    "open": {"zh": "尚不能评分", "en": "cannot be scored yet"},
    "left_out": {"zh": "缺项，不计入", "en": "does not apply, left out"},
}
"""Why an item has its points, in words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an item is scored by.

    Attributes:
        status: The verdict.
        value: The figure, for tiers and penalties.
        margin: Its signed distance to the limit, positive is better, for lines and bonuses.
    """

    status: Status
    value: Fraction | None = None
    margin: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """The points of one item.

    Attributes:
        target: Id of the target.
        available: Points it carries; zero where it is left out.
        points: Points won of these.
        extra: Bonus (positive) or penalty (negative) beside them.
        reason: A key of ``SCORE_REASONS``.
    """

    target: str
    available: Fraction
    points: Span
    extra: Span
    reason: str


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The points of one group; ``percent`` of those available, no ends where none are.

    ``counted`` is what they give to the total, by weight and with what does not apply scaled out,
    and ``most`` what they could give.
    """

    group: str
    available: Fraction
    points: Span
    percent: Span
    counted: Span
    most: Fraction


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The score of a plan.

    Attributes:
        items, groups: In declared order.
        total: The score, rounded as declared; both ends are equal where it is known.
        bonus, penalty: What it has beside the points of the groups, capped as declared.
        full: The score to be had without bonuses.
        grade: Id of the grade, ``None`` where there is none or where it cannot be told yet.
        vetoed: Positions of the vetoes that take effect.
        final: Whether every verdict behind it is settled.
    """

    items: tuple[ItemScore, ...]
    groups: tuple[GroupScore, ...]
    total: Span
    bonus: Span
    penalty: Span
    full: Fraction
    grade: str | None
    vetoed: tuple[int, ...]
    final: bool
