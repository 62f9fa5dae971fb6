"""What commands that judge have in common: their options, and the evaluation they ask for."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genhe_targets.commands.console import reading_progress, say, usage
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
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
RevisedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--revised",
        metavar="FILE",
        help=say(
            "后来重报的文件：同地区、同期、同指标以它为准，并列出改动",
            "a later submission: its figures count, and what it changed is listed",
        ),
    ),
]


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
            day(as_of, plan),
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


def day(text: str | None, plan: str) -> datetime.date | None:
    """A day, or the last day of a period of a plan, as typed.

    Raises:
        typer.BadParameter: It is neither.
    """
    from genhe_targets.evaluation import day_of

    if not text:
        return None
    from genhe_targets.plan.loading import load_plan

    calendar = load_plan(plan).calendar
    try:
        return day_of(text, calendar)
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
