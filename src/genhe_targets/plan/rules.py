"""The rules a target can declare: one small class each, with its arithmetic and its sentence.

A rule is written in YAML as a mapping named by its form, ``{at_least: 24}``.  Every form comes
down to *bounds* (``plan.bounds``), joined by ``all`` (the worst counts), ``any`` (the best counts)
or a condition.  Forms on a derived quantity (``plan.derived``, ``listed``, ``graded``) are a
formula over the indicator and a bound on it.

To add a form: write its class here or there and name it in ``FORMS`` and ``AnyRule``.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from genhe_targets.plan.bounds import (
    OWN,
    AtLeast,
    AtMost,
    Bound,
    Done,
    Joined,
    LessThan,
    MoreThan,
    Rule,
    Zero,
    difference,
    written,
)
from genhe_targets.plan.derived import Increase, NotAbove, NotBelow, Reduction
from genhe_targets.plan.graded import Bands, OrdinalClass
from genhe_targets.plan.listed import Coverage, ListShare, Top
from genhe_targets.vocabulary import Lang

__all__ = [
    "FORMS", "OWN", "About", "AllOf", "AnyOf", "AnyRule", "AtLeast", "AtMost", "Bands", "Between",
    "Bound", "Coverage", "Done", "Equal", "If", "Increase", "Joined", "LessThan", "ListShare",
    "MoreThan", "NotAbove", "NotBelow", "OrdinalClass", "Reduction", "Rule", "Top", "Zero",
    "written",
]  # fmt: skip


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
    logic = "any"
    conjunction = {"zh": "或", "en": " or "}
    any: tuple[AnyRule, ...] = Field(min_length=1)

    @property
    def parts(self) -> tuple[Rule, ...]:
        return self.any


class Between(Joined):
    """``{between: [1.2, 1.6]}``: both ends included unless ``open`` names one or both.

    Attributes:
        open: The ends that are themselves not allowed.
    """

    form = "between"
    conjunction = {"zh": "且", "en": " and "}
    between: tuple[Decimal, Decimal]
    open: Literal["lower", "upper", "both"] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Between:
        if self.between[0] > self.between[1]:
            raise ValueError(f"the lower end {self.between[0]} exceeds the upper {self.between[1]}")
        if self.open and self.between[0] == self.between[1]:
            raise ValueError("an open range with equal ends holds nothing")
        return self

    @property
    def parts(self) -> tuple[Rule, ...]:
        low, high = self.between
        return (
            MoreThan(more_than=low) if self.open in {"lower", "both"} else AtLeast(at_least=low),
            LessThan(less_than=high) if self.open in {"upper", "both"} else AtMost(at_most=high),
        )


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


class About(Joined):
    """``{about: 15, within: 1}``: 左右; without a tolerance only the number itself is sure.

    Attributes:
        within: How far off still counts, in the indicator's unit.
    """

    form = "about"
    logic = "about"
    conjunction = {"zh": "且", "en": " and "}
    about: Decimal
    within: Annotated[Decimal, Field(gt=0)] | None = None

    @property
    def parts(self) -> tuple[Rule, ...]:
        return (
            AtLeast(at_least=self.about, tolerance=self.within),
            AtMost(at_most=self.about, tolerance=self.within),
        )

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        text = written(self.about, unit, lang)
        if self.within is None:
            return (
                f"{text}左右（未明确允许偏差）"
                if lang == "zh"
                else f"about {text} (no tolerance given)"
            )
        off = difference(self.within, unit, lang)
        return f"{text}左右（±{off}）" if lang == "zh" else f"about {text} (within {off})"


class If(Joined):
    """``{if: {at_most: 50}, then: {at_least: 5}, else: {at_least: 10}}``: depends on a condition.

    Attributes:
        condition: What is asked first (``if`` in YAML).
        then: What must hold where it holds.
        otherwise: What must hold where it does not (``else``); without it nothing is asked there.
    """

    form = "if"
    logic = "if"
    condition: AnyRule = Field(alias="if")
    then: AnyRule
    otherwise: AnyRule | None = Field(default=None, alias="else")

    @property
    def parts(self) -> tuple[Rule, ...]:
        return tuple(part for part in (self.condition, self.then, self.otherwise) if part)

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        condition, then, *other = self.sentences(unit, lang, limits)
        if lang == "zh":
            return f"若{condition}，则{then}" + (f"；否则{other[0]}" if other else "")
        return f"if {condition}, then {then}" + (f"; else {other[0]}" if other else "")


FORMS: dict[str, type[Rule]] = {
    form.form: form
    for form in (
        AtLeast, AtMost, MoreThan, LessThan, Between, Equal, About, Zero, Done, AllOf, AnyOf, If,
        Reduction, Increase, NotBelow, NotAbove, Coverage, ListShare, Top, OrdinalClass, Bands,
    )
}  # fmt: skip


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
    | Annotated[About, Tag("about")]
    | Annotated[Zero, Tag("zero")]
    | Annotated[Done, Tag("done")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[If, Tag("if")]
    | Annotated[Reduction, Tag("reduction")]
    | Annotated[Increase, Tag("increase")]
    | Annotated[NotBelow, Tag("not_below")]
    | Annotated[NotAbove, Tag("not_above")]
    | Annotated[Coverage, Tag("coverage")]
    | Annotated[ListShare, Tag("share")]
    | Annotated[Top, Tag("top")]
    | Annotated[OrdinalClass, Tag("class")]
    | Annotated[Bands, Tag("bands")],
    Discriminator(_form_of),
]
