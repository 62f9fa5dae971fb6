"""Reports judged one by one and in one call: the same verdicts, whoever stands beside whom."""

import random
from pathlib import Path

import pandas as pd
import pytest

from genhe_targets import evaluate
from genhe_targets.plan.loading import load_plan

PLAN = load_plan(Path(__file__).parents[2] / "benchmarks" / "plan")
PERIODS = ("2020", "2023Q1", "2023Q2", "2023Q3", "2023Q4")
KEY = ["region", "target", "period"]


def report(region, seed):
    """Figures of one region: at, above and below their limits, silent ones, and no numbers."""
    chance = random.Random(seed)  # noqa: S311
    rows = [
        (
            region,
            period,
            variable.id,
            chance.choice(["24", "95", "100.5", "9.99", "—", "", "待核实"]),
        )
        for period in PERIODS
        for variable in PLAN.variables
        if chance.random() < 0.9 or variable.id == "r07"  # so that all report every period
    ]
    return pd.DataFrame(rows, columns=["region", "period", "variable", "value"])


def told(found):
    verdicts = found.verdicts[[*KEY, "status", "value", "margin"]].astype(str)
    return verdicts.sort_values(KEY).to_numpy().tolist()


@pytest.mark.parametrize("seed", range(3))
def test_a_report_alone_and_among_others_is_judged_alike(seed):
    reports = [report(f"1507850000{n:02}", 100 * seed + n) for n in range(12)]
    apart = sorted(row for one in reports for row in told(evaluate(one, PLAN)))
    assert apart == sorted(told(evaluate(pd.concat(reports, ignore_index=True), PLAN)))
    assert len({row[3] for row in apart}) >= 4
