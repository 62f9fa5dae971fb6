"""Context: what title, sheet name and file name say about a table that does not say it itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.plan.model import Plan
from genhe_targets.reading.cells import tidy_text
from genhe_targets.reading.periodtexts import PeriodText, read_period
from genhe_targets.reading.regions import region_names
from genhe_targets.reading.settings import Settings

ORIGINS = {
    "title": ("标题", "the title"),
    "sheet": ("工作表名", "the sheet's name"),
    "file": ("文件名", "the file name"),
    "settings": ("设置", "the settings"),
    "plan": ("计划", "the plan"),
}
"""Where an implied year, period or region is taken from, in both languages."""

_YEAR = r"(?:(?:19|20)\d\d\s*(?:年度?)?[-_./ ]?)"
_PART = (
    r"(?:截至|截止)?(?:第?[一二三四1-4]季度?[末底]?(?!\d)|上半年|下半年|前[三3]季度|前\d{1,2}个?月|全年|"
    r"\d{1,2}月?\s*[-—–至~～－]\s*\d{1,2}\s*月|(?:1[0-2]|0?[1-9])月(?:份|[末底])?(?:\d{1,2}日)?|"
    r"[qQ][1-4](?!\d)|[hH][12](?!\d))"
)
_SEARCHES = (
    rf"(?:截至|截止)?{_YEAR}{_PART}",
    r"(?<!\d)(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.]\d{1,2}(?!\d)",
    r"(?<!\d)(?:19|20)\d\d[-/._](?:1[0-2]|0[1-9])(?!\d)",
    r"(?<!\d)(?:19|20)\d\d(?:1[0-2]|0[1-9])(?:[0-3]\d)?(?!\d)",
    _PART,
    r"(?<!\d)(?:19|20)\d\d年?(?:度|末|底)?(?!\d)",
)
_TWO_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/—–]\s?((?:19|20)?\d\d)(?!\d)")
_FISCAL = (
    rf"(?:[qQhH][1-4]\s*)?(?:[fF][yY]\s?)?(?<!\d)(?:19|20)\d\d\s?[-/—–]\s?(?:(?:19|20)?\d\d)(?!\d)"
    rf"(?:财年|财政年度|会计年度|年度?)?\s*{_PART}?"
)
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_A_YEAR_AND_MORE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\d{2}(?:\d{2})?(?!\d))")


@dataclass(frozen=True, slots=True)
class Implied:
    """Something taken from outside the table.

    Attributes:
        value: The year, the canonical period or the code of a region.
        text: The text it was taken from.
        origin: A key of ``ORIGINS``.
    """

    value: str
    text: str
    origin: str

    def detail(self) -> dict[str, str]:
        """The origin in both languages, for the sentence of a finding."""
        zh, en = ORIGINS[self.origin]
        return {"origin": zh, "origin_en": en}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a table; ``None`` where nothing is."""

    year: Implied | None = None
    period: Implied | None = None
    region: Implied | None = None


_SUBMITTED = re.compile(
    r"(?:(?:填报|报出|填表|上报|报送)(?:日期|时间)|submitted(?:\s+on)?|date\s+of\s+submission|"
    r"submission\s+date)\s*[:：]?\s*(?P<day>\d[\d年月日/.\- ]{6,12})",
    re.IGNORECASE,
)


def submitted_in(text: str) -> str:
    """The ISO day that a line gives as that of handing in, ``""`` where it gives none."""
    found = _SUBMITTED.search(tidy_text(text))
    period = read_period(found["day"].strip()) if found else None
    spelled = period.spelled() if period else ""
    return spelled if len(spelled) == len("2023-10-12") and "/" not in spelled else ""


def period_in(text: str, calendar: Calendar = CIVIL) -> PeriodText | None:
    """The period a title or file name speaks of, ``None`` for none or several."""
    plain = tidy_text(text)
    for search in (_FISCAL, *_SEARCHES) if calendar.is_fiscal else _SEARCHES:
        found = {match[0].strip(" -_./") for match in re.finditer(search, plain)}
        periods = {period for period in map(read_period, sorted(found)) if period}
        if len(periods) == 1:
            doubtful = any(map(calendar.is_doubtful, found))
            return None if doubtful else periods.pop()
        if periods:
            return None
    return None


def years_in(text: str, calendar: Calendar = CIVIL) -> set[int]:
    """Years a text names."""
    plain = tidy_text(text)
    pairs = {calendar.named_year(int(one), other) for one, other in _TWO_YEARS.findall(plain)}
    named = {year for year in pairs if year is not None}
    if named:
        return named
    found = _A_YEAR.findall(plain) + _A_YEAR_AND_MORE.findall(plain)
    return {int(year) for year in found if 1949 <= int(year) <= 2100}


@lru_cache(maxsize=4096)
def context_of(
    plan: Plan, settings: Settings, file: str = "", sheet: str = "", titles: Sequence[str] = ()
) -> Context:
    """Gather what stands around a table, the nearest first.

    Args:
        plan: Knows the names of regions.
        settings: Win over everything else.
        file: Path or name of the source.
        sheet: Name of the sheet.
        titles: Lines above the table, nearest last (a tuple, for the cache).
    """
    name = PurePath(file.replace("\\", "/")).stem if file else ""
    texts = [*(("title", line) for line in reversed(titles)), ("sheet", sheet), ("file", name)]
    year = _implied_year(texts, settings, plan.calendar)
    return Context(
        year,
        _implied_period(texts, year, settings, plan.calendar),
        _implied_region(texts, plan, settings),
    )


def _implied_year(
    texts: list[tuple[str, str]], settings: Settings, calendar: Calendar
) -> Implied | None:
    if settings.year:
        return Implied(str(settings.year), "", "settings")
    for origin, text in texts:
        years = years_in(text, calendar)
        if len(years) == 1:
            return Implied(str(years.pop()), text, origin)
    return None


def _names_part(canonical: str) -> bool:
    """Whether a period is more than a year: it holds a part, a month or a day."""
    return not re.fullmatch(r"\d{4}(?:/\d\d)?", canonical)


def _implied_period(
    texts: list[tuple[str, str]], year: Implied | None, settings: Settings, calendar: Calendar
) -> Implied | None:
    if settings.period:
        return Implied(settings.period, "", "settings")
    spelled: Implied | None = None
    for origin, text in texts:
        period = period_in(text, calendar) if text else None
        if period is None or period.other:
            continue
        canonical = period.spelled(int(year.value) if year else None, calendar)
        if not canonical:
            continue
        found = Implied(canonical, text, origin)
        if not _names_part(canonical):  # a bare year: something nearer may still say the quarter
            spelled = spelled or found
        elif spelled is None or canonical.startswith(spelled.value):
            return found
    return spelled


def _implied_region(texts: list[tuple[str, str]], plan: Plan, settings: Settings) -> Implied | None:
    if settings.region:
        return Implied(settings.region, "", "settings")
    names = region_names(plan)
    for origin, text in texts:
        code = names.mentioned(text) if text else None
        if code:
            return Implied(code, text, origin)
    return None
