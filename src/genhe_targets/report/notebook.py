"""How a report and a verdict look in a notebook, in light and dark themes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files

from genhe_targets.plan.display import style as card_style
from genhe_targets.report.arrange import by_clause, calls_for_action, regions_of, urgent_first
from genhe_targets.report.charts import SmallCharts
from genhe_targets.report.labels import (
    clause_text,
    day_text,
    label,
    source_text,
    span_text,
    units_text,
    with_unit,
)
from genhe_targets.report.look import LOOKS, mark
from genhe_targets.report.records import ReportRecords, VerdictRecord
from genhe_targets.vocabulary import Lang, word

ROWS_SHOWN = 80
"""Most standings that are listed one by one; beyond, those that call for action come first."""


@cache
def style() -> str:
    """The style sheet of cards and charts, with the colours of statuses in both themes."""
    light = "".join(f"--{code}:{look.ink};" for code, look in LOOKS.items())
    dark = "".join(f"--{code}:{look.night};" for code, look in LOOKS.items())
    own = "".join(f".gt .{code}{{--c:var(--{code})}}" for code in LOOKS)
    css = files("genhe_targets.report").joinpath("templates", "notebook.css").read_text("utf-8")
    return (
        f"{card_style()}<style>.gt{{{light}}}@media (prefers-color-scheme:dark){{.gt{{{dark}}}}}"
        f"[data-jp-theme-light=true] .gt,.vscode-light .gt{{{light}}}"
        f"[data-jp-theme-light=false] .gt,.vscode-dark .gt{{{dark}}}{own}{css}</style>"
    )


def report_html(records: ReportRecords, lang: Lang) -> str:
    """A report as a compact table by clause, with counts and the sentences that matter."""
    standings = records["standings"]
    several = len(regions_of(standings)) > 1
    body = []
    if len(standings) <= ROWS_SHOWN:
        groups = by_clause(standings, records["plan"])
    else:
        wanted = urgent_first(record for record in standings if calls_for_action(record))
        groups = [({"number": "", "title": {"zh": "", "en": ""}}, wanted[:ROWS_SHOWN])]
    columns = _columns(several)
    drawn = SmallCharts(record for _, found in groups for record in found)
    for clause, found in groups:
        title = clause["title"][lang]
        if title:
            number = clause_text(clause["number"], lang) + " " if clause["number"] else ""
            head = escape(f"{number}{title}"[0].upper() + f"{number}{title}"[1:])
            body.append(f'<tr><td class="c" colspan="{len(columns)}">{head}</td></tr>')
        body += [_row(record, columns, drawn, lang) for record in found]
    hidden = len(standings) - sum(len(found) for _, found in groups)
    more = f'<p class="s">… +{hidden} ({label("others", lang)})</p>' if hidden else ""
    return (
        f'<div class="gt">{style()}{_head(records, lang)}'
        f"<table><thead><tr>{_heads(columns, lang)}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table>{more}</div>"
    )


def changes_html(records: ReportRecords, lang: Lang) -> str:
    """What changed since an earlier report, kind by kind."""
    changes = records["changes"]
    rows = "".join(
        f'<tr class="{item["status"]}"><td><b>{item["change_word"][lang]}</b></td>'
        f"<td>{escape(item['region_title'][lang])}</td><td>{escape(item['title'][lang])}</td>"
        f"<td>{mark(item['status_before'])} {escape(item['status_before_word'][lang])}</td>"
        f"<td class=n>{escape(item['value_before_text'])}</td>"
        f'<td><span class="st">{mark(item["status"])} {escape(item["status_word"][lang])}'
        "</span></td>"
        f"<td class=n>{escape(item['value_text'])}</td></tr>"
        for item in changes["items"]
    )
    names = ("change", "region", "target", "before", "value", "now", "value")
    heads = "".join(f"<th>{label(name, lang)}</th>" for name in names)
    sentences = "".join(f"<p>{escape(line[lang])}</p>" for line in changes["headline"])
    return (
        f'<div class="gt">{style()}<h4>{escape(records["plan"]["title"][lang])}</h4>{sentences}'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def report_text(records: ReportRecords, lang: Lang) -> str:
    """A report in a few lines, for consoles without HTML."""
    lines = [f"{records['plan']['title'][lang]} · {label('as_of', lang)} {records['as_of']}"]
    lines += [line[lang] for line in records["summary"]["headline"]]
    counts = records["summary"]["counts"]
    shown = [f"{mark(c)} {word(c, lang)} {counts[c]}" for c in LOOKS if counts.get(c)]
    return "\n".join([*lines, "  ".join(shown)])


def verdict_html(
    record: VerdictRecord, steps: Sequence[tuple[str, Sequence[str]]], lang: Lang
) -> str:
    """One verdict: its answer, where it stands, its course, and how it came about.

    Args:
        record: The verdict.
        steps: The derivation, as heads with their lines.
        lang: Language.
    """
    drawn = SmallCharts([record])
    derived = "".join(
        f"<dt>{escape(head)}</dt><dd>{'<br>'.join(map(escape, lines))}</dd>"
        for head, lines in steps
    )
    value = with_unit(record["value_text"], record["unit"][lang], lang)
    when = f"{record['period']} · {label('as_of', lang)} {day_text(record['as_of'], lang)}"
    return (
        f'<div class="gt">{style()}<h4>{escape(record["title"][lang])}</h4>'
        f'<p class="s">{escape(record["region_title"][lang])} · {escape(when)}</p>'
        f'<p class="{record["status"]} big">{_status(record, lang)} <b>{escape(value)}</b> '
        f"<span>{escape(record['rule'][lang])}</span></p>"
        f"<p>{escape(record['reason_text'][lang])}</p>"
        f'<div class="{record["status"]} small">{drawn.bullet(record)}{drawn.sparkline(record)}'
        f"</div><dl>{derived}</dl></div>"
    )


def verdict_text(record: VerdictRecord, lang: Lang) -> str:
    """One verdict in a line."""
    value = with_unit(record["value_text"], record["unit"][lang], lang)
    return (
        f"<{record['target']} {record['region']} {record['period']}: "
        f"{mark(record['status'])} {record['status_word'][lang]} {value}, "
        f"{record['rule'][lang]}; {record['reason_text'][lang]}>"
    )


def _columns(several: bool) -> list[str]:
    columns = ["target", "status", "value", "limit", "margin", "progress", "trend", "due", "lead"]
    return ["region", *columns] if several else columns


def _heads(columns: Sequence[str], lang: Lang) -> str:
    number = {"value", "limit", "margin"}
    return "".join(
        f"<th{' class=n' if column in number else ''}>{label(column, lang)}</th>"
        for column in columns
    )


def _row(record: VerdictRecord, columns: Sequence[str], drawn: SmallCharts, lang: Lang) -> str:
    unit = record["unit"][lang]
    source = source_text(record["clause"], record["measure"], lang)
    late = f"<br><b class='st not_met'>{label('overdue', lang)}</b>" if record["overdue"] else ""
    cells = {
        "region": f"<td>{escape(record['region_title'][lang])}</td>",
        "target": f"<td>{escape(record['title'][lang])}<br>"
        f"<small>{escape(record['rule'][lang])} · {escape(source)}</small></td>",
        "status": f"<td>{_status(record, lang)}<br>"
        f"<small>{escape(record['reason_text'][lang])}</small></td>",
        "value": f"<td class=n><b>{escape(with_unit(record['value_text'], unit, lang))}</b></td>",
        "limit": f"<td class=n>{escape(with_unit(record['limit_text'], unit, lang))}</td>",
        "margin": f"<td class=n>{escape(record['margin_text'])}</td>",
        "progress": f"<td>{drawn.bullet(record)}</td>",
        "trend": f"<td>{drawn.sparkline(record)}</td>",
        "due": f"<td class=n>{record['due'] or '—'}{late}</td>",
        "lead": f"<td>{escape(units_text(record['lead'], lang))}</td>",
    }
    return f'<tr class="{record["status"]}">{"".join(cells[column] for column in columns)}</tr>'


def _status(record: VerdictRecord, lang: Lang) -> str:
    return f'<span class="st">{mark(record["status"])} {escape(record["status_word"][lang])}</span>'


def _head(records: ReportRecords, lang: Lang) -> str:
    plan, summary = records["plan"], records["summary"]
    as_of = f"{label('as_of', lang)} {day_text(records['as_of'], lang)}"
    made_up = f" · {label('made_up', lang)}" if plan["made_up"] else ""
    covers = (
        f"{label('covers', lang)} {span_text(records['periods'])} · " if records["periods"] else ""
    )
    sentences = "".join(f"<p>{escape(line[lang])}</p>" for line in summary["headline"])
    counts = "".join(
        f'<span class="{code}"><b class="st">{mark(code)} {word(code, lang)}</b>'
        f" {summary['counts'][code]}</span>"
        for code in LOOKS
        if summary["counts"].get(code)
    )
    return (
        f"<h4>{escape(plan['title'][lang])}</h4>"
        f'<p class="s">{covers}{as_of}{made_up}</p>'
        f'{sentences}<p class="counts">{counts}</p>'
    )
