"""Limits that vary: by year, by region, revised within a year.

They stand where a number stands in a rule: ``{at_least: {by_year: {2023: 88, 2024: 93}}}``.  A
verdict uses the limit in force on its day and says where it comes from.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from genhe_targets.periods import Calendar
from genhe_targets.plan.parts import Part, RegionCode, Text
from genhe_targets.vocabulary import Lang

ASSIGNED: Literal["assigned"] = "assigned"
"""A limit that a superior level sets and that the plan does not print."""

Year = Annotated[int, Field(ge=1900, le=2200)]
Spell = Callable[[Decimal], str]
"""Writes a limit with its unit."""

_PRECISE = Context(prec=40)
_SURE = Decimal(1).scaleb(-30)


@dataclass(frozen=True, slots=True)
class InForce:
    """The limit that counts for a region on a day.

    Attributes:
        limit: The limit, exactly; ``None`` where none is set.
        like: It with the digits of the document, for rounding to them and for showing.
        zh, en: Where it comes from, ``""`` where the plan prints it for all.
    """

    limit: Fraction | None
    like: Decimal | None = None
    zh: str = ""
    en: str = ""

    def origin(self, lang: Lang) -> str:
        """Where it comes from."""
        return self.zh if lang == "zh" else self.en

    def because(self, zh: str, en: str) -> InForce:
        """The same with one more word on where it comes from, in front."""
        return InForce(
            self.limit, self.like,
            "，".join(filter(None, (zh, self.zh))), ", ".join(filter(None, (en, self.en))),
        )  # fmt: skip


class ByYear(Part):
    """``{by_year: {2023: 88, 2025: 93}}``: each due at the end of its year.

    Attributes:
        by_year: Limits by year.
        between: What counts in years between: the last one due (``step``), a straight line
            (``linear``), equal rates (``geometric``), or equal rates of what a reduction in percent
            leaves over (``compounding``: 16 % in five years are 9.9 % in three).
    """

    by_year: Mapping[Year, Decimal] = Field(min_length=1)
    between: Literal["step", "linear", "geometric", "compounding"] = "step"

    @model_validator(mode="after")
    def _possible(self) -> ByYear:
        if self.between == "geometric" and min(self.by_year.values()) <= 0:
            raise ValueError("equal rates lead neither from nor to zero; use between: linear")
        if self.between == "compounding" and max(self.by_year.values()) >= 100:
            raise ValueError("a reduction of 100 % leaves nothing that could shrink further")
        return self

    def resolve(self, region: str, day: datetime.date, calendar: Calendar) -> InForce:  # noqa: ARG002 - as all limits
        """The limit of the year of a day; none before the first year."""
        year, said = calendar.year_of(day), calendar.year_text
        if year in self.by_year:
            return printed(self.by_year[year]).because(
                f"{said(year)}年目标", f"limit of {said(year)}"
            )
        earlier = [known for known in self.by_year if known < year]
        later = [known for known in self.by_year if known > year]
        if not earlier:
            return InForce(None)
        first = max(earlier)
        if not later or self.between == "step":
            return printed(self.by_year[first]).because(
                f"{said(first)}年目标", f"limit of {said(first)}"
            )
        last = min(later)
        limit = self._between(self.by_year[first], self.by_year[last], year - first, last - first)
        words = {"linear": "线性", "geometric": "等比", "compounding": "复合"}
        return InForce(
            limit, _with_digits(limit, self.by_year[first], self.by_year[last]),
            f"由{said(first)}年、{said(last)}年目标按{words[self.between]}插值",
            f"{self.between} between the limits of {said(first)} and {said(last)}",
        )  # fmt: skip

    def _between(self, first: Decimal, last: Decimal, done: int, whole: int) -> Fraction:
        share = Fraction(done, whole)
        start, end = Fraction(first), Fraction(last)
        if self.between == "linear":
            return start + (end - start) * share
        if self.between == "geometric":
            return start * _power(end / start, share)
        left = _power((100 - end) / (100 - start), share)
        return 100 - (100 - start) * left

    def sentence(self, spell: Spell, lang: Lang) -> str:
        """The limits of all years."""
        rows = sorted(self.by_year.items())
        if lang == "zh":
            return "、".join(f"{spell(limit)}（{year}年）" for year, limit in rows)
        return ", ".join(f"{spell(limit)} in {year}" for year, limit in rows)


class ByRegion(Part):
    """``{by_region: {"150785": 88}, otherwise: 85}``: 分解下达, a limit for each region.

    Attributes:
        by_region: Limits by the code of the region.
        otherwise: The limit of all others; without it they have none.
    """

    by_region: Mapping[RegionCode, NestedLimit] = Field(min_length=1)
    otherwise: NestedLimit | None = None

    def resolve(self, region: str, day: datetime.date, calendar: Calendar) -> InForce:
        """The region's own limit, else that of all others."""
        own = self.by_region.get(region)
        if own is not None:
            return resolve(own, region, day, calendar).because(
                "本地区目标", "the region's own limit"
            )
        return (
            InForce(None)
            if self.otherwise is None
            else resolve(self.otherwise, region, day, calendar)
        )

    def sentence(self, spell: Spell, lang: Lang) -> str:
        """That each region has its own."""
        if self.otherwise is None:
            return "各地区分解目标" if lang == "zh" else "each region's own limit"
        rest = sentence(self.otherwise, spell, lang)
        return (
            f"{rest}（另有分地区目标）" if lang == "zh" else f"{rest} (some regions have their own)"
        )


