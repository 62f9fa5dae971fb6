from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from genhe_targets.judging.rounding import (
    Marked,
    Rounding,
    conforms,
    digits,
    interval_of,
    round_like,
    round_to,
    shown,
)
from genhe_targets.plan.rules import AllOf, AnyOf, AtLeast, AtMost, Between, LessThan, MoreThan
from genhe_targets.vocabulary import Comparison
from published import rows

D = Decimal
decimals = st.decimals(-10_000, 10_000, places=5)
intervals = st.sampled_from([D(n) for n in ("0.001", "0.1", "0.2", "0.5", "1", "2", "10", "100")])


# ------------------------------------------------------------------ published tables


def test_rounding_as_gbt_8170_publishes_it():
    table = rows("gbt8170_rounding.csv")
    wrong = [
        row
        for row in table
        if round_to(D(row["value"]), D(row["interval"])) != Fraction(row["expected"])
    ]
    assert (len(table), wrong) == (24, [])


def test_judging_as_gbt_8170_publishes_it():
    table = rows("gbt8170_limit_judgement.csv")
    wrong = []
    for row in table:
        ends = []
        if row["lower"]:
            closed = row["lower_inclusive"] == "True"
            lower = D(row["lower"])
            ends.append(AtLeast(at_least=lower) if closed else MoreThan(more_than=lower))
        if row["upper"]:
            closed = row["upper_inclusive"] == "True"
            upper = D(row["upper"])
            ends.append(AtMost(at_most=upper) if closed else LessThan(less_than=upper))
        rule, value, interval = AllOf(all=tuple(ends)), D(row["measured"]), row["rounding_interval"]
        full = conforms(value, rule)
        rounded = conforms(value, rule, Comparison.ROUNDED_VALUE, interval=D(interval))
        answers = ["符合" if answer else "不符合" for answer in (full, rounded)]
        rounds_right = round_to(value, D(interval)) == Fraction(row["rounded_value"])
        if answers != [row["full_value_result"], row["rounded_value_result"]] or not rounds_right:
            wrong.append(row)
    assert (len(table), wrong) == (32, [])


def test_rounding_as_the_canadian_air_standards_publish_it():
    table = rows("caaqs_rounding_half_away.csv")
    wrong = [
        row
        for row in table
        if digits(
            round_to(D(row["value"]), Fraction(1, 10 ** int(row["digits"])), Rounding.HALF_AWAY),
            int(row["digits"]),
        )
        != row["expected"]
    ]
    assert (len(table), wrong) == (16, [])


# ------------------------------------------------------------------ rounding


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Rounding.HALF_EVEN, [-4, -2, -2, 0, 0, 2, 2, 4, 3]),
        (Rounding.HALF_UP, [-3, -2, -1, 0, 1, 2, 3, 4, 3]),
        (Rounding.HALF_AWAY, [-4, -3, -2, -1, 1, 2, 3, 4, 3]),
        (Rounding.TRUNCATE, [-3, -2, -1, 0, 0, 1, 2, 3, 2]),
    ],
)
def test_where_ties_go(mode, expected):
    values = ["-3.5", "-2.5", "-1.5", "-0.5", "0.5", "1.5", "2.5", "3.5", "2.51"]
    assert [round_to(D(value), 1, mode) for value in values] == expected


def test_digits_shown_are_the_nearest_and_a_tie_is_even():
    halves = [digits(Fraction(count, 2), 0) for count in range(-5, 8)]
    assert halves == ["-2", "-2", "-2", "-1", "0", "0", "0", "1", "2", "2", "2", "3", "4"]
    assert [digits(Fraction(count, 3), 0) for count in range(4)] == ["0", "0", "1", "1"]


def test_a_third_is_rounded_like_any_number():
    assert round_to(Fraction(200, 3), D("0.01")) == Fraction("66.67")


@pytest.mark.parametrize("interval", [0, D("-0.1")])
def test_an_interval_is_above_zero(interval):
    with pytest.raises(ValueError, match="above zero"):
        round_to(D("1.5"), interval)


def test_a_binary_float_is_refused():
    with pytest.raises(TypeError, match="give the decimal as printed"):
        round_to(0.35, D("0.1"))


def test_the_interval_of_a_printed_number():
    assert [interval_of(D(text)) for text in ("97.0", "95", "14E+2")] == [Fraction(1, 10), 1, 100]
    with pytest.raises(TypeError, match="NaN is no number"):
        interval_of(D("NaN"))


