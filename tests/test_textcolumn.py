"""Coded columns: what is told of each distinct text reaches every row, however long the column."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets import pieces as pieces_module
from genhe_targets import textcolumn
from genhe_targets.textcolumn import TextColumn, looked_up, occurring


@given(
    st.integers(1, 9).flatmap(
        lambda size: st.tuples(
            st.lists(st.integers(-5, 5), min_size=size, max_size=size),
            st.lists(st.integers(0, size - 1), max_size=30),
        )
    ),
    st.integers(1, 40), st.sampled_from([np.int8, np.int32]),
)  # fmt: skip
def test_a_long_column_is_looked_up_as_a_short_one(given_, length, dtype):
    entries, positions = given_
    table, codes = np.array(entries, np.int16), np.array(positions, dtype)
    with pytest.MonkeyPatch.context() as patch:
        for module in (pieces_module, textcolumn):
            patch.setattr(module, "LENGTH", length)
        found, there = looked_up(table, codes), occurring(codes, len(table))
    assert found.dtype == table.dtype
    assert found.tolist() == [entries[position] for position in positions]
    assert np.flatnonzero(there).tolist() == sorted(set(positions))


def test_texts_that_become_equal_become_one():
    column = TextColumn(["a", "b", "A"], np.array([0, 1, 2, 1], np.int8))
    found = column.mapped(str.upper)
    assert (found.listed(), found.codes.tolist()) == (["A", "B"], [0, 1, 0, 1])
