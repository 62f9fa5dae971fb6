"""Where a report says a figure twice and differently: the indicator itself and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from genhe_targets.coded import Mask
from genhe_targets.facts import Facts
from genhe_targets.grid import State
from genhe_targets.judging.indicators import Measured
from genhe_targets.judging.limits import LimitGrid
from genhe_targets.judging.outcomes import NO, YES, Outcome
from genhe_targets.plan.model import Target


def contradictions(
    facts: Facts, all_duties: Sequence[Target], measured: Sequence[Measured]
) -> Iterator[tuple[int, int, int]]:
    """Cells where the indicator's reported figure is not the computed one, rounded as reported."""
    for index, one in enumerate(measured):
        if one.reported is None or one.computed is None:
            continue
        both = (one.reported.state == State.REPORTED) & (one.computed.state == State.REPORTED)
        apart = np.abs(one.reported.value - one.computed.value) > one.computed.error
        for region, checkpoint in np.argwhere(both & apart):
            at = int(region), int(checkpoint)
            text = facts.coded.text("text", int(one.reported.origin[at]))
            tolerance = all_duties[index].indicator.reported_tolerance
            allowed = _half_unit(text) if tolerance is None else Fraction(tolerance)
            if abs(one.reported.fraction(*at) - one.computed.exact(*at)) > allowed:
                yield index, *at


def _half_unit(text: str) -> Fraction:
    """Half a unit of the last digit written."""
    digits = re.search(r"[.．]([0-9０-９]+)", text)
    return Fraction(1, 2 * 10 ** (len(digits[1]) if digits else 0))


def disputes(
    facts: Facts,
    all_duties: Sequence[Target],
    measured: Sequence[Measured],
    outcomes: Sequence[Outcome],
    limits: Sequence[Sequence[LimitGrid]],
    found: Sequence[tuple[int, int, int]],
) -> Mask | None:
    """Where the reported figure contradicts the computed one about the rule itself.

    ``None`` where no figure is reported twice and differently.
    """
    if not found:
        return None
    shape = (len(all_duties), *facts.shape)
    disputed = np.zeros(shape, dtype=bool)
    for duty, region, checkpoint in found:
        column = measured[duty].reported
        holds = outcomes[duty].holds[region, checkpoint]
        if column is None or holds not in {YES, NO}:
            continue
        bounds = all_duties[duty].bounds
        if len(bounds) > 1 or all_duties[duty].is_derived:
            continue
        limit = limits[duty][0].exact(region, checkpoint)
        limit -= bounds[0].sign * Fraction(bounds[0].tolerance or 0)
        reported = bounds[0].holds(bounds[0].margin(column.fraction(region, checkpoint), limit))
        disputed[duty, region, checkpoint] = reported != bool(holds == YES)
    return disputed
