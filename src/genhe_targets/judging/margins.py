"""Margins: how far each figure is from its limit, and whether the rule holds, exactly.

All bounds of all targets are held against their limits in one frame, or in few where there are very
many figures.  The margins are computed in floats, whole columns at a time; where the error bound
leaves a doubt, the margin is computed again from the decimals as reported; the pandera schema then
judges the frame of margins, once per batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.contract.asking import arrays_of, blank_frame, failing
from genhe_targets.grid import State
from genhe_targets.judging.bounded import ROUNDOFF
from genhe_targets.judging.limits import LimitGrid
from genhe_targets.judging.outcomes import NO, UNKNOWN, YES, Holds, Outcome, joined
from genhe_targets.judging.quantity import QUALIFIED, Quantity
from genhe_targets.judging.ratios import Ratios
from genhe_targets.judging.schema import margin_schema
from genhe_targets.pieces import CELLS, LENGTH, runs, side_by_side
from genhe_targets.plan.model import Target
from genhe_targets.plan.parts import RoundingTo
from genhe_targets.plan.rules import Bound
from genhe_targets.vocabulary import Comparison

__all__ = ["NO", "UNKNOWN", "YES", "Holds", "Outcome", "judge", "margin_frame"]

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class _Block:
    """The cells of one bound of one target, or of some of its regions: a run of rows of the frame.

    Attributes:
        target: Position of the target.
        bound: The bound.
        position: Its position among the bounds of the target.
        quantity: The figures of all regions.
        limits: Their limits.
        rounding: How they are rounded before they are held against them, if they are.
        regions: The regions whose cells these are.
    """

    target: int
    bound: Bound
    position: int
    quantity: Quantity
    limits: LimitGrid
    rounding: RoundingTo | None
    regions: slice

    @property
    def size(self) -> int:
        """How many cells there are."""
        checkpoints: int = self.quantity.state.shape[1]
        return checkpoints * int(self.regions.stop - self.regions.start)

    @property
    def is_sure(self) -> bool:
        """Whether every cell holds a figure and has a limit."""
        return self.quantity.is_complete and self.limits.is_common

    @property
    def told(self) -> Mask:
        """Which cells hold a figure and have a limit."""
        return self.quantity.told(self.regions) & ~np.isnan(self.limits.value[self.regions])


def judge(
    targets: Sequence[Target],
    quantities: Sequence[Sequence[Quantity]],
    limits: Sequence[Sequence[LimitGrid]],
) -> list[Outcome]:
    """Hold every figure against its limit.

    Args:
        targets: The targets.
        quantities: The figures of their bounds, over regions and checkpoints.
        limits: The limits of their bounds.
    """
    if not targets:
        return []
    told = [any(one.has_numbers for one in own) for own in quantities]
    blocks = list(_blocks(targets, quantities, limits, told))
    parts = dict(_outcomes(blocks))
    shape = quantities[0][0].state.shape
    nothing = np.full(shape, np.nan), np.full(shape, UNKNOWN), np.zeros(shape, dtype=bool)
    return [
        joined(target.rule, iter(_of(parts, index)))
        if told[index]
        else _silence(quantities[index][0], limits[index][0], *nothing)
        for index, target in enumerate(targets)
    ]


def _silence(
    quantity: Quantity, limits: LimitGrid, margin: Floats, holds: Holds, granted: Mask
) -> Outcome:
    """The outcome of a target without a single figure."""
    return Outcome(margin, limits.value, holds, quantity.state, granted)


def _outcomes(blocks: Sequence[_Block]) -> Iterator[tuple[tuple[int, int], Outcome]]:
    """The outcome of each bound, by (target, position)."""
    for own in side_by_side(_judged, list(_batches(blocks))):
        yield from own


def _judged(blocks: Sequence[_Block]) -> list[tuple[tuple[int, int], Outcome]]:
    """The outcomes of some bounds, from one frame of margins."""
    frame = margin_frame(blocks)
    margins = arrays_of(frame)["margin"]
    known = np.where(failing(margin_schema(), frame), NO, YES)
    known[np.isnan(margins)] = UNKNOWN
    found, start = [], 0
    for block in blocks:
        stop = start + block.size
        outcome = _outcome(block, margins[start:stop], known[start:stop])
        found.append(((block.target, block.position), outcome))
        start = stop
    return found


def _of(parts: dict[tuple[int, int], Outcome], target: int) -> Iterator[Outcome]:
    position = 0
    while (target, position) in parts:
        yield parts[target, position]
        position += 1


def _blocks(
    targets: Sequence[Target],
    quantities: Sequence[Sequence[Quantity]],
    limits: Sequence[Sequence[LimitGrid]],
    told: Sequence[bool],
) -> Iterator[_Block]:
    for index, target in enumerate(targets):
        if not told[index]:
            continue
        rounding = target.rounding if target.comparison == Comparison.ROUNDED_VALUE else None
        for position, bound in enumerate(target.bounds):
            own, figures = limits[index][position], quantities[index][position]
            every = slice(0, len(figures.value))
            yield _Block(index, bound, position, figures, own, rounding, every)


def margin_frame(blocks: Sequence[_Block]) -> pd.DataFrame:
    """The frame of margins: ``margin``, ``strict`` (1 or 0), a row for each bound and cell.

    ``margin`` has the exact sign: zero means exactly at what is still accepted, which is the limit
    and the tolerance that the bound grants.  It is NaN where there is no figure or no limit.
    """
    sizes = [block.size for block in blocks]
    frame, columns = blank_frame(("margin", "strict"), sum(sizes))
    start = 0
    for part in _parts(blocks):
        stop = start + sum(block.size for block in part)
        columns["margin"][start:stop] = _margins_of(part)
        start = stop
    columns["strict"][:] = np.repeat([float(block.bound.strict) for block in blocks], sizes)
    return frame


def _parts(blocks: Sequence[_Block]) -> Iterator[Sequence[_Block]]:
    """Few cells at once, some of a long block at a time; see ``CELLS``."""
    if sum(block.size for block in blocks) <= CELLS:
        yield blocks
        return
    for block in blocks:
        regions, checkpoints = block.quantity.value.shape
        for part in runs(regions, checkpoints, CELLS):
            yield [replace(block, regions=part)]


def _batches(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """Small blocks are judged together, large ones by themselves, which needs less memory."""
    batch: list[_Block] = []
    cells = 0
    for block in blocks:
        if batch and cells + block.size > LENGTH:
            yield batch
            batch, cells = [], 0
        batch.append(block)
        cells += block.size
    if batch:
        yield batch


def _margins_of(blocks: Sequence[_Block]) -> Floats:
    """The margins of some blocks, one after the other."""
    sizes = [block.size for block in blocks]

    def laid(arrays: Iterable[npt.NDArray[Any]]) -> npt.NDArray[Any]:
        own = [array.reshape(-1) for array in arrays]
        return own[0] if len(own) == 1 else np.concatenate(own)

    def spread(values: Sequence[float]) -> Any:
        return values[0] if len(values) == 1 else np.repeat(np.array(values), sizes)

    figures = [block.quantity.bounded(block.regions) for block in blocks]
    margin, again = margins(
        laid(figure.value for figure in figures),
        laid(figure.error for figure in figures),
        laid(block.limits.value[block.regions] for block in blocks),
        spread([float(block.bound.tolerance or 0) for block in blocks]),
        spread([float(block.bound.sign) for block in blocks]),
    )
    again |= spread([block.rounding is not None for block in blocks])
    if not all(block.is_sure for block in blocks):
        told = laid(block.told for block in blocks)
        again &= told
        margin[~told] = np.nan
    todo = np.flatnonzero(again)
    if len(todo):
        starts = np.cumsum([0, *sizes])
        places = np.searchsorted(todo, starts)
        for block, start, first, last in zip(blocks, starts, places, places[1:], strict=False):
            if first < last:
                own = todo[first:last]
                margin[own] = _exact_margins(block, own - start)
    return margin


def margins(
    value: Floats, error: Floats, limit: Floats, tolerance: Floats | float, sign: Floats | float
) -> tuple[Floats, Mask]:
    """Margins in floats, and where the error bounds leave a doubt about their sign.

    Args:
        value: The figures.
        error: The bounds of their rounding errors.
        limit: Their limits.
        tolerance: What is granted beyond them.
        sign: 1 where the figure is to be above its limit, -1 where below.
    """
    granted = limit - sign * tolerance
    margin = (value - granted) * sign
    # The limit, its tolerance and the subtraction may each be off by a rounding of their own.
    sizes = np.abs(granted) + np.abs(tolerance) + np.abs(margin)
    return margin, ~(np.abs(margin) > error + sizes * (4 * ROUNDOFF))


def _exact_margins(block: _Block, cells: npt.NDArray[np.intp]) -> Floats:
    """The margins of cells of a block from the decimals as reported, of the exact sign."""
    regions, checkpoints = np.divmod(cells, block.quantity.value.shape[1])
    at = regions + block.regions.start, checkpoints
    if block.rounding:
        places = zip(*(one.tolist() for one in at), strict=True)
        return np.array([_rounded_margin(block, block.rounding, *place) for place in places])
    bound = block.bound
    limits = block.limits.exacts(*at)
    limits -= Ratios.number(bound.sign * Fraction(bound.tolerance or 0))
    figures = block.quantity.exacts(*at)
    return ((figures - limits) * Ratios.number(Fraction(bound.sign))).floats()


def _rounded_margin(block: _Block, rounding: RoundingTo, region: int, checkpoint: int) -> float:
    """The margin from the decimals as reported, as a float of the exact sign."""
    limit = block.limits.exact(region, checkpoint)
    limit -= block.bound.sign * Fraction(block.bound.tolerance or 0)
    try:
        value = block.quantity.exact(region, checkpoint)
    except ZeroDivisionError:
        return float("nan")
    from genhe_targets.judging.rounding import rounded

    written = block.limits.written(region, checkpoint)
    value = rounded(value, Decimal(0) if written is None else written, rounding)
    # Both have few decimals, so that no difference is too small for a float.
    return float(block.bound.margin(value, limit))


def _outcome(block: _Block, margin: Floats, known: Holds) -> Outcome:
    state, bound = block.quantity.state, block.bound
    full = margin.reshape(state.shape).copy()  # the frame is let go of
    holds = known.reshape(state.shape)
    if not block.quantity.is_complete:
        vague = QUALIFIED.take(state)
        if vague.any():
            # A lower bound proves that enough is reached or too much is used, and nothing else.
            proves_yes = State.AT_LEAST if bound.sign > 0 else State.AT_MOST
            proves_no = State.AT_MOST if bound.sign > 0 else State.AT_LEAST
            vague &= ~((state == proves_yes) & (holds == YES))
            vague &= ~((state == proves_no) & (holds == NO))
            holds[vague] = UNKNOWN
    granted = np.zeros(state.shape, dtype=bool)
    if bound.tolerance:
        full -= float(bound.tolerance)
        granted = (holds == YES) & ~keeps_without_tolerance(block)
    return Outcome(full, block.limits.value, holds, state, granted)


def keeps_without_tolerance(block: _Block) -> Mask:
    """Where a bound holds even without the tolerance it grants."""
    kept = np.zeros(block.quantity.value.shape, dtype=bool)
    bare = block.bound.model_copy(update={"tolerance": None})
    cells = np.flatnonzero(block.told)
    margin = _exact_margins(replace(block, bound=bare), cells)
    kept.reshape(-1)[cells] = (margin > 0) | ((margin == 0) & (not bare.strict))
    return kept
