"""The few sentences that matter, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from genhe_targets.plan.model import Plan
from genhe_targets.report.arrange import by_target, calls_for_action
from genhe_targets.report.figures import words
from genhe_targets.report.outline import Outline
from genhe_targets.report.records import FindingRecord, Words
from genhe_targets.vocabulary import Severity, Status

NAMED = 6
"""How many a sentence names before it says how many more there are."""

NAMED_REGIONS = 3
"""How many regions are named behind a target before they are only counted."""

_SPOKEN = (
    (Status.NOT_MET, "未达标", "not met"),
    (Status.MISSING, "缺报", "missing"),
    (Status.BEHIND, "进度滞后", "behind"),
    (Status.INVALID, "数据待核实", "to be verified"),
    (Status.INDETERMINATE, "无法判定", "indeterminate"),
)


def headline(
    plan: Plan, standings: Sequence[Outline], findings: Sequence[FindingRecord]
) -> list[Words]:
    """How many met, what failed and is overdue, who owes it, what cannot be believed."""
    several = len({record["region"] for record in standings}) > 1
    sentences = [_counted(standings)]
    for status, zh, en in _SPOKEN:
        found = [record for record in standings if record["status"] == status]
        if found:
            sentences.append(_named(found, zh, en, several))
    sentences += _owed([record for record in standings if calls_for_action(record)])
    unset = sum(record["status"] == Status.TARGET_UNSET for record in standings)
    if unset:
        some = "limit was" if unset == 1 else "limits were"
        sentences.append(
            words(f"上级尚未下达目标值{unset}项次。", f"{unset} {some} not assigned yet.")
        )
    sentences += _doubted(findings)
    if plan.made_up:
        sentences.append(words("本方案为虚构示例。", "This plan is an invented example."))
    return sentences


def _counted(standings: Sequence[Outline]) -> Words:
    """How many verdicts are owed, met, on track and not due."""
    counts = Counter(record["status"] for record in standings)
    judged = len(standings) - counts[Status.NOT_APPLICABLE] - counts[Status.TARGET_UNSET]
    met, on_track, later = (
        counts[status] for status in (Status.MET, Status.ON_TRACK, Status.NOT_DUE)
    )
    regions = len({record["region"] for record in standings})
    over = f"（{regions}个地区）" if regions > 1 else ""
    over_en = f" ({regions} regions)" if regions > 1 else ""
    share = _share(met + on_track, judged)
    return words(
        f"应判定目标{judged}项次{over}，达标{met}项次，进度正常{on_track}项次，合计占{share}"
        f"{f'；{later}项次未到核算期' if later else ''}。",
        f"Of {judged} verdicts owed{over_en}, {met} are met and {on_track} on track, "
        f"{share} together{f'; {later} are not due yet' if later else ''}.",
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole}%" if whole else "—"


def _named(found: Sequence[Outline], zh: str, en: str, several: bool) -> Words:
    """What has one status, target by target, with who leads it and where."""
    names_zh, names_en = [], []
    groups = sorted(by_target(found), key=_weight)
    for rows in groups[:NAMED]:
        first = rows[0]
        lead = "、".join(unit["zh"] for unit in first["lead"])
        lead_en = ", ".join(unit["en"] for unit in first["lead"])
        places = [row["region_title"] for row in rows]
        where, where_en = _places(places) if several else ("", "")
        inner = "；".join(part for part in (lead, where) if part)
        inner_en = "; ".join(part for part in (lead_en, where_en) if part)
        names_zh.append(f"{first['title']['zh']}{f'（{inner}）' if inner else ''}")
        names_en.append(f"{first['title']['en']}{f' ({inner_en})' if inner_en else ''}")
    late = sum(record["overdue"] for record in found)
    overdue, overdue_en = _late(late, len(found))
    more = len(groups) - NAMED
    rest = f"; and {_many(more, 'more target')}" if more > 0 else ""
    return words(
        f"{zh}{len(found)}项次{overdue}：{'；'.join(names_zh)}"
        f"{f'；等另{more}项目标' if more > 0 else ''}。",
        f"{len(found)} {en}{overdue_en}: {'; '.join(names_en)}{rest}.",
    )


def _late(late: int, of: int) -> tuple[str, str]:
    """How many of these are overdue."""
    if not late:
        return "", ""
    if late < of:
        return f"，其中{late}项次已逾期", f", {late} of them overdue"
    return ("，均已逾期", ", all overdue") if of > 1 else ("，已逾期", ", overdue")


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _weight(rows: Sequence[Outline]) -> tuple[bool, int, bool]:
    """The decisive first, then what concerns most regions, then what is overdue."""
    return (
        not any(row["decisive"] for row in rows),
        -len(rows),
        not any(row["overdue"] for row in rows),
    )


def _places(places: Sequence[Words]) -> tuple[str, str]:
    """The regions of one target, named or counted."""
    if len(places) > NAMED_REGIONS:
        return f"{len(places)}个地区", f"{len(places)} regions"
    return "、".join(p["zh"] for p in places), ", ".join(p["en"] for p in places)


def _owed(open_: Sequence[Outline]) -> Iterator[Words]:
    """Who has to act: leading units and, of several regions, regions, by how much."""
    units: Counter[str] = Counter()
    names: dict[str, Words] = {"": words("未明确牵头单位", "no leading unit named")}
    for record in open_:
        for unit in record["lead"]:
            names[unit["zh"]] = unit
        units.update([unit["zh"] for unit in record["lead"]] or [""])
    if not units:
        return
    zh, en = _ranked([(names[key], count) for key, count in units.most_common()], "单位")
    yield words(f"需要办理的，按牵头单位：{zh}。", f"Who has to act: {en}.")
    regions = Counter(record["region"] for record in open_)
    if len(regions) > 1:
        titles = {record["region"]: record["region_title"] for record in open_}
        zh, en = _ranked([(titles[code], count) for code, count in regions.most_common()], "地区")
        yield words(f"按地区：{zh}。", f"By region: {en}.")


def _ranked(counted: Sequence[tuple[Words, int]], kind: str) -> tuple[str, str]:
    zh = "、".join(
        _beside(name["zh"], f"{count}项次", "", "（{}）") for name, count in counted[:NAMED]
    )
    en = ", ".join(_beside(name["en"], f"{count}", " ", " ({})") for name, count in counted[:NAMED])
    more = len(counted) - NAMED
    return (f"{zh}，另{more}个{kind}", f"{en}, and {more} more") if more > 0 else (zh, en)


def _beside(name: str, count: str, between: str, brackets: str) -> str:
    """A name with its count, which stands in brackets behind a name that is a number itself."""
    if name[-1:].isdigit():
        return name + brackets.format(count)
    return f"{name}{between}{count}"


def _doubted(findings: Sequence[FindingRecord]) -> Iterator[Words]:
    """What cannot be believed, and who sent it."""
    severities: Counter[str] = Counter()
    senders: Counter[str] = Counter()
    for finding in findings:
        if finding["severity"] != Severity.INFORMATION:
            severities[finding["severity"]] += finding["count"]
            senders[PurePath(finding["file"]).name] += finding["count"]
    errors, warnings = severities[Severity.ERROR], severities[Severity.WARNING]
    if not senders:
        return
    files = [name for name, _ in senders.most_common() if name]
    more = len(files) - NAMED_REGIONS
    zh = f"（{'、'.join(files[:NAMED_REGIONS])}{f'等{len(files)}个文件' if more > 0 else ''}）"
    rest = f" and {_many(more, 'more file')}" if more > 0 else ""
    en = f" ({', '.join(files[:NAMED_REGIONS])}{rest})"
    yield words(
        f"数据问题：错误{errors}处，警告{warnings}处{zh if files else ''}，详见数据问题清单。",
        f"Findings in the data: {_many(errors, 'error')} and {_many(warnings, 'warning')}"
        f"{en if files else ''}.",
    )
