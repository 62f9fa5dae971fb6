"""Laws of judging, stated for all figures and not for examples."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from cells import GENHE, HAILAR, judged_of, standing
from genhe_targets.contract.asking import failing
from genhe_targets.judging.bounded import Bounded
from genhe_targets.judging.schema import margin_schema
from genhe_targets.plan.formula import parse_formula

DIGITS = st.decimals(Decimal("0.001"), Decimal(10**7), places=3)
ORDER = ["not_met", "met"]


def rated(mini, used, treated):
    cells = [(GENHE, "2023Q4", "used", f"{used:f}"), (GENHE, "2023Q4", "treated", f"{treated:f}")]
    return standing(mini, "reclaimed", *cells)[0]


@given(DIGITS, DIGITS)
def test_the_verdict_is_that_of_exact_arithmetic(mini, used, treated):
    used = min(used, treated)
    exact = 100 * Fraction(used) / Fraction(treated) >= 24
    assert rated(mini, used, treated) == ORDER[exact]


@given(DIGITS)
def test_exactly_the_limit_is_met_and_a_hair_below_is_not(mini, treated):
    limit = treated * 24 / 100
    assert rated(mini, limit, treated) == "met"
    assert rated(mini, limit - Decimal("0.0000001"), treated) == "not_met"


def test_of_two_thousand_pairs_exactly_at_the_limit_none_is_missed(mini):
    pairs = [
        (Decimal(i) * Decimal("0.285"), Decimal(i) * Decimal("1.1875")) for i in range(1, 2001)
    ]
    assert all(100 * Fraction(n) / Fraction(d) == 24 for n, d in pairs)
    cells = []
    plan = mini.model_copy(update={"open_regions": True})
    for index, (n, d) in enumerate(pairs):
        cells += [
            (f"R{index:04}", "2023Q4", "used", f"{n:f}"),
            (f"R{index:04}", "2023Q4", "treated", f"{d:f}"),
        ]
    judged, _ = judged_of(plan, *cells)
    duty = [t.id for t in judged.duties].index("reclaimed")
    assert {judged.status(duty, region).value for region in range(2000)} == {"met"}
    floats = sum(100 * float(n) / float(d) < 24 for n, d in pairs)
    assert floats > 0, "the pairs must be such that floats would miss some"


@given(DIGITS, DIGITS, st.decimals(0, 1000, places=3))
def test_more_is_never_worse(mini, used, treated, more):
    used, larger = min(used, treated), min(used + more, treated)
    assert ORDER.index(rated(mini, larger, treated)) >= ORDER.index(rated(mini, used, treated))


CELLS = st.lists(
    st.tuples(
        st.sampled_from([GENHE, HAILAR]),
        st.sampled_from(["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2023-10", "2020"]),
        st.sampled_from(["used", "treated", "trainings", "bodies", "water_use", "intensity", "reclaimed"]),
        st.one_of(st.none(), st.integers(0, 200).map(str), st.just(("7", "at_least"))),
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


def table(judged, findings):
    ids = [t.id for t in judged.duties]
    standings = {
        (ids[d], region): (
            int(judged.standings.status[d, r, 0]),
            int(judged.standings.reason[d, r, 0]),
        )
        for d in range(len(ids))
        for r, region in enumerate(judged.facts.regions)
    }
    return standings, sorted((f.code, f.region, f.period, f.variable, f.count) for f in findings)


@given(CELLS, st.randoms())
@settings(max_examples=60)
def test_the_order_of_rows_changes_nothing(mini, cells, random):
    shuffled = cells.copy()
    random.shuffle(shuffled)
    first, second = judged_of(mini, *cells), judged_of(mini, *shuffled)
    assert table(*first)[0] == table(*second)[0]
    assert [f.code for f in sorted(first[1], key=lambda f: f.code)] == [
        f.code for f in sorted(second[1], key=lambda f: f.code)
    ]


@given(CELLS)
@settings(max_examples=60)
def test_the_failing_set_of_pandera_is_that_of_the_verdicts(mini, cells):
    """What `schema.validate` refuses, the engine's margins call broken, and nothing else."""
    import pandera.errors

    judged, _ = judged_of(mini, *cells, assigned={"total": 50})
    rows, expected = [], []
    for duty, outcome in zip(judged.duties, judged.outcomes, strict=True):
        for margin, holds in zip(outcome.margin.ravel(), outcome.holds.ravel(), strict=True):
            if not math.isnan(margin):
                rows.append((margin, duty.bounds[0].strict))
                expected.append(int(holds) == 0)
    frame = pd.DataFrame(rows, columns=["margin", "strict"]).astype(float)
    broken = np.zeros(len(frame), dtype=bool)
    try:
        margin_schema().validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            broken |= ~np.asarray(error.check_output, dtype=bool)
    if len(frame):
        assert (failing(margin_schema(), frame) == broken).all()
    # A bound (at least 7) that could still go either way fails the schema and stays open.
    for is_broken, says_no in zip(broken, expected, strict=True):
        assert is_broken or not says_no


@given(
    st.lists(st.decimals(Decimal("0.000001"), Decimal(10**9), places=6), min_size=4, max_size=4),
    st.sampled_from(
        ["100 * a / b", "100 * (1 - (a / b) / (c / d))", "a + b - c", "(a + b) / (c + d)", "0.1 * a / d"]
    ),
)  # fmt: skip
def test_the_error_bound_holds(figures, text):
    formula = parse_formula(text)
    named = dict(zip("abcd", figures, strict=True))
    exact = formula.evaluate(lambda r: Fraction(named[r.name]), Fraction)
    with np.errstate(all="ignore"):
        near = formula.evaluate(
            lambda r: Bounded.reported(np.array([float(named[r.name])])), Bounded.number
        )
    if np.isfinite(near.error[0]) and near.error[0] >= 0:
        assert abs(Fraction(float(near.value[0])) - exact) <= Fraction(float(near.error[0]))
