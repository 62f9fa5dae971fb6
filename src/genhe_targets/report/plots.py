"""Figures: the trajectory of a target with its limit, pace and deadline; progress; the matrix.

All are pygal charts, whose text stays text: Chinese labels are drawn by the reader's own fonts.
"""

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
    made = _history(rows, lang)
    if made is None:
        return ""
    chart, kinds = made
    return inline(chart, "hc", kinds)


def _history(rows: Sequence[VerdictRecord], lang: Lang) -> tuple[Any, list[str]] | None:
    """The chart, and what each of its series is: ``v``, ``r`` (a region), ``l``, ``c``, ``d``."""
    import pygal

    first = rows[0]
    values = [p["value"] for row in rows for p in row["history"] if p["value"] is not None]
    if not values or first["nature"] == "milestone":
        return None
    points = {point["end"]: point["period"] for row in rows for point in row["history"]}
    days = {end: _ordinal(end) for end in sorted(points)}
    due = _ordinal(first["due"]) if first["due"] else max(days.values())
    marks = [*values, *(row["limit"] for row in rows if row["limit"] is not None)]
    if first["pace"] is not None:
        marks.append(0.0)
    low, high = min(marks), max(marks)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    start = min(days.values()) if len(days) > 1 else min(days.values()) - 90
    chart = pygal.XY(
        width=HISTORY_SIZE[0], height=HISTORY_SIZE[1], range=(low - room, high + room),
        xrange=(start, max(*days.values(), due)), show_legend=False, show_x_guides=False,
        js=(), css=(), no_prefix=True, dots_size=2.6, margin=8, spacing=6, explicit_size=True,
        truncate_label=-1, allow_interruptions=True,
    )  # fmt: skip
    limits = {row["limit"] for row in rows if row["limit"] is not None}
    chart.y_labels = _scale(low, high, limits, first, lang)
    chart.x_labels = _dates(days, points, due, first["due"], lang)
    chart.margin_left = 8 + _extra(chart.y_labels)
    chart.margin_right = 34
    kinds = []
    end = max(*days.values(), due)
    for limit in sorted(limits):
        chart.add("", [(start, limit), (end, limit)], show_dots=False)
        kinds.append("l")
    if first["pace"] is not None and first["limit"] is not None and first["due"]:
        begin = _ordinal(f"{first['due'][:4]}-01-01")
        now = _ordinal(first["as_of"])
        way = [(begin, 0.0), (min(now, due), first["pace"]), (due, first["limit"])]
        chart.add("", way, show_dots=False)
        kinds.append("c")
    if first["due"] and due <= end:
        chart.add("", [(due, low - room), (due, high + room)], show_dots=False)
        kinds.append("d")
    worst_last = sorted(rows, key=lambda row: -ORDER.get(row["status"], 0))
    for row in worst_last:
        line = [(days[p["end"]], p["value"]) for p in row["history"]]
        chart.add(row["region_title"][lang], line)
        kinds.append(f"v {row['status']}" if len(rows) == 1 else f"r {row['status']}")
    return chart, kinds


def _ordinal(day: str) -> int:
    return datetime.date.fromisoformat(day).toordinal()


def _scale(
    low: float, high: float, limits: set[float], first: VerdictRecord, lang: Lang
) -> list[dict[str, Any]]:
    """Marks on the upright axis: the limit by name, and the ends where they are not too near."""
    span = high - low or 1.0
    name = f"{label('limit', lang)} {first['limit_text']}"
    marks = {limit: name if len(limits) == 1 else f"{limit:g}" for limit in sorted(limits)}
    for value in (low, high):
        if all(abs(value - mark) > span * 0.09 for mark in marks):
            marks[value] = f"{value:g}"
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
