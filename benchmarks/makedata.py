"""Make the benchmark's data: always the same bytes for the same arguments.

    python benchmarks/makedata.py tidy 1000000 out/bench/tidy-1e6.csv
    python benchmarks/makedata.py wide 1000000 out/bench/wide-1e6.csv
    python benchmarks/makedata.py files 3000 out/bench/files

Rows are rounded up to whole regions.  A region reports 20 variables in each of four quarters, and
two of them for 2020.  Two cells of a hundred are exactly at their limit, three of a hundred fail,
one of two hundred is no number.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

PERIODS = ("2020", "2023Q1", "2023Q2", "2023Q3", "2023Q4")
PAIRS = tuple(range(1, 7))  # n01 / d01 ... n06 / d06
RATES = tuple(range(7, 13))  # r07 ... r12
COURSES = (13, 14)  # x13, x14, against 2020
LIMITS = {1: 95, 2: 85, 3: 24, 4: 64, 5: 88, 6: 30, 7: 95, 8: 90, 9: 43, 10: 80, 11: 60, 12: 99}
FALL = {13: 10, 14: 16}
VARIABLES = tuple(
    [f"{kind}{pair:02}" for pair in PAIRS for kind in "nd"]
    + [f"r{rate:02}" for rate in RATES]
    + [f"x{course}" for course in COURSES]
)
BLOCK = 20_000  # regions made at a time


def figures(regions: int, seed: int) -> np.ndarray:
    """Hundredths, by region, period and variable; -1 for no figure, -2 for what is no number."""
    chance = np.random.default_rng(seed)
    shape = (regions, len(PERIODS))
    out = np.full((*shape, len(VARIABLES)), -1, np.int64)
    kind = chance.random((*shape, 14))  # below 0.03 fails, below 0.05 is exactly at the limit
    for at, pair in enumerate(PAIRS):
        whole = chance.integers(50, 5000, shape) * 100
        share = chance.integers(LIMITS[pair] * 100 + 1, 10_000, shape)
        share = np.where(kind[..., at] < 0.03, LIMITS[pair] * 100 - 1 - share % 900, share)
        part = whole * share // 10_000
        part = np.where((kind[..., at] >= 0.03) & (kind[..., at] < 0.05),
                        whole * LIMITS[pair] // 100, part)  # fmt: skip
        out[..., 2 * at], out[..., 2 * at + 1] = part, whole
    for at, rate in enumerate(RATES, start=6):
        share = chance.integers(LIMITS[rate] * 100 + 1, 10_001, shape)
        share = np.where(kind[..., at] < 0.03, LIMITS[rate] * 100 - 1 - share % 900, share)
        out[..., at + 6] = np.where(
            (kind[..., at] >= 0.03) & (kind[..., at] < 0.05), LIMITS[rate] * 100, share
        )
    for at, course in enumerate(COURSES, start=12):
        before = chance.integers(100, 2000, shape) * 100
        before[:] = before[:, :1]
        fall = chance.integers(FALL[course] * 100 + 1, 4000, shape)
        fall = np.where(kind[..., at] < 0.03, FALL[course] * 100 - 1 - fall % 900, fall)
        now = before - before * fall // 10_000
        tie = (kind[..., at] >= 0.03) & (kind[..., at] < 0.05)
        now = np.where(tie, before - before * FALL[course] // 100, now)
        now[:, 0] = before[:, 0]
        out[..., at + 6] = now
    out[chance.random(out.shape) < 0.005] = -2
    out[:, 0, :18] = -1
    return out


def texts(hundredths: np.ndarray) -> pa.Array:
    """Figures as people write them; what is no number by one of four texts."""
    plain = pa.array(hundredths / 100.0).cast(pa.string())
    bad = hundredths == -2
    marks = np.array(["—", "N/A", "", "待核实"])[np.arange(len(hundredths)) % 4]
    found = pc.replace_with_mask(plain, pa.array(bad), pa.array(marks[bad], pa.string()))
    return pc.if_else(pa.array(hundredths == -1), "", found)


def codes(first: int, regions: int) -> pa.Array:
    """Twelve-digit codes of villages."""
    return pa.array(150_785_000_000 + np.arange(first, first + regions)).cast(pa.string())


def repeated(values: pa.Array, index: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), values).cast(
        pa.string()
    )


def tidy(first: int, regions: int) -> pa.Table:
    """One row for each figure."""
    found = figures(regions, first).reshape(-1)
    region, period, variable = np.unravel_index(
        np.arange(len(found)), (regions, len(PERIODS), len(VARIABLES))
    )
    keep = found != -1
    return pa.table(
        {
            "region": repeated(codes(first, regions), region[keep]),
            "period": repeated(pa.array(PERIODS), period[keep]),
            "variable": repeated(pa.array(VARIABLES), variable[keep]),
            "value": texts(found[keep]),
        }
    )


def wide(first: int, regions: int) -> pa.Table:
    """One row for each region and period, a column for each variable."""
    found = figures(regions, first).reshape(-1, len(VARIABLES))
    region, period = np.divmod(np.arange(len(found)), len(PERIODS))
    columns = {
        "region": repeated(codes(first, regions), region),
        "period": repeated(pa.array(PERIODS), period),
    }
    return pa.table(columns | {n: texts(found[:, at]) for at, n in enumerate(VARIABLES)})


def write(shape: str, rows: int, file: Path) -> None:
    make, per_region = {"tidy": (tidy, 82), "wide": (wide, len(PERIODS))}[shape]
    file.parent.mkdir(parents=True, exist_ok=True)
    regions, first = -(-rows // per_region), 0
    options = csv.WriteOptions(quoting_style="none")
    with file.open("wb") as out, csv.CSVWriter(
        out, make(0, 1).schema, write_options=options
    ) as writer:  # fmt: skip
        while first < regions:
            count = min(BLOCK, regions - first)
            table = make(first, count)
            writer.write_table(table)
            first += count


def files(count: int, folder: Path) -> None:
    """Files of 60 rows, each of one region, and the same rows in one file beside the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    head, lines = "region,period,variable,value\n", []
    for first in range(0, count, BLOCK):
        table = tidy(first, min(BLOCK, count - first))
        columns = [table.column(name).to_pylist() for name in table.column_names]
        lines += [",".join(row) + "\n" for row in zip(*columns, strict=True)]
    own: dict[str, list[str]] = {}
    for line in lines:
        own.setdefault(line[:12], []).append(line)
    whole = [head]
    for region, rows in own.items():
        kept = rows[-60:]
        (folder / f"{region}.csv").write_text(head + "".join(kept), encoding="utf-8")
        whole += kept
    folder.with_suffix(".csv").write_text("".join(whole), encoding="utf-8")


if __name__ == "__main__":
    shape, size, target = sys.argv[1], int(float(sys.argv[2])), Path(sys.argv[3])
    if shape == "files":
        files(size, target)
    else:
        write(shape, size, target)
