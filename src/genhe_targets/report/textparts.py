"""Small parts of the terminal's report: a status, a deadline, a table, what is not listed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from genhe_targets.report.arrange import hint_beside
from genhe_targets.report.labels import label
from genhe_targets.report.look import mark
from genhe_targets.report.records import FindingRecord, VerdictRecord
from genhe_targets.vocabulary import Lang, word

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

STYLES = {
    "not_met": "bold red", "invalid": "yellow", "missing": "magenta", "indeterminate": "blue",
    "behind": "bold yellow", "target_unset": "dim", "not_due": "dim", "on_track": "cyan",
    "met": "green", "not_applicable": "dim",
}  # fmt: skip
"""Colours of the terminal by status; the mark and the word say the same."""


def status_text(status: str, lang: Lang) -> Text:
    """A status by mark, word and colour."""
    from rich.text import Text

    return Text(
        f"{mark(status)} {word(status, lang)}" if status else "—", style=STYLES.get(status, "")
    )


def due_text(record: VerdictRecord, lang: Lang) -> Text:
    """The deadline, and whether it has passed."""
    from rich.text import Text

    text = Text(record["due"] or "—")
    if record["overdue"]:
        text.append(f"\n{label('overdue', lang)}", style="red")
    return text


def said(finding: FindingRecord, lang: Lang) -> str:
    """What a finding says, and its hint."""
    return f"{finding['message'][lang]} {hint_beside(finding, lang)}".rstrip()


def more_text(count: int, lang: Lang) -> Text:
    """How many are not listed, and where they are."""
    from rich.text import Text

    return Text(label("more", lang).format(f"{count:,}"), style="dim")


def new_table(title: str, heads: Sequence[str]) -> Table:
    """An empty table."""
    from rich import box
    from rich.table import Table

    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD,
        pad_edge=False, expand=False,
    )  # fmt: skip
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def told(reported: str) -> Text:
    """Words from a reported file: what would steer a terminal is shown as ``·``."""
    from rich.text import Text

    return Text("".join("·" if unicodedata.category(c) in {"Cc", "Cf"} else c for c in reported))
