"""Running totals: whole lines summed at once are what figures added one by one are."""

from fractions import Fraction
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells import GENHE, HAILAR, facts_of
from genhe_targets import running
from genhe_targets.plan.formula import Reference

PERIOD = {"basis": "period"}
NUMBERS = st.one_of(
    st.decimals(-100, 10**6, places=2).map(str),
    st.sampled_from(["0.1", "0.2", "999999999999999", "1e-9", "0.12345678", "123456789012345678"]),
)
FIGURES = st.one_of(
    NUMBERS, NUMBERS, NUMBERS, st.sampled_from([None, ("?", "unreadable"), ("5", "at_least")])
)
QUARTERS = [f"2023Q{quarter}" for quarter in range(1, 5)]
MONTHS = [f"2023-{month:02}" for month in range(1, 13)]
DAYS = ["2023-01-01", "2023-01-02", "2023-01-03/2023-01-31"]
CHAINS = st.one_of(
    st.sampled_from([QUARTERS, MONTHS[:5], DAYS + MONTHS[1:3], ["2023-01/2023-06", "2023Q3"]]),
    st.lists(st.sampled_from([*QUARTERS, *MONTHS, *DAYS]), min_size=1, max_size=5),
)


@st.composite
def lines(draw):
    """A line that mostly follows day by day, now and then with a period left out or told twice."""
    chain = draw(CHAINS)
    kept = draw(st.lists(st.sampled_from([1, 1, 1, 1, 1, 0, 2]), min_size=5, max_size=5))
    where = draw(st.sampled_from([GENHE, HAILAR])), draw(st.sampled_from(["used", "trainings"]))
    basis = draw(st.sampled_from([PERIOD, PERIOD, PERIOD, {}]))
    return [
        (where[0], period, where[1], draw(FIGURES), basis)
        for period, times in zip(chain, kept, strict=False)
        for _ in range(times)
    ]


CELLS = st.lists(lines(), min_size=1, max_size=4).map(
    lambda own: [cell for one in own for cell in one]
)


def quarters(region, variable, *figures):
    return [
        (region, f"2023Q{at}", variable, figure, PERIOD) for at, figure in enumerate(figures, 1)
    ]


def told(facts):
    """Everything a grid holds, silence spelled so that it equals itself."""
    grid = facts.grids[2023]
    return (
        grid.state.tolist(),
        grid.origin.tolist(),
        np.nan_to_num(grid.value, nan=-1).tolist(),
        grid.exact,
    )


def one_by_one(mini, cells):
    with patch.object(
        running._Chains, "unbroken", lambda own: np.zeros(len(own.heads), dtype=bool)
    ):
        return told(facts_of(mini, *cells))


@given(CELLS.filter(bool))
def test_lines_at_once_are_figures_one_by_one(mini, cells):
    assert told(facts_of(mini, *cells)) == one_by_one(mini, cells)


@pytest.mark.parametrize(
    ("cells", "states", "last"),
    [
        ([("2023Q1", "1"), ("2023Q3", "2")], [1, 3], "3"),
        ([("2023Q2", "1"), ("2023Q3", "2")], [3, 3], "3"),
        ([("2023Q1", "1"), ("2023Q2", ("2", "at_least")), ("2023Q3", "2")], [1, 2, 2], None),
        ([("2023Q1", "1"), ("2023Q2", "1.00000000000000001")], [1, 1], "2.00000000000000001"),
        ([("2023Q1", "0.12345678"), ("2023Q2", "1")], [1, 1], "1.12345678"),
        ([("2023Q1", "900000000000000"), ("2023Q2", "200000000000000.5")], [1, 1], "1100000000000000.5"),
        ([(month, "999999999999999") for month in MONTHS[:11]], [1] * 11, "10999999999999989"),
        ([("2023-01-01", "1"), ("2023-01-02", "2")], [1], "3"),
        ([("2023Q1", "1"), ("2023-03", "2"), ("2023Q2", "4")], [1, 1], "5"),
    ],
)  # fmt: skip
def test_whatever_breaks_a_line_is_added_one_by_one(mini, cells, states, last):
    cells = [(GENHE, period, "used", figure, PERIOD) for period, figure in cells]
    facts = facts_of(mini, *cells)
    column = facts.column(Reference("used"))
    assert column.state[0].tolist() == states
    if last is not None:
        assert column.fraction(0, len(states) - 1) == Fraction(last)
    assert told(facts) == one_by_one(mini, cells)


def test_plain_quarters_are_never_added_one_by_one(mini):
    cells = [
        *quarters(GENHE, "used", "0.1", "0.2", "0.7", "1"),
        *quarters(HAILAR, "used", "3", "4"),
    ]
    with patch.object(running, "_sum_line", side_effect=AssertionError):
        facts = facts_of(mini, *cells)
    _, _, value, exact = told(facts)
    assert value == [[[0.1, 0.3, 1.0, 2.0], [3, 7, -1, -1]]]
    assert not exact


def test_a_sum_beyond_fifteen_digits_is_exact(mini):
    big = "900000000000000.1"
    facts = facts_of(mini, *quarters(GENHE, "used", big, big, "0.1"))
    column = facts.column(Reference("used"))
    figures = [column.fraction(0, quarter) for quarter in range(3)]
    assert figures == [Fraction(big), 2 * Fraction(big), 2 * Fraction(big) + Fraction("0.1")]


def test_silence_alone_sums_to_silence(mini):
    facts = facts_of(
        mini, *quarters(GENHE, "used", "1", None), *quarters(HAILAR, "used", None, None)
    )
    assert facts.grids[2023].state[0].tolist() == [[1, 0], [0, 0]]
