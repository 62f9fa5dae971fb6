"""Hand-written polars, exact: hundredths as integers, one pivot, fourteen comparisons."""

import sys

import polars as pl
from rules import FALLS, NUMBER, PAIRS, QUARTERS, RATES, SILENT, show

BAD = -2  # what is no number
names = {"region": pl.String, "period": pl.String, "variable": pl.String, "value": pl.String}
text = pl.col("value")
hundredths = (text.cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64)
figure = (
    pl.when(text.is_in(SILENT) | text.is_null())
    .then(None)
    .when(text.str.contains(NUMBER))
    .then(hundredths)
    .otherwise(BAD)
)
data = pl.scan_csv(sys.argv[1], schema=names)
long = data.select("region", "period", "variable", value=figure).collect()
if long.select("region", "period", "variable").is_duplicated().any():
    sys.exit("figures are reported twice")
wide = long.pivot("variable", index=["region", "period"], values="value")
base = wide.filter(period="2020").select("region", b13="x13", b14="x14")
wide = wide.filter(pl.col("period").is_in(QUARTERS)).join(base, on="region", how="left")


def verdict(parts: list[str], holds: pl.Expr) -> pl.Expr:
    bad = pl.any_horizontal([pl.col(name) == BAD for name in parts])
    none = pl.any_horizontal([pl.col(name).is_null() for name in parts])
    return (
        pl.when(bad.fill_null(False)).then(pl.lit("invalid"))
        .when(none).then(pl.lit("missing"))
        .when(holds).then(pl.lit("yes")).otherwise(pl.lit("no"))
    )  # fmt: skip


c = pl.col
rules = {}
for n, limit in PAIRS.items():
    parts = [f"n{n:02}", f"d{n:02}"]
    rules[n] = verdict(parts, c(parts[0]) * 100 >= c(parts[1]) * limit)
for n, limit in RATES.items():
    rules[n] = verdict([f"r{n:02}"], c(f"r{n:02}") >= limit * 100)
for n, limit in FALLS.items():
    parts = [f"x{n}", f"b{n}"]
    rules[n] = verdict(parts, (c(parts[1]) - c(parts[0])) * 100 >= c(parts[1]) * limit)
verdicts = wide.select("region", "period", **{f"target-{n:02}": rule for n, rule in rules.items()})
show({
    name: dict(verdicts[name].value_counts().iter_rows()) for name in verdicts.columns[2:]
})  # fmt: skip
