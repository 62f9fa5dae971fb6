"""Text for the terminal: the sentences that matter, what is overdue first, and who owes it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from genhe_targets.report.arrange import by_sender, calls_for_action, regions_of, urgent_first
from genhe_targets.report.labels import day_text, label, units_text, with_unit
from genhe_targets.report.look import LOOKS, SEVERITY_MARKS, mark
from genhe_targets.report.records import (
    Changes,
    FindingRecord,
    ReportRecords,
    ScoreRecord,
    VerdictRecord,
)
from genhe_targets.report.rollups import of_level
from genhe_targets.vocabulary import Lang, Severity, word

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

STYLES = {
    "not_met": "bold red", "invalid": "yellow", "missing": "magenta", "indeterminate": "blue",
    "behind": "bold yellow", "target_unset": "dim", "not_due": "dim", "on_track": "cyan",
    "met": "green", "not_applicable": "dim",
}  # fmt: skip
"""Colours of the terminal by status; the mark and the word say the same."""

FILE_WIDTH = 130
"""Columns of a text file."""

TABLE_WIDTH: dict[Lang, int] = {"zh": 116, "en": 130}
"""Columns from which tables of standings are easier to read than lists."""

FINDINGS_SHOWN = 12
"""Findings of one sender that the terminal lists; the file and the other views list all."""


def render(records: ReportRecords, lang: Lang) -> bytes:
    """The whole report as plain text of ``FILE_WIDTH`` columns."""
    from rich.console import Console

    buffer = io.StringIO()
    console = Console(file=buffer, width=FILE_WIDTH, color_system=None, highlight=False)
    show(records, lang, console, whole=True)
    lines = (line.rstrip() for line in buffer.getvalue().splitlines())
    return ("\n".join(lines) + "\n").encode()


def show(records: ReportRecords, lang: Lang, console: Console, *, whole: bool = False) -> None:
    """Print a report.

    Args:
        records: The report.
        lang: Language.
        console: Where to.
        whole: Every target and finding; else what calls for action, and counts of the rest.
    """
    for part in parts(records, lang, whole=whole, width=console.width):
        console.print(part)
        console.print()


def parts(
    records: ReportRecords, lang: Lang, *, whole: bool = False, width: int = FILE_WIDTH
) -> Iterator[RenderableType]:
    """The pieces of the terminal's report, in order; lists where tables would be too narrow."""
    roomy = width >= TABLE_WIDTH[lang]
    standings_shown = standings_table if roomy else standings_list
    findings_shown = findings_table if roomy else findings_list
    yield heading(records, lang)
    yield sentences(records, lang)
    if "changes" in records:
        yield changes_table(records["changes"], lang)
    standings = records["standings"]
    wanted = urgent_first(record for record in standings if calls_for_action(record))
    if wanted:
        yield standings_shown(wanted, label("urgent", lang), lang)
    others = [record for record in standings if not calls_for_action(record)]
    if others and (whole or len(regions_of(standings)) == 1):
        yield standings_shown(others, label("others", lang), lang)
    if len(records["summary"]["by_region"]) > 1:
        yield regions_table(records, lang, marks_only=not roomy)
    if "scores" in records:
        yield scores_table(records["scores"], lang)
    if records["findings"]:
        yield findings_shown(records["findings"], lang, None if whole else FINDINGS_SHOWN)
    yield counts_line(records, lang)


def heading(records: ReportRecords, lang: Lang) -> Text:
    """Plan, day, and whether the figures are made up."""
    from rich.text import Text

    plan = records["plan"]
    text = Text(plan["title"][lang], style="bold")
    text.append(f"\n{label('as_of', lang)} {day_text(records['as_of'], lang)}", style="dim")
    if plan["made_up"]:
        text.append(f"  {label('made_up', lang)}", style="dim")
    return text


def sentences(records: ReportRecords, lang: Lang) -> Text:
    """The few sentences that matter."""
    from rich.text import Text

    return Text("\n").join(Text(line[lang]) for line in records["summary"]["headline"])


def standings_table(records: Sequence[VerdictRecord], title: str, lang: Lang) -> Table:
    """Standings with who answers for them and why."""
    from rich.text import Text

    several = len(regions_of(records)) > 1
    columns = ["status", "target", "limit", "value", "due", "lead", "reason"]
    if several:
        columns.insert(1, "region")
    table = _table(title, [label(column, lang) for column in columns])
    for name in ("limit", "value"):
        table.columns[columns.index(name)].justify = "right"
    for name in ("status", "due"):
        table.columns[columns.index(name)].no_wrap = True
    for record in records:
        unit = record["unit"][lang]
        cells = {
            "status": status_text(record["status"], lang),
            "region": Text(record["region_title"][lang]),
            "target": Text(record["title"][lang]),
            "limit": Text(with_unit(record["limit_text"], unit, lang)),
            "value": Text(with_unit(record["value_text"], unit, lang)),
            "due": due_text(record, lang),
            "lead": Text(units_text(record["lead"], lang)),
            "reason": Text(record["reason_text"][lang]),
        }
        if record["remaining"][lang]:
            cells["reason"].append(f"\n{record['remaining'][lang]}", style="dim")
        table.add_row(*(cells[column] for column in columns))
    return table


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
        told = [
            f"{label(name, lang)} {with_unit(record[f'{name}_text'], unit, lang)}"  # type: ignore[literal-required] # names are these two
            for name in ("value", "limit")
            if record[f"{name}_text"] != "—"  # type: ignore[literal-required] # names are these two
        ]
        if record["due"]:
            late = f" {label('overdue', lang)}" if record["overdue"] else ""
            told.append(f"{label('due', lang)} {record['due']}{late}")
        lines = [Text(comma.join(told))] if told else []
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
            head = Text(f"{sign} {record['severity_word'][lang]}  ").append(_told(record["place"]))
            hint = f" {record['hint']}" if record["hint"] else ""
            blocks.append((head, [_told(record["message"][lang] + hint)]))
        if len(found) > len(found[:most]):
            more = Text(f"… +{len(found) - len(found[:most])}  ", style="dim")
            blocks.append((more.append(_told(file)), []))
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


