"""Orders and groups of records that views share; nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from genhe_targets.report.labels import LABELS
from genhe_targets.report.look import ORDER
from genhe_targets.report.outline import MeasureOutline, Outline
from genhe_targets.report.records import (
    ClauseRecord,
    FindingRecord,
    PlanRecord,
    RegionSummary,
    SourceRecord,
    Words,
)
from genhe_targets.vocabulary import Lang, Status

R = TypeVar("R", bound=Outline | MeasureOutline)
V = TypeVar("V", bound=Outline)
M = TypeVar("M", bound=MeasureOutline)

URGENT = frozenset({Status.NOT_MET, Status.INVALID, Status.MISSING, Status.INDETERMINATE})
"""Statuses that somebody has to do something about at once; ``behind`` follows them."""


def urgency(record: Outline) -> tuple[bool, int, bool, str]:
    """What is overdue first, then by status, the binding before the rest, the earlier due first."""
    return (
        not record["overdue"],
        ORDER.get(record["status"], 0),
        not record["decisive"],
        record["due"] or "9999",
    )


def urgent_first(standings: Iterable[V]) -> list[V]:
    """In the order of ``urgency``."""
    return sorted(standings, key=urgency)


def worst_regions(areas: Sequence[RegionSummary], most: int | None) -> Sequence[RegionSummary]:
    """All regions in their order or, of very many, those with most to do."""
    if most is None or len(areas) <= most:
        return areas
    open_ = [*URGENT, Status.BEHIND]

    def owed(area: RegionSummary) -> tuple[bool, int]:
        return area["ok"], -sum(area["counts"].get(status, 0) for status in open_)

    return sorted(areas, key=owed)[:most]


def calls_for_action(record: Outline) -> bool:
    """Whether somebody has to do something about a standing."""
    return record["overdue"] or record["status"] in URGENT or record["status"] == Status.BEHIND


def decided(source: SourceRecord) -> str:
    """What was decided about an input: format, encoding, delimiter, as in ``csv gb18030 ;``."""
    delimiter = {"\t": "TAB", "\x01": "^A"}.get(source["delimiter"], source["delimiter"])
    return " ".join(filter(None, (source["format"], source["encoding"], delimiter)))


def by_clause(standings: Sequence[V], plan: PlanRecord) -> list[tuple[ClauseRecord, list[V]]]:
    """Standings under the clauses of the plan, in the order of the document.

    Targets that only the work table has come last, in the order of its rows.
    """
    titles = {clause["number"]: clause["title"] for clause in plan.get("clauses", [])}
    order = {number: position for position, number in enumerate(titles)}
    groups: dict[str, list[V]] = {}
    for record in standings:
        groups.setdefault(record["clause"] or "", []).append(record)
    annex: ClauseRecord = {"number": "", "title": LABELS["annex_only"]}
    nameless: Words = {"zh": "", "en": ""}
    made: list[tuple[ClauseRecord, list[V]]] = []
    for number in sorted(groups, key=lambda n: (n == "", order.get(n, len(order)))):
        head: ClauseRecord = {"number": number, "title": titles.get(number, nameless)}
        made.append((head if number else annex, groups[number]))
    return made


def by_target(standings: Iterable[V]) -> list[list[V]]:
    """Standings of each target together, in the order they come."""
    groups: dict[str, list[V]] = {}
    for record in standings:
        groups.setdefault(record["target"], []).append(record)
    return list(groups.values())


def crossed(
    groups: Iterable[Sequence[R]], regions: Iterable[str]
) -> list[tuple[R, list[R | None]]]:
    """Each group with its record of every region, ``None`` where a region has none."""
    codes = list(regions)
    rows = [(group[0], {record["region"]: record for record in group}) for group in groups]
    return [(first, [found.get(code) for code in codes]) for first, found in rows]


def by_measure(measures: Iterable[M]) -> list[list[M]]:
    """Rows of the work table of all regions together, measure by measure."""
    groups: dict[str, list[M]] = {}
    for record in measures:
        groups.setdefault(record["measure"], []).append(record)
    return list(groups.values())


def by_item(measures: Iterable[M]) -> list[list[M]]:
    """Rows of the work table under their items."""
    groups: dict[int, list[M]] = {}
    for record in measures:
        groups.setdefault(record["item"], []).append(record)
    return list(groups.values())


def by_sender(findings: Iterable[FindingRecord]) -> list[tuple[str, list[FindingRecord]]]:
    """Findings under the file that was sent, in the order they come."""
    groups: dict[str, list[FindingRecord]] = {}
    for record in findings:
        groups.setdefault(record["file"], []).append(record)
    return list(groups.items())


def hint_beside(finding: FindingRecord, lang: Lang) -> str:
    """The hint of a finding, ``""`` where the message holds it already: "Did you mean 'x'?"."""
    return "" if finding["hint"] in finding["message"][lang] else finding["hint"]


def findings_by_id(findings: Iterable[FindingRecord]) -> dict[int, FindingRecord]:
    """Findings by the id that verdicts point to; in a part of a report ids have gaps."""
    return {record["id"]: record for record in findings}


def regions_of(standings: Iterable[Outline]) -> dict[str, Words]:
    """Codes and names of the regions, in the order they come."""
    return {record["region"]: record["region_title"] for record in standings}


def region_name(titles: Mapping[str, Words], code: str, lang: Lang) -> str:
    """The name of a region that a finding speaks of, its code where it has none here."""
    title = titles.get(code)
    return title[lang] if title else code


def lead_units(records: Iterable[Outline | MeasureOutline]) -> list[Words]:
    """Every leading unit once, in the order they come."""
    found: dict[str, Words] = {}
    for record in records:
        for unit in record["lead"]:
            found.setdefault(unit["zh"], unit)
    return list(found.values())
