import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from genhe_targets.credibility.series import jumps, outliers, relative_change, unit_factor
from published import rows

NAN = float("nan")
positive = arrays(float, (3, 4), elements=st.floats(0.01, 1e6))


def row(*values):
    return np.array([values], dtype=float)


def test_outliers_as_the_european_handbook_has_them():
    series = {}
    for entry in rows("ess_maintypes/VNO_examples.csv"):
        series.setdefault((entry["TABLE"], entry["PARTNER"]), []).append(entry)
    assert len(series) == 4
    for key, entries in series.items():
        entries.sort(key=lambda entry: entry["TIME_PERIOD"])
        *past, last = [float(entry["OBS_VALUE"]) for entry in entries]
        flagged = outliers(np.array(last), [np.array(value) for value in past])
        assert bool(flagged) == (entries[-1]["expected_not_outlier"] == "FALSE"), key


def test_a_constant_past_needs_a_floor():
    past = [np.array(100.0)] * 5
    assert not outliers(np.array(119.0), past)
    assert outliers(np.array(121.0), past)
    assert outliers(np.array(101.0), past, floor=0.0)


def test_a_gap_in_the_past_says_nothing():
    past = [np.array(v) for v in (1.0, 2.0, NAN, 3.0, 4.0)]
    assert not outliers(np.array(99.0), past)


@pytest.mark.parametrize(
    ("value", "before", "flagged"),
    [(111, 100, True), (110, 100, False), (90, 100, False), (89, 100, True),
     (5, 0, False), (0, 0, False), (NAN, 100, False), (100, NAN, False), (0, 100, True)],
)  # fmt: skip
def test_a_jump_is_more_than_the_tolerance(value, before, flagged):
    assert jumps(relative_change(row(value), row(before)), 0.1 + 1e-12)[0, 0] == flagged


@pytest.mark.parametrize(
    ("value", "before", "factor"),
    [(1234567, 123.4567, 10000), (0.0123, 123, 1e-4), (1000, 100, 10), (12, 100, NAN),
     (1040, 100, 10), (1060, 100, NAN), (96, 100, NAN), (0, 100, NAN), (5, 0, NAN)],
)  # fmt: skip
def test_a_factor_of_a_wrong_unit(value, before, factor):
    found = unit_factor(row(value), row(before), (10, 100, 1000, 10000))
    assert found[0, 0] == pytest.approx(factor, nan_ok=True)


@given(positive, positive, st.floats(0.001, 1000))
def test_the_unit_of_both_does_not_matter(values, before, scale):
    change = relative_change(values, before)
    assert np.allclose(relative_change(values * scale, before * scale), change)


@given(positive, positive, st.floats(0.01, 2), st.floats(0.01, 2))
def test_a_wider_tolerance_flags_no_more(values, before, a, b):
    narrow, wide = sorted([a, b])
    change = relative_change(values, before)
    assert not (jumps(change, wide) & ~jumps(change, narrow)).any()
