from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from genhe_targets.judging.rollup import roll_up, worst_of
from genhe_targets.plan.rollups import WORST_FIRST, AnyRollUp, ShareRule, WorstOf
from genhe_targets.vocabulary import Status

S = Status
statuses = st.lists(st.sampled_from(Status), max_size=8)
ADAPTER = TypeAdapter(AnyRollUp)


def named(*given):
    return [(f"t{index}", Status(status)) for index, status in enumerate(given)]


def test_the_worst_counts():
    assert worst_of([S.MET, S.BEHIND, S.NOT_APPLICABLE]) is S.BEHIND
    assert worst_of([S.MET, S.NOT_APPLICABLE]) is S.MET
    assert worst_of([S.MISSING, S.NOT_MET]) is S.NOT_MET


def test_what_does_not_apply_has_no_say():
    assert worst_of([S.NOT_APPLICABLE]) is worst_of([]) is S.NOT_APPLICABLE
    assert roll_up([], ShareRule(at_least="0.8")) is S.NOT_APPLICABLE


def test_a_plan_may_put_silence_first():
    order = (S.MISSING, *[status for status in WORST_FIRST if status is not S.MISSING])
    assert worst_of([S.MISSING, S.NOT_MET], WorstOf(precedence=order)) is S.MISSING
    assert roll_up(named("missing", "not_met"), WorstOf(precedence=order)) is S.MISSING


@given(statuses, st.randoms())
def test_order_does_not_matter(given, random):
    mixed = list(given)
    random.shuffle(mixed)
    assert worst_of(mixed) is worst_of(given)
    rule = ShareRule(at_least="0.6")
    assert roll_up(named(*mixed), rule) is roll_up(named(*given), rule)


@given(st.lists(statuses, max_size=5))
def test_the_worst_of_the_worst_is_the_worst(groups):
    at_once = worst_of(status for group in groups for status in group)
    assert worst_of(worst_of(group) for group in groups) is at_once


@pytest.mark.parametrize(
    ("given", "share", "expected"),
    [
        (["met"] * 4 + ["not_met"], "0.8", "met"),
        (["met"] * 4 + ["not_met"], "0.81", "not_met"),
        (["met"] * 3 + ["on_track", "not_met"], "0.8", "on_track"),
        (["met"] * 3 + ["behind", "not_met"], "0.8", "behind"),
        (["met"] * 3 + ["missing", "not_met"], "0.8", "missing"),
        (["met"] * 3 + ["not_due", "not_met"], "0.8", "not_due"),
        (["met", "missing", "invalid", "not_due"], "1", "invalid"),
        (["met"] * 4 + ["not_met", "not_applicable"], "0.8", "met"),
        (["behind", "behind"], "0.5", "behind"),
        (["behind", "missing"], "0.5", "missing"),
        (["behind", "missing"], "0.6", "behind"),
    ],
)
def test_enough_of_them(given, share, expected):
    assert roll_up(named(*given), ShareRule(at_least=share)).value == expected


def test_weights_decide_what_is_enough():
    rule = ShareRule(at_least="0.5", weights={"t0": Decimal(3)})
    assert roll_up(named("met", "not_met", "not_met"), rule) is S.MET
    assert roll_up(named("not_met", "met", "met"), rule) is S.NOT_MET


LADDER = [S.NOT_MET, S.BEHIND, S.ON_TRACK, S.MET]


@given(st.lists(st.sampled_from(LADDER), min_size=1, max_size=6), st.data())
def test_a_better_verdict_never_makes_the_whole_worse(given, data):
    better = [
        data.draw(st.sampled_from(LADDER[LADDER.index(status):])) for status in given
    ]  # fmt: skip
    for method in (WorstOf(), ShareRule(at_least="0.6")):
        worse, rolled = roll_up(named(*given), method), roll_up(named(*better), method)
        assert LADDER.index(worse) <= LADDER.index(rolled)


@given(statuses)
def test_all_of_them_is_at_least_a_share_of_one(given):
    whole = roll_up(named(*given), ShareRule(at_least="1"))
    assert (whole is S.MET) == (worst_of(given) is S.MET)


@pytest.mark.parametrize(
    "declared",
    [
        {"method": "best_of"},
        {"method": "share"},
        {"method": "share", "at_least": 0},
        {"method": "share", "at_least": 80},
        {"method": "share", "at_least": "0.8", "weights": {"a": 0}},
        {"method": "worst_of", "precedence": ["met"]},
        {"method": "worst_of", "precedence": [*WORST_FIRST, "met"]},
        {"method": "worst_of", "precedence": [*WORST_FIRST, "not_applicable"]},
    ],
)
def test_a_faulty_declaration_is_refused(declared):
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(declared)


def test_the_method_says_itself():
    share = ADAPTER.validate_python({"method": "share", "at_least": "0.80"})
    assert share.sentence("zh") == "达标比例不低于80%"
    assert share.sentence("en") == "at least 80% are met"
    weighted = ShareRule(at_least="0.5", weights={"a": 2})
    assert (weighted.sentence("zh"), weighted.sentence("en")) == (
        "加权达标比例不低于50%", "at least 50% by weight are met",
    )  # fmt: skip
    assert WorstOf().sentence("zh") == "取最差结果"
    assert WorstOf().sentence("en") == "the worst verdict counts"
