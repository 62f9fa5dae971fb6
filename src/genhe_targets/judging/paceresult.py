"""What a pace method answers, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from genhe_targets.judging.journey import Journey, steps_left, still_needed
from genhe_targets.periods import Step
from genhe_targets.plan.paces import PaceMethod
from genhe_targets.vocabulary import Lang, Status

GRADES: dict[str, dict[Lang, str]] = {
    "green": {"zh": "绿灯", "en": "green"},
    "yellow": {"zh": "黄灯", "en": "yellow"},
    "red": {"zh": "红灯", "en": "red"},
    "sun": {"zh": "晴", "en": "sun"},
    "slightly_cloudy": {"zh": "少云", "en": "slightly cloudy"},
    "cloud": {"zh": "多云", "en": "cloud"},
    "thunderstorm": {"zh": "雷雨", "en": "thunderstorm"},
    "target_achieved": {"zh": "已实现", "en": "target achieved"},
    "substantial_progress": {"zh": "进展显著", "en": "substantial progress"},
    "significant_progress": {"zh": "进展显著", "en": "significant progress"},
    "moderate_progress": {"zh": "进展一般", "en": "moderate progress"},
    "limited_progress": {"zh": "进展有限", "en": "limited progress"},
    "insufficient_progress": {"zh": "进展不足", "en": "insufficient progress"},
    "movement_away": {"zh": "背离目标", "en": "movement away"},
    "moderate_movement_away": {"zh": "略有背离", "en": "moderate movement away"},
    "significant_movement_away": {"zh": "明显背离", "en": "significant movement away"},
    "deterioration": {"zh": "恶化", "en": "deterioration"},
    "met_or_exceeded": {"zh": "达到或超过", "en": "met or exceeded"},
    "improved": {"zh": "改善", "en": "improved"},
    "little_or_no_change": {"zh": "变化不明显", "en": "little or no detectable change"},
    "got_worse": {"zh": "变差", "en": "got worse"},
    "baseline_only": {"zh": "仅有基期数据", "en": "baseline only"},
    "informational": {"zh": "仅供参考", "en": "informational"},
}
"""The classes of all methods, in words."""

REASONS: dict[str, dict[Lang, str]] = {
    "reached": {"zh": "已达到目标值", "en": "the limit is reached"},
    "in_time": {"zh": "按目前进度可按期完成", "en": "at this pace it is reached in time"},
    "too_slow": {"zh": "按目前进度不能按期完成", "en": "at this pace it is not reached in time"},
    "wrong_way": {"zh": "变化方向与目标相反", "en": "the figures move away from the limit"},
    "within_pace": {"zh": "使用进度未超过序时进度", "en": "used no faster than the time goes"},
    "ahead_of_pace": {"zh": "使用进度超过序时进度", "en": "used faster than the time goes"},
    "no_limit": {"zh": "未设目标值", "en": "there is no limit"},
    "no_time": {"zh": "没有可用于推算的时间", "en": "no time between base, figure and deadline"},
    "too_few_points": {"zh": "数据期数不足", "en": "there are too few figures"},
    "zero_base": {"zh": "基期值为零", "en": "the base is zero"},
    "zero_limit": {"zh": "目标值为零", "en": "the limit is zero"},
    "zero_figure": {"zh": "当前值为零", "en": "the figure is zero"},
    "negative": {"zh": "存在负值", "en": "a figure is negative"},
    "sign_change": {"zh": "数值正负号改变", "en": "the figures change their sign"},
    "limit_is_base": {"zh": "目标值等于基期值", "en": "the limit equals the base"},
    "lost": {"zh": "基期已达目标，目前未达", "en": "kept at the base, and no longer"},
}  # fmt: skip
"""Why a pace is what it is, in words."""


@dataclass(frozen=True, slots=True)
class PaceResult:
    """What a pace method says.

    Attributes:
        method: The method with its parameters.
        status: ``met`` (the limit is reached), ``on_track``, ``behind`` or ``indeterminate``.
        grade: The method's own class, a key of ``GRADES``; ``""`` where it gives none.
        reason: A key of ``REASONS``.
        ratio: The method's own measure, ``None`` where it is undefined: share of the limit over
            share of the time, relative shortfall of the projection, ratio of growth rates, ratio
            of logarithmic progress to time, percent of the targeted change.
        needed: Change still needed in each remaining step, in the unit of the figure; a rate
            (-0.0659) for the methods that compound; ``None`` where it cannot be told.
        figures: The numbers behind the ratio, by name.
        score: The score of Open SDG, -5 to 5, where the method gives one.
    """

    method: PaceMethod
    status: Status
    grade: str = ""
    reason: str = ""
    ratio: Fraction | None = None
    needed: Fraction | None = None
    figures: Mapping[str, Fraction] = field(default_factory=dict)
    score: float | None = None


def unknown(method: PaceMethod, reason: str, grade: str = "", **more: Any) -> PaceResult:
    """A journey the method cannot answer for, and why."""
    return PaceResult(method, Status.INDETERMINATE, grade, reason, **more)


def steps_to_go(journey: Journey, by: Step) -> int:
    """Steps left until the deadline, none without a deadline."""
    return (
        steps_left(journey.now.day, journey.deadline, by, journey.calendar)
        if journey.deadline
        else 0
    )


def change_needed(journey: Journey, by: Step) -> Fraction | None:
    """The change still needed in each step left, ``None`` without a limit or time."""
    if journey.limit is None:
        return None
    return still_needed(journey.now.value, journey.limit, steps_to_go(journey, by), journey.sign)
