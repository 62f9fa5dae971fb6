"""Scores as an office gives them (考核评分), declared in an optional ``scoring.yaml`` of a plan.

Items carry points for a target each, in groups; forms say how points are won and lost; vetoes and
grades make a result of the total.  The evaluation is in ``judging.scoring``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from genhe_targets.plan.parts import Id, Names, Part, Text
from genhe_targets.vocabulary import Lang, Status

Points = Annotated[Decimal, Field(ge=0)]
Positive = Annotated[Decimal, Field(gt=0)]


class ScoreForm(Part):
    """Base of the ways in which points are won and lost."""

    words: ClassVar[dict[Lang, str]]

    def sentence(self, lang: Lang) -> str:
        """The form with its figures, in words."""
        capped = getattr(self, "at_most", None)
        tail = {"zh": "，最多{at_most}分", "en": ", {at_most} at most"}[lang]
        return (self.words[lang] + (tail if capped is not None else "")).format(**self.shown(lang))

    def shown(self, lang: Lang) -> dict[str, str]:  # noqa: ARG002 - forms with words of their own
        """The figures that the sentence names."""
        return {key: _shown(value) for key, value in self}


def _shown(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


class AllOrNothing(ScoreForm):
    """``all_or_nothing``: all points where the rule holds, none where it does not."""

    form: Literal["all_or_nothing"] = "all_or_nothing"
    words = {"zh": "达标得满分，否则不得分", "en": "all points when met, none otherwise"}


class Linear(ScoreForm):
    """``{form: linear, lose: 0.5, per: 1}``: 每差1扣0.5分，扣完为止.

    Attributes:
        lose: Points lost for each ``per`` that the figure is short of the limit.
        per: In the unit of the margin (percentage points for a percentage).
        steps: Whether parts of a step count (``exact``), only whole ones, or begun ones in full.
        at_most: Most points lost; all points of the item by default.
    """

    form: Literal["linear"] = "linear"
    lose: Positive
    per: Positive = Decimal(1)
    steps: Literal["exact", "whole", "begun"] = "exact"
    at_most: Positive | None = None
    words = {
        "zh": "每差{per}扣{lose}分{part}，扣完为止",
        "en": "{lose} lost for each {per} short{part}, down to none",
    }
    parts: ClassVar[dict[str, dict[Lang, str]]] = {
        "exact": {"zh": "", "en": ""},
        "whole": {"zh": "（不足{per}不计）", "en": " (whole steps only)"},
        "begun": {"zh": "（不足{per}按{per}计）", "en": " (or part of it)"},
    }

    def shown(self, lang: Lang) -> dict[str, str]:
        """The figures, and what becomes of part of a step."""
        figures = super().shown(lang)
        return {**figures, "part": self.parts[self.steps][lang].format(**figures)}


class Tiers(ScoreForm):
    """``{form: tiers, tiers: {5: 1, 10: 2, 15: 3}}``: points from a figure on; below all, none.

    Attributes:
        tiers: Points by the figure at which they begin (included).
        order: ``falling`` where smaller is better: points up to a figure.
    """

    form: Literal["tiers"] = "tiers"
    tiers: Mapping[Decimal, Points] = Field(min_length=1)
    order: Literal["rising", "falling"] = "rising"

    def sentence(self, lang: Lang) -> str:
        """The tiers in words."""
        falling = self.order == "falling"
        spelled = {
            "zh": "不高于{}得{}分" if falling else "达到{}得{}分",
            "en": "{1} up to {0}" if falling else "{1} from {0} on",
        }[lang]
        rows = sorted(self.tiers.items(), reverse=falling)
        texts = [spelled.format(_shown(start), _shown(points)) for start, points in rows]
        return {"zh": "，", "en": ", "}[lang].join(texts)


class Bonus(ScoreForm):
    """``{form: bonus, gain: 2, per: 1}``: all points when met, and more for doing better.

    Attributes:
        gain: Points won for each whole ``per`` beyond the limit.
        per: In the unit of the margin.
        at_most: Most points won beyond the item's own.
    """

    form: Literal["bonus"] = "bonus"
    gain: Positive
    per: Positive = Decimal(1)
    at_most: Positive | None = None
    words = {
        "zh": "达标得满分，每超{per}加{gain}分",
        "en": "all points when met, {gain} more for each {per} beyond",
    }


class Penalty(ScoreForm):
    """``{form: penalty, lose: 1}``: points lost for each occurrence, whatever the item carries.

    Attributes:
        lose: Points lost for each ``per`` of the figure itself.
        per: In the unit of the figure.
        at_most: Most points lost; without it there is no end.
    """

    form: Literal["penalty"] = "penalty"
    lose: Positive
    per: Positive = Decimal(1)
    at_most: Positive | None = None
    words = {"zh": "每{per}扣{lose}分", "en": "{lose} lost for each {per}"}


def _spelled_out(value: Any) -> Any:
    return {"form": value} if isinstance(value, str) else value


AnyForm = Annotated[
    Annotated[AllOrNothing | Linear | Tiers | Bonus | Penalty, Field(discriminator="form")],
    BeforeValidator(_spelled_out),
]


class ScoredItem(Part):
    """Points for one target."""

    target: Id
    points: Points
    score: AnyForm = AllOrNothing()

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if isinstance(self.score, Tiers) and max(self.score.tiers.values()) > self.points:
            raise ValueError(f"a tier gives more than the {self.points} points of the item")
        return self


class Group(Part):
    """Items that are scored together.

    Attributes:
        weight: Percent of the total, for all groups or none; points count as they are without.
    """

    id: Id
    title: Text
    items: tuple[ScoredItem, ...] = Field(min_length=1)
    weight: Positive | None = None


class Veto(Part):
    """一票否决: sets the grade whatever the score.

    Attributes:
        targets: Any of these with one of the statuses ``when``, or
        group, below: a group that scores less than this percent of its points.
        grade: Id of the grade it leads to.
    """

    targets: Names = ()
    when: tuple[Status, ...] = (Status.NOT_MET,)
    group: Id | None = None
    below: Positive | None = None
    grade: Id

    @model_validator(mode="after")
    def _one_cause(self) -> Self:
        by_group = self.group is not None and self.below is not None
        if by_group == bool(self.targets) or (self.group is None) != (self.below is None):
            raise ValueError("a veto names either targets, or a group and the percent below which")
        return self


class Grade(Part):
    """A result, such as 优秀.

    Attributes:
        low: The score from which on it is given (``from`` in YAML); the worst grade has none.
        to: The last score for which it is given, where the document prints one.
    """

    id: Id
    title: Text
    low: Decimal | None = Field(default=None, alias="from")
    to: Decimal | None = None


class Scoring(Part):
    """How a plan is scored.

    Attributes:
        silence: What a missing figure scores: nothing, or any score from none to full (``open``).
        left_out: Items that do not apply: the rest is scaled up (缺项比率计分), or they count full.
        bonus_at_most: Most points of all bonuses together.
        round_to: What the total is rounded to before it is graded, such as 1 for whole points.
        grades: Best first; every possible score must have exactly one.
    """

    groups: tuple[Group, ...] = Field(min_length=1)
    silence: Literal["zero", "open"] = "zero"
    left_out: Literal["scale", "full"] = "scale"
    bonus_at_most: Points | None = None
    round_to: Positive | None = None
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()

    @property
    def items(self) -> Iterator[ScoredItem]:
        """The items of all groups."""
        return (item for group in self.groups for item in group.items)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = [*self._doubled(), *self._weighting(), *self._vetoing(), *self._grading()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _doubled(self) -> Iterator[str]:
        for what, names in (
            ("group", [group.id for group in self.groups]),
            ("target", [item.target for item in self.items]),
            ("grade", [grade.id for grade in self.grades]),
        ):
            yield from (
                f"the {what} {n!r} is given twice" for n, k in Counter(names).items() if k > 1
            )

    def _weighting(self) -> Iterator[str]:
        weights = [group.weight for group in self.groups if group.weight is not None]
        if weights and len(weights) < len(self.groups):
            yield "some groups have a weight and some have none"
        elif weights and sum(weights) != 100:
            yield f"the weights of the groups add up to {sum(weights)}, not to 100"
        for group in self.groups:
            if group.weight is not None and not sum(item.points for item in group.items):
                yield f"the group {group.id!r} has a weight and no points"

    def _vetoing(self) -> Iterator[str]:
        targets = {item.target for item in self.items}
        groups, grades = {group.id for group in self.groups}, {grade.id for grade in self.grades}
        for veto in self.vetoes:
            yield from (f"the veto on {t!r} has no item" for t in veto.targets if t not in targets)
            if veto.group is not None and veto.group not in groups:
                yield f"the veto names the unknown group {veto.group!r}"
            if veto.grade not in grades:
                yield f"the veto leads to the unknown grade {veto.grade!r}"

    def _grading(self) -> Iterator[str]:
        """Every possible score has exactly one grade: gaps and overlaps are refused."""
        yield from _gaps(self.grades, self.round_to)


def _gaps(grades: Sequence[Grade], step: Decimal | None) -> Iterator[str]:
    if not grades:
        return
    if grades[0].to is not None:
        yield f"scores above {grades[0].to} have no grade"
    if grades[-1].low is not None:
        yield f"scores below {grades[-1].low} have no grade"
    for better, worse in pairwise(grades):
        if better.low is None:
            yield f"the grade {better.id!r} needs the score from which on it is given"
        elif worse.low is not None and worse.low >= better.low:
            yield f"the grade {worse.id!r} does not come after {better.id!r}"
        elif worse.to is not None and worse.low is not None and worse.to < worse.low:
            yield f"the grade {worse.id!r} ends before it begins"
        elif worse.to is not None and not _adjoin(worse.to, better.low, step):
            kind = "a gap" if worse.to < better.low else "an overlap"
            yield f"{kind} between {worse.to} ({worse.id}) and {better.low} ({better.id})"


def _adjoin(last: Decimal, first: Decimal, step: Decimal | None) -> bool:
    """Whether nothing lies between: scores are whole steps, or the ends are the same number.

    Where they are the same number, the better grade has it.
    """
    return last == first or (step is not None and first - last == step)
