"""Text for the terminal: the sentences that matter, what is overdue first, and who owes it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from genhe_targets.report.arrange import (
    by_sender,
    calls_for_action,
    regions_of,
    worst_regions,
)
from genhe_targets.report.labels import day_text, label, units_text, with_unit
from genhe_targets.report.look import LOOKS, SEVERITY_MARKS, mark
from genhe_targets.report.recordlist import outlines, worst
from genhe_targets.report.records import (
    Changes,
    FindingRecord,
    ReportRecords,
    ScoreRecord,
    VerdictRecord,
)
from genhe_targets.report.rollups import of_level
from genhe_targets.report.textlists import findings_list, standings_list
from genhe_targets.report.textparts import (
    due_text,
    more_text,
    new_table,
    said,
    status_text,
    told,
)
from genhe_targets.vocabulary import Lang, Severity, Status, word

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

FILE_WIDTH = 130
"""Columns of a text file."""

TABLE_WIDTH: dict[Lang, int] = {"zh": 116, "en": 130}
"""Columns from which tables of standings are easier to read than lists."""

FINDINGS_SHOWN = 12
"""Findings of one sender that the terminal lists; the file and the other views list all."""

ROWS_SHOWN = 40
"""Rows of a table that the terminal shows of what grows with the regions; the rest is counted."""

ROWS_WRITTEN = 600
"""The same of a text file: beyond, a workbook serves better."""


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
    roomy, most = width >= TABLE_WIDTH[lang], ROWS_WRITTEN if whole else ROWS_SHOWN
    yield heading(records, lang)
    yield sentences(records, lang)
    if "changes" in records:
        yield changes_table(records["changes"], lang)
    yield from _standings(records, lang, most, whole=whole, roomy=roomy)
    regions = records["summary"]["by_region"]
    if len(regions) > 1:
        yield regions_table(records, lang, most, marks_only=not roomy)
        yield from _rest(len(regions) - most, lang)
    cards = records.get("scores", [])
    if cards:
        yield scores_table(cards[:most], lang)
        yield from _rest(len(cards) - most, lang)
    yield from _findings(records["findings"], lang, None if whole else most, roomy=roomy)
    yield counts_line(records, lang)


def _standings(
    records: ReportRecords, lang: Lang, most: int, *, whole: bool, roomy: bool
) -> Iterator[RenderableType]:
    """What calls for action and, where wanted, the rest; counts where these are too many."""
    listed = standings_table if roomy else standings_list
    standings = records["standings"]
    wanted, there = worst(standings, most)
    if wanted:
        yield listed(wanted, label("urgent", lang), lang)
    if there > most:
        yield from _rest(there - most, lang)
        yield targets_table(records, lang, marks_only=not roomy)
    if whole or len(records["summary"]["by_region"]) == 1:
        places = [at for at, r in enumerate(outlines(standings)) if not calls_for_action(r)]
        if places:
            others = [standings[at] for at in places[:most]]
            yield listed(others, label("others", lang), lang)
            yield from _rest(len(places) - most, lang)


def _findings(
    findings: Sequence[FindingRecord], lang: Lang, most: int | None, *, roomy: bool
) -> Iterator[RenderableType]:
    """Findings: all of them or, in a terminal, some of each of the first senders."""
    senders = by_sender(findings)[:most]
    shown = [record for _, found in senders for record in found]
    if shown:
        listed = findings_table if roomy else findings_list
        yield listed(shown, lang, None if most is None else FINDINGS_SHOWN)
    yield from _rest(len(findings) - len(shown), lang)


def _rest(count: int, lang: Lang) -> Iterator[RenderableType]:
    if count > 0:
        yield more_text(count, lang)


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
    table = new_table(title, [label(column, lang) for column in columns])
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


def changes_table(changes: Changes, lang: Lang) -> RenderableType:
    """What changed since an earlier report, and figures revised since."""
    from rich.console import Group
    from rich.text import Text

    names = ("change", "region", "target", "before", "before_value", "now", "value", "lead")
    table = new_table(label("changes", lang), [label(name, lang) for name in names])
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


def _status_heads(records: ReportRecords, lang: Lang, *, marks_only: bool) -> dict[Status, str]:
    """The statuses that occur; under marks alone where it is narrow: the last line explains."""
    codes = [code for code in LOOKS if records["summary"]["counts"].get(code)]
    return {c: mark(c) if marks_only else f"{mark(c)} {word(c, lang)}" for c in codes}


def targets_table(records: ReportRecords, lang: Lang, *, marks_only: bool = False) -> Table:
    """Counts by target, of more standings than can be listed."""
    titles = {one["target"]: one["title"][lang] for one in outlines(records["standings"])}
    codes = _status_heads(records, lang, marks_only=marks_only)
    table = new_table(label("by_target", lang), [label("target", lang), *codes.values()])
    for column in table.columns[1:]:
        column.justify = "right"
    for row in records["summary"]["by_target"]:
        counts = (str(row["counts"].get(code, 0) or "·") for code in codes)
        table.add_row(titles[row["target"]], *counts)
    return table


def regions_table(
    records: ReportRecords, lang: Lang, most: int | None = None, *, marks_only: bool = False
) -> Table:
    """Counts by region, of very many those with most to do."""
    codes = _status_heads(records, lang, marks_only=marks_only)
    names = codes.values()
    answers = of_level(records.get("rollups", []), "region")
    heads = [label("region", lang), label("rollup", lang), *names]
    table = new_table(label("by_region", lang), heads)
    table.columns[0].no_wrap = True
    for column in table.columns[2:]:
        column.justify = "right"
    for region in worst_regions(records["summary"]["by_region"], most):
        counts = region["counts"]
        answer = answers.get(region["region"])
        told = status_text(answer["status"], lang) if answer else ""
        table.add_row(
            region["title"][lang], told, *(str(counts.get(code, 0) or "·") for code in codes)
        )
    return table


def scores_table(cards: Sequence[ScoreRecord], lang: Lang) -> Table:
    """Points by region and group, and the grade."""
    table = new_table(
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

    table = new_table(
        label("findings", lang), [label(c, lang) for c in ("severity", "place", "text", "message")]
    )
    for _, found in by_sender(findings):
        for record in found[:most]:
            sign = SEVERITY_MARKS[Severity(record["severity"])]
            table.add_row(
                Text(f"{sign} {record['severity_word'][lang]}"),
                told(record["place"]),
                told(record["text"][:60]),
                told(said(record, lang)),
            )
        more = len(found) - len(found[:most])
        if more:
            table.add_row("", told(found[0]["file"]), "", Text(f"… +{more}", style="dim"))
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
