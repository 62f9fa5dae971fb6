"""Bounds: one-sided limits with a sign, what every rule comes down to, and how rules are joined.

A bound's margin is the signed distance of the value to the limit, in the value's unit, positive
is better.  The value is the indicator's own, or that of a formula over it (``Bound.subject``).  The
same arithmetic serves numpy columns and exact fractions.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from genhe_targets.plan.limits import ASSIGNED, Limit, VaryingLimit
from genhe_targets.plan.parts import Text
from genhe_targets.plan.rolling import Rolling
from genhe_targets.vocabulary import Lang, with_unit


def written(number: Limit | Fraction, unit: str, lang: Lang) -> str:
    """A limit as a reader sees it: the digits as printed, with its unit."""
    if number == ASSIGNED:
        return "上级下达值" if lang == "zh" else "the assigned limit"
    if isinstance(number, VaryingLimit):
        return number.sentence(lambda limit: written(limit, unit, lang), lang)
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / Decimal(number.denominator)
    return with_unit(f"{number:f}", unit, lang)


Logic = Literal["all", "any", "enclosed", "if", "about"]
"""How the answers of joined rules become one.

``all``: the worst.  ``any``: the best.  ``enclosed``: two bounds of what is known within limits:
the first proves that the rule holds, the second that it does not.  ``if``: the second where the
first holds, else the third.  ``about``: as ``all``, and only the number itself is sure.
"""

OWN = "value"
"""The name a formula of a rule has for the indicator's own figure."""

MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
PERIODS: dict[str, int] = {"month": 1, "quarter": 3, "half": 6}


def difference(number: Decimal, unit: str, lang: Lang) -> str:
    """A difference as a reader sees it: percentages differ by percentage points."""
    if unit == "%":
        return f"{number:f}{'个百分点' if lang == 'zh' else ' percentage points'}"
    return written(number, unit, lang)


class Rule(BaseModel):
    """What an indicator must satisfy; the subclasses are the forms."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    form: ClassVar[str]
    whole: ClassVar[bool] = False
    """Whether what is judged is a whole number, such as a place or a class."""

    def bounds(self) -> Iterator["Bound"]:
        """Every one-sided limit in the rule, in the order written."""
        raise NotImplementedError

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        """The rule in words, such as ``不低于24%``.

        Args:
            unit: Unit of the indicator.
            lang: ``zh`` or ``en``.
            limits: Limits in force by the position of their bound, where they differ from
                those printed (assigned later, by year, by region).
        """
        raise NotImplementedError

    @property
    def is_assigned(self) -> bool:
        """Whether a superior level sets a limit that the plan does not print."""
        return any(bound.limit == ASSIGNED for bound in self.bounds())

    @property
    def grants(self) -> bool:
        """Whether it grants a tolerance."""
        return any(bound.tolerance for bound in self.bounds())

    @property
    def subject(self) -> tuple[str, str | None]:
        """Formula and unit of what all bounds are about, the indicator's own where they differ."""
        subjects = list(dict.fromkeys(bound.subject for bound in self.bounds()))
        return subjects[0] if len(subjects) == 1 else (OWN, None)

    def label(self, value: Fraction) -> str:
        """What a value is called where it is no plain number, ``""`` where it is one."""
        return ""

    def grade(self, value: Fraction) -> str:
        """The colour of a value, ``""`` where the rule gives none."""
        return ""


