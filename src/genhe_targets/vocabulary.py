"""The words of the field, once, in both languages.

Every status, nature, obligation and severity that a report can show is listed here with its
Chinese and English name.  Codes are stable; words may be polished.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Lang = Literal["zh", "en"]

LANGS: tuple[Lang, ...] = ("zh", "en")
"""Every language, in the order of ``Words``."""


class Status(StrEnum):
    """The answer for one target, region and period; the order is from worst to best."""

    NOT_MET = "not_met"
    INVALID = "invalid"
    MISSING = "missing"
    INDETERMINATE = "indeterminate"
    BEHIND = "behind"
    TARGET_UNSET = "target_unset"
    NOT_DUE = "not_due"
    ON_TRACK = "on_track"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"


class Nature(StrEnum):
    """How an indicator behaves within its year, and therefore how it is judged before the end."""

    ACCUMULATING = "accumulating"
    LEVEL = "level"
    ANNUAL = "annual"
    ZERO_TOLERANCE = "zero_tolerance"
    CAP = "cap"
    MILESTONE = "milestone"


class Obligation(StrEnum):
    """How strongly the plan demands a target."""

    BINDING = "binding"
    ASPIRATIONAL = "aspirational"
    ADVISORY = "advisory"


class Basis(StrEnum):
    """What span of time a reported quantity speaks of.

    ``cumulative``: from 1 January to the end of the period (the usual form, 1-9月).
    ``period``: within the period only (当季, 7-9月).
    ``point``: the state at the end of the period (截至9月底).
    ``annual``: computed once, for the whole year.
    """

    CUMULATIVE = "cumulative"
    PERIOD = "period"
    POINT = "point"
    ANNUAL = "annual"


class Severity(StrEnum):
    """Weight of a finding, as in the European statistical system (reject, justify, note)."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Comparison(StrEnum):
    """The two ways of GB/T 8170-2008 to hold a value against a limit."""

    FULL_VALUE = "full_value"
    ROUNDED_VALUE = "rounded_value"


class Rounding(StrEnum):
    """Where a value goes that lies exactly between two neighbours.

    ``half_even``: to the even neighbour (GB/T 8170, 四舍六入五成双); the default.
    ``half_up``: to the larger number, so -2.5 becomes -2.
    ``half_away``: away from zero, so -2.5 becomes -3 (四舍五入: spreadsheets, CAAQS).
    ``truncate``: no ties; everything beyond the digits is cut off (ozone in the United States).
    """

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"
    HALF_AWAY = "half_away"
    TRUNCATE = "truncate"


WORDS: dict[str, dict[Lang, str]] = {
    Status.MET: {"zh": "达标", "en": "met"},
    Status.NOT_MET: {"zh": "未达标", "en": "not met"},
    Status.ON_TRACK: {"zh": "进度正常", "en": "on track"},
    Status.BEHIND: {"zh": "进度滞后", "en": "behind"},
    Status.NOT_DUE: {"zh": "未到核算期", "en": "not due"},
    Status.MISSING: {"zh": "缺报", "en": "missing"},
    Status.INVALID: {"zh": "待核实", "en": "to be verified"},
    Status.NOT_APPLICABLE: {"zh": "不适用", "en": "not applicable"},
    Status.TARGET_UNSET: {"zh": "目标未下达", "en": "target not set"},
    Status.INDETERMINATE: {"zh": "无法判定", "en": "indeterminate"},
    Nature.ACCUMULATING: {"zh": "累计型", "en": "accumulating"},
    Nature.LEVEL: {"zh": "水平型", "en": "level"},
    Nature.ANNUAL: {"zh": "年度核算型", "en": "annual"},
    Nature.ZERO_TOLERANCE: {"zh": "零容忍型", "en": "zero tolerance"},
    Nature.CAP: {"zh": "总量控制型", "en": "cap"},
    Nature.MILESTONE: {"zh": "节点型", "en": "milestone"},
    Obligation.BINDING: {"zh": "约束性", "en": "binding"},
    Obligation.ASPIRATIONAL: {"zh": "争取", "en": "aspirational"},
    Obligation.ADVISORY: {"zh": "参考", "en": "advisory"},
    Basis.CUMULATIVE: {"zh": "累计", "en": "cumulative in the year"},
    Basis.PERIOD: {"zh": "当期", "en": "within the period"},
    Basis.POINT: {"zh": "时点", "en": "at a point in time"},
    Severity.ERROR: {"zh": "错误", "en": "error"},
    Severity.WARNING: {"zh": "警告", "en": "warning"},
    Severity.INFORMATION: {"zh": "提示", "en": "information"},
    Rounding.HALF_EVEN: {"zh": "四舍六入五成双", "en": "half to even"},
    Rounding.HALF_UP: {"zh": "五入向大", "en": "half up"},
    Rounding.HALF_AWAY: {"zh": "四舍五入", "en": "half away from zero"},
    Rounding.TRUNCATE: {"zh": "只舍不入", "en": "cut off"},
    Comparison.FULL_VALUE: {"zh": "全数值比较法", "en": "full-value comparison"},
    Comparison.ROUNDED_VALUE: {"zh": "修约值比较法", "en": "rounded-value comparison"},
}


def word(code: str, lang: Lang) -> str:
    """Return the name of ``code`` in ``lang``; an unknown code is returned as it is."""
    entry = WORDS.get(code)
    return entry[lang] if entry else code


def with_unit(text: str, unit: str, lang: Lang) -> str:
    """A shown figure with its unit, spaced as the language does: ``5 km``, ``5 × 10,000 m³``."""
    if unit in {"", "1"}:
        return text
    return f"{text}{unit_gap(unit, lang)}{unit}"


def unit_gap(unit: str, lang: Lang) -> str:
    """What stands between a figure and its unit; a unit that is a number is a factor."""
    if lang == "zh" or unit in {"%", "‰"}:
        return ""
    return " × " if unit[:1].isdigit() else " "
