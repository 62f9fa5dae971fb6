"""The few sentences that matter, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from genhe_targets.plan.model import Plan
from genhe_targets.report.figures import words
from genhe_targets.report.records import VerdictRecord, Words
from genhe_targets.vocabulary import Status

NAMED = 6
"""How many targets a sentence names before it says how many more there are."""


def headline(
    plan: Plan, standings: Sequence[VerdictRecord], severities: Mapping[str, int]
) -> list[Words]:
    """How many met, what failed and who owes it, what is behind, what cannot be believed."""
    counts = Counter(record["status"] for record in standings)
    judged = len(standings) - counts[Status.NOT_APPLICABLE] - counts[Status.TARGET_UNSET]
    met = counts[Status.MET] + counts[Status.ON_TRACK]
    regions = len({record["region"] for record in standings})
    over = f"（{regions}个地区）" if regions > 1 else ""
    over_en = f" ({regions} regions)" if regions > 1 else ""
    sentences = [
        words(
            f"应判定目标{judged}项次{over}，达标{counts[Status.MET]}项次，进度正常"
            f"{counts[Status.ON_TRACK]}项次，合计占{_share(met, judged)}。",
            f"Of {judged} verdicts owed{over_en}, {counts[Status.MET]} are met and "
            f"{counts[Status.ON_TRACK]} on track, {_share(met, judged)} together.",
        )
    ]
    for status, zh, en in (
        (Status.NOT_MET, "未达标", "not met"),
        (Status.MISSING, "缺报", "missing"),
        (Status.BEHIND, "进度滞后", "behind"),
        (Status.INVALID, "数据待核实", "to be verified"),
        (Status.INDETERMINATE, "无法判定", "indeterminate"),
    ):
        found = [record for record in standings if record["status"] == status]
        found.sort(key=lambda record: (not record["decisive"], not record["overdue"]))
        if found:
            sentences.append(_named(found, zh, en, regions > 1))
    unset = counts[Status.TARGET_UNSET]
    if unset:
        sentences.append(
            words(f"上级尚未下达目标值{unset}项次。", f"{unset} limits were not assigned yet.")
        )
    errors, warnings = severities.get("error", 0), severities.get("warning", 0)
    if errors or warnings:
        sentences.append(
            words(
                f"数据问题：错误{errors}处，警告{warnings}处，详见数据问题清单。",
                f"Findings in the data: {errors} errors and {warnings} warnings.",
            )
        )
    if plan.made_up:
        sentences.append(words("本方案为虚构示例。", "This plan is an invented example."))
    return sentences


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole}%" if whole else "—"


def _named(found: Sequence[VerdictRecord], zh: str, en: str, with_region: bool) -> Words:
    names_zh, names_en = [], []
    for record in found[:NAMED]:
        place_zh = record["region_title"]["zh"] if with_region else ""
        place_en = f"{record['region_title']['en']}: " if with_region else ""
        lead = "、".join(unit["zh"] for unit in record["lead"])
        lead_en = ", ".join(unit["en"] for unit in record["lead"])
        names_zh.append(f"{place_zh}{record['title']['zh']}{f'（{lead}）' if lead else ''}")
        names_en.append(f"{place_en}{record['title']['en']}{f' ({lead_en})' if lead_en else ''}")
    more = len(found) - NAMED
    return words(
        f"{zh}{len(found)}项次：{'；'.join(names_zh)}{f'；等另{more}项次' if more > 0 else ''}。",
        f"{len(found)} {en}: {'; '.join(names_en)}{f'; and {more} more' if more > 0 else ''}.",
    )
