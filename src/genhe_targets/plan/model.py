"""What a plan is: frozen, typed, and nothing but data.

A **target** is an indicator, a rule on it, and the clause it comes from.  A **plan** is the
document: its targets, its work table (measures), its variables, its units of government and
its regions.  Numbers are exact decimals as printed.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.plan.checks import Checks
from genhe_targets.plan.formula import Formula, Reference, parse_formula
from genhe_targets.plan.paces import AnyPace
from genhe_targets.plan.parts import (
    Case,
    Clause,
    DeclaredRounding,
    FiscalYear,
    Given,
    Id,
    Item,
    Measure,
    Names,
    Note,
    Part,
    Range,
    Region,
    RegionCode,
    Reporting,
    RoundingTo,
    Text,
    Unit,
    Variable,
)
from genhe_targets.plan.rollups import RollUps
from genhe_targets.plan.rules import OWN, AnyRule, Bound
from genhe_targets.plan.scoring import Scoring
from genhe_targets.vocabulary import Comparison, Lang, Nature, Obligation, word

__all__ = [
    "Case", "Clause", "Given", "Indicator", "Item", "Measure", "Note", "Part", "Plan", "Range",
    "Region", "Reporting", "Scope", "Source", "Target", "Text", "Unit", "Variable",
]  # fmt: skip


class Indicator(Part):
    """What a target measures.

    Attributes:
        formula: Arithmetic over variables: ``+ - * /``, numbers, brackets; ``x[2020]`` is the
            value of the year 2020, ``x[-1]`` that of the year before.
        unit: Unit of the result.
        variant: Which of the competing definitions is meant.
        decimals: Digits shown in reports (never used to judge); by default none for counts, else 2.
        aliases: Names under which the figure itself is reported.
        reported_tolerance: Largest difference, in the indicator's unit, between the reported
            figure and the one recomputed; ``None`` means half a unit of the reported last digit.
    """

    formula: str
    unit: str
    nature: Nature
    variant: Text | None = None
    decimals: int | None = Field(default=None, ge=0, le=9)
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
        "ratio_of_sums", "sum", "max", "min", "weighted", "count_share", "all", "none"
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


class Target(Part):
    """An indicator, a rule on it, and the clause it comes from.

    Attributes:
        deadline: The operative last day (included); ``None`` where the plan sets none.
        deadline_text: A second deadline printed elsewhere in the document, kept for the reader.
        decisive: Whether it decides the overall result; binding targets do by default.
        rounding: How values are rounded where ``comparison`` is ``rounded_value``.
        pace: How progress before the deadline is told from delay; by the share of the time for what
            accumulates or is capped, by the limit itself for the rest, where none is declared.
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
    rounding: DeclaredRounding = RoundingTo()
    pace: AnyPace | None = None
    source: Source
    lead: Names = ()
    support: Names = ()
    notes: tuple[Text, ...] = ()
    cases: tuple[Case, ...] = Field(min_length=1)

    @cached_property
    def own(self) -> Reference:
        """What the indicator's own figure goes by: its only variable, else the target's id."""
        formula = parse_formula(self.indicator.formula)
        return formula.references()[0] if formula.is_reference else Reference(self.id)

    @property
    def is_derived(self) -> bool:
        """Whether the rule is about something made of the indicator, and not the indicator."""
        return self.rule.subject[0] != OWN

    @cached_property
    def judged(self) -> Formula:
        """What is held against the limit: the indicator's formula, or that of the rule."""
        return self._formula(self.rule.subject[0])

    @property
    def judged_unit(self) -> str:
        """The unit of what is held against the limit."""
        return self.rule.subject[1] or self.indicator.unit

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """Every one-sided limit of the rule, in the order written."""
        return tuple(self.rule.bounds())

    @cached_property
    def bound_formulas(self) -> tuple[Formula, ...]:
        """What each bound of the rule is about."""
        return tuple(self._formula(bound.subject[0]) for bound in self.bounds)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Everything the indicator and the rule look up, the indicator's own figure included."""
        formulas = (parse_formula(self.indicator.formula), *self.bound_formulas)
        return tuple(dict.fromkeys(r for formula in formulas for r in formula.references()))

    @property
    def formula_text(self) -> str:
        """What is computed, for readers; ``value`` of a rule is said to be the indicator."""
        own = self.indicator.formula
        text = self.rule.subject[0]
        return own if text == OWN else f"{text}; {OWN} = {own}"

    def _formula(self, text: str) -> Formula:
        if text == OWN:
            return parse_formula(self.indicator.formula)
        return parse_formula(text).renamed(OWN, self.own.name)

    def sentence(self, lang: Lang) -> str:
        """The rule in words, such as ``不低于24%``."""
        return self.rule.sentence(self.indicator.unit, lang)

    def comparison_text(self, lang: Lang) -> str:
        """How a value is held against its limit, in words; the rounding is named."""
        said = word(self.comparison, lang)
        if self.comparison is not Comparison.ROUNDED_VALUE:
            return said
        parts = [said, word(self.rounding.mode, lang)]
        if self.rounding.interval is not None:
            step = f"{self.rounding.interval:f}"
            parts.append(f"修约间隔{step}" if lang == "zh" else f"to {step}")
        return ("，" if lang == "zh" else ", ").join(parts)

    def __repr__(self) -> str:
        due = f", by {self.deadline}" if self.deadline else ""
        return f"<Target {self.id}: {self.title.zh}, {self.sentence('en')}{due}>"

    def _repr_html_(self) -> str:
        from genhe_targets.plan.display import target_html

        return target_html(self)


