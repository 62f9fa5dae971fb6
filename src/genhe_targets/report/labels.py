"""What views call things: headings and small words in both languages, in bureaus' vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from genhe_targets.report.records import Words
from genhe_targets.vocabulary import Lang
from genhe_targets.vocabulary import with_unit as joined

_LABELS: dict[str, tuple[str, str]] = {
    # documents and parts
    "report": ("目标完成情况报告", "Compliance report"),
    "as_of": ("截至", "As of"),
    "period": ("期别", "Period"),
    "covers": ("报告期", "Covers"),
    "contents": ("目录", "Contents"),
    "summary": ("总体情况", "Overview"),
    "key_points": ("要点", "Key points"),
    "by_target": ("各项目标", "Targets"),
    "by_unit": ("牵头单位", "Lead units"),
    "by_region": ("地区对照", "Regions"),
    "ledger": ("整改情况", "Put right"),
    "in_ledger": ("台账", "Ledger"),
    "work_table": ("工作任务", "Work table"),
    "findings": ("数据问题", "Findings in the data"),
    "basis": ("依据与来源", "Provenance"),
    "scores": ("考核得分", "Scores"),
    "score": ("得分", "Score"),
    "available": ("分值", "Points"),
    "grade": ("等级", "Grade"),
    "extra": ("加减分", "Extra"),
    "lost": ("扣分", "Lost"),
    "gained": ("加分", "Bonus"),
    "counted": ("计入总分", "Counts"),
    "how": ("评分说明", "How it came about"),
    "scored": ("评分明细", "Score details"),
    "vetoed": ("一票否决", "Veto"),
    "level": ("层级", "Level"),
    "group": ("类别", "Group"),
    "rollup": ("综合判定", "Taken together"),
    "method": ("汇总方法", "Method"),
    "urgent": ("需要办理", "Calls for action"),
    "others": ("其余目标", "Other targets"),
    "changes": ("变化情况", "Changes"),
    "plan_notes": ("方案中的疑点与处理", "Doubts in the plan and how they are handled"),
    "change": ("变化", "Change"),
    "before": ("上期", "Before"),
    "now": ("本期", "Now"),
    "before_value": ("上期值", "Value before"),
    "revisions": ("前期数据修订", "Revised figures"),
    # columns
    "number": ("序号", "No."),
    "target": ("指标", "Target"),
    "region": ("地区", "Region"),
    "limit": ("目标值", "Limit"),
    "value": ("实际值", "Value"),
    "unit": ("单位", "Unit"),
    "margin": ("差距", "Margin"),
    "progress": ("完成率", "Progress"),
    "elapsed": ("序时进度", "Time elapsed"),
    "status": ("状态", "Status"),
    "due": ("完成时限", "Due"),
    "lead": ("牵头单位", "Lead"),
    "support": ("配合单位", "Support"),
    "reason": ("说明", "Reason"),
    "rule": ("目标要求", "Rule"),
    "clause": ("条款", "Clause"),
    "measure": ("任务", "Measure"),
    "source": ("依据", "Source"),
    "trend": ("走势", "Trend"),
    "obligation": ("约束性", "Obligation"),
    "nature": ("性质", "Nature"),
    "comparison": ("比较方法", "Comparison"),
    "final": ("是否定论", "Final"),
    "decisive": ("计入总体判定", "Decisive"),
    "notes": ("备注", "Notes"),
    "total": ("合计", "Total"),
    "count": ("数量", "Count"),
    "item": ("重点工作", "Work item"),
    "content": ("主要内容", "Content"),
    "done_on": ("完成日期", "Done on"),
    "evidence": ("佐证材料", "Evidence"),
    "severity": ("级别", "Severity"),
    "message": ("问题", "Finding"),
    "place": ("位置", "Place"),
    "text": ("原文", "As written"),
    "hint": ("建议", "Hint"),
    "file": ("报送文件", "File"),
    "definition": ("口径", "Definition"),
    "formula": ("计算公式", "Formula"),
    "filled": ("代入数据", "With the figures"),
    "inputs": ("采用的数据", "Figures used"),
    "history": ("各期情况", "History"),
    "remaining": ("尚需", "Still needed"),
    "pace": ("应达进度", "Pace"),
    "variable": ("统计量", "Variable"),
    # small words
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "all": ("全部", "All"),
    "search": ("搜索", "Search"),
    "search_hint": ("指标、单位、地区、条款……", "target, unit, region, clause …"),
    "reset": ("清除筛选", "Clear filters"),
    "print": ("打印", "Print"),
    "details": ("详情", "Details"),
    "expand": ("全部展开", "Unfold all"),
    "collapse": ("全部收起", "Fold all"),
    "shown": ("显示", "Shown"),
    "none": ("无", "None"),
    "pace_mark": ("序时进度", "Pace"),
    "folded": ("其余地区", "Other regions"),
    "listed_only": (
        "目标较多，下表只列需要办理的；其余见上面的地区对照，明细见 Excel、CSV。",
        "Only what calls for action is listed below; the rest is in the Excel and CSV files.",
    ),
    "more": ("另有{}项未列出，明细见 Excel、CSV", "{} more are in the Excel and CSV files"),
    "counts_only": (
        "地区较多，下表只列数量；各地区的情况见 Excel、CSV。",
        "So many regions are only counted here; each of them is in the Excel and CSV files.",
    ),
    "worst_only": (
        "只列需要办理最多的{}个地区，共{}个。", "The {} regions with most to do, of {}.",
    ),
    "scores_only": (
        "地区较多，评分明细见 Excel。", "The items of each region are in the Excel file.",
    ),
    "lines_only": ("只画最需要办理的地区", "only the regions that need action most"),
    "own_limits": ("各地区目标值不同", "each region has its own limit"),
    "nothing": ("没有符合条件的目标", "No target matches the filters"),
    "overdue": ("已逾期", "overdue"),
    "ongoing": ("长期坚持", "ongoing"),
    "annex_only": ("仅见分工表", "work table only"),
    "made_up": ("示例数据，纯属虚构", "Made-up figures, for illustration only"),
    "ok": ("约束性目标没有未达标", "No decisive target fails"),
    "not_ok": ("有约束性目标未达标或逾期缺报", "Decisive targets fail"),
    "inputs_files": ("报送文件", "Inputs"),
    "versions": ("软件版本", "Software"),
    "parameters": ("评估参数", "Parameters"),
    "content_hash": ("方案内容校验值", "Hash of the plan"),
    "time": ("生成时间", "Made at"),
    "files": ("文件", "Files"),
    "not_written": ("未能生成的文件", "Files that could not be written"),
    "rows": ("行数", "Rows"),
    "bytes": ("字节", "Bytes"),
    "sha256": ("SHA-256", "SHA-256"),
    "encoding": ("格式、编码、分隔符", "Format, encoding, delimiter"),
    "parameter": ("参数", "Parameter"),
    "name": ("名称", "Name"),
    "issuer": ("印发单位", "Issuer"),
    "plan": ("方案", "Plan"),
    "reported": ("上报", "Reported"),
    "page": ("第{}页", "Page {}"),
}  # fmt: skip

LABELS: dict[str, Words] = {key: {"zh": zh, "en": en} for key, (zh, en) in _LABELS.items()}
"""Every heading and small word of the views."""


def label(key: str, lang: Lang) -> str:
    """A heading or small word in ``lang``."""
    return LABELS[key][lang]


def units_text(units: list[Words], lang: Lang) -> str:
    """Units of government in one line, ``—`` for none."""
    return ("、" if lang == "zh" else ", ").join(unit[lang] for unit in units) or "—"


def with_unit(text: str, unit: str, lang: Lang) -> str:
    """A shown figure with its unit, spaced as the language does."""
    if text in {"—", "✓", "✗"}:
        return text
    return joined(text, unit, lang)


def day_text(day: str | None, lang: Lang) -> str:
    """An ISO date as readers write it: ``2023年12月31日``, ``2023-12-31``."""
    if not day:
        return "—"
    if lang == "en":
        return day
    year, month, rest = day.split("-")
    return f"{year}年{int(month)}月{int(rest)}日"


def span_text(periods: Sequence[str]) -> str:
    """The first and the last period in one word: ``2023Q1–2023Q3``."""
    return "–".join(dict.fromkeys(periods))


def source_text(clause: str | None, measure: str | None, lang: Lang) -> str:
    """Where a target stands in the document: its clause and its row of the work table."""
    parts = [clause_text(clause, lang)] if clause else []
    if measure:
        parts.append(f"任务（{measure}）" if lang == "zh" else f"measure {measure}")
    return (" " if lang == "zh" else ", ").join(parts) or "—"


def clause_text(number: str, lang: Lang) -> str:
    """A clause by its number: ``第（十二）条``, ``clause 12``."""
    return f"第（{number}）条" if lang == "zh" else f"clause {_arabic(number)}"


def _arabic(number: str) -> str:
    """A Chinese number below a hundred in digits; anything else as it is."""
    tens, ten, ones = number.rpartition("十")
    if not number or set(tens) - set(_DIGITS) or set(ones) - set(_DIGITS) or len(tens + ones) > 2:
        return number
    if not ten:
        return str(_DIGITS[ones]) if ones in _DIGITS else number
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))


_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}


def printed(formula: str) -> str:
    """A formula of figures with the signs of print."""
    return formula.translate(PRINTED)


PRINTED = str.maketrans({"*": "×", "/": "÷"})
"""The signs of print for those of formulas."""
