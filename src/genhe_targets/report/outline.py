"""Outlines of records: what is asked of all of them, to count, order and choose."""

from __future__ import annotations

from typing_extensions import TypedDict  # that of typing has no JSON Schema before Python 3.12

from genhe_targets.report.scorerecords import Words


class Outline(TypedDict):
    """What is asked of all verdicts of a report: enough to count, order and choose them.

    Every ``VerdictRecord`` is one; keys as there.
    """

    target: str
    title: Words
    region: str
    region_title: Words
    period: str
    status: str
    due: str | None
    overdue: bool
    decisive: bool
    clause: str | None
    lead: list[Words]


class MeasureName(TypedDict):
    """What a row of the work table is about."""

    measure: str
    item: int
    item_title: Words
    title: Words
    region: str
    region_title: Words
    lead: list[Words]


class MeasureOutline(MeasureName):
    """What is asked of all rows of a work table; every ``MeasureRecord`` is one."""

    status: str
