"""Regions judged as wholes: their figures from those of their parts, cell by cell and exactly.

Where parts are missing, the whole is known within bounds.  Each bound of a rule is then held
against the end that decides it, as a figure that is at least or at most so much; so the rule holds
or fails where every completion of the figures says so, and stays open otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from genhe_targets.facts import Beneath, Facts
from genhe_targets.grid import State
from genhe_targets.judging.bounded import ROUNDOFF
from genhe_targets.judging.indicators import Indicators, Measured
from genhe_targets.judging.limits import LimitGrid
from genhe_targets.judging.partfigures import NOT_COMBINED, Figures
from genhe_targets.judging.parts import Whole, answer
from genhe_targets.judging.quantity import Quantity
from genhe_targets.plan.limits import InForce, printed
from genhe_targets.plan.model import Target
from genhe_targets.plan.parts import RoundingTo
from genhe_targets.plan.rules import Bound
from genhe_targets.vocabulary import Comparison

Cell = tuple[int, int]
"""(region, checkpoint)."""

REASONS = {
    "incomplete": "parts_missing",
    "rates_without_volumes": "rates_without_volumes",
    NOT_COMBINED: NOT_COMBINED,
}
"""Why a whole cannot be judged -> the reason of its verdict."""

_NO_FIGURE = {"nothing_to_measure": State.NONE, "something_of_nothing": State.INVALID}


@dataclass(frozen=True)
class Wholes:
    """The wholes of one batch.

    Attributes:
        cells: For each duty, what is known of the cells that were made from parts.
        figures: For each duty, the figures its bounds are held against, wholes included.
    """

    cells: Mapping[int, Mapping[Cell, Whole]] = field(default_factory=dict)
    figures: Mapping[int, Sequence[Quantity]] = field(default_factory=dict)

    def of(self, duty: int, region: int, checkpoint: int) -> Whole | None:
        """What is known of a cell made from parts, ``None`` for any other cell."""
        return self.cells.get(duty, {}).get((region, checkpoint))

    def filled(
        self, measured: Sequence[Measured], subjects: Sequence[Sequence[Quantity]]
    ) -> tuple[list[Measured], list[Sequence[Quantity]]]:
        """Figures to show and to judge, with those of wholes put in."""
        shown, judged = list(measured), list(subjects)
        for duty, own in self.figures.items():
            shown[duty] = replace(measured[duty], quantity=own[0])
            judged[duty] = own
        return shown, judged


def from_parts(
    facts: Facts,
    duties: Sequence[Target],
    subjects: Sequence[Sequence[Quantity]],
    limits: Sequence[Sequence[LimitGrid]],
) -> Wholes:
    """Make the cells of wholes that do not report themselves from their parts.

    Args:
        facts: What was reported.
        duties: What is judged.
        subjects: The figures its bounds are held against, as reported.
        limits: Its limits.
    """
    if facts.beneath is None:
        return Wholes()
    indicators = Indicators(facts.beneath.facts)
    cells: dict[int, dict[Cell, Whole]] = {}
    figures: dict[int, Sequence[Quantity]] = {}
    for index, duty in enumerate(duties):
        parts = Figures(indicators, duty)
        own = subjects[index]
        bounds = duty.bounds
        rounded = duty.comparison is Comparison.ROUNDED_VALUE
        made = [
            dict(_wholes(facts, facts.beneath, parts, quantity, bound))
            for quantity, bound in zip(own, bounds, strict=True)
        ]
        if made[0]:
            cells[index] = made[0]
            figures[index] = [
                _filled(*four, duty.rounding if rounded else None)
                for four in zip(own, bounds, made, limits[index], strict=True)
            ]
    return Wholes(cells, figures)


def of_their_own(
    facts: Facts, duties: Sequence[Target], limits: Sequence[Sequence[LimitGrid]]
) -> Sequence[Sequence[LimitGrid]]:
    """The limits, without those that a whole does not have.

    An amount printed for the plan's own region is no limit for a larger whole around it, whose
    parts add up: ten courses of a banner are not ten of its prefecture.  Zero, rates, and limits
    given for the whole itself stay, and figures that the plan repeats from it.

    Args:
        facts: What was reported.
        duties: What is judged.
        limits: The limits of each duty, as printed and assigned.
    """
    around = _around(facts)
    if not around:
        return limits
    found: list[Sequence[LimitGrid]] = []
    for duty, own in zip(duties, limits, strict=True):
        added = duty.scope.aggregate == "sum" and duty.scope.regions is None
        rows = [row for row in around if added and facts.regions[row] != duty.restated_from]
        found.append([_without(grid, rows) if rows else grid for grid in own])
    return found


def _around(facts: Facts) -> list[int]:
    """Rows of the wholes that the plan's own region is a part of."""
    known, above = facts.plan.region_by_code, set[str]()
    code = known[facts.plan.region].parent
    while code is not None:
        above.add(code)
        code = known[code].parent
    made = facts.beneath.parts if facts.beneath else ()
    return [row for row in made if facts.regions[row] in above]


