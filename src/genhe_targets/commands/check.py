"""``genhe-targets check``: judge reports and say what holds, what does not, and who owes what."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genhe_targets.commands.console import (
    DEFAULT_PLAN,
    FAILED,
    InputsArgument,
    LangOption,
    MappingOption,
    PlanOption,
    SettingsOption,
    console,
    environment_language,
    reading_progress,
    say,
    usage,
)
from genhe_targets.commands.writing import (
    EachOption,
    FormatOption,
    OutOption,
    QuietOption,
    TemplateOption,
    kinds_of_parts,
    needs_word,
    suffixes,
    write_batch,
    write_report,
)
from genhe_targets.vocabulary import Lang, Status

if TYPE_CHECKING:
    from genhe_targets.report.records import ReportRecords
    from genhe_targets.report.result import ComplianceReport

AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help=say(
            "判定日：2023-09-30，或报告期 2023Q3；默认为最近一个报告期末",
            "day of judging: 2023-09-30, or a period such as 2023Q3; the end of the latest period"
            " reported by default",
        ),
    ),
]
AssignedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--assigned",
        metavar="FILE|TARGET=LIMIT",
        help=say(
            "上级下达的目标值：CSV（target, region, limit），或逐个给出",
            "limits set by a superior level: a CSV (target, region, limit), or one by one",
        ),
    ),
]
JustifiedOption = Annotated[
    str | None,
    typer.Option(
        "--justified",
        metavar="FILE",
        help=say(
            "对数据问题的情况说明（YAML、CSV 或 Excel）：问题代码、地区、时期、指标、"
            "说明、说明人、日期",
            "answers to findings (YAML, CSV or Excel): findings, region, period, variable,"
            " explanation, by, on",
        ),
    ),
]
WholeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--whole",
        metavar="REGION",
        help=say(
            "另将该地区作为整体判定，数据由下级汇总；可多次给出",
            "judge this region too, as the whole of its parts; may be given several times",
        ),
    ),
]


LedgerOption = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        metavar="FILE",
        help=say(
            "各单位填好的工作台账（Excel）：读回情况说明和完成日期",
            "the ledger as the units filled it in (Excel): explanations and days of completion",
        ),
    ),
]


def check(
    inputs: InputsArgument,
    *,
    plan: PlanOption = DEFAULT_PLAN,
    as_of: AsOfOption = None,
    assigned: AssignedOption = None,
    justified: JustifiedOption = None,
    whole: WholeOption = None,
    ledger: LedgerOption = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help=say(
                "与上期报告（JSON）对照，各种格式都列出变化",
                "hold it against an earlier report (JSON); every form shows the changes",
            ),
        ),
    ] = None,
    lang: LangOption = None,
    out: OutOption = None,
    formats: FormatOption = "html,json",
    each: EachOption = None,
    template: TemplateOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="LIST",
            help=say(
                "约束性目标为这些状态时退出码为 1，逗号分隔；none 表示总为 0。"
                "默认：未达标，或逾期仍缺报、待核实",
                "exit 1 when a decisive target has one of these statuses, by commas; none never"
                " does. Default: not met, or past its deadline without a usable figure",
            ),
        ),
    ] = None,
    quiet: QuietOption = False,
    settings: SettingsOption = None,
    mapping: MappingOption = None,
    revised: Annotated[
        list[str] | None,
        typer.Option(
            "--revised",
            metavar="FILE",
            help=say(
                "后来重报的文件：同地区、同期、同指标以它为准，并列出改动",
                "a later submission: its figures count, and what it changed is listed",
            ),
        ),
    ] = None,
) -> None:
    """Judge reports against a plan, print the result, and exit with 0, 1 or 2."""
    lang = lang or environment_language()
    wanted, failing, kinds = suffixes(formats), statuses(fail_on), kinds_of_parts(each)
    if kinds and out is None:
        usage("--each 需要同时给出 --out", "--each needs --out")
    needs_word(template, wanted)
    report = judged(
        inputs,
        plan,
        lang,
        as_of=as_of,
        assigned=assigned,
        justified=justified,
        whole=whole,
        ledger=ledger,
        settings=settings,
        mapping=mapping,
        revised=revised,
    )
    records = report.records()
    if against is not None:
        records = report.compare(against).records
    if not quiet:
        print_report(records, lang)
    if out is not None and kinds:
        the_plan = report.judged.facts.plan
        write_batch(
            records, the_plan, out, wanted, lang, kinds=kinds, template=template, quiet=quiet
        )
    elif out is not None:
        write_report(records, out, wanted, lang, template=template, quiet=quiet)
    if fails(report, failing):
        raise typer.Exit(FAILED)


def judged(
    inputs: list[str],
    plan: str,
    lang: Lang,
    *,
    as_of: str | None = None,
    assigned: list[str] | None = None,
    ledger: Path | None = None,
    justified: str | None = None,
    whole: list[str] | None = None,
    settings: list[str] | None = None,
    mapping: Path | None = None,
    revised: list[str] | None = None,
) -> ComplianceReport:
    """Evaluate what a command was given, with the options as typed."""
    from genhe_targets.evaluation import evaluate

    with reading_progress(lang) as progress:
        return evaluate(
            inputs if len(inputs) > 1 else inputs[0],
            plan,
            day(as_of),
            assigned=limits(assigned),
            ledger=ledger,
            revised=revised,
            justified=justified,
            whole=whole or (),
            lang=lang,
            settings=reader_settings(settings),
            mapping=mapping,
            progress=progress,
        )


def day(text: str | None) -> datetime.date | None:
    """A day, or the last day of a period, as typed.

    Raises:
        typer.BadParameter: It is neither.
    """
    from genhe_targets.evaluation import day_of

    try:
        return day_of(text) if text else None
    except ValueError:
        usage(
            f"{text!r} 不是日期，请写成 2023-09-30 或 2023Q3",
            f"{text!r} is no date; write 2023-09-30 or 2023Q3",
        )


def reader_settings(given: list[str] | None) -> dict[str, str | int]:
    """Settings of the reader, as typed.

    Raises:
        typer.BadParameter: A setting does not exist or cannot have this value.
    """
    from genhe_targets.reading.settings import Settings

    found: dict[str, str | int] = {}
    for text in given or []:
        name, _, value = (part.strip() for part in text.partition("="))
        is_number = value.isdecimal() and name not in {"region", "period"}
        found[name] = int(value) if is_number else value
    try:
        Settings.of(found)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return found


def limits(given: list[str] | None) -> dict[str, str] | Path | None:
    """Assigned limits as typed: one file, or ``TARGET=LIMIT`` several times.

    Raises:
        typer.BadParameter: A part is neither.
    """
    if not given:
        return None
    if len(given) == 1 and "=" not in given[0]:
        return Path(given[0])
    found = {}
    for text in given:
        target, equals, limit = text.partition("=")
        if not equals:
            usage(
                f"{text!r} 应写成 目标代号=数值；文件只能给一个",
                f"{text!r} should be TARGET=LIMIT; a file stands alone",
            )
        found[target.strip()] = limit.strip()
    return found


def statuses(text: str | None) -> frozenset[Status] | None:
    """Statuses as typed, ``None`` for the report's own judgement.

    Raises:
        typer.BadParameter: A status does not exist.
    """
    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == ["none"]:
        return frozenset()
    for name in names:
        if name not in set(Status):
            known = ", ".join(Status)
            usage(f"没有 {name!r} 这种状态，可选：{known}", f"{name!r} is none of: {known}")
    return frozenset(Status(name) for name in names)


def fails(report: ComplianceReport, failing: frozenset[Status] | None) -> bool:
    """Whether the command ends with 1."""
    if failing is None:
        return not report.ok
    return any(
        record["decisive"] and record["status"] in failing
        for record in report.records()["standings"]
    )


def print_report(records: ReportRecords, lang: Lang) -> None:
    """Print what matters: the sentences, what calls for action, the findings, the counts."""
    from genhe_targets.report.text import show

    show(records, lang, console())
