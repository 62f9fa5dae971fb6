"""One set of hard cells gives the same verdicts on every engine, in any order of rows."""

import os
import random
import shutil
import subprocess
import sys
from decimal import Decimal

import pandas as pd
import pytest

from genhe_targets.engines import duck
from genhe_targets.engines.parts import Part, from_json, to_json
from genhe_targets.evaluation import evaluate
from genhe_targets.findings import Finding
from genhe_targets.plan.loading import load_plan
from genhe_targets.vocabulary import Severity

PLAN = load_plan("genhe-2023")
NAMES = ["region", "period", "variable", "value"]
GENHE, HAILAR, MANZHOULI = "150785", "150702", "150781"

ROWS = [
    # exactly at a limit of 24 %, a hair below it, a hair above
    (GENHE, "2023Q4", "reclaimed_water_used", "24"),
    (GENHE, "2023Q4", "sewage_treated", "100"),
    (HAILAR, "2023Q4", "reclaimed_water_used", "23.99999999999"),
    (HAILAR, "2023Q4", "sewage_treated", "100"),
    (MANZHOULI, "2023Q4", "reclaimed_water_used", "24.00000000001"),
    (MANZHOULI, "2023Q4", "sewage_treated", "100"),
    # decimals of 18 digits, apart in the last one
    (GENHE, "2023Q4", "manure_utilized", "88000.0000000000001"),
    (GENHE, "2023Q4", "manure_produced", "100000.000000000000"),
    (HAILAR, "2023Q4", "manure_utilized", "87999.9999999999999"),
    (HAILAR, "2023Q4", "manure_produced", "100000.000000000000"),
    # nothing to measure: a denominator of zero
    (GENHE, "2023Q4", "mulch_film_recovered", "0"),
    (GENHE, "2023Q4", "mulch_film_used", "0"),
    # silence, what is no number, an infinity
    (GENHE, "2023Q4", "urban_wwtp", ""),
    (GENHE, "2023Q4", "urban_wwtp_compliant", "3"),
    (HAILAR, "2023Q4", "shoreline_planned", "待核实"),
    (HAILAR, "2023Q4", "shoreline_protection_zone", "inf"),
    # a name instead of a code, a period that only one region reports, a conflict
    ("满洲里市", "2023Q3", "river_special_actions", "2"),
    (MANZHOULI, "2023Q4", "river_special_actions", "1"),
    (GENHE, "2023Q4", "joint_enforcement_actions", "1"),
    (GENHE, "2023Q4", "joint_enforcement_actions", "2"),
    # a baseline, and a fall that is exactly the one required
    (GENHE, "2020", "industrial_water_intensity", "40"),
    (GENHE, "2023Q4", "industrial_water_intensity", "35.68"),
]  # fmt: skip
CHECKED = ["target", "region", "status", "reason", "value", "limit", "margin", "final"]
TEXTS = pd.DataFrame(ROWS, columns=NAMES)


def plain(frame):
    table = frame[CHECKED].astype(dict.fromkeys(("target", "region", "status", "reason"), str))
    return table.sort_values(["target", "region"]).reset_index(drop=True)


EXPECTED = plain(evaluate(TEXTS, PLAN).standings)


def of(target, region):
    row = EXPECTED[(EXPECTED["target"] == target) & (EXPECTED["region"] == region)]
    return row["status"].item()


def test_the_golden_verdicts_are_the_right_ones():
    assert of("reclaimed-water-use", GENHE) == "met"
    assert of("reclaimed-water-use", HAILAR) == "not_met"
    assert of("reclaimed-water-use", MANZHOULI) == "met"
    assert of("manure-utilization", GENHE) == "met"
    assert of("manure-utilization", HAILAR) == "not_met"
    assert of("mulch-film-recovery", GENHE) == "not_applicable"
    assert of("urban-wwtp-compliance", GENHE) == "missing"
    assert of("shoreline-protection-ratio", HAILAR) == "invalid"
    assert of("joint-enforcement", GENHE) == "invalid"
    assert of("river-special-actions", MANZHOULI) == "met"  # reached in the third quarter
    assert of("industrial-water-intensity", GENHE) == "met"


def same(found):
    pd.testing.assert_frame_equal(plain(found), EXPECTED, check_dtype=False)


def arrow(rows=TEXTS):
    import pyarrow as pa

    return pa.table({name: pa.array(rows[name].tolist(), pa.string()) for name in NAMES})


def polars_frame():
    return pytest.importorskip("polars", reason="polars is not installed").from_arrow(arrow())


def relation():
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    return duckdb.connect().from_arrow(arrow())


FRAMES = {
    "records": lambda: TEXTS.to_dict("records"),
    "pyarrow": arrow,
    "polars": polars_frame,
    "polars lazy": lambda: polars_frame().lazy(),
    "DuckDB relation": relation,
}


@pytest.mark.parametrize("engine", FRAMES)
def test_in_memory(engine):
    same(evaluate(FRAMES[engine](), PLAN).standings)


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_of_rows(seed):
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)  # noqa: S311
    same(evaluate(pd.DataFrame(rows, columns=NAMES), PLAN).standings)


@pytest.mark.parametrize("rows", [1, 7, 1_000_000])
@pytest.mark.parametrize("engine", FRAMES)
def test_part_by_part(engine, rows, monkeypatch):
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    monkeypatch.setattr(duck, "ROWS", rows)
    same(evaluate(FRAMES[engine](), PLAN, collect="verdicts").standings)


