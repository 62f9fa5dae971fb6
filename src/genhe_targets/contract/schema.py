"""The pandera schema of observations, generated from a plan, and the frame it is for."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import MARK_CODES, Coded, Floats, Mask
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

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

_MARK_FINDINGS = {
    "unreadable": UNREADABLE_NUMBER,
    "excel_error": EXCEL_ERROR,
    "infinite": INFINITE,
    "at_least": QUALIFIED,
    "at_most": QUALIFIED,
    "about": QUALIFIED,
    "below_unit": QUALIFIED,
}


@lru_cache(maxsize=16)
def contract_schema(plan: Plan) -> pa.DataFrameSchema:
    """The pandera schema of coded observations, generated from a plan.

    Columns: ``region``, ``variable`` (positions, -1 unknown), ``end`` (ordinal of the last day, 0
    unreadable), ``value``, ``mark``, ``low``, ``high``, ``whole`` (the variable's range and kind),
    ``wanted`` (the period lies in a year the plan speaks of), ``alone`` (no conflicting double).
    """
    import pandera.pandas as pa

    def check(name: str, kept: Callable[[pd.DataFrame], Any]) -> pa.Check:
        return pa.Check(kept, name=name, error=name, ignore_na=False)

    checks = [
        check(UNKNOWN_REGION, lambda f: f["region"] >= 0),
        check(UNKNOWN_VARIABLE, lambda f: f["variable"] >= 0),
        check(UNREADABLE_PERIOD, lambda f: f["end"] > 0),
        check(OUTSIDE_PERIOD, lambda f: f["wanted"] | (f["end"] == 0)),
        check(OUT_OF_RANGE, lambda f: ~((f["value"] < f["low"]) | (f["value"] > f["high"]))),
        check(NOT_WHOLE, lambda f: ~f["whole"] | f["value"].isna() | (f["value"] % 1 == 0)),
        check(CONFLICT, lambda f: f["alone"]),
    ]
    for mark, code in _MARK_FINDINGS.items():
        position = MARK_CODES[mark]
        checks.append(check(f"{code}:{mark}", _unmarked(position)))
    return pa.DataFrameSchema(
        {"value": pa.Column(float, nullable=True)}, checks=checks, name=f"contract of {plan.id}"
    )


def _unmarked(position: int) -> Callable[[pd.DataFrame], Any]:
    return lambda frame: frame["mark"] != position


def contract_frame(coded: Coded, plan: Plan) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """The frame the schema is for, and for each row the row it doubles (-1 for none)."""
    import pandas as pd

    low, high, whole = ranges(coded.names.ids, plan)
    wanted = _wanted(coded, plan)
    doubles, alone = _doubles(coded)
    at = coded.variable
    frame = pd.DataFrame(
        {
            "region": coded.region,
            "variable": coded.variable,
            "end": coded.end,
            "value": coded.value,
            "mark": coded.mark,
            "low": low[at],
            "high": high[at],
            "whole": whole[at],
            "wanted": wanted,
            "alone": alone,
        },
        copy=False,
    )
    return frame, doubles


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


def _wanted(coded: Coded, plan: Plan) -> Mask:
    """Whether a period lies in the plan's year, or in one its formulas look back to."""
    wanted = np.zeros(len(coded), dtype=bool)
    for year in years_needed(plan):
        first, last = datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal()
        wanted |= (coded.end >= first) & (coded.end <= last)
    return wanted


def _doubles(coded: Coded) -> tuple[npt.NDArray[np.int64], Mask]:
    """For each row the first row of the same region, variable and span; and who disagrees.

    A figure beside silence is no conflict: the figure counts.
    """
    count = len(coded)
    spans, span = np.unique(
        coded.start.astype(np.int64) * 4_000_000 + coded.end, return_inverse=True
    )
    key = (coded.region.astype(np.int64) + 1) * (len(coded.names.ids) + 1) + coded.variable + 1
    key = key * len(spans) + span.reshape(-1)
    told = ~np.isnan(coded.value) & (coded.region >= 0) & (coded.variable >= 0) & (coded.end > 0)
    rows = np.flatnonzero(told)
    _, first, inverse = np.unique(key[rows], return_index=True, return_inverse=True)
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
