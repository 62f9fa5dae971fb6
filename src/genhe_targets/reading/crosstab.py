"""Crosstabs: periods as columns, newest first or last; turned into long tables, places kept.

Rows are indicators (``指标 | 2023年 | 2022年``) or regions of one indicator that the title names
(``指标：污水处理率(%)`` above ``地区 | 2023年 | 2022年``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from genhe_targets.reading.coding import Codes, coded, letters
from genhe_targets.reading.flat import ColumnTable
from genhe_targets.reading.names import VariableNames
from genhe_targets.reading.periodtexts import read_period

_NAMED = re.compile(r"^\s*(?:指标|项目|indicator)\s*[：:]\s*(.+?)\s*$", re.IGNORECASE)
LEAST = 1
"""Columns of periods from which on a table is a crosstab."""


@dataclass(frozen=True, slots=True)
class Unpivoted:
    """A crosstab as a long table.

    Attributes:
        table: Labels, period, value; a row for each non-empty cell.
        row: The row each cell stands in, as a position in the rows of the crosstab.
        column: Its column letters.
        labels: How many cells were names and not figures.
    """

    table: ColumnTable
    row: Codes
    column: list[str]
    labels: int


def unpivot(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    titles: Sequence[str],
    names: VariableNames,
) -> Unpivoted | None:
    """Turn a crosstab into a long table, ``None`` where no column is a period.

    Args:
        header: The header row.
        rows: The rows below, as wide as the header.
        titles: Lines above, for the indicator that a table of regions speaks of.
        names: Knows the names of the plan.
    """
    periods = [at for at, cell in enumerate(header) if is_period(cell)]
    labels = [at for at, cell in enumerate(header) if at not in periods and cell.strip()]
    if len(periods) < LEAST or not labels:
        return None
    cells = [(row, at) for row in range(len(rows)) for at in periods if rows[row][at].strip()]
    heads = [header[at] for at in labels]
    columns = [[rows[row][at] for row, _ in cells] for at in labels]
    roles = {names.read(head).role for head in heads}
    named = _indicator(titles) if "variable" not in roles else ""
    if named:
        heads, columns = [*heads, "指标"], [*columns, [named] * len(cells)]
    heads += ["报告期", "数值"]
    columns += [[header[at] for _, at in cells], [rows[row][at] for row, at in cells]]
    table = ColumnTable(heads, [coded(column) for column in columns], 0)
    count = sum(bool(row[at].strip()) for row in rows for at in labels)
    return Unpivoted(
        table,
        np.array([row for row, _ in cells], np.int32),
        [letters(at) for _, at in cells],
        count + len(header),
    )


def is_period(text: str) -> bool:
    """Whether a header is a period and nothing else; a bare number is none but for a year."""
    plain = text.strip()
    if not plain or (plain.isdigit() and not (len(plain) == 4 and plain[:2] in {"19", "20"})):
        return False
    return read_period(plain) is not None


def _indicator(titles: Sequence[str]) -> str:
    """The indicator that the title lines name."""
    found = [match[1] for match in map(_NAMED.match, titles) if match]
    return found[-1] if found else ""
