"""The kinds of findings of credibility, each with its sentence in both languages."""

from __future__ import annotations

from genhe_targets.findings import declare
from genhe_targets.vocabulary import Severity

JUMP = declare(
    "jump", Severity.WARNING,
    "{text}较上期{before}变动{change}，请说明原因",
    "{text} is a change of {change} on the period before ({before}); please explain",
)  # fmt: skip
JUMP_ON_YEAR = declare(
    "jump_on_year", Severity.WARNING,
    "{text}较上年同期{before}变动{change}，请说明原因",
    "{text} is a change of {change} on the same period of last year ({before}); please explain",
)  # fmt: skip
OUTLIER = declare(
    "outlier", Severity.WARNING,
    "{text}偏离以往{past}期中位数{median}超过{mads}倍绝对中位差",
    "{text} is more than {mads} median deviations from the median {median} of {past} past figures",
)  # fmt: skip
COPIED = declare(
    "copied_figures", Severity.WARNING,
    "{period}上报的{total}个数据中有{same}个与{before}完全相同，疑似照抄",
    "{same} of {total} figures of {period} are those of {before} unchanged",
)  # fmt: skip
UNLIKE_PEERS = declare(
    "unlike_peers", Severity.WARNING,
    "{text}较{before}的变动与其他地区明显不同",
    "the change from {before} to {text} is unlike that of the other regions",
)  # fmt: skip
MOSTLY_UNCHANGED = declare(
    "mostly_unchanged", Severity.WARNING,
    "{total}个地区中有{same}个的数据与上期相同，无法进行地区间比较",
    "{same} of {total} regions report the figure of the period before; changes cannot be compared",
)  # fmt: skip
WRONG_UNIT = declare(
    "wrong_unit", Severity.WARNING,
    "{text}约为{before}的{factor}倍，疑似计量单位错误",
    "{text} is about {factor} times {before}; is the unit right?",
)  # fmt: skip
ABOVE_WHOLE = declare(
    "above_whole", Severity.WARNING,
    "{text}超过{most}%，请核实口径", "{text} exceeds {most} %; please check the definition",
)  # fmt: skip
BUNCHING = declare(
    "bunching", Severity.INFORMATION,
    "目标值{limit}附近的{total}个数据中有{above}个刚好达标（偶然概率{chance}）",
    "{above} of {total} figures near the limit {limit} lie just above it (by chance: {chance})",
)  # fmt: skip
HEAPING = declare(
    "digit_heaping", Severity.INFORMATION,
    "{total}个保留{decimals}位小数的数据中有{round}个末位为0或5（偶然概率{chance}）",
    "{round} of {total} figures with {decimals} decimals end in 0 or 5 (by chance: {chance})",
)  # fmt: skip
TOTAL_DIFFERS = declare(
    "region_total_differs", Severity.WARNING,
    "合计{text}与各部分之和{other}不符，差{difference}，超出舍入误差{tolerance}",
    "the total {text} is not the sum of its parts {other}: off by {difference}, rounding explains "
    "{tolerance}",
)  # fmt: skip
CUMULATIVE_DIFFERS = declare(
    "cumulative_differs", Severity.WARNING,
    "累计数{text}与各期之和{other}不符，差{difference}，超出舍入误差{tolerance}",
    "the cumulative figure {text} is not the sum of its periods {other}: off by {difference}, "
    "rounding explains {tolerance}",
)  # fmt: skip
PRECISION = declare(
    "precision", Severity.WARNING,
    "{text}的小数位数为{given}，应为{wanted}位",
    "decimals of {text}: {given}; asked for: {wanted}",
)  # fmt: skip
OTHER_FREQUENCY = declare(
    "other_frequency", Severity.WARNING,
    "{text}的时期为{period}，该指标应{every}上报",
    "{text} is given for {period}; it is asked for {every}",
)  # fmt: skip
REVISED = declare(
    "revised", Severity.INFORMATION,
    "由{before}修订为{text}（{change}{when}）", "revised from {before} to {text} ({change}{when})",
)  # fmt: skip
REVISED_MUCH = declare(
    "revised_much", Severity.WARNING,
    "由{before}大幅修订为{text}（{change}{when}），请说明原因",
    "revised from {before} to {text} ({change}{when}); please explain",
)  # fmt: skip
WITHDRAWN = declare(
    "withdrawn", Severity.WARNING,
    "前次上报的{before}在本次未上报", "{before}, reported before, is no longer reported",
)  # fmt: skip
LATE = declare(
    "late_submission", Severity.INFORMATION,
    "{text}的数据于{day}报送，迟{days}天（宽限至{due}）；迟报不作缺报",
    "figures of {text} were handed in on {day}, {days} days after the days of grace ({due}); "
    "late is not missing",
)  # fmt: skip
UNUSED_JUSTIFICATION = declare(
    "unused_justification", Severity.INFORMATION,
    "该说明（{text}）未对应任何数据问题：可能已过期、写错，或针对错误级问题",
    "this justification of {text} answers no finding: out of date, misspelt, or about an error",
)  # fmt: skip
