"""Plain numerals: many texts at once are read as each of them by itself."""

import re
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets import numerals as module
from genhe_targets.numerals import LONGEST, numerals, plainly

PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
TEXTS = st.text("0123456789.-, eE+/:水", max_size=8) | st.from_regex(PLAIN, fullmatch=True)


def one(text, longest):
    """The number of a text and how many digits follow its dot."""
    if not PLAIN.fullmatch(text) or len(text) > longest:
        return None, -1
    return float(text), len(text.partition(".")[2])


@given(st.lists(TEXTS, max_size=40), st.sampled_from([3, 15, LONGEST]), st.booleans(), st.data())
def test_many_texts_are_read_as_each_of_them(texts, longest, large, data):
    start = data.draw(st.integers(0, len(texts)))
    array = pa.array(texts, pa.large_string() if large else pa.string())[start:]
    found = numerals(array, longest)
    for text, number, decimals in zip(texts[start:], *found, strict=True):
        value, count = one(text, longest)
        assert decimals == count
        assert np.isnan(number) if value is None else number == value


def test_longer_columns_are_read_a_part_at_a_time(monkeypatch):
    texts = [f"{at / 8}" if at % 3 else f"{at}号" for at in range(100)]
    whole = numerals(pa.array(texts))
    monkeypatch.setattr(module, "CHUNK", 7)
    for before, now in zip(whole, numerals(pa.array(texts)), strict=True):
        np.testing.assert_array_equal(before, now)


@pytest.mark.parametrize("text", ["1" * 300, "-" * 300 + "1", "1." + "0" * 300, "." * 256 + "5"])
def test_an_endless_text_is_left_aside_and_moves_no_other(text):
    found = numerals(pa.array(["1.25", text, "-7.5", ""]))
    assert found.decimals.tolist() == [2, -1, 1, -1]
    assert found.number[[0, 2]].tolist() == [1.25, -7.5]


@pytest.mark.parametrize(
    "text", [".55", "-.55", "5.", "-5.", ".", "-", "--5", "1.2.3", "1-2", "5-.5"]
)
def test_what_only_looks_like_a_numeral_is_left_aside(text):
    assert numerals(pa.array(["1", text, "2.5"])).decimals.tolist() == [0, -1, 1]


def test_zeros_keep_their_decimals():
    found = numerals(pa.array(["0.00", "-0", "007.10"]))
    assert found.decimals.tolist() == [2, 0, 2]
    assert found.number.tolist() == [0, 0, float(Decimal("7.1"))]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-3.5, "-3.5"),
        (12.3456789, "12.3457"),
        (999_999.6, "1000000"),
        (1_000_000, "1000000"),
        (-1_234_567.8, "-1234568"),
        (123_456_789_012_345, "123456789012345"),
        (0.00001234, "0.00001234"),
        (1e300, "1e+300"),
        (float("inf"), "inf"),
    ],
)
def test_a_number_in_a_sentence_has_no_power_of_ten(value, text):
    assert plainly(value) == text
