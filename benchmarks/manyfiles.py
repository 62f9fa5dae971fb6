"""3,000 CSV files of 60 rows beside the same rows in one file; whole processes, taking turns."""

from __future__ import annotations

import statistics
import subprocess
import sys

from large import HERE, OUT, run


def main(files: int = 3000, runs: int = 3) -> None:
    folder = OUT / f"files-{files}"
    if not folder.with_suffix(".csv").exists():
        make = [sys.executable, str(HERE / "makedata.py"), "files", str(files), str(folder)]
        subprocess.run(make, check=True)
    inputs = {f"{files:,} files": folder, "one file": folder.with_suffix(".csv")}
    found: dict[str, list[tuple[float, float, float, str]]] = {name: [] for name in inputs}
    for _ in range(runs):
        for name, data in inputs.items():
            found[name].append(run([sys.executable, str(HERE / "judge.py"), str(data)]))
    if len({one[3] for own in found.values() for one in own}) > 1:
        sys.exit("the verdicts differ")
    print(f"{'':<16}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}")
    for name, own in found.items():
        wall, cpu, peak = (statistics.median(one[at] for one in own) for at in range(3))
        print(f"{name:<16}{wall:>9.2f}{cpu:>9.2f}{peak:>9.0f}")


if __name__ == "__main__":
    main()
