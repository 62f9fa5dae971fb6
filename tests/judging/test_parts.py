from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from genhe_targets.judging.parts import (
    SHARE,
    WHOLE_REASONS,
    PartFigures,
    Span,
    Whole,
    answer,
    combine,
)
from genhe_targets.judging.reasons import REASONS as WORDS
from genhe_targets.judging.wholes import REASONS
from genhe_targets.plan.parts import RoundingTo
from genhe_targets.plan.rules import AtLeast, AtMost, Zero

F, D = Fraction, Decimal
GAP = None


def plants(*pairs, **more):
    return [
        PartFigures(f"plant {i}", numerator=n, denominator=d, **more)
        for i, (n, d) in enumerate([(n if n is None else F(n), d if d is None else F(d))
                                    for n, d in pairs])
    ]  # fmt: skip


def towns(*values, weights=None):
    weights = weights or [None] * len(values)
    return [
        PartFigures(f"town {i}", F(v) if v is not None else None,
                    weight=None if w is None else F(w))
        for i, (v, w) in enumerate(zip(values, weights, strict=True))
    ]  # fmt: skip


# ------------------------------------------------------------------ complete parts


@pytest.mark.parametrize(
    ("aggregate", "parts", "value"),
    [
        ("ratio_of_sums", plants((95, 100), (1, 10)), F(96, 110)),
        ("weighted", towns("0.6", "0.7", weights=[100, 300]), F("0.675")),
        ("weighted", towns("0.6", "0.7", weights=[0, 300]), F("0.7")),
        ("sum", towns(3, 4, 5), 12),
        ("max", towns(3, 7, 5), 7),
        ("min", towns(3, 7, 5), 3),
        ("last", towns(3, 7, 5), 5),
        ("count_share", [PartFigures(n, holds=n in "ab") for n in "abcd"], F(1, 2)),
        ("all", [PartFigures(n, holds=True) for n in "ab"], 1),
        ("all", [PartFigures(n, holds=n == "a") for n in "ab"], 0),
    ],
)
def test_complete_parts_make_a_figure(aggregate, parts, value):
    whole = combine(aggregate, parts)
    assert (whole.value, whole.reason, whole.missing) == (value, "complete", ())


def test_a_percentage_is_scaled_once():
    assert combine("ratio_of_sums", plants((95, 100), (1, 10)), scale=100).value == F(9600, 110)


def test_the_mean_of_rates_is_not_the_rate():
    """Two plants of 95 % and 10 % treat 87.3 % together, not 52.5 %."""
    assert combine("ratio_of_sums", plants((95, 100), (1, 10))).value != F("0.525")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [(plants((0, 0), (0, 0)), "nothing_to_measure"), (plants((1, 0)), "something_of_nothing")],
)
def test_nothing_cannot_be_measured(parts, reason):
    assert combine("ratio_of_sums", parts) == Whole(None, None, reason)


def test_parts_without_weight_have_no_say():
    assert combine("weighted", towns(1, 2, weights=[0, 0])).reason == "nothing_to_measure"
    assert combine("weighted", towns(None, 2, weights=[0, 5])).value == 2


def test_no_parts_no_whole():
    assert combine("sum", []).reason == "no_parts"


@pytest.mark.parametrize(
    ("told", "of", "expected"),
    [
        ((True, False), None, (F(1, 2), F(1, 2), "complete", ())),
        ((True, None), None, (F(1, 2), F(1), "incomplete", ("town 1",))),
        ((True, False), 4, (F(1, 4), F(3, 4), "incomplete", ())),  # two of the list are not there
        ((), 4, (F(0), F(1), "incomplete", ())),
    ],
)
def test_a_share_of_a_list(told, of, expected):
    parts = [PartFigures(f"town {i}", holds=holds) for i, holds in enumerate(told)]
    assert combine("count_share", parts, of=of) == Whole(*expected)


# ------------------------------------------------------------------ missing parts


