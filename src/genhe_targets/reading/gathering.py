"""Gathering: pieces of any number of tables and files become one batch of observations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from genhe_targets.findings import Finding
from genhe_targets.observations import Observations, SourceFile
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.coding import Codes, TextColumn, coded, constant, joined
from genhe_targets.reading.figures import MARK_NAMES, Figures, read_figures
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.piece import Piece
from genhe_targets.reading.quantities import quantities
from genhe_targets.reading.settings import Settings

_NAMED = 6
"""Names listed in one sentence; the rest is three dots."""

_DOUBTS = {
    "letter_for_digit": kinds.LETTER_O,
    "bracket_negative": kinds.BRACKETS,
    "footnote_mark": kinds.FOOTNOTE,
}


def gather(
    pieces: Sequence[Piece],
    plan: Plan,
    settings: Settings,
    sources: Sequence[SourceFile],
    findings: Sequence[Finding],
) -> Observations:
    """Read the figures of all pieces, once for each distinct text, and lay them below each other.

    Args:
        pieces: Tables with their names resolved, in the order of the inputs.
        plan: Says in which units figures are wanted.
        settings: What the markers mean.
        sources: The inputs.
        findings: What was remarkable about files and tables.
    """
    return _Whole(pieces, sources).observations(plan, settings, sources, findings)


class _Whole:
    """The columns of all pieces, one below the other, in the order of the inputs."""

    def __init__(self, pieces: Sequence[Piece], sources: Sequence[SourceFile]) -> None:
        self.pieces, self.order = pieces, _order(pieces)
        names = coded([source.name for source in sources])
        self.region = self._column(lambda piece: piece.region)
        self.period = self._column(lambda piece: piece.period)
        self.variable = self._column(lambda piece: piece.variable)
        self.text = self._column(lambda piece: piece.text)
        self.column = self._column(lambda piece: piece.column)
        self.file = self._column(lambda piece: piece.files(names))
        self.sheet = self._column(lambda piece: constant(piece.place.sheet, len(piece)))
        rows = [piece.row for piece in pieces]
        self.row: Codes = rows[0] if len(rows) == 1 else np.concatenate(rows)
        if self.order is not None:
            self.row = self.row[self.order]
        self.unit = self._optional(lambda piece: piece.unit)
        self.basis = self._optional(lambda piece: piece.basis)
        self.note = self._optional(lambda piece: piece.note)
        self.date = self._optional(lambda piece: piece.date)
        self.submitted = self._optional(lambda piece: piece.submitted)

    def _column(self, of: Callable[[Piece], TextColumn]) -> TextColumn:
        whole = joined(map(of, self.pieces))
        return whole if self.order is None else whole.taken(self.order).by_row()

    def _optional(self, of: Callable[[Piece], TextColumn | None]) -> TextColumn | None:
        def filled(piece: Piece) -> TextColumn:
            column = of(piece)
            return constant("", len(piece)) if column is None else column

        if all(of(piece) is None for piece in self.pieces):
            return None
        return self._column(filled)

    def observations(
        self,
        plan: Plan,
        settings: Settings,
        sources: Sequence[SourceFile],
        findings: Sequence[Finding],
    ) -> Observations:
        figures = read_figures(self.text, self.variable, self.unit, plan, settings)
        said = [*findings, *(finding for piece in self.pieces for finding in piece.findings)]
        said += self._doubts(figures, plan)
        texts: dict[str, TextColumn | None] = {
            "region": self.region,
            "period": self.period,
            "variable": self.variable,
            "text": self.text,
            "mark": TextColumn(MARK_NAMES, figures.mark),
            "file": self.file,
            "sheet": self.sheet,
            "column": self.column,
            "unit": self.unit,
            "basis": self.basis,
            "note": self.note,
            "date": self._dates(figures, said),
            "submitted": self._submitted(said),
        }
        present = {name: column for name, column in texts.items() if column is not None}
        return Observations(
            present, figures.value, self.row, figures.exact, tuple(sources), tuple(said),
            figures.decimals,
        )  # fmt: skip

    def _days(self, column: TextColumn, said: list[Finding]) -> TextColumn:
        """Dates as written as ISO dates; what is none is said."""
        texts = column.listed()
        days = {text: _day(text) for text in texts}
        unread: dict[str, list[int]] = {}
        for at, text in enumerate(texts):
            if days[text] is None:
                unread.setdefault(text, []).append(at)
        for text, places in unread.items():
            for row, count in self._by_file(np.flatnonzero(np.isin(column.codes, places))):
                place = self.place(row) | {"column": ""}
                said.append(Finding(kinds.DATE_UNREADABLE, text=text, count=count, **place))
        return column.mapped(lambda text: days[text] or "")

    def _submitted(self, said: list[Finding]) -> TextColumn | None:
        """Days of handing in; ``None`` where none is known."""
        column = None if self.submitted is None else self._days(self.submitted, said)
        return column if column is not None and any(column.texts) else None

    def _dates(self, figures: Figures, said: list[Finding]) -> TextColumn | None:
        """Days of completion as ISO dates: from a column of their own, else from the cells."""
        column = None if self.date is None else self._days(self.date, said)
        if not figures.date:
            return column if column is not None and any(column.texts) else None
        if column is None:
            column = constant("", len(self.row))
        texts = [*column.listed(), *dict.fromkeys(figures.date.values())]
        position_of = {text: at for at, text in enumerate(texts)}
        codes = column.codes.astype(np.int32)
        for row, day in figures.date.items():
            if not texts[codes[row]]:
                codes[row] = position_of[day]
        return TextColumn(texts, codes).mapped(str)

    def _by_file(self, rows: Any) -> Iterator[tuple[int, int]]:
        """First row and count of some rows, file by file: each sender hears of its own."""
        if len(self.file.texts) == 1 or len(rows) <= 1:
            if len(rows):
                yield int(rows[0]), len(rows)
            return
        _, first, counts = np.unique(self.file.codes[rows], return_index=True, return_counts=True)
        for at, count in sorted(zip(first.tolist(), counts.tolist(), strict=True)):
            yield int(rows[at]), count

    def place(self, row: int) -> dict[str, Any]:
        """Where an observation stands, as the fields of a finding."""
        return {
            "file": self.file.text(row),
            "sheet": self.sheet.text(row),
            "row": int(self.row[row]),
            "column": self.column.text(row),
            "region": self.region.text(row),
            "period": self.period.text(row),
            "variable": self.variable.text(row),
        }

    def _doubts(self, figures: Figures, plan: Plan) -> Iterator[Finding]:
        """What was remarkable about cells."""
        yield from self._about_units(figures, plan)
        for rows, figure in figures.doubtful:
            code = _DOUBTS.get(figure.doubt or "")
            for row, count in self._by_file(rows) if code else ():
                yield Finding(
                    str(code), text=self.text.text(row), hint=figure.hint, count=count,
                    **self.place(row),
                )  # fmt: skip
        for name, rows in figures.fractions.items():
            for row, count in self._by_file(rows):
                yield Finding(
                    kinds.FRACTION, text=self.text.text(row), count=count,
                    detail={"name": title_of(name, plan)}, **self.place(row),
                )  # fmt: skip

    def _about_units(self, figures: Figures, plan: Plan) -> Iterator[Finding]:
        known = quantities(plan)
        named = set(figures.unitless)  # told in the order of the plan, whatever comes first
        assumed = [name for name in known if name in named and known[name].unit != "1"]
        if assumed:
            file = self.file.texts[0] if len(self.file.texts) == 1 else ""
            units = _in_plan_units(assumed, plan)
            yield Finding(kinds.UNIT_ASSUMED, file=file, detail={"units": units})
        for rows, reading in figures.troubles:
            for row, count in self._by_file(rows):
                name = self.variable.text(row)
                wanted = known[name].unit if name in known else ""
                given = self.unit.text(row) if self.unit is not None else ""
                # The multiplier of a cell took the place of its column's: that one is named.
                scale = reading.trouble == "scale"
                yield Finding(
                    _TROUBLES[reading.trouble], text=self.text.text(row), count=count,
                    detail={
                        "name": title_of(name, plan), "wanted": wanted,
                        "unit": given if scale else reading.unit or given, "read": reading.unit,
                    },
                    **self.place(row),
                )  # fmt: skip


def _order(pieces: Sequence[Piece]) -> Codes | None:
    """The rows in the order of their inputs, ``None`` where they are so already."""
    if all(isinstance(piece.source, int) for piece in pieces):
        return None
    parts = [np.broadcast_to(np.int32(piece.source), len(piece)) for piece in pieces]
    source = np.concatenate(parts)
    if (source[1:] >= source[:-1]).all():
        return None
    return np.argsort(source, kind="stable").astype(np.int32)


_TROUBLES = {
    "mismatch": kinds.UNIT_MISMATCH,
    "unknown": kinds.UNIT_UNKNOWN,
    "scale": kinds.SCALE_REPLACED,
}


def title_of(name: str, plan: Plan) -> str | dict[str, str]:
    """Both titles of a variable or target, the name itself where there is none."""
    known = plan.variable_by_id.get(name) or plan.target_by_id.get(name)
    return known.title.model_dump() if known else name


def _in_plan_units(names: Sequence[str], plan: Plan) -> dict[str, str]:
    """The first names with their units, in both languages."""
    zh, en = [], []
    for name in names[:_NAMED]:
        variable = plan.variable_by_id.get(name)
        about = variable or plan.target_by_id[name]
        unit = plan.unit_text(quantities(plan)[name].unit or "")
        zh.append(f"{about.title.zh} {unit.zh}")
        en.append(f"{about.title.en} {unit.en}")
    more = len(names) > _NAMED
    return {"zh": "、".join(zh) + "、…" * more, "en": ", ".join(en) + ", …" * more}


def _day(text: str) -> str | None:
    """ISO day of a date as written, ``""`` for an empty cell, ``None`` for no date."""
    if not text.strip(" -—/"):
        return ""
    period = read_period(text, serials=True)
    canonical = period.spelled(None) if period else ""
    return canonical if canonical and canonical.count("-") == 2 else None
