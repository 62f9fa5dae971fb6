"""One report of 60 rows with a loaded plan: in memory, from a CSV file, and a thousand of them.

Printed beside a plain pandas script for the same 60 rows, as a measure of the machine.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from makedata import tidy
from processes import HERE

from genhe_targets import ComplianceReport, evaluate, load_plan

PLAN = load_plan("genhe-2023")


def report(number: int, region: str = "150785") -> pd.DataFrame:
    """Sixty figures of one region that are free of findings."""
    variables = [v for v in PLAN.variables if v.kind != "milestone" and not v.not_above][:15]
    rows = [
        (region, f"2023Q{quarter}", variable.id, str(10 + number % 7 + quarter))
        for quarter in (1, 2, 3, 4)
        for variable in variables
    ]
    return pd.DataFrame(rows, columns=["region", "period", "variable", "value"])


def by_hand(frame: pd.DataFrame) -> pd.DataFrame:
    """What a plain script does with them: a table, a ratio, a few comparisons."""
    value = frame.assign(value=pd.to_numeric(frame["value"], errors="coerce"))
    wide = value.pivot_table(index=["region", "period"], columns="variable", values="value")
    return pd.DataFrame({f"rule {at}": wide.iloc[:, at] >= 12 for at in range(14)})


def timed(name: str, job: Callable[[], object], runs: int = 40) -> float:
    job()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        times.append(1000 * (time.perf_counter() - start))
    print(f"{name:<44}{statistics.median(times):>9.2f}{min(times):>9.2f}")
    return statistics.median(times)


def main() -> None:
    frame = report(0)
    print(f"{'60 rows':<44}{'median ms':>9}{'min ms':>9}")
    timed("plain pandas script, frame in memory", lambda: by_hand(frame))
    timed("evaluate, frame in memory", lambda: evaluate(frame, PLAN))
    timed("evaluate, records in memory", lambda: evaluate(frame.to_dict("records"), PLAN))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.csv"
        frame.to_csv(file, index=False)
        timed("evaluate, CSV file", lambda: evaluate(file, PLAN))
    loop_and_batch()


def loop_and_batch(count: int = 1000) -> None:
    """A thousand different reports one by one and in one call must say the same."""
    plan = load_plan(HERE / "plan")
    whole = tidy(0, count).to_pandas()
    reports = [one for _, one in whole.groupby("region", sort=False)]
    start = time.perf_counter()
    apart = pd.concat([told(evaluate(one, plan)) for one in reports])
    between = time.perf_counter()
    together = told(evaluate(whole, plan))
    end = time.perf_counter()
    same = apart.sort_values(KEY).reset_index(drop=True).equals(
        together.sort_values(KEY).reset_index(drop=True)
    )  # fmt: skip
    print(
        f"{count} different reports of {len(whole) // count} rows: one by one "
        f"{1000 * (between - start) / count:.1f} ms each, in one call "
        f"{1000 * (end - between) / count:.2f} ms each"
    )
    if not same:
        sys.exit("one by one and in one call do not agree")
    print(f"{len(together):,} verdicts one by one and in one call agree")


KEY = ["region", "target", "period"]


def told(report: ComplianceReport) -> pd.DataFrame:
    """Every verdict with its figure."""
    return report.verdicts[[*KEY, "status", "value", "margin"]].astype(str)


if __name__ == "__main__":
    main()
