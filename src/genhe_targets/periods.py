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
    if not match or match["year"] == "0000":
        return None
    year = int(match["year"])
    try:
        if match["day"]:
            day = datetime.date(year, int(match["month"]), int(match["day"]))
            return Period(text, day, day, "day")
        first, last, kind = _months(match)
        last_year = int(match["year2"] or year)
        start, end = datetime.date(year, first, 1), month_end(last_year, last)
    except (ValueError, IndexError):  # no such month or day
        return None
    return Period(text, start, end, kind) if start < end else None


def _months(match: re.Match[str]) -> tuple[int, int, PeriodKind]:
    """First month, last month and kind of a spelling that is no day."""
    if match["half"]:
        last = 6 * int(match["half"])
        return last - 5, last, "half"
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return last - 2, last, "quarter"
    if match["month2"]:
        return int(match["month"]), int(match["month2"]), "range"
    if match["month"]:
        return int(match["month"]), int(match["month"]), "month"
    return 1, 12, "year"
