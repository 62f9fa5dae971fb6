"""Period texts: every spelling found in statistical files, to the canonical one.

``1-9月`` and ``4-6月`` are ranges and mean exactly these months; ``三季度`` is a label, and the
variable's basis says what its figure speaks of; ``三季度末`` and ``截至9月底`` are days.  A
spelling without a year (``1-9月``) is filled in with the year its table speaks of.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from genhe_targets.periods import CIVIL, Calendar, month_end, parse_period
from genhe_targets.reading.cells import tidy_text
from genhe_targets.vocabulary import Basis


@dataclass(frozen=True, slots=True)
class PeriodText:
    """What the text of a period says.

    Attributes:
        form: The canonical spelling with ``{y}`` for the year, ``{o}`` where the month behind it is
            counted from the first of the year (and ``{l}`` for the last day of February, which
            the year decides).
        year: The year, ``None`` where the text names none.
        following: The second civil year of 2023/24, as written; ``year`` is then the first.
        slashed: The second civil year where a month may as well be a year: 2003/04.
        fiscal: Whether it speaks of a fiscal year; nothing is known of it under a civil calendar.
        basis: What the text says about the span of the figure (累计, 当季), ``None`` if nothing.
        until: Whether it speaks of everything up to its day (截至9月底, 三季度末).
        other: A second canonical spelling that it may as well mean (2016.1: October).
        serial: Whether it was written as the serial number of a day.
    """

    form: str
    year: int | None = None
    basis: Basis | None = None
    until: bool = False
    other: str = ""
    serial: bool = False
    following: str = ""
    slashed: str = ""
    fiscal: bool = False

    def spelled(self, year: int | None = None, calendar: Calendar = CIVIL) -> str:
        """The canonical period, ``""`` where a year is needed and none is known.

        Args:
            year: The year where the text names none, in the calendar.
            calendar: How the years of the plan lie.
        """
        known = self.year if self.year is not None else year
        if self.slashed and (named := calendar.named_year(known or 0, self.slashed)) is not None:
            return calendar.year_text(named)
        if self.following:
            known = calendar.named_year(known or 0, self.following)
        if known is None or (self.fiscal and not calendar.is_fiscal):
            return ""
        text = self._filled(known, calendar)
        period = calendar.parse(text)
        return period.text if period else ""

    def _filled(self, year: int, calendar: Calendar) -> str:
        """The form with the years put in."""
        text = self.form
        if calendar.is_fiscal:
            text = _COUNTED.sub(lambda found: _counted(found, year, calendar), text)
            if self.year is None or self.fiscal:  # the civil year of a month is not told
                text = _CIVIL_MONTH.sub(
                    lambda found: f"{calendar.civil_year(year, int(found[1])):04d}-{found[1]}", text
                )
        first = f"{year:04d}"
        text = text.replace("{y}", first).replace("{o}", first)
        return text.replace("{l}", f"{month_end(int(text[:4]), 2).day:02d}")

    @property
    def is_of_plan(self) -> bool:
        """Whether it counts from the first of a year and does not say which year is meant."""
        return self.year is not None and not self.fiscal and not self.form.startswith("{y}-")

    @property
    def year_text(self) -> str:
        """The year as written, ``""`` where the text names none."""
        if self.year is None:
            return ""
        return f"{self.year}/{self.following}" if self.following else f"{self.year}"


def _counted(found: re.Match[str], year: int, calendar: Calendar) -> str:
    """A month counted from the first of the year; a day with it is the last of that month."""
    civil, month = calendar.month(year, int(found[1]))
    day = f"-{month_end(civil, month).day:02d}" if found[2] else ""
    return f"{civil:04d}-{month:02d}{day}"


_COUNTED = re.compile(r"\{o\}-(\d\d)(-(?:\d\d|\{l\}))?")
_CIVIL_MONTH = re.compile(r"\{y\}-(\d\d)")
_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": "0", "○": "0", "两": "2", "Ｏ": "0"}
_TENS = re.compile(r"(?<![〇一二三四五六七八九])十([一二])?(?=[-月])")
_CHINESE_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_CHINESE_NUMBER = re.compile(
    r"[一二三四五六七八九](?=个?[-月季])|(?<=第)[一二三四](?=季)|(?<=前)[二两三四六九]"
)
_LONG_DASHES = str.maketrans("—–－−―", "-----")
_YEAR_LAST = re.compile(
    r"^([qh]\d|前3季度) ?((?:fy ?)?(?:19|20|21)\d\d(?:[-/](?:\d\d){1,2})?|fy ?\d\d)$"
)
_DASHES = re.compile(r"[—–－−―‐‑~～至到]+|--+")
_WRAPPING = re.compile(
    r"^(?:报告期|统计时期|统计期|时期|时间|期别|所属期|年份|年度|月份|数据期)[:为]?|^[(\[]|[)\]]$"
)

_BASES: tuple[tuple[re.Pattern[str], Basis], ...] = (
    (re.compile(r"(?:本?年?初?累计(?:数|值|完成)?|自年初|年初-?今|\(累计\)|ytd|cumulative)"), Basis.CUMULATIVE),
    (re.compile(r"(?:(?:当|本)(?:季|月|期)(?:数|值|度)?|单季|单月|\(当期\))"), Basis.PERIOD),
)  # fmt: skip

_UNTIL = re.compile(r"^(?:截[至止]|截-|至|-|asof|by|until)(?:目前)?|(?:止|为止)$")
_YEAR = r"(?:(?P<year>(?:19|20|21)\d\d)(?:年度?|[-/._])?)?"

_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBER = {name[:3]: number for number, name in enumerate(_MONTHS.split(), start=1)}
_ENGLISH_MONTH = re.compile(rf"\b({'|'.join(_MONTHS.split())}|{'|'.join(_MONTH_NUMBER)}|sept)\b\.?")
_ENGLISH_WORDS = {
    "first quarter": "q1", "second quarter": "q2", "third quarter": "q3", "fourth quarter": "q4",
    "1st quarter": "q1", "2nd quarter": "q2", "3rd quarter": "q3", "4th quarter": "q4",
    "first half": "h1", "second half": "h2", "first three quarters": "前3季度",
}  # fmt: skip

Maker = Callable[[re.Match[str]], PeriodText | None]


def _range(first: int, last: int) -> PeriodText | None:
    if not 1 <= first <= last <= 12:
        return None
    if first == last:
        return PeriodText(f"{{y}}-{first:02d}")
    return PeriodText(f"{{y}}-{first:02d}/{{y}}-{last:02d}")


def _end_of(month: int) -> PeriodText | None:
    if not 1 <= month <= 12:
        return None
    day = "{l}" if month == 2 else f"{month_end(2023, month).day}"
    return PeriodText(f"{{y}}-{month:02d}-{day}", until=True)


def _of_year(period: PeriodText | None) -> PeriodText | None:
    """The same with its months counted from the first of the year, whichever that is."""
    return replace(period, form=period.form.replace("{y}", "{o}")) if period else None


def _day(found: re.Match[str]) -> PeriodText | None:
    return PeriodText(f"{{y}}-{int(found['month']):02d}-{int(found['day']):02d}")


def _two_years(found: re.Match[str]) -> PeriodText | None:
    first, last = int(found["month"]), int(found["month2"])
    if not found["year2"]:
        return _range(first, last)
    if found["year"] == found["year2"]:
        return _range(first, last)
    return PeriodText(f"{{y}}-{first:02d}/{found['year2']}-{last:02d}")


def _month(found: re.Match[str]) -> PeriodText | None:
    month = found["month"]
    plain = _range(int(month), int(month))
    if plain and found["dot"] and month == "1":
        return replace(plain, other="{y}-10")  # a spreadsheet drops the zero of 2016.10
    return plain


_FORMS: tuple[tuple[str, Maker], ...] = (
    (_YEAR + r"(?:全年|年度|annual|fullyear|-?12个?月全年)?", lambda _: PeriodText("{y}")),
    (r"(?P<year>(?:19|20|21)\d\d)(?:年度?)?[底末终]", lambda _: _of_year(_end_of(12))),
    (_YEAR + r"(?:年[底末终]|yearend|endofyear)", lambda _: _of_year(_end_of(12))),
    (_YEAR + r"(?:上半年|h1|1h|半年)", lambda _: PeriodText("{y}H1")),
    (_YEAR + r"(?:上半年[末底])", lambda _: _of_year(_end_of(6))),
    (_YEAR + r"(?:下半年)", lambda _: _of_year(_range(7, 12))),
    (_YEAR + r"(?:h2|2h)", lambda _: PeriodText("{y}H2")),
    (_YEAR + r"第?(?P<n>[1-4])季度?", lambda f: PeriodText(f"{{y}}Q{f['n']}")),
    (_YEAR + r"(?:q(?P<n>[1-4])|(?P<m>[1-4])q)",
     lambda f: PeriodText(f"{{y}}Q{f['n'] or f['m']}")),
    (_YEAR + r"第?(?P<n>[1-4])季度?[末底]", lambda f: _of_year(_end_of(3 * int(f["n"])))),
    (_YEAR + r"(?:前|1-第?)(?P<n>[2-4])个?季度?", lambda f: _of_year(_range(1, 3 * int(f["n"])))),
    (_YEAR + r"前(?P<n>\d{1,2})个?月", lambda f: _of_year(_range(1, int(f["n"])))),
    (_YEAR + r"(?P<n>\d{1,2})月份?", lambda f: _range(int(f["n"]), int(f["n"]))),
    (_YEAR + r"(?P<n>\d{1,2})月份?[末底终]", lambda f: _end_of(int(f["n"]))),
    (_YEAR + r"(?P<a>\d{1,2})月?份?[-_](?P<b>\d{1,2})月份?",
     lambda f: _range(int(f["a"]), int(f["b"]))),
    (_YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?", _day),
    (r"(?P<year>(?:19|20|21)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
     r"(?:[t ]?00:00(?::00(?:\.0+)?)?)?", _day),
    (r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:\.0)?", _day),
    (r"(?P<year>(?:19|20|21)\d\d)(?:[-/]|(?P<dot>\.))(?P<month>\d{1,2})", _month),
    (r"(?P<year>(?:19|20|21)\d\d)(?P<month>0[1-9]|1[0-2])(?:\.0)?(?P<dot>)", _month),
    (r"(?P<year>(?:19|20|21)\d\d)\.0", lambda _: PeriodText("{y}")),
    (r"(?P<year>(?:19|20|21)\d\d)(?:年|[-/.])(?P<month>\d{1,2})月?[-/](?:(?P<year2>(?:19|20|21)\d\d)"
     r"(?:年|[-/.]))(?P<month2>\d{1,2})月?", _two_years),
    (r"(?P<year>(?:19|20|21)\d\d)\.(?P<month>\d{1,2})-(?P<month2>\d{1,2})(?P<year2>)", _two_years),
    (r"fy(?P<year>(?:19|20|21)\d\d)", lambda _: PeriodText("{y}")),
    (r"(?P<short>\d\d)年(?P<rest>.+)?", lambda _: None),
)  # fmt: skip
"""How periods are spelled; most reports use one or two of them, so none is compiled before."""
_NO_YEAR = re.compile(
    r"-?(?:(?!(?:19|20|21)\d\d)\d+(?:\.\d+)?|\d{4}\.(?:1[3-9]|[2-9]\d)\d*)", re.ASCII
)
"""A bare number without a year, or with decimals that are no month: no period is spelled so."""
_SERIAL = re.compile(r"(?:3[6-9]|4\d|5[0-4])\d{3}(?:\.0+)?")
_MAX_LENGTH = 60


@lru_cache(maxsize=1 << 14)
def read_period(text: str, *, serials: bool = False) -> PeriodText | None:
    """Read the text of a period, ``None`` where it is none.

    Args:
        text: As written, such as ``2023年1—9月``, ``三季度末``, ``2023Q3``.
        serials: Whether 45199 is the serial number of a day, as in a column of periods.
    """
    if len(text) > _MAX_LENGTH:
        return None
    if parse_period(text):  # canonical already: nearly every text of a clean file
        return PeriodText(text.replace(text[:4], "{y}"), int(text[:4]))
    if serials and _SERIAL.fullmatch(text):
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(float(text)))
        return PeriodText(f"{{y}}-{day:%m-%d}", day.year, serial=True)
    if _NO_YEAR.fullmatch(text):
        return None
    plain, basis = _plain(text)
    if not plain:
        return None
    found = _read(plain)
    until = _UNTIL.sub("", plain)
    if found is None and until and until != plain:
        found = _read(until)
        found = _until(found) if found else None
    if found is None and plain[:2].isdigit() and re.match(r"\d\d年", plain):
        found = _read("20" + plain)
    if found is None:
        found = _fiscal(plain)
    elif slashed := _SLASHED.fullmatch(text.strip()):
        found = replace(found, slashed=slashed[1])
    return replace(found, basis=basis) if found and basis else found


_SLASHED = re.compile(r"\d{4}/(\d\d)")
_FISCAL = re.compile(r"fy|financialyear|fiscalyear|财政年度|财年|会计年度")
_SHORT_YEAR = re.compile(r"fy(\d\d)(?!\d)")
_TWO_YEARS = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-/]((?:19|20|21)?\d\d)(?!\d)年?")


def _fiscal(plain: str) -> PeriodText | None:
    """``2023/24Q3``, ``FY2023Q3``, ``2023-24财年第三季度``."""
    bare = _FISCAL.sub("", _SHORT_YEAR.sub(r"20\1", plain))
    pairs = _TWO_YEARS.findall(bare)
    if any(int(following) % 100 != (int(first) + 1) % 100 for first, following in pairs):
        return None
    if len(pairs) > 1 or (not pairs and bare == plain):
        return None
    bare = _TWO_YEARS.sub(r"\1年", bare)
    found = _read(bare) or _read(re.sub(r"^(.+?)((?:19|20|21)\d\d)年?$", r"\2年\1", bare))
    if found is None or found.year is None:
        return None
    return replace(found, fiscal=True, following=pairs[0][1] if pairs else "")


def _plain(text: str) -> tuple[str, Basis | None]:
    plain = tidy_text(text).casefold().translate(_LONG_DASHES)
    basis = None
    for word, number in _ENGLISH_WORDS.items():
        plain = plain.replace(word, number)
    if plain.isascii() and _ENGLISH_MONTH.search(plain):
        plain = _english(plain)
    plain = plain.replace(" of ", " ").replace(",", "")
    plain = _YEAR_LAST.sub(r"\2\1", plain).replace(" ", "")
    plain = _WRAPPING.sub("", _WRAPPING.sub("", plain))
    for words, meant in _BASES:
        shorter = words.sub("", plain)
        if shorter != plain and shorter:
            plain, basis = shorter.strip("()[]"), meant
            break
    plain = _DASHES.sub("-", plain)
    plain = _CHINESE_YEAR.sub(lambda found: "".join(_DIGITS[c] for c in found[0]), plain)
    plain = _TENS.sub(lambda found: f"1{_DIGITS[found[1]] if found[1] else '0'}", plain)
    return _CHINESE_NUMBER.sub(lambda found: _DIGITS[found[0]], plain), basis


def _english(text: str) -> str:
    """``Jan-Sep 2023`` as ``2023年1-9月``, ``30 Sep 2023`` as ``2023年9月30日``."""
    year = re.search(r"\b(?:19|20|21)\d\d\b", text)
    short = re.search(r"[-' ](\d\d)$", text)
    rest = text.replace(year[0], "") if year else text[: short.start()] if short else text
    head = f"{year[0]}年" if year else f"20{short[1]}年" if short else ""
    months = [_MONTH_NUMBER[found[1][:3]] for found in _ENGLISH_MONTH.finditer(rest)]
    rest = _ENGLISH_MONTH.sub("", rest)
    day = re.fullmatch(r"\D*(\d{1,2})(?:st|nd|rd|th)?\D*", rest)
    if len(months) == 1 and day:
        return f"{head}{months[0]}月{day[1]}日"
    if re.search(r"\d", rest) or len(months) > 2:
        return text
    ending = "末" if re.search(r"\b(?:end|by|until|as of)\b", rest) else ""
    return f"{head}{'-'.join(map(str, months))}月{ending}"


def _read(plain: str) -> PeriodText | None:
    for pattern, make in _FORMS:
        found = re.fullmatch(pattern, plain)
        if found is None or not plain:
            continue
        period = make(found)
        if period is None:
            continue
        year = found.groupdict().get("year")
        whole = replace(period, year=int(year)) if year else period
        if whole.spelled(2023):
            return whole
    return None


def _until(period: PeriodText) -> PeriodText | None:
    """The last day of a period, as 截至9月 means it."""
    spelled = parse_period(period.spelled(2024))
    if spelled is None:
        return None
    if spelled.end.month == 2 and spelled.kind != "day":
        return replace(period, form="{y}-02-{l}", until=True)
    year = period.form[:3] if spelled.end.year in {2024, period.year} else f"{spelled.end.year}"
    if spelled.kind in {"year", "half", "quarter"}:
        year = "{o}"
    return replace(period, form=f"{year}-{spelled.end:%m-%d}", until=True)


_RELATIVE = re.compile(
    r"(?:上年|去年|上一年)(?:同期|同月|同季)?(?:数|值)?|same period last year|last year"
)


def is_last_year(text: str) -> bool:
    """Whether a header speaks of the same period one year before (上年同期)."""
    return (
        _RELATIVE.fullmatch(tidy_text(text).casefold().replace("(", "").replace(")", ""))
        is not None
    )
