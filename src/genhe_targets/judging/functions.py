"""Functions of a formula: what looks beyond one cell, over all regions, lists or time.

Each takes the figures of its arguments over regions and checkpoints and gives figures of the same
kind, with their states: where something is silent the answer is a bound, never a guess.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import cast

import numpy as np

from genhe_targets.coded import Floats, Mask
from genhe_targets.grid import State
from genhe_targets.judging.bounded import ROUNDOFF
from genhe_targets.judging.quantity import Quantity
from genhe_targets.judging.spans import during, each_period
from genhe_targets.judging.stage import KNOWN, Options, Stage, from_exact, is_open
from genhe_targets.plan.formula import Call


def apply(call: Call, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The figures of a function.

    Args:
        call: The function with its constants.
        args: The figures of its arguments.
        stage: Regions and checkpoints.
    """
    return _FUNCTIONS[call.name](call.options, args, stage)


# ------------------------------------------------------------------ over the regions


def _mean(_options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The same in every row; not told where a single region is silent."""
    (figures,) = args
    rows = np.flatnonzero(stage.members)
    state = np.full(stage.shape, KNOWN, np.int8)
    found: dict[tuple[int, int], Fraction] = {}
    for column in range(stage.shape[1]):
        states = figures.state[rows, column]
        if len(rows) == 0 or (states == State.SILENT).all():
            state[:, column] = State.SILENT
        elif stage.absent or (states != KNOWN).any():
            state[:, column] = State.ABOUT
        if state[0, column] == State.SILENT:
            continue
        told = [int(row) for row in rows if figures.has_number[row, column]]
        if not told:
            state[:, column] = State.INVALID
            continue
        mean = sum((figures.exact(row, column) for row in told), Fraction(0)) / len(told)
        found |= {(row, column): mean for row in range(stage.shape[0])}
    return from_exact(found, state)


def _region(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    (figures,) = args
    code = str(options[0])
    if code not in stage.regions:
        blank = np.full(stage.shape, np.nan)
        silent = np.full(stage.shape, State.SILENT, np.int8)
        return Quantity(blank, blank, silent, figures.exact)
    row = stage.regions.index(code)

    def spread(array: Floats) -> Floats:
        return np.broadcast_to(array[row : row + 1], stage.shape)

    return Quantity(
        spread(figures.value), spread(figures.error),
        np.broadcast_to(figures.state[row : row + 1], stage.shape),
        lambda _, checkpoint: figures.exact(row, checkpoint),
    )  # fmt: skip


def _rank(options: Options, args: Sequence[Quantity], stage: Stage, *, at_best: bool) -> Quantity:
    """Place among the members: 1 and one for each that is surely, or possibly, before."""
    (figures,) = args
    sign = cast("Fraction", options[0])
    state = np.array(figures.state, np.int8)
    state[~stage.members] = State.NONE  # who is not compared has no place, whatever it reports
    found: dict[tuple[int, int], Fraction] = {}
    for column in range(stage.shape[1]):
        known = figures.state[:, column] == KNOWN
        rows = [int(row) for row in np.flatnonzero(known & stage.members)]
        exact = {row: -sign * figures.exact(row, column) for row in rows}
        order = sorted(exact.values())
        silent = int((stage.members & ~known).sum()) + stage.absent
        for row, number in exact.items():
            place = 1 + bisect_left(order, number) + (0 if at_best else silent)
            found[row, column] = Fraction(place)
        # Who reports a bound may be the first or, with those that are silent, the last.
        bounds = figures.has_number[:, column] & ~known & stage.members
        for row in np.flatnonzero(bounds).tolist():
            found[row, column] = Fraction(1 if at_best else len(order) + silent)
            state[row, column] = State.AT_LEAST if at_best else State.AT_MOST
        if silent:
            state[rows, column] = State.AT_LEAST if at_best else State.AT_MOST
    return from_exact(found, state)


# ------------------------------------------------------------------ over the arguments


def _worst(_options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    """The largest; where one is not told, at least the largest of the others."""
    states = np.stack([one.state for one in args])
    from_below = np.isin(states, (KNOWN, State.AT_LEAST))
    from_above = np.isin(states, (KNOWN, State.AT_MOST)).all(axis=0)
    state = np.full(stage.shape, State.SILENT, np.int8)
    state[(states == State.INVALID).any(axis=0)] = State.INVALID
    state[from_below.any(axis=0)] = State.AT_LEAST
    state[from_above] = State.AT_MOST
    state[(states == KNOWN).all(axis=0)] = KNOWN
    found: dict[tuple[int, int], Fraction] = {}
    for at in np.argwhere(np.isin(state, (KNOWN, State.AT_LEAST, State.AT_MOST))):
        cell = int(at[0]), int(at[1])
        counted = from_below[:, *cell] if state[cell] == State.AT_LEAST else [True] * len(args)
        found[cell] = max(one.exact(*cell) for one, use in zip(args, counted, strict=True) if use)
    return from_exact(found, state)


def _class_of(options: Options, args: Sequence[Quantity], stage: Stage) -> Quantity:
    (figures,) = args
    sign, *limits = (cast("Fraction", option) for option in options)
    state = np.where(figures.state == State.ABOUT, State.INVALID, figures.state).astype(np.int8)
    # A figure that is a bound gives a class that is one: a worse figure has a larger number.
    if sign > 0:
        state[figures.state == State.AT_MOST] = State.AT_LEAST
        state[figures.state == State.AT_LEAST] = State.AT_MOST
    number = np.ones(stage.shape)
    for limit in limits:
        number += ~keeps(figures, limit, int(sign))
    found = {
        (int(row), int(column)): Fraction(int(number[row, column]))
        for row, column in np.argwhere(figures.has_number)
    }
    return from_exact(found, state)


def _share(options: Options, args: Sequence[Quantity], stage: Stage, *, at_least: bool) -> Quantity:
    """Percent of the weights whose figure keeps the limit, for the worst or best completion."""
    sign, limit = (cast("Fraction", option) for option in options)
    members, weights = args[::2], args[1::2]
    kept = [keeps(one, limit, int(sign)) & (one.state == KNOWN) for one in members]
    nothing = [one.state == State.NONE for one in members]
    unsure = [is_open(one) & ~none for one, none in zip(members, nothing, strict=True)]
    weighed = np.stack([one.state == KNOWN for one in weights]).all(axis=0)
    unknown = np.stack(unsure)
    state = np.full(stage.shape, KNOWN, np.int8)
    state[unknown.any(axis=0)] = State.AT_LEAST if at_least else State.AT_MOST
    state[unknown.all(axis=0) | ~weighed] = State.SILENT
    state[np.stack(nothing).all(axis=0)] = State.NONE
    found: dict[tuple[int, int], Fraction] = {}
    for row, column in np.argwhere((state != State.SILENT) & (state != State.NONE)):
        cell = int(row), int(column)
        parts = [
            (weight.exact(*cell), bool(yes[cell] or (open_[cell] and not at_least)))
            for weight, yes, open_, none in zip(weights, kept, unsure, nothing, strict=True)
            if not none[cell]
        ]
        whole = sum((weight for weight, _ in parts), Fraction(0))
        if not whole:
            state[cell] = State.NONE
            continue
        found[cell] = 100 * sum((w for w, yes in parts if yes), Fraction(0)) / whole
    return from_exact(found, state)


def keeps(figures: Quantity, limit: Fraction, sign: int) -> Mask:
    """Whether figures keep a limit, exactly; false where there is none.

    Args:
        figures: The figures.
        limit: The limit.
        sign: 1 for at least, -1 for at most, 2 for more than, -2 for less than.
    """
    gap = (figures.value - float(limit)) * (1 if sign > 0 else -1)
    doubt = figures.error + (abs(float(limit)) + np.abs(gap)) * (2 * ROUNDOFF)
    held = np.asarray(gap > 0)
    near = figures.has_number & ~(np.abs(gap) > doubt)
    for row, column in np.argwhere(near):
        exact = (figures.exact(int(row), int(column)) - limit) * (1 if sign > 0 else -1)
        held[row, column] = exact > 0 or (exact == 0 and abs(sign) == 1)
    return held & figures.has_number


_FUNCTIONS: dict[str, Callable[[Options, Sequence[Quantity], Stage], Quantity]] = {
    "mean": _mean,
    "region": _region,
    "best_rank": partial(_rank, at_best=True),
    "worst_rank": partial(_rank, at_best=False),
    "worst": _worst,
    "class_of": _class_of,
    "least_share": partial(_share, at_least=True),
    "most_share": partial(_share, at_least=False),
    "during": during,
    "each_period": each_period,
}
