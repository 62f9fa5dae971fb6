"""What starting costs: fresh processes, medians of several, beside what they must or may import.

Run it with ``make bench`` or ``python benchmarks/imports.py [runs]``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from processes import Run, medians, run

COMMAND = str(Path(sys.executable).with_name("genhe-targets"))
BESIDE = "import pandera.pandas"
REPORT = "region,period,variable,value\n150785,2023Q4,sewage_treated,960\n"


def starts(report: Path) -> dict[str, list[str]]:
    """What is measured, by name; each is a command line."""
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import genhe_targets": [sys.executable, "-c", "import genhe_targets"],
        "genhe-targets --help": [COMMAND, "--help"],
        "genhe-targets plan lint genhe-2023": [COMMAND, "plan", "lint", "genhe-2023"],
        "genhe-targets check (one small file)": [COMMAND, "check", str(report), "--quiet"],
        "import pandas": [sys.executable, "-c", "import pandas"],
        BESIDE: [sys.executable, "-c", "import pandera.pandas"],
    }


def main(runs: int = 7) -> None:
    """Print a table; the runs of all commands take turns, so that a busy moment hits them alike."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.csv"
        report.write_text(REPORT, encoding="utf-8")
        commands = starts(report)
        for command in commands.values():  # compile and warm the file cache
            run(command)
        found: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                found[name].append(run(command))
    print(f"{'start':<40}{'wall ms':>8}{'min-max':>12}{'cpu ms':>8}{'x':>6}{'cpu x':>7}")
    for name, own in found.items():
        walls = [1000 * one.wall for one in own]
        wall, cpu, _ = medians(own)
        print(
            f"{name:<40}{1000 * wall:>8.0f}{f'{min(walls):.0f}-{max(walls):.0f}':>12}"
            f"{1000 * cpu:>8.0f}{times(own, found[BESIDE], 'wall'):>6.2f}"
            f"{times(own, found[BESIDE], 'cpu'):>7.2f}"
        )
    print(f"x: how many times {BESIDE}, medians of runs side by side; wanted of check: 1.3 at most")


def times(own: Sequence[Run], other: Sequence[Run], what: str) -> float:
    """How many times the other, the median of runs side by side."""
    pairs = zip(own, other, strict=True)
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:2]))
