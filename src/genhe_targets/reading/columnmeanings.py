"""Meanings of columns: what the stacked texts of a header say about the figures below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from genhe_targets.reading.names import Heading
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.regions import is_total
from genhe_targets.reading.words import LABELS, Words, is_period


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table holds.

    Attributes:
        at: Its position, from 0.
        header: Texts over it, from the top.
        role: ``region``, ``period``, ``variable``, ``measure``, ``unit``, ``basis``, ``note``,
            ``date``, ``index``, ``value``, ``total``, ``derived``, or ``""`` for none known.
        variable: Id of the plan, else the name found; ``""`` for none.
        known: Whether the name is the plan's.
        unit, period, basis, region: What the header says of them, ``""`` for nothing.
        last_year: Whether it speaks of the same period one year before.
    """

    at: int
    header: tuple[str, ...] = ()
    role: str = ""
    variable: str = ""
    known: bool = False
    unit: str = ""
    period: str = ""
    basis: str = ""
    region: str = ""
    last_year: bool = False


def meanings(
    stacks: Sequence[Sequence[str]], texts: Sequence[Sequence[str]], words: Words
) -> list[Column]:
    """What each column holds.

    Args:
        stacks: For each column the texts over it.
        texts: For each column some cells below, to tell what the header does not.
        words: The words of the plan.
    """
    columns = [_meaning(at, stack, texts[at], words) for at, stack in enumerate(stacks)]
    if not any(column.role in LABELS - {"index", "note", "unit"} for column in columns):
        # A corner that is blank or says something else: the first column of texts names the rows.
        for column in columns:
            if column.role in {"", "value"} and words.holds(texts[column.at]) == "text":
                columns[column.at] = replace(column, role="variable", variable="")
                break
    return columns


def _meaning(at: int, stack: Sequence[str], below: Sequence[str], words: Words) -> Column:
    column = Column(at, tuple(stack))
    pieces: list[Heading] = []
    for text in stack:
        code = words.region(text)
        if is_total(text) and words.heading(text).basis is None:
            column = replace(column, role="total")
        elif code and not words.heading(text).role:
            column = replace(column, region=text)
        else:
            pieces.append(words.heading(text))
    column = _named(column, pieces, words)
    for piece in pieces:
        column = replace(
            column, unit=piece.unit or column.unit, last_year=piece.last_year or column.last_year,
            basis=piece.basis.value if piece.basis else column.basis,
        )  # fmt: skip
    column = replace(column, period=_period([h for h in stack if _says_period(h, words)], words))
    return _placed(column, pieces, below, words)


def _named(column: Column, pieces: Sequence[Heading], words: Words) -> Column:
    """The name in a stack: the deepest that is known, alone or joined to what stands over it."""
    for name in _joined(pieces):
        found = words.heading(name)
        if found.variable and not found.last_year:
            return replace(
                column, variable=found.variable, known=True, unit=found.unit or column.unit
            )
    return column


def _joined(pieces: Sequence[Heading]) -> Iterator[str]:
    texts = [piece.text for piece in pieces if piece.variable or piece.name]
    for first in range(len(texts)):  # a group and what stands below it: 再生水, 利用量
        if len(texts) - first > 1:
            yield "".join(texts[first:])
    yield from reversed([piece.text for piece in pieces if piece.variable])


def _says_period(text: str, words: Words) -> bool:
    return words.heading(text).period is not None or is_period(text)


def _period(texts: Sequence[str], words: Words) -> str:
    """The period of a stack: a year over a part of it is one period."""
    spelled = ""
    for text in texts:
        period = words.heading(text).period
        own = text if is_period(text) or period is None else _spelled(text, words)
        spelled = joined_period(spelled, own)
    return spelled


def _spelled(text: str, words: Words) -> str:
    """The period within a name: 2023年1-9月污水处理量."""
    period = words.heading(text).period
    if period is None:
        return ""
    written = period.spelled(calendar=words.plan.calendar)
    return written or period.year_text + _yearless(period.form)


_COUNTED_WORDS = {
    **{f"{{o}}-01/{{o}}-{month:02}": f"前{month}个月" for month in range(2, 13)},
    "{o}-07/{o}-12": "下半年", "{o}-03-31": "一季度末", "{o}-06-30": "二季度末",
    "{o}-09-30": "三季度末", "{o}-12-31": "年末",
}  # fmt: skip
"""Periods whose months are counted from the first of the year, without their year."""


def _yearless(form: str) -> str:
    """A period without its year, as people write it."""
    if form.startswith("{o}"):
        return _COUNTED_WORDS.get(form, "")
    part = form.removeprefix("{y}").lstrip("-")
    if part.startswith("Q"):
        return f"第{part[1]}季度"
    if part.startswith("H"):
        return "上半年" if part == "H1" else "下半年"
    months = [int(number) for number in re.findall(r"\d+", part)]
    if not months:
        return ""
    if "/" in part:
        return f"{months[0]}-{months[-1]}月"
    return f"{months[0]}月" + (f"{months[1]}日" if len(months) > 1 else "")


def joined_period(outer: str, inner: str) -> str:
    """A period that two texts tell together: 2023年 and 1-9月; the inner one where they do not."""
    if not outer or not inner or outer == inner:
        return inner or outer
    first, second = read_period(outer), read_period(inner)
    if first is None or second is None:
        return inner
    if second.year is None and first.year is not None:
        whole = f"{first.year_text}年{inner}"
        return whole if read_period(whole) else second.spelled(first.year) or inner
    if first.year is None and second.form == "{y}" and second.year is not None:
        whole = f"{second.year_text}年{outer}"
        return whole if read_period(whole) else first.spelled(second.year) or inner
    return inner


def _placed(  # noqa: PLR0911 - one way out for each kind of column
    column: Column, pieces: Sequence[Heading], below: Sequence[str], words: Words
) -> Column:
    """The role of a column, by its header and by what stands below it."""
    roles = [piece.role for piece in pieces if piece.role]
    role = roles[-1] if roles else ""
    if role == "evidence":
        role = "note"
    held = words.holds(below)
    if role in {"variable", "region", "unit", "value"} and not column.variable:
        # A header may say 项目 over regions; rows that name regions among variables are sections.
        own = any(words.region(t) if role == "region" else words.variable(t) for t in below)
        return replace(column, role=held if held in {"region", "variable"} and not own else role)
    if column.role == "total":
        return column
    if role and not column.variable:
        return replace(column, role=role)
    if column.variable or column.period or column.basis or column.region or column.last_year:
        if column.variable and held == "variable" and len(column.header) == 1:
            return replace(column, role="variable", variable="")
        return replace(column, role="value")
    if held == "figure":
        if not column.header:
            return column
        name = next((piece.name or piece.text for piece in reversed(pieces)), "")
        return replace(column, role="value", variable=name)
    if held in {"region", "period", "variable", "basis", "unit"}:
        return replace(column, role=held)
    return column


def panels(columns: Sequence[Column]) -> list[list[Column]]:
    """Tables side by side: a label that comes again with figures behind it begins another one."""
    found: list[list[Column]] = [[]]
    for position, column in enumerate(columns):
        current = found[-1]
        again = column.role in LABELS - {"note", "unit", "basis", "date", "submitted"} and any(
            own.role == column.role for own in current
        )
        has = any(own.role in {"value", "total"} for own in current)
        more = any(later.role in {"value", "total"} for later in columns[position + 1 :])
        if again and has and more:
            found.append([])
        found[-1].append(column)
    return found
