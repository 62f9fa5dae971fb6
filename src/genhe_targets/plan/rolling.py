"""Rolling windows: the last months, quarters, half-years or years, wherever the year begins."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from genhe_targets.periods import MONTHS, Calendar, Every
from genhe_targets.plan.formula import Call, Formula
from genhe_targets.plan.lineage import FLOWS, bases_of
from genhe_targets.plan.parts import Part
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from genhe_targets.plan.model import Plan

SIGNS: dict[str, int] = {"at_least": 1, "at_most": -1, "more_than": 2, "less_than": -2}
"""What a counted period keeps, with its sign; 2 and -2 are strict."""

MOST = 120
"""Periods of a window at most."""

_COUNTED = ("last", "months", "sign", "limit")
"""The constants of a count."""

_WORDS: dict[str, tuple[str, str]] = {
    "sum": ("合计", "in total over"),
    "mean": ("平均", "on average over"),
    "max": ("最高", "at the highest in"),
    "min": ("最低", "at the lowest in"),
}
_PERIODS: dict[str, tuple[str, str]] = {
    "month": ("个月", "months"),
    "quarter": ("个季度", "quarters"),
    "half": ("个半年", "half-years"),
    "year": ("年", "years"),
}
_KEPT: dict[str, tuple[str, str]] = {
    "at_least": ("不低于{}", "at least {}"),
    "at_most": ("不高于{}", "at most {}"),
    "more_than": ("高于{}", "more than {}"),
    "less_than": ("低于{}", "less than {}"),
}


class Kept(Part):
    """What a period must keep to be counted: one of the four."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    more_than: Decimal | None = None
    less_than: Decimal | None = None

    @model_validator(mode="after")
    def _one(self) -> Kept:
        if sum(limit is not None for limit in (value for _, value in self)) != 1:
            raise ValueError(f"give one of {', '.join(SIGNS)}")
        return self

    @property
    def limit(self) -> tuple[str, Decimal]:
        """The form and the limit."""
        return next((name, limit) for name, limit in self if limit is not None)


class Rolling(Part):
    """``rolling: {last: 12, of: month, take: sum}``: over the last periods, instead of the figure.

    Attributes:
        last: How many periods; they may reach back into earlier years.
        of: Their length; those that are over by the day of judging count.
        take: What is made of what each period added, or of the states at their ends.
        count: Instead, how many of the periods keep this.
    """

    last: int = Field(ge=1, le=MOST)
    of: Every
    take: Literal["sum", "mean", "max", "min"] | None = None
    count: Kept | None = None

    @model_validator(mode="after")
    def _either(self) -> Rolling:
        if (self.take is None) == (self.count is None):
            raise ValueError("give one of take (sum, mean, max, min) and count")
        return self

    def formula(self, inner: str) -> str:
        """The function that computes it."""
        head = f'"{self.take or "count"}", {self.last}, {MONTHS[self.of]}'
        if self.count is not None:
            form, limit = self.count.limit
            head += f", {SIGNS[form]}, {limit:f}"
        return f"rolling({head}, {inner})"

    def sentence(self, text: str, kept: str, lang: Lang) -> str:
        """The rule in words.

        Args:
            text: What the bound says, such as ``不高于90次``.
            kept: The limit of ``count`` with its unit.
            lang: ``zh`` or ``en``.
        """
        zh, en = _PERIODS[self.of]
        if self.count is not None:
            keeps_zh, keeps_en = (words.format(kept) for words in _KEPT[self.count.limit[0]])
            if lang == "zh":
                return f"近{self.last}{zh}中{keeps_zh}的期数{text}"
            return f"{text} of the last {self.last} {en} with {keeps_en}"
        said = _WORDS[self.take or "sum"]
        if lang == "zh":
            return f"近{self.last}{zh}{said[0]}{text}"
        return f"{text} {said[1]} the last {self.last} {en}"


@dataclass(frozen=True, slots=True)
class Window:
    """A rolling window as a formula spells it: ``rolling("sum", 12, 1, e)``.

    Attributes:
        take: What is made of the periods.
        last: How many periods.
        months: Months of a period.
        sign: Of a count: 1 for at least, -1 for at most, 2 for more than, -2 for less than.
        limit: Of a count: what a period must keep.
        flow: Whether the figures run up over the year, and each period's part is meant.
    """

    take: str
    last: int
    months: int
    sign: int = 0
    limit: Fraction = Fraction(0)
    flow: bool = False

    @classmethod
    def of(cls, options: tuple[Fraction | str, ...]) -> Window | None:
        """The window of a call's constants, ``None`` where they are none."""
        match options:
            case ("sum" | "mean" | "max" | "min" as take, Fraction() as last, Fraction() as months):
                found = cls(str(take), int(last), int(months))
            case ("count", *constants) if len(constants) == len(_COUNTED):
                numbers = [Fraction(one) for one in constants if isinstance(one, Fraction)]
                if len(numbers) < len(_COUNTED) or numbers[2] not in SIGNS.values():
                    return None
                last, months, sign, limit = numbers
                found = cls("count", int(last), int(months), int(sign), limit)
            case _:
                return None
        whole = last.denominator == months.denominator == 1
        fits = 1 <= found.last <= MOST and found.months in MONTHS.values()
        return found if whole and fits else None

    def before(self, calendar: Calendar, year: int) -> tuple[datetime.date, ...]:
        """The last days of the periods before a year that its windows look at, ascending."""
        return tuple(sorted(self._before(calendar, year)))

    def _before(self, calendar: Calendar, year: int) -> Iterator[datetime.date]:
        # A window that ends before the first period of the year starts one period earlier still.
        wanted = self.last + 1
        while wanted > 0:
            year -= 1
            ends = calendar.ends(year, self.months)[-wanted:]
            yield from ends
            wanted -= len(ends)


def window_of(call: Call, plan: Plan) -> Window:
    """The window of a call ``rolling(...)``, with what its figures are under a plan.

    Raises:
        ValueError: Its constants make no window.
    """
    window = Window.of(call.options)
    if window is None:
        raise ValueError(f"{call.options} make no window")
    bases = bases_of(Formula("", call.args[0]), plan)
    return replace(window, flow=bool(bases) and bases <= FLOWS)
