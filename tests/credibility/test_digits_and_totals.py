import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.credibility.digits import Endings, LastDigits, at_least, bunching
from genhe_targets.credibility.printing import as_printed, digits_of, digits_of_values
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


def ends_of(*texts):
    """The last digits of texts as they stand."""
    digits = digits_of(list(texts))
    return list(zip(digits.exponent, digits.heaped, digits.several, strict=True))


@pytest.mark.parametrize(
    ("text", "exponent", "heaped", "several"),
    [("12.50", -2, True, True), ("-13", 0, False, True), ("0.5", -1, True, False),
     ("0.50", -2, True, True), ("1,234.7", -1, False, True), (" 12.0 ", -1, True, True),
     ("1E+3", 3, True, True), ("０.25", -2, True, True), ("7", 0, False, False),
     (".5", -1, True, False), ("5.", 0, True, False), ("00", 0, True, False)],
)  # fmt: skip
def test_the_last_digit_of_a_text(text, exponent, heaped, several):
    assert ends_of("x", text, "")[1] == (exponent, heaped, several)
    assert digits_of([text]).number[0] == float(D(text.replace(",", "").strip()))


@pytest.mark.parametrize(
    "text", ["", "-", "--3", "1-2", "1.2.3", ".", "3.1万", "NaN", "inf", "12%", "\ud800", "1.2-"]
)
def test_a_text_that_is_no_number_has_no_digits(text):
    found = digits_of(["5", text, "-"])
    assert np.isnan(found.number[1])
    assert not found.several[1]
    assert found.number[0] == 5


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.floats(
    allow_nan=False, allow_infinity=False) | st.integers()))  # fmt: skip
def test_many_texts_are_read_as_each_of_them(figures):
    found = digits_of([str(figure) for figure in figures])
    for row, figure in enumerate(D(str(figure)) for figure in figures):
        digits = f"{figure.copy_abs():f}".replace(".", "").lstrip("0")
        assert found.number[row] == float(figure)
        assert found.several[row] == (len(digits) > 1)
        if found.several[row]:
            assert found.heaped[row] == (digits[-1] in "05")
            assert found.exponent[row] == figure.as_tuple().exponent


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 10**6).map(float))
)
def test_many_floats_are_read_as_each_of_them(values):
    found = digits_of_values(np.array(values))
    for row, value in enumerate(values):
        figure = as_printed("", value)
        digits = f"{figure.copy_abs():f}".replace(".", "").lstrip("0")
        assert found.several[row] == (len(digits) > 1)
        if found.several[row]:
            assert found.heaped[row] == (digits[-1] in "05")
            assert max(0, -found.exponent[row]) == max(0, -figure.as_tuple().exponent)


def test_of_several_precisions_the_commonest_is_looked_at():
    figures, heaped = np.array([[1, 3, 1], [2, 2, 0], [0, 0, 0]]), np.array([[1, 2, 0]] * 3)
    one, two, none = (Endings(figures, heaped).of(name) for name in range(3))
    assert (one.decimals, one.total, one.of, one.round_) == (1, 3, 5, 2)
    assert (two.decimals, two.total) == (1, 2), "of two as common the finer"
    assert none == LastDigits(0, 0, 0, 0, 1.0)


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
