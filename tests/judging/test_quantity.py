"""Figures over regions and checkpoints: one in place of another, and what each is exactly."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from genhe_targets.grid import Column, State
from genhe_targets.judging.quantity import Quantity, as_quantity
from genhe_targets.judging.ratios import Ratios

F = Fraction
SMALL = F(1, 10**30)
EVERY = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
"""Regions and checkpoints of four cells."""


def column(values, state=State.REPORTED, exact=()):
    table = np.array(values, dtype=float)
    states = np.full(table.shape, state, np.int8)
    return as_quantity(Column(table, states, np.zeros(table.shape, np.int32), dict(exact)))


def fractions(ratios):
    return [
        F(top, bottom) if bottom else None
        for top, bottom in zip(ratios.top, ratios.bottom, strict=True)
    ]


def test_reported_figures_are_their_decimals_but_for_those_with_more_digits():
    own = column([["0.1", "2.5"], ["3", "1e-9"]], exact={(1, 0): 3 + SMALL})
    expected = [F("0.1"), F("2.5"), 3 + SMALL, F("1e-9")]
    assert fractions(own.exacts(*EVERY)) == expected
    assert [own.exact(*cell) for cell in zip(*EVERY, strict=True)] == expected
    assert own.many is not None, "or every doubtful cell would be read by itself"


def test_figures_that_divide_by_nothing_have_none():
    def exact(region, checkpoint):
        return F(1, region) + checkpoint

    blank = np.zeros((2, 2))
    own = Quantity(blank, blank, blank.astype(np.int8), exact)
    assert fractions(own.exacts(*EVERY)) == [None, None, 1, 2]


def test_others_stand_in_cell_by_cell_with_all_that_is_known_of_them():
    own = column([["0.1", "2"], ["3", "4"]], exact={(1, 0): 3 + SMALL})
    other = column([["5", "0.6"], ["7", "8"]], State.AT_MOST, {(0, 1): F("0.6") - SMALL})
    chosen = own.where(np.array([[True, False], [True, False]]), other)
    expected = [F("0.1"), F("0.6") - SMALL, 3 + SMALL, 8]
    assert [chosen.exact(*cell) for cell in zip(*EVERY, strict=True)] == expected
    assert fractions(chosen.exacts(*EVERY)) == expected
    assert chosen.many is not None
    assert chosen.value.tolist() == [[0.1, 0.6], [3, 8]]
    assert chosen.state.tolist() == [[State.REPORTED, State.AT_MOST]] * 2
    assert chosen.state.dtype == np.int8
    assert chosen.error[0].tolist() == [own.error[0, 0], other.error[0, 1]]
    assert chosen.error[0, 0] != chosen.error[0, 1]


def test_how_far_figures_may_be_off_goes_with_them():
    own = replace(column([["3", "4"]]), off=np.array([[0.25, 0.5]]))
    chosen = own.where(np.array([[True, False]]), replace(own, off=np.array([[1.0, 2.0]])))
    assert chosen.error.tolist() == [[0.25, 2.0]]


def test_some_regions_are_bounded_by_their_own_errors():
    off = np.array([[0.25, 0.5], [1.0, 2.0]])
    own = replace(column([["3", "4"], ["5", "6"]]), off=off)
    found = own.bounded(slice(1, 2))
    assert (found.value.tolist(), found.error.tolist()) == ([[5, 6]], [[1, 2]])
    reported = replace(own, off=None)
    assert reported.bounded(slice(1, 2)).error.tolist() == [reported.error[1].tolist()]


def test_fractions_stand_in_for_others():
    own, other = Ratios.of([F(1, 3), F(2, 7)]), Ratios.of([F(5, 11), None])
    assert fractions(own.where(np.array([True, False]), other)) == [F(1, 3), None]
    assert fractions(own.where(np.array([False, True]), other)) == [F(5, 11), F(2, 7)]


def test_a_negative_denominator_is_a_sign():
    found = Ratios(np.array([3, -3, 0, 1], object), np.array([-4, -4, -4, 0], object)).floats()
    assert found[:3].tolist() == [-0.75, 0.75, 0]
    assert np.isnan(found[3])
    least = Ratios(np.array([-1, 1], object), np.array([-(10**400), -(10**400)], object)).floats()
    assert least.tolist() == [5e-324, -5e-324]
