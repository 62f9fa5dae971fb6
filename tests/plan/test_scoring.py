"""A scoring as a plan declares it: what is refused, and its sentences."""

import pytest
from pydantic import ValidationError

from genhe_targets.judging.scorecard import SCORE_REASONS
from scorings import grades, scoring


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        ([("a", 90), ("b", 60, 89), ("c", None, 59)], {}, "a gap between 89 (b) and 90 (a)"),
        ([("a", 90), ("b", 60, 91), ("c", None)], {}, "an overlap between 91 (b) and 90 (a)"),
        ([("a", 90, 100), ("b", None)], {}, "scores above 100 have no grade"),
        ([("a", 90), ("b", 60)], {}, "scores below 60 have no grade"),
        ([("a", 60), ("b", 90), ("c", None)], {}, "'b' does not come after 'a'"),
        ([("a", None), ("b", None)], {}, "'a' needs the score from which on"),
        ([("a", 90), ("b", 60, 50), ("c", None)], {}, "'b' ends before it begins"),
        ([("a", 90), ("a", None)], {}, "the grade 'a' is given twice"),
        ([("a", 90), ("b", None)], {"vetoes": [{"targets": "x", "grade": "b"}]}, "'x' has no item"),
        ([("a", 90), ("b", None)], {"vetoes": [{"targets": "t", "grade": "z"}]}, "unknown grade 'z'"),
        ([("a", 90), ("b", None)], {"vetoes": [{"group": "h", "below": 9, "grade": "b"}]},
         "unknown group 'h'"),
        ([("a", 90), ("b", None)], {"vetoes": [{"targets": "t", "group": "g0", "grade": "b"}]},
         "either targets, or a group"),
        ([("a", 90), ("b", None)], {"vetoes": [{"grade": "b"}]}, "either targets, or a group"),
    ],
)  # fmt: skip
def test_a_faulty_scoring_is_refused(rows, options, words):
    with pytest.raises(ValidationError) as error:
        scoring((None, ("t", 10)), grades=grades(*rows), **options)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([(50, ("a", 1)), (None, ("b", 1))], "some groups have a weight"),
        ([(50, ("a", 1)), (40, ("b", 1))], "add up to 90, not to 100"),
        ([(50, ("a", 0)), (50, ("b", 1))], "has a weight and no points"),
        ([(None, ("a", 1), ("a", 2))], "the target 'a' is given twice"),
        ([(None, ("a", 1, {"form": "tiers", "tiers": {"5": 2}}))], "more than the 1 points"),
        ([(None, ("a", 1, "half"))], "half"),
    ],
)
def test_faulty_groups_are_refused(groups, words):
    with pytest.raises(ValidationError) as error:
        scoring(*groups)
    assert words in str(error.value)


def test_whole_scores_may_have_grades_with_ends():
    declared = grades(("a", 90), ("b", 60, 89), ("c", None, 59))
    assert scoring((None, ("t", 10)), grades=declared, round_to=1)
    assert scoring((None, ("t", 10)), grades=grades(("a", 90), ("b", 60, 90), ("c", None)))


@pytest.mark.parametrize(
    ("form", "zh", "en"),
    [
        ("all_or_nothing", "达标得满分，否则不得分", "all points when met, none otherwise"),
        ({"form": "linear", "lose": "0.5"}, "每差1扣0.5分，扣完为止",
         "0.5 lost for each 1 short, down to none"),
        ({"form": "linear", "lose": 1, "at_most": 4}, "每差1扣1分，扣完为止，最多4分",
         "1 lost for each 1 short, down to none, 4 at most"),
        ({"form": "tiers", "tiers": {"10": 2, "5": 1}}, "达到5得1分，达到10得2分",
         "1 from 5 on, 2 from 10 on"),
        ({"form": "tiers", "tiers": {"9": 2, "12": 1}, "order": "falling"},
         "不高于12得1分，不高于9得2分", "1 up to 12, 2 up to 9"),
        ({"form": "bonus", "gain": 2}, "达标得满分，每超1加2分",
         "all points when met, 2 more for each 1 beyond"),
        ({"form": "penalty", "lose": 2}, "每1扣2分", "2 lost for each 1"),
    ],
)  # fmt: skip
def test_every_form_says_itself(form, zh, en):
    item = next(scoring((None, ("a", 10, form))).items)
    assert (item.score.sentence("zh"), item.score.sentence("en")) == (zh, en)


def test_every_reason_has_words():
    assert all(set(entry) == {"zh", "en"} for entry in SCORE_REASONS.values())