def changes_table(changes: Changes, lang: Lang) -> RenderableType:
    """What changed since an earlier report, and figures revised since."""
    from rich.console import Group
    from rich.text import Text

    names = ("change", "region", "target", "before", "before_value", "now", "value", "lead")
    table = _table(label("changes", lang), [label(name, lang) for name in names])
    for item in changes["items"]:
        table.add_row(
            Text(item["change_word"][lang]),
            Text(item["region_title"][lang]),
            Text(item["title"][lang]),
            status_text(item["status_before"], lang),
            Text(item["value_before_text"]),
            status_text(item["status"], lang),
            Text(item["value_text"]),
            Text(units_text(item["lead"], lang)),
        )
    lines = [Text(line[lang]) for line in changes["headline"]]
    lines += [
        Text(
            f"  {item['region_title'][lang]} {item['title'][lang]} {item['period']}: "
            f"{item['before_text']} → {item['after_text']}"
        )
        for item in changes["revisions"]
    ]
    return Group(*lines, table) if changes["items"] else Group(*lines)


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


def regions_table(records: ReportRecords, lang: Lang, *, marks_only: bool = False) -> Table:
    """Counts by region; under marks alone where it is narrow, which the last line explains."""
    codes = [code for code in LOOKS if records["summary"]["counts"].get(code)]
    names = [mark(code) if marks_only else f"{mark(code)} {word(code, lang)}" for code in codes]
    answers = of_level(records.get("rollups", []), "region")
    heads = [label("region", lang), label("rollup", lang), *names]
    table = _table(label("by_region", lang), heads)
    table.columns[0].no_wrap = True
    for column in table.columns[2:]:
        column.justify = "right"
    for region in records["summary"]["by_region"]:
        counts = region["counts"]
        answer = answers.get(region["region"])
        told = status_text(answer["status"], lang) if answer else ""
        table.add_row(
            region["title"][lang], told, *(str(counts.get(code, 0) or "·") for code in codes)
        )
    return table


def scores_table(cards: Sequence[ScoreRecord], lang: Lang) -> Table:
    """Points by region and group, and the grade."""
    table = _table(
        label("scores", lang),
        [label(name, lang) for name in ("region", "group", "available", "score", "grade")],
    )
    for column in table.columns[2:4]:
        column.justify = "right"
    for card in cards:
        for group in card["groups"]:
            table.add_row("", group["title"][lang], f"{group['available']:g}", group["text"], "")
        grade = card["grade_word"][lang] if card["grade_word"] else "—"
        notes = "".join(f"\n{veto[lang]}" for veto in card["vetoes"])
        total = label("total", lang)
        region = card["region_title"][lang]
        table.add_row(region, total, f"{card['full']:g}", card["text"], grade + notes)
    return table


def findings_table(findings: Sequence[FindingRecord], lang: Lang, most: int | None) -> Table:
    """Findings under the files they are in, at most ``most`` of each file."""
    from rich.text import Text

    table = _table(
        label("findings", lang), [label(c, lang) for c in ("severity", "place", "text", "message")]
    )
    for _, found in by_sender(findings):
        for record in found[:most]:
            sign = SEVERITY_MARKS[Severity(record["severity"])]
            hint = f" {record['hint']}" if record["hint"] else ""
            table.add_row(
                Text(f"{sign} {record['severity_word'][lang]}"),
                _told(record["place"]),
                _told(record["text"][:60]),
                _told(record["message"][lang] + hint),
            )
        more = len(found) - len(found[:most])
        if more:
            table.add_row("", _told(found[0]["file"]), "", Text(f"… +{more}", style="dim"))
    return table


def counts_line(records: ReportRecords, lang: Lang) -> RenderableType:
    """The overall answer, and how many stand how."""
    from rich.columns import Columns
    from rich.console import Group
    from rich.text import Text

    counts = records["summary"]["counts"]
    shown = [status_text(c, lang).append(f" {counts[c]}") for c in LOOKS if counts.get(c)]
    ok = records["summary"]["ok"]
    answer = Text(label("ok" if ok else "not_ok", lang), style="bold green" if ok else "bold red")
    return Group(answer, Columns(shown, padding=(0, 2)))


def _table(title: str, heads: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD,
        pad_edge=False, expand=False,
    )  # fmt: skip
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _told(reported: str) -> Text:
    """Words from a reported file: what would steer a terminal is shown as ``·``."""
    from rich.text import Text

    return Text("".join("·" if unicodedata.category(c) in {"Cc", "Cf"} else c for c in reported))
