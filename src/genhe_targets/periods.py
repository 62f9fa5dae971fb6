"""Periods in one canonical spelling; the many spellings of real files are read elsewhere.

================  =====================================================================
``2023``          the year; ``2023H1`` half, ``2023Q3`` quarter, ``2023-09`` month: labels.
                  A label says which report it is; the variable's basis says whether the
                  figure is cumulative, of the period only, or at its end.
``2023-07/2023-09``  an explicit range of months: exactly these months.
``2023-09-30``    a point in time.
================  =====================================================================
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

PeriodKind = Literal["year", "half", "quarter", "month", "range", "day"]

_CANONICAL = re.compile(
    r"(?P<year>\d{4})"
    r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])"
    r"|-(?P<month>\d{2})(?:-(?P<day>\d{2})|/(?P<year2>\d{4})-(?P<month2>\d{2}))?)?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months, or a day.

    Attributes:
        text: The canonical spelling.
        start: First day.
        end: Last day (included).
        kind: What the spelling says it is.
    """

    text: str
    start: datetime.date
    end: datetime.date
    kind: PeriodKind

    @property
    def year(self) -> int:
        """The year it ends in."""
        return self.end.year

    @property
    def months(self) -> int:
        """How many months it spans."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=65536)
def parse_period(text: str) -> Period | None:
    """Return the period a canonical spelling names, or ``None`` when it names none."""
    match = _CANONICAL.fullmatch(text)
    if not match:
        return None
    year = int(match["year"])
    if year == 0:
        return None
    first, last, kind = 1, 12, "year"
    if match["half"]:
        last = 6 * int(match["half"])
        first, kind = last - 5, "half"
    elif match["quarter"]:
        last = 3 * int(match["quarter"])
        first, kind = last - 2, "quarter"
    elif match["day"]:
        try:
            day = datetime.date(year, int(match["month"]), int(match["day"]))
        except ValueError:
            return None
        return Period(text, day, day, "day")
    elif match["month"]:
        first = last = int(match["month"])
        kind = "month"
        if match["month2"]:
            last_year, last, kind = int(match["year2"]), int(match["month2"]), "range"
            if not (1 <= first <= 12 and 1 <= last <= 12) or (last_year, last) < (year, first):
                return None
            return Period(text, datetime.date(year, first, 1), month_end(last_year, last), "range")
        if not 1 <= first <= 12:
            return None
    return Period(text, datetime.date(year, first, 1), month_end(year, last), kind)  # type: ignore[arg-type]
