"""Large files: this library beside hand-written scripts, whole processes, taking turns.

    python benchmarks/large.py [rows ...]

Every script must print the same counts of verdicts, or the run fails.
"""

from __future__ import annotations

import os
import statistics
import sys

from processes import HERE, Run, data, medians, sure

SCRIPTS = {
    "tidy": {
        "genhe-targets": "judge.py",
        "hand-written polars": "competitors/polars_tidy.py",
        "hand-written SQL on DuckDB": "competitors/duckdb_tidy.py",
        "hand-written pandas (pyarrow)": "competitors/pandas_tidy.py",
    },
    "wide": {
        "genhe-targets": "judge.py",
        "hand-written pandas (pyarrow)": "competitors/pandas_wide.py",
    },
}
RUNS = 3


def compare(shape: str, rows: int, runs: int = RUNS) -> tuple[float, float, float]:
    """Print one table; wall and processor seconds and peak MB of this library."""
    file, scripts = data(shape, rows), SCRIPTS[shape]
    found: dict[str, list[Run]] = {name: [] for name in scripts}
    for _ in range(runs):
        for name, script in scripts.items():
            found[name].append(sure([sys.executable, str(HERE / script), str(file)]))
    if len({one.output for own in found.values() for one in own}) > 1:
        sys.exit(f"{shape} {rows}: the verdicts differ")
    load, size = os.getloadavg()[0], file.stat().st_size / 1e6
    print(f"\n{shape}, {rows:,} rows ({size:.0f} MB), medians of {runs} (load {load:.1f}); "
          "same verdicts everywhere")  # fmt: skip
    heads = ("wall s", "cpu s", "peak MB", "wall x", "cpu x")
    print(f"{'':<32}" + "".join(f"{head:>9}" for head in heads))
    base = found["genhe-targets"]
    for name, own in found.items():
        wall, cpu, peak = medians(own)
        pairs = list(zip(own, base, strict=True))
        by_wall = statistics.median(o.wall / b.wall for o, b in pairs)
        by_cpu = statistics.median(o.cpu / b.cpu for o, b in pairs)
        print(f"{name:<32}{wall:>9.2f}{cpu:>9.2f}{peak:>9.0f}{by_wall:>9.2f}{by_cpu:>9.2f}")
    return medians(base)


def growth(costs: dict[int, tuple[float, float, float]]) -> None:
    """Print how cost grows: what each row beyond those of the size before adds."""
    print("\ngenhe-targets, tidy: how cost grows with the rows")
    print(f"{'rows':>12}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'cpu us for each further row':>30}")
    before: tuple[int, float] | None = None
    for rows, (wall, cpu, peak) in sorted(costs.items()):
        more = f"{1e6 * (cpu - before[1]) / (rows - before[0]):.2f}" if before else ""
        print(f"{rows:>12,}{wall:>9.2f}{cpu:>9.2f}{peak:>9.0f}{more:>30}")
        before = rows, cpu


if __name__ == "__main__":
    sizes = [int(float(text)) for text in sys.argv[1:]] or [100_000, 1_000_000, 10_000_000]
    costs = {size: compare("tidy", size) for size in sizes}
    if len(costs) > 1:
        growth(costs)
    compare("wide", min(max(sizes), 1_000_000))
