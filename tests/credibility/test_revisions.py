from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.credibility.revisions import revision_findings, revisions
from genhe_targets.plan.checks import Revisions

F = Fraction
A, B, C = (("150785", "2023Q3", name) for name in ("a", "b", "c"))


def test_only_what_changed_is_a_revision():
    changed = revisions({A: F("95.0"), B: F(2)}, {A: F(95), B: F(3), C: F(4)})
    assert [(one.variable, one.before, one.after) for one in changed] == [
        ("b", 2, 3), ("c", None, 4),
    ]  # fmt: skip
    assert [one.change for one in changed] == [F(1, 2), None]


def test_a_large_revision_asks_for_a_reason():
    changed = revisions({A: F(100), B: F(100), C: F(0)}, {A: F(110), B: F("109.9"), C: F(1)})
    found = [(f.variable, f.code) for f in revision_findings(changed, Revisions())]
    assert found == [("a", "revised_much"), ("b", "revised"), ("c", "revised_much")]


def test_what_is_withdrawn_is_told_and_what_is_new_is_not():
    changed = revisions({A: F(1)}, {B: F(1)})
    (found,) = revision_findings(changed, Revisions())
    assert (found.code, found.variable) == ("withdrawn", "a")
    assert found.message("zh") == "前次上报的1在本次未上报"


def test_the_sentence_shows_both_figures():
    (found,) = revision_findings(revisions({A: F("31.5")}, {A: F("21.6")}), Revisions())
    assert found.message("en") == "revised from 31.5 to 21.6 (-31.4%); please explain"


def test_the_check_can_be_switched_off():
    assert not list(revision_findings(revisions({A: F(1)}, {}), Revisions(on=False)))


figures = st.dictionaries(st.sampled_from([A, B, C]), st.fractions(0, 9, max_denominator=4))


@given(figures, figures)
def test_there_and_back_again(one, other):
    there, back = revisions(one, other), revisions(other, one)
    assert [(r.before, r.after) for r in there] == [(r.after, r.before) for r in back]
    assert revisions(one, one) == []
