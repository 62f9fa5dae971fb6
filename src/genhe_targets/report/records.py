"""The one plain form of a compliance report; every view is made from it and computes nothing.

All texts are in both languages, so that a view can switch.  Everything is JSON: strings,
numbers, booleans, ``None``, lists and mappings; dates are ISO strings.  Figures come twice: as
a number to draw with and as the text to show (``value_text``), because a shown figure must
never contradict its verdict (99.96 is not shown as 100).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired

from typing_extensions import TypedDict  # that of typing has no JSON Schema before Python 3.12

from genhe_targets.report.outline import MeasureName
from genhe_targets.report.scorerecords import RollUpRecord, ScoreRecord, Words

__all__ = ["RollUpRecord", "ScoreRecord", "Words"]

FORMAT = "genhe-targets/report/1"
"""Name and version of this form; the number rises when a reader would have to change."""


class HistoryPoint(TypedDict):
    """One period of a target's history, oldest first."""

    period: str
    end: str
    value: float | None
    value_text: str
    status: str


class Input(TypedDict):
    """A reported figure that went into a verdict, and where it stands."""

    variable: str
    title: Words
    value_text: str
    unit: Words
    period: str
    place: str
    text: str


class LedgerRecord(TypedDict, total=False):
    """What a unit wrote into the ledger about a standing, a measure or a finding."""

    place: str
    action: str
    person: str
    done_on: str
    closed_on: str
    justification: str
    note: str


class Flag(TypedDict):
    """What stands beside a verdict: a tolerance used, digits that hide the answer, a colour."""

    code: str
    text: Words


class PaceRecord(TypedDict):
    """What a declared pace method says: its class, its measure, and what is still needed.

    ``ratio`` is the method's own measure and ``needed`` the change in each step left, in the unit
    of the figure, a rate for the methods that compound; ``None`` where they are undefined.
    """

    method: str
    method_text: Words
    status: str
    grade: str
    grade_text: Words
    reason: str
    reason_text: Words
    ratio: float | None
    needed: float | None
    needed_text: Words
    figures: dict[str, float]


class VerdictRecord(TypedDict):
    """The answer for one target and region: the standing, or one period of the history.

    ``value``, ``limit`` and ``margin`` are in ``unit``; a positive margin is better.  ``pace``
    is what the pace method asks for at this day (``None`` where it says nothing).
    ``progress`` is the share of the way to the limit, ``elapsed`` the share of the time, both
    0 to 1.  ``remaining`` is a sentence about what is still needed, ``""`` for nothing.
    ``formula`` is as the plan writes it, ``formula_words`` names what it is made of,
    ``formula_filled`` has the figures put in.
    """

    target: str
    title: Words
    region: str
    region_title: Words
    period: str
    as_of: str
    status: str
    status_word: Words
    value: float | None
    value_text: str
    limit: float | None
    limit_text: str
    unit: Words
    margin: float | None
    margin_text: str
    rule: Words
    reason: str
    reason_text: Words
    final: bool
    due: str | None
    since: NotRequired[str]  # the first day of the year, where that is not 1 January
    overdue: bool
    comparison: str
    comparison_word: Words
    decisive: bool
    obligation: str
    obligation_word: Words
    nature: str
    nature_word: Words
    clause: str | None
    measure: str | None
    wording: str | None
    lead: list[Words]
    support: list[Words]
    pace: float | None
    progress: float | None
    elapsed: float | None
    remaining: Words
    formula: str
    formula_words: Words
    formula_filled: str
    definition: Words
    inputs: list[Input]
    history: list[HistoryPoint]
    notes: list[Words]
    findings: list[int]
    flags: NotRequired[list[Flag]]
    pace_result: NotRequired[PaceRecord | None]
    ledger: NotRequired[LedgerRecord]


