"""The one plain form of a report: verdicts, measures, findings and summary as records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from genhe_targets.judging.engine import Judged
from genhe_targets.judging.rollup import roll_up
from genhe_targets.observations import SourceFile
from genhe_targets.plan.model import Measure, Plan
from genhe_targets.report.current import Current
from genhe_targets.report.figures import named, units, words
from genhe_targets.report.records import (
    FORMAT,
    MeasureRecord,
    PlanRecord,
    Provenance,
    ReportRecords,
    SourceRecord,
    VerdictRecord,
    Words,
)
from genhe_targets.report.rollups import rollup_records
from genhe_targets.report.scores import score_records
from genhe_targets.report.verdictrecords import REASON_LIST
from genhe_targets.vocabulary import LANGS, Lang, Status


def measure_records(judged: Judged, standings: Sequence[VerdictRecord]) -> list[MeasureRecord]:
    """The whole work table, each row with its state, for each region.

    A measure that carries targets stands as the worst of them; a qualitative one as its
    milestone: done by its deadline, not due, overdue, or missing.
    """
    plan = judged.facts.plan
    by_target = {(record["target"], record["region"]): record for record in standings}
    return [
        _measure(judged, plan, number, measure, region, by_target)
        for number, measure in enumerate(plan.measures)
        for region in range(len(judged.facts.regions))
    ]


def _measure(
    judged: Judged,
    plan: Plan,
    number: int,
    measure: Measure,
    region: int,
    by_target: Mapping[tuple[str, str], VerdictRecord],
) -> MeasureRecord:
    judged, duty = judged.measures, number
    code = judged.facts.regions[region]
    own = judged.status(duty, region)
    carried = [by_target[target, code] for target in measure.targets if (target, code) in by_target]
    statuses = [Status(record["status"]) for record in carried]
    told = int(judged.standings.used[duty, region, 0]) >= 0
    if told or not carried:
        statuses.append(own)
    relevant = [status for status in statuses if status is not Status.NOT_APPLICABLE] or statuses
    status = roll_up([(measure.number, one) for one in relevant], plan.rollups.measure)
    because = next((record for record in carried if record["status"] == status), None)
    if because is not None:
        reason = words(
            f"{because['title']['zh']}：{because['reason_text']['zh']}",
            f"{because['title']['en']}: {because['reason_text']['en']}",
        )
    else:
        reason = _milestone_reason(judged, duty, region, measure)
    done_on, evidence = _evidence(judged, duty, region)
    item = next((item for item in plan.items if item.number == measure.item), None)
    title = plan.region_by_code.get(code)
    return {
        "measure": measure.number,
        "item": measure.item,
        "item_title": words(item.title.zh, item.title.en) if item else words("", ""),
        "title": words(measure.title.zh, measure.title.en),
        "region": code,
        "region_title": words(title.title.zh, title.title.en) if title else words(code, code),
        "lead": units(plan.unit_by_name, measure.lead),
        "support": units(plan.unit_by_name, measure.support),
        "printed_lead": measure.printed_lead or "",
        "printed_support": measure.printed_support or "",
        "due": measure.deadline.isoformat() if measure.deadline else None,
        "printed_deadline": measure.printed_deadline or "",
        "ongoing": measure.ongoing,
        "status": status.value,
        "status_word": named(status),
        "reason_text": reason,
        "done_on": done_on,
        "evidence": evidence,
        "targets": list(measure.targets),
        "notes": [words(note.zh, note.en) for note in measure.notes],
    }


def _milestone_reason(judged: Judged, duty: int, region: int, measure: Measure) -> Words:
    from genhe_targets.judging.reasons import reason_sentence

    reason = REASON_LIST[int(judged.standings.reason[duty, region, 0])]
    used = int(judged.standings.used[duty, region, 0])
    shown = {
        "deadline": measure.deadline.isoformat() if measure.deadline else "—",
        "period": judged.facts.labels[used if used >= 0 else int(judged.last[region])],
    }
    return words(*(reason_sentence(reason, lang, shown) for lang in LANGS))


def _evidence(judged: Judged, duty: int, region: int) -> tuple[str | None, str]:
    """Date of completion and remark reported for a measure."""
    column = judged.facts.column(judged.duties[duty].own)
    used = int(judged.standings.used[duty, region, 0])
    if column is None or used < 0 or column.origin[region, used] < 0:
        return None, ""
    row = int(column.origin[region, used])
    coded = judged.facts.coded
    return coded.text("date", row) or None, coded.text("note", row)


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
    measures = measure_records(judged, current.standings)
    records: ReportRecords = {
        "format": FORMAT,
        "plan": plan_record(plan),
        "as_of": judged.facts.as_of.isoformat(),
        "periods": _periods(judged),
        "lang": lang,
        "summary": current.summary,
        "standings": current.standings,
        "verdicts": list(current.maker.verdicts()),
        "measures": measures,
        "findings": current.findings,
        "provenance": provenance,
        "rollups": rollup_records(plan, current.standings, measures),
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
