"""Figures as readers see them: never in contradiction to their verdict."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from genhe_targets.judging.rounding import shown
from genhe_targets.plan.model import Plan, Text, Unit
from genhe_targets.report.records import Words
from genhe_targets.vocabulary import LANGS, word
from genhe_targets.vocabulary import with_unit as joined

DASH = "—"
"""Stands for a figure that is not there; silence is not zero."""


def words(zh: str, en: str) -> Words:
    """A text in both languages."""
    return {"zh": zh, "en": en}


def unit_words(plan: Plan, unit: str) -> Words:
    """A unit of measurement in both languages, empty for pure numbers."""
    if unit == "1":
        return words("", "")
    text = plan.unit_text(unit)
    return words(text.zh, text.en)


def region_words(plan: Plan, code: str) -> Words:
    """The name of a region, its code where the plan does not know it."""
    known = plan.region_by_code.get(code)
    return both(known.title) if known else words(code, code)


def figure(
    value: Fraction | None,
    decimals: int,
    limit: Fraction | None = None,
    holds: bool | None = None,
    *,
    strict: bool = False,
) -> str:
    """A figure with the digits to show, or a dash.

    Args:
        value: The exact figure.
        decimals: Digits after the point, more where fewer would contradict the verdict.
        limit: The limit it was held against.
        holds: What the verdict was.
        strict: Whether the limit itself breaks the rule.
    """
    if value is None:
        return DASH
    return shown(value, decimals, limit=limit, holds=holds, strict=strict)


def with_unit(text: str, unit: Words) -> Words:
    """A shown figure with its unit, spaced as each language does."""
    if text == DASH or not unit["zh"]:
        return words(text, text)
    return words(*(joined(text, unit[lang], lang) for lang in LANGS))


def percent(share: float) -> str:
    """A share of time or progress, in whole percent (cut, so that 99.9 % is not shown as 100 %)."""
    return f"{int(share * 100 + 1e-9)}%"


def plain(limit: Decimal | Fraction | None) -> str:
    """A limit as printed."""
    if limit is None:
        return DASH
    if isinstance(limit, Fraction):
        limit = Decimal(limit.numerator) / Decimal(limit.denominator)
    return f"{limit:f}"


def points(unit: Words) -> Words:
    """The unit of a difference: percentages differ by percentage points."""
    if unit["zh"] == "%":
        return words("个百分点", "percentage points")
    return unit


def named(code: str) -> Words:
    """A code in both languages."""
    return words(*(word(code, lang) for lang in LANGS))


def units(known: Mapping[str, Unit], names: tuple[str, ...]) -> list[Words]:
    """Units of government in both languages."""
    return [both(known[name].title) if name in known else words(name, name) for name in names]


def both(text: Text) -> Words:
    """A text of the plan in both languages."""
    return words(text.zh, text.en)
