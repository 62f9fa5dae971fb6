"""Markdown: for pull requests, wikis and chats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from genhe_targets.report.arrange import (
    by_clause,
    calls_for_action,
    decided,
    hint_beside,
    regions_of,
    urgent_first,
)
from genhe_targets.report.labels import day_text, label, source_text, units_text, with_unit
from genhe_targets.report.look import LOOKS, SEVERITY_MARKS, mark
from genhe_targets.report.records import ReportRecords, VerdictRecord
from genhe_targets.report.rollups import of_level
from genhe_targets.vocabulary import Lang, Severity, word

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def render(records: ReportRecords, lang: Lang) -> bytes:
    """The report as Markdown with tables."""
    return ("\n".join(lines(records, lang)).rstrip() + "\n").encode()


def lines(records: ReportRecords, lang: Lang) -> Iterator[str]:
    """The lines of the document."""
    plan, summary = records["plan"], records["summary"]
    yield f"# {plain(plan['title'][lang])}"
    yield ""
    yield f"{label('as_of', lang)} {day_text(records['as_of'], lang)}"
    if plan["made_up"]:
        yield ""
        yield f"> {label('made_up', lang)}"
    yield ""
    yield f"**{label('ok' if summary['ok'] else 'not_ok', lang)}**"
    yield ""
    yield from (f"- {plain(line[lang])}" for line in summary["headline"])
    yield ""
    codes = [code for code in LOOKS if summary["counts"].get(code)]
    yield from table(
        [f"{mark(code)} {word(code, lang)}" for code in codes],
        [[str(summary["counts"][code]) for code in codes]],
    )
    yield from _changes(records, lang)
    standings = records["standings"]
    wanted = urgent_first(record for record in standings if calls_for_action(record))
    if wanted:
        yield f"## {label('urgent', lang)}"
        yield ""
        yield from _standings(wanted, lang)
    yield f"## {label('by_target', lang)}"
    yield ""
    for clause, found in by_clause(standings, plan):
        number = (f"（{clause['number']}）" if lang == "zh" else f"{clause['number']} ").strip()
        yield f"### {number if clause['number'] else ''} {plain(clause['title'][lang])}".rstrip()
        yield ""
        yield from _standings(found, lang)
    yield from _rollups(records, lang)
    yield from _scores(records, lang)
    yield from _findings(records, lang)
    yield from _basis(records, lang)


def _standings(records: Sequence[VerdictRecord], lang: Lang) -> Iterator[str]:
    columns = ["status", "target", "limit", "value", "due", "lead", "source", "reason"]
    if len(regions_of(records)) > 1:
        columns.insert(1, "region")
    rows = []
    for record in records:
        unit = record["unit"][lang]
        late = f" **{label('overdue', lang)}**" if record["overdue"] else ""
        cells = {
            "status": f"{mark(record['status'])} {record['status_word'][lang]}",
            "region": plain(record["region_title"][lang]),
            "target": plain(record["title"][lang]),
            "limit": plain(with_unit(record["limit_text"], unit, lang)),
            "value": plain(with_unit(record["value_text"], unit, lang)),
            "due": (record["due"] or "—") + late,
            "lead": plain(units_text(record["lead"], lang)),
            "source": plain(source_text(record["clause"], record["measure"], lang)),
            "reason": plain(record["reason_text"][lang]),
        }
        rows.append([cells[column] for column in columns])
    yield from table([label(column, lang) for column in columns], rows)


def _changes(records: ReportRecords, lang: Lang) -> Iterator[str]:
    if "changes" not in records:
        return
    changes = records["changes"]
    yield f"## {label('changes', lang)}"
    yield ""
    yield from (f"- {plain(line[lang])}" for line in changes["headline"])
    yield ""
    if changes["items"]:
        names = ("change", "region", "target", "before", "before_value", "now", "value", "lead")
        yield from table(
            [label(name, lang) for name in names],
            [
                [
                    item["change_word"][lang],
                    plain(item["region_title"][lang]),
                    plain(item["title"][lang]),
                    f"{mark(item['status_before'])} {item['status_before_word'][lang]}",
                    plain(item["value_before_text"]),
                    f"{mark(item['status'])} {item['status_word'][lang]}",
                    plain(item["value_text"]),
                    plain(units_text(item["lead"], lang)),
                ]
                for item in changes["items"]
            ],
        )
    if changes["revisions"]:
        revised = ("region", "target", "period", "before_value", "now")
        yield f"### {label('revisions', lang)}"
        yield ""
        yield from table(
            [label(name, lang) for name in revised],
            [
                [
                    plain(item["region_title"][lang]),
                    plain(item["title"][lang]),
                    item["period"],
                    plain(item["before_text"]),
                    plain(item["after_text"]),
                ]
                for item in changes["revisions"]
            ],
        )


def _rollups(records: ReportRecords, lang: Lang) -> Iterator[str]:
    """What the verdicts of the plan, of regions and of units come to."""
    heads = [label(name, lang) for name in ("name", "rollup", "total", "method")]
    found = records.get("rollups", [])
    rows = [
        [
            plain(record["title"][lang]),
            f"{mark(record['status'])} {record['status_word'][lang]}",
            str(record["total"]),
            plain(record["method"][lang]),
        ]
        for level in ("plan", "region", "unit")
        for record in of_level(found, level).values()
    ]
    if rows:
        yield f"## {label('rollup', lang)}"
        yield ""
        yield from table(heads, rows)


def _scores(records: ReportRecords, lang: Lang) -> Iterator[str]:
    """A card for each region, where the plan declares a scoring."""
    heads = [
        label(name, lang)
        for name in ("target", "status", "available", "lost", "gained", "score", "how")
    ]
    for card in records.get("scores", []):
        grade = card["grade_word"][lang] if card["grade_word"] else "—"
        title = f"{label('scores', lang)} {card['region_title'][lang]}"
        yield f"## {plain(title)}"
        yield ""
        yield f"**{card['text']} / {card['full']:g} · {plain(grade)}**"
        yield ""
        yield plain(card["how"][lang])
        yield ""
        yield from (f"- {plain(veto[lang])}" for veto in card["vetoes"])
        if card["vetoes"]:
            yield ""
        rows = []
        for group in card["groups"]:
            name, points = f"**{plain(group['title'][lang])}**", f"{group['available']:g}"
            rows.append([name, "", points, "", "", f"**{group['text']}**", ""])
            rows += [
                [
                    plain(item["title"][lang]),
                    f"{mark(item['status'])} {item['status_word'][lang]}",
                    f"{item['available']:g}", item["lost_text"], item["gained_text"],
                    item["text"], plain(item["how"][lang]),
                ]
                for item in group["items"]
            ]  # fmt: skip
        yield from table(heads, rows)


def _findings(records: ReportRecords, lang: Lang) -> Iterator[str]:
    if not records["findings"]:
        return
    yield f"## {label('findings', lang)}"
    yield ""
    heads = [label(column, lang) for column in ("severity", "place", "text", "message")]
    yield from table(
        heads,
        [
            [
                f"{SEVERITY_MARKS[Severity(f['severity'])]} {f['severity_word'][lang]}",
                plain(f["place"]),
                plain(f["text"]),
                plain(f"{f['message'][lang]} {hint_beside(f, lang)}".strip()),
            ]
            for f in records["findings"]
        ],
    )


def _basis(records: ReportRecords, lang: Lang) -> Iterator[str]:
    yield f"## {label('basis', lang)}"
    yield ""
    yield f"- {label('content_hash', lang)}: `{records['plan']['content_hash']}`"
    for source in records["provenance"]["sources"]:
        rows = f"{plain(decided(source))}, {source['rows']} {label('rows', lang)}"
        yield f"- {plain(source['name'])}: {rows}, SHA-256 `{source['sha256']}`"
    versions = records["provenance"]["versions"].items()
    yield f"- {label('versions', lang)}: " + ", ".join(f"{name} {v}" for name, v in versions)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, and the empty line after it."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def plain(text: str) -> str:
    """A text in which nothing is markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