class Version(Part):
    """A limit from a day on.

    Attributes:
        start: The first day it is in force (``from`` in YAML); from the beginning without one.
        note: What revised it.
    """

    limit: NestedLimit
    start: datetime.date | None = Field(default=None, alias="from")
    note: Text | None = None


class Revised(Part):
    """``{revised: [{limit: 88}, {limit: 90, from: 2023-07-01}]}``: each until the next."""

    revised: tuple[Version, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Revised:
        for before, after in pairwise(self.revised):
            if after.start is None or (before.start is not None and before.start >= after.start):
                raise ValueError(f"the version from {after.start} is not after the one before")
        return self

    def resolve(self, region: str, day: datetime.date, calendar: Calendar) -> InForce:
        """The version in force on a day; none before the first."""
        known = [one for one in self.revised if one.start is None or one.start <= day]
        if not known:
            return InForce(None)
        version = known[-1]
        found = resolve(version.limit, region, day, calendar)
        if version.start is None:
            return found
        zh, en = (f"（{version.note.zh}）", f" ({version.note.en})") if version.note else ("", "")
        return found.because(f"自{version.start}起{zh}", f"in force since {version.start}{en}")

    def sentence(self, spell: Spell, lang: Lang) -> str:
        """All versions with their days."""
        texts = []
        for version in self.revised:
            text = sentence(version.limit, spell, lang)
            if version.start is not None:
                text += f"（自{version.start}起）" if lang == "zh" else f" from {version.start} on"
            texts.append(text)
        return ("，" if lang == "zh" else ", ").join(texts)


_VARYING: dict[str, type[Part]] = {
    "by_year": ByYear,
    "by_region": ByRegion,
    "revised": Revised,
}


def _tag(value: Any) -> str:
    """Which form a limit has; whatever is none of them is read as a number."""
    for name, model in _VARYING.items():
        if isinstance(value, model) or (isinstance(value, dict) and name in value):
            return name
    return ASSIGNED if value == ASSIGNED else "number"


NestedLimit = Annotated[
    Annotated[Decimal, Tag("number")]
    | Annotated[ByYear, Tag("by_year")]
    | Annotated[ByRegion, Tag("by_region")]
    | Annotated[Revised, Tag("revised")],
    Discriminator(_tag),
]


VaryingLimit = ByYear | ByRegion | Revised
Limit = Annotated[
    Annotated[Decimal, Tag("number")]
    | Annotated[Literal["assigned"], Tag("assigned")]
    | Annotated[ByYear, Tag("by_year")]
    | Annotated[ByRegion, Tag("by_region")]
    | Annotated[Revised, Tag("revised")],
    Discriminator(_tag),
]
"""What can stand as the limit of a rule."""


def resolve(
    limit: Decimal | VaryingLimit, region: str, day: datetime.date, calendar: Calendar
) -> InForce:
    """The limit that counts for a region on a day."""
    return printed(limit) if isinstance(limit, Decimal) else limit.resolve(region, day, calendar)


def sentence(limit: Decimal | VaryingLimit, spell: Spell, lang: Lang) -> str:
    """A limit in words."""
    return spell(limit) if isinstance(limit, Decimal) else limit.sentence(spell, lang)


def printed(limit: Decimal) -> InForce:
    """A number as it is printed."""
    return InForce(Fraction(limit), limit)


def _power(base: Fraction, share: Fraction) -> Fraction:
    """A positive number to a fraction, to 30 digits after the point."""
    log = _PRECISE.multiply(_PRECISE.ln(_as_decimal(base)), _as_decimal(share))
    return Fraction(_PRECISE.exp(log).quantize(_SURE, context=_PRECISE))


def _as_decimal(number: Fraction) -> Decimal:
    return _PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator))


def _with_digits(number: Fraction, *ends: Decimal) -> Decimal:
    """A number with one digit more than the limits it lies between."""
    exponents = [end.as_tuple().exponent for end in ends]
    finest = min(exponent for exponent in exponents if isinstance(exponent, int)) - 1
    return _as_decimal(number).quantize(Decimal(1).scaleb(finest), context=_PRECISE)