def _without(grid: LimitGrid, rows: Sequence[int]) -> LimitGrid:
    """A printed amount taken from some regions."""
    gone = [row for row in rows if not grid.is_assigned(row)]
    if not gone or not grid.common:
        return grid
    value = grid.value.copy()
    value[gone] = np.nan
    varying = {
        (row, column): InForce(None) if row in gone else printed(grid.common)
        for row, column in np.ndindex(value.shape)
    }
    return LimitGrid(value, None, grid.own, varying=varying)


def _wholes(
    facts: Facts, beneath: Beneath, parts: Figures, own: Quantity, bound: Bound
) -> Iterator[tuple[Cell, Whole]]:
    """The cells in which a whole is silent and a part is not."""
    if not parts.told.any():
        return
    for region, rows in beneath.parts.items():
        heard = [row for row in rows if parts.has_a_say(row, facts.regions[region])]
        for checkpoint in range(facts.shape[1]):
            told = any(parts.told[row, checkpoint] for row in heard)
            if told and own.state[region, checkpoint] == State.SILENT:
                yield (region, checkpoint), parts.whole(heard, checkpoint, bound)


def _filled(
    quantity: Quantity,
    bound: Bound,
    found: Mapping[Cell, Whole],
    limits: LimitGrid,
    rounding: RoundingTo | None,
) -> Quantity:
    """The figures of one bound with those of wholes put in."""
    value, error, state = quantity.value.copy(), quantity.error.copy(), quantity.state.copy()
    exact: dict[Cell, Fraction] = {}
    for cell, whole in found.items():
        held = None
        written = limits.written(*cell)
        if written is not None:
            held = answer(bound, whole, limits.exact(*cell), written, rounding)
        figure, state[cell] = _end(bound, whole, held)
        value[cell] = np.nan if figure is None else float(figure)
        error[cell] = np.nan if figure is None else abs(float(figure)) * ROUNDOFF
        if figure is not None:
            exact[cell] = figure

    def figure_of(region: int, checkpoint: int) -> Fraction:
        known = exact.get((region, checkpoint))
        return quantity.exact(region, checkpoint) if known is None else known

    return Quantity(value, error, state, figure_of)


def _end(bound: Bound, whole: Whole, held: bool | None) -> tuple[Fraction | None, np.int8]:
    """The figure of a whole and its state: complete, or the end that decides."""
    if whole.value is not None:
        return whole.value, State.REPORTED
    by_top = held is (bound.sign < 0)
    if whole.high is not None and (by_top or whole.low is None):
        return whole.high, State.AT_MOST
    told = held is not None or whole.reason != "rates_without_volumes"
    if whole.low is not None and told:
        return whole.low, State.AT_LEAST
    return None, _NO_FIGURE.get(whole.reason, State.PARTIAL)
