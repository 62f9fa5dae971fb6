"""``genhe-targets template``: the Word file of the circular, for an office to make its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from genhe_targets.commands.console import LangOption, environment_language, say, usage


def template(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=say("写到哪里（.docx）", "where to write it (.docx)")),
    ],
    lang: LangOption = None,
) -> None:
    """Write the template of the circular, to be changed in Word and given to --template."""
    from genhe_targets.report.docx import shipped

    lang = lang or environment_language()
    if path.exists():
        usage(f"{path} 已存在，未覆盖", f"{path} exists and is not overwritten", lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(shipped(lang))
    typer.echo(
        say(
            f"已写出 {path}。用 Word 修改版式和文字，保留双花括号中的字段，然后：\n"
            f"  genhe-targets check ... --format docx --template {path} --out 文件夹",
            f"Written: {path}. Change it in Word, keep the fields in double braces,"
            f" then:\n  genhe-targets check ... --format docx --template {path} --out DIR",
            lang,
        )
    )
