"""Error bounds hold for whatever the operands may truly be, and are no wider than that needs."""

import operator
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from genhe_targets.judging.bounded import Bounded

UNIT = Fraction(1, 2**53)
whole = st.integers(-1000, 1000).map(float)
errors = st.integers(0, 8).map(lambda n: n / 16)
bounded = st.builds(Bounded, whole, errors)


def ends(one):
    value, error = Fraction(one.value), Fraction(one.error)
    return value - error, value + error


@pytest.mark.parametrize("apply", [operator.add, operator.sub, operator.mul, operator.truediv])
@given(bounded, bounded)
def test_a_bound_covers_the_farthest_truth_and_little_more(apply, first, second):
    assume(apply is not operator.truediv or abs(second.value) > second.error)
    found = apply(first, second)
    near = Fraction(found.value)
    farthest = max(abs(apply(a, b) - near) for a, b in product(ends(first), ends(second)))
    assert farthest <= Fraction(found.error)
    assert Fraction(found.error) <= (farthest + 2 * abs(near) * UNIT) * (1 + Fraction(1, 2**38))


def test_a_bound_covers_its_own_rounding():
    found = Bounded(1.0, 0.1) + Bounded(2.0, 0.7)
    assert Fraction(found.error) > Fraction(0.1) + Fraction(0.7) + 3 * UNIT


@pytest.mark.parametrize("off", [1.0, 2.0])
def test_a_divisor_that_may_be_zero_leaves_no_bound(off):
    with np.errstate(divide="ignore"):
        assert (Bounded(1.0, 0.0) / Bounded(1.0, off)).error == np.inf


@given(st.fractions(max_denominator=1000))
def test_a_constant_is_exact_where_a_float_can_hold_it(value):
    found = Bounded.number(value)
    off = abs(Fraction(found.value) - value)
    assert off <= Fraction(found.error) <= abs(value) * 2 * UNIT
    assert bool(off) == bool(found.error)