class Plan(Part):
    """A policy document as data.

    Attributes:
        region: Code of the region whose plan this is.
        year: The plan's year; deadlines lie in it.
        fiscal_year: How its years lie where they do not begin in January.
        known_gaps: Measure numbers that the document skips.
        unit_titles: Names of units of measurement in both languages (项 -> projects).
        open_regions: Whether regions beyond those listed are judged as they come.
        made_up: Whether the plan is an invented example.
        rollups: How many verdicts become one, for measures, clauses, units, regions, the plan.
        checks: Thresholds of the checks of credibility (``checks.yaml``).
        scoring: How the plan is scored (``scoring.yaml``), ``None`` where it is not.
        content_hash: SHA-256 over the plan's files, in name order.
    """

    id: str
    title: Text
    issuer: Text
    region: RegionCode
    year: int = Field(ge=1900, le=2200)
    fiscal_year: FiscalYear | None = None
    open_regions: bool = False
    reporting: Reporting = Reporting()
    made_up: bool = False
    clauses: tuple[Clause, ...] = ()
    items: tuple[Item, ...] = ()
    known_gaps: tuple[str, ...] = ()
    unit_titles: Mapping[str, Text] = Field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    rollups: RollUps = RollUps()
    checks: Checks = Checks()
    scoring: Scoring | None = None
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

    def __repr__(self) -> str:
        return f"<Plan {self.id}: {len(self.targets)} targets, {len(self.measures)} measures>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from genhe_targets.plan.display import plan_html

        return plan_html(self)

    @cached_property
    def calendar(self) -> Calendar:
        """How the years, halves and quarters of the plan lie."""
        own = self.fiscal_year
        return Calendar(own.first_month, own.named_after) if own else CIVIL

    @property
    def year_start(self) -> datetime.date:
        """First day of the plan's year."""
        return self.calendar.start(self.year)

    @property
    def year_end(self) -> datetime.date:
        """Last day of the plan's year."""
        return self.calendar.end(self.year)

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

    def to_pandera(
        self, assigned: Mapping[tuple[str, str], Decimal] | None = None, lang: Lang = "en"
    ) -> Any:
        """The rules as a pandera ``DataFrameSchema``; see ``judging.export.to_pandera``."""
        return _above("judging.export").to_pandera(self, assigned, lang)

    def template(self, path: str | Path | None = None, **options: Any) -> Any:
        """The reporting form to hand out, as CSV or Excel; see ``reading.form.template``."""
        return _above("reading.form").template(self, path, **options)


def _above(module: str) -> Any:
    """A room above this one, opened only when someone knocks: a plan needs none of them."""
    return import_module(f"genhe_targets.{module}")
