"""What starting costs: wall time of fresh processes, median of several, beside what they avoid.

Run it with ``make bench`` or ``python benchmarks/imports.py [runs]``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from processes import surroundings

COMMAND = str(Path(sys.executable).with_name("genhe-targets"))
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
        "import pandera.pandas": [sys.executable, "-c", "import pandera.pandas"],
    }


def wall(command: list[str]) -> float:
    """Milliseconds of one fresh process."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, env=surroundings())
    return 1000 * (time.perf_counter() - start)


def main(runs: int = 7) -> None:
    """Print a table; the runs of all commands take turns, so that a busy moment hits them alike."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.csv"
        report.write_text(REPORT, encoding="utf-8")
        commands = starts(report)
        for command in commands.values():  # compile and warm the file cache
            wall(command)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(wall(command))
    print(f"{'start':<40}{'median ms':>10}{'min-max':>14}")
    for name, found in times.items():
        print(f"{name:<40}{statistics.median(found):>10.0f}{min(found):>8.0f}-{max(found):.0f}")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:2]))
