"""Cases: the examples inside a target file, by which a rule proves itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from genhe_targets.observations import Observations
from genhe_targets.plan.limittable import EVERYWHERE, LimitTable
from genhe_targets.plan.model import Case, Plan, Region, Target, Text
from genhe_targets.vocabulary import Status


@dataclass(frozen=True)
class CaseResult:
    """What became of one case.

    Attributes:
        expected, found: Statuses; ``reason`` says why it was found.
    """

    target: str
    case: Case
    expected: Status
    found: Status
    reason: str

    @property
    def ok(self) -> bool:
        """Whether the target did what the case says."""
        return self.expected == self.found


def run_cases(plan: Plan, target: str | None = None) -> list[CaseResult]:
    """Run the cases of all targets of a plan, or of one.

    Args:
        plan: The plan.
        target: Id of a single target.
    """
    chosen = [plan.target_by_id[target]] if target else list(plan.targets)
    return [run_case(plan, one, case) for one in chosen for case in one.cases]


def run_case(plan: Plan, target: Target, case: Case) -> CaseResult:
    """Judge one case as a report of the region it is about."""
    from genhe_targets.coded import code
    from genhe_targets.facts import build_facts, default_as_of
    from genhe_targets.judging.engine import judge_facts
    from genhe_targets.judging.reasons import REASONS
    from genhe_targets.judging.statuses import STATUSES

    # The region must be judged by its own scope; a target of one region proves itself there.
    region = target.scope.regions[0] if target.scope.regions else plan.region
    alone = plan.model_copy(
        update={
            "targets": (target,), "region": region, "regions": _with_parts(plan, region, case),
        }
    )  # fmt: skip
    observations = _observations(list(_cells(target, case, region)))
    coded = code(observations, alone)
    usable = coded.variable >= 0
    as_of = case.as_of or default_as_of(coded, alone)
    facts = build_facts(coded, usable, alone, as_of)
    assigned = {(target.id, EVERYWHERE): case.assigned} if case.assigned is not None else {}
    judged = judge_facts(facts, LimitTable.of(assigned))
    verdict = judged.standings
    row = facts.regions.index(region)
    reason = list(REASONS)[int(verdict.reason[0, row, 0])]
    found = STATUSES[int(verdict.status[0, row, 0])]
    return CaseResult(target.id, case, case.expect, found, reason)


def _with_parts(plan: Plan, region: str, case: Case) -> tuple[Region, ...]:
    """The regions of a plan, with the parts of a case in place of those of the region."""
    if not case.parts:
        return plan.regions
    kept = [one for one in plan.regions if one.parent != region]
    made = [
        Region(code=_code(index), title=Text(zh=name, en=name), level="other", parent=region)
        for index, name in enumerate(case.parts)
    ]
    return (*kept, *made)


def _code(index: int) -> str:
    return f"case-part-{index}"


@dataclass(frozen=True)
class _Cell:
    region: str
    period: str
    variable: str
    value: float
    exact: Fraction | None
    text: str
    mark: str
    date: str


def _cells(target: Target, case: Case, region: str) -> Iterator[_Cell]:
    own = target.own
    # Beside others, a region that gives nothing is one that handed in a blank report.
    blank = {period: {own.name: None} for given in case.others.values() for period in given}
    reports = [*case.others.items(), (region, case.given or blank)]
    reports += [(_code(index), given) for index, given in enumerate(case.parts.values())]
    for place, given in reports:
        for period, figures in given.items():
            for name, figure in figures.items():
                yield _cell(place, period, own.name if name == "value" else name, figure)


def _cell(region: str, period: str, variable: str, figure: Any) -> _Cell:
    match figure:
        case None:
            return _Cell(region, period, variable, float("nan"), None, "", "not_reported", "")
        case datetime.date():
            return _Cell(region, period, variable, 1.0, None, "", "done", figure.isoformat())
    number = Decimal(figure)
    exact = Fraction(number)
    near = float(number)
    odd = exact if Fraction(Decimal(repr(near))) != exact else None
    return _Cell(region, period, variable, near, odd, str(figure), "", "")


def _observations(cells: list[_Cell]) -> Observations:
    import pandas as pd

    texts = {
        "region": [cell.region for cell in cells],
        "period": [cell.period for cell in cells],
        "variable": [cell.variable for cell in cells],
        "text": [cell.text for cell in cells],
        "mark": [cell.mark for cell in cells],
        "date": [cell.date for cell in cells],
    }
    frame = pd.DataFrame({name: pd.Categorical(column) for name, column in texts.items()})
    frame["value"] = [cell.value for cell in cells]
    frame["row"] = range(len(cells))
    exact = {i: cell.exact for i, cell in enumerate(cells) if cell.exact is not None}
    return Observations.of_frame(frame, exact)
