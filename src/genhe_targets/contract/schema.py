"""The pandera schema of observations, generated from a plan, and the frame it is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import MARK_CODES, Coded, Floats, Mask, Names, all_different
from genhe_targets.contract.asking import Arrays, arrays_of, frame_of
from genhe_targets.contract.kinds import (
    CONFLICT,
    EXCEL_ERROR,
    INFINITE,
    NOT_WHOLE,
    OUT_OF_RANGE,
    OUTSIDE_PERIOD,
    QUALIFIED,
    UNKNOWN_REGION,
    UNKNOWN_VARIABLE,
    UNREADABLE_NUMBER,
    UNREADABLE_PERIOD,
)
from genhe_targets.grid import years_needed
from genhe_targets.plan.model import Plan
from genhe_targets.textcolumn import same

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

RowRule = Callable[[Arrays], Mask]
"""Row by row, whether the columns of the contract's frame keep something."""

_QUALIFIED = np.isin(
    np.arange(len(MARK_CODES)),
    [MARK_CODES[mark] for mark in ("at_least", "at_most", "about", "below_unit")],
)


@lru_cache(maxsize=16)
def rules(plan: Plan) -> dict[str, RowRule]:
    """What every observation must keep, by the kind of finding it makes; over whole columns."""
    low, high, whole = ranges(Names.of(plan).ids, plan)
    counts = bool(whole.any())

    def in_range(f: Arrays) -> Mask:
        at = f["variable"].astype(np.intp)
        kept: Mask = ~((f["value"] < low[at]) | (f["value"] > high[at]))
        return kept

    def is_whole(f: Arrays) -> Mask:
        if not counts:
            return np.ones(len(f["value"]), dtype=bool)
        value = f["value"]
        kept: Mask = (
            (np.floor(value) == value) | np.isnan(value) | ~whole[f["variable"].astype(np.intp)]
        )
        return kept

    return {
        UNKNOWN_REGION: lambda f: f["region"] >= 0,
        UNKNOWN_VARIABLE: lambda f: f["variable"] >= 0,
        UNREADABLE_PERIOD: lambda f: f["end"] > 0,
        OUTSIDE_PERIOD: lambda f: _wanted(f["end"], plan),
        UNREADABLE_NUMBER: lambda f: f["mark"] != MARK_CODES["unreadable"],
        EXCEL_ERROR: lambda f: f["mark"] != MARK_CODES["excel_error"],
        INFINITE: lambda f: f["mark"] != MARK_CODES["infinite"],
        QUALIFIED: lambda f: ~_QUALIFIED[f["mark"].astype(np.intp)],
        OUT_OF_RANGE: in_range,
        NOT_WHOLE: is_whole,
        CONFLICT: lambda f: f["alone"] != 0,
    }


@lru_cache(maxsize=16)
def contract_schema(plan: Plan) -> pa.DataFrameSchema:
    """The pandera schema of coded observations, generated from a plan.

    Columns, all of numbers: ``region``, ``variable`` (positions, -1 unknown), ``end`` (ordinal of
    the last day, 0 unreadable), ``value``, ``mark`` (position in ``MARKS``), ``alone`` (1 where no
    double says otherwise).  Ranges and kinds of variables, and the years the plan speaks of, are
    in its checks.
    """
    import pandera.pandas as pa

    checks = [
        pa.Check(_row_by_row(rule), name=code, error=code, ignore_na=False)
        for code, rule in rules(plan).items()
    ]
    return pa.DataFrameSchema(
        {"value": pa.Column(float, nullable=True)}, checks=checks, name=f"contract of {plan.id}"
    )


@lru_cache(maxsize=16)
def every_rule(plan: Plan) -> pa.Check:
    """One pandera check of all rules at once: only what fails it is asked rule by rule."""
    import pandera.pandas as pa

    def kept(arrays: Arrays) -> Mask:
        every = np.ones(len(arrays["value"]), dtype=bool)
        for rule in rules(plan).values():
            every &= rule(arrays)
        return every

    return pa.Check(_row_by_row(kept), name="every rule", error="every rule", ignore_na=False)


def _row_by_row(rule: RowRule) -> Callable[[pd.DataFrame], Any]:
    def kept(frame: pd.DataFrame) -> Any:
        import pandas as pd

        return pd.Series(rule(arrays_of(frame)), index=frame.index)

    return kept


def contract_frame(coded: Coded, alone: Mask, rows: slice | npt.NDArray[np.intp]) -> pd.DataFrame:
    """The frame the schema is for, of some observations.

    Args:
        coded: The observations.
        alone: Where no double says otherwise.
        rows: Which of them.
    """
    return frame_of(
        {
            "region": coded.region[rows],
            "variable": coded.variable[rows],
            "end": coded.end(rows),
            "value": coded.value[rows],
            "mark": coded.mark[rows],
            "alone": alone[rows],
        }
    )


@lru_cache(maxsize=16)
def ranges(ids: tuple[str, ...], plan: Plan) -> tuple[Floats, Floats, Mask]:
    """Plausible range and wholeness by name position; the last entry is for unknown names."""
    low = np.full(len(ids) + 1, -np.inf)
    high = np.full(len(ids) + 1, np.inf)
    whole = np.zeros(len(ids) + 1, dtype=bool)
    for index, name in enumerate(ids):
        variable, target = plan.variable_by_id.get(name), plan.target_by_id.get(name)
        plausible = None
        if variable is not None:
            plausible, whole[index] = variable.plausible, variable.kind == "count"
        elif target is not None:
            plausible = target.indicator.plausible
        if plausible is not None and plausible.min is not None:
            low[index] = float(plausible.min)
        if plausible is not None and plausible.max is not None:
            high[index] = float(plausible.max)
    return low, high, whole


def _wanted(end: Floats, plan: Plan) -> Mask:
    """Whether a period lies in the plan's year, or in one its formulas look back to.

    What is no period at all is another rule's business.
    """
    wanted: Mask = end == 0
    for first, last in _years(plan):
        wanted |= (end >= first) & (end <= last)
    return wanted


@lru_cache(maxsize=16)
def _years(plan: Plan) -> list[tuple[int, int]]:
    """The first and last days of the years that a plan speaks of, as ordinals."""
    calendar = plan.calendar
    return [
        (calendar.start(year).toordinal(), calendar.end(year).toordinal())
        for year in years_needed(plan)
    ]


def doubles_of(coded: Coded) -> tuple[npt.NDArray[np.int64], Mask]:
    """For each row the first row of the same region, variable and span; and who disagrees.

    A figure beside silence is no conflict: the figure counts.
    """
    count = len(coded)

    def told(rows: slice = slice(None)) -> Mask:
        return ~np.isnan(coded.value[rows]) & coded.is_placed(rows)

    if all_different(lambda rows: coded.subject(rows)[told(rows)], coded.subjects, count):
        return same(np.int64(-1), count), same(np.True_, count)
    rows = np.flatnonzero(told())
    _, first, inverse = np.unique(coded.subject(rows), return_index=True, return_inverse=True)
    of = rows[first][inverse.reshape(-1)] if len(rows) else rows
    doubles = np.full(count, -1, np.int64)
    doubles[rows] = np.where(of == rows, -1, of)
    differs = np.zeros(count, dtype=bool)
    second = np.flatnonzero(doubles >= 0)
    apart = coded.value[second] != coded.value[doubles[second]]
    apart |= coded.mark[second] != coded.mark[doubles[second]]
    disputed = np.unique(doubles[second[apart]])
    differs[disputed] = True
    differs[np.isin(doubles, disputed)] = True
    return doubles, ~differs
