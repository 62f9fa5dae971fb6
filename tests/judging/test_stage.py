"""Figures that a function found exactly, as they stand beside reported ones."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.grid import State
from genhe_targets.judging.stage import constant, from_exact

numbers = st.fractions(-(10**9), 10**9)


@given(numbers)
def test_a_figure_lies_within_its_bound_and_the_bound_is_near(number):
    state = np.array([[State.REPORTED, State.SILENT]], np.int8)
    for figures in (constant(number, (1, 2)), from_exact({(0, 0): number}, state)):
        error = Fraction(float(figures.error[0, 0]))
        assert abs(Fraction(float(figures.value[0, 0])) - number) <= error
        assert error <= abs(number) * Fraction(1, 10**14), "or every figure would be doubtful"
        assert figures.exact(0, 0) == number


def test_a_number_is_known_everywhere_and_a_function_only_where_it_found_one():
    everywhere = constant(Fraction(1, 3), (2, 3))
    assert everywhere.state.tolist() == [[State.REPORTED] * 3] * 2
    assert everywhere.exact(1, 2) == Fraction(1, 3)
    some = from_exact({(0, 1): Fraction(7)}, np.array([[State.SILENT, State.AT_MOST]], np.int8))
    assert np.isnan(some.value[0, 0])
    assert np.isnan(some.error[0, 0])
    assert (some.value[0, 1], some.state[0, 1]) == (7.0, State.AT_MOST)
