"""The parts of a plan besides its targets: regions, units, variables, the work table, notes.

All are frozen and refuse unknown keys; numbers are exact decimals as printed.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from genhe_targets.vocabulary import Basis, Lang, Rounding, Status

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]
"""Lower-case words joined by ``-`` (targets) or ``_`` (variables)."""

RegionCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{2,20}$")]


def _as_tuple(value: Any) -> Any:
    """Let a single item stand for a list of one, as people write it."""
    return (value,) if isinstance(value, str | int) else value


Names = Annotated[
    tuple[str, ...], BeforeValidator(_as_tuple, json_schema_input_type=str | tuple[str, ...])
]


class Part(BaseModel):
    """Base of every piece of a plan: frozen, and unknown keys are refused."""

    # Most parts are only ever read inside a whole, and need no validator of their own.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy; what was computed for the original is not carried over."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


class Text(Part):
    """One text in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_(self, lang: Lang) -> str:
        """The text in ``lang``."""
        return self.zh if lang == "zh" else self.en


class Region(Part):
    """An area that reports, by its code in GB/T 2260 or the plan's own."""

    code: RegionCode
    title: Text
    level: Literal["country", "province", "prefecture", "county", "town", "other"]
    parent: RegionCode | None = None
    aliases: Names = ()
    former_codes: Names = ()


class Unit(Part):
    """A unit of government that answers for targets (牵头单位, 配合单位)."""

    id: Id
    title: Text
    aliases: Names = ()
    note: Text | None = None


class Range(Part):
    """Plausible values, both ends included; outside is a finding, never a verdict."""

    min: Decimal | None = None
    max: Decimal | None = None


class Digits(Part):
    """How many digits after the point a figure is reported with, ends included."""

    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"at least {self.min} and at most {self.max} decimals: never both")
        return self


class Variable(Part):
    """A quantity that is reported, such as 污水处理量.

    Attributes:
        unit: Unit of measurement the plan computes in, such as ``万立方米``, ``%``, ``1``.
        basis: What span of time a value speaks of when the report does not say.
        kind: ``number``, ``count`` (a whole number) or ``milestone`` (a date, or done / not yet).
        formula: How to derive it from other variables where it is not reported itself.
        not_above: A variable this one cannot exceed (a numerator and its denominator).
        decimals: How many digits after the point it is asked for with.
        every: How often it is asked for; a figure of another period is doubtful.
        aliases: Other names as they occur in headers.
    """

    id: Id
    title: Text
    unit: str
    basis: Basis
    kind: Literal["number", "count", "milestone"] = "number"
    definition: Text
    source: str | None = None
    formula: str | None = None
    not_above: Id | None = None
    plausible: Range = Range()
    decimals: Digits | None = None
    every: Literal["month", "quarter", "half_year", "year"] | None = None
    aliases: Names = ()


class Measure(Part):
    """A row of the plan's work table (annex 1).

    Attributes:
        number: The number as printed, ``"21a"`` where one row holds two duties.
        item: The number of the work item it belongs to.
        lead, support: Ids of units; ``printed_lead`` keeps the wording of the document.
        deadline: The last day (included), ``None`` where the plan prints none.
        ongoing: 长期坚持.
        targets: Ids of the targets it carries.
    """

    number: str
    item: int
    title: Text
    lead: Names = ()
    support: Names = ()
    printed_lead: str | None = None
    printed_support: str | None = None
    deadline: datetime.date | None
    printed_deadline: str | None = None
    ongoing: bool = False
    targets: Names = ()
    notes: tuple[Text, ...] = ()

    @property
    def variable(self) -> str:
        """Id under which the measure is reported as done, such as ``measure_5``."""
        return f"measure_{self.number}"


class Item(Part):
    """A work item (重点工作) of the work table: a heading over measures."""

    number: int
    title: Text
    clause: str | None = None


def _mode(value: Any) -> Any:
    """Let the name of a mode stand for a rounding with it."""
    return {"mode": value} if isinstance(value, str) else value


class RoundingTo(Part):
    """How a value is rounded before it is compared: ``half_away`` or with its interval.

    Attributes:
        mode: Where a value goes that lies exactly between two neighbours.
        interval: What it is rounded to, such as 0.1, 0.5 or 100; the digits of the limit by
            default.
    """

    mode: Rounding = Rounding.HALF_EVEN
    interval: Annotated[Decimal, Field(gt=0)] | None = None


DeclaredRounding = Annotated[RoundingTo, BeforeValidator(_mode)]


class Clause(Part):
    """A clause of the main text, by its printed number and a short title of our own."""

    number: str
    title: Text


class Note(Part):
    """Something a reader of the plan should know: a contradiction, a gap, an old fact."""

    id: str
    finding: Text
    handling: Text


class FiscalYear(Part):
    """Years that do not begin in January: ``fiscal_year: {first_month: 4, named_after: first}``.

    Attributes:
        first_month: The month they begin in.
        named_after: Whether the plan's ``year`` is the civil year in which they begin (``first``:
            2023 is 2023/24) or end (``last``: 2023 is 2022/23).
    """

    first_month: int = Field(ge=2, le=12)
    named_after: Literal["first", "last"]

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and "named_after" not in given:
            raise ValueError(
                "which civil year is a year named after? Add named_after: first (2023 is 2023/24) "
                "or named_after: last (2023 is 2022/23)"
            )
        return given


class Reporting(Part):
    """How often figures are owed, and the days of grace for handing them in."""

    every: Literal["month", "quarter", "half", "year"] = "quarter"
    grace_days: int = Field(default=0, ge=0, le=366)


Given = Mapping[str, Mapping[str, Decimal | bool | datetime.date | None]]
"""Period -> variable -> figure."""


class Case(Part):
    """An example by which a target proves itself: given these figures, expect this status.

    Attributes:
        given: Period -> variable or ``value`` (the indicator itself) -> figure; ``~`` is silence.
        others: The same of other regions, for rules that compare with them.
        parts: The same for each part of the region, by any name; what the region itself does not
            report is then made from its parts.
        expect: The status of the standing.
        as_of: The day of judging; the end of the last period given by default.
        assigned: A limit set by a superior level, for targets that need one.
    """

    name: str
    given: Given = Field(default_factory=dict)
    others: Mapping[RegionCode, Given] = Field(default_factory=dict)
    parts: Mapping[str, Given] = Field(default_factory=dict)
    expect: Status
    as_of: datetime.date | None = None
    assigned: Decimal | None = None
