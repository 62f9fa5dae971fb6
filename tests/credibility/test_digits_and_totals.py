import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.credibility.digits import at_least, bunching, last_digits
from genhe_targets.credibility.totals import imbalance
from published import rows

D = Decimal


def test_figures_around_a_limit_are_counted_by_side():
    values = np.array([94.0, 94.9, 95.0, 95.2, 95.9, 96.0, 93.9, np.nan])
    found = bunching(values, 95, 1.0)
    assert (found.above, found.below, found.total) == (3, 2, 5)


def test_where_smaller_is_better_the_good_side_is_below():
    found = bunching(np.array([9.0, 8.5, 9.1]), 9, 0.5, sign=-1)
    assert (found.above, found.below) == (1, 1)


def test_the_chance_of_an_uneven_split():
    assert bunching(np.full(10, 95.0), 95, 1).chance == pytest.approx(2 / 2**10)
    even = bunching(np.array([94.5, 95.5]), 95, 1)
    assert even.chance == 1.0
    assert bunching(np.array([]), 95, 1).chance == 1.0


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.05, 0.95))
def test_binomial_tails_add_up(hits, trials, share):
    exact = sum(
        math.comb(trials, k) * share**k * (1 - share) ** (trials - k)
        for k in range(hits, trials + 1)
    )
    assert at_least(hits, trials, share) == pytest.approx(min(1.0, exact), abs=1e-9)


def test_last_digits_of_one_precision_are_counted():
    found = last_digits(
        (D(text), 1) for text in ("12.5", "13.0", "14.2", "15.55", "16", "7", "0.5")
    )
    assert (found.decimals, found.total, found.of, found.round_) == (1, 3, 5, 2)


def test_a_single_digit_has_no_last_one():
    assert last_digits([(D("5"), 9), (D("0.5"), 9), (D("NaN"), 1)]).total == 0


def test_heaping_is_unlikely_by_chance():
    heaped = [(D(n), 1) for n in range(100, 600, 5)]
    spread = [(D(n), 1) for n in range(100, 200)]
    assert last_digits(heaped).chance < 1e-50
    assert last_digits(spread).chance > 0.5


def test_whole_thousands_have_no_decimals():
    assert last_digits([(D("1E+3"), 2), (D("2E+3"), 1)]).decimals == 0


def test_a_total_may_be_off_by_half_a_unit_of_each_figure():
    parts = [D("1.4"), D("1.4"), D("1.4")]
    assert imbalance(D("4.4"), parts).agrees
    assert imbalance(D("4.5"), parts).difference == Fraction("0.3")
    assert not imbalance(D("4.5"), parts).agrees
    assert imbalance(D("4.4"), parts).tolerance == Fraction("0.2")


def test_counts_are_not_rounded():
    assert imbalance(D(10), [D(4), D(5)]).agrees
    assert not imbalance(D(10), [D(4), D(5)], counted=True).agrees


@given(st.lists(st.decimals(0, 1000, places=6), min_size=1, max_size=8), st.integers(0, 3))
def test_rounding_never_makes_a_difference(parts, places):
    unit = D(1).scaleb(-places)
    rounded = [part.quantize(unit) for part in parts]
    found = imbalance(sum(parts).quantize(unit), rounded)
    assert found.agrees
    assert found.parts == sum(map(Fraction, rounded))


def test_totals_and_their_details_as_the_european_handbook_has_them():
    """VAD: a total within 1 % of the sum of its details."""
    table, expected = rows("ess_maintypes/VADdat.csv"), answers("VAD")
    for number, row in enumerate(table):
        group = [other for other in table if other["PARTNER"] == row["PARTNER"]]
        total = next(D(other["OBS_VALUE"]) for other in group if other["AGE"] == "TOTAL")
        parts = [D(other["OBS_VALUE"]) for other in group if other["AGE"] != "TOTAL"]
        found = imbalance(total, parts, counted=True, relative=D("0.01"))
        assert found.agrees == expected[number]
    assert len(expected) == 8


def test_adjusted_and_raw_years_as_the_european_handbook_has_them():
    """VSA: the quarters adjusted for season add up to within 1 % of those that are not."""
    table, expected = rows("ess_maintypes/VSAdat.csv"), answers("VSA")
    for number, row in enumerate(table):
        sums = {
            kind: sum(
                D(other["OBS_VALUE"])
                for other in table
                if (other["DIRECTION"], other["ADJUST"]) == (row["DIRECTION"], kind)
            )
            for kind in "SN"
        }
        found = imbalance(sums["N"], [sums["S"]], counted=True, relative=D("0.01"))
        assert found.agrees == expected[number]
    assert len(expected) == 16


def answers(kind):
    return [
        row["expected"] == "TRUE"
        for row in rows("ess_maintypes/expected.csv")
        if row["rule_type"] == kind
    ]
