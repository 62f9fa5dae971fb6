"""Figures for notebooks and slides: progress to the limit, a trajectory, the matrix of regions.

All are pygal charts.  Their text stays text, so that Chinese labels are drawn by the reader's own
fonts; they ask the network for nothing and are the same for the same report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import pygal
from pygal.style import Style

from genhe_targets.report.arrange import by_target, regions_of, urgent_first
from genhe_targets.report.explain import find
from genhe_targets.report.labels import day_text, label
from genhe_targets.report.look import FONTS, LOOKS, ORDER, mark
from genhe_targets.report.records import ReportRecords, VerdictRecord
from genhe_targets.report.trajectory import history_chart
from genhe_targets.vocabulary import Lang, Status, word

WIDTH = 760
ROW = 26
CHINESE = 0.6
"""Extra width of a Chinese character, in ems: pygal takes every character for a Latin one."""

STYLE = Style(
    background="#ffffff", plot_background="#ffffff", foreground="#5a6570",
    foreground_strong="#1b232c", foreground_subtle="#d5dbe0", font_family=FONTS,
    label_font_size=12, major_label_font_size=12, value_font_size=12, title_font_size=16,
    legend_font_size=12, tooltip_font_size=12, no_data_font_size=16, guide_stroke_color="#e7ebee",
    major_guide_stroke_color="#d5dbe0", guide_stroke_dasharray="", major_guide_stroke_dasharray="",
    opacity="1", stroke_opacity="1", stroke_width="2", transition="0s",
    value_colors=("#1b232c",) * 200,
)  # fmt: skip


class Figure(pygal.graph.graph.Graph):  # type: ignore[misc] # pygal has no types
    """What all figures share: no scripts, no dates, no picture format that needs more libraries."""

    _repr_png_ = None

    def settle(self, name: str) -> None:
        """Fix the id by which the style sheet inside finds its chart.

        Args:
            name: What the figure shows; figures of one page need different names.
        """
        self.uuid = hashlib.sha256(name.encode()).hexdigest()[:12]
        own = f"inline:#chart-{self.uuid} .text-overlay text.value{{text-anchor:start}}"
        self.css = [*self.config.css, own]
        self.add_xml_filter(_without_scripts)


def _without_scripts(tree: Any) -> Any:
    for node in list(tree.iter()):
        for child in list(node):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] == "script":
                node.remove(child)
    return tree


class Progress(Figure, pygal.HorizontalBar):  # type: ignore[misc] # pygal has no types
    """How far each target is on the way to its limit."""


class Trajectory(Figure, pygal.XY):  # type: ignore[misc] # pygal has no types
    """The figures of one target over time, with its limit, pace and deadline."""


class Matrix(Figure, pygal.Dot):  # type: ignore[misc] # pygal has no types
    """Targets by regions; a status is a coloured field with its mark."""

    def dot(self, serie: Any, r_max: float) -> None:
        """Draw the fields of one target."""
        nodes = self.svg.serie(serie)
        width = self.view.x(1) - self.view.x(0) - 3
        height = min(self.view.y(0) - self.view.y(1), 2.1 * r_max) - 3
        for at, point in enumerate(serie.points):
            status = serie.metadata.get(at, {}).get("status", "")
            if not status:
                continue
            x, y = self.view(point)
            look = LOOKS[Status(status)]
            self.svg.node(
                nodes["plot"], "rect", x=x - width / 2, y=y - height / 2, width=width,
                height=height, rx=2, style=f"fill:{look.tint};stroke:none",
            )  # fmt: skip
            text = self.svg.node(
                nodes["plot"], "text", x=x, y=y + 4.5,
                style=f"fill:{look.ink};font-size:13px;text-anchor:middle",
            )  # fmt: skip
            text.text = look.mark


KINDS = ("progress", "trajectory", "matrix")


def plot(
    records: ReportRecords,
    kind: str | None = None,
    *,
    target: str | None = None,
    region: str | None = None,
    lang: Lang = "zh",
) -> Figure:
    """A figure of a report; it shows itself in a notebook, ``render_to_file`` writes an SVG.

    Args:
        records: The report.
        kind: ``progress``, ``trajectory`` or ``matrix``; by default a trajectory where a target
            is named, a matrix where several regions report, else progress.
        target: Id or title, for a trajectory.
        region: Code or name, to look at one region.
        lang: Language of the labels.

    Raises:
        ValueError: There is no such figure, target or region.
    """
    several = len(regions_of(records["standings"])) > 1
    kind = kind or ("trajectory" if target else "matrix" if several and not region else "progress")
    if kind == "trajectory":
        if not target:
            raise ValueError("a trajectory is of one target: name it by target=")
        if region or not several:
            return trajectory(records, [find(records, target, region)], lang)
        code = next((r["target"] for r in records["standings"] if target in _names(r)), target)
        rows = [r for r in records["standings"] if r["target"] == code]
        return trajectory(records, rows or [find(records, target)], lang)
    if kind == "matrix":
        return matrix(records, lang)
    if kind == "progress":
        return progress(records, region, lang)
    raise ValueError(f"no figure {kind!r}; there are {', '.join(KINDS)}")


def _names(record: VerdictRecord) -> tuple[str, ...]:
    return record["target"], record["title"]["zh"], record["title"]["en"]


def _title(records: ReportRecords, text: str, lang: Lang) -> str:
    return f"{text} · {label('as_of', lang)} {day_text(records['as_of'], lang)}"


def left(texts: Sequence[str], size: int = 12) -> int:
    """Room that Chinese labels need beyond what pygal reckons, in pixels."""
    return int(max((sum(ord(c) > 0x2E7F for c in text) for text in texts), default=0) * size * 0.42)


def progress(records: ReportRecords, region: str | None, lang: Lang) -> Figure:
    """Bars of progress, what calls for action on top."""
    rows = [r for r in records["standings"] if r["progress"] is not None]
    areas = regions_of(rows)
    if region:
        rows = [r for r in rows if region in (r["region"], *r["region_title"].values())]
        if not rows:
            raise ValueError(f"no region {region!r}; there are {', '.join(areas)}")
    rows = urgent_first(rows)[::-1]
    several = len(regions_of(rows)) > 1
    names = [
        f"{r['region_title'][lang]} {r['title'][lang]}" if several else r["title"][lang]
        for r in rows
    ]
    chart = Progress(
        style=STYLE, js=(), width=WIDTH, height=90 + ROW * max(len(rows), 3), range=(0, 100),
        show_legend=False, title=_title(records, label("progress", lang), lang), spacing=6,
        print_values=True, print_values_position="top", truncate_label=-1, margin=16,
        show_y_guides=True, max_scale=6, value_formatter=lambda value: f"{value:.0f}%",
        explicit_size=True,
    )  # fmt: skip
    chart.x_labels = names
    chart.margin_left = 16 + left(names)
    chart.margin_right = 110
    chart.add("", [_bar(record, lang) for record in rows], rounded_bars=2)
    chart.settle(f"progress {region} {records['as_of']} {lang}")
    return chart


def _bar(record: VerdictRecord, lang: Lang) -> dict[str, Any]:
    """One bar, with its status by mark and word behind it."""
    share = 100 * (record["progress"] or 0.0)
    shown = f"{int(share + 1e-9)}% {mark(record['status'])} {record['status_word'][lang]}"
    ink = LOOKS[Status(record["status"])].ink
    return {"value": min(share, 100.0), "color": ink, "formatter": lambda _: shown}


def trajectory(records: ReportRecords, rows: Sequence[VerdictRecord], lang: Lang) -> Figure:
    """One target over time in one region or several."""
    first = rows[0]
    several = len(rows) > 1
    place = "" if several else f" · {first['region_title'][lang]}"
    chart = Trajectory(
        style=STYLE, js=(), width=WIDTH, height=380 + 8 * len(rows), margin=18, spacing=10,
        title=f"{first['title'][lang]}{place}", legend_at_bottom=True, dots_size=3.4,
        legend_at_bottom_columns=4 if len(rows) == 1 else 3, truncate_legend=40, truncate_label=-1,
        allow_interruptions=True, show_x_guides=False, no_data_text="—", explicit_size=True,
    )  # fmt: skip
    kinds = history_chart(chart, rows, lang) or []
    names = {
        "l": label("limit", lang),
        "c": label("pace", lang),
        "d": label("due", lang),
    }
    dashes = {"l": "6,4", "c": "2,4", "d": "1,0"}
    inks = {"l": "#1d5a74", "c": "#7c8791", "d": "#7c8791"}
    colors = []
    for (values, options), kind in zip(chart.raw_series, kinds, strict=True):
        del values
        if kind in names:
            colors.append(inks[kind])
            options["title"] = names[kind]
            options["stroke_style"] = {"width": 1.6, "dasharray": dashes[kind]}
            continue
        status = kind.split()[-1]
        colors.append(LOOKS[Status(status)].ink)
        options["title"] = f"{options['title']} {mark(status)}"
        options["stroke_style"] = {"width": 2}
    style = Style(**{**STYLE.__dict__, "colors": tuple(colors) or STYLE.colors})
    chart.style = style
    chart.settle(f"trajectory {first['target']} {place} {records['as_of']} {lang}")
    return chart


def matrix(records: ReportRecords, lang: Lang) -> Figure:
    """Targets by regions."""
    areas = regions_of(records["standings"])
    groups = by_target(records["standings"])
    names = [rows[0]["title"][lang] for rows in groups]
    used = {r["status"] for r in records["standings"]}
    legend = "   ".join(f"{mark(c)} {word(c, lang)}" for c in ORDER if c in used)
    chart = Matrix(
        style=STYLE, js=(), width=max(WIDTH, 330 + 46 * len(areas)),
        height=190 + ROW * len(groups), margin=16, explicit_size=True, show_legend=False,
        title=f"{_title(records, label('by_region', lang), lang)}\n{legend}", spacing=8,
        x_label_rotation=-40, truncate_label=-1, show_x_guides=False, show_y_guides=False,
    )  # fmt: skip
    chart.x_labels = [title[lang] for title in areas.values()]
    chart.margin_left = 16 + left(names)
    chart.margin_bottom = 30 + left(chart.x_labels)
    for name, rows in zip(names, groups, strict=True):
        found = {row["region"]: row["status"] for row in rows}
        chart.add(name, [{"value": 1, "status": found.get(code, "")} for code in areas])
    chart.settle(f"matrix {records['as_of']} {lang}")
    return chart
