"""Observations: the reported values, whole columns at a time, each with its place.

This is the seam between reading and everything after it.  Names are dictionary-encoded, so
that ten million rows cost little and each distinct text was parsed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from genhe_targets.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES = ("region", "period", "variable", "text", "mark", "file", "sheet", "column")
"""Columns every observation frame has as categoricals, beside ``value`` and ``row``."""

OPTIONAL = ("unit", "basis", "note", "date")
"""Categorical columns that are there only where something was reported in them."""

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
        format: ``csv``, ``xlsx``, ``frame`` ...
        encoding: The encoding decided on, with the evidence, for text files.
        cells: Non-empty cells by what became of them; the values add up to all of them.
    """

    name: str
    sha256: str = ""
    size: int = 0
    rows: int = 0
    format: str = ""
    encoding: str = ""
    cells: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observations:
    """Reported values.

    Attributes:
        frame: One row per reported cell, fresh ``RangeIndex``, with the columns

            ============ =========== ==============================================
            region       category    code of a region of the plan, else the text found
            period       category    canonical period, else the text found
            variable     category    id of a variable, a target (the indicator itself)
                                     or a measure, else the text found
            value        float64     in the variable's unit; NaN where ``mark`` says why
            text         category    the cell as written, digits kept
            mark         category    one of ``MARKS``
            file, sheet  category    source and sheet (``""`` for a CSV)
            row          int32       1-based row as a spreadsheet shows it
            column       category    column letters
            unit         category    (optional) unit as reported, ``""`` for none given
            basis        category    (optional) ``cumulative | period | point | annual``, ``""``
            note         category    (optional) remark or evidence
            date         category    (optional) ISO date of an event or milestone
            ============ =========== ==============================================

        exact: Exact values by row position, only where the shortest decimal spelling of the
            float is not the reported number (more than 15 digits, 亩 to 公顷).
        sources: The inputs.
        findings: What reading found, besides what the contract will find.
    """

    frame: pd.DataFrame
    exact: Mapping[int, Fraction] = field(default_factory=dict)
    sources: tuple[SourceFile, ...] = ()
    findings: tuple[Finding, ...] = ()
