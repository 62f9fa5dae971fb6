"""What the benchmarks share: data made once, and whole processes with their time and memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "out" / "bench"


@dataclass(frozen=True)
class Run:
    """One process: wall and processor seconds, peak MB, what it printed, why it failed."""

    wall: float
    cpu: float
    peak: float
    output: str
    failure: str = ""


def surroundings() -> dict[str, str]:
    """The environment of a process; Python keeps what it compiled, as it does by itself."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def run(command: Sequence[str], limit: float = 900) -> Run:
    """Run a process to its end, or stop it after so many seconds."""
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        watch = threading.Timer(limit, process.kill)
        watch.start()
        said: list[str] = []
        listening = threading.Thread(target=lambda: said.append(process.stderr.read()))
        listening.start()
        output = process.stdout.read()
        listening.join()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.cancel()
    wall = time.perf_counter() - start
    failure = ""
    if process.returncode:
        lines = [line for line in "".join(said).splitlines() if line.strip()]
        failure = f"more than {limit:.0f} s" if wall >= limit else (lines or ["failed"])[-1]
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    return Run(wall, cpu, peak, output, failure)


def sure(command: Sequence[str]) -> Run:
    """The same, where a failure ends the benchmark."""
    found = run(command)
    if found.failure:
        sys.exit(f"{' '.join(command)}: {found.failure}")
    return found


def data(shape: str, rows: int) -> Path:
    """A file of the benchmark's data; of ``files`` the folder of so many files."""
    file = OUT / (f"files-{rows}" if shape == "files" else f"{shape}-{rows}.csv")
    whole = file.with_suffix(".csv")
    if not whole.exists():
        sure([sys.executable, str(HERE / "makedata.py"), shape, str(rows), str(file)])
    return file


def medians(runs: Sequence[Run]) -> tuple[float, float, float]:
    """Median wall and processor seconds, and peak MB."""
    return (
        statistics.median(one.wall for one in runs),
        statistics.median(one.cpu for one in runs),
        statistics.median(one.peak for one in runs),
    )
