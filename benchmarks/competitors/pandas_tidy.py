"""Hand-written pandas, exact: hundredths as integers, one unstack, fourteen comparisons."""

import sys

import numpy as np
import pandas as pd
from rules import FALLS, NUMBER, PAIRS, QUARTERS, RATES, SILENT, show

BAD = -2.0
long = pd.read_csv(sys.argv[1], engine="pyarrow", dtype=str, keep_default_na=False)
if long.duplicated(["region", "period", "variable"]).any():
    sys.exit("figures are reported twice")
text = long["value"]
value = (pd.to_numeric(text, errors="coerce") * 100).round()
value = value.where(text.str.match(NUMBER), BAD).mask(text.isin(SILENT))
long["value"] = value
wide = long.set_index(["region", "period", "variable"])["value"].unstack("variable").reset_index()
base = wide.loc[wide["period"] == "2020", ["region", "x13", "x14"]]
wide = wide[wide["period"].isin(QUARTERS)].merge(
    base.rename(columns={"x13": "b13", "x14": "b14"}), on="region", how="left"
)


def verdict(parts: list[str], holds: pd.Series) -> pd.Series:
    own = wide[parts]
    words = np.where(holds, "yes", "no")
    words = np.where(own.isna().any(axis=1), "missing", words)
    return pd.Series(np.where((own == BAD).any(axis=1), "invalid", words))


verdicts = pd.DataFrame({"region": wide["region"], "period": wide["period"]})
for n, limit in PAIRS.items():
    parts = [f"n{n:02}", f"d{n:02}"]
    verdicts[f"target-{n:02}"] = verdict(parts, wide[parts[0]] * 100 >= wide[parts[1]] * limit)
for n, limit in RATES.items():
    verdicts[f"target-{n:02}"] = verdict([f"r{n:02}"], wide[f"r{n:02}"] >= limit * 100)
for n, limit in FALLS.items():
    now, before = wide[f"x{n}"], wide[f"b{n}"]
    verdicts[f"target-{n}"] = verdict([f"x{n}", f"b{n}"], (before - now) * 100 >= before * limit)
show({name: verdicts[name].value_counts().to_dict() for name in verdicts.columns[2:]})
