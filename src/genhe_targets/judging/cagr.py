"""Compound growth so far held against the compound growth needed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

from genhe_targets.judging.journey import (
    Journey,
    Point,
    growth,
    power,
    quotient,
    rate_needed,
    steps,
)
from genhe_targets.judging.paceresult import PaceResult, steps_to_go, unknown
from genhe_targets.periods import Step
from genhe_targets.plan.paces import CagrRatio
from genhe_targets.vocabulary import Status


def cagr_ratio(method: CagrRatio, journey: Journey) -> PaceResult:
    """Source: Eurostat, monitoring report on the SDGs; Open SDG, ``IndicatorProgress``."""
    base, now = journey.points[0], journey.now
    span = _span(journey, base.day, now.day, method.by)
    if span <= 0:
        return unknown(method, "too_few_points")
    start, here = _nonzero(base.value, method), now.value
    if not start:
        return unknown(method, "zero_base")
    if start * here < 0:
        return unknown(method, "sign_change")
    rate = growth(here / start, span)
    improving = Decimal(journey.sign if start > 0 else -journey.sign)
    if journey.limit is None:
        return _without_limit(method, start, improving * rate)
    return _against_limit(method, journey, base, start, improving * rate)


def _span(journey: Journey, first: datetime.date, last: datetime.date, by: Step) -> int:
    return steps(last, by, journey.calendar) - steps(first, by, journey.calendar)


def _nonzero(value: Fraction, method: CagrRatio) -> Fraction:
    return value if value or method.zero_as is None else Fraction(method.zero_as)


def _against_limit(
    method: CagrRatio, journey: Journey, base: Point, start: Fraction, rate: Decimal
) -> PaceResult:
    limit = _nonzero(journey.limit or Fraction(0), method)
    span = 0
    if journey.deadline:
        span = _span(journey, base.day, journey.deadline, method.by)
    ratio, reason = None, ""
    if span <= 0:
        reason = "no_time"
    elif not limit:
        reason = "zero_limit"
    elif start * limit < 0:
        reason = "sign_change"
    elif start == limit:
        reason = "limit_is_base"
    else:
        ratio = quotient(rate, abs(growth(limit / start, span)))
    exact_ratio = None if ratio is None else Fraction(ratio)
    figures = {"rate": Fraction(rate)}
    score = None
    if method.edition == "open_sdg":
        score = 5.0 if journey.reached else None if ratio is None else _score(float(ratio))
    if journey.reached:
        return PaceResult(
            method, Status.MET, "target_achieved", "reached", exact_ratio, Fraction(0), figures,
            score,
        )  # fmt: skip
    if ratio is None:
        return unknown(method, reason, figures=figures)
    grade = _grade(ratio, method)
    status = Status.ON_TRACK if ratio >= method.on_track else Status.BEHIND
    reason = "in_time" if status is Status.ON_TRACK else "too_slow" if ratio >= 0 else "wrong_way"
    needed = rate_needed(journey.now.value, limit, steps_to_go(journey, method.by))
    return PaceResult(method, status, grade, reason, exact_ratio, needed, figures, score)


def _grade(ratio: Decimal, method: CagrRatio) -> str:
    names = {
        "eurostat": (
            "significant_progress", "moderate_progress", "insufficient_progress", "movement_away",
        ),
        "open_sdg": (
            "substantial_progress", "moderate_progress", "limited_progress", "deterioration",
        ),
    }[method.edition]  # fmt: skip
    cuts = (method.on_track, method.moderate, Decimal(0))
    return next((name for name, cut in zip(names, cuts, strict=False) if ratio >= cut), names[-1])


def _without_limit(method: CagrRatio, start: Fraction, rate: Decimal) -> PaceResult:
    """Only the direction is set: the rate of change itself is graded."""
    figures = {"rate": Fraction(rate)}
    if method.edition == "eurostat":
        cuts = {
            "significant_progress": Decimal("0.01"),
            "moderate_progress": Decimal(0),
            "moderate_movement_away": Decimal("-0.01"),
        }
        grade = next((g for g, cut in cuts.items() if rate >= cut), "significant_movement_away")
        good, score = rate >= 0, None
    else:
        near = _shrinking(start, method.natural_limit)
        cuts = {
            "substantial_progress": Decimal("0.015") * near,
            "moderate_progress": Decimal("0.005") * near,
            "limited_progress": Decimal(0),
        }
        grade = next((g for g, cut in cuts.items() if rate >= cut), "deterioration")
        good, score = grade == "substantial_progress", _score_of_rate(float(rate), float(near))
    status = Status.ON_TRACK if good else Status.BEHIND
    reason = "in_time" if good else "too_slow" if rate >= 0 else "wrong_way"
    return PaceResult(method, status, grade, reason, Fraction(rate), None, figures, score)


def _shrinking(start: Fraction, natural_limit: Decimal | None) -> Decimal:
    """How much of the usual growth is asked for beside a value that cannot be passed."""
    if natural_limit is None:
        return Decimal(1)
    share = start / Fraction(natural_limit)
    distance = share if share <= 1 else 2 - share
    if distance <= 0:
        return Decimal(1)
    return 1 - power(distance, Decimal("4.44"))


def _score(ratio: float) -> float:
    if ratio >= 0.6:
        return min(7.1429 * ratio - 4.2857, 5.0)
    return max(4.1667 * ratio - 2.5, -5.0)


def _score_of_rate(rate: float, near: float) -> float:
    if rate < 0:
        return max(125 * rate - 2.5, -5.0)
    if near == 0:
        return 5.0
    if rate < 0.005 * near:
        return 500 * rate / near - 2.5
    if rate < 0.015 * near:
        return 250 * rate / near - 1.25
    return min(500 * rate / near - 5, 5.0)
