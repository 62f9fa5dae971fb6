"""Checks of a rule against its plan: formulas, units, regions and years that it names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from fractions import Fraction

from genhe_targets.errors import did_you_mean
from genhe_targets.periods import Calendar
from genhe_targets.plan.bounds import OWN
from genhe_targets.plan.dimension import unit_problem
from genhe_targets.plan.formula import Call, Formula, FormulaError, Leaf, Reference, parse_formula
from genhe_targets.plan.formulatree import references_of
from genhe_targets.plan.lineage import FLOWS, bases_of
from genhe_targets.plan.model import Plan, Target
from genhe_targets.plan.paces import ElapsedShare, first_year
from genhe_targets.plan.parts import RoundingTo
from genhe_targets.plan.rolling import Window
from genhe_targets.vocabulary import Basis, Comparison, Nature

Fault = tuple[str, str]
"""What is wrong, and a hint."""

ALL_REGIONS = {"mean", "best_rank", "worst_rank"}
"""Functions that need to know which regions there are."""


def rule_formulas(target: Target) -> Iterator[Formula]:
    """The formulas of a rule that can be read, with ``value`` as the indicator's own figure."""
    for bound in target.bounds:
        text = bound.subject[0]
        if text != OWN:
            try:
                yield parse_formula(text)
            except FormulaError:
                continue


def rule_faults(plan: Plan, target: Target, broken: Collection[str]) -> Iterator[Fault]:
    """Everything wrong with the rule of a target beyond its own file.

    Args:
        plan: The plan.
        target: The target.
        broken: Ids of pieces that are there and not valid: their own fault is said already.
    """
    if target.rounding != RoundingTo() and target.comparison is not Comparison.ROUNDED_VALUE:
        yield "nothing is rounded", "Add comparison: rounded_value, or remove rounding."
    for bound in target.bounds:
        text, unit = bound.subject
        if text == OWN:
            continue
        try:
            formula = parse_formula(text)
        except FormulaError as error:
            yield f"the formula {error}", ""
            continue
        yield from _formula_faults(plan, target, formula, unit, broken)
        if bound.every and target.indicator.nature is Nature.ACCUMULATING:
            hint = "Use nature: level, or zero_tolerance where one miss fails the year."
            yield "what each period must add is not reached once and for all", hint
        if bound.rolling and target.indicator.nature is Nature.ACCUMULATING:
            hint = "Use nature: level, or cap for a limit that must not be passed."
            yield "what a rolling window amounts to is not reached once and for all", hint
        if bound.during is not None and _after(plan.calendar, *bound.during):
            yield f"{bound.during[0]} lies after {bound.during[1]}", "Name the first day first."


def _after(calendar: Calendar, first: str, last: str) -> bool:
    """Whether a day of the year (month and day) comes after another."""
    year = {day: calendar.civil_year(0, int(day[:2])) for day in (first, last)}
    return (year[first], first) > (year[last], last)


def rolling_faults(plan: Plan, target: Target, call: Call) -> Iterator[Fault]:
    """What keeps a rolling window from meaning anything."""
    window = Window.of(call.options)
    if window is None or len(call.args) != 1:
        hint = 'Write rolling("sum", 12, 1, x): what is taken, how many periods, months of each.'
        yield "rolling(...) names no window", hint
        return
    own = target.indicator.formula
    inner = Formula("", call.args[0])
    parts = [inner, *(parse_formula(own) for r in inner.references() if r.name == OWN)]
    if any(part.calls() for part in parts):
        yield "a function within a rolling window", "Apply it to a plain figure."
    if any(reference.at for part in parts for reference in part.references()):
        yield "a rolling window looks back itself", "Name no year or day within it."
    bases = {basis for part in parts for basis in bases_of(part, plan)}
    divided = any(any(references_of(node)) for part in parts for node in part.divisors)
    if bases & FLOWS and bases - FLOWS:
        yield "a rolling window over running totals and states together", "Take one for each."
    elif divided and (bases & FLOWS or window.take in {"sum", "mean"}):
        hint = f'Divide windows: of: 100 * rolling("sum", {window.last}, {window.months}, a) / ...'
        yield "rates are not added up or averaged without their volumes", hint
    elif window.take == "sum" and bases == {Basis.POINT}:
        hint = "Take mean, max or min, or declare basis: period for the variable."
        yield "states are not added up", hint


