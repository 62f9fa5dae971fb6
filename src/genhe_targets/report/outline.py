"""Outlines of records: what is asked of all of them, to count, order and choose."""

from __future__ import annotations

from typing import TypedDict

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


class MeasureOutline(TypedDict):
    """What is asked of all rows of a work table; every ``MeasureRecord`` is one."""

    measure: str
    item: int
    item_title: Words
    title: Words
    region: str
    region_title: Words
    lead: list[Words]
    status: str
