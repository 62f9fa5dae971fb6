"""What the validators share: reading rows, and how far each rule is from its limit.

Each checks the reported rows (known names, one figure for each region, period and variable, cells
that are numbers or say that there is none) and then the targets.  None of them turns rows into
indicators, so a script does it, as fast as pandas or polars can, and exactly: hundredths as whole
numbers.  A margin below 0 breaks the rule; there is none where a figure is silent or no number,
and these are counted here.
"""

from __future__ import annotations

from typing import Any

from rules import FALLS, NUMBER, PAIRS, QUARTERS, RATES, SILENT

BAD = -2
CELL = rf"^(?:{NUMBER.strip('^$')}|{'|'.join(SILENT)})$"
PERIODS = ["2020", *QUARTERS]
VARIABLES = [f"{kind}{n:02}" for n in PAIRS for kind in "nd"]
VARIABLES += [f"r{n:02}" for n in RATES] + [f"x{n}" for n in FALLS]
KEY = ["region", "period"]
NAMES = [f"target-{n:02}" for n in (*PAIRS, *RATES, *FALLS)]
PARTS = {
    **{f"target-{n:02}": [f"n{n:02}", f"d{n:02}"] for n in PAIRS},
    **{f"target-{n:02}": [f"r{n:02}"] for n in RATES},
    **{f"target-{n:02}": [f"x{n}", f"b{n}"] for n in FALLS},
}
LIMITS = {f"target-{n:02}": limit for n, limit in {**PAIRS, **RATES, **FALLS}.items()}


def _margin(name: str, figure: Any) -> Any:
    parts, limit = PARTS[name], LIMITS[name]
    if parts[0][0] == "n":
        return figure(parts[0]) * 100 - figure(parts[1]) * limit
    if parts[0][0] == "r":
        return figure(parts[0]) - limit * 100
    return (figure(parts[1]) - figure(parts[0])) * 100 - figure(parts[1]) * limit


def rows_by_pandas(file: str) -> Any:
    """The rows of a file, all columns as texts."""
    import pandas as pd

    return pd.read_csv(file, engine="pyarrow", dtype=str, keep_default_na=False)


def by_pandas(rows: Any) -> tuple[Any, dict[str, dict[str, int]]]:
    """A frame with key columns and a margin for each target, and what is missing or invalid."""
    import pandas as pd

    long = rows.copy()
    text = long["value"]
    value = (pd.to_numeric(text, errors="coerce") * 100).round()
    long["value"] = value.where(text.str.match(NUMBER), BAD).mask(text.isin(SILENT))
    wide = long.set_index([*KEY, "variable"])["value"].unstack("variable").reset_index()
    base = wide.loc[wide["period"] == "2020", ["region", "x13", "x14"]]
    wide = wide[wide["period"].isin(QUARTERS)].merge(
        base.rename(columns={"x13": "b13", "x14": "b14"}), on="region", how="left"
    )
    counts, margins = {}, {name: wide[name] for name in KEY}
    for name in NAMES:
        own = wide[PARTS[name]]
        invalid = (own == BAD).any(axis=1)
        missing = own.isna().any(axis=1) & ~invalid
        counts[name] = {"invalid": int(invalid.sum()), "missing": int(missing.sum())}
        margins[name] = _margin(name, own.__getitem__).mask(invalid | missing).astype("float64")
    return pd.DataFrame(margins), counts


def rows_by_polars(file: str) -> Any:
    """The rows of a file, all columns as texts."""
    import polars as pl

    schema = dict.fromkeys([*KEY, "variable", "value"], pl.String)
    return pl.read_csv(file, schema=schema).with_columns(pl.col("value").fill_null(""))


def by_polars(rows: Any) -> tuple[Any, dict[str, dict[str, int]]]:
    """The same as a polars frame."""
    import polars as pl

    text = pl.col("value")
    hundredths = (text.cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64)
    figure = (
        pl.when(text.is_in(SILENT) | text.is_null())
        .then(None)
        .when(text.str.contains(NUMBER))
        .then(hundredths)
        .otherwise(BAD)
    )
    long = rows.select(*KEY, "variable", value=figure)
    wide = long.pivot("variable", index=KEY, values="value")
    base = wide.filter(period="2020").select("region", b13="x13", b14="x14")
    wide = wide.filter(pl.col("period").is_in(QUARTERS)).join(base, on="region", how="left")
    invalid = {n: pl.any_horizontal([pl.col(p).eq_missing(BAD) for p in PARTS[n]]) for n in NAMES}
    missing = {n: pl.any_horizontal([pl.col(p).is_null() for p in PARTS[n]]) for n in NAMES}
    margins = wide.select(
        *KEY, **{n: pl.when(~invalid[n] & ~missing[n]).then(_margin(n, pl.col)) for n in NAMES}
    )
    sums = wide.select(
        **{f"invalid {n}": invalid[n].sum() for n in NAMES},
        **{f"missing {n}": (missing[n] & ~invalid[n]).sum() for n in NAMES},
    ).row(0, named=True)
    counts = {n: {word: sums[f"{word} {n}"] for word in ("invalid", "missing")} for n in NAMES}
    return margins, counts


def told(margins: Any, counts: dict[str, dict[str, int]], failed: dict[str, int]) -> Any:
    """Counts with what a validator found to fail; the rest of what was judged keeps its rule."""
    for name, own in counts.items():
        judged = len(margins) - own["invalid"] - own["missing"]
        own["no"] = failed.get(name, 0)
        own["yes"] = judged - own["no"]
    return counts


def expect(rows: Any, found: int) -> None:
    """End where a validator did not find exactly the cells that are no numbers.

    Raises:
        SystemExit: It found more or fewer.
    """
    texts = rows["value"].value_counts()
    pairs = texts.items() if hasattr(texts, "items") else texts.iter_rows()
    bad = sum(count for text, count in pairs if text == "待核实")
    if found != bad:
        raise SystemExit(f"{found} unreadable cells were found, there are {bad}")
