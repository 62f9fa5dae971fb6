"""``genhe-targets explain``: the whole derivation of one verdict, from the cells to the clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from genhe_targets.commands.check import AsOfOption, AssignedOption, judged
from genhe_targets.commands.console import (
    DEFAULT_PLAN,
    InputsArgument,
    LangOption,
    MappingOption,
    PlanOption,
    SettingsOption,
    console,
    environment_language,
    say,
    usage,
)
from genhe_targets.vocabulary import Lang, word

if TYPE_CHECKING:
    from genhe_targets.report.records import FindingRecord, ReportRecords, VerdictRecord, Words


def explain(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help=say("目标代号或名称", "a target's id or title"))
    ],
    inputs: InputsArgument,
    *,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            help=say("地区代码或名称；只有一个地区时可省略", "code or name of the region"),
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help=say(
                "报告期，如 2023Q3；默认为当前判定", "such as 2023Q3; what counts now by default"
            ),
        ),
    ] = None,
    plan: PlanOption = DEFAULT_PLAN,
    as_of: AsOfOption = None,
    assigned: AssignedOption = None,
    lang: LangOption = None,
    settings: SettingsOption = None,
    mapping: MappingOption = None,
) -> None:
    """Tell how one verdict came about, in words and numbers."""
    lang = lang or environment_language()
    report = judged(
        inputs, plan, lang, as_of=as_of, assigned=assigned, settings=settings, mapping=mapping
    )
    records = report.records()
    for index, record in enumerate(chosen(records, target, region, period, lang)):
        if index:
            typer.echo()
        _print(record, records["findings"], lang)


def chosen(
    records: ReportRecords, target: str, region: str | None, period: str | None, lang: Lang
) -> list[VerdictRecord]:
    """The verdicts asked for: of one target, and of one region and period where they are named.

    Raises:
        typer.BadParameter: There is none.
    """
    found = records["verdicts"] if period else records["standings"]
    found = _named(found, "target", target, lang)
    if region is not None:
        found = _named(found, "region", region, lang)
    if period is not None:
        known = sorted({record["period"] for record in found})
        found = [record for record in found if record["period"] == period]
        if not found:
            periods = ", ".join(known)
            usage(
                f"没有 {period!r} 的数据，有：{periods}",
                f"no figures of {period!r}; there are {periods}",
                lang,
            )
    return found


def _named(
    records: Sequence[VerdictRecord], key: str, name: str, lang: Lang
) -> list[VerdictRecord]:
    """Those whose target or region has this id or title."""
    from genhe_targets.errors import did_you_mean

    def names(record: VerdictRecord) -> tuple[str, ...]:
        if key == "target":
            return record["target"], record["title"]["zh"], record["title"]["en"]
        return record["region"], record["region_title"]["zh"], record["region_title"]["en"]

    found = [record for record in records if name in names(record)]
    if not found:
        hint = did_you_mean(name, {text for record in records for text in names(record)})
        usage(f"没有 {name!r}。{hint}", f"there is no {name!r} here. {hint}", lang)
    return found


def _print(record: VerdictRecord, findings: Sequence[FindingRecord], lang: Lang) -> None:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    for zh, en, text in _lines(record, findings, lang):
        if text:
            grid.add_row(say(zh, en, lang), text)
    typer.echo(
        f"{record['title'][lang]} · {record['region_title'][lang]} · {record['period']}"
        f" ({say('截至', 'as of ', lang)}{record['as_of']})"
    )
    console().print(grid)


def _lines(
    record: VerdictRecord, findings: Sequence[FindingRecord], lang: Lang
) -> Iterator[tuple[str, str, str]]:
    """Label in both languages, and text; a line without text is left out."""
    unit = record["unit"][lang]
    final = (
        say("不再变化", "final", lang) if record["final"] else say("可能变化", "may change", lang)
    )
    decisive = record["obligation_word"][lang]
    yield "判定", "verdict", f"{record['status_word'][lang]} ({decisive}, {final})"
    yield "理由", "because", record["reason_text"][lang]
    yield "尚需", "still needed", record["remaining"][lang]
    yield "要求", "demand", record["rule"][lang]
    for given in record["inputs"]:
        text = f"“{given['text']}”" if given["text"] not in ("", given["value_text"]) else ""
        figure = f"{given['title'][lang]} = {given['value_text']} {given['unit'][lang]}".rstrip()
        yield "数据", "reported", " ".join(filter(None, (figure, text, f"← {given['place']}")))
    yield "公式", "formula", record["formula"]
    yield "代入", "filled in", record["formula_filled"]
    if record["value"] is not None:
        yield "结果", "value", f"{record['value_text']}{unit}"
        yield "限值", "limit", f"{record['limit_text']}{unit}"
        yield "差距", "margin", record["margin_text"]
        yield "比较方法", "comparison", record["comparison_word"][lang]
    yield "时限", "due", record["due"] or "—"
    yield "依据", "source", _source(record, lang)
    yield "牵头", "lead", _join(record["lead"], lang)
    yield "配合", "support", _join(record["support"], lang)
    yield "口径", "definition", record["definition"][lang]
    yield (
        "历次",
        "history",
        "; ".join(
            f"{point['period']} {point['value_text']} {word(point['status'], lang)}"
            for point in record["history"]
        ),
    )
    for number in record["findings"]:
        finding = findings[number]
        yield "数据问题", "finding", f"{finding['message'][lang]} ← {finding['place']}"
    for note in record["notes"]:
        yield "说明", "note", note[lang]


def _source(record: VerdictRecord, lang: Lang) -> str:
    parts = []
    if record["clause"]:
        parts.append(say(f"正文（{record['clause']}）", f"clause {record['clause']}", lang))
    if record["measure"]:
        parts.append(say(f"任务（{record['measure']}）", f"measure {record['measure']}", lang))
    if record["wording"]:
        parts.append(say(f"原文“{record['wording']}”", f"worded {record['wording']}", lang))
    return say("，", ", ", lang).join(parts)


def _join(units: Sequence[Words], lang: Lang) -> str:
    return say("、", ", ", lang).join(unit[lang] for unit in units)
