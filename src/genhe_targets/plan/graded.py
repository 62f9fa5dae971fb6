"""Rules that grade: classes of water quality and bands of colours."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from genhe_targets.plan.bounds import AtLeast, AtMost, Rule, written
from genhe_targets.plan.derived import Derived, on
from genhe_targets.plan.parts import Part
from genhe_targets.vocabulary import Lang

Colour = Literal["green", "yellow", "orange", "red"]
COLOURS: dict[str, dict[Lang, str]] = {
    "green": {"zh": "绿", "en": "green"},
    "yellow": {"zh": "黄", "en": "yellow"},
    "orange": {"zh": "橙", "en": "orange"},
    "red": {"zh": "红", "en": "red"},
}
WATER = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")


class ClassLimits(Part):
    """A parameter and the limit of each class but the last.

    Attributes:
        of: Formula of the parameter.
        at_least, at_most: The limits, best class first.
    """

    of: str
    at_least: tuple[Decimal, ...] | None = None
    at_most: tuple[Decimal, ...] | None = None

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("name one of at_least and at_most")
        if any(before * self.sign < after * self.sign for before, after in pairwise(self.limits)):
            raise ValueError("the limits do not get easier from class to class")
        return self

    @property
    def sign(self) -> int:
        """1 where larger is better."""
        return 1 if self.at_least is not None else -1

    @property
    def limits(self) -> tuple[Decimal, ...]:
        """The limits, best class first."""
        return self.at_least or self.at_most or ()

    @property
    def formula(self) -> str:
        """The class by this parameter."""
        limits = ", ".join(f"{limit:f}" for limit in self.limits)
        return f"class_of({self.sign}, {limits}, {self.of})"


class OrdinalClass(Derived):
    """``{class: Ⅲ}``: 达到或优于Ⅲ类; the worst of several parameters decides.

    Attributes:
        name: The class asked for (``class`` in YAML).
        scale: The classes, best first.
        parameters: What the class is found from; without them the indicator is the number of the
            class, 1 for the best.
    """

    form = "class"
    whole = True
    name: str = Field(alias="class")
    scale: tuple[str, ...] = WATER
    parameters: tuple[ClassLimits, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.name not in self.scale:
            raise ValueError(f"{self.name!r} is none of {', '.join(self.scale)}")
        for parameter in self.parameters:
            if len(parameter.limits) != len(self.scale) - 1:
                raise ValueError(
                    f"{len(self.scale)} classes have {len(self.scale) - 1} limits, "
                    f"{parameter.of} has {len(parameter.limits)}"
                )
        return self

    @property
    def parts(self) -> tuple[Rule, ...]:
        asked = Decimal(self.scale.index(self.name) + 1)
        texts = [parameter.formula for parameter in self.parameters]
        if not texts:
            return (AtMost(at_most=asked),)
        formula = texts[0] if len(texts) == 1 else f"worst({', '.join(texts)})"
        return (on(AtMost, asked, formula, "1"),)

    def label(self, value: Fraction) -> str:
        position = int(value) - 1
        if value.denominator != 1 or not 0 <= position < len(self.scale):
            return ""
        return self.scale[position]

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        worst = ""
        if len(self.parameters) > 1:
            count = len(self.parameters)
            worst = (
                f"（{count}项参数取最差）" if lang == "zh" else f" (worst of {count} parameters)"
            )
        if lang == "zh":
            return f"达到或优于{self.name}类{worst}"
        return f"class {self.name} or better{worst}"


class Bands(Derived):
    """``{bands: {green: 95, yellow: 90, orange: 80}}``: the last colour is what is left.

    The direction follows from the thresholds; a threshold itself has the better colour.

    Attributes:
        bands: Thresholds from the best colour on.
        required: The colour asked for.
    """

    form = "bands"
    bands: Mapping[Colour, Decimal] = Field(min_length=2, max_length=3)
    required: Colour = "green"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if list(self.bands) != list(COLOURS)[: len(self.bands)]:
            raise ValueError(f"the colours go {', '.join(COLOURS)}, without a gap")
        if self.required not in self.bands:
            raise ValueError(f"the colour {self.required!r} has no threshold")
        steps = [before - after for before, after in pairwise(self.bands.values())]
        if not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
            raise ValueError("the thresholds must all fall or all rise from the best colour on")
        return self

    @property
    def sign(self) -> int:
        """1 where the thresholds fall: larger is better."""
        first, second, *_ = self.bands.values()
        return 1 if first > second else -1

    @property
    def parts(self) -> tuple[Rule, ...]:
        limit = self.bands[self.required]
        return (AtLeast(at_least=limit) if self.sign > 0 else AtMost(at_most=limit),)

    def grade(self, value: Fraction) -> str:
        for colour, threshold in self.bands.items():
            if self.sign * (value - Fraction(threshold)) >= 0:
                return colour
        return list(COLOURS)[len(self.bands)]

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        mark = {("zh", 1): "不低于", ("zh", -1): "不高于", ("en", 1): "from ", ("en", -1): "up to "}
        texts = [
            f"{COLOURS[colour][lang]}{'' if lang == 'zh' else ' '}{mark[lang, self.sign]}"
            f"{written(limit, unit, lang)}"
            for colour, limit in self.bands.items()
        ]
        rest = COLOURS[self.grade(self._beyond)][lang]
        if lang == "zh":
            return f"达到{COLOURS[self.required][lang]}色（{'，'.join(texts)}，其余{rest}）"
        return f"{self.required} ({', '.join(texts)}, the rest {rest})"

    @property
    def _beyond(self) -> Fraction:
        """A value that keeps no threshold."""
        return Fraction(list(self.bands.values())[-1]) - self.sign
