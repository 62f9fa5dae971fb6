"""The tables of a report as pandas frames, made from whole arrays and not from records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from genhe_targets.findings import Finding
from genhe_targets.judging.engine import Judged
from genhe_targets.judging.hearing import Verdicts
from genhe_targets.judging.limits import deadline
from genhe_targets.judging.reasons import REASONS
from genhe_targets.judging.statuses import STATUSES
from genhe_targets.plan.model import Target
from genhe_targets.report.decisive import decisive
from genhe_targets.report.figures import region_words
from genhe_targets.textcolumn import numbered
from genhe_targets.vocabulary import Lang, word

if TYPE_CHECKING:
    import pandas as pd
    from pandas._libs.tslibs import NaTType

VERDICT_COLUMNS = (
    "target", "title", "region", "region_title", "period", "status", "status_word", "value",
    "limit", "unit", "margin", "reason", "rule", "final", "due", "comparison", "decisive",
    "obligation", "nature", "clause", "measure", "lead", "used_period",
)  # fmt: skip
"""Columns of ``standings`` and ``verdicts``; ``value``, ``limit``, ``margin`` are in ``unit``."""


def standings_frame(judged: Judged, lang: Lang) -> pd.DataFrame:
    """One row for each target and region: what counts now."""
    facts = judged.facts
    targets, regions = len(facts.plan.targets), len(facts.regions)
    duty = np.repeat(np.arange(targets), regions)
    region = np.tile(np.arange(regions), targets)
    at = judged.last[region]
    return _frame(judged, judged.standings, (duty, region, np.zeros_like(duty)), at, lang)


def verdicts_frame(judged: Judged, lang: Lang) -> pd.DataFrame:
    """One row for each target, region and period, judged as of the end of the period."""
    facts = judged.facts
    shape = (len(facts.plan.targets), *facts.shape)
    duty, region, at = np.nonzero(np.broadcast_to(facts.exists, shape))
    return _frame(judged, judged.history, (duty, region, at), at, lang)


Cells = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]


def _frame(
    judged: Judged, table: Verdicts, cells: Cells, at: npt.NDArray[np.intp], lang: Lang
) -> pd.DataFrame:
    import pandas as pd

    facts, plan = judged.facts, judged.facts.plan
    duty, region, _ = cells
    targets = plan.targets
    used = table.used[cells].astype(np.intp)
    figure_at = np.where(used >= 0, used, at)

    def by_target(of: Callable[[Target], str | None]) -> pd.Categorical:
        return _categorical(duty, [of(target) or "" for target in targets])

    def region_title(code: str) -> str:
        return region_words(plan, code)[lang]

    value = np.stack([m.quantity.value for m in judged.measured[: len(targets)]])
    margin = np.stack([o.margin for o in judged.outcomes[: len(targets)]])
    limit = np.stack([o.limit for o in judged.outcomes[: len(targets)]])
    silent = used < 0
    dues = pd.DatetimeIndex([_due(judged, target) for target in targets])
    names = [word(status, lang) for status in STATUSES]
    columns = {
        "target": by_target(lambda t: t.id),
        "title": by_target(lambda t: t.title.in_(lang)),
        "region": _categorical(region, list(facts.regions)),
        "region_title": _categorical(region, [region_title(code) for code in facts.regions]),
        "period": _categorical(at, list(facts.labels)),
        "status": _categorical(table.status[cells], [status.value for status in STATUSES]),
        "status_word": _categorical(table.status[cells], names),
        "value": np.where(silent, np.nan, value[duty, region, figure_at]),
        "limit": limit[duty, region, figure_at],
        "unit": by_target(lambda t: t.judged_unit),
        "margin": np.where(silent, np.nan, margin[duty, region, figure_at]),
        "reason": _categorical(table.reason[cells], list(REASONS)),
        "rule": by_target(lambda t: t.sentence(lang)),
        "final": table.final[cells],
        "due": dues[duty],
        "comparison": by_target(lambda t: t.comparison.value),
        "decisive": decisive(judged)[duty, region],
        "obligation": by_target(lambda t: t.obligation.value),
        "nature": by_target(lambda t: t.indicator.nature.value),
        "clause": by_target(lambda t: t.source.clause),
        "measure": by_target(lambda t: t.source.measure),
        "lead": by_target(lambda t: "、".join(t.lead)),
        "used_period": _categorical(used, list(facts.labels)),
    }
    return pd.DataFrame(columns, copy=False)


def _categorical(codes: npt.NDArray[np.integer], names: Sequence[str]) -> pd.Categorical:
    """A categorical from positions; equal names share a category."""
    import pandas as pd

    distinct, places = numbered(names)
    position = np.array([*places, -1], np.intp)  # the last is of no name
    return pd.Categorical.from_codes(position[codes], categories=pd.Index(distinct, dtype="str"))


def _due(judged: Judged, target: Target) -> pd.Timestamp | NaTType:
    import pandas as pd

    day = deadline(target, judged.facts.plan)
    return pd.Timestamp(day) if day.year < 9999 else pd.NaT


def findings_frame(findings: Sequence[Finding], lang: Lang) -> pd.DataFrame:
    """One row for each finding: what is wrong, how bad, and where."""
    import pandas as pd

    return pd.DataFrame(
        {
            "code": [f.code for f in findings],
            "severity": [f.severity.value for f in findings],
            "message": [f.message(lang) for f in findings],
            "hint": [f.hint for f in findings],
            "file": [f.file for f in findings],
            "sheet": [f.sheet for f in findings],
            "row": pd.Series([f.row for f in findings], dtype="int64"),
            "column": [f.column for f in findings],
            "text": [f.text for f in findings],
            "region": [f.region for f in findings],
            "period": [f.period for f in findings],
            "variable": [f.variable for f in findings],
            "count": pd.Series([f.count for f in findings], dtype="int64"),
            "explanation": [f.explained.text if f.explained else "" for f in findings],
            "explained_by": [f.explained.by if f.explained else "" for f in findings],
            "explained_on": [f.explained.on if f.explained else "" for f in findings],
        }
    )
