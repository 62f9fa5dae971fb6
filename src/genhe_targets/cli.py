"""The command line: ``genhe-targets``.

Exit codes: 0 nothing decisive failed, 1 something did, 2 the command could not run.
"""

from __future__ import annotations

import atexit
import gc
import sys
import traceback
from importlib import import_module
from typing import Annotated

import typer

from genhe_targets.commands.console import NOT_RUN, environment_language, say
from genhe_targets.errors import GenheTargetsError, ReadingError

COMMANDS = {
    "check": say("评估报送数据", "judge reports"),
    "compare": say("与上期对照", "tell what changed since an earlier report"),
    "explain": say("解释一项判定的由来", "tell how one verdict came about"),
    "read": say("显示读出了什么", "show what was understood of files"),
    "template": say("写出 Word 通报模板", "write the Word template of the circular"),
}
"""Commands and what they do; each is a function of its name in a module of its name."""

PLAN = "plan"
"""The command that has commands of its own."""


def application(wanted: str = "") -> typer.Typer:
    """The command line, or as much of it as one command needs.

    Args:
        wanted: The command, where it is known; the others are then not imported.
    """
    app = typer.Typer(
        name="genhe-targets",
        help=say(
            "依据方案评估报送数据：哪些目标达标，哪些没有，谁该报什么，哪些数不可信。",
            "Judge reported figures against a policy plan: what is met, what is not, who owes"
            " what, and which figures cannot be believed.",
        ),
        epilog=say(
            "退出码：0 约束性目标均未判为未达标；1 有未达标；2 无法运行。",
            "Exit codes: 0 nothing decisive failed, 1 something did, 2 could not run.",
        ),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # importing rich would double the time to --help
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    every = wanted not in {*COMMANDS, PLAN}
    for name, said in COMMANDS.items():
        if every or name == wanted:
            module = import_module(f"genhe_targets.commands.{name}")
            app.command(name, help=said)(getattr(module, name))
    if every or wanted == PLAN:
        app.add_typer(import_module("genhe_targets.commands.plan").plan_app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"genhe-targets {version('genhe-targets')}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=say("版本", "version")),
    ] = False,
) -> None:
    """Hold the options that stand before any command."""


def main() -> None:
    """Be the process of the command line."""
    # What starting makes stays to the end.  To search it for waste, again and again and once more
    # when the process ends, is a sixth of the time that a small report takes.
    gc.set_threshold(20_000)
    atexit.register(gc.freeze)
    run()


def run() -> None:
    """Run the command line; an error says what and where, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show Chinese
    try:
        application(*sys.argv[1:2])(prog_name="genhe-targets")
    except ReadingError as error:
        typer.echo(error.message(environment_language()), err=True)
    except GenheTargetsError as error:
        typer.echo(str(error), err=True)
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        typer.echo(f"{what}{error.strerror or error}", err=True)
    except Exception:  # noqa: BLE001 - a fault of ours must not look like a missed target (1)
        traceback.print_exc()
        typer.echo(
            say("这是程序自身的错误，请反馈。", "This is a fault of ours; please report it."),
            err=True,
        )
    sys.exit(NOT_RUN)
