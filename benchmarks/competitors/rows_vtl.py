"""vtlengine: a datapoint ruleset for the rows, and one with a rule for each target.

That a figure is reported once is the dataset's own rule: its identifiers name one point.
"""

from typing import Any

from margins import (
    CELL,
    KEY,
    NAMES,
    PERIODS,
    VARIABLES,
    by_pandas,
    expect,
    rows_by_pandas,
    told,
)  # fmt: skip
from measured import main
from vtlengine import run

WORDS = {"period": "quarter", "variable": "named", "value": "cell"}  # the others are VTL's own
MEASURES = [name.replace("target-", "t") for name in NAMES]


def dataset(name: str, identifiers: list[str], measures: dict[str, str]) -> dict[str, Any]:
    keys = [{"name": n, "type": "String", "role": "Identifier", "nullable": False}
            for n in identifiers]  # fmt: skip
    own = [{"name": n, "type": kind, "role": "Measure", "nullable": True}
           for n, kind in measures.items()]  # fmt: skip
    return {"name": name, "DataStructure": keys + own}


def among(name: str, values: list[str]) -> str:
    listed = ", ".join(f'"{value}"' for value in values)
    return f"{name} in {{{listed}}}"


ROWS = f"""
define datapoint ruleset cells (variable quarter, named, cell) is
rp: {among("quarter", PERIODS)} errorcode "period";
rv: {among("named", VARIABLES)} errorcode "variable";
rc: match_characters(cell, "{CELL}") errorcode "cell"
end datapoint ruleset;
R_r <- check_datapoint(R_1, cells invalid);
"""
RULES = ";\n".join(f'r{name}: {name} >= 0 errorcode "{name}"' for name in MEASURES)
TARGETS = f"""
define datapoint ruleset targets (variable {", ".join(MEASURES)}) is
{RULES}
end datapoint ruleset;
T_r <- check_datapoint(T_1, targets invalid);
"""
STRUCTURES = {
    "R_1": dataset("R_1", ["region", "quarter", "named"], {"cell": "String"}),
    "T_1": dataset("T_1", KEY, dict.fromkeys(MEASURES, "Number")),
}


def failures(script: str, name: str, frame: Any) -> dict[str, int]:
    found = run(script, {"datasets": [STRUCTURES[name]]}, {name: frame})
    return found[f"{name[0]}_r"].data["ruleid"].value_counts().to_dict()


def judge(file: str) -> Any:
    rows = rows_by_pandas(file)
    given = rows.rename(columns=WORDS)
    expect(rows, sum(failures(ROWS, "R_1", given).values()))
    margins, counts = by_pandas(rows)
    given = margins.rename(columns=dict(zip(NAMES, MEASURES, strict=True)))
    failed = failures(TARGETS, "T_1", given)
    return told(margins, counts, {n: failed.get(f"rt{n[-2:]}", 0) for n in NAMES})


if __name__ == "__main__":
    main(judge)
