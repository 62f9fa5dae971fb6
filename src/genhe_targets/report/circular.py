"""The circular (通报) in words: title, addressee, numbered paragraphs, annexes, issuer and date.

Every sentence is put together from texts of the records; nothing is computed or judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TypedDict

from genhe_targets.report.annexes import (
    ROW_HEADS,
    finding_rows,
    measure_rows,
    region_rows,
    target_row,
)
from genhe_targets.report.arrange import by_sender, calls_for_action, regions_of, urgent_first
from genhe_targets.report.labels import day_text, label, with_unit
from genhe_targets.report.records import Changes, FindingRecord, ReportRecords, VerdictRecord, Words
from genhe_targets.report.scorecircular import HEADS as SCORE_HEADS
from genhe_targets.report.scorecircular import rollup_paragraphs, score_paragraphs, score_rows
from genhe_targets.report.sentences import sentence
from genhe_targets.vocabulary import Lang, Status, word

NUMERALS = "一二三四五六七八九十"

SENDERS_NAMED = 8
"""Files with findings that the body names."""

MOST_NAMED = 60
"""Most verdicts of one kind that the body names; the annex lists all."""


class Section(TypedDict):
    """A numbered part of the body."""

    head: str
    paragraphs: list[str]


class Circular(TypedDict):
    """What a template may use; ``targets``, ``measures``, ``scores`` are rows of the annexes."""

    title: str
    addressee: str
    opening: str
    sections: list[Section]
    annexes: list[str]
    issuer: str
    date: str
    made_up: str
    heads: dict[str, str]
    regions: list[dict[str, str]]
    targets: list[dict[str, str]]
    measures: list[dict[str, str]]
    findings: list[dict[str, str]]
    scores: list[dict[str, str]]


def circular(records: ReportRecords, lang: Lang) -> Circular:
    """The circular of a report in ``lang``."""
    plan = records["plan"]
    title, day = plan["title"][lang], day_text(records["as_of"], lang)
    zh = lang == "zh"
    several = len(regions_of(records["standings"])) > 1
    listed = records["standings"]
    if several:  # a table of thousands of rows helps nobody: the workbook has them all
        listed = [record for record in urgent_first(listed) if calls_for_action(record)]
        listed.sort(key=lambda record: record["region"])
    named = sorted({*SCORE_HEADS, *(k for rows in ROW_HEADS.values() for k in rows)})
    cards = records.get("scores", [])
    return {
        "title": f"关于《{title}》目标完成情况的通报"
        if zh
        else f"Circular on the targets of “{title}”",
        "addressee": "各责任单位：" if zh else "To the responsible units",
        "opening": f"现将截至{day}《{title}》各项目标完成情况通报如下："
        if zh
        else f"This is how the targets of “{title}” stand as of {day}.",
        "sections": _numbered(_sections(records, lang), lang),
        "annexes": [_annex(number, lang) for number in (1, 2, 3, *((4,) if cards else ()))],
        "issuer": plan["issuer"][lang],
        "date": day,
        "made_up": label("made_up", lang) if plan["made_up"] else "",
        "heads": {
            **{key: label(key, lang) for key in named},
            **{code.value: word(code, lang) for code in Status},
        },
        "regions": region_rows(records, lang) if several else [],
        "targets": [target_row(r, n, lang) for n, r in enumerate(listed, 1)],
        "measures": measure_rows(records, lang),
        "findings": finding_rows(records, lang),
        "scores": score_rows(cards, lang),
    }


ANNEXES: tuple[Words, ...] = (
    {"zh": "目标完成情况表", "en": "How each target stands"},
    {"zh": "工作任务进展表", "en": "Progress of the work table"},
    {"zh": "数据问题清单", "en": "Findings in the data"},
    {"zh": "考核评分表", "en": "Scores, item by item"},
)


def _annex(number: int, lang: Lang) -> str:
    name = ANNEXES[number - 1][lang]
    return f"附件{number}：{name}" if lang == "zh" else f"Annex {number}: {name}"


def _numbered(parts: Iterable[tuple[str, list[str]]], lang: Lang) -> list[Section]:
    """Parts with something to say, numbered 一、二、三、."""
    told = [(head, paragraphs) for head, paragraphs in parts if paragraphs]
    return [
        {
            "head": f"{NUMERALS[at]}、{head}" if lang == "zh" else f"{at + 1}. {head}",
            "paragraphs": paragraphs,
        }
        for at, (head, paragraphs) in enumerate(told)
    ]


def _sections(records: ReportRecords, lang: Lang) -> Iterable[tuple[str, list[str]]]:
    zh = lang == "zh"
    standings = records["standings"]
    several = len(regions_of(standings)) > 1
    yield label("summary", lang), [records["summary"]["headline"][0][lang]]
    if "scores" in records:
        yield label("scores", lang), score_paragraphs(records["scores"], lang)
    yield label("rollup", lang), rollup_paragraphs(records, lang)
    if "changes" in records:
        yield label("changes", lang), _changes(records["changes"], lang)
    good = [r for r in standings if r["status"] in {Status.MET, Status.ON_TRACK}]
    names = "目标达标和进度正常情况" if zh else "Met or on track"
    yield names, _by_region(records, lang) if several else [_told(good, lang)] if good else []
    bad = urgent_first(r for r in standings if r["status"] in {Status.NOT_MET, Status.BEHIND})
    head = "未达标和进度滞后情况" if zh else "Not met or behind"
    yield head, _listed(bad, lang)
    wanting = (Status.MISSING, Status.INVALID, Status.INDETERMINATE, Status.TARGET_UNSET)
    open_ = urgent_first(r for r in standings if r["status"] in wanting)
    paragraphs = _by_target(open_, records, lang) if several else _listed(open_, lang)
    if records["findings"]:
        paragraphs.append(_doubts(records["findings"], lang))
    yield (
        "缺报、待核实和无法判定情况" if zh else "Missing, to be verified or indeterminate",
        paragraphs,
    )
    if bad or open_ or records["findings"]:
        yield "有关要求" if zh else "What is asked", _asked(records, lang)


def _doubts(findings: Sequence[FindingRecord], lang: Lang) -> str:
    """How many findings there are in what was sent, and in which files most."""
    found = sorted(by_sender(findings), key=lambda each: -len(each[1]))
    named = [("/".join(PurePath(file).parts[-2:]), len(own)) for file, own in found if file]
    listed, more = named[:SENDERS_NAMED], len(named) - SENDERS_NAMED
    if lang == "zh":
        files = "、".join(f"{name}（{count}处）" for name, count in listed)
        rest = "等" if more > 0 else ""
        return (
            f"报送数据发现问题{len(findings)}处，涉及文件{len(named)}份：{files}{rest}，详见附件3。"
        )
    files = ", ".join(f"{name} ({count})" for name, count in listed)
    rest = f" and {more} more" if more > 0 else ""
    return f"{len(findings)} findings in {len(named)} files: {files}{rest}; see annex 3."


def _changes(changes: Changes, lang: Lang) -> list[str]:
    """What became of targets since an earlier report, a paragraph for each kind."""
    groups: dict[str, list[str]] = {}
    for item in changes["items"]:
        was = with_unit(item["value_before_text"], item["unit"][lang], lang)
        now = with_unit(item["value_text"], item["unit"][lang], lang)
        place, title = item["region_title"][lang], item["title"][lang]
        text = (
            f"{place}{title}（{was}→{now}）"
            if lang == "zh"
            else f"{place}: {title} ({was} → {now})"
        )
        groups.setdefault(item["change_word"][lang], []).append(text)
    paragraphs = [line[lang] for line in changes["headline"]]
    for kind, texts in groups.items():
        more = len(texts) - MOST_NAMED
        if lang == "zh":
            rest = f"；另有{more}项次" if more > 0 else ""
            paragraphs.append(f"{kind}：{'；'.join(texts[:MOST_NAMED])}{rest}。")
        else:
            rest = f"; {more} more" if more > 0 else ""
            paragraphs.append(f"{kind.capitalize()}: {'; '.join(texts[:MOST_NAMED])}{rest}.")
    return paragraphs


def _by_region(records: ReportRecords, lang: Lang) -> list[str]:
    """How many each region has met, in one sentence for all."""
    parts = []
    for area in records["summary"]["by_region"]:
        counts = [
            f"{word(code, lang)}{area['counts'][code]}项"
            if lang == "zh"
            else f"{area['counts'][code]} {word(code, lang)}"
            for code in (Status.MET, Status.ON_TRACK)
            if area["counts"].get(code)
        ]
        if counts:
            pause = "" if lang == "zh" else " "
            parts.append(
                f"{area['title'][lang]}{pause}{('、' if lang == 'zh' else ', ').join(counts)}"
            )
    return [("；" if lang == "zh" else "; ").join(parts) + ("。" if lang == "zh" else ".")]


def _told(records: Sequence[VerdictRecord], lang: Lang) -> str:
    """Verdicts in one paragraph."""
    texts = [sentence(record, lang) for record in records[:MOST_NAMED]]
    more = len(records) - len(texts)
    if lang == "zh":
        return "；".join(texts) + (f"；另有{more}项，见附件1。" if more else "。")
    return "; ".join(texts) + (f"; {more} more in annex 1." if more else ".")


def _listed(records: Sequence[VerdictRecord], lang: Lang) -> list[str]:
    """Verdicts with who answers for them: one a paragraph, or one region a paragraph."""
    groups: dict[str, list[VerdictRecord]] = {}
    for record in records:
        groups.setdefault(record["region_title"][lang], []).append(record)
    if len(groups) > 1:
        pause = "：" if lang == "zh" else ": "
        return [f"{region}{pause}{_brief(found, lang)}" for region, found in groups.items()]
    stop = "。" if lang == "zh" else "."
    return [
        f"{number}.{' ' if lang == 'en' else ''}{sentence(record, lang, lead=True)}{stop}"
        for number, record in enumerate(records, start=1)
    ]


def _by_target(found: Sequence[VerdictRecord], records: ReportRecords, lang: Lang) -> list[str]:
    """Verdicts without a figure: each target once, with the regions it concerns."""
    every = len(regions_of(records["standings"]))
    groups: dict[tuple[str, str], list[str]] = {}
    for record in found:
        key = record["title"][lang], record["status_word"][lang]
        groups.setdefault(key, []).append(record["region_title"][lang])
    return [
        f"{number}.{'' if lang == 'zh' else ' '}{_duty(title, state, regions, every, lang)}"
        f"{'。' if lang == 'zh' else '.'}"
        for number, ((title, state), regions) in enumerate(groups.items(), start=1)
    ]


def _brief(records: Sequence[VerdictRecord], lang: Lang) -> str:
    """Verdicts of one of several regions: target and figure; the annex has the rest."""
    texts = []
    for record in records[:MOST_NAMED]:
        value = with_unit(record["value_text"], record["unit"][lang], lang)
        title = record["title"][lang]
        if record["value"] is None:
            pause = "" if lang == "zh" else " "
            texts.append(f"{title}{pause}{record['status_word'][lang]}")
        else:
            texts.append(f"{title}{value}" if lang == "zh" else f"{title} {value}")
    stop = "。" if lang == "zh" else "."
    return ("；" if lang == "zh" else "; ").join(texts) + stop


def _duty(title: str, doing: str, regions: Sequence[str], of: int, lang: Lang) -> str:
    """What has to be done about one target, and where: ``再生水利用率（加快推进：海拉尔区等）``."""
    if of == 1:
        where = ""
    elif len(regions) == of:
        where = "各地区" if lang == "zh" else "all regions"
    else:
        where = ("、" if lang == "zh" else ", ").join(regions)
    if lang == "zh":
        return f"{title}（{doing}{f'：{where}' if where else ''}）"
    return f"{title} ({doing}{f': {where}' if where else ''})"


def _asked(records: ReportRecords, lang: Lang) -> list[str]:
    """What each unit has to see to."""
    duties: dict[str, list[str]] = {}
    action: dict[Status, Words] = {
        Status.NOT_MET: {"zh": "整改", "en": "put right"},
        Status.BEHIND: {"zh": "加快推进", "en": "speed up"},
        Status.MISSING: {"zh": "补报", "en": "report"},
        Status.INVALID: {"zh": "核实", "en": "verify"},
        Status.INDETERMINATE: {"zh": "补充数据", "en": "complete the figures of"},
    }
    places = regions_of(records["standings"])
    asked: dict[tuple[str, str, str], list[str]] = {}
    for record in urgent_first(records["standings"]):
        doing = action.get(Status(record["status"]))
        for unit in record["lead"] if doing else ():
            key = unit[lang], record["title"][lang], doing[lang] if doing else ""
            asked.setdefault(key, []).append(record["region_title"][lang])
    for (who, title, doing_), regions in asked.items():
        duties.setdefault(who, []).append(_duty(title, doing_, regions, len(places), lang))
    zh = lang == "zh"
    paragraphs = []
    for who, texts in duties.items():
        named = texts[:MOST_NAMED]
        more = len(texts) - len(named)
        if zh:
            paragraphs.append(
                f"{who}：{'；'.join(named)}{f'；另有{more}项，见附件1' if more else ''}。"
            )
        else:
            paragraphs.append(f"{who}: {'; '.join(named)}{f'; {more} more' if more else ''}.")
    paragraphs.append(
        "请各责任单位将整改措施、完成时间和情况说明填入工作台账，并按时报送。"
        if zh
        else "The responsible units enter measures, dates and explanations into the ledger."
    )
    return paragraphs
