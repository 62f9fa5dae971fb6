"""Running totals: figures of single periods summed up from the first day of the year.

Cumulative figures are taken as they are; what a file reports month by month is added up here,
exactly, as far as no month is missing.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from genhe_targets.coded import Coded, Ints
from genhe_targets.grid import Cells, Grid, Line, State, States, as_reported


def sum_up(
    grid: Grid, coded: Coded, at: Ints, cell: Cells, found: States, single: Cells, first: int
) -> None:
    """Sum figures of single periods up to each checkpoint, in place.

    Args:
        grid: The grid, which holds the cumulative figures already.
        coded: The observations.
        at: Positions of those of the year.
        cell: Their cells, counted through the grid.
        found: What they make of their cells.
        single: Which of them (positions in ``at``) are figures of single periods.
        first: Ordinal of the first day of the year.
    """
    planes, regions, checkpoints = np.unravel_index(cell, grid.value.shape)
    touched = set(zip(planes[single].tolist(), regions[single].tolist(), strict=True))
    groups: dict[Line, list[_Span]] = defaultdict(list)
    for index, observation in enumerate(at.tolist()):
        line = int(planes[index]), int(regions[index])
        if line not in touched or found[index] == State.SILENT:
            continue
        figure = None
        if found[index] == State.REPORTED:
            value = coded.value[observation]
            figure = coded.observations.exact.get(observation) or as_reported(value)
        days = int(coded.start(observation)), int(coded.end(observation))
        groups[line].append(_Span(*days, int(checkpoints[index]), observation, figure))
    for line, spans in groups.items():
        _sum_line(grid, line, sorted(spans, key=lambda span: span[:4]), first)


class _Span(NamedTuple):
    """A figure of a flow: its days, its checkpoint, and ``None`` where it is unusable."""

    start: int
    end: int
    checkpoint: int
    row: int
    figure: Fraction | None


def _sum_line(grid: Grid, line: Line, spans: list[_Span], first: int) -> None:
    """Sum figures of single periods from the first day of the year to each checkpoint, in place.

    ``known`` holds the total at each day that a chain of figures without a gap reaches.  Where
    there is a gap, what is known is a lower bound of the total: flows are not negative.
    """
    known: dict[int, Fraction | None] = {first - 1: Fraction(0)}
    for span in spans:
        if span.start - 1 in known and (span.start == first or span.end not in known):
            before = known[span.start - 1]
            broken = before is None or span.figure is None
            known[span.end] = None if broken else before + span.figure  # type: ignore[operator]
    for checkpoint in sorted({span.checkpoint for span in spans}):
        here = [span for span in spans if span.checkpoint == checkpoint]
        day = max(span.end for span in here)
        cell = (*line, checkpoint)
        if day in known:
            total, found = known[day], State.REPORTED
        else:
            total, found = _lower_bound(spans, day), State.AT_LEAST
        grid.exact.pop(cell, None)
        grid.state[cell] = found if total is not None else State.INVALID
        grid.origin[cell] = here[-1].row
        if total is not None:
            grid.value[cell] = float(total)
            if as_reported(grid.value[cell]) != total:
                grid.exact[cell] = total


def _lower_bound(spans: list[_Span], until: int) -> Fraction | None:
    """The sum of figures that do not overlap; ``None`` where one of them is unusable."""
    total, covered = Fraction(0), 0
    for span in spans:
        event = span.start == span.end
        if span.end > until or (span.start <= covered and not event):
            continue
        if span.figure is None:
            return None
        total += span.figure
        covered = max(covered, span.end)
    return total
