"""Benchmarks run, and what is compared in them gives the same verdicts; times are not asked here."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def output(script, *given):
    """What a script of the benchmarks prints."""
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *map(str, given)],
        capture_output=True, text=True, check=False, cwd=BENCHMARKS,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return done.stdout


def test_exact_verdicts_are_those_of_decimals():
    assert output("exactness.py", 0.002).count("%") == 1 + 3


@pytest.mark.parametrize(
    ("shape", "others"),
    [("tidy", ("pandas_tidy", "polars_tidy", "duckdb_tidy")), ("wide", ("pandas_wide",))],
)
def test_hand_written_scripts_give_the_same_verdicts(tmp_path, shape, others):
    file = tmp_path / f"{shape}.csv"
    output("makedata.py", shape, 3000, file)
    own = output("judge.py", file)
    assert '"yes"' in own
    assert '"no"' in own
    for other in others:
        pytest.importorskip(other.partition("_")[0])
        assert output(f"competitors/{other}.py", file) == own
