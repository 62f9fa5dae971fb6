"""Cells: every way of writing a number that bureaus use, and every marker with its meaning."""

from decimal import Decimal
from fractions import Fraction

import pytest

from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.cells import read_figure
from genhe_targets.reading.reader import read

NUMBERS = [
    # as written, number, unit, scale, mark, doubt
    ("95.0", "95.0", "", "", "", None),
    ("９５．２", "95.2", "", "", "", None),
    ("－3.5", "-3.5", "", "", "", None),
    ("＋3", "3", "", "", "", None),
    ("1,234,567.80", "1234567.80", "", "", "", None),
    ("1，234", "1234", "", "", "", None),
    ("1 234.5", "1234.5", "", "", "", None),
    ("95.2%", "95.2", "%", "", "", None),
    ("95.2％", "95.2", "%", "", "", None),
    ("12.5‰", "12.5", "‰", "", "", None),
    ("3.2万", "3.2", "", "万", "", "own_scale"),
    ("1.5亿", "1.5", "", "亿", "", "own_scale"),
    ("120万立方米", "120", "万立方米", "", "", None),
    ("≥95", "95", "", "", "at_least", None),
    ("95以上", "95", "", "", "at_least", None),
    ("<5", "5", "", "", "at_most", None),
    ("不足5", "5", "", "", "at_most", None),
    ("~95", "95", "", "", "about", None),
    ("约95", "95", "", "", "about", None),
    ("95左右", "95", "", "", "about", None),
    ("(12.5)", "-12.5", "", "", "", "bracket_negative"),
    ("（12.5）", "-12.5", "", "", "", "bracket_negative"),
    ("95.2①", "95.2", "", "", "", "footnote_mark"),
    ("95.2*", "95.2", "", "", "", "footnote_mark"),
    ("95.2 1)", "95.2", "", "", "", "footnote_mark"),
    ("'95.2", "95.2", "", "", "", None),
    (" 95.2\u00a0", "95.2", "", "", "", None),
    ("\u300095.2\u3000", "95.2", "", "", "", None),
    ("1.2e3", "1.2E+3", "", "", "", None),
    ("95.", "95", "", "", "", None),
    (".5", "0.5", "", "", "", None),
]


@pytest.mark.parametrize(("text", "number", "unit", "scale", "mark", "doubt"), NUMBERS)
def test_numbers_as_people_write_them(text, number, unit, scale, mark, doubt):
    figure = read_figure(text)
    assert figure.number is not None
    assert (str(figure.number), figure.unit, figure.scale) == (str(Decimal(number)), unit, scale)
    assert (figure.mark, figure.doubt) == (mark, doubt)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", "blank"), (" \u3000", "blank"),
        ("—", "dash"), ("——", "dash"), ("-", "dash"), ("–", "dash"), ("/", "dash"), ("一", "dash"),
        ("…", "ellipsis"), ("……", "ellipsis"), ("...", "ellipsis"),
        ("无", "none"), ("不适用", "none"),
        ("空", "not_reported"), ("未统计", "not_reported"), ("N/A", "not_reported"),
        ("缺报", "not_reported"), ("null", "not_reported"), ("NaN", "not_reported"),
        ("#DIV/0!", "excel_error"), ("#N/A", "excel_error"), ("#REF!", "excel_error"),
        ("#VALUE!", "excel_error"), ("inf", "infinite"), ("1e400", "infinite"),
        ("九十五", "unreadable"), ("95.2.1", "unreadable"), ("约", "unreadable"),
        ("95-96", "unreadable"), ("95%以上左右", "unreadable"),
    ],
)  # fmt: skip
def test_markers_and_what_is_no_number(text, mark):
    assert (read_figure(text).mark, read_figure(text).number) == (mark, None)


@pytest.mark.parametrize(("text", "meant"), [("9O.5", "90.5"), ("1OO", "100"), ("l2", "12")])
def test_letters_for_digits_are_not_read_but_what_was_meant_is_said(text, meant):
    figure = read_figure(text)
    assert (figure.number, figure.mark, figure.hint) == (None, "unreadable", meant)


@pytest.mark.parametrize(
    ("text", "settings", "mark"),
    [
        ("…", {}, "below_unit"),
        ("…", {"ellipsis": "not_reported"}, "not_reported"),
        ("…", {"ellipsis": "none"}, "none"),
        ("—", {}, "not_reported"),
        ("—", {"dash": "none"}, "none"),
        ("-", {"dash": "below_unit"}, "below_unit"),
    ],
)
def test_the_meaning_of_markers_is_a_setting(text, settings, mark):
    row = {"region": "根河市", "period": "2023Q3", "污水处理量": text}
    found = read(row, load_plan("genhe-2023"), settings=settings)
    assert next(found.frame.itertuples()).mark == mark


def test_a_fraction_for_a_percentage_is_told_and_not_multiplied():
    row = {"region": "根河市", "period": "2023Q3", "污水处理率": "0.952"}
    found = read(row, load_plan("genhe-2023"))
    assert found.value[0] == 0.952
    assert {"fraction_for_percent"} <= {finding.code for finding in found.findings}


def test_only_of_percentages_a_small_figure_is_called_a_fraction():
    rows = [
        {"region": "根河市", "period": f"2023Q{q}", "污水处理率": rate, "污水处理量": "0.5"}
        for q, rate in enumerate(("0.952", "0.9%", "95", "0", "1"), start=1)
    ]
    found = read(rows[:4], load_plan("genhe-2023"))
    told = [f for f in found.findings if f.code == "fraction_for_percent"]
    assert [(f.text, f.count) for f in told] == [("0.952", 1)]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("24.00000000000000000001", True), ("123456789012345", False), ("0.1", False),
        ("1234567890123456.5", False), ("9007199254740993", True), ("0.10000000000000001", True),
        ("1e-320", False), ("123e-325", True), ("3.20", False),
    ],
)  # fmt: skip
def test_a_figure_that_no_float_spells_is_kept_exactly(text, exact):
    row = {"region": "根河市", "period": "2023Q3", "污水处理量(万立方米)": text}
    found = read(row, load_plan("genhe-2023"))
    assert found.exact == ({0: Fraction(Decimal(text))} if exact else {})
    assert found.value[0] == float(text)


def test_a_multiplier_in_the_cell_takes_the_place_of_the_columns():
    row = {"region": "根河市", "period": "2023Q3", "污水处理量(万立方米)": "1.5亿"}
    found = read(row, load_plan("genhe-2023"))
    assert found.value[0] == 15_000
    assert "scale_replaced" in {finding.code for finding in found.findings}


@pytest.mark.parametrize("name", ["", "dashes"])
def test_a_setting_that_does_not_exist_is_refused(name):
    with pytest.raises(ValueError, match=r"unknown setting|must be"):
        read({"a": 1}, load_plan("genhe-2023"), settings={name or "dash": "nonsense"})
