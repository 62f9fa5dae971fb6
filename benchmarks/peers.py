"""Other validators doing the same job on the same files: whole processes and loaded ones.

    make peers
    out/peers/bin/python benchmarks/peers.py [rows ...]

All run on one interpreter, which has ``competitors/requirements.txt`` and this library.  *Whole*
is a process from its start, imports and all; *loaded* is a later run in the same process, from the
file to the counts, with everything imported (and here the plan loaded).  All take turns, so that a
busy moment hits them alike; the counts of verdicts must be the same.  What takes longer than the
limit, or does not run on this Python, is said.
"""

from __future__ import annotations

import json
import statistics
import sys

from processes import HERE, Run, data, medians, run

LIMIT = 120
"""Seconds after which a script is stopped."""

SCRIPTS = {
    "pandera (pandas)": "rows_pandera.py",
    "pointblank (polars)": "rows_pointblank.py",
    "Great Expectations (pandas)": "rows_gx.py",
    "frictionless": "rows_frictionless.py",
    "vtlengine": "rows_vtl.py",
}
TIMES = {60: 15, 10_000: 7, 1_000_000: 2}
"""Later runs in a loaded process, by rows."""


def main(sizes: list[int], runs: int = 3) -> None:
    """Print a table for each size."""
    own = {"genhe-targets": [sys.executable, str(HERE / "judge.py")]}
    peers = {name: [sys.executable, str(HERE / "competitors" / s)] for name, s in SCRIPTS.items()}
    for rows in sizes:
        compare(own | peers, rows, runs)


def compare(commands: dict[str, list[str]], rows: int, runs: int) -> None:
    """Print one table."""
    file = str(data("files", 1).with_suffix(".csv") if rows == 60 else data("tidy", rows))
    whole: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            if not any(one.failure for one in whole[name]):
                whole[name].append(run([*command, file], LIMIT))
    times = TIMES.get(rows, 3)
    loaded: dict[str, float] = {}
    for name, command in commands.items():
        if not any(one.failure for one in whole[name]):
            again = run([*command, file, str(times)], LIMIT * 2)
            if not again.failure:
                loaded[name] = statistics.median(json.loads(again.output.splitlines()[1]))
    base = whole["genhe-targets"]
    if base[-1].failure:
        sys.exit(f"genhe-targets: {base[-1].failure}")
    print(f"\n{rows:,} rows: medians of {runs} whole processes, and of {times} loaded runs")
    print(f"{'':<30}{'whole s':>9}{'cpu s':>8}{'peak MB':>9}{'x':>7}{'loaded ms':>12}{'x':>8}")
    for name, found in whole.items():
        if found[-1].failure:
            print(f"{name:<30}   not measured: {found[-1].failure}")
            continue
        if found[0].output != base[0].output:
            sys.exit(f"{name}, {rows} rows: the verdicts differ")
        wall, cpu, peak = medians(found)
        ratio = statistics.median(f.wall / b.wall for f, b in zip(found, base, strict=True))
        line = f"{name:<30}{wall:>9.2f}{cpu:>8.2f}{peak:>9.0f}{ratio:>7.2f}"
        if name in loaded:
            line += f"{loaded[name]:>12.1f}{loaded[name] / loaded['genhe-targets']:>8.2f}"
        print(line, flush=True)


if __name__ == "__main__":
    main([int(float(text)) for text in sys.argv[1:]] or [60, 10_000, 1_000_000])
