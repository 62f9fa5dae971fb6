"""The trajectory of a target: its figures over time, its limit, its pace and its deadline."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from genhe_targets.numerals import plainly
from genhe_targets.report.charts import Line, inline, joined, runs_of
from genhe_targets.report.labels import label
from genhe_targets.report.look import ORDER
from genhe_targets.report.records import VerdictRecord
from genhe_targets.vocabulary import LANGS, Lang

HISTORY_SIZE = (460, 190)
LIMITS = 3
"""Most limits that are drawn; where regions have their own, the bars beside them show them."""

LINES = 40
"""Most regions in one picture; those that call for action come first."""
CHINESE = 0.55
"""Extra width of a Chinese character, in ems: pygal takes every character for a Latin one."""


def history_svg(rows: Sequence[VerdictRecord]) -> str:
    """The trajectory of one target in its regions, as an element of a page; ``""`` for no value.

    The picture is drawn once and its words come in both languages, of which the page shows one.
    """
    import pygal

    rows = sorted(rows, key=_urgency)[:LINES]

    chart = pygal.XY(
        width=HISTORY_SIZE[0], height=HISTORY_SIZE[1], show_legend=False, show_x_guides=False,
        js=(), css=(), no_prefix=True, dots_size=2.6, margin=8, spacing=6, explicit_size=True,
        truncate_label=-1, allow_interruptions=True,
    )  # fmt: skip
    together: list[tuple[str, str]] = []
    kinds = history_chart(chart, rows, "zh", together if len(rows) > 1 else None)
    if not kinds:
        return ""
    marks = [*chart.y_labels, *chart.x_labels]
    return inline(chart, "hc", kinds, together, {mark["label"]: mark["en"] for mark in marks})


def _urgency(record: VerdictRecord) -> int:
    return ORDER.get(record["status"], 0)


def _worst_last(rows: Sequence[VerdictRecord]) -> list[VerdictRecord]:
    """In the order of drawing: what is worst comes out on top."""
    return sorted(rows, key=lambda row: -_urgency(row))


def history_chart(
    chart: Any,
    rows: Sequence[VerdictRecord],
    lang: Lang,
    together: list[tuple[str, str]] | None = None,
) -> list[str]:
    """Put a trajectory into an XY chart.

    Args:
        chart: The chart.
        rows: The standings of one target.
        lang: Language of the labels.
        together: Where to put kind and name of each region's line, so that all travel as one
            series; by default each is a series with a name of its own.

    Returns:
        What each of its series is: ``l`` the limit, ``c`` the pace, ``d`` the deadline, and
        ``v STATUS`` or, of several regions, ``r STATUS``, or ``""`` for all of these together;
        nothing where there is nothing to draw.
    """
    first = rows[0]
    values = [p["value"] for row in rows for p in row["history"] if p["value"] is not None]
    if not values or first["nature"] == "milestone":
        return []
    periods = {point["end"]: point["period"] for row in rows for point in row["history"]}
    days = {end: _ordinal(end) for end in sorted(periods)}
    due = _ordinal(first["due"]) if first["due"] else max(days.values())
    limits = sorted({row["limit"] for row in rows if row["limit"] is not None})
    paced = first["pace"] is not None and first["due"] and len(limits) == 1
    limits = limits if len(limits) <= LIMITS else []
    marks = [*values, *limits, *([0.0] if paced else [])]
    low, high = min(marks), max(marks)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    start = min(days.values()) if len(days) > 1 else min(days.values()) - 90
    end = max(*days.values(), due)
    if paced:
        start = min(start, _new_year(first))
    chart.range = (low - room, high + room)
    chart.xrange = (start, end)
    chart.y_labels = _scale(rows, limits, lang)
    chart.x_labels = _dates(days, periods, due, first["due"], lang)
    chart.margin_left = chart.config.margin + _extra(chart.y_labels)
    chart.margin_right = chart.config.margin + 26
    kinds = []
    for limit in limits:
        chart.add("", [(start, limit), (end, limit)], show_dots=False)
        kinds.append("l")
    if paced:
        chart.add("", _pace(first, due), show_dots=False)
        kinds.append("c")
    if first["due"]:
        chart.add("", [(due, low - room), (due, high + room)], show_dots=False)
        kinds.append("d")
    runs: list[Line] = []
    for row in _worst_last(rows):
        line: Line = [(days[p["end"]], p["value"]) for p in row["history"]]
        kind = f"{'v' if len(rows) == 1 else 'r'} {row['status']}"
        if together is None:
            chart.add(row["region_title"][lang], line, show_dots=len(rows) == 1 or _lonely(line))
            kinds.append(kind)
            continue
        name = f"{row['region_title']['zh']} {row['region_title']['en']}"
        parts = list(runs_of(line))
        runs += parts
        together += [(f"{kind} dot" if run[0] == run[-1] else kind, name) for run in parts]
    if together is not None:
        chart.add("", joined(runs), show_dots=False)
        kinds.append("")
    return kinds


def _lonely(line: Line) -> bool:
    """Whether a figure stands between gaps, so that no line would show it."""
    known = [False, *(value is not None for _, value in line), False]
    return any(known[at] and not known[at - 1] and not known[at + 1] for at in range(1, len(known)))


def _pace(record: VerdictRecord, due: int) -> list[tuple[int, float | None]]:
    """From nothing at the start of the year through the pace of today to the limit."""
    now = min(_ordinal(record["as_of"]), due)
    return [(_new_year(record), 0.0), (now, record["pace"]), (due, record["limit"])]


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def _new_year(record: VerdictRecord) -> int:
    civil = f"{(record['due'] or record['as_of'])[:4]}-01-01"
    return _ordinal(record.get("since", civil))


def _scale(rows: Sequence[VerdictRecord], limits: list[float], lang: Lang) -> list[dict[str, Any]]:
    """Marks on the upright axis: the limit by name, and the ends where they are not too near."""
    points = [point for row in rows for point in row["history"]]
    texts = {p["value"]: p["value_text"] for p in points if p["value"] is not None}
    low, high = min([*texts, *limits]), max([*texts, *limits])
    span = high - low or 1.0
    names = {str(one): f"{label('limit', one)} {rows[0]['limit_text']}" for one in LANGS}
    alone = len(limits) == 1
    wanted = [(limit, names if alone else _same(plainly(limit))) for limit in limits]
    wanted += [(value, _same(texts.get(value, plainly(value)))) for value in (low, high)]
    marks: list[dict[str, Any]] = []
    for value, name in wanted:
        if all(abs(value - mark["value"]) > span * 0.09 for mark in marks):
            marks.append(_mark(value, **name))
    return [{**mark, "label": mark[lang]} for mark in marks]


def _mark(value: float, zh: str, en: str) -> dict[str, Any]:
    return {"value": value, "zh": zh, "en": en}


def _same(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def _dates(
    days: dict[str, int], points: dict[str, str], due: int, deadline: str | None, lang: Lang
) -> list[dict[str, Any]]:
    """Marks on the level axis: periods, as many as there is room for, and the deadline."""
    ends = list(days)
    step = -(-len(ends) // 6)
    shown = ends[::-1][::step]
    near = (max(due, days[ends[-1]]) - days[ends[0]]) * 0.17 or 1
    marks = []
    if deadline and due not in days.values() and due >= days[ends[0]]:
        names = {str(one): f"{label('due', one)} {deadline[5:]}" for one in LANGS}
        marks.append(_mark(due, **names))
        shown = [day for day in shown if abs(days[day] - due) > near]
    marks = [*(_mark(days[day], **_same(points[day])) for day in shown), *marks]
    return [{**mark, "label": mark[lang]} for mark in marks]


def _extra(labels: list[dict[str, Any]]) -> int:
    """Room that Chinese labels need beyond what pygal reckons."""
    return int(max(sum(ord(c) > 0x2E7F for c in mark["label"]) for mark in labels) * 10 * CHINESE)
