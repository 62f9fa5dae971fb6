"""What a plan is: frozen, typed, and nothing but data.

A **target** is an indicator, a rule on it, and the clause it comes from.  A **plan** is the
document: its targets, its work table (measures), its variables, its units of government and
its regions.  Numbers are exact decimals as printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from genhe_targets.plan.rules import AnyRule
from genhe_targets.vocabulary import Basis, Comparison, Lang, Nature, Obligation, Status

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

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Variable(Part):
    """A quantity that is reported, such as 污水处理量.

    Attributes:
        unit: Unit of measurement the plan computes in, such as ``万立方米``, ``%``, ``1``.
        basis: What span of time a value speaks of when the report does not say.
        kind: ``number``, ``count`` (a whole number) or ``milestone`` (a date, or done / not yet).
        formula: How to derive it from other variables where it is not reported itself.
        not_above: A variable this one cannot exceed (a numerator and its denominator).
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
    aliases: Names = ()


class Indicator(Part):
    """What a target measures.

    Attributes:
        formula: Arithmetic over variables: ``+ - * /``, numbers, brackets; ``x[2020]`` is the
            value of the year 2020, ``x[-1]`` that of the year before.
        unit: Unit of the result.
        variant: Which of the competing definitions is meant.
        decimals: Digits shown in reports (never used to judge).
        aliases: Names under which the figure itself is reported.
        reported_tolerance: Largest difference, in the indicator's unit, between the reported
            figure and the one recomputed; ``None`` means half a unit of the reported last digit.
    """

    formula: str
    unit: str
    nature: Nature
    variant: Text | None = None
    decimals: int = Field(default=2, ge=0, le=9)
    aliases: Names = ()
    plausible: Range = Range()
    reported_tolerance: Decimal | None = None


class Scope(Part):
    """For whom a target is judged, and how lower levels combine.

    Attributes:
        level: What the figures speak of, such as ``county``, ``city``, ``urban_area``.
        regions: Codes of the regions judged; ``None`` is every region that reports.
        aggregate: How the values of parts combine into the whole.
        weight: The variable that weights ``weighted``.
        unreported: What silence means: ``missing`` (owed), or ``not_applicable`` (judged only
            where reported).
    """

    level: str = "county"
    regions: tuple[RegionCode, ...] | None = None
    aggregate: Literal[
        "ratio_of_sums", "sum", "max", "min", "last", "weighted", "count_share", "all", "none"
    ] = "none"
    weight: Id | None = None
    unreported: Literal["missing", "not_applicable"] = "missing"


class Source(Part):
    """Where in the document a target is demanded.

    ``clause`` is ``None`` for a target of the work table only, ``measure`` is ``None`` for one
    of the main text only.  ``wording`` is the short wording that sets the rule, such as 不低于.
    """

    clause: str | None = None
    measure: str | None = None
    related: Names = ()
    wording: str | None = None


class Case(Part):
    """An example by which a target proves itself: given these figures, expect this status.

    Attributes:
        given: Period -> variable or ``value`` (the indicator itself) -> figure; ``~`` is silence.
        expect: The status of the standing.
        as_of: The day of judging; the end of the last period given by default.
        assigned: A limit set by a superior level, for targets that need one.
    """

    name: str
    given: Mapping[str, Mapping[str, Decimal | bool | datetime.date | None]]
    expect: Status
    as_of: datetime.date | None = None
    assigned: Decimal | None = None


