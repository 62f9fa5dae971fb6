"""What every command shares: the reader's language, and how things are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from rich.console import Console

FAILED = 1
"""Exit code: something decisive failed."""

NOT_RUN = 2
"""Exit code: the command could not run."""

PLAIN_WIDTH = 120
"""Columns where the output is no terminal and ``COLUMNS`` does not say."""


LANGUAGE = "GENHE_TARGETS_LANG"
"""Environment variable that says the language, before those of the system."""


def environment_language() -> Lang:
    """Chinese where the environment speaks Chinese, else English.

    The first that is set decides: ``GENHE_TARGETS_LANG``, ``LC_ALL``, ``LC_MESSAGES``, ``LANG``.
    """
    for name in (LANGUAGE, "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(zh: str, en: str, lang: Lang | None = None) -> str:
    """One of two wordings, by ``lang`` or else by the environment."""
    return zh if (lang or environment_language()) == "zh" else en


def usage(zh: str, en: str, lang: Lang | None = None) -> NoReturn:
    """End the command over something the user typed.

    Raises:
        typer.BadParameter: Always.
    """
    raise typer.BadParameter(say(zh, en, lang))


def console(*, error: bool = False) -> Console:
    """A console on standard output (or error), wide enough for tables where it is no terminal."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    plain = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(
        stderr=error, width=PLAIN_WIDTH if plain else None, highlight=False, soft_wrap=False
    )


PlanOption = Annotated[
    str,
    typer.Option(
        "--plan",
        metavar="PLAN",
        help=say("方案：随附方案的名称，或方案文件夹", "a shipped plan, or a plan's folder"),
    ),
]


def _spoken(lang: Lang | None) -> Lang | None:
    """From here on the command speaks this language, also where it cannot run."""
    if lang:
        os.environ[LANGUAGE] = lang
    return lang


LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang", callback=_spoken, is_eager=True, help=say("输出语言", "language of the output")
    ),
]
SettingsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=say(
            "读表设置，可多次给出，如 year=2023、encoding=gb18030、region=150785",
            "a setting of the reader, repeatable: year=2023, encoding=gb18030, region=150785, ...",
        ),
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help=say(
            "对照文件：说明某单位报表的表头、列和名称（YAML，可用 read --write-mapping 生成）",
            "a mapping file that tells what a sender's tables hold (YAML; read --write-mapping"
            " drafts one)",
        ),
    ),
]
DEFAULT_PLAN = "genhe-2023"
InputsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help=say(
            "报表：文件、文件夹或通配符，- 表示标准输入",
            "reports: files, folders or globs; - is standard input",
        ),
    ),
]


@contextmanager
def reading_progress(lang: Lang) -> Iterator[Callable[[str], None] | None]:
    """Show which file is being read; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = SpinnerColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say("读取", "reading", lang), total=None)
        yield lambda name: bar.update(task, advance=1, description=name)