@pytest.mark.parametrize(
    ("aggregate", "parts", "options", "low", "high"),
    [
        ("sum", towns(3, GAP, 5), {}, 8, None),
        ("sum", towns(3, GAP, 5), {"natural": Span(F(0), F(2))}, 8, 10),
        ("sum", towns(3, GAP), {"natural": Span()}, None, None),
        ("max", towns(3, GAP), {}, 3, None),
        ("max", towns(3, GAP), {"natural": Span()}, 3, None),
        ("min", towns(3, GAP), {}, 0, 3),
        ("min", towns(3, GAP), {"natural": Span()}, None, 3),
        ("last", towns(3, GAP), {}, 0, None),
        ("last", towns(GAP, 3), {}, 3, 3),
        ("last", towns(2, GAP, 3), {}, 3, 3),
        ("weighted", towns("0.6", GAP, weights=[1, 1]), {"natural": SHARE}, F("0.3"), F("0.8")),
        ("weighted", towns("0.6", "0.2", weights=[1, GAP]), {}, F("0.2"), F("0.6")),
        ("weighted", towns("0.6", GAP, weights=[1, 1]), {}, F("0.3"), None),
        ("ratio_of_sums", plants((95, 100), (GAP, 100)), {}, F(95, 200), None),
        ("ratio_of_sums", plants((95, 100), (GAP, 100)), {"at_most_one": True},
         F(95, 200), F(195, 200)),
        ("ratio_of_sums", plants((95, 100), (5, GAP)), {}, 0, 1),
        ("ratio_of_sums", plants((95, 100), (5, GAP)), {"at_most_one": True}, 0, F(100, 105)),
        ("ratio_of_sums", plants((95, 100), (GAP, GAP)), {"at_most_one": True}, 0, 1),
        ("ratio_of_sums", plants((95, 100), (GAP, GAP)), {}, 0, None),
        ("ratio_of_sums", plants((GAP, 0)), {"at_most_one": True}, 0, 1),
        ("ratio_of_sums", plants((GAP, 0)), {}, 0, None),
        ("ratio_of_sums", plants((1, 4), (GAP, 0)), {}, F(1, 4), None),
        ("ratio_of_sums", plants((5, GAP)), {}, 0, None),
    ],
)  # fmt: skip
def test_missing_parts_leave_bounds(aggregate, parts, options, low, high):
    whole = combine(aggregate, parts, **options)
    assert (whole.low, whole.high) == (low, high)
    expected = "complete" if low is not None and low == high else "incomplete"
    assert whole.reason == expected
    assert bool(whole.missing) == (expected == "incomplete")


def test_the_missing_parts_are_named():
    assert combine("sum", towns(3, GAP, GAP)).missing == ("town 1", "town 2")


def test_a_list_counts_whom_nobody_reported():
    parts = [PartFigures("a", holds=True), PartFigures("b", holds=False), PartFigures("c")]
    whole = combine("count_share", parts, of=10)
    assert (whole.low, whole.high, whole.missing) == (F(1, 10), F(9, 10), ("c",))
    assert combine("count_share", [], of=4).high == 1


def test_each_of_all_is_refuted_by_one():
    parts = [PartFigures("a", holds=False), PartFigures("b")]
    assert combine("all", parts).value == 0
    parts = [PartFigures("a", holds=True), PartFigures("b")]
    assert (combine("all", parts).low, combine("all", parts).high) == (0, 1)


# ------------------------------------------------------------------ rates without volumes


def test_rates_without_volumes_are_not_averaged():
    whole = combine("ratio_of_sums", towns("0.90", "0.99"))
    assert whole.value is None
    assert (whole.reason, whole.missing) == ("rates_without_volumes", ("town 0", "town 1"))
    assert answer(AtLeast(at_least=D("0.95")), whole, F("0.95")) is None
    assert answer(AtLeast(at_least=D("0.90")), whole, F("0.90")) is True


def test_a_rate_beside_volumes_bounds_the_whole():
    parts = [*plants((95, 100), (1, 100)), *towns("0.5")]
    whole = combine("ratio_of_sums", parts)
    assert (whole.low, whole.high, whole.missing) == (F("0.48"), F("0.5"), ("town 0",))


def test_a_part_that_says_nothing_leaves_no_rates():
    parts = [*towns("0.5"), PartFigures("silent")]
    assert combine("ratio_of_sums", parts, at_most_one=True).reason == "incomplete"
    odd = [*plants((1, 0)), *towns("0.5")]
    assert combine("ratio_of_sums", odd).reason == "incomplete"


# ------------------------------------------------------------------ what is proved


def test_missing_parts_prove_a_breach_and_never_a_record_of_zero():
    assert answer(Zero(zero=True), combine("sum", towns(1, GAP)), F(0)) is False
    assert answer(Zero(zero=True), combine("sum", towns(0, GAP)), F(0)) is None
    cap = AtMost(at_most=D(10))
    assert answer(cap, combine("sum", towns(11, GAP)), F(10)) is False
    assert answer(cap, combine("sum", towns(9, GAP)), F(10)) is None


def test_enough_is_enough_whatever_is_missing():
    assert answer(AtLeast(at_least=D(450)), combine("sum", towns(450, GAP)), F(450)) is True


@pytest.mark.parametrize(("low", "high", "expected"), [("94.95", "96", True), ("94.9", "96", None),
                                                       ("90", "94.94", False)])  # fmt: skip
def test_ends_are_rounded_as_the_limit_is_written(low, high, expected):
    whole = Whole(F(low), F(high))
    assert answer(AtLeast(at_least=D("95.0")), whole, F(95), D("95.0")) is expected


