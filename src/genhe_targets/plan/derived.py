"""Rules on a derived quantity: change since a time, comparison with another period or region.

Each is a formula over the indicator's figure (``value``) and a bound on the result, so that
margins, exactness and views treat it like any other rule.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from genhe_targets.plan.bounds import (
    OWN,
    AtLeast,
    AtMost,
    Bound,
    Joined,
    Rule,
    difference,
    written,
)
from genhe_targets.plan.limits import Limit, Year
from genhe_targets.plan.parts import Id, Part, RegionCode, Text
from genhe_targets.vocabulary import Lang

Words = dict[Lang, str]
Since = Year | Literal["last_year", "same_period"]


def _at(since: Since) -> str:
    """The indicator's figure at a time, in a formula."""
    return {"last_year": f"{OWN}[year - 1]", "same_period": f"{OWN}[-1]"}.get(
        str(since), f"{OWN}[{since}]"
    )


_SINCE: dict[str, Words] = {
    "last_year": {"zh": "上年", "en": "last year"},
    "same_period": {"zh": "上年同期", "en": "the same period of last year"},
}


def _time(since: Since, lang: Lang) -> str:
    known = _SINCE.get(str(since))
    return known[lang] if known else f"{since}年" if lang == "zh" else str(since)


def on(form: type[Bound], limit: Limit, formula: str, unit: str | None) -> Bound:
    """A bound on a formula of our own making."""
    fields: dict[str, Any] = {form.form: limit, "of": formula, "unit": unit}
    return form.model_construct(None, **fields)


class Derived(Joined):
    """A rule on a derived quantity: bounds with a formula, and a sentence of its own."""

    conjunction: ClassVar[dict[Lang, str]] = {"zh": "且", "en": " and "}

    def limit_text(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None) -> str:
        """The limit in words, in the unit of the derived quantity."""
        bound = next(self.bounds())
        own = unit if bound.unit is None else bound.unit
        return written((limits or {}).get(0, bound.limit), own, lang)


class Change(Derived):
    """Base of reduction and increase.

    Attributes:
        since: The year compared with, ``last_year`` (the whole of it) or ``same_period``.
        measured_in: ``percent`` of the base, or ``absolute``: in the indicator's unit, which for a
            percentage are points (``in`` in YAML).
        growth: A variable of yearly real growth in percent; the figure is then taken per unit of
            what grew, at the prices of the base year (不变价).
        chained: Whether the indicator itself is the yearly change in percent, to be chained.
    """

    towards: ClassVar[int]
    said: ClassVar[Words]

    since: Since
    measured_in: Literal["percent", "absolute"] = Field(default="percent", alias="in")
    growth: Id | None = None
    chained: bool = False

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if (self.growth or self.chained) and not isinstance(self.since, int):
            raise ValueError("yearly rates are chained from a year on, such as since: 2020")
        if self.chained and self.growth:
            raise ValueError("choose one of growth and chained")
        if self.measured_in == "absolute" and (self.growth or self.chained):
            raise ValueError("chained rates give a change in percent and nothing else")
        return self

    @property
    def parts(self) -> tuple[Rule, ...]:
        asked: Limit = getattr(self, self.form)
        base = _at(self.since)
        if self.measured_in == "absolute":
            text = f"{base} - {OWN}" if self.towards < 0 else f"{OWN} - {base}"
            return (on(AtLeast, asked, text, None),)
        ratio = f"{OWN} / {base}"
        if self.chained:
            ratio = f"chained({self.since}, {OWN})"
        elif self.growth:
            ratio += f" / chained({self.since}, {self.growth})"
        text = f"100 * (1 - {ratio})" if self.towards < 0 else f"100 * ({ratio} - 1)"
        return (on(AtLeast, asked, text, "%"),)

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        points = self.measured_in == "absolute" and unit == "%"
        amount = self.limit_text("" if points else unit, lang, limits)
        if points:
            amount += "个百分点" if lang == "zh" else " percentage points"
        how = "可比价" if self.growth else "累计" if self.chained else ""
        if lang == "zh":
            how = f"（{how}）" if how else ""
            return f"比{_time(self.since, lang)}{self.said[lang]}{amount}以上{how}"
        how = " at constant prices" if self.growth else " cumulatively" if self.chained else ""
        return f"{self.said[lang]} at least {amount} since {_time(self.since, lang)}{how}"


class Reduction(Change):
    """``{reduction: 10.8, since: 2020}``: 下降10.8%以上; the change counts as a positive number."""

    form = "reduction"
    towards = -1
    said = {"zh": "下降", "en": "down"}
    reduction: Limit


class Increase(Change):
    """``{increase: 3, since: last_year, in: absolute}``: 提高3个百分点以上."""

    form = "increase"
    towards = 1
    said = {"zh": "提高", "en": "up"}
    increase: Limit


class Neighbour(Part):
    """Another region, such as the one upstream.

    Attributes:
        title: Its name, for the sentence.
    """

    region: RegionCode
    title: Text | None = None


Yardstick = Year | Literal["last_year", "same_period", "mean"] | Neighbour


class _Compared(Derived):
    """Base of the comparisons with another period, region or the mean of all regions.

    Attributes:
        percent: Compare with this many percent of it.
        tolerance: How far beyond is still accepted.
    """

    sign: ClassVar[int]
    said: ClassVar[Words]

    percent: Annotated[Decimal, Field(gt=0)] | None = None
    tolerance: Annotated[Decimal, Field(gt=0)] | None = None

    @property
    def other(self) -> Yardstick:
        """What it is compared with."""
        other: Yardstick = getattr(self, self.form)
        return other

    @property
    def parts(self) -> tuple[Rule, ...]:
        if self.other == "mean":
            other = f"mean({OWN})"
        elif isinstance(self.other, Neighbour):
            other = f'region("{self.other.region}", {OWN})'
        else:
            other = _at(self.other)
        form: type[Bound] = AtLeast if self.sign > 0 else AtMost
        if self.percent is None:
            bound = on(form, Decimal(0), f"{OWN} - {other}", None)
        else:
            bound = on(form, self.percent, f"100 * {OWN} / {other}", "%")
        return (bound.model_copy(update={"tolerance": self.tolerance}),)

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        if self.other == "mean":
            other = "各地区平均值" if lang == "zh" else "the mean of all regions"
        elif isinstance(self.other, Neighbour):
            code, name = self.other.region, self.other.title
            other = f"地区{code}" if lang == "zh" else f"region {code}"
            other = name.in_(lang) if name else other
        else:
            other = _time(self.other, lang)
        share = "" if self.percent is None else f"{self.percent:f}%"
        if lang == "zh":
            text = f"{self.said[lang]}{other}{f'的{share}' if share else ''}"
        else:
            text = f"{self.said[lang]} {f'{share} of ' if share else ''}{other}"
        if self.tolerance is not None:
            off = difference(self.tolerance, "%" if share else unit, lang)
            text += f"（允许偏差{off}）" if lang == "zh" else f" (a tolerance of {off})"
        return text


class NotBelow(_Compared):
    """``{not_below: last_year}``: 不低于上年, 保持稳定."""

    form = "not_below"
    sign = 1
    said = {"zh": "不低于", "en": "not below"}
    not_below: Yardstick


class NotAbove(_Compared):
    """``{not_above: mean, percent: 50}``: 不高于平均值的50%."""

    form = "not_above"
    sign = -1
    said = {"zh": "不高于", "en": "not above"}
    not_above: Yardstick
