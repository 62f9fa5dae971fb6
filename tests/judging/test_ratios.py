"""Whole arrays of exact fractions agree with fractions one by one."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.grid import as_reported
from genhe_targets.judging.ratios import Ratios
from genhe_targets.plan.formula import Reference, parse_formula

figures = st.one_of(
    st.decimals(-(10**13), 10**13, places=2).map(float),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e18, max_value=1e18),
)


@given(st.lists(figures, min_size=1, max_size=8))
def test_floats_are_read_as_the_decimals_they_were_printed_as(values):
    found = Ratios.reported(np.array(values))
    assert [Fraction(t, b) for t, b in zip(found.top, found.bottom, strict=True)] == [
        as_reported(value) for value in values
    ]


@given(st.lists(st.tuples(figures, figures), min_size=1, max_size=6))
def test_a_formula_gives_what_it_gives_in_fractions(pairs):
    formula = parse_formula("100 * (1 - a / b) + a / 3")
    columns = {Reference("a"): [a for a, _ in pairs], Reference("b"): [b for _, b in pairs]}
    whole = formula.evaluate(lambda name: Ratios.reported(np.array(columns[name])), Ratios.number)
    for at, pair in enumerate(pairs):
        own = {name: as_reported(column[at]) for name, column in columns.items()}
        if pair[1] == 0:
            assert whole.bottom[at] == 0
            continue
        assert Fraction(whole.top[at], whole.bottom[at]) == formula.evaluate(own.get, Fraction)


def test_what_is_divided_by_nothing_stays_nothing():
    one = Ratios.reported(np.array([1.0]))
    nothing = one / Ratios.reported(np.array([0.0]))
    for found in (nothing, one / nothing, nothing - nothing, one + nothing):
        assert found.bottom[0] == 0
        assert np.isnan(found.floats()[0])


def test_a_sign_is_never_lost():
    least = Fraction(1, 10**400)
    assert Ratios.of([least, -least]).floats().tolist() == [5e-324, -5e-324]


def test_fractions_one_by_one_are_as_exact_however_small():
    """A product of two numbers of twelve digits is beyond what 64 bits hold."""
    small = Ratios.of([Fraction(1, 10**12), Fraction(-3, 10**12)])
    for found in (small * small, small - small * small):
        assert all(bottom % 10**24 == 0 for bottom in found.bottom)
    assert (small * small).floats().tolist() == [1e-24, 9e-24]