@pytest.mark.parametrize(("declared", "low", "high", "expected"), [
    ({}, "85", "94.5", False), ({"mode": "half_away"}, "85", "94.5", None),
    ({}, "94.5", "99", None), ({"mode": "half_away"}, "94.5", "99", True),
    ({}, "85", "94.9", None), ({"interval": "10"}, "85", "94.9", False),
])  # fmt: skip
def test_ends_are_rounded_as_the_target_declares(declared, low, high, expected):
    whole, rounding = Whole(F(low), F(high)), RoundingTo.model_validate(declared)
    assert answer(AtLeast(at_least=D(95)), whole, F(95), D(95), rounding) is expected


# ------------------------------------------------------------------ laws

quantities = st.fractions(0, 50, max_denominator=8)
maybe = st.one_of(st.none(), quantities)


@st.composite
def completions(draw, *, share=False):
    """Parts with gaps, and one way the gaps may be filled."""
    holes, full = [], []
    for index in range(draw(st.integers(1, 5))):
        below = draw(quantities)
        above = draw(st.fractions(0, below, max_denominator=8)) if share else draw(quantities)
        value, weight = draw(st.fractions(0, 1, max_denominator=8)), draw(quantities)
        whole = PartFigures(str(index), value, above, below, weight, draw(st.booleans()))
        kept = [draw(st.booleans()) for _ in range(5)]
        figures = (value, above, below, weight, whole.holds)
        seen = [figure if keep else None for figure, keep in zip(figures, kept, strict=True)]
        full.append(whole)
        holes.append(PartFigures(str(index), *seen))
    return holes, full


AGGREGATES = ["weighted", "sum", "max", "min", "last", "count_share", "all"]


def within(value, whole):
    return (whole.low is None or whole.low <= value) and (whole.high is None or value <= whole.high)


@given(completions(), st.sampled_from(AGGREGATES))
def test_every_completion_lies_within_the_bounds(parts, aggregate):
    holes, full = parts
    figure = combine(aggregate, full, natural=SHARE).value
    assume(figure is not None)
    assert within(figure, combine(aggregate, holes, natural=SHARE))


@given(completions(share=True), st.booleans())
def test_every_completion_of_a_rate_lies_within_the_bounds(parts, at_most_one):
    holes, full = parts
    # The rate of a part that gives one is that of its quantities.
    full = [PartFigures(p.name, None, p.numerator, p.denominator) for p in full]
    holes = [
        PartFigures(h.name, f.numerator / f.denominator if h.value is not None and f.denominator
                    else None, h.numerator, h.denominator)
        for h, f in zip(holes, full, strict=True)
    ]  # fmt: skip
    figure = combine("ratio_of_sums", full).value
    assume(figure is not None)
    assert within(figure, combine("ratio_of_sums", holes, at_most_one=at_most_one))


@given(completions(), st.sampled_from([*AGGREGATES, "ratio_of_sums"]), st.randoms())
def test_the_order_of_parts_does_not_matter(parts, aggregate, random):
    assume(aggregate != "last")
    holes, _ = parts
    mixed = list(holes)
    random.shuffle(mixed)
    one, other = combine(aggregate, holes), combine(aggregate, mixed)
    assert (one.low, one.high, one.reason) == (other.low, other.high, other.reason)
    assert set(one.missing) == set(other.missing)


@given(completions(), st.sampled_from(AGGREGATES), quantities)
def test_an_answer_stands_whatever_the_missing_parts_are(parts, aggregate, limit):
    holes, full = parts
    rule = AtLeast(at_least=D(str(round(float(limit), 3))))
    known = answer(rule, combine(aggregate, holes, natural=SHARE), F(rule.at_least))
    whole = combine(aggregate, full, natural=SHARE)
    assume(whole.value is not None)
    assert known is None or known == answer(rule, whole, F(rule.at_least))


@given(completions(), st.sampled_from(["sum", "max", "min"]))
def test_parts_of_parts_combine_to_the_same(parts, aggregate):
    holes, _ = parts
    at_once = combine(aggregate, holes)
    half = len(holes) // 2
    assume(half)
    ends = []
    for side in ("low", "high"):
        groups = [
            getattr(combine(aggregate, group), side) for group in (holes[:half], holes[half:])
        ]
        unknown = Span() if side == "high" else Span(F(0))
        ends.append(
            getattr(
                combine(aggregate, [PartFigures("g", value) for value in groups], natural=unknown),
                side,
            )
        )
    assert ends == [at_once.low, at_once.high]


def test_every_reason_is_known():
    """A reason that a verdict can have is one of those that have words."""
    assert REASONS.keys() <= WHOLE_REASONS
    assert set(REASONS.values()) <= WORDS.keys()
