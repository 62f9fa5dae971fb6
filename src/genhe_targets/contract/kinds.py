"""The kinds of findings of the contract, each with its sentence in both languages."""

from __future__ import annotations

from genhe_targets.findings import declare
from genhe_targets.vocabulary import Severity

UNKNOWN_REGION = declare(
    "unknown_region", Severity.ERROR,
    "无法识别的地区“{text}”", "unknown region {text!r}",
)  # fmt: skip
UNKNOWN_VARIABLE = declare(
    "unknown_variable", Severity.WARNING,
    "无法识别的指标“{text}”，未参与判定",
    "{text!r} is no variable or indicator of the plan; not judged",
)  # fmt: skip
UNREADABLE_PERIOD = declare(
    "unreadable_period", Severity.ERROR,
    "无法识别的时期“{text}”", "no period can be read from {text!r}",
)  # fmt: skip
OUTSIDE_PERIOD = declare(
    "period_outside_plan", Severity.WARNING,
    "时期{text}不在计划年度{year}内，未参与判定",
    "the period {text} lies outside the plan's year {year}; not judged",
)  # fmt: skip
UNREADABLE_NUMBER = declare(
    "unreadable_number", Severity.ERROR, "“{text}”不是数值", "{text!r} is no number"
)
INFINITE = declare("infinite", Severity.ERROR, "“{text}”为无穷大", "{text!r} is infinite")
EXCEL_ERROR = declare(
    "excel_error", Severity.ERROR, "单元格为错误值{text}", "the cell holds the error {text}"
)
QUALIFIED = declare(
    "qualified_number", Severity.INFORMATION,
    "“{text}”为区间或近似值，仅在结论确定时采用",
    "{text!r} is a bound or an approximation; used only where the answer is certain",
)  # fmt: skip
OUT_OF_RANGE = declare(
    "out_of_range", Severity.ERROR,
    "{text}超出合理范围（{range}）", "{text} is outside the plausible range ({range})",
)  # fmt: skip
NOT_WHOLE = declare("not_whole", Severity.ERROR, "{text}应为整数", "{text} must be a whole number")
DUPLICATE = declare(
    "duplicate", Severity.INFORMATION,
    "同一数据重复上报且一致（另见{other}）",
    "reported twice, with the same figure (see also {other})",
)  # fmt: skip
CONFLICT = declare(
    "conflicting_duplicate", Severity.ERROR,
    "同一数据上报了不同数值：{text}与{others}",
    "reported with different figures: {text} and {others}",
)  # fmt: skip
MORE_OF_A_KIND = declare(
    "more_of_a_kind", Severity.WARNING,
    "另有{count}处同类问题：{kind}", "{count} more findings of the kind: {kind}",
)  # fmt: skip

NOT_ABOVE = declare(
    "part_above_whole", Severity.ERROR,
    "{name}（{text}）大于{whole}（{other}），不可能", "{name} ({text}) exceeds {whole} ({other})",
)  # fmt: skip
FALLS = declare(
    "cumulative_falls", Severity.ERROR,
    "累计数下降：{period}为{text}，上期{before}为{other}",
    "a cumulative figure falls: {text} in {period}, {other} in {before}",
)  # fmt: skip
CONTRADICTION = declare(
    "contradiction", Severity.WARNING,
    "直报{name}为{text}，按{formula}计算为{other}，两者不一致",
    "{name} is reported as {text}, {formula} gives {other}",
)  # fmt: skip
LATER = declare(
    "later_than_as_of", Severity.INFORMATION,
    "有{count}个数据晚于判定日{day}，未参与判定",
    "{count} figures are later than the day of judging {day}; not judged",
)  # fmt: skip
NOT_JUDGED = declare(
    "region_not_judged", Severity.INFORMATION,
    "{text}与计划的地区层级不同，未单独判定",
    "{text} is of another level than the plan's region; not judged by itself",
)  # fmt: skip
