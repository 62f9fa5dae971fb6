"""``genhe-targets explain``: the whole derivation of one verdict, from the cells to the clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

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
from genhe_targets.commands.judging import (
    AsOfOption,
    AssignedOption,
    JustifiedOption,
    LedgerOption,
    RevisedOption,
    WholeOption,
    judged,
)
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from rich.text import Text

    from genhe_targets.report.outline import Outline
    from genhe_targets.report.records import ReportRecords, VerdictRecord

INDENT, HANGING = 3, 2
"""Blanks before a line of a step, and more before what follows of it."""


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
    justified: JustifiedOption = None,
    whole: WholeOption = None,
    revised: RevisedOption = None,
    ledger: LedgerOption = None,
    lang: LangOption = None,
    settings: SettingsOption = None,
    mapping: MappingOption = None,
) -> None:
    """Tell how one verdict came about, in words and numbers."""
    lang = lang or environment_language()
    report = judged(
        inputs,
        plan,
        lang,
        as_of=as_of,
        assigned=assigned,
        justified=justified,
        whole=whole,
        revised=revised,
        ledger=ledger,
        settings=settings,
        mapping=mapping,
    )
    records = report.shown
    for index, record in enumerate(chosen(records, target, region, period, lang)):
        if index:
            typer.echo()
        _print(record, records, lang)


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
    from genhe_targets.report import recordlist

    def names(record: Outline) -> tuple[str, ...]:
        if key == "target":
            return record["target"], record["title"]["zh"], record["title"]["en"]
        return record["region"], record["region_title"]["zh"], record["region_title"]["en"]

    found = recordlist.chosen(records, lambda one: name in names(one))
    if not found:
        hint = did_you_mean(
            name, {text for record in recordlist.outlines(records) for text in names(record)}
        )
        usage(f"没有 {name!r}。{hint}", f"there is no {name!r} here. {hint}", lang)
    return found


def _print(record: VerdictRecord, records: ReportRecords, lang: Lang) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from genhe_targets.report.explain import Explanation, derivation

    told = Explanation(record, tuple(derivation(record, records, lang)), lang)
    out = console()
    out.print(Text(told.title, style="bold"))
    for number, step in enumerate(told.steps, start=1):
        out.print(Text(f"{number}. {step.head}", style="bold"))
        for line in step.lines:
            out.print(Padding(_hanging(line, out.width - INDENT), (0, 0, 0, INDENT), expand=False))


def _hanging(line: str, width: int) -> Text:
    """A line that goes on, where it is too long, further in than it began."""
    from rich.console import Console
    from rich.text import Text

    measuring = Console(width=max(width - HANGING, 20))
    first, *rest = Text(line).wrap(measuring, measuring.width)
    return Text("\n").join([first, *(Text(" " * HANGING) + part for part in rest)])
