"""Reading alone: this library beside pandas, which reads the same file and converts it.

    python benchmarks/reading.py [rows of a tidy table] [rows of a wide one]

pandas parses with pyarrow, makes categories of the names and numbers of the figures.  Both take
turns in one process; the ratios are medians of the pairs.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from processes import data

from genhe_targets import load_plan
from genhe_targets.reading import read

PLAN = Path(__file__).parent / "plan"
NAMES = ("region", "period", "variable")


def by_pandas(file: Path) -> pd.DataFrame:
    """The file as categories and floats."""
    frame = pd.read_csv(file, engine="pyarrow", dtype=dict.fromkeys(NAMES[:2], "str"))
    for name in frame.columns:
        if name in NAMES:
            frame[name] = frame[name].astype("category")
        elif name == "value" or name not in {"unit", "basis", "note"}:
            frame[name] = pd.to_numeric(frame[name], errors="coerce")
    return frame


def timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def main(tidy: int = 1_000_000, wide: int = 1_000_000, runs: int = 3) -> None:
    plan = load_plan(PLAN)
    print(f"{'':<8}{'rows':>12}{'pandas s':>11}{'read s':>9}{'ratio':>8}")
    for shape, rows in (("tidy", tidy), ("wide", wide)):
        file = data(shape, rows)
        pairs = [
            (timed(lambda: by_pandas(file)), timed(lambda: read(str(file), plan)))  # noqa: B023
            for _ in range(runs)
        ]
        plain, ours = (statistics.median(pair[at] for pair in pairs) for at in (0, 1))
        ratio = statistics.median(own / other for other, own in pairs)
        print(f"{shape:<8}{rows:>12,}{plain:>11.2f}{ours:>9.2f}{ratio:>8.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
