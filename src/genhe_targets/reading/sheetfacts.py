"""Facts of a sheet that its values do not tell: how far it reaches, errors, and number formats.

The reader of values (calamine) lays a sheet out from its first to its last cell, so that two cells
far apart cost the memory of all between them; it also leaves out error values and number formats.
Each kind of workbook has a module that looks these up before the values are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from genhe_targets.reading.refusals import refusal

_DECIMALS = re.compile(r'[#,]*0(?:\.(0{1,9}))?(%?)(?:_.|"[^"]*")*')
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
"""Number formats that Excel knows by number."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How a number is shown.

    Attributes:
        decimals: Digits behind the point.
        percent: Whether it is shown times a hundred with a percent sign.
    """

    decimals: int = 0
    percent: bool = False

    @classmethod
    def of(cls, code: str) -> Shown | None:
        """What a format code says beside the number, ``None`` for nothing that we keep."""
        match = _DECIMALS.fullmatch(code.split(";", maxsplit=1)[0])
        if not match or not (match[1] or match[2]):
            return None
        return cls(len(match[1] or ""), bool(match[2]))


@dataclass(slots=True)
class SheetFacts:
    """What stands in the file of a sheet beside its values.

    Attributes:
        name: Name of the sheet, ``""`` where the file tells it elsewhere.
        height, width: Rows and columns from A1 to the last cell.
        texts: Cells (0-based row, column) whose text is not in their value: errors, and formulas
            without a computed value, which keep their formula.
        uncomputed: Those of the formulas, in order.
        shown: Cells with a number format that says more than the number.
    """

    name: str = ""
    height: int = 0
    width: int = 0
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)

    def reach(self, row: int, column: int) -> None:
        """Stretch to a cell, both counted from 0."""
        self.height = max(self.height, row + 1)
        self.width = max(self.width, column + 1)


def check_extent(sheets: Iterable[SheetFacts], limit: int) -> None:
    """Refuse a workbook whose sheets span too many cells together.

    Raises:
        ReadingError: They do.
    """
    left = limit
    for at, sheet in enumerate(sheets, start=1):
        count = sheet.height * sheet.width
        left -= count
        if left < 0:
            raise refusal("too_many_cells", sheet=sheet.name or str(at), count=count, limit=limit)
