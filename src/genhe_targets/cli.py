"""The command line: ``genhe-targets``.

Exit codes: 0 nothing decisive failed, 1 something did, 2 the command could not run.
"""

from __future__ import annotations

import atexit
import gc
import sys
import traceback
from typing import Annotated

import typer

from genhe_targets.commands.check import check
from genhe_targets.commands.compare import compare
from genhe_targets.commands.console import NOT_RUN, environment_language, say
from genhe_targets.commands.explain import explain
from genhe_targets.commands.plan import plan_app
from genhe_targets.commands.read import read
from genhe_targets.commands.template import template
from genhe_targets.errors import GenheTargetsError, ReadingError

app = typer.Typer(
    name="genhe-targets",
    help=say(
        "依据方案评估报送数据：哪些目标达标，哪些没有，谁该报什么，哪些数不可信。",
        "Judge reported figures against a policy plan: what is met, what is not, who owes what,"
        " and which figures cannot be believed.",
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
app.command("check", help=say("评估报送数据", "judge reports"))(check)
app.command("compare", help=say("与上期对照", "tell what changed since an earlier report"))(compare)
app.command("explain", help=say("解释一项判定的由来", "tell how one verdict came about"))(explain)
app.command("read", help=say("显示读出了什么", "show what was understood of files"))(read)
app.command("template", help=say("写出 Word 通报模板", "write the Word template of the circular"))(
    template
)
app.add_typer(plan_app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"genhe-targets {version('genhe-targets')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=say("版本", "version")),
    ] = False,
) -> None:
    """Hold the options that stand before any command."""


def main() -> None:
    """Run the command line; an error says what and where, without a traceback."""
    # What starting makes stays to the end: searching it for waste, again and again and once more
    # when the process ends, is a sixth of the time a small report takes.
    gc.set_threshold(20_000)
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show Chinese
    try:
        app(prog_name="genhe-targets")
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
