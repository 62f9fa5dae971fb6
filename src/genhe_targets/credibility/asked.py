"""Figures as the plan asks for them: with so many decimals, for such periods."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from genhe_targets.coded import BASES, Ints, Mask
from genhe_targets.credibility.asking import Asking
from genhe_targets.credibility.kinds import OTHER_FREQUENCY, PRECISION
from genhe_targets.credibility.printing import printed_as
from genhe_targets.findings import Findings
from genhe_targets.periods import Calendar
from genhe_targets.plan.parts import Digits
from genhe_targets.vocabulary import Basis

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""Length of the period that is asked for."""

EVERY = {
    "month": {"zh": "按月", "en": "every month"},
    "quarter": {"zh": "按季", "en": "every quarter"},
    "half_year": {"zh": "每半年", "en": "every half year"},
    "year": {"zh": "按年", "en": "every year"},
}

_EPOCH = 719163
"""Ordinal of 1 January 1970."""


def as_asked(asking: Asking, usable: Mask) -> Iterator[Findings]:
    """Figures with other digits, or of other periods, than their variables are asked for with.

    Args:
        asking: The report.
        usable: Which observations the contract lets stand.
    """
    coded = asking.coded
    for variable in asking.plan.variables:
        if variable.decimals is None and variable.every is None:
            continue
        mine = usable & (coded.variable == coded.names.index[variable.id])
        rows = np.flatnonzero(mine & np.isfinite(coded.value)).astype(np.int32)
        if variable.decimals is not None:
            yield from _digits(asking, variable.decimals, rows)
        if variable.every is not None:
            yield from _periods(asking, variable.every, rows)


def _digits(asking: Asking, wanted: Digits, rows: Ints) -> Iterator[Findings]:
    check = asking.checks.precision
    if not check.on:
        return
    given = np.maximum(0, -printed_as(asking.coded, rows).exponent)
    wrong = given < wanted.min
    if wanted.max is not None:
        wrong |= given > wanted.max
    doubts = asking.doubts(check, PRECISION)
    for at in np.flatnonzero(wrong).tolist():
        doubts.add_one(int(rows[at]), ("", {"given": int(given[at]), "wanted": _span(wanted)}))
    yield doubts.told()


def _span(wanted: Digits) -> str:
    if wanted.max is None:
        return f"≥{wanted.min}"
    return f"{wanted.min}" if wanted.min == wanted.max else f"{wanted.min}–{wanted.max}"


def _periods(asking: Asking, every: str, rows: Ints) -> Iterator[Findings]:
    check = asking.checks.frequency
    if not check.on:
        return
    doubts = asking.doubts(check, OTHER_FREQUENCY)
    for row in rows[_of_another(asking, rows, MONTHS[every])].tolist():
        period = asking.coded.text("period", row)
        doubts.add_one(row, ("", {"period": period, "every": EVERY[every]}))
    yield doubts.told()


def _of_another(asking: Asking, rows: Ints, months: int) -> Mask:
    """Whether the periods are others than those of so many months.

    Figures within a period are told by its length; the others, which may reach back to 1 January
    or stand at its end, by the month it ends in.  A single day is no period.
    """
    coded = asking.coded
    last = (coded.end(rows) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(int)
    first = (coded.start(rows) - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(int)
    within = coded.names.basis[coded.variable[rows]] == BASES.index(Basis.PERIOD)
    other = (last + 1) % months != 0
    other |= within & (last - first + 1 != months)
    periods = coded.observations.texts["period"].taken(rows)
    found: Mask = other & ~periods.spread(partial(_is_day, asking.plan.calendar), bool)
    return found


def _is_day(calendar: Calendar, text: str) -> bool:
    period = calendar.parse(text)
    return period is not None and period.kind == "day"
