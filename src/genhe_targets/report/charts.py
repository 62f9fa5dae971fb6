"""Small charts inside pages, drawn by pygal into lean SVG ahead of time.

pygal computes scales, points and axes; what it adds for pages of its own (style sheets, scripts,
tooltips, random ids) is left out, so that 600 charts stay small, ask the network for nothing and
come out the same each time.  Colours come from the classes of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

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


class SmallCharts:
    """The sparklines and bullets of a page, drawn in one go.

    pygal takes ten milliseconds to set a chart up and next to nothing for a line in it, so all
    lines of a page travel through one chart, each scaled to its own picture.

    Args:
        records: The standings that are shown.
    """

    def __init__(self, records: Iterable[VerdictRecord]) -> None:
        records = list(records)
        sparks = {key for key in map(_spark_key, records) if key}
        bullets = {key for key in map(_bullet_key, records) if key}
        self._sparks = dict(_drawn(sparks, _spark_lines, "sp", SPARK_SIZE))
        self._bullets = dict(_drawn(bullets, _bullet_lines, "bu", BULLET_SIZE))

    def sparkline(self, record: VerdictRecord) -> str:
        """The history of a standing at the height of words, with its limit; ``""`` for none."""
        key = _spark_key(record)
        return self._sparks[key] if key else ""

    def bullet(self, record: VerdictRecord) -> str:
        """The value as a bar against marks for the limit and the pace; ``""`` for neither."""
        key = _bullet_key(record)
        return self._bullets[key] if key else ""


SparkKey = tuple[tuple[float | None, ...], float | None]
BulletKey = tuple[float, float, float | None]
Named = tuple[str, Line]
Key = TypeVar("Key", SparkKey, BulletKey)


def _spark_key(record: VerdictRecord) -> SparkKey | None:
    values = tuple(point["value"] for point in record["history"])
    if record["nature"] == "milestone" or all(value is None for value in values):
        return None
    return values, record["limit"]


def _bullet_key(record: VerdictRecord) -> BulletKey | None:
    value, limit = record["value"], record["limit"]
    if value is None or limit is None or record["nature"] == "milestone":
        return None
    return value, limit, record["pace"]


def _spark_lines(key: SparkKey) -> Iterator[Named]:
    """The limit, the history, and the last figure as a point; in a square from 0 to 1."""
    values, limit = key
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    marks = [*(value for _, value in known), *([] if limit is None else [limit])]
    low, high = min(marks), max(marks)
    gap = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    across, up = _scaled(0, max(len(values) - 1, 1)), _scaled(low - gap, high + gap)
    if limit is not None:
        yield "l", [(0.0, up(limit)), (1.0, up(limit))]
    yield "v", [(across(at), None if v is None else up(v)) for at, v in enumerate(values)]
    end, value = known[-1]
    yield "p", [(across(end), up(value))]


def _bullet_lines(key: BulletKey) -> Iterator[Named]:
    """The ground, the bar, the limit and the pace; in a square from 0 to 1."""
    value, limit, pace = key
    marks = [mark for mark in (value, limit, pace, 0.0) if mark is not None]
    low, high = min(marks), max(marks)
    room = (high - low) * 0.06 or 1.0
    at = _scaled(low - (room if low < 0 else 0.0), high + room)
    yield "g", [(0.0, 0.5), (1.0, 0.5)]
    yield "b", [(at(0.0), 0.5), (at(value), 0.5)]
    yield "m", [(at(limit), 0.05), (at(limit), 0.95)]
    if pace is not None:
        yield "c", [(at(pace), 0.22), (at(pace), 0.78)]


def _scaled(low: float, high: float) -> Callable[[float], float]:
    span = high - low
    return lambda value: (value - low) / span


def _drawn(
    keys: Iterable[Key],
    lines_of: Callable[[Key], Iterator[Named]],
    name: str,
    size: tuple[int, int],
) -> Iterator[tuple[Key, str]]:
    """Pictures of all keys; a gap in a line parts it, for silence is not interpolated."""
    runs = [
        (key, kind, run) for key in keys for kind, line in lines_of(key) for run in runs_of(line)
    ]
    paths = _paths(size, [run for _, _, run in runs])
    drawn = zip(runs, paths, strict=True)
    for key, found in groupby(drawn, key=lambda item: item[0][0]):
        yield key, _svg(name, size, [(kind, path) for (_, kind, _), path in found])


def _paths(size: tuple[int, int], runs: Sequence[Line]) -> list[str]:
    """Lines within a square from 0 to 1 as paths of a picture of ``size``."""
    import pygal

    chart = pygal.XY(width=size[0], height=size[1], range=(0, 1), xrange=(0, 1), **_BARE)
    chart.add("", joined(runs), allow_interruptions=True)
    return [
        shorter(str(node.get("d")))
        for node in chart.render_tree().iter()
        if "line" in str(node.get("class") or "").split()
    ]


def joined(runs: Iterable[Line]) -> Line:
    """Lines as one interrupted series, for a series of its own costs pygal more than its points."""
    return [point for run in runs for point in (*run, (0.0, None))]


def runs_of(line: Line) -> Iterator[Line]:
    """The pieces of a line between gaps; a lone figure is a point, drawn by its round cap."""
    for known, group in groupby(line, key=lambda point: point[1] is not None):
        run = list(group)
        if known:
            yield run if len(run) > 1 else [run[0], run[0]]


def _svg(name: str, size: tuple[int, int], paths: Sequence[tuple[str, str]]) -> str:
    width, height = size
    body = "".join(f'<path class={kind} d="{path}"/>' for kind, path in paths)
    box = f"-{MARGIN} -{MARGIN} {width} {height}"
    return f'<svg class={name} viewBox="{box}">{body}</svg>'


def shorter(numbers: str) -> str:
    """Coordinates to a tenth of a pixel."""
    return _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), numbers)


def inline(
    chart: Any,
    name: str,
    kinds: Sequence[str],
    together: Sequence[tuple[str, str]] = (),
    english: Mapping[str, str] | None = None,
) -> str:
    """A whole chart, axes and labels included, as an element of a page.

    Args:
        chart: A pygal chart.
        name: Class of the picture.
        kinds: Class of each series, by which the page's style sheet draws it; ``""`` is for one
            that joins several lines.
        together: Class of each line in it, and its name for readers who point at it.
        english: Labels in English by what the chart says; without, a label stands for both.
    """
    tree = chart.render_tree()
    writing = _Writing(kinds, iter(together), english or {})
    body = "".join(writing.element(child) for child in tree)
    return f'<svg class="{name}" viewBox="{tree.get("viewBox")}" aria-hidden="true">{body}</svg>'


_DROPPED_TAGS = frozenset({"defs", "title", "desc", "script", "style"})
_DROPPED = frozenset({"background", "tooltip-overlay", "text-overlay"})
_KEPT = frozenset({"axis", "x", "y"})
_ATTRIBUTES = frozenset(
    {"d", "x", "y", "cx", "cy", "r", "width", "height", "transform", "text-anchor"}
)


class _Writing:
    """Writes what belongs into a page: no scripts, styles or tooltips, labels in both languages.

    It only walks the tree, for that differs between the two XML libraries pygal may find.
    """

    def __init__(
        self,
        kinds: Sequence[str],
        together: Iterator[tuple[str, str]],
        english: Mapping[str, str],
    ) -> None:
        self.kinds, self.together, self.english = kinds, together, english

    def lines(self, node: Any) -> str:
        """The lines of a series that joins several, each by itself."""
        from xml.sax.saxutils import escape

        paths = (p for p in node.iter() if "line" in str(p.get("class") or "").split())
        return "".join(
            f'<g class="{kind}"><title>{escape(name)}</title>'
            f'<path d="{shorter(str(path.get("d")))}"/></g>'
            for path, (kind, name) in zip(paths, self.together, strict=False)
        )

    def element(self, node: Any) -> str:
        """One element with what it holds, ``""`` for none."""
        from xml.sax.saxutils import escape, quoteattr

        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else "script"
        classes = str(node.get("class") or "").split()
        if tag in _DROPPED_TAGS or set(classes) & _DROPPED:
            return ""
        kept = [name for name in classes if name in _KEPT]
        number = next((c for c in classes if c.startswith("serie-")), "").removeprefix("serie-")
        if number and "series" in classes:
            if not self.kinds[int(number)]:
                return self.lines(node)
            kept.append(self.kinds[int(number)])
        text = node.text or ""
        within = escape(text) + "".join(self.element(child) for child in node)
        if tag == "g" and not within:
            return ""
        attributes = f" class={quoteattr(' '.join(kept))}" if kept else ""
        attributes += "".join(
            f" {key}={quoteattr(shorter(str(value)))}"
            for key, value in node.attrib.items()
            if key in _ATTRIBUTES
        )
        other = self.english.get(text, text)
        if tag == "text" and other != text:
            return (
                f"<text class=z{attributes}>{within}</text>"
                f"<text class=e{attributes}>{escape(other)}</text>"
            )
        return f"<{tag}{attributes}>{within}</{tag}>" if within else f"<{tag}{attributes}/>"