@given(decimals, st.integers(0, 4))
def test_powers_of_ten_round_as_the_decimal_library_does(value, places):
    unit = D(1).scaleb(-places)
    for mode, known in [
        (Rounding.HALF_EVEN, ROUND_HALF_EVEN),
        (Rounding.HALF_AWAY, ROUND_HALF_UP),
        (Rounding.TRUNCATE, ROUND_DOWN),
    ]:
        assert round_to(value, unit, mode) == Fraction(value.quantize(unit, rounding=known))


@given(decimals, intervals, st.sampled_from(Rounding))
def test_a_rounded_number_is_a_near_multiple_and_stays_where_it_is(value, interval, mode):
    near = round_to(value, interval, mode)
    assert near % Fraction(interval) == 0
    assert abs(near - Fraction(value)) <= Fraction(interval) / (1 if mode == "truncate" else 2)
    assert round_to(near, interval, mode) == near


@given(decimals, decimals, intervals, st.sampled_from(Rounding))
def test_rounding_keeps_order(a, b, interval, mode):
    low, high = sorted([a, b])
    assert round_to(low, interval, mode) <= round_to(high, interval, mode)


@given(decimals, intervals, st.sampled_from([m for m in Rounding if m != Rounding.HALF_UP]))
def test_a_negative_number_is_rounded_by_its_size(value, interval, mode):
    assert round_to(-value, interval, mode) == -round_to(value, interval, mode)


# ------------------------------------------------------------------ rounding once more


@pytest.mark.parametrize(
    ("value", "once", "twice"),
    [
        ("15.4546", "15.5(-)", 15),
        ("-15.4546", "-15.5(-)", -15),
        ("16.5203", "16.5(+)", 17),
        ("-16.5203", "-16.5(+)", -17),
        ("17.5000", "17.5", 18),
        ("97.46", "97.5(-)", 97),
        ("0.5203", "0.5(+)", 1),
        ("0.4603", "0.5(-)", 0),
    ],
)
def test_marks_as_the_standard_prints_them(value, once, twice):
    marked = Marked.rounded(D(value), D("0.1"))
    assert (str(marked), marked.again(1)) == (once, twice)


def test_a_mark_is_printed_only_where_a_tie_could_be_misread():
    assert str(Marked.rounded(D("16.5203"), D("0.01"))) == "16.52"
    assert str(Marked.rounded(D("16.504"), D("0.01"))) == "16.50(+)"
    assert str(Marked.rounded(D("15.46"), 1)) == "15(+)"
    assert str(Marked.rounded(Fraction(1, 3), Fraction(1, 3))) == "0.333333333333"


def test_a_mark_cannot_help_where_the_first_rounding_was_too_coarse():
    with pytest.raises(ValueError, match="cannot be rounded to"):
        Marked.rounded(D("15.46"), 1).again(5)


@given(decimals, st.sampled_from(["0.001", "0.01", "0.1"]), st.sampled_from(["1", "10", "0.2"]))
@example(D("0.2999"), "0.1", "0.2")
def test_rounding_once_more_is_rounding_once(value, fine, coarse):
    assume((Fraction(coarse) / 2) % Fraction(fine) == 0)
    assert Marked.rounded(value, D(fine)).again(D(coarse)) == round_to(value, D(coarse))


# ------------------------------------------------------------------ holding against limits


def test_the_two_methods_differ_near_the_limit():
    rule = AtLeast(at_least=D("97.0"))
    assert not conforms(D("96.96"), rule)
    assert conforms(D("96.96"), rule, Comparison.ROUNDED_VALUE)
    assert not conforms(D("96.94"), rule, Comparison.ROUNDED_VALUE)


def test_the_mode_decides_a_tie():
    rule = AtLeast(at_least=D(43))
    assert not conforms(D("42.5"), rule, Comparison.ROUNDED_VALUE)
    assert conforms(D("42.5"), rule, Comparison.ROUNDED_VALUE, Rounding.HALF_AWAY)


def test_each_part_of_a_rule_is_held_against_the_value_as_declared():
    rule = AllOf(all=(AtLeast(at_least=D("43.0")), AtMost(at_most=D("50.0"))))
    rounded = Comparison.ROUNDED_VALUE
    assert not conforms(D("42.5"), rule, rounded)
    assert not conforms(D("42.5"), rule, rounded, interval=1)
    assert conforms(D("42.5"), rule, rounded, Rounding.HALF_AWAY, interval=1)


