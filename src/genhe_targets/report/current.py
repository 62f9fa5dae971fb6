"""What counts now: standings, findings and their summary, as records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from genhe_targets.findings import Finding
from genhe_targets.judging.engine import Judged
from genhe_targets.plan.model import Plan
from genhe_targets.report.figures import named, words
from genhe_targets.report.headline import headline
from genhe_targets.report.outline import Outline
from genhe_targets.report.recordlist import ListedVerdicts, chosen
from genhe_targets.report.records import FindingRecord, Summary, VerdictRecord
from genhe_targets.report.verdictrecords import VerdictRecords
from genhe_targets.vocabulary import LANGS, Status


def finding_records(findings: Sequence[Finding]) -> list[FindingRecord]:
    """Findings as records; ``id`` is the position."""
    records: list[FindingRecord] = [
        {
            "id": number,
            "code": finding.code,
            "severity": finding.severity.value,
            "severity_word": named(finding.severity),
            "message": words(*(finding.message(lang) for lang in LANGS)),
            "hint": finding.hint,
            "file": finding.file,
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "place": finding.place,
            "text": finding.text,
            "region": finding.region,
            "period": finding.period,
            "variable": finding.variable,
            "count": finding.count,
        }
        for number, finding in enumerate(findings)
    ]
    for record, finding in zip(records, findings, strict=True):
        if finding.explained:
            said = finding.explained
            record["explained"] = {"text": said.text, "by": said.by, "on": said.on}
    return records


def findings_by_cell(findings: Sequence[Finding]) -> dict[tuple[str, str], list[int]]:
    """Ids of findings by the region and variable they speak of."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        if finding.region and finding.variable:
            found[finding.region, finding.variable].append(number)
    return found


def failed(record: Outline) -> bool:
    """Whether a standing counts as failed: not met, or past its deadline without an answer."""
    if record["status"] == Status.NOT_MET:
        return record["decisive"]
    silent = record["status"] in {Status.MISSING, Status.INVALID}
    return record["decisive"] and silent and record["overdue"]


def summary_of(
    plan: Plan, standings: Sequence[Outline], findings: Sequence[FindingRecord]
) -> Summary:
    """Counts by status, leading unit and region, and the sentences that matter."""
    by_unit: dict[str, Counter[str]] = defaultdict(Counter)
    names = {}
    by_region: dict[str, Counter[str]] = defaultdict(Counter)
    by_target: dict[str, Counter[str]] = defaultdict(Counter)
    ok_region: dict[str, bool] = {}
    for record in standings:
        for unit in record["lead"]:
            by_unit[unit["zh"]][record["status"]] += 1
            names[unit["zh"]] = unit
        by_region[record["region"]][record["status"]] += 1
        by_target[record["target"]][record["status"]] += 1
        names[record["region"]] = record["region_title"]
        ok_region[record["region"]] = ok_region.get(record["region"], True) and not failed(record)
    severities: Counter[str] = Counter()
    for finding in findings:
        severities[finding["severity"]] += finding["count"]
    counts = Counter(record["status"] for record in standings)
    return {
        "ok": all(ok_region.values()),
        "counts": dict(counts),
        "decisive_counts": dict(Counter(r["status"] for r in standings if r["decisive"])),
        "total": len(standings),
        "by_unit": [
            {"unit": names[unit], "counts": dict(own), "total": own.total()}
            for unit, own in by_unit.items()
        ],
        "by_region": [
            {
                "region": region,
                "title": names[region],
                "counts": dict(own),
                "total": own.total(),
                "ok": ok_region[region],
            }
            for region, own in by_region.items()
        ],
        "by_target": [
            {"target": target, "counts": dict(own), "total": own.total()}
            for target, own in by_target.items()
        ],
        "findings": dict(severities),
        "headline": headline(plan, standings, findings),
    }


def failures(standings: Sequence[VerdictRecord]) -> list[VerdictRecord]:
    """Decisive standings that failed."""
    return chosen(standings, failed)


class Current(NamedTuple):
    """What counts now: the part of a report that does not wait for the verdicts of all periods.

    Attributes:
        maker: Puts verdicts into records.
        standings: What counts, target by target, region by region.
        findings: Everything that is wrong or doubtful in the data.
        summary: Counts, and the sentences that matter.
    """

    maker: VerdictRecords
    standings: ListedVerdicts
    findings: list[FindingRecord]
    summary: Summary


def current_records(judged: Judged, findings: Sequence[Finding]) -> Current:
    """What counts now.

    Args:
        judged: What the engine found out.
        findings: Everything that is wrong or doubtful in the data.
    """
    maker = VerdictRecords(judged, findings_by_cell(findings))
    standings, found = maker.standings(), finding_records(findings)
    return Current(maker, standings, found, summary_of(judged.facts.plan, standings.outline, found))
