import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from genhe_targets.credibility.copies import unchanged
from genhe_targets.credibility.peers import hidiroglou_berthelot, quartiles

NAN = float("nan")


def test_figures_that_repeat_are_counted_for_each_region():
    before = np.array([[1.0, 5.0], [2.0, 6.0], [0.0, 0.0], [NAN, 3.0]])
    values = np.array([[1.0, 5.0], [3.0, 6.0], [0.0, 0.0], [4.0, 3.0]])
    found = unchanged(values, before)
    assert (list(found.same), list(found.total)) == ([1, 3], [2, 3])
    assert list(found.share) == [0.5, 1.0]


def test_nothing_to_compare_has_no_share():
    found = unchanged(np.zeros((2, 1)), np.zeros((2, 1)))
    assert np.isnan(found.share).all()


def test_a_count_can_run_along_either_axis():
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert list(unchanged(values, values, axis=1).same) == [2, 2]


USUAL = np.array([100.0, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200])
GROWTH = np.array([1.01, 1.03, 0.99, 1.02, 1.0001, 1.04, 0.98, 1.05, 1.02, 0.97, 1.01, 1.03])


def test_a_change_unlike_the_others_is_found():
    now = USUAL * GROWTH
    assert not hidiroglou_berthelot(now, USUAL).outlier.any()
    now[4] *= 3
    assert list(np.flatnonzero(hidiroglou_berthelot(now, USUAL).outlier)) == [4]
    now[4] /= 9
    assert list(np.flatnonzero(hidiroglou_berthelot(now, USUAL).outlier)) == [4]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40))
def test_quartiles_are_those_of_numpy(values):
    assert quartiles(np.array(values)) == tuple(np.quantile(values, [0.25, 0.5, 0.75]))


def test_the_effect_is_that_of_the_formula():
    """Ratios 1, 2, 4 ... by hand: median ratio 2, s = -1 and 1, E = s * max ** 0.5."""
    before = np.array([4.0, 8.0, 4.0])
    now = np.array([4.001, 16.0, 16.0])
    found = hidiroglou_berthelot(now, before, least=3)
    assert found.effect == pytest.approx(
        [(1 - 2 / (4.001 / 4)) * 4.001**0.5, 0.0, 1 * 16**0.5], rel=1e-12
    )
    first, middle, third = np.quantile(found.effect, [0.25, 0.5, 0.75])
    assert found.low == pytest.approx(middle - 7 * (middle - first))
    assert found.high == pytest.approx(middle + 7 * (third - middle))


def test_a_spread_of_nothing_has_a_floor():
    now = np.append(USUAL * 1.1, 1000.0)
    before = np.append(USUAL, 100.0)
    even = hidiroglou_berthelot(now, before, u=0, a=0.05)
    assert even.outlier[-1]
    assert even.outlier.sum() == 1


def test_unchanged_figures_are_counted_and_left_out():
    now = USUAL.copy()
    now[:2] *= [1.1, 1.2]
    found = hidiroglou_berthelot(now, USUAL)
    assert (found.same, found.total) == (10, 12)
    assert np.isnan(found.low)
    assert not found.outlier.any()


def test_zeros_and_gaps_are_not_compared():
    now, before = USUAL * GROWTH, USUAL.copy()
    now[0], before[1], now[2] = 0, 0, NAN
    found = hidiroglou_berthelot(now, before, least=5)
    assert (found.total, np.isnan(found.effect).sum()) == (9, 3)


@given(
    arrays(float, 12, elements=st.floats(1, 1e4)), arrays(float, 12, elements=st.floats(1, 1e4)),
    st.permutations(range(12)),
)  # fmt: skip
def test_the_order_of_the_regions_does_not_matter(now, before, order):
    one = hidiroglou_berthelot(now, before)
    other = hidiroglou_berthelot(now[order], before[order])
    assert list(one.outlier[order]) == list(other.outlier)


@given(
    arrays(float, 12, elements=st.floats(1, 1e4)), arrays(float, 12, elements=st.floats(1, 1e4)),
    st.floats(1, 10), st.floats(1, 10),
)  # fmt: skip
def test_a_wider_interval_finds_no_more(now, before, a, b):
    narrow, wide = sorted([a, b])
    found = hidiroglou_berthelot(now, before, c=wide).outlier
    assert not (found & ~hidiroglou_berthelot(now, before, c=narrow).outlier).any()