class Target(Part):
    """An indicator, a rule on it, and the clause it comes from.

    Attributes:
        deadline: The operative last day (included); ``None`` where the plan sets none.
        deadline_text: A second deadline printed elsewhere in the document, kept for the reader.
        decisive: Whether it decides the overall result; binding targets do by default.
        restated_from: The region whose figure the plan repeats (上级转述): not decisive unless a
            share is assigned.
    """

    id: Id
    title: Text
    indicator: Indicator
    rule: AnyRule
    scope: Scope = Scope()
    deadline: datetime.date | None
    deadline_text: datetime.date | None = None
    deadline_note: Text | None = None
    ongoing: bool = False
    obligation: Obligation = Obligation.BINDING
    decisive: bool | None = None
    restated_from: RegionCode | None = None
    comparison: Comparison = Comparison.FULL_VALUE
    source: Source
    lead: Names = ()
    support: Names = ()
    notes: tuple[Text, ...] = ()
    cases: tuple[Case, ...] = Field(min_length=1)

    def sentence(self, lang: Lang) -> str:
        """The rule in words, such as ``不低于24%``."""
        return self.rule.sentence(self.indicator.unit, lang)


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


class Clause(Part):
    """A clause of the main text, by its printed number and a short title of our own."""

    number: str
    title: Text


class Note(Part):
    """Something a reader of the plan should know: a contradiction, a gap, an old fact."""

    id: str
    finding: Text
    handling: Text


class Reporting(Part):
    """How often figures are owed, and the days of grace for handing them in."""

    every: Literal["month", "quarter", "half", "year"] = "quarter"
    grace_days: int = Field(default=0, ge=0, le=366)


class Plan(Part):
    """A policy document as data.

    Attributes:
        region: Code of the region whose plan this is.
        year: The plan's year; deadlines lie in it.
        known_gaps: Measure numbers that the document skips.
        unit_titles: Names of units of measurement in both languages (项 -> projects).
        open_regions: Whether regions beyond those listed are judged as they come.
        made_up: Whether the plan is an invented example.
        content_hash: SHA-256 over the plan's files, in name order.
    """

    id: str
    title: Text
    issuer: Text
    region: RegionCode
    year: int = Field(ge=1900, le=2200)
    open_regions: bool = False
    reporting: Reporting = Reporting()
    made_up: bool = False
    clauses: tuple[Clause, ...] = ()
    items: tuple[Item, ...] = ()
    known_gaps: tuple[str, ...] = ()
    unit_titles: Mapping[str, Text] = Field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    regions: tuple[Region, ...]
    units: tuple[Unit, ...]
    variables: tuple[Variable, ...]
    measures: tuple[Measure, ...] = ()
    targets: tuple[Target, ...]
    content_hash: str = ""

    def __hash__(self) -> int:
        """By identity: a plan is large, and loading gives the same object again."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        """By identity, as the hash."""
        return self is other

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Plan:
        """A changed copy; look-ups computed for the original are not carried over."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy

    @property
    def year_start(self) -> datetime.date:
        """First day of the plan's year."""
        return datetime.date(self.year, 1, 1)

    @property
    def year_end(self) -> datetime.date:
        """Last day of the plan's year."""
        return datetime.date(self.year, 12, 31)

    @cached_property
    def target_by_id(self) -> dict[str, Target]:
        """Targets by id, in plan order."""
        return {target.id: target for target in self.targets}

    @cached_property
    def variable_by_id(self) -> dict[str, Variable]:
        """Variables by id, in plan order."""
        return {variable.id: variable for variable in self.variables}

    @cached_property
    def measure_by_number(self) -> dict[str, Measure]:
        """Measures by printed number, in plan order."""
        return {measure.number: measure for measure in self.measures}

    @cached_property
    def region_by_code(self) -> dict[str, Region]:
        """Regions by code, in plan order."""
        return {region.code: region for region in self.regions}

    @cached_property
    def unit_by_name(self) -> dict[str, Unit]:
        """Units of government by id, title and alias: the names a document uses for them."""
        named: dict[str, Unit] = {}
        for unit in self.units:
            for name in (unit.id, unit.title.zh, unit.title.en, *unit.aliases):
                named.setdefault(name, unit)
        return named

    def unit_text(self, unit: str) -> Text:
        """A unit of measurement in both languages; its own spelling where none is declared."""
        return self.unit_titles.get(unit) or Text(zh=unit, en=unit)
