"""Cross checks of a plan: what no single file can get wrong alone.

Every id used exists; formulas parse and their units give the indicator's unit; deadlines lie in
the plan's year or say why not; work table and targets point at each other; nothing is orphaned
and no name means two things.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from genhe_targets.errors import Problem, did_you_mean
from genhe_targets.plan.dimension import unit_problem
from genhe_targets.plan.formula import Formula, FormulaError, parse_formula
from genhe_targets.plan.model import Given, Measure, Plan, Target, Text
from genhe_targets.plan.rulecheck import (
    leaf_unit,
    pace_faults,
    period_faults,
    rule_faults,
    rule_formulas,
)
from genhe_targets.plan.yamlfile import Path_, spelled
from genhe_targets.vocabulary import Nature, Status

Place = Callable[[str, str, Path_], tuple[str, int]]
"""(kind, id, path inside the piece) -> file and line."""


def crosscheck(plan: Plan, place: Place, broken: Collection[str] = ()) -> list[Problem]:
    """Every fault that shows only when the pieces are held against each other.

    Args:
        plan: A plan whose pieces are each valid.
        place: Tells where a piece stands.
        broken: Ids of pieces that are there and not valid: their own fault is said already.
    """
    return list(_Crosscheck(plan, place, broken).problems())


class _Crosscheck:
    def __init__(self, plan: Plan, place: Place, broken: Collection[str]) -> None:
        self.plan = plan
        self.place = place
        self.broken = broken

    def problems(self) -> Iterator[Problem]:
        yield from self._regions()
        yield from self._variables()
        for target in self.plan.targets:
            yield from self._target(target)
            yield from self._cases(target)
        for measure in self.plan.measures:
            yield from self._measure(measure)
        yield from self._scoring()
        yield from self._names()
        yield from self._orphans()

    def fault(self, kind: str, name: str, path: Path_, text: str, hint: str = "") -> Problem:
        file, line = self.place(kind, name, path)
        where = spelled((name, *path)) if kind in {"variables", "units", "regions"} else ""
        return Problem(file, line, where or spelled(path) or name, text, hint)

    def _known(
        self,
        kind: str,
        name: str,
        path: Path_,
        used: Iterable[str],
        known: Iterable[str],
        what: str,
    ) -> Iterator[Problem]:
        known = set(known)
        for item in used:
            if item not in known and item not in self.broken:
                hint = did_you_mean(item, sorted(known))
                yield self.fault(kind, name, path, f"{what} {item!r} is not declared", hint)

    def _regions(self) -> Iterator[Problem]:
        codes = self.plan.region_by_code.keys()
        yield from self._known("plan", "", ("region",), [self.plan.region], codes, "the region")
        for region in self.plan.regions:
            parent = [region.parent] if region.parent else []
            yield from self._known("regions", region.code, ("parent",), parent, codes, "the region")
        circle = _circle({r.code: {r.parent} for r in self.plan.regions if r.parent})
        if circle:
            yield self.fault(
                "regions", circle[0], ("parent",),
                f"the regions lie in a circle: {' -> '.join(circle)}",
                "Each parent is the region in which another lies; the topmost has no parent.",
            )  # fmt: skip

    def _formula(
        self, kind: str, name: str, path: Path_, text: str, unit: str
    ) -> Formula | Problem | None:
        try:
            formula = parse_formula(text)
        except FormulaError as error:
            return self.fault(kind, name, path, f"the formula {error}")
        known = self.plan.variable_by_id
        for reference in formula.references():
            if reference.name in self.broken:
                return None
            if reference.name not in known:
                return self.fault(
                    kind, name, path, f"the variable {reference.name!r} is not declared",
                    did_you_mean(reference.name, known),
                )  # fmt: skip
        problem = unit_problem(
            formula, unit, lambda leaf: leaf_unit(leaf, lambda name: known[name].unit)
        )
        return self.fault(kind, name, path, problem) if problem else formula

    def _variables(self) -> Iterator[Problem]:
        known = self.plan.variable_by_id
        graph: dict[str, set[str]] = {}
        for variable in self.plan.variables:
            if variable.not_above:
                yield from self._known(
                    "variables", variable.id, ("not_above",), [variable.not_above], known,
                    "the variable",
                )  # fmt: skip
            if variable.formula:
                formula = self._formula(
                    "variables", variable.id, ("formula",), variable.formula, variable.unit
                )
                if isinstance(formula, Problem):
                    yield formula
                elif formula:
                    graph[variable.id] = {r.name for r in formula.references()}
        circle = _circle(graph)
        if circle:
            yield self.fault(
                "variables", circle[0], ("formula",),
                f"the formulas go in a circle: {' -> '.join(circle)}",
            )  # fmt: skip

    def _target(self, target: Target) -> Iterator[Problem]:
        name, plan = target.id, self.plan
        formula = self._formula(
            "targets", name, ("indicator", "formula"), target.indicator.formula,
            target.indicator.unit,
        )  # fmt: skip
        if isinstance(formula, Problem):
            yield formula
        for text, hint in rule_faults(plan, target, self.broken):
            yield self.fault("targets", name, ("rule",), text, hint)
        for text, hint in pace_faults(plan, target):
            yield self.fault("targets", name, ("pace",), text, hint)
        milestone = target.indicator.nature == Nature.MILESTONE
        if milestone != (target.rule.form == "done"):
            yield self.fault(
                "targets", name, ("rule",),
                f"the nature {target.indicator.nature.value!r} does not go with this rule",
                "A milestone has the rule {done: true}, and only a milestone.",
            )  # fmt: skip
        for key, units in (("lead", target.lead), ("support", target.support)):
            yield from self._known("targets", name, (key,), units, plan.unit_by_name, "the unit")
        regions = [*(target.scope.regions or ())]
        regions += [target.restated_from] if target.restated_from else []
        yield from self._known(
            "targets", name, ("scope",), regions, plan.region_by_code, "the region"
        )
        if target.scope.weight:
            yield from self._known(
                "targets", name, ("scope", "weight"), [target.scope.weight],
                plan.variable_by_id, "the variable",
            )  # fmt: skip
        yield from self._deadline("targets", name, target.deadline, target.deadline_note)
        yield from self._source(target)

    def _deadline(
        self, kind: str, name: str, day: datetime.date | None, why: Text | bool | None
    ) -> Iterator[Problem]:
        if why:
            return
        if day is None:
            yield self.fault(
                kind, name, ("deadline",), "there is no deadline and no word why",
                "Say why in deadline_note.",
            )  # fmt: skip
        elif self.plan.calendar.year_of(day) != self.plan.year:
            yield self.fault(
                kind, name, ("deadline",),
                f"the deadline {day} lies outside the plan's year {self.plan.year}",
                "Say why in deadline_note, or correct the date.",
            )  # fmt: skip

    def _source(self, target: Target) -> Iterator[Problem]:
        source, plan = target.source, self.plan
        if source.clause is None and source.measure is None:
            yield self.fault(
                "targets", target.id, ("source",), "neither a clause nor a measure is given",
                "A target is an indicator, a rule, and the clause it comes from.",
            )  # fmt: skip
        if source.clause is not None:
            clauses = [clause.number for clause in plan.clauses]
            yield from self._known(
                "targets", target.id, ("source", "clause"), [source.clause], clauses, "the clause"
            )
        measures = plan.measure_by_number
        used = [*([source.measure] if source.measure else []), *source.related]
        yield from self._known(
            "targets", target.id, ("source", "measure"), used, measures, "the measure"
        )
        if source.measure in measures and target.id not in measures[source.measure].targets:
            yield self.fault(
                "targets", target.id, ("source", "measure"),
                f"measure {source.measure} does not name this target",
                f"Add {target.id!r} to its targets in measures.yaml.",
            )  # fmt: skip

    def _measure(self, measure: Measure) -> Iterator[Problem]:
        name, plan = measure.number, self.plan
        yield from self._known(
            "measures", name, ("targets",), measure.targets, plan.target_by_id, "the target"
        )
        for number in measure.targets:
            target = plan.target_by_id.get(number)
            source = target.source if target else None
            if source and name not in {source.measure, *source.related}:
                yield self.fault(
                    "measures", name, ("targets",), f"{number!r} names another measure",
                    f"Its source.measure is {source.measure!r}.",
                )  # fmt: skip
        for key, units in (("lead", measure.lead), ("support", measure.support)):
            yield from self._known("measures", name, (key,), units, plan.unit_by_name, "the unit")
        items = [str(item.number) for item in plan.items]
        yield from self._known("measures", name, ("item",), [str(measure.item)], items, "the item")
        if name in plan.known_gaps:
            yield self.fault("measures", name, (), f"measure {name} is declared a gap in plan.yaml")
        yield from self._deadline("measures", name, measure.deadline, bool(measure.notes))

    def _scoring(self) -> Iterator[Problem]:
        """Scores and weights are given to targets that exist."""
        known = self.plan.target_by_id
        groups = self.plan.scoring.groups if self.plan.scoring else ()
        for number, group in enumerate(groups):
            for index, item in enumerate(group.items):
                path: Path_ = ("groups", number, "items", index, "target")
                yield from self._known("scoring", "", path, [item.target], known, "the target")
        for level, method in self.plan.rollups:
            weights = getattr(method, "weights", {})
            path = ("rollups", level, "weights")
            yield from self._known("plan", "", path, weights, known, "the target")

    def _cases(self, target: Target) -> Iterator[Problem]:
        variables = {*self.plan.variable_by_id, "value"}
        for index, case in enumerate(target.cases):
            path: Path_ = ("cases", index)
            yield from self._known(
                "targets", target.id, (*path, "others"), case.others, self.plan.region_by_code,
                "the region",
            )  # fmt: skip
            reports: list[tuple[Path_, Given]] = [((*path, "given"), case.given)]
            reports += [((*path, "others", code), given) for code, given in case.others.items()]
            reports += [((*path, "parts", part), given) for part, given in case.parts.items()]
            given = [(p, period, figures) for p, own in reports for period, figures in own.items()]
            for place, period, figures in given:
                for fault, hint in period_faults(self.plan.calendar, period):
                    yield self.fault("targets", target.id, place, fault, hint)
                yield from self._known(
                    "targets", target.id, place, figures, variables, "the variable"
                )
            if not given:
                yield self.fault("targets", target.id, path, "the case gives no figures")
        seen = {case.expect for case in target.cases}
        for status in (Status.MET, Status.NOT_MET, Status.MISSING):
            excused = status == Status.MISSING and target.scope.unreported == "not_applicable"
            if status not in seen and not excused:
                yield self.fault(
                    "targets", target.id, ("cases",), f"no case expects {status.value!r}",
                    "A target proves itself by being met, not met and missing at least once.",
                )  # fmt: skip

    def _names(self) -> Iterator[Problem]:
        """No name may mean two things; a target that is one variable shares its names."""
        owner: dict[str, tuple[str, str]] = {}
        for variable in self.plan.variables:
            for alias in {variable.id, variable.title.zh, variable.title.en, *variable.aliases}:
                first = owner.setdefault(alias, ("variables", variable.id))
                if first[1] != variable.id:
                    yield self.fault(
                        "variables", variable.id, (), f"the name {alias!r} also means {first[1]!r}"
                    )
        for target in self.plan.targets:
            try:
                root = parse_formula(target.indicator.formula)
            except FormulaError:
                continue
            own = {target.id, *(r.name for r in root.references() if root.is_reference)}
            for alias in {target.id, target.title.zh, target.title.en, *target.indicator.aliases}:
                first = owner.setdefault(alias, ("targets", target.id))
                if first[1] not in own:
                    yield self.fault(
                        "targets", target.id, (), f"the name {alias!r} also means {first[1]!r}",
                        "Two things under one name cannot be told apart in a report.",
                    )  # fmt: skip

    def _orphans(self) -> Iterator[Problem]:
        plan = self.plan
        if self.broken:  # what a broken piece uses cannot be known
            return
        used: Counter[str] = Counter()
        formulas = [target.indicator.formula for target in plan.targets]
        formulas += [variable.formula for variable in plan.variables if variable.formula]
        for text in formulas:
            try:
                used.update(r.name for r in parse_formula(text).references())
            except FormulaError:
                continue
        for target in plan.targets:
            for formula in rule_formulas(target):
                used.update(r.name for r in formula.references())
        used.update(v.not_above for v in plan.variables if v.not_above)
        used.update(t.scope.weight for t in plan.targets if t.scope.weight)
        for variable in plan.variables:
            if not used[variable.id]:
                yield self.fault(
                    "variables", variable.id, (), "no formula uses this variable",
                    "Remove it, or use it.",
                )  # fmt: skip
        duties: list[Target | Measure] = [*plan.targets, *plan.measures]
        named = {
            plan.unit_by_name[unit].id
            for duty in duties
            for unit in (*duty.lead, *duty.support)
            if unit in plan.unit_by_name
        }
        for unit in plan.units:
            if unit.id not in named:
                yield self.fault("units", unit.id, (), "no target or measure names this unit")
        items = {measure.item for measure in plan.measures}
        for item in plan.items:
            if item.number not in items:
                yield self.fault("plan", "", ("items",), f"work item {item.number} has no measure")


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    """A way through a graph that leads back to where it began, empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
