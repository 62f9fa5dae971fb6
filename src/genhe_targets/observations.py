"""Observations: the reported values, whole columns at a time, each with its place.

This is the seam between reading and everything after it.  Names are dictionary-encoded, so
that ten million rows cost little and each distinct text was parsed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from genhe_targets.findings import Finding
from genhe_targets.textcolumn import TextColumn

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES = ("region", "period", "variable", "text", "mark", "file", "sheet", "column")
"""Coded columns that all observations have, beside ``value`` and ``row``."""

OPTIONAL = ("unit", "basis", "note", "date", "submitted")
"""Coded columns that are there only where something was reported in them."""

MARKS: dict[str, str] = {
    "": "a plain number",
    "blank": "an empty cell of a recognised table",
    "not_reported": "a marker of silence (—, N/A, 未统计, 缺报)",
    "none": "a marker that the thing does not exist here (无)",
    "below_unit": "a marker of a value below the smallest unit (…)",
    "unreadable": "text that is no number",
    "excel_error": "an error value of a spreadsheet (#DIV/0!)",
    "infinite": "an infinity",
    "wrong_unit": "a number in a unit that does not measure its variable",
    "at_least": "a lower bound (≥95, 95以上)",
    "at_most": "an upper bound (<5)",
    "about": "an approximation (~95, 95左右)",
    "done": "a milestone reported as done",
    "not_done": "a milestone reported as not yet done",
}
"""What the cell was; anything but a plain number explains why ``value`` may be NaN."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where observations came from.

    Attributes:
        name: The path or name as the user gave it.
        sha256: Hash of the bytes, ``""`` for frames in memory.
        size: Bytes.
        rows: Rows seen.
        format: What the content is: ``csv``, ``xlsx``, ``frame`` ...
        encoding: The encoding decided on, for text files.
        delimiter: What separates the cells of a text file.
        cells: Non-empty cells by what became of them; the values add up to all of them.
    """

    name: str
    sha256: str = ""
    size: int = 0
    rows: int = 0
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    cells: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Observations:
    """Reported values, one entry in every column per reported cell.

    Attributes:
        texts: The coded columns by name:

            ============ =======================================================
            region       code of a region of the plan, else the text found
            period       canonical period, else the text found
            variable     id of a variable, a target (the indicator itself)
                         or a measure, else the text found
            text         the cell as written, digits kept
            mark         one of ``MARKS``
            file, sheet  source and sheet (``""`` for a CSV)
            column       column letters
            unit         (optional) unit as reported, ``""`` for none given
            basis        (optional) ``cumulative | period | point | annual``, ``""``
            note         (optional) remark or evidence
            date         (optional) ISO date of an event or milestone
            submitted    (optional) ISO date the figure was handed in
            ============ =======================================================

        value: float64, in the variable's unit; NaN where ``mark`` says why.
        row: int32, 1-based row as a spreadsheet shows it.
        exact: Exact values by row position, only where the shortest decimal spelling of the
            float is not the reported number (more than 15 digits, 亩 to 公顷).
        sources: The inputs.
        findings: What reading found, besides what the contract will find.
        decimals: How many digits each figure was printed with after the dot, -1 where its text has
            to be asked; only of very many figures, whose texts would be read a second time.
    """

    texts: Mapping[str, TextColumn]
    value: npt.NDArray[np.float64]
    row: npt.NDArray[np.int32]
    exact: Mapping[int, Fraction] = field(default_factory=dict)
    sources: tuple[SourceFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    decimals: npt.NDArray[np.int8] | None = None

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def of_frame(
        cls, frame: pd.DataFrame, exact: Mapping[int, Fraction] | None = None
    ) -> Observations:
        """Observations from a frame with a categorical column for each text."""
        texts = {
            str(name): _of_categorical(frame[name].array)
            for name in frame.columns
            if name not in {"value", "row"}
        }
        return cls(
            texts,
            frame["value"].to_numpy(np.float64),
            frame["row"].to_numpy(np.int32),
            exact or {},
        )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The observations as a frame, texts as categoricals, for looking at them."""
        import pandas as pd

        columns: dict[str, Any] = {}
        for name, column in self.texts.items():
            distinct = column.mapped(str)
            categories = pd.Index(distinct.texts, dtype="str")
            columns[name] = pd.Categorical.from_codes(distinct.codes, categories=categories)
        return pd.DataFrame({**columns, "value": self.value, "row": self.row}, copy=False)


def _of_categorical(held: Any) -> TextColumn:
    texts = [str(text) for text in held.categories]
    codes = np.asarray(held.codes, np.int32)
    if (codes < 0).any():
        codes = np.where(codes < 0, np.int32(len(texts)), codes)
        texts.append("")
    return TextColumn(texts, codes)