def period_faults(calendar: Calendar, text: str) -> Iterator[Fault]:
    """What is wrong with a period of a case."""
    if calendar.is_doubtful(text):
        year = f"{text[:4]}/{text[-2:]}"
        yield (
            f"{text!r} may be a month or a year",
            f"Write {year} for the year, {text}/{text} for the month.",
        )
    elif calendar.parse(text) is None:
        yield (
            f"{text!r} is no period",
            "Write 2023, 2023Q3, 2023-09, 2023-07/2023-09 or 2023-09-30.",
        )


def pace_faults(plan: Plan, target: Target) -> Iterator[Fault]:
    """Everything that keeps the pace method of a target from ever giving an answer."""
    method = target.pace
    if method is None:
        return
    if len(target.bounds) != 1:
        yield "a pace leads to one limit, and the rule has several", "Remove pace."
    if target.indicator.nature in {Nature.MILESTONE, Nature.ZERO_TOLERANCE}:
        yield f"there is no pace for the nature {target.indicator.nature.value!r}", "Remove pace."
    if any(bound.rolling for bound in target.bounds):
        yield "a rolling window forgets what lies before it: it has no pace", "Remove pace."
    if target.deadline is None:
        yield "a pace needs a deadline to lead to", ""
    baseless = first_year(target, plan.year) >= plan.year and method.by == "year"
    if baseless and not isinstance(method, ElapsedShare):
        yield f"{method.method} needs a base before {plan.year}", "Add since: to the pace."


def _formula_faults(
    plan: Plan, target: Target, formula: Formula, unit: str | None, broken: Collection[str]
) -> Iterator[Fault]:
    known = plan.variable_by_id
    named = {reference.name for reference in formula.references()} - {OWN}
    for name in sorted(named - known.keys()):
        if name not in broken:
            yield f"the variable {name!r} is not declared", did_you_mean(name, known)
    chained = [int(Fraction(c.options[0])) for c in formula.calls() if c.name == "chained"]
    for year in (*(reference.year for reference in formula.references()), *chained):
        if year >= plan.year:
            yield f"{year} is not before the plan's year {plan.year}", ""
    for call in formula.calls():
        if call.name == "rolling":
            yield from rolling_faults(plan, target, call)
        if call.name in ALL_REGIONS and plan.open_regions:
            hint = "List the regions and set open_regions: false."
            yield f"{call.name} needs to know every region, and the plan takes any", hint
        elif call.name == "region" and call.options[0] not in plan.region_by_code:
            hint = did_you_mean(str(call.options[0]), plan.region_by_code)
            yield f"the region {call.options[0]!r} is not declared", hint
    if named <= known.keys():

        def unit_of(name: str) -> str:
            return target.indicator.unit if name == OWN else known[name].unit

        problem = unit_problem(
            formula, unit or target.indicator.unit, lambda leaf: leaf_unit(leaf, unit_of)
        )
        if problem:
            yield problem, ""


def leaf_unit(leaf: Leaf, unit_of: Callable[[str], str]) -> str:
    """The unit of a reference or function.

    Args:
        leaf: The reference or function.
        unit_of: The unit of a variable.
    """
    if isinstance(leaf, Reference):
        return unit_of(leaf.name)
    if leaf.name in {"least_share", "most_share"}:
        return "%"
    counted = leaf.name == "rolling" and leaf.options[:1] == ("count",)
    if counted or leaf.name in {"best_rank", "worst_rank", "class_of", "chained", "worst"}:
        return "1"
    return leaf_unit(Formula("", leaf.args[0]).leaves()[0], unit_of)
