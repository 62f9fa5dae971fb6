"""Rules on a list: coverage of a whole, each or a share of the members, a place among regions."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from genhe_targets.plan.bounds import (
    OWN,
    AtLeast,
    AtMost,
    Bound,
    LessThan,
    MoreThan,
    Rule,
    written,
)
from genhe_targets.plan.derived import Derived, on
from genhe_targets.plan.limits import Limit
from genhe_targets.plan.parts import Id, Part
from genhe_targets.vocabulary import Lang


def _all(value: Any) -> Any:
    return 100 if value == "all" else value


class Coverage(Derived):
    """``{coverage: 30, of: rivers, on: 2022-12-31}``: the indicator as a share of a whole list.

    Counts decide, not a rounded percentage; weighted where both count weights, such as areas.

    Attributes:
        coverage: Percent of the list, or ``all``.
        of: The variable that counts the list.
        on: The day at which the list is frozen.
    """

    form = "coverage"
    coverage: Annotated[Limit, BeforeValidator(_all)]
    of: Id
    on: datetime.date | None = None

    @property
    def parts(self) -> tuple[Rule, ...]:
        whole = f'{self.of}["{self.on.isoformat()}"]' if self.on else self.of
        return (on(AtLeast, self.coverage, f"100 * {OWN} / {whole}", "%"),)

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        share = self.limit_text(unit, lang, limits)
        day = "" if self.on is None else self.on.isoformat()
        if self.coverage == 100:
            text = "全覆盖" if lang == "zh" else "all of the list"
        else:
            text = f"覆盖率不低于{share}" if lang == "zh" else f"at least {share} of the list"
        if day:
            text += f"（名单以{day}为准）" if lang == "zh" else f" as of {day}"
        return text


_KEEP: dict[str, tuple[type[Bound], int]] = {
    "at_least": (AtLeast, 1),
    "at_most": (AtMost, -1),
    "more_than": (MoreThan, 2),
    "less_than": (LessThan, -2),
}


class Keep(Part):
    """The limit each member of a list is held against; one of the four."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    more_than: Decimal | None = None
    less_than: Decimal | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for _, value in self) != 1:
            raise ValueError(f"name one of {', '.join(_KEEP)}")
        return self

    @property
    def bound(self) -> tuple[type[Bound], int, Decimal]:
        """Form, sign (doubled where strict) and limit."""
        name, limit = next((name, value) for name, value in self if value is not None)
        return (*_KEEP[name], limit)


class ListShare(Derived):
    """``{share: all, of: [a, b, c], keep: {at_least: 85}}``: 均, each or a share of a list.

    Members that are not reported leave the share open between two bounds; it is decided where both
    give the same answer.

    Attributes:
        share: Percent of the list (or of its weights) that keep the limit, or ``all``.
        of: Formulas of the members.
        keep: The limit of each.
        weights: A number or variable for each member; all count alike without them.
    """

    form = "share"
    logic = "enclosed"
    share: Annotated[Limit, BeforeValidator(_all)]
    of: tuple[str, ...] = Field(min_length=2)
    keep: Keep
    weights: tuple[Decimal | Id, ...] | None = None

    @model_validator(mode="after")
    def _weighted(self) -> Self:
        if self.weights is not None and len(self.weights) != len(self.of):
            raise ValueError(f"{len(self.of)} members and {len(self.weights)} weights")
        return self

    @property
    def parts(self) -> tuple[Rule, ...]:
        _, sign, limit = self.keep.bound
        weights = self.weights or (Decimal(1),) * len(self.of)
        texts = [w if isinstance(w, str) else f"{w:f}" for w in weights]
        members = ", ".join(f"{m}, {w}" for m, w in zip(self.of, texts, strict=True))
        return tuple(
            on(AtLeast, self.share, f"{name}({sign}, {limit:f}, {members})", "%")
            for name in ("least_share", "most_share")
        )

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        form, _, limit = self.keep.bound
        inner = form.phrase[lang].format(written(limit, unit, lang))
        count = len(self.of)
        weighted = "（加权）" if lang == "zh" else " by weight"
        weighted = weighted if self.weights else ""
        if self.share == 100:
            return f"{count}项均{inner}" if lang == "zh" else f"each of {count} {inner}"
        share = self.limit_text(unit, lang, limits)
        if lang == "zh":
            return f"{count}项中{share}以上{weighted}{inner}"
        return f"at least {share} of {count}{weighted} {inner}"


class Top(Derived):
    """``{top: 10, by: highest}``: among the first ten of all regions; ties share a place.

    Regions that are silent leave the place open between two bounds.

    Attributes:
        by: What comes first, the ``highest`` or the ``lowest`` figure.
    """

    form = "top"
    logic = "enclosed"
    whole = True
    top: Annotated[int, Field(ge=1)]
    by: Literal["highest", "lowest"]

    @property
    def parts(self) -> tuple[Rule, ...]:
        sign = 1 if self.by == "highest" else -1
        return tuple(
            on(AtMost, Decimal(self.top), f"{name}({sign}, {OWN})", "1")
            for name in ("worst_rank", "best_rank")
        )

    @property
    def subject(self) -> tuple[str, str | None]:
        return next(self.bounds()).subject

    def sentence(self, unit: str, lang: Lang, limits: dict[int, Fraction] | None = None) -> str:
        if lang == "zh":
            return f"排名前{self.top}（{'由高到低' if self.by == 'highest' else '由低到高'}）"
        return f"among the first {self.top}, {self.by} first"
