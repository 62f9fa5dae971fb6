"""Small charts inside pages, drawn by pygal into lean SVG ahead of time.

pygal computes scales, points and axes; what it adds for pages of its own (style sheets, scripts,
tooltips, random ids) is left out, so that 600 charts stay small, ask the network for nothing and
come out the same each time.  Colours come from the classes of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from genhe_targets.report.records import VerdictRecord

SPARK_SIZE = (88, 22)
BULLET_SIZE = (112, 18)
MARGIN = 3

_NUMBER = re.compile(r"-?\d+\.\d+")
_BARE: dict[str, Any] = {
    "js": (), "css": (), "no_prefix": True, "show_legend": False,
    "show_x_labels": False, "show_y_labels": False, "show_dots": False, "spacing": 0,
    "margin": MARGIN, "no_data_text": "", "min_scale": 1, "max_scale": 1,
}  # fmt: skip

Line = list[tuple[float, float | None]]


def sparkline(record: VerdictRecord) -> str:
    """The history of a standing as a line of words' height, with the limit; ``""`` for none."""
    values = tuple(point["value"] for point in record["history"])
    known = [value for value in values if value is not None]
    if not known or record["nature"] == "milestone":
        return ""
    return _spark(values, record["limit"])


@lru_cache(maxsize=4096)
def _spark(values: tuple[float | None, ...], limit: float | None) -> str:
    known = [value for value in values if value is not None]
    marks = [*known, *([] if limit is None else [limit])]
    low, high = min(marks), max(marks)
    gap = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    end = float(max(len(values) - 1, 1))
    lines = [[(float(at), value) for at, value in enumerate(values)]]
    if limit is not None:
        lines.append([(0.0, limit), (end, limit)])
    paths = _paths(SPARK_SIZE, lines, (0.0, end), (low - gap, high + gap))
    drawn = [("l", paths.pop())] if limit is not None else []
    drawn += [("v", path) for path in paths]
    x, y = paths[-1].removeprefix("M").replace("L", "").split()[-2:]
    drawn.append(("p", f"M{x} {y}h0"))
    return _svg("sp", SPARK_SIZE, drawn)


def bullet(record: VerdictRecord) -> str:
    """The value as a bar against a mark for the limit and one for the pace; ``""`` for neither."""
    value, limit = record["value"], record["limit"]
    if value is None or limit is None or record["nature"] == "milestone":
        return ""
    return _bullet(value, limit, record["pace"])


@lru_cache(maxsize=4096)
def _bullet(value: float, limit: float, pace: float | None) -> str:
    marks = [mark for mark in (value, limit, pace, 0.0) if mark is not None]
    low, high = min(marks), max(marks)
    room = (high - low) * 0.06 or 1.0
    scale = (low - (room if low < 0 else 0.0), high + room)
    lines: list[Line] = [[(scale[0], 0.0), (scale[1], 0.0)], [(0.0, 0.0), (value, 0.0)]]
    lines += [[(limit, -0.9), (limit, 0.9)]]
    lines += [] if pace is None else [[(pace, -0.55), (pace, 0.55)]]
    paths = _paths(BULLET_SIZE, lines, scale, (-1.0, 1.0))
    return _svg("bu", BULLET_SIZE, list(zip("gbmc", paths, strict=False)))


def _paths(
    size: tuple[int, int],
    lines: Sequence[Line],
    across: tuple[float, float],
    up: tuple[float, float],
) -> list[str]:
    """Lines scaled into a picture; a gap in a line parts it, for silence is not interpolated.

    They travel as one interrupted series, which costs pygal a third of what a series each does.
    """
    import pygal

    chart = pygal.XY(width=size[0], height=size[1], range=up, xrange=across, **_BARE)
    points: list[tuple[float, float | None]] = []
    for run in (run for line in lines for run in _runs(line)):
        points += [*run, (0.0, None)]
    chart.add("", points, allow_interruptions=True)
    return [
        shorter(str(node.get("d")))
        for node in chart.render_tree().iter()
        if "line" in str(node.get("class") or "").split()
    ]


def _runs(line: Line) -> Iterator[Line]:
    """The pieces of a line between gaps; a lone figure is a short stroke, not nothing."""
    for known, group in groupby(line, key=lambda point: point[1] is not None):
        run = list(group)
        if known:
            at, value = run[0]
            yield run if len(run) > 1 else [(at - 0.04, value), (at + 0.04, value)]


def _svg(name: str, size: tuple[int, int], paths: Sequence[tuple[str, str]]) -> str:
    width, height = size
    body = "".join(f'<path class={kind} d="{path}"/>' for kind, path in paths)
    box = f"-{MARGIN} -{MARGIN} {width} {height}"
    return f'<svg class={name} viewBox="{box}">{body}</svg>'


def shorter(numbers: str) -> str:
    """Coordinates to a tenth of a pixel."""
    return _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), numbers)


def sparktext(values: Sequence[float | None]) -> str:
    """A history in characters, for plain text; a gap is ``·``."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    steps = "▁▂▃▄▅▆▇█"
    return "".join(
        "·" if value is None else steps[int(7 * (value - low) / span) if span else 3]
        for value in values
    )


def inline(chart: Any, name: str, kinds: Sequence[str]) -> str:
    """A whole chart, axes and labels included, as an element of a page.

    Args:
        chart: A pygal chart.
        name: Class of the picture.
        kinds: Class of each series, by which the page's style sheet draws it.
    """
    tree = chart.render_tree()
    for node in list(tree.iter()):
        if not _shown(node):
            node.getparent().remove(node)
            continue
        classes = str(node.attrib.pop("class", "")).split()
        number = next((c for c in classes if c.startswith("serie-")), "")
        kept = [c for c in classes if c in _KEPT]
        if number:
            kept.append(kinds[int(number.removeprefix("serie-"))])
        if kept:
            node.set("class", " ".join(kept))
    return _serialised(tree, name)


_KEPT = frozenset({"axis", "x", "y", "guide", "line", "major", "titles", "title", "dots", "dot"})
_DROPPED = frozenset({"background", "tooltip-overlay", "text-overlay"})


def _shown(node: Any) -> bool:
    """Whether a node of a pygal chart belongs into a page: no scripts, styles, tooltips."""
    if not isinstance(node.tag, str):
        return False
    tag = node.tag.rpartition("}")[2]
    if tag in {"defs", "title", "desc"}:
        return node.getparent() is None
    return not set(str(node.get("class") or "").split()) & _DROPPED


def _serialised(tree: Any, name: str) -> str:
    from xml.sax.saxutils import escape, quoteattr

    def written(node: Any) -> str:
        tag = node.tag.rpartition("}")[2]
        within = escape(node.text or "") + "".join(written(child) for child in node)
        if tag == "g" and not within:
            return ""
        attributes = "".join(
            f" {key}={quoteattr(shorter(value))}"
            for key, value in node.attrib.items()
            if "}" not in key and key in _ATTRIBUTES
        )
        return f"<{tag}{attributes}>{within}</{tag}>" if within else f"<{tag}{attributes}/>"

    body = "".join(written(child) for child in tree)
    return f'<svg class="{name}" viewBox="{tree.get("viewBox")}" role="img">{body}</svg>'


_ATTRIBUTES = frozenset(
    {"class", "d", "x", "y", "cx", "cy", "r", "width", "height", "transform", "text-anchor"}
)