@pytest.mark.parametrize("rows", [1, 1_000_000])
def test_of_several_submissions_the_latest_counts(rows, monkeypatch):
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    monkeypatch.setattr(duck, "ROWS", rows)
    again = TEXTS.assign(submitted="2024-01-10")
    first = again.assign(value="1", submitted="2024-01-05")
    report = evaluate(pd.concat([again, first]), PLAN, collect="verdicts")
    same(report.standings)
    assert "revised_much" in set(report.findings["code"])


@pytest.mark.parametrize("form", ["csv", "parquet", "glob", "folder", "table", "query"])
def test_files_and_tables_of_duckdb(form, tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    import pyarrow.parquet as pq

    monkeypatch.setattr(duck, "ROWS", 8)
    engine = "duckdb"
    if form in {"csv", "glob"}:
        TEXTS.iloc[:9].to_csv(tmp_path / "a.csv", index=False)
        TEXTS.iloc[9:].to_csv(tmp_path / "b.csv", index=False)
        if form == "csv":
            TEXTS.to_csv(tmp_path / "c.csv", index=False)
        data = tmp_path / ("c.csv" if form == "csv" else "*.csv")
    elif form in {"parquet", "folder"}:
        pq.write_table(arrow(TEXTS.iloc[:5]), tmp_path / "a.parquet")
        pq.write_table(arrow(TEXTS.iloc[5:]), tmp_path / "b.parquet")
        pq.write_table(arrow(TEXTS.iloc[:0]), tmp_path / "empty.parquet")
        data = tmp_path if form == "folder" else tmp_path / "*.parquet"
    else:
        engine = duckdb.connect()
        engine.from_arrow(arrow()).create("reported")
        data = "reported" if form == "table" else "SELECT * FROM reported"
    same(evaluate(data, PLAN, engine=engine).standings)


def test_numbers_in_place_of_texts_keep_their_digits():
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    whole = [row for row in ROWS if row[3].replace(".", "").isdigit() and len(row[3]) < 16]
    texts = pd.DataFrame(whole, columns=NAMES)
    as_floats = texts.assign(value=texts["value"].astype(float))
    as_decimals = texts.assign(value=[Decimal(text) for text in texts["value"]])
    expected = plain(evaluate(texts, PLAN).standings)
    for numbers in (as_floats, as_decimals):
        found = duckdb.connect().from_df(numbers)
        for report in (evaluate(found, PLAN), evaluate(found, PLAN, collect="verdicts")):
            pd.testing.assert_frame_equal(plain(report.standings), expected, check_dtype=False)


def test_counts_and_findings_are_those_of_a_report(monkeypatch):
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    monkeypatch.setattr(duck, "ROWS", 8)
    whole = evaluate(TEXTS, PLAN)
    found = evaluate(TEXTS, PLAN, collect="counts")
    assert found.standings.empty
    counted = found.counts.groupby("status")["regions"].sum().to_dict()
    assert counted == whole.standings["status"].astype(str).value_counts().to_dict()
    errors = lambda report: sorted(  # noqa: E731
        (row.code, row.region, row.variable)
        for row in report.findings.itertuples()
        if row.severity == "error"
    )
    assert errors(found) == errors(whole)
    assert not found.ok
    assert found.as_of == whole.as_of


def test_verdicts_are_kept_as_partitioned_parquet(tmp_path, monkeypatch):
    pytest.importorskip("duckdb", reason="DuckDB is not installed")
    import pyarrow.dataset as ds

    monkeypatch.setattr(duck, "ROWS", 8)
    evaluate(TEXTS, PLAN, collect="verdicts", into=tmp_path)
    assert len(list((tmp_path / "plan=genhe-2023" / "as_of=2023-12-31").iterdir())) > 1
    kept = ds.dataset(tmp_path, partitioning="hive").to_table().to_pandas()
    same(kept)


@pytest.fixture(scope="module")
def spark():
    pyspark = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("no Java for Spark")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore")
def test_spark_collects_verdicts_only(spark):
    frame = spark.createDataFrame(ROWS, NAMES)
    report = evaluate(frame, PLAN)
    same(report.standings)
    told = evaluate(TEXTS, PLAN).findings
    assert set(report.findings["code"]) == set(told["code"])
    counted = evaluate(frame, PLAN, collect="counts").counts
    assert counted["regions"].sum() == len(EXPECTED)


@pytest.mark.filterwarnings("ignore")
def test_spark_with_empty_partitions(spark):
    frame = spark.createDataFrame(ROWS, NAMES).repartition(16)
    same(evaluate(frame, PLAN).standings)


def test_what_a_worker_found_is_understood_by_who_never_looked_for_it():
    found = Finding("unlike_peers", text="9", region="150785", weight=Severity.ERROR)
    told = to_json(Part({("sewage-treatment", "met", True): 2}, (found,)))
    code = (
        "import sys; from genhe_targets.engines.parts import from_json;"
        "part = from_json(sys.argv[1]); print(part.counts, part.findings[0].severity,"
        "part.findings[0].message('en'))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, told], capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("{('sewage-treatment', 'met', True): 2} error ")
    assert from_json(told).findings[0].weight is Severity.ERROR
