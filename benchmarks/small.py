"""One report of 60 rows with a loaded plan: in memory, from a CSV file, and a thousand of them.

Printed beside a plain pandas script for the same 60 rows, as a measure of the machine.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from genhe_targets import evaluate, load_plan

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
    regions = [r.code for r in PLAN.regions if r.level == "county"]
    many = [report(number, regions[number % len(regions)]) for number in range(len(regions))]
    apart = [evaluate(one, PLAN).standings for one in many]
    together = evaluate(pd.concat(many, ignore_index=True), PLAN).standings
    one = pd.concat(apart).astype({"region": str, "target": str}).set_index(["region", "target"])
    all_ = together.astype({"region": str, "target": str}).set_index(["region", "target"])
    same = (one["status"].astype(str) == all_["status"].astype(str).reindex(one.index)).all()
    print(f"{len(many)} reports one by one and in one call agree: {bool(same)}")


if __name__ == "__main__":
    main()
