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
from genhe_targets.vocabulary import Lang, Status

if TYPE_CHECKING:
    from genhe_targets.report.records import ReportRecords
    from genhe_targets.report.result import ComplianceReport

REPORT_NAME = "report"
"""Name of the files written into ``--out``, before their suffix."""

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


def check(
    inputs: InputsArgument,
    *,
    plan: PlanOption = DEFAULT_PLAN,
    as_of: AsOfOption = None,
    assigned: AssignedOption = None,
    lang: LangOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help=say("把报告写入该文件夹", "write the report here")
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="LIST",
            help=say(
                "写出的格式，逗号分隔：html, xlsx, docx, json, md, csv, xml, txt …",
                "forms to write, by commas: html, xlsx, docx, json, md, csv, xml, txt, ...",
            ),
        ),
    ] = "html,json",
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
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help=say("不打印结果", "print no result"))
    ] = False,
    settings: SettingsOption = None,
    mapping: MappingOption = None,
) -> None:
    """Judge reports against a plan, print the result, and exit with 0, 1 or 2."""
    lang = lang or environment_language()
    wanted, failing = suffixes(formats), statuses(fail_on)
    report = judged(
        inputs, plan, lang, as_of=as_of, assigned=assigned, settings=settings, mapping=mapping
    )
    if not quiet:
        print_report(report.records(), lang)
    if out is not None:
        files = [str(report.save(out / f"{REPORT_NAME}{suffix}", lang)) for suffix in wanted]
        if not quiet:
            typer.echo(say("已写出：", "Written: ", lang) + ", ".join(files))
    if fails(report, failing):
        raise typer.Exit(FAILED)


def judged(
    inputs: list[str],
    plan: str,
    lang: Lang,
    *,
    as_of: str | None = None,
    assigned: list[str] | None = None,
    settings: list[str] | None = None,
    mapping: Path | None = None,
) -> ComplianceReport:
    """Evaluate what a command was given, with the options as typed."""
    from genhe_targets.evaluation import evaluate

    with reading_progress(lang) as progress:
        return evaluate(
            inputs if len(inputs) > 1 else inputs[0],
            plan,
            day(as_of),
            assigned=limits(assigned),
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


def suffixes(formats: str) -> list[str]:
    """Suffixes of the forms asked for.

    Raises:
        typer.BadParameter: A form does not exist.
    """
    from genhe_targets.report.views import VIEWS

    wanted = [f".{name.strip().lower().lstrip('.')}" for name in formats.split(",") if name.strip()]
    known = ", ".join(suffix.removeprefix(".") for suffix in VIEWS)
    for suffix in wanted:
        if suffix not in VIEWS:
            usage(
                f"没有 {suffix[1:]!r} 这种格式，可选：{known}",
                f"{suffix[1:]!r} is none of: {known}",
            )
    return list(dict.fromkeys(wanted))


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
