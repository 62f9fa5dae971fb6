"""Hand-written SQL on DuckDB, exact: hundredths as integers, one grouping, fourteen comparisons."""

import sys

import duckdb
from rules import FALLS, NUMBER, PAIRS, RATES, show

BAD = -2
names = [f"{k}{n:02}" for n in PAIRS for k in "nd"] + [f"r{n:02}" for n in RATES]
names += [f"x{n}" for n in FALLS]
cells = ",".join(f"max(value) FILTER (variable = '{name}') AS {name}" for name in names)


def verdict(number: int, parts: list[str], holds: str) -> str:
    bad = " OR ".join(f"{name} = {BAD}" for name in parts)
    none = " OR ".join(f"{name} IS NULL" for name in parts)
    return f"""CASE WHEN {bad} THEN 'invalid' WHEN {none} THEN 'missing' WHEN {holds} THEN 'yes'
               ELSE 'no' END AS "target-{number:02}" """


rules = [verdict(n, [f"n{n:02}", f"d{n:02}"], f"n{n:02} * 100 >= d{n:02} * {limit}")
         for n, limit in PAIRS.items()]  # fmt: skip
rules += [verdict(n, [f"r{n:02}"], f"r{n:02} >= {limit * 100}") for n, limit in RATES.items()]
rules += [verdict(n, [f"x{n}", f"b{n}"], f"(b{n} - x{n}) * 100 >= b{n} * {limit}")
          for n, limit in FALLS.items()]  # fmt: skip
base = ",".join(f"max(x{n}) FILTER (period = '2020') OVER (PARTITION BY region) AS b{n}"
                for n in FALLS)  # fmt: skip
con = duckdb.connect()
con.execute(
    f"""
    CREATE TABLE verdicts AS
    WITH long AS (
      SELECT region, period, variable, CASE WHEN value IN ('', '—', 'N/A') THEN NULL
        WHEN regexp_matches(value, '{NUMBER}') THEN round(value::DOUBLE * 100)::BIGINT
        ELSE {BAD} END AS value
      FROM read_csv(?, all_varchar = true, header = true, nullstr = '\\N')),
    wide AS (SELECT region, period, {cells}, count(*) AS many,
      count(DISTINCT variable) AS different FROM long GROUP BY ALL),
    told AS (SELECT *, {base} FROM wide)
    SELECT region, period, many = different AS once, {",".join(rules)} FROM told
    WHERE period <> '2020'""",
    [sys.argv[1]],
)
if con.execute("SELECT count(*) FROM verdicts WHERE NOT once").fetchone()[0]:
    sys.exit("figures are reported twice")
show({
    f"target-{n:02}": dict(con.execute(
        f'SELECT "target-{n:02}", count(*) FROM verdicts GROUP BY ALL').fetchall())
    for n in range(1, 15)
})  # fmt: skip
