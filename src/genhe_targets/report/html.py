"""HTML: one self-contained page for an intranet, in both languages, that asks the network nothing.

The page carries a content security policy that forbids every request.  Without scripts it still
shows everything; scripts add filters, unfolding and the language switch.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from genhe_targets.report import arrange, charts
from genhe_targets.report.arrange import decided
from genhe_targets.report.labels import LABELS, day_text, source_text
from genhe_targets.report.ledger import COLUMNS as LEDGER_COLUMNS
from genhe_targets.report.look import FONTS, LOOKS
from genhe_targets.report.records import ReportRecords, VerdictRecord, Words
from genhe_targets.vocabulary import LANGS, WORDS, Lang

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

HISTORY_CHARTS = 200
"""Most targets that get a chart of their history: a page must stay small enough to mail."""


def render(records: ReportRecords, lang: Lang) -> bytes:
    """The report as a page; ``lang`` is the language it opens in."""
    template = environment().get_template("report.html.jinja")
    standings = records["standings"]
    regions = arrange.regions_of(standings)
    groups = [
        (clause, arrange.by_target(found))
        for clause, found in arrange.by_clause(standings, records["plan"])
    ]
    anchors = {(r["target"], r["region"]): f"v{n}" for n, r in enumerate(standings)}
    page = template.render(
        records=records,
        lang=lang,
        groups=groups,
        several=len(regions) > 1,
        regions=regions,
        targets=[rows for _, found in groups for rows in found],
        units=arrange.lead_units([*standings, *records["measures"]]),
        measures=arrange.by_measure(records["measures"]),
        items=arrange.by_item(records["measures"]),
        senders=arrange.by_sender(records["findings"]),
        urgent=arrange.urgent_first(r for r in standings if arrange.calls_for_action(r)),
        anchor=lambda record: anchors[record["target"], record["region"]],
        finding=arrange.findings_by_id(records["findings"]).__getitem__,
        spark=_spark,
        bullet=_bullet,
        history_chart=_history_charts(len({record["target"] for record in standings})),
    )
    return page.encode()


def _spark(record: VerdictRecord) -> Markup:
    from markupsafe import Markup

    return Markup(charts.sparkline(record))  # noqa: S704 - drawn from numbers, no text inside


def _bullet(record: VerdictRecord) -> Markup:
    from markupsafe import Markup

    return Markup(charts.bullet(record))  # noqa: S704 - drawn from numbers, no text inside


def _history_charts(targets: int) -> Any:
    """What draws the history of a target in both languages, where the page can afford it."""
    from markupsafe import Markup

    from genhe_targets.report.trajectory import history_svg

    def chart(found: list[VerdictRecord], lang: Lang) -> Markup:
        if targets > HISTORY_CHARTS:
            return Markup("")
        return Markup(history_svg(found, lang))  # noqa: S704 - pygal escapes its labels

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
        both=both, decided=decided, day=_day, source=_source, units=_units, unit=_unit
    )
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


def _units(units: list[Words]) -> Markup:
    zh = "、".join(unit["zh"] for unit in units) or "—"
    return both({"zh": zh, "en": ", ".join(unit["en"] for unit in units) or "—"})


def _unit(text: str, unit: Words) -> Markup:
    """A figure with its unit."""
    from markupsafe import Markup, escape

    if text == "—" or not unit["zh"]:
        return Markup(escape(text))  # noqa: S704 - escaped here
    gap = "" if unit["en"] in {"%", "‰"} else " "
    if unit["zh"] == unit["en"]:
        return escape(text) + Markup("<small>") + unit["zh"] + Markup("</small>")
    return (
        escape(text)
        + Markup("<small>")
        + both({**unit, "en": gap + unit["en"]})
        + Markup("</small>")
    )
