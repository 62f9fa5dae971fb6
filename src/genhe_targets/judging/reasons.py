"""Reasons: why a verdict is what it is, as a code and as a sentence in both languages.

The templates may use ``value``, ``limit``, ``gap`` (distance to the limit, unsigned),
``deadline``, ``period``, ``progress``, ``elapsed`` (shares in percent), ``pace`` (what a
declared method says) and ``missing`` (the parts of a whole that did not report), all as shown to
readers.
"""

from __future__ import annotations

from genhe_targets.vocabulary import Lang

REASONS: dict[str, dict[Lang, str]] = {
    "holds": {"zh": "优于或等于目标值，余量{gap}", "en": "keeps the limit, {gap} to spare"},
    "holds_exactly": {"zh": "恰好等于目标值", "en": "exactly at the limit"},
    "reached": {"zh": "已完成{value}，达到目标{limit}", "en": "{value} done, {limit} were asked"},
    "none_so_far": {"zh": "截至目前为零", "en": "none so far"},
    "none": {"zh": "全年为零", "en": "none in the whole time"},
    "shortfall": {"zh": "距目标差{gap}", "en": "{gap} short of the limit"},
    "occurred": {
        "zh": "出现{value}，零记录已打破，全年不达标",
        "en": "{value} occurred, which fails the year at once",
    },
    "over_cap": {"zh": "已超出控制指标{gap}", "en": "over the cap by {gap}"},
    "within_pace": {
        "zh": "完成{progress}，时间已过{elapsed}，达到序时进度",
        "en": "{progress} done in {elapsed} of the time",
    },
    "behind_pace": {
        "zh": "完成{progress}，时间已过{elapsed}，未达序时进度",
        "en": "only {progress} done in {elapsed} of the time",
    },
    "cap_within_pace": {
        "zh": "已用控制指标的{progress}，时间已过{elapsed}",
        "en": "{progress} of the cap used in {elapsed} of the time",
    },
    "cap_ahead": {
        "zh": "已用控制指标的{progress}，快于时间进度{elapsed}，预警",
        "en": "{progress} of the cap used in only {elapsed} of the time",
    },
    "started": {"zh": "已开展{value}，目标{limit}", "en": "started: {value} of {limit}"},
    "not_started": {
        "zh": "尚未开展，时间已过{elapsed}",
        "en": "not started, {elapsed} of the time gone",
    },
    "not_started_early": {
        "zh": "尚未开展，时间未过半",
        "en": "not started; less than half of the time is gone",
    },
    "awaits_figure": {
        "zh": "年度核算数据尚未产生，{deadline}前上报即可",
        "en": "the annual figure is owed by {deadline}",
    },
    "awaits_milestone": {"zh": "未到完成时限{deadline}", "en": "due by {deadline}"},
    "done": {"zh": "已按期完成", "en": "done in time"},
    "done_late": {"zh": "已完成，但晚于时限{deadline}", "en": "done, but after {deadline}"},
    "not_done": {"zh": "时限{deadline}已到，仍未完成", "en": "not done by {deadline}"},
    "not_reported": {"zh": "{period}应报未报", "en": "owed for {period} and not reported"},
    "not_reported_at_deadline": {
        "zh": "时限{deadline}已过，截止期数据未报",
        "en": "the deadline {deadline} has passed without a figure for it",
    },
    "unusable": {
        "zh": "上报数据不可用，详见数据问题",
        "en": "reported, but not usable; see the findings",
    },
    "contradiction": {
        "zh": "直报数与计算数不一致且结论相反，待核实",
        "en": "the reported figure and the computed one lead to different answers",
    },
    "out_of_scope": {"zh": "不在适用范围内", "en": "out of scope"},
    "nothing_to_measure": {"zh": "没有可核算的对象", "en": "there is nothing to measure"},
    "not_reported_here": {
        "zh": "未上报该口径数据，不作判定",
        "en": "judged only where this figure is reported",
    },
    "limit_unset": {"zh": "上级尚未下达目标值", "en": "the limit was not assigned yet"},
    "around_deadline": {
        "zh": "{period}才显示完成，无法确认是否在{deadline}前完成，请补报完成日期或当月数据",
        "en": "done by the end of {period}; whether by {deadline} cannot be told, give the date",
    },
    "over_after_deadline": {
        "zh": "{period}的累计数已超过总量，无法确认截至{deadline}是否超过，请补报当月数据",
        "en": "the total is exceeded by {period}; whether by {deadline} cannot be told, give the"
        " figure of that month",
    },
    "incomplete": {
        "zh": "数据不完整或为近似值，两种结论均有可能",
        "en": "the figures are incomplete or approximate and allow both answers",
    },
    "parts_missing": {
        "zh": "缺少{missing}的数据，已报部分两种结论均有可能",
        "en": "figures of {missing} are missing, and the others allow both answers",
    },
    "rates_without_volumes": {
        "zh": "{missing}仅报比率，未报分子分母，不能取平均，两种结论均有可能",
        "en": "rates without the quantities behind them, of {missing}; rates are not averaged, and"
        " both answers are possible",
    },
    "not_combined": {
        "zh": "方案未规定该指标如何由下级数据汇总，须由本级上报",
        "en": "the plan does not say how the parts combine; the figure of the whole is needed",
    },
    "gap_in_record": {
        "zh": "有期次缺报，零记录无法确认",
        "en": "periods are missing, so a record of zero cannot be shown",
    },
    "within_grace": {
        "zh": "{period}报表尚在报送宽限期内",
        "en": "the report for {period} may still come, its days of grace are not over",
    },
    "holds_by_tolerance": {
        "zh": "距目标差{gap}，在允许偏差之内",
        "en": "{gap} short of the limit, within the tolerance granted",
    },
    "paced": {"zh": "{pace}", "en": "{pace}"},
}
"""In the order of their codes; ``REASON_CODES`` gives the position of each."""

REASON_CODES = {reason: code for code, reason in enumerate(REASONS)}


def reason_sentence(reason: str, lang: Lang, shown: dict[str, str]) -> str:
    """The sentence of a reason with the figures put in."""
    return REASONS[reason][lang].format_map(_Shown(shown))


class _Shown(dict[str, str]):
    """A figure that is not there leaves a dash, never a traceback."""

    def __missing__(self, key: str) -> str:
        return "—"
