"""The rules a target can declare: one small class each, with its arithmetic and its sentence.

A rule is written in YAML as a mapping named by its form, ``{at_least: 24}``.  Every form comes
down to *bounds*: one-sided limits with a sign, joined by ``all`` (the worst counts) or ``any``
(the best counts).  A bound's margin is the signed distance of the value to the limit, in the
value's unit, positive is better.  The same arithmetic serves numpy columns and exact
fractions.

To add a form: write its class here and name it in ``FORMS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from genhe_targets.plan.limits import ASSIGNED, Limit, VaryingLimit
from genhe_targets.vocabulary import Lang


def written(number: Limit | Fraction, unit: str, lang: Lang) -> str:
    """A limit as a reader sees it: the digits as printed, with its unit."""
    if number == ASSIGNED:
        return "上级下达值" if lang == "zh" else "the assigned limit"
    if isinstance(number, VaryingLimit):
        return number.sentence(lambda limit: written(limit, unit, lang), lang)
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / Decimal(number.denominator)
    if unit in {"", "1"}:
        return f"{number:f}"
    gap = "" if lang == "zh" or unit in {"%", "‰"} else " "
    return f"{number:f}{gap}{unit}"


class Rule(BaseModel):
    """What an indicator must satisfy; the subclasses are the forms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: ClassVar[str]

    def bounds(self) -> Iterator[Bound]:
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


class Bound(Rule):
    """A one-sided limit; ``sign`` is +1 where larger is better."""

    sign: ClassVar[int]
    strict: ClassVar[bool] = False
    phrase: ClassVar[dict[Lang, str]]

    @property
    def limit(self) -> Limit:
        """The limit as printed, ``"assigned"``, or a limit that varies."""
        limit: Limit = getattr(self, self.form)
        return limit

    def bounds(self) -> Iterator[Bound]:
        yield self

    def margin(self, value: Any, limit: Any) -> Any:
        """Signed distance of ``value`` to ``limit``, positive is better."""
        return value - limit if self.sign > 0 else limit - value

    def holds(self, margin: Fraction) -> bool:
        """Whether an exact margin keeps the bound: zero breaks a strict one."""
        return margin > 0 if self.strict else margin >= 0

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        limit = (limits or {}).get(0, self.limit)
        return self.phrase[lang].format(written(limit, unit, lang))


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
    """Several rules as one; the subclasses say whether all or any must hold."""

    conjunction: ClassVar[dict[Lang, str]]

    @property
    def parts(self) -> tuple[Rule, ...]:
        """The joined rules."""
        raise NotImplementedError

    def bounds(self) -> Iterator[Bound]:
        for part in self.parts:
            yield from part.bounds()

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        words, start = [], 0
        for part in self.parts:
            count = sum(1 for _ in part.bounds())
            own = {i - start: v for i, v in (limits or {}).items() if start <= i < start + count}
            words.append(part.sentence(unit, lang, own))
            start += count
        return self.conjunction[lang].join(words)


class AllOf(Joined):
    """``{all: [{at_least: 1}, {less_than: 3}]}``: every part must hold; the worst margin counts."""

    form = "all"
    conjunction = {"zh": "且", "en": " and "}
    all: tuple[AnyRule, ...] = Field(min_length=1)

    @property
    def parts(self) -> tuple[Rule, ...]:
        return self.all


class AnyOf(Joined):
    """``{any: [{at_most: 50}, {at_least: 95}]}``: one part is enough; the best margin counts."""

    form = "any"
    conjunction = {"zh": "或", "en": " or "}
    any: tuple[AnyRule, ...] = Field(min_length=1)

    @property
    def parts(self) -> tuple[Rule, ...]:
        return self.any


class Between(Joined):
    """``{between: [1.2, 1.6]}``: both ends included."""

    form = "between"
    conjunction = {"zh": "且", "en": " and "}
    between: tuple[Decimal, Decimal]

    @model_validator(mode="after")
    def _ordered(self) -> Between:
        if self.between[0] > self.between[1]:
            raise ValueError(f"the lower end {self.between[0]} exceeds the upper {self.between[1]}")
        return self

    @property
    def parts(self) -> tuple[Rule, ...]:
        return (AtLeast(at_least=self.between[0]), AtMost(at_most=self.between[1]))


class Equal(Joined):
    """``{equal: 100}``: the value itself and nothing else."""

    form = "equal"
    conjunction = {"zh": "且", "en": " and "}
    equal: Decimal

    @property
    def parts(self) -> tuple[Rule, ...]:
        return (AtLeast(at_least=self.equal), AtMost(at_most=self.equal))

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        text = written(self.equal, unit, lang)
        return f"等于{text}" if lang == "zh" else f"exactly {text}"


FORMS: dict[str, type[Rule]] = {
    form.form: form
    for form in (AtLeast, AtMost, MoreThan, LessThan, Between, Equal, Zero, Done, AllOf, AnyOf)
}


def _form_of(value: Any) -> str | None:
    if isinstance(value, Rule):
        return value.form
    if isinstance(value, dict):
        named = [key for key in value if key in FORMS]
        return named[0] if named else None
    return None


AnyRule = Annotated[
    Annotated[AtLeast, Tag("at_least")]
    | Annotated[AtMost, Tag("at_most")]
    | Annotated[MoreThan, Tag("more_than")]
    | Annotated[LessThan, Tag("less_than")]
    | Annotated[Between, Tag("between")]
    | Annotated[Equal, Tag("equal")]
    | Annotated[Zero, Tag("zero")]
    | Annotated[Done, Tag("done")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")],
    Discriminator(_form_of),
]

AllOf.model_rebuild()
AnyOf.model_rebuild()
