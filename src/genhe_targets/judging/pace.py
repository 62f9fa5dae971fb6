"""Pace: whether figures on their way to a limit will be there in time, by a declared method.

Where a method is undefined (a base of zero, a change of sign, a limit that is the base, too few
figures) the answer is ``indeterminate`` with the reason, and never a number put in its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from genhe_targets.judging.cagr import cagr_ratio
from genhe_targets.judging.journey import (
    Journey,
    Point,
    as_decimal,
    cut,
    elapsed_share,
    logarithm,
    quotient,
    rate_needed,
    steps,
)
from genhe_targets.judging.paceresult import PaceResult, change_needed, steps_to_go, unknown
from genhe_targets.plan.paces import (
    CagrRatio,
    ElapsedShare,
    LogProgress,
    PaceMethod,
    PercentOfChange,
    Projection,
)
from genhe_targets.vocabulary import Status


def assess(method: PaceMethod, journey: Journey) -> PaceResult:
    """Assess a journey by a pace method.

    Args:
        method: The method with its parameters.
        journey: The figures, the limit and the time.
    """
    if not journey.points:
        return unknown(method, "too_few_points")
    return _ASSESSORS[type(method)](method, journey)


# ------------------------------------------------------------------ share of the time


def _elapsed_share(method: ElapsedShare, journey: Journey) -> PaceResult:
    """完成率 beside 序时进度; for a cap (``sign`` -1), the share used up beside it."""
    limit, now = journey.limit, journey.now
    if limit is None:
        return unknown(method, "no_limit")
    if limit <= 0:
        return unknown(method, "zero_limit")
    start = journey.start or journey.points[0].day
    if journey.deadline is None or journey.deadline < start:
        return unknown(method, "no_time")
    elapsed = elapsed_share(start, now.day, journey.deadline, method.by, journey.calendar)
    progress = now.value / limit
    ahead = journey.sign * (progress - elapsed)
    figures = {"progress": progress, "elapsed": elapsed, "ahead": ahead}
    ratio = progress / elapsed if elapsed else None
    if journey.reached and journey.sign > 0:
        return PaceResult(method, Status.MET, "green", "reached", ratio, Fraction(0), figures)
    needed = change_needed(journey, method.by) if journey.sign > 0 else None
    if ahead >= 0:
        reason = "in_time" if journey.sign > 0 else "within_pace"
        return PaceResult(method, Status.ON_TRACK, "green", reason, ratio, needed, figures)
    grade = "yellow" if ahead >= -Fraction(method.yellow_within) else "red"
    reason = "too_slow" if journey.sign > 0 else "ahead_of_pace"
    return PaceResult(method, Status.BEHIND, grade, reason, ratio, needed, figures)


# ------------------------------------------------------------------ projection


def _projection(method: Projection, journey: Journey) -> PaceResult:
    """Source: Federal Statistical Office of Germany, indicator report, status of the indicators."""
    now, calendar = journey.now, journey.calendar
    here = steps(now.day, method.by, calendar)
    first = here - method.window
    window = [p for p in journey.points if steps(p.day, method.by, calendar) >= first]
    span = here - steps(window[0].day, method.by, calendar)
    if len(window) < method.least_points or not span:
        return unknown(method, "too_few_points", needed=change_needed(journey, method.by))
    change = (now.value - window[0].value) / span
    if journey.limit is None:
        last = now.value - window[-2].value
        return _direction(method, journey.sign * change, journey.sign * last, {"change": change})
    if not journey.reached:
        return _extended(method, journey, journey.limit, change)
    grade = "sun" if journey.sign * change >= 0 else "slightly_cloudy"
    figures = {"change": change}
    return PaceResult(method, Status.MET, grade, "reached", None, Fraction(0), figures)


def _extended(
    method: Projection, journey: Journey, limit: Fraction, change: Fraction
) -> PaceResult:
    """The mean change extended to the deadline, for a limit that is not reached yet."""
    now, needed = journey.now, change_needed(journey, method.by)
    figures = {"change": change}
    if journey.sign * change <= 0:
        return PaceResult(method, Status.BEHIND, "thunderstorm", "wrong_way", None, needed, figures)
    if method.each_period:
        return PaceResult(method, Status.BEHIND, "cloud", "too_slow", None, needed, figures)
    if journey.deadline is None:
        return unknown(method, "no_time", figures=figures)
    figures["projected"] = now.value + change * steps_to_go(journey, method.by)
    short = journey.sign * (limit - figures["projected"]) / abs(limit - now.value)
    if short < Fraction(method.near):
        return PaceResult(method, Status.ON_TRACK, "sun", "in_time", short, needed, figures)
    grade = "slightly_cloudy" if short <= Fraction(method.off) else "cloud"
    return PaceResult(method, Status.BEHIND, grade, "too_slow", short, needed, figures)


def _direction(
    method: Projection, mean: Fraction, last: Fraction, figures: Mapping[str, Fraction]
) -> PaceResult:
    """Where only the direction is set: the mean change and the last one."""
    grade = {
        (True, True): "sun",
        (True, False): "slightly_cloudy",
        (False, True): "cloud",
        (False, False): "thunderstorm",
    }[mean > 0, last > 0]
    good = mean > 0
    return PaceResult(
        method, Status.ON_TRACK if good else Status.BEHIND, grade,
        "in_time" if good else "wrong_way", figures=figures,
    )  # fmt: skip


# ------------------------------------------------------------------ compounding reduction


def _log_progress(method: LogProgress, journey: Journey) -> PaceResult:
    """Source: practice of the National Bureau of Statistics for energy use per unit of GDP."""
    base, now, limit = journey.points[0], journey.now, journey.limit
    if limit is None:
        return unknown(method, "no_limit")
    if journey.reached:
        return PaceResult(method, Status.MET, "green", "reached", None, Fraction(0))
    needed = rate_needed(now.value, limit, steps_to_go(journey, method.by))
    undefined = _no_logarithm(base.value, limit, now.value)
    if not undefined and (journey.deadline is None or not base.day < now.day < journey.deadline):
        undefined = "no_time"
    if undefined or journey.deadline is None:
        return unknown(method, undefined, needed=needed)
    if journey.sign * (base.value - limit) > 0:
        return PaceResult(method, Status.BEHIND, "red", "lost", None, needed)
    first = journey.start or base.day + datetime.timedelta(days=1)
    elapsed = elapsed_share(first, now.day, journey.deadline, method.by, journey.calendar)
    progress = quotient(logarithm(now.value / base.value), logarithm(limit / base.value))
    figures = {
        "progress": Fraction(progress),
        "elapsed": elapsed,
        "change": now.value / base.value - 1,
    }
    ratio = Fraction(progress) / elapsed if elapsed else None
    if progress >= cut(as_decimal(elapsed)):
        return PaceResult(method, Status.ON_TRACK, "green", "in_time", ratio, needed, figures)
    reason = "too_slow" if progress > 0 else "wrong_way"
    return PaceResult(method, Status.BEHIND, "red", reason, ratio, needed, figures)


def _no_logarithm(base: Fraction, limit: Fraction, now: Fraction) -> str:
    """Why there is no logarithm of the way; ``""`` where there is one."""
    if base == limit:
        return "limit_is_base"
    for value, reason in ((base, "zero_base"), (limit, "zero_limit"), (now, "zero_figure")):
        if value <= 0:
            return "negative" if value else reason
    return ""


# ------------------------------------------------------------------ targeted change

_ONE_SIDED = 1.6448536269514722
"""Quantile of the normal distribution at 95 %: a one-sided test at 0.05."""


def _percent_of_change(method: PercentOfChange, journey: Journey) -> PaceResult:
    """Source: Healthy People 2020, technical notes on measuring progress toward targets."""
    base, now, limit = journey.points[0], journey.now, journey.limit
    if limit is None:
        return unknown(method, "no_limit", "informational")
    if base is now:
        return unknown(
            method, "too_few_points", "baseline_only", needed=change_needed(journey, method.by)
        )
    kept_at_base = journey.sign * (base.value - limit) >= 0
    if journey.reached:
        ratio = None if kept_at_base else _share_of_change(base, now, limit)
        return PaceResult(method, Status.MET, "met_or_exceeded", "reached", ratio, Fraction(0))
    needed = change_needed(journey, method.by)
    if base.value == limit:
        reason, ratio = "limit_is_base", None
    else:
        reason, ratio = "lost" if kept_at_base else "", _share_of_change(base, now, limit)
    toward = journey.sign * (now.value - base.value)
    moved = _moved(method, base, now, ratio, toward)
    if moved is None:
        return unknown(method, "zero_base", ratio=ratio, needed=needed)
    if not moved:
        grade, status = "little_or_no_change", Status.BEHIND
        reason = reason or "too_slow"
    elif toward > 0:
        grade, status, reason = "improved", Status.ON_TRACK, "in_time"
    else:
        grade, status = "got_worse", Status.BEHIND
        reason = reason or "wrong_way"
    return PaceResult(method, status, grade, reason, ratio, needed)


def _share_of_change(base: Point, now: Point, limit: Fraction) -> Fraction:
    return 100 * (now.value - base.value) / (limit - base.value)


def _moved(
    method: PercentOfChange, base: Point, now: Point, ratio: Fraction | None, toward: Fraction
) -> bool | None:
    """Whether the change is more than noise; ``None`` where that cannot be told."""
    if base.error is not None and now.error is not None:
        spread = base.error**2 + now.error**2
        # Squares keep the test exact: |change| > 1.645 * sqrt(spread).
        return toward**2 > Fraction(_ONE_SIDED) ** 2 * spread
    if toward > 0:
        return ratio is not None and ratio >= 100 * Fraction(method.improved)
    if not base.value:
        return None if toward else False
    return abs(toward / base.value) >= Fraction(method.worse) and bool(toward)


_ASSESSORS: dict[type[PaceMethod], Callable[[Any, Journey], PaceResult]] = {
    ElapsedShare: _elapsed_share,
    Projection: _projection,
    CagrRatio: cagr_ratio,
    LogProgress: _log_progress,
    PercentOfChange: _percent_of_change,
}
