"""Writing what a command found out: one report, or one for each region and unit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genhe_targets.commands.console import NOT_RUN, say, usage
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from genhe_targets.plan.model import Plan
    from genhe_targets.report.records import ReportRecords

REPORT_NAME = "report"
"""Name of the files written into ``--out``, before their suffix."""

NAMED = 6
"""Files listed by name; more are counted."""

OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help=say("把报告写入该文件夹", "write the report here")),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="LIST",
        help=say(
            "写出的格式，逗号分隔：html, xlsx, docx, json, ess.json, md, txt, csv, parquet,"
            " xml（JUnit）, sarif",
            "forms to write, by commas: html, xlsx, docx, json, ess.json, md, txt, csv, parquet,"
            " xml (JUnit), sarif",
        ),
    ),
]
TemplateOption = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar="FILE",
        help=say("本单位的 Word 通报模板", "an office's own Word file for the circular"),
    ),
]
EachOption = Annotated[
    str | None,
    typer.Option(
        "--each",
        metavar="LIST",
        help=say(
            "为每个地区（region）、每个牵头单位（unit）各写一份，另有总览和目录页；可中断后续写",
            "a report for each region, each leading unit (region,unit), one over all and an index"
            " page; a run that broke off is taken up again",
        ),
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help=say("不打印结果", "print no result"))
]


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


def kinds_of_parts(each: str | None) -> list[str]:
    """Kinds of parts as typed, none for one report over all.

    Raises:
        typer.BadParameter: A kind does not exist.
    """
    if each is None:
        return []
    from genhe_targets.report.split import KINDS

    wanted = [name.strip() for name in each.split(",") if name.strip()]
    for name in wanted:
        if name not in KINDS:
            known = ", ".join(KINDS)
            usage(f"没有 {name!r}，可选：{known}", f"{name!r} is none of: {known}")
    return wanted


def needs_word(template: Path | None, wanted: Sequence[str]) -> None:
    """Refuse a template where no Word file is asked for.

    Raises:
        typer.BadParameter: It is so.
    """
    from genhe_targets.report.views import TEMPLATED

    if template is not None and TEMPLATED not in wanted:
        usage("--template 需要 --format docx", "--template needs --format docx")


def write_report(
    records: ReportRecords,
    out: Path,
    wanted: Sequence[str],
    lang: Lang,
    *,
    template: Path | None = None,
    quiet: bool = False,
) -> None:
    """Write one report in every form asked for, and say so."""
    from genhe_targets.report.views import TEMPLATED, write

    files = [
        write(
            records, out / f"{REPORT_NAME}{suffix}", lang,
            template if suffix == TEMPLATED else None,
        )
        for suffix in wanted
    ]  # fmt: skip
    if not quiet:
        typer.echo(say("已写出：", "Written: ", lang) + ", ".join(map(str, files)))


def write_batch(
    records: ReportRecords,
    plan: Plan,
    out: Path,
    wanted: Sequence[str],
    lang: Lang,
    *,
    kinds: Sequence[str],
    template: Path | None = None,
    quiet: bool = False,
) -> None:
    """Write a report for each part, one over all, and the page that leads to them.

    Raises:
        typer.Exit: Some files could not be written; the others are.
    """
    from genhe_targets.report import batch

    with writing_progress(lang) as progress:
        made = batch.write(
            records, plan, out, wanted, lang, kinds=kinds, template=template, progress=progress
        )
    if not quiet:
        typer.echo(
            say(
                f"已写出{len(made.written)}个文件，{len(made.kept)}个未变；目录页：{made.index}",
                f"{len(made.written)} files written, {len(made.kept)} unchanged;"
                f" index page: {made.index}",
                lang,
            )
        )
    for name, problem in made.problems.items():
        typer.echo(f"{out / name}: {problem}", err=True)
    if made.problems:
        raise typer.Exit(NOT_RUN)


@contextmanager
def writing_progress(lang: Lang) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar of the files being written; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("写出", "writing", lang), total=None)

        def tell(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name)

        yield tell
