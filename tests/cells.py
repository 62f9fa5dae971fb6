"""Observations, facts and verdicts built cell by cell."""

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

import pandas as pd

from genhe_targets.batch import judge_observations
from genhe_targets.coded import code
from genhe_targets.contract.check import check_contract
from genhe_targets.facts import build_facts, default_as_of
from genhe_targets.grid import State
from genhe_targets.observations import Observations

MINI = Path(__file__).parent / "mini"
GENHE, HAILAR = "150785", "150702"
STATE_NAMES = {code: name for name, code in vars(State).items() if name.isupper()}


def observations(*cells):
    """Observations from (region, period, variable, figure[, extras]) tuples.

    A figure is a text of a number, ``None`` for silence, or ``(figure, mark)``.
    """
    rows = []
    for number, (region, period, variable, given, *extras) in enumerate(cells, start=1):
        figure, mark = given if isinstance(given, tuple) else (given, "")
        plain = "" if figure is None else normalize("NFKC", str(figure))
        if figure is None:
            mark = mark or "not_reported"
        row = {
            "region": region, "period": period, "variable": variable,
            "text": "" if figure is None else str(figure), "mark": mark,
            "file": "test.csv", "sheet": "", "column": "D",
            "value": float("nan") if figure is None or mark == "unreadable" else float(plain),
            "row": number + 1,
        }  # fmt: skip
        row.update(extras[0] if extras else {})
        rows.append(row)
    frame = pd.DataFrame(rows)
    for name in frame.columns.difference(["value", "row"]):
        frame[name] = pd.Categorical(frame[name].fillna(""))
    frame["row"] = frame["row"].astype("int32")
    exact = {}
    for position, row in enumerate(rows):
        if row["text"] and row["mark"] == "":
            figure = Fraction(Decimal(normalize("NFKC", row["text"])))
            if Fraction(Decimal(repr(row["value"]))) != figure:
                exact[position] = figure
    return Observations.of_frame(frame, exact)


def facts_of(plan, *cells, as_of=None):
    """Facts of cells, past the contract."""
    coded = code(observations(*cells), plan)
    day = datetime.date.fromisoformat(as_of) if as_of else default_as_of(coded, plan)
    return build_facts(coded, check_contract(coded, plan).usable, plan, day)


def judged_of(plan, *cells, as_of=None, assigned=None):
    """Verdicts and findings of cells."""
    day = datetime.date.fromisoformat(as_of) if as_of else None
    judged, findings, _ = judge_observations(observations(*cells), plan, day, assigned)
    return judged, findings


def standing(plan, target, *cells, region=GENHE, **options):
    """Status and reason code of one standing."""
    from genhe_targets.judging.reasons import REASONS

    judged, _ = judged_of(plan, *cells, **options)
    if target.startswith("measure-"):
        judged = judged.measures
    duty = [t.id for t in judged.duties].index(target)
    row = judged.facts.regions.index(region)
    reason = list(REASONS)[int(judged.standings.reason[duty, row, 0])]
    return judged.status(duty, row).value, reason
