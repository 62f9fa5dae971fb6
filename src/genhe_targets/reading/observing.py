"""From pieces to observations: figures read, columns laid below each other, doubts said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from genhe_targets.findings import Finding
from genhe_targets.observations import Observations, SourceFile
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.coding import TextColumn, coded, constant, joined
from genhe_targets.reading.figures import MARK_NAMES, Figures, read_figures
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.piece import Piece
from genhe_targets.reading.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

_TROUBLES = {
    "mismatch": kinds.UNIT_MISMATCH,
    "unknown": kinds.UNIT_UNKNOWN,
    "scale": kinds.SCALE_REPLACED,
}
_DOUBTS = {
    "letter_for_digit": kinds.LETTER_O,
    "bracket_negative": kinds.BRACKETS,
    "footnote_mark": kinds.FOOTNOTE,
}


def observe(
    pieces: Sequence[Piece],
    plan: Plan,
    settings: Settings,
    sources: Sequence[SourceFile],
    findings: Sequence[Finding],
) -> Observations:
    """Read the figures of all pieces and lay them out as one frame.

    Args:
        pieces: Tables with their names resolved.
        plan: Says in which units figures are wanted.
        settings: What the markers mean.
        sources: The inputs.
        findings: What was remarkable about files and tables.
    """
    said = list(findings)
    exact: dict[int, Fraction] = {}
    read = []
    start = 0
    for piece in pieces:
        figures = read_figures(piece.text, piece.variable, piece.unit, plan, settings)
        said += [*piece.findings, *_doubts(piece, figures, plan)]
        exact |= {start + row: value for row, value in figures.exact.items()}
        read.append(figures)
        start += len(piece)
    return Observations(_frame(pieces, read, said), exact, tuple(sources), tuple(said))


def _frame(pieces: Sequence[Piece], read: Sequence[Figures], said: list[Finding]) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, TextColumn | None] = {
        "region": joined([piece.region for piece in pieces]),
        "period": joined([piece.period for piece in pieces]),
        "variable": joined([piece.variable for piece in pieces]),
        "text": joined([piece.text for piece in pieces]),
        "file": joined([constant(piece.place.file, len(piece)) for piece in pieces]),
        "sheet": joined([constant(piece.place.sheet, len(piece)) for piece in pieces]),
        "column": joined([piece.column for piece in pieces]),
        "unit": _optional([(piece.unit, len(piece)) for piece in pieces]),
        "basis": _optional([(piece.basis, len(piece)) for piece in pieces]),
        "note": _optional([(piece.note, len(piece)) for piece in pieces]),
        "date": _optional(
            [
                (_dates(piece, figures, said), len(piece))
                for piece, figures in zip(pieces, read, strict=True)
            ]
        ),
    }
    frame = {name: _categorical(column) for name, column in columns.items() if column is not None}
    marks = np.concatenate([figures.mark for figures in read])
    frame["mark"] = _categorical(TextColumn(MARK_NAMES, marks.astype(np.int32)))
    values = np.concatenate([figures.value for figures in read])
    rows = np.concatenate([piece.row for piece in pieces]).astype(np.int32)
    return pd.DataFrame({**frame, "value": values, "row": rows}, copy=False)


def _categorical(column: TextColumn) -> pd.Categorical:
    """A column as a categorical whose categories are distinct texts."""
    import pandas as pd

    texts = column.texts
    if isinstance(texts, list) and len(set(texts)) != len(texts):
        column = column.mapped(str)
        texts = column.texts
    listed = texts if isinstance(texts, list) else texts.to_pandas()
    return pd.Categorical.from_codes(column.codes, categories=pd.Index(listed, dtype="str"))


def _optional(columns: Sequence[tuple[TextColumn | None, int]]) -> TextColumn | None:
    """Columns below each other, ``None`` where no table has one."""
    if all(column is None for column, _ in columns):
        return None
    return joined([constant("", count) if c is None else c for c, count in columns])


def _dates(piece: Piece, figures: Figures, said: list[Finding]) -> TextColumn | None:
    """Days of completion as ISO dates: from a column of their own, else from the cells."""
    if piece.date is None and not figures.date:
        return None
    if piece.date is None:
        return coded([figures.date.get(row, "") for row in range(len(piece))])
    days = {text: _day(text) for text in piece.date.listed()}
    for text, day in days.items():
        if day is None:
            place = piece.place
            said.append(
                Finding(kinds.DATE_UNREADABLE, file=place.file, sheet=place.sheet, text=text)
            )
    column = piece.date.mapped(lambda text: days[text] or "")
    if not figures.date:
        return column
    own = (column.text(row) or figures.date.get(row, "") for row in range(len(piece)))
    return coded(list(own))


def _day(text: str) -> str | None:
    """ISO day of a date as written, ``""`` for an empty cell, ``None`` for no date."""
    if not text.strip():
        return ""
    period = read_period(text)
    canonical = period.spelled(None) if period else ""
    return canonical if canonical and canonical.count("-") == 2 else None


def _doubts(piece: Piece, figures: Figures, plan: Plan) -> Iterator[Finding]:
    """What was remarkable about the cells of a table."""
    for row, count, reading in figures.troubles:
        name = piece.variable.text(row)
        known = plan.variable_by_id.get(name)
        yield _finding(
            piece, row, _TROUBLES[reading.trouble], count,
            name=known.title.model_dump() if known else name, wanted=known.unit if known else "",
            unit=reading.unit or _text(piece.unit, row), read=reading.value,
        )  # fmt: skip
    for row, count, figure in figures.doubtful:
        code = _DOUBTS.get(figure.doubt or "")
        if code:
            yield _finding(piece, row, code, count, hint=figure.hint)
    for name, rows in figures.fractions.items():
        known = plan.variable_by_id.get(name)
        target = plan.target_by_id.get(name)
        about = known or target
        title = about.title.model_dump() if about else name
        yield _finding(piece, int(rows[0]), kinds.FRACTION, len(rows), name=title)
    if figures.unitless:
        bare = [plan.variable_by_id.get(name) for name in figures.unitless]
        measured = [(v.title, plan.unit_text(v.unit)) for v in bare if v and v.unit != "1"]
        units = {
            "zh": "、".join(f"{title.zh} {unit.zh}" for title, unit in measured),
            "en": ", ".join(f"{title.en} {unit.en}" for title, unit in measured),
        }
        place = piece.place
        if measured:
            yield Finding(
                kinds.UNIT_ASSUMED, file=place.file, sheet=place.sheet, detail={"units": units}
            )


def _finding(
    piece: Piece, row: int, code: str, count: int, hint: str = "", **detail: object
) -> Finding:
    place = piece.place
    return Finding(
        code, file=place.file, sheet=place.sheet, row=int(piece.row[row]),
        column=piece.column.text(row), text=piece.text.text(row), region=piece.region.text(row),
        period=piece.period.text(row), variable=piece.variable.text(row), hint=hint,
        detail=detail, count=count,
    )  # fmt: skip


def _text(column: TextColumn | None, row: int) -> str:
    return "" if column is None else column.text(row)
