"""A part of a report: one region, or what one unit leads, as a report of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from genhe_targets.plan.model import Plan
from genhe_targets.report.arrange import lead_units, regions_of
from genhe_targets.report.compare import changes_of
from genhe_targets.report.current import summary_of
from genhe_targets.report.records import (
    ChangeRecord,
    Changes,
    FindingRecord,
    MeasureRecord,
    ReportRecords,
    RevisionRecord,
    VerdictRecord,
    Words,
)
from genhe_targets.report.rollups import rollup_records

_PLAIN = re.compile(r"[\w-]{1,60}")

Kind = Literal["region", "unit"]

KINDS: tuple[Kind, ...] = ("region", "unit")
"""Kinds of parts a report is divided into."""


@dataclass(frozen=True)
class Part:
    """Which part of a report: a region by its code, or a unit by its Chinese name.

    Attributes:
        name: The name of its files, without suffix.
    """

    kind: Kind
    key: str
    title: Words
    name: str


def parts(records: ReportRecords, plan: Plan, kinds: Sequence[str] = KINDS) -> Iterator[Part]:
    """Every region, then every leading unit; or only parts of some kinds."""
    if "region" in kinds:
        for code, title in regions_of(records["standings"]).items():
            yield Part("region", code, title, f"regions/{_file_name(code)}")
    if "unit" in kinds:
        units = lead_units([*records["standings"], *records["measures"]])
        for number, unit in enumerate(units, 1):
            known = plan.unit_by_name.get(unit["zh"])
            yield Part("unit", unit["zh"], unit, f"units/{known.id if known else f'unit-{number}'}")


def _file_name(code: str) -> str:
    """A code that names a file wherever it is unpacked; open regions are whatever was reported."""
    if _PLAIN.fullmatch(code):
        return code
    return f"region-{hashlib.sha256(code.encode()).hexdigest()[:12]}"


def part_of(records: ReportRecords, plan: Plan, part: Part) -> ReportRecords:
    """The records of one part, with a summary of its own."""
    return select(
        records,
        plan,
        [record for record in records["standings"] if _belongs(record, part)],
        [record for record in records["verdicts"] if _belongs(record, part)],
        [record for record in records["measures"] if _belongs(record, part)],
        part.key if part.kind == "region" else None,
    )


def _belongs(record: VerdictRecord | MeasureRecord, part: Part) -> bool:
    if part.kind == "region":
        return record["region"] == part.key
    return any(unit["zh"] == part.key for unit in record["lead"])


def select(
    records: ReportRecords,
    plan: Plan,
    standings: Sequence[VerdictRecord],
    verdicts: Sequence[VerdictRecord],
    measures: Sequence[MeasureRecord],
    region: str | None = None,
) -> ReportRecords:
    """A report of some of the standings, with the findings and inputs that belong to them.

    Args:
        records: The whole report.
        plan: Its plan.
        standings: Standings to keep, in order.
        verdicts: Verdicts to keep.
        measures: Rows of the work table to keep.
        region: Keep every finding of this region, and those about whole files it is read from.
    """
    cited = {number for record in standings for number in record["findings"]}
    places = {given["place"] for record in standings for given in record["inputs"]}
    files = {source["name"] for source in records["provenance"]["sources"]}
    used = {name for name in files if any(place.startswith(name) for place in places)}

    def kept(finding: FindingRecord) -> bool:
        if finding["id"] in cited:
            return True
        if region is None:
            return False
        return finding["region"] == region or (not finding["region"] and finding["file"] in used)

    findings = [finding for finding in records["findings"] if kept(finding)]
    used |= {finding["file"] for finding in findings}
    sources = [s for s in records["provenance"]["sources"] if s["name"] in used]
    made = {
        **records,
        "summary": summary_of(plan, standings, findings),
        "standings": list(standings),
        "verdicts": list(verdicts),
        "measures": list(measures),
        "findings": findings,
        "provenance": {**records["provenance"], "sources": sources},
        "rollups": rollup_records(plan, standings, measures),
    }
    # a score is that of a whole region: a part of one has none
    made.pop("scores", None)
    cards = [card for card in records.get("scores", []) if card["region"] == region]
    if cards:
        made["scores"] = cards
    if "changes" in records:
        made["changes"] = _changes(records["changes"], standings, region)
    return cast("ReportRecords", made)


def _changes(changes: Changes, standings: Sequence[VerdictRecord], region: str | None) -> Changes:
    """The changes of some standings; what is no longer judged stays with its region."""
    kept = {(record["target"], record["region"]) for record in standings}

    def own(item: ChangeRecord | RevisionRecord) -> bool:
        return (item["target"], item["region"]) in kept

    items = [
        item
        for item in changes["items"]
        if own(item) or (item["change"] == "gone" and item["region"] == region)
    ]
    return changes_of(items, [r for r in changes["revisions"] if own(r)], changes["earlier"])
