"""Genhe's plan for any number of villages, and what they report: always the same bytes.

    python benchmarks/villages.py 3000 out/bench/villages-3000

The figures are those of the made-up report of Genhe in ``examples/source``, each village with its
own size; one figure of twenty is worse, one of a hundred is silent, one of five hundred no number.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
QUARTERS = ("2023Q1", "2023Q2", "2023Q3", "2023Q4")
LIMITS = {  # limits that a superior level sets, for a village of Genhe's own size
    "total-water-use": 2600, "groundwater-use": 920, "groundwater-level": 6.5,
    "rural-sewage-villages": 6, "soil-erosion-area": 85,
}  # fmt: skip


def make(regions: int, folder: Path) -> None:
    """Write ``plan/``, ``report.csv`` and ``assigned.csv`` into a folder."""
    plan = folder / "plan"
    shutil.copytree(ROOT / "targets" / "genhe-2023", plan, dirs_exist_ok=True)
    text = (
        (plan / "plan.yaml")
        .read_text("utf-8")
        .replace("year: 2023", "year: 2023\nopen_regions: true")
    )
    (plan / "plan.yaml").write_text(text, "utf-8")
    with (ROOT / "examples" / "source" / "genhe.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    codes = [str(150_785_000_001 + number) for number in range(regions)]
    chance = np.random.default_rng(regions)
    size = chance.integers(50, 300, regions) / 100
    with (folder / "report.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("地区", "报告期", "指标", "数值", "单位"))
        for number, code in enumerate(codes):
            kind = chance.random((len(lines), len(QUARTERS)))
            worse = chance.random(len(lines)) < 0.05
            for row, line in enumerate(lines):
                for at, quarter in enumerate(QUARTERS):
                    text = line[quarter]
                    if not text or kind[row, at] < 0.01:
                        continue
                    value = told(text, float(size[number]), bool(worse[row]))
                    if kind[row, at] > 0.998:
                        value = "待核实"
                    writer.writerow((code, quarter, line["指标"], value, line["单位"]))
    with (folder / "assigned.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("target", "region", "limit"))
        for number, code in enumerate(codes):
            for target, limit in LIMITS.items():
                own = (
                    limit if isinstance(limit, float) or limit < 10 else round(limit * size[number])
                )
                writer.writerow((target, code, own))


def told(text: str, size: float, worse: bool) -> str:
    """A figure of Genhe as a village tells it: amounts by its size, counts as they are."""
    if text.startswith("2023-"):
        return "是"
    if "." not in text and (not text.isdecimal() or int(text) < 100):
        return text
    decimals = len(text.partition(".")[2])
    return f"{float(text) * size * (0.9 if worse else 1):.{decimals}f}"


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
