"""3,000 CSV files of 60 rows beside the same rows in one file; whole processes, taking turns."""

from __future__ import annotations

import statistics
import sys

from processes import HERE, Run, data, medians, sure


def main(files: int = 3000, runs: int = 3) -> None:
    """Print a table; the files in a folder must give the verdicts of the one file."""
    folder = data("files", files)
    inputs = {f"{files:,} files": folder, "one file": folder.with_suffix(".csv")}
    found: dict[str, list[Run]] = {name: [] for name in inputs}
    for _ in range(runs):
        for name, given in inputs.items():
            found[name].append(sure([sys.executable, str(HERE / "judge.py"), str(given)]))
    if len({one.output for own in found.values() for one in own}) > 1:
        sys.exit("the verdicts differ")
    print(f"{'':<16}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}")
    for name, own in found.items():
        wall, cpu, peak = medians(own)
        print(f"{name:<16}{wall:>9.2f}{cpu:>9.2f}{peak:>9.0f}")
    many, one = found.values()
    pairs = list(zip(many, one, strict=True))
    by_wall = statistics.median(m.wall / o.wall for m, o in pairs)
    by_cpu = statistics.median(m.cpu / o.cpu for m, o in pairs)
    print(f"{'many / one':<16}{by_wall:>9.2f}{by_cpu:>9.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
