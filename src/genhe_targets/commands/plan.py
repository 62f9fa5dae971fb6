"""``genhe-targets plan``: what a plan demands, and whether its files are right.

For policy officers: nothing here needs programming, and every answer ends by saying what to do.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from genhe_targets.commands.console import (
    FAILED,
    LangOption,
    environment_language,
    say,
    usage,
)
from genhe_targets.commands.form import form
from genhe_targets.commands.planview import show_notes, show_target, show_targets
from genhe_targets.vocabulary import word

plan_app = typer.Typer(
    name="plan",
    help=say("方案：查看、检查、新建", "plans: show, check and start them"),
    no_args_is_help=True,
    rich_markup_mode=None,
)

PlanArgument = Annotated[
    str,
    typer.Argument(
        metavar="PLAN",
        help=say("随附方案的名称，或方案文件夹", "a shipped plan, or a plan's folder"),
    ),
]


@plan_app.command(
    "list", help=say("列出随附方案及其全部目标", "the shipped plans with all targets")
)
def list_plans(lang: LangOption = None) -> None:
    """List the shipped plans, each with its targets."""
    from genhe_targets.plan.loading import load_plan, shipped_plans

    lang = lang or environment_language()
    for folder in shipped_plans().values():
        show_targets(load_plan(folder), lang)


@plan_app.command("show", help=say("查看一个方案，或其中一个目标", "a plan, or one of its targets"))
def show(
    plan: PlanArgument,
    target: Annotated[
        str | None, typer.Argument(metavar="TARGET", help=say("目标代号", "a target's id"))
    ] = None,
    lang: LangOption = None,
) -> None:
    """Show a plan as a table of targets and its notes, or one target in full."""
    from genhe_targets.errors import did_you_mean
    from genhe_targets.plan.loading import load_plan

    lang = lang or environment_language()
    loaded = load_plan(plan)
    if target is None:
        show_targets(loaded, lang)
        show_notes(loaded, lang)
    elif target in loaded.target_by_id:
        show_target(loaded, loaded.target_by_id[target], lang)
    else:
        hint = did_you_mean(target, loaded.target_by_id)
        usage(
            f"{loaded.id} 没有目标 {target!r}。{hint}",
            f"{loaded.id} has no target {target!r}. {hint}",
        )


@plan_app.command(
    "lint", help=say("检查方案文件，一次列出全部问题", "check a plan's files, all problems at once")
)
def lint(path: PlanArgument, lang: LangOption = None) -> None:
    """Check a plan's files; every problem is listed with file, line and a hint."""
    from genhe_targets.errors import PlanError
    from genhe_targets.plan.loading import load_plan, plan_folder

    lang = lang or environment_language()
    plan_folder(path)  # a folder that is not there is no faulty plan
    try:
        plan = load_plan(path)
    except PlanError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None
    typer.echo(
        say(
            f"{plan.id}：{len(plan.targets)} 个目标、{len(plan.measures)} 项任务，没有问题。",
            f"{plan.id}: {len(plan.targets)} targets, {len(plan.measures)} measures, no problems.",
            lang,
        )
    )


@plan_app.command(
    "test", help=say("运行目标文件里的全部用例", "run the cases inside the target files")
)
def run_all_cases(path: PlanArgument, lang: LangOption = None) -> None:
    """Run every case of every target; a case that comes out otherwise is shown with the reason."""
    from genhe_targets.judging.cases import run_cases
    from genhe_targets.plan.loading import load_plan

    lang = lang or environment_language()
    plan = load_plan(path)
    results = run_cases(plan)
    failed = [result for result in results if not result.ok]
    for result in failed:
        expected, found = word(result.expected, lang), word(result.found, lang)
        typer.echo(
            say(
                f"{result.target}：“{result.case.name}”应为{expected}，实为{found}（{result.reason}）",
                f"{result.target}: {result.case.name!r} expects {expected}, found {found}"
                f" ({result.reason})",
                lang,
            )
        )
    cases, targets = len(results), len(plan.targets)
    typer.echo(
        say(
            f"{plan.id}：{targets} 个目标的 {cases} 个用例，{len(failed)} 个不符。",
            f"{plan.id}: {cases} cases of {targets} targets, {len(failed)} fail.",
            lang,
        )
    )
    if failed:
        raise typer.Exit(FAILED)


@plan_app.command("schema", help=say("编辑器用的 JSON Schema", "JSON Schemas for editors"))
def schema(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="plan, regions, units, variables, measures, target"),
    ] = "target",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help=say("把全部写入该文件夹", "write all of them here")
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of one kind of file, or write those of all kinds."""
    from genhe_targets.plan.jsonschema import KINDS, dumped, write_schemas

    if out is not None:
        typer.echo("\n".join(str(file) for file in write_schemas(out)))
    elif kind in KINDS:
        typer.echo(dumped(kind), nl=False)
    else:
        kinds = ", ".join(KINDS)
        usage(f"没有 {kind!r} 这种文件，可选：{kinds}", f"{kind!r} is none of: {kinds}")


@plan_app.command(
    "new", help=say("新建一个可用的方案文件夹", "start a new plan that lints and tests green")
)
def new(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=say("新文件夹", "a new folder"))],
    year: Annotated[
        int | None,
        typer.Option(
            "--year", help=say("方案年度，默认今年", "the plan's year; this year by default")
        ),
    ] = None,
    plan_id: Annotated[
        str | None,
        typer.Option(
            "--id", help=say("方案代号", "the plan's id; from the folder's name by default")
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Write a small plan to start from, every key of it explained in both languages."""
    from genhe_targets.plan.scaffold import new_plan

    lang = lang or environment_language()
    files = new_plan(path, year or datetime.datetime.now().astimezone().year, plan_id)
    typer.echo("\n".join(str(file) for file in files))
    typer.echo(
        say(
            f"已新建。请先改 {files[0]}，然后运行：",
            f"Done. Edit {files[0]} first, then run:",
            lang,
        )
    )
    typer.echo(f"  genhe-targets plan lint {path}\n  genhe-targets plan test {path}")


plan_app.command("form", help=say("生成填报用的表样", "the reporting form to hand out"))(form)
