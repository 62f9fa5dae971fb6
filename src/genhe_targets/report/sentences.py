"""One verdict in a sentence, as circulars have it; put together from texts of the record."""

from __future__ import annotations

from genhe_targets.report.labels import units_text, with_unit
from genhe_targets.report.records import VerdictRecord, Words
from genhe_targets.vocabulary import Lang, Status


def sentence(record: VerdictRecord, lang: Lang, *, lead: bool = False) -> str:
    """One verdict in words: ``城市污水处理率96.2%，高于年度目标1.2个百分点``.

    Args:
        record: The verdict.
        lang: Language.
        lead: Whether to name who answers for it.
    """
    title, reason = record["title"][lang], record["reason_text"][lang]
    value = with_unit(record["value_text"], record["unit"][lang], lang)
    gap = _gap(record, lang)
    who = units_text(record["lead"], lang)
    said = lead and record["lead"]
    number = record["margin_text"].lstrip("+-−")
    more = record["status"] == Status.BEHIND and gap and number not in reason
    if lang == "zh":
        text = f"{title}{value}，{gap}" if gap else f"{title}：{reason}"
        if more:
            text += f"（{reason}）"
        return f"{text}，由{who}牵头" if said else text
    text = f"{title}: {value}, {gap}" if gap else f"{title}: {reason}"
    if more:
        text += f" ({reason})"
    return f"{text} (lead: {who})" if said else text


POINTS: Words = {"zh": "个百分点", "en": "percentage points"}
"""Percentages differ by percentage points."""


def _gap(record: VerdictRecord, lang: Lang) -> str:
    """How far the value lies from its limit, ``""`` where the reason says it better."""
    value, limit = record["value"], record["limit"]
    told = {Status.MET, Status.NOT_MET, Status.BEHIND, Status.ON_TRACK}
    if value is None or limit is None or record["status"] not in told or not limit:
        return ""
    if record["margin_text"] in {"—", ""}:
        return ""
    unit = record["unit"]
    points = POINTS[lang] if unit["zh"] == "%" else unit[lang]
    gap = with_unit(record["margin_text"].lstrip("+-−"), points, lang)
    if value == limit:
        if record["status"] in {Status.NOT_MET, Status.BEHIND}:
            return ""  # the limit itself does not count as reached: the reason says so
        return "达到年度目标" if lang == "zh" else "exactly the target of the year"
    if lang == "zh":
        return f"{'高于' if value > limit else '低于'}年度目标{gap}"
    return f"{gap} {'above' if value > limit else 'below'} the target of the year"
