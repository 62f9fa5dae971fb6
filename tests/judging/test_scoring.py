"""Scores: forms, totals, grades and vetoes, and the laws they keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.judging.grading import grade
from genhe_targets.judging.parts import Span
from genhe_targets.judging.scorecard import GroupScore, ItemScore, Standing
from genhe_targets.judging.scoring import minus, plus, score, times
from genhe_targets.vocabulary import Status
from scorings import D, F, S, grades, scoring


def one(form, status, value=None, margin=None, points=10):
    """Points and extra of a single item."""
    standing = Standing(Status(status), None if value is None else F(value),
                        None if margin is None else F(margin))  # fmt: skip
    card = score(scoring((None, ("a", points, form))), {"a": standing})
    item = card.items[0]
    assert item.target == "a"
    assert card.total.low == (
        None if item.extra.low is None else item.points.low + item.extra.low
    )  # fmt: skip
    return item


# ------------------------------------------------------------------ forms


@pytest.mark.parametrize(
    ("form", "status", "value", "margin", "points", "reason"),
    [
        ("all_or_nothing", "met", None, None, 10, "full"),
        ("all_or_nothing", "on_track", None, None, 10, "full"),
        ("all_or_nothing", "not_met", None, None, 0, "none"),
        ("all_or_nothing", "behind", None, None, 0, "none"),
        ("all_or_nothing", "missing", None, None, 0, "silence"),
        ({"form": "linear", "lose": "0.5"}, "not_met", None, "-3", F("8.5"), "part"),
        ({"form": "linear", "lose": "0.25"}, "not_met", None, "-1.5", F("9.625"), "part"),
        ({"form": "linear", "lose": "0.5"}, "not_met", None, "-30", 0, "none"),
        ({"form": "linear", "lose": "0.5"}, "met", None, "3", 10, "full"),
        ({"form": "linear", "lose": 1, "per": 5, "steps": "whole"}, "not_met", None, "-9.9", 9, "part"),
        ({"form": "linear", "lose": 1, "per": 5, "steps": "begun"}, "not_met", None, "-9.9", 8, "part"),
        ({"form": "linear", "lose": 1, "at_most": 4}, "not_met", None, "-7", 6, "part"),
        ({"form": "tiers", "tiers": {"5": 1, "10": 2, "15": 3}}, "not_met", 4, None, 0, "tier"),
        ({"form": "tiers", "tiers": {"5": 1, "10": 2, "15": 3}}, "not_met", 5, None, 1, "tier"),
        ({"form": "tiers", "tiers": {"5": 1, "10": 2, "15": 3}}, "met", "14.9", None, 2, "tier"),
        ({"form": "tiers", "tiers": {"5": 1, "10": 2, "15": 3}}, "met", 99, None, 3, "tier"),
        ({"form": "tiers", "tiers": {"9": 3, "12": 1}, "order": "falling"}, "met", 9, None, 3, "tier"),
        ({"form": "tiers", "tiers": {"9": 3, "12": 1}, "order": "falling"}, "met", 12, None, 1, "tier"),
        ({"form": "tiers", "tiers": {"9": 3, "12": 1}, "order": "falling"}, "met", 13, None, 0, "tier"),
        ({"form": "bonus", "gain": 2}, "not_met", None, "-1", 0, "none"),
        ({"form": "bonus", "gain": 2}, "met", None, None, 10, "full"),
    ],
)  # fmt: skip
def test_points_are_won_and_lost(form, status, value, margin, points, reason):
    item = one(form, status, value, margin)
    assert (item.points.low, item.points.high, item.reason) == (points, points, reason)
    assert (item.extra.low, item.extra.high) == (0, 0)


@pytest.mark.parametrize(
    ("form", "status", "value", "margin", "extra", "reason"),
    [
        ({"form": "bonus", "gain": 2}, "met", None, "0.9", 0, "full"),
        ({"form": "bonus", "gain": 2}, "met", None, "3.5", 6, "bonus"),
        ({"form": "bonus", "gain": 2, "at_most": 5}, "met", None, "3.5", 5, "bonus"),
        ({"form": "bonus", "gain": 2, "per": 5}, "met", None, "9.9", 2, "bonus"),
        ({"form": "penalty", "lose": 2}, "not_met", 3, None, -6, "penalty"),
        ({"form": "penalty", "lose": 2}, "met", 0, None, 0, "full"),
        ({"form": "penalty", "lose": 2, "at_most": 5}, "not_met", 3, None, -5, "penalty"),
        ({"form": "penalty", "lose": 1, "per": 5}, "not_met", 9, None, -1, "penalty"),
    ],
)
def test_points_beside_the_items_own(form, status, value, margin, extra, reason):
    item = one(form, status, value, margin, points=0)
    assert (item.extra.low, item.extra.high, item.reason) == (extra, extra, reason)


@pytest.mark.parametrize(
    ("form", "status", "points", "extra"),
    [
        ("all_or_nothing", "indeterminate", (0, 10), (0, 0)),
        ({"form": "linear", "lose": 1}, "not_met", (0, 10), (0, 0)),
        ({"form": "tiers", "tiers": {"5": 1}}, "met", (0, 10), (0, 0)),
        ({"form": "bonus", "gain": 2}, "not_due", (0, 10), (0, None)),
        ({"form": "bonus", "gain": 2, "at_most": 5}, "invalid", (0, 10), (0, 5)),
        ({"form": "penalty", "lose": 2}, "missing", (0, 10), (None, 0)),
        ({"form": "penalty", "lose": 2, "at_most": 3}, "target_unset", (0, 10), (-3, 0)),
    ],
)
def test_what_is_not_known_leaves_a_span(form, status, points, extra):
    item = one(form, status)
    assert (item.points.low, item.points.high) == points
    assert (item.extra.low, item.extra.high) == extra
    assert item.reason == "open"


# ------------------------------------------------------------------ totals


def test_what_does_not_apply_is_left_out_and_the_rest_scaled_up():
    """88 of the 90 points that apply are 97.78 of 100."""
    declared = scoring((None, ("a", 88), ("b", 2), ("c", 10)))
    standings = {"a": Standing(S.MET), "b": Standing(S.NOT_MET), "c": Standing(S.NOT_APPLICABLE)}
    card = score(declared, standings)
    assert card.total.low == card.total.high == F(88, 90) * 100
    assert (card.full, card.final) == (100, True)
    assert (card.items[2].target, card.items[2].reason) == ("c", "left_out")
    kept = declared.model_copy(update={"left_out": "full"})
    full = score(kept, standings)
    assert full.total == Span(F(98), F(98))
    assert full.items[2] == ItemScore("c", F(10), Span(F(10), F(10)), Span(F(0), F(0)), "full")


def test_nothing_that_applies_has_no_score():
    declared = scoring((None, ("a", 10)), grades=grades(("good", 60), ("bad", None)))
    card = score(declared, {"a": Standing(S.NOT_APPLICABLE)})
    assert (card.total.low, card.total.high, card.grade) == (None, None, None)


def test_groups_count_by_their_weights():
    declared = scoring((70, ("a", 10), ("b", 10)), (30, ("c", 5)))
    standings = {"a": Standing(S.MET), "b": Standing(S.NOT_MET), "c": Standing(S.MET)}
    card = score(declared, standings)
    assert (card.total, card.full) == (Span(F(65), F(65)), 100)
    half, whole = Span(F(10), F(10)), Span(F(5), F(5))
    assert card.groups == (
        GroupScore("g0", F(20), half, Span(F(50), F(50)), Span(F(35), F(35)), F(70)),
        GroupScore("g1", F(5), whole, Span(F(100), F(100)), Span(F(30), F(30)), F(30)),
    )
    standings["c"] = Standing(S.NOT_APPLICABLE)
    assert score(declared, standings).total.low == 50
    assert score(declared, {**standings, "a": Standing(S.NOT_APPLICABLE),
                            "b": Standing(S.NOT_APPLICABLE)}).total.low is None  # fmt: skip


def test_bonuses_are_capped_together_and_penalties_are_not():
    bonus = {"form": "bonus", "gain": 2}
    declared = scoring(
        (None, ("a", 10, bonus), ("b", 10, bonus), ("c", 0, {"form": "penalty", "lose": 4})),
        bonus_at_most=3,
    )
    won = Standing(S.MET, margin=F(1))
    card = score(declared, {"a": won, "b": won, "c": Standing(S.NOT_MET, value=F(5))})
    assert card.total.low == card.total.high == 20 + 3 - 20
    assert (card.bonus, card.penalty) == (Span(F(3), F(3)), Span(F(-20), F(-20)))
    open_ = score(declared, {"a": won, "b": Standing(S.NOT_DUE), "c": Standing(S.MET, value=F(0))})
    assert (open_.total.low, open_.total.high) == (12, 23)


def test_silence_scores_nothing_unless_the_plan_leaves_it_open():
    declared = scoring((None, ("a", 10)))
    assert score(declared, {"a": Standing(S.MISSING)}).total.high == 0
    lenient = declared.model_copy(update={"silence": "open"})
    assert score(lenient, {"a": Standing(S.MISSING)}).total.high == 10
    assert score(declared, {}).items[0].reason == "open"


def test_a_score_before_the_deadline_is_not_final():
    declared = scoring((None, ("a", 10)))
    assert not score(declared, {"a": Standing(S.ON_TRACK)}).final
    assert score(declared, {"a": Standing(S.NOT_MET)}).final


# ------------------------------------------------------------------ grades and vetoes

GRADES = grades(("excellent", 90), ("pass", 60), ("fail", None))


@pytest.mark.parametrize(("points", "grade"), [(90, "excellent"), ("89.99", "pass"),
                                               (60, "pass"), ("59.99", "fail")])  # fmt: skip
def test_every_score_has_a_grade(points, grade):
    declared = scoring((None, ("a", points), ("b", 100 - D(points))), grades=GRADES)
    card = score(declared, {"a": Standing(S.MET), "b": Standing(S.NOT_MET)})
    assert card.grade == grade


def test_a_total_may_be_rounded_before_it_is_graded():
    declared = scoring((None, ("a", "89.5"), ("b", "10.5")), round_to=1,
                       grades=grades(("excellent", 90), ("pass", 60, 89), ("fail", None, 59)))  # fmt: skip
    card = score(declared, {"a": Standing(S.MET), "b": Standing(S.NOT_MET)})
    assert (card.total.low, card.grade) == (90, "excellent")
    even = scoring((None, ("a", "88.5"), ("b", "11.5")), round_to=1)
    card = score(even, {"a": Standing(S.MET), "b": Standing(S.NOT_MET)})
    assert card.total == Span(F(89), F(89)), "a half is rounded up, as offices round"
    off = scoring((None, ("a", "9.5"), ("b", 0, {"form": "penalty", "lose": 1})), round_to=1)
    card = score(off, {"a": Standing(S.MET), "b": Standing(S.NOT_DUE)})
    assert card.total == Span(None, F(10)), "nobody knows yet how much is taken off"


def test_a_grade_is_given_where_every_score_of_the_span_has_it():
    declared = scoring((None, ("a", 60), ("b", 20), ("c", 20)), grades=GRADES)
    standings = {"a": Standing(S.MET), "b": Standing(S.NOT_DUE), "c": Standing(S.NOT_MET)}
    assert score(declared, standings).grade == "pass"
    assert score(declared, {**standings, "c": Standing(S.NOT_DUE)}).grade is None


@pytest.mark.parametrize(
    ("statuses", "grade", "vetoed"),
    [
        (("met", "met"), "excellent", ()),
        (("met", "not_met"), "fail", (0,)),
        (("met", "missing"), None, ()),
        (("not_met", "missing"), "fail", ()),
        (("met", "on_track"), "excellent", ()),
        (("met",), None, ()),  # nothing is known of what it hangs on
    ],
)
def test_one_vote_is_enough_to_fail(statuses, grade, vetoed):
    declared = scoring(
        (None, ("a", 95), ("b", 5)), grades=GRADES, vetoes=[{"targets": "b", "grade": "fail"}]
    )
    standings = {n: Standing(Status(s)) for n, s in zip("ab", statuses, strict=False)}
    card = score(declared, standings)
    assert (card.grade, card.vetoed) == (grade, vetoed)


@pytest.mark.parametrize(
    ("low", "high", "vetoed", "threatened", "found"),
    [
        (None, None, (), (), None),
        (None, 59, (), (), "fail"),  # however low, there is none below
        (None, 95, (0,), (), "fail"),
        (None, 95, (), (0,), None),
        (60, None, (), (), None),
        (90, None, (), (), "excellent"),
        (90, 95, (), (0,), None),
        (90, 95, (1,), (), "pass"),
        (90, 95, (1, 0), (), "fail"),
    ],
)
def test_a_total_that_is_open_at_an_end(low, high, vetoed, threatened, found):
    declared = scoring(
        (None, ("a", 95), ("b", 5)), grades=GRADES,
        vetoes=[{"targets": "b", "grade": "fail"}, {"targets": "a", "grade": "pass"}],
    )  # fmt: skip
    total = Span(*(None if end is None else F(end) for end in (low, high)))
    assert grade(declared, total, vetoed, threatened) == found


def test_a_veto_never_makes_a_grade_better():
    declared = scoring((None, ("a", 50), ("b", 50)), grades=GRADES,
                       vetoes=[{"targets": "a", "grade": "pass"}])  # fmt: skip
    lost = {"a": Standing(S.NOT_MET), "b": Standing(S.NOT_MET)}
    assert score(declared, lost).grade == "fail"
    assert score(declared, {**lost, "b": Standing(S.MET)}).grade == "fail"


def test_a_group_below_its_line_fails_the_whole():
    declared = scoring((None, ("a", 6), ("b", 4)), (None, ("c", 90)), grades=GRADES,
                       vetoes=[{"group": "g0", "below": 60, "grade": "fail"}])  # fmt: skip
    standings = {"a": Standing(S.MET), "b": Standing(S.NOT_MET), "c": Standing(S.MET)}
    assert score(declared, standings).grade == "excellent"
    standings["a"] = Standing(S.NOT_MET)
    assert score(declared, standings).grade == "fail"
    standings["a"] = Standing(S.NOT_DUE)
    assert score(declared, standings).grade is None


# ------------------------------------------------------------------ laws

ends = st.none() | st.fractions(-100, 100)
spans = st.builds(Span, ends, ends)


@given(spans, st.fractions(0, 10), st.fractions(-100, 100))
def test_an_end_that_is_open_stays_open(span, factor, of):
    """A weight keeps the ends of a span in their order, what is left of a number turns them."""
    for end, by_weight, left in (
        (span.low, times(span, factor).low, minus(span, of).high),
        (span.high, times(span, factor).high, minus(span, of).low),
    ):
        assert by_weight == (None if end is None else end * factor)
        assert left == (None if end is None else of - end)
    assert plus([span, times(span, F(2))]) == times(span, F(3))
    assert minus(minus(span, of), of) == span


LADDER = [S.NOT_MET, S.BEHIND, S.ON_TRACK, S.MET]
states = st.lists(st.sampled_from(Status), min_size=3, max_size=3)
SHEET = scoring(
    (60, ("a", 10), ("b", 5, {"form": "linear", "lose": 1})), (40, ("c", 7)), grades=GRADES
)


def card_of(statuses, margin):
    return score(SHEET, {n: Standing(s, margin=margin)
                         for n, s in zip("abc", statuses, strict=True)})  # fmt: skip


@given(states, st.fractions(-8, -1))
def test_a_score_lies_between_nothing_and_full(statuses, margin):
    total = card_of(statuses, margin).total
    assert total.low is None or 0 <= total.low <= total.high <= 100


@given(states, st.lists(st.sampled_from(LADDER), min_size=3, max_size=3), st.fractions(-8, -1))
def test_what_turns_out_lies_within_the_span(before, after, margin):
    open_ = {S.INDETERMINATE, S.INVALID, S.NOT_DUE, S.TARGET_UNSET}
    later = [b if a in open_ else a for a, b in zip(before, after, strict=True)]
    span, total = card_of(before, margin), card_of(later, margin)
    if total.total.low is not None:
        assert span.total.low <= total.total.low <= total.total.high <= span.total.high
        assert span.grade is None or span.grade == total.grade
