"""The terminal's report where it is narrow: one thing below the other instead of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from genhe_targets.report.arrange import by_sender, regions_of
from genhe_targets.report.labels import label, units_text, with_unit
from genhe_targets.report.look import SEVERITY_MARKS
from genhe_targets.report.records import FindingRecord, VerdictRecord
from genhe_targets.report.textparts import said, status_text, told
from genhe_targets.vocabulary import Lang, Severity

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text


def standings_list(records: Sequence[VerdictRecord], title: str, lang: Lang) -> RenderableType:
    """Standings one below the other, for narrow terminals: what, how much, by when, who, why."""
    from rich.text import Text

    several = len(regions_of(records)) > 1
    comma, colon = ("，", "：") if lang == "zh" else (", ", ": ")
    blocks = []
    for record in records:
        unit = record["unit"][lang]
        head = status_text(record["status"], lang).append("  ")
        place = f"{record['region_title'][lang]} · " if several else ""
        head.append(f"{place}{record['title'][lang]}", style="bold")
        figures = [
            f"{label(name, lang)} {with_unit(record[f'{name}_text'], unit, lang)}"  # type: ignore[literal-required] # names are these two
            for name in ("value", "limit")
            if record[f"{name}_text"] != "—"  # type: ignore[literal-required] # names are these two
        ]
        if record["due"]:
            late = f" {label('overdue', lang)}" if record["overdue"] else ""
            figures.append(f"{label('due', lang)} {record['due']}{late}")
        lines = [Text(comma.join(figures))] if figures else []
        lines.append(Text(record["reason_text"][lang]))
        if record["remaining"][lang]:
            lines.append(Text(record["remaining"][lang]))
        if record["lead"]:
            who = f"{label('lead', lang)}{colon}{units_text(record['lead'], lang)}"
            lines.append(Text(who, style="dim"))
        blocks.append((head, lines))
    return _listed(title, blocks)


def findings_list(
    findings: Sequence[FindingRecord], lang: Lang, most: int | None
) -> RenderableType:
    """Findings under the files they are in, one below the other."""
    from rich.text import Text

    blocks = []
    for file, found in by_sender(findings):
        for record in found[:most]:
            sign = SEVERITY_MARKS[Severity(record["severity"])]
            head = Text(f"{sign} {record['severity_word'][lang]}  ").append(told(record["place"]))
            blocks.append((head, [told(said(record, lang))]))
        if len(found) > len(found[:most]):
            more = Text(f"… +{len(found) - len(found[:most])}  ", style="dim")
            blocks.append((more.append(told(file)), []))
    return _listed(label("findings", lang), blocks)


def _listed(title: str, blocks: Sequence[tuple[Text, list[Text]]]) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = [Text(title, style="bold")]
    for head, lines in blocks:
        parts.append(Padding(head, (0, 0, 0, 1), expand=False))
        parts += [Padding(line, (0, 0, 0, 5), expand=False) for line in lines]
    return Group(*parts)
