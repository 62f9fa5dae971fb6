"""HTML: one self-contained page for an intranet, in both languages, that asks the network nothing.

The page carries a content security policy that forbids every request.  Without scripts it still
shows everything; scripts add filters, folding and the language switch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from genhe_targets.report import arrange
from genhe_targets.report.arrange import decided
from genhe_targets.report.labels import (
    LABELS,
    clause_text,
    day_text,
    printed,
    source_text,
    span_text,
)
from genhe_targets.report.ledger import COLUMNS as LEDGER_COLUMNS
from genhe_targets.report.look import FONTS, LOOKS
from genhe_targets.report.outline import MeasureOutline, Outline
from genhe_targets.report.recordlist import measure_outlines, outlines, worst_places
from genhe_targets.report.records import ReportRecords, VerdictRecord, Words
from genhe_targets.report.rollups import declared
from genhe_targets.vocabulary import LANGS, WORDS, Lang, unit_gap

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

HISTORY_CHARTS = 200
"""Most targets that get a chart of their history: a page must stay small enough to mail."""

ACROSS = 60
"""Most regions that stand beside each other; beyond, targets and work are counted over them."""

LISTED = 1300
"""Most standings that are listed one by one; beyond, those that call for action are.

So many scored items at most are listed too; beyond, the totals of the regions are.
"""


def render(records: ReportRecords, lang: Lang) -> bytes:
    """The report as a page; ``lang`` is the language it opens in."""
    from markupsafe import Markup

    from genhe_targets.report.charts import SmallCharts

    template = environment().get_template("report.html.jinja")
    standings = outlines(records["standings"])
    listed = _listed(records["standings"])
    regions = arrange.regions_of(standings)
    groups = [
        (clause, arrange.by_target(found))
        for clause, found in arrange.by_clause(listed, records["plan"])
    ]
    anchors = {(r["target"], r["region"]): f"v{n}" for n, r in enumerate(listed)}
    drawn = SmallCharts(listed)
    work = records["measures"] if len(regions) == 1 else measure_outlines(records["measures"])
    page = template.render(
        records=records,
        lang=lang,
        groups=groups,
        several=len(regions) > 1,
        regions=regions,
        places=arrange.regions_of(listed),
        shortened=len(listed) < len(standings),
        units=arrange.lead_units([*listed, *work]),
        **_over_regions(records, standings, work, regions),
        items=arrange.by_item(work),
        senders=arrange.by_sender(records["findings"]),
        counts={own["target"]: own["counts"] for own in records["summary"]["by_target"]},
        anchor=lambda record: anchors.get((record["target"], record["region"])),
        rollups=declared(records),
        carded=_scored(records) <= LISTED,
        acts=arrange.calls_for_action,
        finding=arrange.findings_by_id(records["findings"]).__getitem__,
        # S704: drawn from numbers, with no text inside
        spark=lambda record: Markup(drawn.sparkline(record)),  # noqa: S704
        bullet=lambda record: Markup(drawn.bullet(record)),  # noqa: S704
        history_chart=_history_charts(len(groups)),
    )
    return page.encode()


def _over_regions(
    records: ReportRecords,
    standings: Sequence[Outline],
    work: Sequence[MeasureOutline],
    regions: Mapping[str, Words],
) -> dict[str, Any]:
    """Targets and work by regions as matrices or, of very many regions, as counts."""
    by_clause = arrange.by_clause(standings, records["plan"])
    targets = arrange.by_target(record for _, found in by_clause for record in found)
    measures = arrange.by_measure(work)
    if len(regions) <= ACROSS:
        return {
            "targets": arrange.crossed(targets, regions),
            "measures": arrange.crossed(measures, regions),
            "worked": None,
        }
    areas = records["summary"]["by_region"]
    count = f"{len(areas):,}"
    zh, en = (LABELS["worst_only"][lang].format(ACROSS, count) for lang in LANGS)
    return {
        "targets": None,
        "measures": None,
        "areas": arrange.worst_regions(areas, ACROSS),
        "worst_only": both({"zh": zh, "en": en}),
        "aims": [_counted(found) for found in targets],
        "worked": [_counted(found) for found in measures],
        "work_counts": Counter(record["status"] for record in work),
    }


def _counted(found: Sequence[Outline] | Sequence[MeasureOutline]) -> dict[str, Any]:
    """A row of counts: of one target or one row of the work table over all regions."""
    counts = Counter(record["status"] for record in found)
    return {"title": found[0]["title"], "counts": counts, "total": len(found)}


def _listed(standings: Sequence[VerdictRecord]) -> Sequence[VerdictRecord]:
    """What is listed one by one: everything, or what calls for action in a very large report."""
    if len(standings) <= LISTED:
        return list(standings)
    return [standings[at] for at in sorted(worst_places(standings)[:LISTED])]


def _scored(records: ReportRecords) -> int:
    """How many items are scored, over all regions."""
    return sum(len(g["items"]) for card in records.get("scores", []) for g in card["groups"])


def _history_charts(targets: int) -> Any:
    """What draws the history of a target, where the page can afford it."""
    from markupsafe import Markup

    from genhe_targets.report.trajectory import history_svg

    def chart(found: list[VerdictRecord]) -> Markup:
        if targets > HISTORY_CHARTS:
            return Markup("")
        return Markup(history_svg(found))  # noqa: S704 - its labels are escaped

    return chart


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Jinja with escaping on, and the words of both languages at hand."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("genhe_targets.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        both=both, day=_day, source=_source, clause=_clause, units=_units, unit=_unit,
        span=span_text, printed=printed, decided=decided,
    )  # fmt: skip
    made.globals.update(
        L={key: both(words) for key, words in LABELS.items()},
        PLAIN=LABELS,
        STATUS={code: both({"zh": w["zh"], "en": w["en"]}) for code, w in WORDS.items()},
        WORDS=WORDS,
        LEDGER={c.name: both({"zh": c.zh, "en": c.en}) for c in LEDGER_COLUMNS},
        LOOKS=LOOKS,
        FONTS=FONTS,
    )
    return made


def both(words: Words) -> Markup:
    """A text in both languages, of which the page shows one."""
    from markupsafe import Markup, escape

    if words["zh"] == words["en"]:
        return Markup(escape(words["zh"]))  # noqa: S704 - escaped here
    zh, en = escape(words["zh"]), escape(words["en"])
    return Markup(f"<i class=z>{zh}</i><i class=e>{en}</i>")  # noqa: S704 - escaped above


def _day(day: str | None) -> Markup:
    return both({"zh": day_text(day, "zh"), "en": day_text(day, "en")})


def _source(record: VerdictRecord) -> Markup:
    texts = {lang: source_text(record["clause"], record["measure"], lang) for lang in LANGS}
    return both({"zh": texts["zh"], "en": texts["en"]})


def _clause(number: str) -> Markup:
    return both({"zh": clause_text(number, "zh"), "en": clause_text(number, "en").capitalize()})


def _units(units: list[Words]) -> Markup:
    zh = "、".join(unit["zh"] for unit in units) or "—"
    return both({"zh": zh, "en": ", ".join(unit["en"] for unit in units) or "—"})


def _unit(text: str, unit: Words) -> Markup:
    """A figure with its unit."""
    from markupsafe import Markup, escape

    if text in {"—", "✓", "✗"} or not unit["zh"]:
        return Markup(escape(text))  # noqa: S704 - escaped here
    same = unit["zh"] == unit["en"]
    shown = both(unit if same else {**unit, "en": unit_gap(unit["en"], "en") + unit["en"]})
    return escape(text) + Markup("<small>") + shown + Markup("</small>")
