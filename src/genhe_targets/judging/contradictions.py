"""Where a report says a figure twice and differently: the indicator itself and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

import numpy as np

from genhe_targets.coded import Mask
from genhe_targets.facts import Facts
from genhe_targets.grid import State
from genhe_targets.judging.indicators import Measured
from genhe_targets.judging.limits import LimitGrid
from genhe_targets.judging.margins import judge
from genhe_targets.judging.outcomes import UNKNOWN, Outcome
from genhe_targets.judging.quantity import as_quantity
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.model import Target


def contradictions(
    facts: Facts, all_duties: Sequence[Target], measured: Sequence[Measured]
) -> Iterator[tuple[int, int, int]]:
    """Cells where the indicator's reported figure is not the computed one, rounded as reported."""
    for index, one in enumerate(measured):
        if one.reported is None or one.computed is None:
            continue
        both = (one.reported.state == State.REPORTED) & (one.computed.state == State.REPORTED)
        error = one.computed.error
        apart = (np.abs(one.reported.value - one.computed.value) > error) | np.isinf(error)
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

    Both are held against the whole rule in the same way; where a part of it is about something
    else than the indicator, the computed figure stands.  ``None`` where no figure is reported
    twice and differently.
    """
    if not found:
        return None
    disputed = np.zeros((len(all_duties), *facts.shape), dtype=bool)
    for duty, cells in groupby(found, key=itemgetter(0)):
        column, target = measured[duty].reported, all_duties[duty]
        own = parse_formula(target.indicator.formula)
        if column is None or any(formula != own for formula in target.bound_formulas):
            continue
        subjects = [as_quantity(column)] * len(target.bounds)
        told, computed = judge([target], [subjects], [limits[duty]])[0].holds, outcomes[duty].holds
        apart = (told != UNKNOWN) & (computed != UNKNOWN) & (told != computed)
        for _, region, checkpoint in cells:
            disputed[duty, region, checkpoint] = apart[region, checkpoint]
    return disputed