class Bound(Rule):
    """A one-sided limit; ``sign`` is +1 where larger is better.

    Attributes:
        of: A formula whose figure is held against the limit, where it is not the indicator; it may
            use ``value`` for the indicator's own figure.
        unit: The unit of that formula.
        title: What it measures, for the sentence.
        tolerance: How far beyond the limit is still accepted; the verdict then says so.
        every: What each full month, quarter or half of the year added, instead of the total.
        during: What was added between two days of the year, such as ``["06-01", "09-30"]``.
        rolling: What the last periods amount to, wherever the year begins.
    """

    sign: ClassVar[int]
    strict: ClassVar[bool] = False
    phrase: ClassVar[dict[Lang, str]]

    of: str | None = None
    unit: str | None = None
    title: Text | None = None
    tolerance: Annotated[Decimal, Field(gt=0)] | None = None
    every: Literal["month", "quarter", "half"] | None = None
    during: tuple[MonthDay, MonthDay] | None = None
    rolling: Rolling | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if self.of is not None and (self.unit is None or self.title is None):
            raise ValueError("a rule with a formula of its own (of) also needs unit and title")
        if self.of is None and (self.unit is not None or self.title is not None):
            raise ValueError("unit and title belong to a formula (of)")
        if sum(map(bool, (self.every, self.during, self.rolling))) > 1:
            raise ValueError("choose one of every and during, or rolling")
        return self

    @property
    def limit(self) -> Limit:
        """The limit as printed, ``"assigned"``, or a limit that varies."""
        limit: Limit = getattr(self, self.form)
        return limit

    @property
    def subject(self) -> tuple[str, str | None]:
        """Formula and unit of what is held against the limit."""
        inner = self.of or OWN
        if self.every:
            inner = f"each_period({PERIODS[self.every]}, {self.sign}, {inner})"
        elif self.during:
            inner = f'during("{self.during[0]}", "{self.during[1]}", {inner})'
        elif self.rolling:
            counts = self.rolling.count is not None
            return self.rolling.formula(inner), "1" if counts else self.unit
        return inner, self.unit

    def bounds(self) -> Iterator["Bound"]:
        yield self

    def margin(self, value: Any, limit: Any) -> Any:
        """Signed distance of ``value`` to ``limit``, positive is better."""
        return value - limit if self.sign > 0 else limit - value

    def holds(self, margin: Fraction) -> bool:
        """Whether an exact margin keeps the bound: zero breaks a strict one."""
        return margin > 0 if self.strict else margin >= 0

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        limit = (limits or {}).get(0, self.limit)
        own = unit if self.unit is None else self.unit
        counts = self.rolling is not None and self.rolling.count is not None
        text = self.phrase[lang].format(written(limit, "1" if counts else own, lang))
        if self.every:
            each = {"month": ("每月", "each month"), "quarter": ("每季度", "each quarter"),
                    "half": ("每半年", "each half-year")}[self.every]  # fmt: skip
            text = f"{each[0]}{text}" if lang == "zh" else f"{text} {each[1]}"
        elif self.during:
            first, last = self.during
            text = (
                f"{_day(first)}至{_day(last)}{text}"
                if lang == "zh"
                else f"{text} from {first} to {last}"
            )
        elif self.rolling:
            kept = written(self.rolling.count.limit[1], own, lang) if self.rolling.count else ""
            text = self.rolling.sentence(text, kept, lang)
        if self.title is not None:
            text = f"{self.title.zh}{text}" if lang == "zh" else f"{self.title.en} {text}"
        if self.tolerance is not None:
            off = difference(self.tolerance, own, lang)
            text += f"（允许偏差{off}）" if lang == "zh" else f" (a tolerance of {off})"
        return text


def _day(text: str) -> str:
    return f"{int(text[:2])}月{int(text[3:])}日"


class AtLeast(Bound):
    """``{at_least: 24}``: 不低于; the limit itself is enough (以上 includes the number)."""

    form = "at_least"
    sign = 1
    phrase = {"zh": "不低于{}", "en": "at least {}"}
    at_least: Limit


class AtMost(Bound):
    """``{at_most: 2000}``: 不高于; the limit itself is allowed."""

    form = "at_most"
    sign = -1
    phrase = {"zh": "不高于{}", "en": "at most {}"}
    at_most: Limit


class MoreThan(Bound):
    """``{more_than: 94.9}``: 高于, 超过; the limit itself is not enough."""

    form = "more_than"
    sign = 1
    strict = True
    phrase = {"zh": "高于{}", "en": "more than {}"}
    more_than: Limit


class LessThan(Bound):
    """``{less_than: 9}``: 小于, 低于; the limit itself is too much."""

    form = "less_than"
    sign = -1
    strict = True
    phrase = {"zh": "低于{}", "en": "less than {}"}
    less_than: Limit


class Zero(Bound):
    """``{zero: true}``: 零记录; any occurrence breaks it."""

    form = "zero"
    sign = -1
    phrase = {"zh": "为零", "en": "zero"}
    zero: Literal[True]

    @property
    def limit(self) -> Limit:
        return Decimal(0)


class Done(Bound):
    """``{done: true}``: a milestone; 1 is done, 0 is not yet."""

    form = "done"
    sign = 1
    phrase = {"zh": "完成", "en": "done"}
    done: Literal[True]

    @property
    def limit(self) -> Limit:
        return Decimal(1)


class Joined(Rule):
    """Several rules as one; ``logic`` says how their answers become one."""

    logic: ClassVar[Logic] = "all"
    conjunction: ClassVar[dict[Lang, str]]

    @property
    def parts(self) -> tuple[Rule, ...]:
        """The joined rules."""
        raise NotImplementedError

    def bounds(self) -> Iterator["Bound"]:
        for part in self.parts:
            yield from part.bounds()

    def sentences(
        self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None
    ) -> list[str]:
        """The sentence of each part."""
        words, start = [], 0
        for part in self.parts:
            count = sum(1 for _ in part.bounds())
            own = {i - start: v for i, v in (limits or {}).items() if start <= i < start + count}
            words.append(part.sentence(unit, lang, own))
            start += count
        return words

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        words = self.sentences(unit, lang, limits)
        told = [
            (f"（{word}）" if lang == "zh" else f"({word})") if part.form in _NESTED else word
            for part, word in zip(self.parts, words, strict=True)
        ]
        return self.conjunction[lang].join(told)


_NESTED = {"all", "any", "if"}
"""Forms that are put into brackets inside another."""
