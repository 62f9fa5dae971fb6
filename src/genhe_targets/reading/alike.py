"""Alike files: many small files under one header, understood as one table.

A folder of three thousand reports has one layout.  Its header is understood once, the rows of all
its files are laid below each other, and each distinct text is looked at once.  A file takes part
where nothing but its header and its own rows says what it holds; any other (a title, a total, a
period without a year ...) is read by itself, and both ways say the same of a file that can go both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.plan.model import Plan
from genhe_targets.reading.columnroles import LABELS, NAMES, ColumnRoles, role_of
from genhe_targets.reading.context import Context
from genhe_targets.reading.flat import ColumnTable, FlatReading, layout_of, read_flat
from genhe_targets.reading.headers import heads
from genhe_targets.reading.laid import laid
from genhe_targets.reading.names import basis_of, variable_names
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.piece import Piece, Place
from genhe_targets.reading.regions import plain_name
from genhe_targets.reading.resolving import is_silence
from genhe_targets.reading.sheets import SheetReading, TableReading, columns_of
from genhe_targets.reading.sources import Source
from genhe_targets.reading.words import bare_numbers, is_figure, is_note, is_numbering, words_of

ROWS = 50_000
"""Rows that wait to be read together, so that memory does not grow with the number of files."""

Opened = Source | ReadingError | Finding
Read = tuple[Opened, list[SheetReading]]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Form:
    """A header whose words alone say what its columns hold.

    Attributes:
        header: Its texts.
        roles: The role of each column.
        doubts: Column and role it must not hold after all, for columns that may mislead.
    """

    header: tuple[str, ...]
    roles: tuple[str, ...]
    doubts: tuple[tuple[int, str], ...]


class _Member(NamedTuple):
    """A file of a form: where it waits, its number among the inputs, and itself."""

    at: int
    number: int
    source: Source


@lru_cache(maxsize=256)
def form_of(header: tuple[str, ...], plan: Plan) -> Form | None:
    """The form of a header, ``None`` where more than its words is needed to read what follows."""
    row, words = list(header), words_of(plan)
    if not all(text.strip() for text in row) or not heads(row, words) or is_numbering(row):
        return None
    known, headings = ColumnRoles(plan), list(map(variable_names(plan).read, row))
    roles = tuple(map(role_of, headings))
    if set(roles) - {*LABELS, "value"} or not {"region", "period"} <= set(roles):
        return None
    if layout_of(roles, headings) is None:
        return None
    doubts = tuple((at, role) for at, h in enumerate(headings) if (role := known.doubted(h)))
    return Form(header, roles, doubts)


def read_each(
    opened: Iterable[Opened], plan: Plan, alone: Callable[[Source], list[SheetReading]], *,
    together: bool = True,
) -> Iterator[Read]:  # fmt: skip
    """Read whatever was opened, in its order; files of one form together, as many as may wait.

    Args:
        opened: Files, and errors and findings about others.
        plan: Knows the names.
        alone: Reads a file by itself.
        together: Whether files may be read together at all.

    Returns:
        Each with its readings.  The observations of files that are read together are one piece, in
        the reading of the first of them.
    """
    waiting: list[Read] = []
    alike: dict[Form, list[_Member]] = {}
    rows = sources = 0
    for one in opened:
        read: list[SheetReading] = []
        if isinstance(one, Source):
            form = _form(one, plan) if together else None
            if form:
                alike.setdefault(form, []).append(_Member(len(waiting), sources, one))
            else:
                read = alone(one)
            rows, sources = rows + one.file.rows, sources + 1
        waiting.append((one, read))
        if not alike or rows >= ROWS:
            yield from _read_waiting(waiting, alike, plan, alone)
            waiting, alike, rows = [], {}, 0
    yield from _read_waiting(waiting, alike, plan, alone)


def _form(one: Source, plan: Plan) -> Form | None:
    if len(one.sheets) != 1:
        return None
    sheet = one.sheets[0]
    if sheet.name or (sheet.content and not sheet.plain) or sheet.table is not None:
        return None
    if sheet.merged or len(sheet.rows) < 2:
        return None
    return form_of(tuple(sheet.rows[0]), plan)


def _read_waiting(
    waiting: list[Read], alike: dict[Form, list[_Member]], plan: Plan,
    alone: Callable[[Source], list[SheetReading]],
) -> list[Read]:  # fmt: skip
    """What waits, with the readings of those of one form."""
    for form, members in alike.items():
        for member, reading in zip(members, _together(form, members, plan), strict=True):
            read = alone(member.source) if reading is None else [reading]
            waiting[member.at] = (member.source, read)
    return waiting


def _together(form: Form, members: Sequence[_Member], plan: Plan) -> list[SheetReading | None]:
    """A reading for each file of a form, ``None`` for one that is to be read by itself."""
    stack = _Stack(form, members, plan)
    flat = stack.read() if stack.together.any() else None
    if flat is None or flat.piece.findings:
        return [None] * len(members)
    columns = columns_of(list(form.header), flat)
    table = TableReading(flat.layout, (1, 1), columns)
    found = [
        SheetReading(Place(member.source.file.name), [], [table], counts) if together else None
        for member, counts, together in zip(members, stack.counts(), stack.together, strict=True)
    ]
    next(filter(None, found)).pieces.append(stack.placed(flat.piece))
    return found


class _Stack:
    """The rows of files, one below the other.

    Attributes:
        columns: Their cells.
        filled: For each column which of them are not blank.
        file, number: For each row its file, and its number as a spreadsheet shows it.
        kept: Rows to read: none that is empty, none of a file that is read alone.
        together: For each file whether it is read with the others.
    """

    def __init__(self, form: Form, members: Sequence[_Member], plan: Plan) -> None:
        self.form, self.members, self.plan = form, members, plan
        self.known, self.words = ColumnRoles(plan), words_of(plan)
        width = len(form.header)
        sheets = [member.source.sheets[0] for member in members]
        self.columns, counts = laid(sheets, list(form.header))
        order, sizes = list(counts), np.array(list(counts.values()), np.int64)
        starts = np.cumsum(sizes) - sizes
        self.together = np.zeros(len(members), dtype=bool)
        self.together[order] = True
        self.file = np.repeat(np.array(order, np.int32), sizes)
        self.number = (np.arange(len(self.file)) - np.repeat(starts, sizes) + 2).astype(np.int32)
        self.filled = [~column.blank()[column.codes] for column in self.columns]
        filled = np.sum(self.filled, axis=0)
        self._bare = [
            None if isinstance(column.texts, list) else bare_numbers(column.texts)
            for column in self.columns
        ]
        figure = np.any([self._rows(at, is_figure, number=True) for at in range(width)], axis=0)
        odd = self._other(filled > 0)
        # Where the first row is none of data, the header may go on.
        odd[starts[~figure[starts]]] = True
        for row in np.flatnonzero(self._is_doubtful(filled, figure)).tolist():
            odd[row] = odd[row] or not self._is_data(row)
        self.together[self.file[odd]] = False
        self.kept = (filled > 0) & self.together[self.file]

    def _rows(self, at: int, ask: Callable[[str], bool], *, number: bool | None = None) -> Mask:
        """An answer for every cell of a column, asked once for each distinct text.

        Args:
            at: Position of the column.
            ask: What is asked.
            number: The answer for bare numbers, where all have the same: they are not asked then.
        """
        column, bare = self.columns[at], self._bare[at]
        if number is None or bare is None:
            return column.spread(ask, bool)
        answers = np.full(len(bare), number)
        for place in np.flatnonzero(~bare).tolist():
            answers[place] = ask(column.texts[place].as_py())
        found: Mask = answers[column.codes]
        return found

    def _is_doubtful(self, filled: npt.NDArray[np.int64], figure: Mask) -> Mask:
        """Rows that are no empty ones and not surely of data; see ``GridReader``."""
        note, before = np.zeros(len(filled), dtype=bool), np.zeros(len(filled), dtype=bool)
        for at, own in enumerate(self.filled):
            if not before.all():  # only the first text of a row is looked at
                note |= own & ~before & self._rows(at, is_note)
                before |= own
        return (filled > 0) & ((filled < 2) | note | ~figure)

    def _is_data(self, row: int) -> bool:
        """Whether a row without a figure is one of data all the same: no header, no remark."""
        texts = [column.text(row) for column in self.columns]
        said = [text for text in texts if text.strip()]
        if len(said) < 2 or is_note(said[0]) or heads(texts, self.words):
            return False
        return list(map(plain_name, said)) != list(map(plain_name, self.form.header))

    def _other(self, filled: Mask) -> Mask:
        """Rows whose labels need more than the header and themselves to be understood."""
        odd = np.zeros(len(filled), dtype=bool)
        for at, (role, head) in enumerate(zip(self.form.roles, self.form.header, strict=True)):
            if role in NAMES:
                header = plain_name(head)
                odd |= filled & self._rows(
                    at, lambda text: self.known.is_other(role, text, header)  # noqa: B023
                )  # fmt: skip
            if role == "period":
                odd |= filled & self._rows(at, _needs_more)
            if role == "basis":
                odd |= self._rows(at, lambda text: not (is_silence(text) or basis_of(text)))
        for at, role in self.form.doubts:
            unnamed = role == "variable" and not self.known.names.has_numbers
            odd |= self._rows(at, self.known.is_a(role), number=False if unnamed else None)
        return odd

    def read(self) -> FlatReading | None:
        """The rows that are kept, read as one table."""
        rows = np.flatnonzero(self.kept)
        columns = self.columns
        if len(rows) < len(self.kept):
            columns = [column.taken(rows).compact() for column in columns]
        table = ColumnTable(list(self.form.header), columns, 0)
        return read_flat(table, self.plan, Place(""), Context(), roles=self.form.roles)

    def placed(self, piece: Piece) -> Piece:
        """Observations with the inputs and the rows that they stand in."""
        rows = np.flatnonzero(self.kept)[piece.row]
        number = np.array([member.number for member in self.members], np.int32)
        return replace(piece, row=self.number[rows], source=number[self.file[rows]])

    def counts(self) -> list[Counter[str]]:
        """For each file its cells by what became of them, as ``read_flat`` counts them."""
        size = len(self.members)
        counts = [Counter({"heading": len(self.form.header)}) for _ in range(size)]
        for at, role in enumerate(self.form.roles):
            fate = "observation" if role == "value" else "note" if role == "note" else "label"
            filled = self.kept & self.filled[at]
            for own, count in zip(
                counts, np.bincount(self.file[filled], minlength=size).tolist(), strict=True
            ):
                if count:
                    own[fate] += count
        return counts


def _needs_more(text: str) -> bool:
    """Whether a period is understood only with what stands around it, or with a remark."""
    period = read_period(text, serials=True)
    return period is not None and (period.year is None or bool(period.other) or period.serial)
