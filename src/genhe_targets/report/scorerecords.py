"""Records of what many verdicts come to: answers of groups, and scores."""

from __future__ import annotations

from typing_extensions import TypedDict  # that of typing has no JSON Schema before Python 3.12


class Words(TypedDict):
    """One text in both languages."""

    zh: str
    en: str


class RollUpRecord(TypedDict):
    """The answer for a group of verdicts.

    ``level`` is ``plan``, ``region``, ``unit``, ``clause`` or ``measure``; ``key`` names the group
    within it.  ``method`` is the way in words, ``total`` how many verdicts it is made of;
    ``declared`` says whether the plan asks for it, or it is the usual worst-of.
    """

    level: str
    key: str
    title: Words
    status: str
    status_word: Words
    method: Words
    declared: bool
    counts: dict[str, int]
    total: int


class ScoredItemRecord(TypedDict):
    """The points of one target; ``low`` and ``high`` are equal where they are known.

    ``lost_text`` and ``gained_text`` are the points lost and those won beyond the item's own, empty
    where there are none; ``how`` says in a sentence how the points came about.
    """

    target: str
    title: Words
    form: Words
    available: float
    low: float | None
    high: float | None
    text: str
    extra_text: str
    lost_text: str
    gained_text: str
    reason: str
    reason_text: Words
    status: str
    status_word: Words
    how: Words


class ScoredGroupRecord(TypedDict):
    """The points of one group; ``weight`` is in percent of the total.

    ``counted_text`` is what they give to the total, out of ``most_text``.
    """

    group: str
    title: Words
    weight: float | None
    available: float
    low: float | None
    high: float | None
    text: str
    counted_text: str
    most_text: str
    items: list[ScoredItemRecord]


class ScoreRecord(TypedDict):
    """The score of one region; ``grade`` is ``None`` where it cannot be told yet.

    ``gained_text`` and ``lost_text`` are what it has beside the points of the groups; ``how`` is
    the sum in a sentence.
    """

    region: str
    region_title: Words
    low: float | None
    high: float | None
    text: str
    full: float
    gained_text: str
    lost_text: str
    how: Words
    grade: str | None
    grade_word: Words | None
    final: bool
    vetoes: list[Words]
    groups: list[ScoredGroupRecord]
