"""Whole columns answer as plain loops over one figure after the other do."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genhe_targets.coded import code
from genhe_targets.contract.check import LISTED
from genhe_targets.credibility import asking, examine, panel, printing
from genhe_targets.observations import Observations
from genhe_targets.plan.checks import Checks
from genhe_targets.reading.coding import coded, constant
from genhe_targets.textcolumn import TextColumn
from plainchecks import Plain

NAMES = (
    "used",
    "treated",
    "trainings",
    "bodies",
    "intensity",
    "water_use",
    "reclaimed",
    "nonsense",
)
PERIODS = ("2021Q4", *(f"2022Q{q}" for q in (1, 2, 3, 4)), *(f"2023Q{q}" for q in (1, 2, 3, 4)))
SPELLINGS = (
    lambda v: (f"{v:.2f}", round(v, 2)), lambda v: (f"{v:.1f}", round(v, 1)),
    lambda v: (f"{v:.0f}", round(v)), lambda v: (f"{round(v / 5) * 5}", round(v / 5) * 5),
    lambda v: (f"{v:,.2f} ", round(v, 2)), lambda v: (f"{v:.1f}万", round(v, 1) * 10000),
    lambda v: ("", v), lambda v: ("0", 0.0),
)  # fmt: skip


def observed(seed, regions, periods, spellings, fresh):
    """Figures of a level that moves little, with leaps, repetitions, gaps and doubles."""
    chance = np.random.default_rng(seed)
    cells = []
    for region in range(regions):
        for name in NAMES:
            level, text, value = chance.choice([3, 40, 900]), "1", 1.0
            for period in periods:
                grown = level * chance.normal(1, 0.15) * chance.choice([1, 1, 1, 1, 10, 0.1, 1.7])
                if chance.random() < fresh:
                    text, value = SPELLINGS[chance.choice(spellings)](abs(grown))
                if chance.random() < 0.95:
                    cells.append((f"7{region:05d}", period, name, text, float(value)))
    cells += cells[:: 1 + int(chance.integers(5, 400))]
    place, period, name, texts, values = zip(*cells, strict=True)
    if seed % 2:
        text = TextColumn(pa.array(["skipped", *texts])[1:], np.arange(len(texts), dtype=np.int32))
    else:
        text = coded(texts)
    count = len(cells)
    columns = {"region": coded(place), "period": coded(period), "variable": coded(name),
               "text": text, "mark": constant("", count), "file": constant("a.csv", count),
               "sheet": constant("", count), "column": constant("D", count)}  # fmt: skip
    return Observations(columns, np.array(values), np.arange(2, count + 2, dtype=np.int32))


@pytest.fixture(scope="module")
def opened(mini):
    return mini.model_copy(update={"open_regions": True})


@settings(max_examples=25)
@example(5, 5, 5, [1], 1.0, 3, None)  # a kind that the first panel is free of is told after others
@given(
    st.integers(0, 10**6), st.integers(1, 9), st.integers(1, len(PERIODS)),
    st.lists(st.integers(0, len(SPELLINGS) - 1), min_size=1, max_size=4),
    st.sampled_from([0.3, 1.0]), st.sampled_from([3, LISTED]), st.sampled_from([None, "error"]),
)  # fmt: skip
def test_the_same_is_doubted_in_the_same_order(
    opened, seed, regions, periods, spellings, fresh, listed, severity
):
    given_ = code(observed(seed, regions, PERIODS[-periods:], spellings, fresh), opened)
    usable = np.random.default_rng(seed).random(len(given_)) < 0.97
    checks = Checks.model_validate({
        "peers": False, "bunching": False, "totals": False,
        "jumps": {"past": 3, "severity": severity}, "heaping": {"least": 20, "significance": 1},
    })  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for module in (asking, examine):
            patch.setattr(module, "LISTED", listed)
        patch.setattr(panel, "PART", 1 + seed % 200)
        patch.setattr(printing, "CHUNK", 1 + seed % 50)
        found = examine.examine(given_, usable, opened, checks)
    plain = list(Plain(given_, usable, opened, checks).answers())
    told = [(f.code, *_said(f)) for f in found.findings if f.code != "more_of_a_kind"]
    counts = dict.fromkeys(answer[0] for answer in plain)
    expected = []
    for answer in plain:
        counts[answer[0]] = (counts[answer[0]] or 0) + 1
        if counts[answer[0]] <= listed:
            expected.append(answer)
    assert told == expected
    rest = {f.detail["kind"]: f.count for f in found.findings if f.code == "more_of_a_kind"}
    assert list(rest.items()) == [(c, n - listed) for c, n in counts.items() if n > listed]
    errors = [row for kind, row, _ in plain if kind in {"jump", "jump_on_year", "outlier"}]
    usable[errors if severity else []] = False
    assert np.array_equal(found.usable, usable)


def _said(finding):
    detail = finding.detail
    match finding.code:
        case "digit_heaping":
            return finding.variable, (detail["decimals"], detail["total"], detail["round"])
        case "copied_figures":
            return finding.region, (detail["same"], detail["total"])
    keys = {"wrong_unit": "factor", "outlier": "median", "above_whole": "most"}
    return finding.row - 2, detail[keys.get(finding.code, "change")]
