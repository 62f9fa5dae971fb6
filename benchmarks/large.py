"""Large files: this library beside hand-written scripts, whole processes, taking turns.

    python benchmarks/large.py [rows ...]

Every script must print the same counts of verdicts, or the run fails.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "out" / "bench"
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


def run(command: list[str]) -> tuple[float, float, float, str]:
    """Wall seconds, processor seconds, peak MB and output of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    wall = time.perf_counter() - start
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def data(shape: str, rows: int) -> Path:
    file = OUT / f"{shape}-{rows}.csv"
    if not file.exists():
        make = [sys.executable, str(HERE / "makedata.py"), shape, str(rows), str(file)]
        subprocess.run(make, check=True)
    return file


def compare(shape: str, rows: int, runs: int = RUNS) -> None:
    file, scripts = data(shape, rows), SCRIPTS[shape]
    found: dict[str, list[tuple[float, float, float, str]]] = {name: [] for name in scripts}
    for _ in range(runs):
        for name, script in scripts.items():
            found[name].append(run([sys.executable, str(HERE / script), str(file)]))
    outputs = {one[3] for own in found.values() for one in own}
    if len(outputs) > 1:
        sys.exit(f"{shape} {rows}: the verdicts differ")
    load = os.getloadavg()[0]
    size = file.stat().st_size / 1e6
    print(f"\n{shape}, {rows:,} rows ({size:.0f} MB), medians of {runs} (load {load:.1f})")
    print(f"{'':<32}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'wall x':>8}{'cpu x':>7}")
    base = found["genhe-targets"]
    for name, own in found.items():
        wall, cpu, peak = (statistics.median(one[at] for one in own) for at in range(3))
        ratios = [
            statistics.median(o[at] / b[at] for o, b in zip(own, base, strict=True))
            for at in (0, 1)
        ]
        print(f"{name:<32}{wall:>9.2f}{cpu:>9.2f}{peak:>9.0f}{ratios[0]:>8.2f}{ratios[1]:>7.2f}")


if __name__ == "__main__":
    sizes = [int(float(text)) for text in sys.argv[1:]] or [100_000, 1_000_000, 10_000_000]
    for size in sizes:
        compare("tidy", size)
    compare("wide", min(max(sizes), 1_000_000))
