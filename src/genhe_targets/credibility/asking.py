"""What every check over a report needs: the observations, the plan, the thresholds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Coded, Mask, Names
from genhe_targets.contract.check import LISTED, places
from genhe_targets.credibility.digits import Endings, endings
from genhe_targets.credibility.panel import Panel, Panels
from genhe_targets.findings import Finding, Findings, Unwritten
from genhe_targets.numerals import plainly
from genhe_targets.plan.checks import Check, Checks
from genhe_targets.plan.model import Plan
from genhe_targets.vocabulary import Severity


class Traits(NamedTuple):
    """What is known of every name of a plan, by its position.

    Attributes:
        measured, counted: Whether its figures are measured, or counted; a measure is neither.
        percent: Whether they are percentages.
        adds: Whether the figures of regions add up to that of the whole, where they are flows.
    """

    measured: Mask
    counted: Mask
    percent: Mask
    adds: Mask


@lru_cache(maxsize=16)
def traits(plan: Plan) -> Traits:
    """The traits of the names of a plan, computed once for each plan."""
    names = Names.of(plan).ids
    kinds, units = [], []
    for name in names:
        variable, target = plan.variable_by_id.get(name), plan.target_by_id.get(name)
        kinds.append(variable.kind if variable else "number" if target else "milestone")
        units.append(variable.unit if variable else target.indicator.unit if target else "")
    ratio = np.array([unit in {"%", "‰", "1"} or "/" in unit for unit in units])
    number = np.array([kind == "number" for kind in kinds])
    count = np.array([kind == "count" for kind in kinds])
    return Traits(number, count, np.array([unit == "%" for unit in units]), number & ~ratio | count)


@dataclass(frozen=True)
class Asking:
    """A report under examination.

    Attributes:
        coded: The observations.
        plan: The plan.
        checks: Thresholds.
        given: The figures to examine.
        told: How many findings there were so far, by code.
        refused: Positions of observations that an error speaks against.
    """

    coded: Coded
    plan: Plan
    checks: Checks
    given: Panels
    told: Counter[str] = field(default_factory=Counter)
    refused: list[npt.NDArray[Any]] = field(default_factory=list)

    @cached_property
    def traits(self) -> Traits:
        """What is known of the names reported."""
        return traits(self.plan)

    @cached_property
    def endings(self) -> Endings:
        """The last digits of the figures examined."""
        return endings(self.coded, self.given.kept)

    def room(self, code: str) -> int:
        """How many more findings of a kind are listed one by one."""
        return max(0, LISTED - self.told.get(code, 0))

    def tell(
        self, check: Check, code: str, count: int, fields: Iterable[Mapping[str, Any]]
    ) -> Findings:
        """So many findings of a kind, of which those to be listed will be written out."""
        room = self.room(code)
        if count:  # kinds are told in the order of their first finding
            self.told[code] += count
        return Unwritten(
            min(count, room),
            lambda: (Finding(code, weight=check.severity, **own) for own in islice(fields, room)),
        )

    def doubts(self, check: Check, code: str) -> Doubts:
        """A list of figures that a check speaks against, still empty."""
        return Doubts(self, check, code, self.room(code))

    def name(self, panel: Panel, plane: int) -> str:
        """The id of a variable of a panel."""
        return self.coded.names.ids[int(panel.names[plane])]

    def period(self, panel: Panel, column: int) -> str:
        """The period of a column as it was reported."""
        rows = panel.origin[:, column]
        return self.coded.text("period", int(rows[rows >= 0][0]))


Cell = tuple[int, int, int]
"""Variable, period and region in a panel."""

Said = tuple[str | float, dict[str, Any]]
"""Text of a finding, ``""`` for the cell as written, and the details of its sentence."""


@dataclass
class Doubts:
    """Figures that one check speaks against: all counted, and noted as far as they are listed.

    Attributes:
        asking: The report.
        check, code: The check and the kind of finding.
        room: How many are listed at most.
        count: How many there are.
        listed: Positions of the observations listed, each with what is said of it.
        refused: Positions of all of them, where the finding is an error.
    """

    asking: Asking
    check: Check
    code: str
    room: int
    count: int = 0
    listed: list[tuple[int, Said]] = field(default_factory=list)
    refused: list[npt.NDArray[Any]] = field(default_factory=list)

    def add(self, origin: npt.NDArray[Any], where: Mask, say: Callable[[Cell], Said]) -> None:
        """Take down some cells of a panel.

        Args:
            origin: Positions of the observations.
            where: Which cells, shape (variables, periods, regions) as that of ``origin``.
            say: What to say of a cell that is listed.
        """
        count = int(np.count_nonzero(where))
        if not count:
            return
        self.count += count
        if self.check.severity is Severity.ERROR:
            self.refused.append(origin[where])
        room = max(0, self.room - len(self.listed))
        for cell in islice(_cells(where, room), room):
            self.listed.append((int(origin[cell]), say(cell)))

    def add_one(self, row: int, said: Said) -> None:
        """Take down one observation."""
        self.count += 1
        if self.check.severity is Severity.ERROR:
            self.refused.append(np.array([row]))
        if len(self.listed) < self.room:
            self.listed.append((row, said))

    def told(self) -> Findings:
        """The findings to be listed, with their place and the cell as written."""
        self.asking.refused.extend(self.refused)
        fields = _fields(self.asking.coded, self.listed)
        return self.asking.tell(self.check, self.code, self.count, fields)


def _fields(coded: Coded, listed: Sequence[tuple[int, Said]]) -> Iterator[dict[str, Any]]:
    """The fields of findings about some observations.

    What is not written out yet keeps alive what it is given: the report, but not its panels.
    """
    rows = [row for row, _ in listed]
    written = coded.texts("text", rows)
    for (row, said), cell, where in zip(listed, written, places(coded, rows), strict=True):
        text, detail = said
        shown = plainly(text) if isinstance(text, float) else text or cell
        yield {"text": shown or plainly(coded.value[row]), "detail": detail, **where}


def _cells(where: Mask, room: int) -> Iterator[Cell]:
    """So many cells of each variable by region and period, one variable at a time."""
    for plane in np.flatnonzero(where.any(axis=(1, 2))):
        cells = (places[:room].tolist() for places in where[plane].T.nonzero())
        for region, column in zip(*cells, strict=True):
            yield int(plane), column, region