def test_one_of_two_rules_is_enough_for_any():
    rule = AnyOf(any=(AtMost(at_most=D(50)), AtLeast(at_least=D(95))))
    assert [conforms(n, rule) for n in (50, 51, 94, 95)] == [True, False, False, True]


def test_a_limit_that_is_not_printed_cannot_be_judged():
    with pytest.raises(ValueError, match="does not print"):
        conforms(1, AtLeast(at_least="assigned"))


@given(decimals, decimals, decimals)
def test_an_interval_is_both_of_its_ends(value, a, b):
    low, high = sorted([a, b])
    ends = conforms(value, AtLeast(at_least=low)) and conforms(value, AtMost(at_most=high))
    assert conforms(value, Between(between=(low, high))) == ends


@given(decimals, decimals, decimals, st.sampled_from(Comparison))
def test_a_better_value_or_a_softer_limit_never_turns_met_into_not_met(a, b, limit, comparison):
    low, high = sorted([a, b])
    rule = AtLeast(at_least=limit)
    assert conforms(low, rule, comparison) <= conforms(high, rule, comparison)
    strict, soft = AtLeast(at_least=high), AtLeast(at_least=low)
    assert conforms(limit, strict) <= conforms(limit, soft)


# ------------------------------------------------------------------ showing


@pytest.mark.parametrize(
    ("value", "limit", "holds", "text"),
    [
        ("94.96", 95, False, "94.96"),
        ("99.96", 100, False, "99.96"),
        ("0.96", "0.98", False, "0.96"),
        ("94.999999999999", 95, False, "94.999999999999"),
        ("94.9999999999999", 95, False, "<95"),
        ("94.44", 95, False, "94.4"),
        ("95.04", 95, True, "95.0"),
        ("95.04", 95, None, "95.04"),
        ("95", 95, True, "95.0"),
        ("95.04", "95.04", True, "95.04"),
        ("0.04", 0, False, "0.04"),
        ("-0.04", None, None, "0.0"),
        ("94.99999999999999", 95, False, "<95"),
        ("95.00000000000001", "95.0", False, ">95"),
    ],
)
def test_a_figure_does_not_contradict_its_verdict(value, limit, holds, text):
    limit = None if limit is None else D(limit)
    assert shown(D(value), 1, limit=limit, holds=holds) == text


def test_the_limit_itself_breaks_a_strict_rule():
    assert shown(D("94.93"), 1, limit=D("94.9"), holds=True, strict=True) == "94.93"
    assert shown(D("94.88"), 1, limit=D("94.9"), holds=False, strict=True) == "94.9"


def test_a_limit_without_end_is_shown_with_the_digits_asked_for():
    third = Fraction(1, 3)
    assert shown(third, 2, limit=third, holds=True) == "0.33"
    assert shown(third + Fraction(1, 10**14), 2, limit=third, holds=False) == ">1/3"


def test_every_limit_counts():
    assert shown(D("94.99999999999999"), 1, limit=[D(50), D(95)], holds=False) == "<95"
    assert shown(D("1.604"), 2, limit=[D("1.2"), D("1.6")], holds=False) == "1.604"


@given(decimals, decimals, st.integers(0, 3), st.booleans())
def test_what_is_shown_is_judged_the_same(value, limit, count, strict):
    rule = MoreThan(more_than=limit) if strict else AtLeast(at_least=limit)
    holds = conforms(value, rule)
    text = shown(value, count, limit=limit, holds=holds, strict=strict)
    assert conforms(D(text), rule) == holds
    assert len(text.partition(".")[2]) >= count


@given(decimals, st.integers(0, 4))
def test_without_a_limit_the_digits_are_those_asked_for(value, count):
    assert shown(value, count) == digits(Fraction(value), count)
    assert Fraction(shown(value, count)) == round_to(value, D(1).scaleb(-count))


@given(decimals)
def test_a_value_rounded_like_a_limit_has_its_digits(value):
    assert round_like(value, D("0.10")) % Fraction(1, 100) == 0
    assert round_like(value, D("0.10"), Rounding.TRUNCATE) == round_to(
        value, D("0.01"), Rounding.TRUNCATE
    )
