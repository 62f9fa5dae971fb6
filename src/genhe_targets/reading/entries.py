"""Entries of a grid become pieces: the same resolving of names as in a flat table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from genhe_targets.periods import Calendar
from genhe_targets.plan.model import Plan
from genhe_targets.reading.coding import coded, letters
from genhe_targets.reading.context import Context
from genhe_targets.reading.flat import ColumnTable, read_flat
from genhe_targets.reading.lines import Entry
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.piece import Piece, Place
from genhe_targets.reading.words import Words

_COLUMNS = (
    ("指标", "variable"), ("地区", "region"), ("报告期", "period"), ("计量单位", "unit"),
    ("口径", "basis"), ("备注", "note"), ("完成日期", "date"),
    ("报送日期", "submitted"), ("数值", "text"),
)  # fmt: skip


def pieces_of(
    entries: Sequence[Entry], plan: Plan, place: Place, context: Context, words: Words
) -> Iterator[Piece]:
    """The pieces of a table's entries; those that name no region or period apart from the rest.

    Args:
        entries: Figures of one table.
        plan: Knows the names.
        place: Where the table stands.
        context: What title, sheet and file name say.
        words: Names of the sender.
    """
    named = [_resolved(entry, context, words) for entry in entries]
    groups: dict[tuple[bool, bool], list[Entry]] = {}
    for entry in named:
        groups.setdefault((bool(entry.region), bool(entry.period)), []).append(entry)
    for group in groups.values():
        heads, roles, columns = [], [], []
        for head, name in _COLUMNS:
            texts = [str(getattr(entry, name)) for entry in group]
            if any(texts) or name in {"variable", "text"}:
                heads.append(head)
                roles.append("value" if name == "text" else name)
                columns.append(coded(texts))
        flat = read_flat(ColumnTable(heads, columns, 0), plan, place, context, roles=roles)
        if flat is None:  # pragma: no cover - the table was made to be read
            raise AssertionError(heads)
        own = flat.piece.row
        yield replace(
            flat.piece,
            row=np.array([group[at].row + 1 for at in own], np.int32),
            column=coded([letters(group[at].at) for at in own]),
        )


def _resolved(entry: Entry, context: Context, words: Words) -> Entry:
    region = words.region(entry.region) or entry.region if entry.region else ""
    period = entry.period
    if entry.last_year:
        text = period or (context.period.value if context.period else "")
        period = _year_before(text, context, words.plan.calendar)
    return replace(entry, region=region, period=period)


def _year_before(text: str, context: Context, calendar: Calendar) -> str:
    """The same period one year before; the text with 上年同期 where its year is not known."""
    period = read_period(text)
    year = int(context.year.value) if context.year else None
    spelled = period.spelled(year, calendar) if period else ""
    if not spelled:
        return f"{text}上年同期"
    earlier = re.sub(r"\d{4}", lambda found: str(int(found[0]) - 1), spelled)
    return re.sub(r"(?<=\d/)\d\d(?!\d)", lambda found: f"{(int(found[0]) - 1) % 100:02d}", earlier)
