"""The trajectory of a target: its figures over time, its limit, its pace and its deadline."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from genhe_targets.report.charts import inline
from genhe_targets.report.labels import label
from genhe_targets.report.look import ORDER
from genhe_targets.report.records import VerdictRecord
from genhe_targets.vocabulary import Lang

HISTORY_SIZE = (460, 190)
CHINESE = 0.55
"""Extra width of a Chinese character, in ems: pygal takes every character for a Latin one."""


def history_svg(rows: Sequence[VerdictRecord], lang: Lang) -> str:
    """The trajectory of one target in its regions, as an element of a page; ``""`` for no value."""
    import pygal

    chart = pygal.XY(
        width=HISTORY_SIZE[0], height=HISTORY_SIZE[1], show_legend=False, show_x_guides=False,
        js=(), css=(), no_prefix=True, dots_size=2.6, margin=8, spacing=6, explicit_size=True,
        truncate_label=-1, allow_interruptions=True,
    )  # fmt: skip
    kinds = history_chart(chart, rows, lang)
    return inline(chart, "hc", kinds) if kinds else ""


def history_chart(chart: Any, rows: Sequence[VerdictRecord], lang: Lang) -> list[str]:
    """Put a trajectory into an XY chart.

    Returns:
        What each of its series is: ``l`` the limit, ``c`` the pace, ``d`` the deadline, and
        ``v STATUS`` or, of several regions, ``r STATUS``; empty where there is nothing to draw.
    """
    first = rows[0]
    values = [p["value"] for row in rows for p in row["history"] if p["value"] is not None]
    if not values or first["nature"] == "milestone":
        return []
    periods = {point["end"]: point["period"] for row in rows for point in row["history"]}
    days = {end: _ordinal(end) for end in sorted(periods)}
    due = _ordinal(first["due"]) if first["due"] else max(days.values())
    limits = sorted({row["limit"] for row in rows if row["limit"] is not None})
    paced = first["pace"] is not None and first["limit"] is not None and first["due"]
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
    for row in sorted(rows, key=lambda row: -ORDER.get(row["status"], 0)):  # the worst on top
        line = [(days[p["end"]], p["value"]) for p in row["history"]]
        chart.add(row["region_title"][lang], line)
        kinds.append(f"{'v' if len(rows) == 1 else 'r'} {row['status']}")
    return kinds


def _pace(record: VerdictRecord, due: int) -> list[tuple[int, float | None]]:
    """From nothing at the start of the year through the pace of today to the limit."""
    now = min(_ordinal(record["as_of"]), due)
    return [(_new_year(record), 0.0), (now, record["pace"]), (due, record["limit"])]


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def _new_year(record: VerdictRecord) -> int:
    return _ordinal(f"{(record['due'] or record['as_of'])[:4]}-01-01")


def _scale(rows: Sequence[VerdictRecord], limits: list[float], lang: Lang) -> list[dict[str, Any]]:
    """Marks on the upright axis: the limit by name, and the ends where they are not too near."""
    points = [point for row in rows for point in row["history"]]
    texts = {p["value"]: p["value_text"] for p in points if p["value"] is not None}
    low, high = min([*texts, *limits]), max([*texts, *limits])
    span = high - low or 1.0
    name = f"{label('limit', lang)} {rows[0]['limit_text']}"
    marks = {limit: name if len(limits) == 1 else f"{limit:g}" for limit in limits}
    for value in (low, high):
        if all(abs(value - mark) > span * 0.09 for mark in marks):
            marks[value] = texts.get(value, f"{value:g}")
    return [{"label": text, "value": value} for value, text in marks.items()]


def _dates(
    days: dict[str, int], points: dict[str, str], due: int, deadline: str | None, lang: Lang
) -> list[dict[str, Any]]:
    """Marks on the level axis: periods, as many as there is room for, and the deadline."""
    ends = list(days)
    step = -(-len(ends) // 6)
    shown = ends[::-1][::step]
    near = (max(due, days[ends[-1]]) - days[ends[0]]) / 8 or 1
    marks = []
    if deadline and due not in days.values() and due >= days[ends[0]]:
        marks.append({"label": f"{label('due', lang)} {deadline[5:]}", "value": due})
        shown = [day for day in shown if abs(days[day] - due) > near]
    return [*({"label": points[day], "value": days[day]} for day in shown), *marks]


def _extra(labels: list[dict[str, Any]]) -> int:
    """Room that Chinese labels need beyond what pygal reckons."""
    return int(max(sum(ord(c) > 0x2E7F for c in mark["label"]) for mark in labels) * 10 * CHINESE)
