"""A cluster job: judge a nation's figures with PySpark, keep the verdicts, compare two runs.

    pip install 'genhe-targets[spark]'
    spark-submit examples/cluster_job.py --input FIGURES --plan genhe-2023 --out verdicts/
    python examples/cluster_job.py         # a rehearsal on this machine, with the example reports

The input is a table ``region, period, variable, value`` (parquet or CSV with a header).  Every
partition is judged where it lies; only verdicts and findings come back.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import genhe_targets as gt

EXAMPLES = Path(__file__).parent


def figures(session: Any, given: str | None) -> Any:
    """The reported figures as a PySpark frame; the examples where none are given."""
    if given:
        reader = session.read
        return reader.parquet(given) if "csv" not in given else reader.csv(given, header=True)
    from genhe_targets.reading import read

    found = read(EXAMPLES / "reports" / "hulunbuir", gt.load_plan("genhe-2023"))
    names = ["region", "period", "variable", "text", "unit", "date"]
    rows = found.frame[names].astype(str).itertuples(index=False, name=None)
    return session.createDataFrame(list(rows), [*names[:3], "value", *names[4:]])


def main() -> int:
    """Judge, keep, print; 1 where a decisive target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--input", help="parquet or CSV of figures")
    parser.add_argument("--plan", default="genhe-2023")
    parser.add_argument("--as-of", help="2023-09-30 or 2023Q3; the end of the latest period")
    parser.add_argument("--out", default="out/verdicts", help="folder of the kept verdicts")
    parser.add_argument("--master", default="local[2]")
    options = parser.parse_args()

    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("genhe-targets").master(options.master)
    session = builder.config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    data = figures(session, options.input)
    report = gt.evaluate(data, options.plan, options.as_of, collect="verdicts", into=options.out)
    print(report.counts.groupby("status", as_index=False)["regions"].sum().to_string(index=False))
    print(f"{len(report.findings)} kinds of findings and places; verdicts kept in {options.out}")
    session.stop()
    return 0 if report.ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