class MeasureRecord(MeasureName):
    """A row of the work table with its state; ``status`` uses the words of verdicts."""

    support: list[Words]
    printed_lead: str
    printed_support: str
    due: str | None
    printed_deadline: str
    ongoing: bool
    status: str
    status_word: Words
    reason_text: Words
    done_on: str | None
    evidence: str
    targets: list[str]
    notes: list[Words]
    ledger: NotRequired[LedgerRecord]


class ExplanationRecord(TypedDict):
    """The answer to a finding: why the figure is right, who says so, when (ISO date)."""

    text: str
    by: str
    on: str


class FindingRecord(TypedDict):
    """One finding; ``id`` is what ``VerdictRecord.findings`` points to."""

    id: int
    code: str
    severity: str
    severity_word: Words
    message: Words
    hint: str
    file: str
    sheet: str
    row: int
    column: str
    place: str
    text: str
    region: str
    period: str
    variable: str
    count: int
    explained: NotRequired[ExplanationRecord]
    ledger: NotRequired[LedgerRecord]


class SourceRecord(TypedDict):
    """One input."""

    name: str
    sha256: str
    bytes: int
    rows: int
    format: str
    encoding: str
    delimiter: str


class UnitSummary(TypedDict):
    """How the targets led by one unit stand."""

    unit: Words
    counts: dict[str, int]
    total: int


class RegionSummary(TypedDict):
    """How one region stands; ``ok`` when nothing decisive fails."""

    region: str
    title: Words
    counts: dict[str, int]
    total: int
    ok: bool


class TargetSummary(TypedDict):
    """How one target stands over the regions."""

    target: str
    counts: dict[str, int]
    total: int


class Summary(TypedDict):
    """Counts; ``headline`` is the few sentences that matter, most important first."""

    ok: bool
    counts: dict[str, int]
    decisive_counts: dict[str, int]
    total: int
    by_unit: list[UnitSummary]
    by_region: list[RegionSummary]
    by_target: list[TargetSummary]
    findings: dict[str, int]
    headline: list[Words]


class ClauseRecord(TypedDict):
    """A clause of the plan's main text, in the order of the document."""

    number: str
    title: Words


class PlanRecord(TypedDict):
    """The plan a report was judged by."""

    id: str
    title: Words
    issuer: Words
    year: int
    region: str
    content_hash: str
    made_up: bool
    notes: list[dict[str, Words | str]]
    clauses: NotRequired[list[ClauseRecord]]


class Provenance(TypedDict):
    """Who judged what with which means; ``time`` is ``None`` in reproducible runs."""

    time: str | None
    versions: dict[str, str]
    parameters: dict[str, str]
    sources: list[SourceRecord]
    pandera: dict[str, int]


class ChangeRecord(TypedDict):
    """What became of one standing since an earlier report."""

    target: str
    title: Words
    region: str
    region_title: Words
    change: str
    change_word: Words
    status_before: str
    status_before_word: Words
    value_before_text: str
    status: str
    status_word: Words
    value_text: str
    unit: Words
    lead: list[Words]
    reason_text: Words


class RevisionRecord(TypedDict):
    """A figure of an earlier period that is reported differently now."""

    target: str
    title: Words
    region: str
    region_title: Words
    period: str
    before_text: str
    after_text: str
    unit: Words


class Changes(TypedDict):
    """What changed since an earlier report; ``earlier`` is its day."""

    earlier: str
    counts: dict[str, int]
    items: list[ChangeRecord]
    revisions: list[RevisionRecord]
    headline: list[Words]


class ReportRecords(TypedDict):
    """A whole compliance report; ``changes`` where it is held against an earlier one.

    ``periods`` are the first and the last that were reported or are owed.
    """

    format: str
    plan: PlanRecord
    as_of: str
    periods: list[str]
    lang: str
    summary: Summary
    standings: Sequence[VerdictRecord]
    verdicts: Sequence[VerdictRecord]
    measures: Sequence[MeasureRecord]
    findings: list[FindingRecord]
    provenance: Provenance
    rollups: NotRequired[list[RollUpRecord]]
    scores: NotRequired[list[ScoreRecord]]
    changes: NotRequired[Changes]
