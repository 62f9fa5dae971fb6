"""The one plain form of a report: verdicts, measures, findings and summary as records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from genhe_targets.judging.engine import Judged
from genhe_targets.observations import SourceFile
from genhe_targets.plan.model import Plan
from genhe_targets.report.current import Current
from genhe_targets.report.figures import words
from genhe_targets.report.measures import MeasureRecords
from genhe_targets.report.recordlist import measure_outlines, outlines
from genhe_targets.report.records import (
    FORMAT,
    PlanRecord,
    Provenance,
    ReportRecords,
    SourceRecord,
)
from genhe_targets.report.rollups import rollup_records
from genhe_targets.report.scores import score_records
from genhe_targets.vocabulary import Lang


def plan_record(plan: Plan) -> PlanRecord:
    """The plan a report was judged by."""
    return {
        "id": plan.id,
        "title": words(plan.title.zh, plan.title.en),
        "issuer": words(plan.issuer.zh, plan.issuer.en),
        "year": plan.year,
        "region": plan.region,
        "content_hash": plan.content_hash,
        "made_up": plan.made_up,
        "notes": [
            {
                "id": note.id,
                "finding": words(note.finding.zh, note.finding.en),
                "handling": words(note.handling.zh, note.handling.en),
            }
            for note in plan.notes
        ],
        "clauses": [
            {"number": clause.number, "title": words(clause.title.zh, clause.title.en)}
            for clause in plan.clauses
        ],
    }


def source_records(sources: Sequence[SourceFile]) -> list[SourceRecord]:
    """The inputs, as they were."""
    return [
        {
            "name": source.name,
            "sha256": source.sha256,
            "bytes": source.size,
            "rows": source.rows,
            "format": source.format,
            "encoding": source.encoding,
            "delimiter": source.delimiter,
        }
        for source in sources
    ]


def build_records(
    judged: Judged,
    current: Current,
    pandera: Mapping[str, int],
    parameters: Mapping[str, str],
    lang: Lang,
    time: datetime.datetime | None,
) -> ReportRecords:
    """Everything a report shows, as plain records.

    Args:
        judged: What the engine found out.
        current: What counts now.
        pandera: What the contract was asked.
        parameters: How ``evaluate`` was called.
        lang: Language of the report.
        time: When; ``None`` leaves the time out, so that the same run gives the same bytes.
    """
    plan = judged.facts.plan
    provenance: Provenance = {
        "time": time.isoformat(timespec="seconds") if time else None,
        "versions": versions(),
        "parameters": dict(parameters),
        "sources": source_records(judged.facts.coded.observations.sources),
        "pandera": dict(pandera),
    }
    measures = MeasureRecords(judged, current.standings).listed()
    records: ReportRecords = {
        "format": FORMAT,
        "plan": plan_record(plan),
        "as_of": judged.facts.as_of.isoformat(),
        "periods": _periods(judged),
        "lang": lang,
        "summary": current.summary,
        "standings": current.standings,
        "verdicts": current.maker.verdicts(),
        "measures": measures,
        "findings": current.findings,
        "provenance": provenance,
        "rollups": rollup_records(plan, outlines(current.standings), measure_outlines(measures)),
    }
    scores = score_records(judged, current.standings)
    if scores:
        records["scores"] = scores
    return records


def _periods(judged: Judged) -> list[str]:
    """The first and the last period that were reported or are owed."""
    facts = judged.facts
    found = np.flatnonzero(facts.exists.any(axis=0))
    return [facts.labels[at] for at in (found[0], found[-1])] if len(found) else []


def versions() -> dict[str, str]:
    """Versions of what judged."""
    from importlib.metadata import version

    return {name: version(name) for name in ("genhe-targets", "numpy", "pandas", "pandera")}
