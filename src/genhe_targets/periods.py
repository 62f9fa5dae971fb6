"""Periods in one canonical spelling, and the calendar of a plan: how its years and quarters lie.

The many spellings of real files are read elsewhere.

================  =====================================================================
``2023``          the year; ``2023H1`` half, ``2023Q3`` quarter, ``2023-09`` month: labels.
                  A label says which report it is; the variable's basis says whether the
                  figure is cumulative, of the period only, or at its end.
``2023-07/2023-09``  an explicit range of months: exactly these months.
``2023-09-30``    a point in time.
``2023/24Q3``     under a plan whose year begins in another month: a label names both civil years.
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
Every = Literal["month", "quarter", "half", "year"]
"""How often figures are owed."""

Step = Literal["day", "month", "quarter", "year"]
"""What time is counted in."""

MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months of a period."""

_CANONICAL = re.compile(
    r"(?P<year>\d{4})"
    r"(?:H(?P<half>[12])|Q(?P<quarter>[1-4])"
    r"|-(?P<month>\d{2})(?:-(?P<day>\d{2})|/(?P<year2>\d{4})-(?P<month2>\d{2}))?)?"
)
_LABEL = re.compile(
    r"(?:FY)?(?P<year>\d{4})(?:[/-](?P<next>\d{2}|\d{4}))?(?:H(?P<half>[12])|Q(?P<quarter>[1-4]))?"
)
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<next>0[1-9]|1[0-2])")


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
    def months(self) -> int:
        """How many months it spans."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


@lru_cache(maxsize=4096)
def month_end(year: int, month: int) -> datetime.date:
    """The last day of a month."""
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Calendar:
    """How the years of a plan lie; halves and quarters are counted from their first month.

    Attributes:
        first_month: The month a year begins in, 1 to 12.
        named_after: Whether a year bears the number of the civil year it begins in (``first``:
            2023 is 2023/24) or ends in (``last``: 2023 is 2022/23).
    """

    first_month: int = 1
    named_after: Literal["first", "last"] = "first"

    @property
    def is_fiscal(self) -> bool:
        """Whether its years are not the civil ones."""
        return self.first_month != 1

    def year_of(self, day: datetime.date) -> int:
        """The year a day lies in."""
        return self._named(day.year - (day.month < self.first_month))

    def _named(self, first: int) -> int:
        """The number of the year that begins in a civil year."""
        return first + (self.is_fiscal and self.named_after == "last")

    def start(self, year: int) -> datetime.date:
        """The first day of a year."""
        return datetime.date(*self.month(year, 1), 1)

    def end(self, year: int) -> datetime.date:
        """The last day of a year."""
        return month_end(*self.month(year, 12))

    def month(self, year: int, number: int) -> tuple[int, int]:
        """Civil year and month of the first, second ... twelfth month of a year."""
        first = year - self._named(0)
        ahead, month = divmod(self.first_month - 1 + number - 1, 12)
        return first + ahead, month + 1

    def civil_year(self, year: int, month: int) -> int:
        """The civil year of a month (1 is January) within a year."""
        return year - self._named(0) + (month < self.first_month)

    def period_end(self, every: Every, day: datetime.date) -> datetime.date:
        """The last day of the month, quarter, half or year that holds a day."""
        year, step = self.year_of(day), MONTHS[every]
        number = (day.month - self.first_month) % 12 + 1
        return month_end(*self.month(year, -(-number // step) * step))

    def ends(self, year: int, months: int) -> list[datetime.date]:
        """The last days of every full period of so many months of a year."""
        return [month_end(*self.month(year, at)) for at in range(months, 13, months)]

    def steps(self, day: datetime.date, by: Step) -> int:
        """How many whole steps are over at the end of a day, counted from a fixed day."""
        if by == "day":
            return day.toordinal()
        months = 12 * day.year + day.month - (day != month_end(day.year, day.month))
        return (months - (self.first_month - 1)) // MONTHS[by]

    def year_text(self, year: int) -> str:
        """A year as it is printed: ``2023``, or ``2023/24``."""
        first = self.start(year).year
        return f"{first:04d}/{(first + 1) % 100:02d}" if self.is_fiscal else f"{year:04d}"

    def label(self, every: Every, day: datetime.date) -> str:
        """What a period is called by its last day: ``2023Q3``, ``2023/24Q3``, ``2023-09``."""
        number = (day.month - self.first_month) % 12 + 1
        year = self.year_text(self.year_of(day))
        if day != self.period_end(every, day) or every == "month":
            whole = day == month_end(day.year, day.month)
            return f"{day:%Y-%m}" if whole else day.isoformat()
        if every == "quarter":
            return f"{year}Q{number // 3}"
        return f"{year}H{number // 6}" if every == "half" else year

    def labels(self, every: Every, year: int) -> list[str]:
        """What all periods of a year are called."""
        return [self.label(every, end) for end in self.ends(year, MONTHS[every])]

    def is_doubtful(self, text: str) -> bool:
        """Whether a text may be a month as well as a year: 2003-04; 2003/04 is the year."""
        found = _MONTH.fullmatch(text) if self.is_fiscal else None
        return bool(found and int(found["next"]) == (int(found["year"]) + 1) % 100)

    def parse(self, text: str) -> Period | None:
        """The period a canonical spelling names, ``None`` when it names none.

        Under a fiscal calendar ``2023Q3`` is the third quarter of the year with that number, and
        ``2023/24Q3``, ``2023-24Q3``, ``FY2023Q3`` name the same; months and days are civil.
        """
        if not self.is_fiscal:
            return parse_period(text)
        return _parse_fiscal(text, self)

    def named_year(self, first: int, following: str) -> int | None:
        """The number of a year written by two civil ones (2023 and 24); ``None`` where none is."""
        after = first + 1
        right = self.is_fiscal and following in {f"{after:04d}", f"{after % 100:02d}"}
        return self._named(first) if right else None


CIVIL = Calendar()
"""Years from January to December."""


@lru_cache(maxsize=65536)
def _parse_fiscal(text: str, calendar: Calendar) -> Period | None:
    month = parse_period(text)
    if month and month.kind in {"month", "range", "day"}:
        return month
    match = _LABEL.fullmatch(text)
    if not match:
        return None
    year: int | None = int(match["year"])
    if match["next"]:
        year = calendar.named_year(int(match["year"]), match["next"])
    if year is None or not 1 < year < 9998:
        return None
    first, last, kind = _months(match.groupdict())
    start = datetime.date(*calendar.month(year, first), 1)
    end = month_end(*calendar.month(year, last))
    label = calendar.year_text(year) + (match[0][-2:] if kind != "year" else "")
    return Period(label, start, end, kind)


@lru_cache(maxsize=65536)
def parse_period(text: str) -> Period | None:
    """Return the period a canonical spelling names, or ``None`` when it names none.

    Years are civil ones; a plan's own are read by its ``Calendar``.
    """
    match = _CANONICAL.fullmatch(text)
    if not match or match["year"] == "0000":
        return None
    year = int(match["year"])
    try:
        if match["day"]:
            day = datetime.date(year, int(match["month"]), int(match["day"]))
            return Period(text, day, day, "day")
        first, last, kind = _months(match.groupdict())
        last_year = int(match["year2"] or year)
        start, end = datetime.date(year, first, 1), month_end(last_year, last)
    except (ValueError, IndexError):  # no such month or day
        return None
    return Period(text, start, end, kind) if start < end else None


def _months(match: dict[str, str | None]) -> tuple[int, int, PeriodKind]:
    """First month, last month and kind of a spelling that is no day."""
    if half := match["half"]:
        last = 6 * int(half)
        return last - 5, last, "half"
    if quarter := match["quarter"]:
        last = 3 * int(quarter)
        return last - 2, last, "quarter"
    month, last_month = match.get("month"), match.get("month2")
    if month:
        return int(month), int(last_month or month), "range" if last_month else "month"
    return 1, 12, "year"
