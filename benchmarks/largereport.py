"""What a report of thousands of regions costs beyond judging: asking, frames, and each form.

    python benchmarks/largereport.py [regions ...]

Genhe's plan for so many villages (``villages.py``), four quarters each.  Seconds are of the
processor; *verdicts* are the records a form is made from, standings and work table included.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import villages
from processes import OUT

from genhe_targets import evaluate
from genhe_targets.report.text import show
from genhe_targets.report.views import render

FORMS = (".txt", ".html", ".json", ".parquet", ".csv", ".md", ".xml", ".sarif", ".ess.json")
SLOW = (".xlsx", ".docx")
"""Only of reports that an office would open."""

OFFICE = 300


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds, and what was made."""
    start = time.process_time()
    made = make()
    return time.process_time() - start, made


def terminal(records: Any) -> str:
    """What the terminal shows."""
    from rich.console import Console

    out = io.StringIO()
    show(records, "zh", Console(file=out, width=120))
    return out.getvalue()


def measure(regions: int) -> None:
    """Print a table for one size."""
    folder = OUT / f"villages-{regions}"
    if not (folder / "report.csv").exists():
        folder.mkdir(parents=True, exist_ok=True)
        villages.make(regions, folder)
    given = folder / "report.csv", folder / "plan"
    took, report = timed(lambda: evaluate(*given, assigned=folder / "assigned.csv"))
    print(f"\n{regions:,} regions, {given[0].stat().st_size / 1e6:.0f} MB of CSV")
    print(f"{'':<24}{'cpu s':>9}{'verdicts':>10}{'us each':>9}  result")
    line("evaluate", took, 0, "")
    took, frame = timed(lambda: report.verdicts)
    line("report.verdicts", took, len(frame), f"{frame.shape[1]} columns")
    asked, _ = timed(lambda: report.ok)
    took, text = timed(lambda: terminal(report.shown))
    shown = report.shown
    standings, verdicts, work = (
        len(shown["standings"]), len(shown["verdicts"]), len(shown["measures"]),
    )  # fmt: skip
    line("report.ok, .summary", asked, standings, "")
    line("check, in the terminal", asked + took, standings, f"{text.count(chr(10)):,} lines")
    every = standings + verdicts + work
    of = {".json": every, ".parquet": standings + verdicts}
    for suffix in FORMS + (SLOW if regions <= OFFICE else ()):
        took, content = timed(lambda suffix=suffix: render(shown, suffix, "zh"))
        line(suffix, took, of.get(suffix, standings), f"{len(content) / 1e6:.1f} MB")


def line(name: str, took: float, count: int, result: str) -> None:
    """Print one line; no ratio where nothing is made verdict by verdict."""
    each = f"{1e6 * took / count:.0f}" if count else ""
    print(f"{name:<24}{took:>9.2f}{count or '':>10}{each:>9}  {result}", flush=True)


def main(sizes: Sequence[int]) -> None:
    """Print a table for each size."""
    for regions in sizes:
        measure(regions)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [300, 3000])
