"""Observations in numbers: what a figure is about, and whether anything is there twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells import GENHE, HAILAR, observations
from genhe_targets import coded, pieces
from genhe_targets.coded import all_different, code

REGIONS = (GENHE, HAILAR, "nowhere")
PERIODS = ("2023Q1", "2023Q2", "2022", "some time")
NAMES = ("treated", "bodies", "nothing")
KNOWN = (REGIONS[:2], PERIODS[:3], NAMES[:2])


@pytest.mark.parametrize("length", [2, pieces.LENGTH])
def test_a_topic_is_a_variable_and_its_span(mini, monkeypatch, length):
    monkeypatch.setattr(pieces, "LENGTH", length)
    cells = [(r, p, n, "1") for r in REGIONS for p in PERIODS for n in NAMES]
    found = code(observations(*cells), mini)
    for row, (region, period, name, _) in enumerate(cells):
        topic, known = int(found.topic[row]), period in KNOWN[1] and name in KNOWN[2]
        assert topic >= 0 if known else topic == -1
        assert found.is_placed(slice(row, row + 1)).item() == (known and region in KNOWN[0])
        if known:
            variable, span = found.spans.apart(topic)
            assert found.names.ids[variable] == name
            assert span == found.span[row]
    placed = np.flatnonzero(found.is_placed())
    assert len(set(found.subject(placed).tolist())) == len(placed) == 12
    assert 0 <= found.subject(placed).min() <= found.subject(placed).max() < found.subjects


@given(st.lists(st.integers(0, 30)), st.integers(1, 5), st.sampled_from([0, 20]))
def test_whatever_way_keys_are_told_apart(keys, length, marked):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "LENGTH", length)
        patch.setattr(coded, "_MARKED", marked)
        own = np.array(keys, np.int64)
        top = 31 if marked else 10_000
        assert all_different(lambda rows: own[rows], top, len(own)) == (len(set(keys)) == len(keys))
