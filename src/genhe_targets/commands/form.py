"""``genhe-targets plan form``: the reporting form to hand out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from genhe_targets.commands.console import LangOption, environment_language, say


def form(
    plan: Annotated[
        str,
        typer.Argument(
            metavar="PLAN",
            help=say("随附方案的名称，或方案文件夹", "a shipped plan, or a plan's folder"),
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=say("写到哪里：.xlsx 或 .csv", "where to: .xlsx or .csv")
        ),
    ],
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            metavar="REGION",
            help=say(
                "填报地区的代码或名称；默认为方案所属地区",
                "code or name of the region that reports; the plan's own by default",
            ),
        ),
    ] = None,
    period: Annotated[
        list[str] | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help=say(
                "报告期，可多次给出，如 2023Q3；默认为全年各期",
                "a period, repeatable, such as 2023Q3; all of the year by default",
            ),
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Write the reporting form of a plan, to be filled in and judged with ``check``."""
    from genhe_targets.plan.loading import load_plan

    lang = lang or environment_language()
    written = load_plan(plan).template(file, region=region, period=period or None, lang=lang)
    typer.echo(
        say(
            f"已写出 {written}。填好后运行：\n  genhe-targets check {written} --plan {plan}",
            f"Written: {written}. Once it is filled in, run:\n"
            f"  genhe-targets check {written} --plan {plan}",
            lang,
        )
    )
