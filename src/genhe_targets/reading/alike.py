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
from itertools import groupby

import numpy as np
import numpy.typing as npt

from genhe_targets.errors import ReadingError
from genhe_targets.findings import Finding
from genhe_targets.plan.model import Plan
from genhe_targets.reading.coding import TextColumn, coded
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


def runs(opened: Iterable[Opened], plan: Plan) -> Iterator[Opened | tuple[Form, list[Source]]]:
    """Consecutive files of one form together, as many as may wait; whatever else as it comes."""
    size, part = 0, 0

    def key(one: Opened) -> tuple[Form | None, int]:
        nonlocal size, part
        form = _form(one, plan)
        size += one.file.rows if form and isinstance(one, Source) else 0
        if size > ROWS:
            size, part = 0, part + 1
        return form, part

    for (form, _), run in groupby(opened, key):
        if form is None:
            yield from run
        else:
            yield form, [one for one in run if isinstance(one, Source)]


def _form(one: Opened, plan: Plan) -> Form | None:
    if not isinstance(one, Source) or len(one.sheets) != 1:
        return None
    sheet = one.sheets[0]
    if sheet.name or (sheet.content and not sheet.plain) or sheet.table is not None:
        return None
    if sheet.merged or len(sheet.rows) < 2:
        return None
    return form_of(tuple(sheet.rows[0]), plan)


def read_alike(
    form: Form, sources: Sequence[Source], plan: Plan, alone: Callable[[Source], SheetReading]
) -> list[SheetReading]:
    """Read files of one form.

    Args:
        form: What their header says.
        sources: The files, with one sheet each.
        plan: Knows the names.
        alone: Reads a file by itself.

    Returns:
        A reading for each file, in order.  The observations of neighbours are one piece, in the
        reading of the first of them.
    """
    stack = _Stack(form, sources, plan)
    flat = stack.read() if stack.together.any() else None
    if flat is None or flat.piece.findings:
        return [alone(source) for source in sources]
    columns = columns_of(list(form.header), flat)
    table = TableReading(flat.layout, (1, 1), columns)
    counts, pieces = stack.counts(), stack.pieces(flat.piece)
    return [
        SheetReading(Place(source.file.name), pieces.get(at, []), [table], counts[at])
        if stack.together[at]
        else alone(source)
        for at, source in enumerate(sources)
    ]


class _Stack:
    """The rows of files, one below the other.

    Attributes:
        columns: Their cells.
        filled: For each column which of them are not blank.
        file, number: For each row its file, and its number as a spreadsheet shows it.
        kept: Rows to read: none that is empty, none of a file that is read alone.
        together: For each file whether it is read with the others.
    """

    def __init__(self, form: Form, sources: Sequence[Source], plan: Plan) -> None:
        self.form, self.sources, self.plan = form, sources, plan
        self.known, self.words = ColumnRoles(plan), words_of(plan)
        width = len(form.header)
        sheets = [source.sheets[0] for source in sources]
        self.columns, counts = laid(sheets, list(form.header))
        sizes = np.array(counts, np.int64)
        self.together = sizes > 0
        starts = np.cumsum(sizes) - sizes
        self.file = np.repeat(np.arange(len(sources), dtype=np.int32), sizes)
        self.number = (np.arange(len(self.file)) - np.repeat(starts, sizes) + 2).astype(np.int32)
        self.filled = [~column.blank()[column.codes] for column in self.columns]
        filled = np.sum(self.filled, axis=0)
        self._bare = [
            None if isinstance(column.texts, list) else bare_numbers(column.texts)
            for column in self.columns
        ]
        figure = np.any([self._rows(at, is_figure, number=True) for at in range(width)], axis=0)
        first = starts[self.together & (sizes > 0)]
        odd = self._other(filled > 0)
        odd[first[~figure[first]]] = True  # where the first row is none of data, a header may go on
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

    def pieces(self, piece: Piece) -> dict[int, list[Piece]]:
        """Observations of neighbours, by the position of the first of them, with their places."""
        rows = np.flatnonzero(self.kept)[piece.row]
        order = np.argsort(self.file[rows], kind="stable").astype(np.int32)
        file, number = self.file[rows[order]], self.number[rows[order]]
        names = coded([source.file.name for source in self.sources])
        files = TextColumn(names.texts, names.codes[file]).compact()
        whole = replace(piece.taken(order), row=number, file=files)
        alone = np.cumsum(~self.together)[file]  # neighbours: as many that are read alone before
        found: dict[int, list[Piece]] = {}
        for number_before in np.unique(alone).tolist():
            own = np.flatnonzero(alone == number_before).astype(np.int32)
            part = whole
            if len(own) < len(whole):
                part = replace(whole.taken(own), file=files.taken(own).compact())
            found[int(file[own[0]])] = [part]
        return found

    def counts(self) -> list[Counter[str]]:
        """For each file its cells by what became of them, as ``read_flat`` counts them."""
        size = len(self.sources)
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
