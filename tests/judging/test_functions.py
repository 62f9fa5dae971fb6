"""Functions over regions and lists, by hand: what is known, what is a bound, what is nothing."""

import datetime
from fractions import Fraction

import numpy as np
import pytest

from cells import GENHE, HAILAR, standing
from genhe_targets.grid import State
from genhe_targets.judging.functions import apply, keeps
from genhe_targets.judging.quantity import Quantity
from genhe_targets.judging.stage import Stage, from_exact
from genhe_targets.periods import CIVIL
from genhe_targets.plan.formula import Call
from onetarget import plan_of

F = Fraction
MARKS = {"≥": State.AT_LEAST, "≤": State.AT_MOST, "≈": State.ABOUT}
WORDS = {"silent": State.SILENT, "invalid": State.INVALID, "none": State.NONE}
ENDS = "2023-03-31", "2023-06-30"


def figures(*rows):
    """Figures over regions, one checkpoint or several, from texts: 3, ≥3, ≤3, ≈3 or a word."""
    cells = [row.split() for row in rows]
    state = np.full((len(cells), len(cells[0])), State.REPORTED, np.int8)
    found = {}
    for at in np.ndindex(state.shape):
        text = cells[at[0]][at[1]]
        state[at] = WORDS.get(text, MARKS.get(text[0], State.REPORTED))
        if text not in WORDS:
            found[at] = F(text.lstrip("≥≤≈"))
    return from_exact(found, state)


def texts(quantity):
    """The same texts of what a function found."""
    words = {state: word for word, state in WORDS.items()}
    marks = {state: mark for mark, state in MARKS.items()}
    rows = []
    for row, column in np.ndindex(quantity.state.shape):
        state = quantity.state[row, column]
        rows.append(
            words[state]
            if state in words
            else f"{marks.get(state, '')}{quantity.exact(row, column)}"
        )
    return rows


def stage(count, columns=1, members=None, absent=0):
    regions = tuple("ABCDEFGH"[:count])
    days = tuple(datetime.date.fromisoformat(end) for end in ENDS[:columns])
    return Stage(regions, frozenset(regions if members is None else members), absent, days, CIVIL)


def found(name, options, *args, **more):
    rows, columns = args[0].state.shape
    numbers = tuple(one if isinstance(one, str) else F(one) for one in options)
    return texts(apply(Call(name, numbers, ()), args, stage(rows, columns, **more)))


@pytest.mark.parametrize(
    ("sign", "given", "more", "best", "worst"),
    [
        (1, "3 1 3", {}, "1 3 1", "1 3 1"),
        (-1, "3 1 3", {}, "2 1 2", "2 1 2"),
        # One that is silent may be before all others; so may those that report nothing at all.
        (1, "3 1 silent", {}, "≥1 ≥2 silent", "≤2 ≤3 silent"),
        (1, "3 1 ≥2", {}, "≥1 ≥2 ≥1", "≤2 ≤3 ≤3"),
        (1, "3 ≈1 invalid", {"absent": 1}, "≥1 ≥1 invalid", "≤4 ≤4 invalid"),
        (1, "3 1 2", {"absent": 2}, "≥1 ≥3 ≥2", "≤3 ≤5 ≤4"),
        # Who is not compared takes no place and has none.
        (1, "3 1 9", {"members": "AB"}, "1 2 none", "1 2 none"),
        (1, "3 1 silent", {"members": "AB"}, "1 2 none", "1 2 none"),
    ],
)  # fmt: skip
def test_places(sign, given, more, best, worst):
    own = figures(*given.split())
    assert found("best_rank", [sign], own, **more) == best.split()
    assert found("worst_rank", [sign], own, **more) == worst.split()


@pytest.mark.parametrize("top", [1, 2, 3])
def test_who_reports_a_bound_has_an_open_place(mini, top):
    plan = plan_of(mini, {"top": top, "by": "highest"})
    cells = [(GENHE, "2023Q4", "rate", ("2", "at_least")), (HAILAR, "2023Q4", "rate", "1")]
    open_ = ("indeterminate", "incomplete")
    assert standing(plan, "the-target", *cells) == (open_ if top < 2 else ("met", "holds"))
    assert standing(plan, "the-target", *cells, region=HAILAR)[0] == (
        "met" if top > 1 else open_[0]
    )


@pytest.mark.parametrize(
    ("given", "more", "mean"),
    [
        ("1 2 4", {}, "7/3"),
        ("1 2 9", {"members": "AB"}, "3/2"),
        ("1 2 silent", {}, "≈3/2"),
        ("1 2 ≥4", {}, "≈7/3"),
        ("1 2 4", {"absent": 1}, "≈7/3"),
        ("invalid invalid none", {}, "invalid"),
        ("silent silent 4", {"members": "AB"}, "silent"),
        ("1 2 4", {"members": ""}, "silent"),
    ],
)
def test_the_mean_stands_in_every_row(given, more, mean):
    assert found("mean", [], figures(*given.split()), **more) == [mean] * 3


def test_each_checkpoint_has_its_own_mean_and_places():
    assert found("mean", [], figures("4 silent")) == ["4", "silent"]
    assert found("mean", [], figures("1 3", "2 5")) == ["3/2", "4"] * 2
    assert found("mean", [], figures("invalid 1", "none 2")) == ["invalid", "3/2"] * 2
    own = figures("silent 1", "silent 2")
    assert found("mean", [], own) == ["silent", "3/2"] * 2
    assert found("best_rank", [-1], figures("5 1", "4 2")) == ["2", "1", "1", "2"]


def test_the_figure_of_one_region():
    own = figures("1 ≥2", "3 silent")
    assert found("region", ["B"], own) == ["3", "silent"] * 2
    assert found("region", ["A"], own) == ["1", "≥2"] * 2
    # A difference of large numbers is 0.1 exactly and a little less as floats: its error goes with it.
    value, off = np.full((1, 1), 1e6 + 0.1 - 1e6), np.full((1, 1), 1e-9)
    apart = Quantity(value, off, np.full((1, 1), State.REPORTED), lambda *_: F(1, 10))
    assert keeps(apply(Call("region", ("A",), ()), [apart], stage(1)), F(1, 10), 1).all()
    nobody = apply(Call("region", ("Z",), ()), [own], stage(2, 2))
    assert texts(nobody) == ["silent"] * 4
    assert np.isnan(nobody.value).all()
    assert np.isnan(nobody.error).all()


@pytest.mark.parametrize(
    ("first", "second", "worst"),
    [
        ("3", "5", "5"),
        ("3", "silent", "≥3"),
        ("3", "invalid", "≥3"),
        ("≤3", "5", "≤5"),
        ("≤5", "≤3", "≤5"),
        ("≥3", "5", "≥5"),
        ("≥3", "≤5", "≥3"),
        ("≤5", "≥3", "≥3"),
        ("≤5", "silent", "silent"),
        ("invalid", "silent", "invalid"),
        ("silent", "silent", "silent"),
    ],
)
def test_the_largest_of_a_list(first, second, worst):
    assert found("worst", [], figures(first), figures(second)) == [worst]


def test_the_largest_is_found_cell_by_cell():
    lists = figures("1 ≤4", "silent 9"), figures("2 3", "silent silent")
    assert found("worst", [], *lists) == ["2", "≤4", "silent", "≥9"]
    lists = figures("invalid silent"), figures("silent silent")
    assert found("worst", [], *lists) == ["invalid", "silent"]


@pytest.mark.parametrize(
    ("options", "given", "classes"),
    [
        ((1, 90, 80), "95 90 85 80 79", "1 1 2 2 3"),
        ((2, 90, 80), "95 90 85 80 79", "1 2 2 3 3"),
        ((-1, 5, 10), "4 5 6 10 11", "1 1 2 2 3"),
        ((-2, 5, 10), "4 5 6 10 11", "1 2 2 3 3"),
        # At least 85 is at most class 2, since more is better; at most 85 is at least class 2.
        ((1, 90, 80), "≥85 ≤85 ≈85 silent none", "≤2 ≥2 invalid silent none"),
        ((-1, 5, 10), "≥7 ≤7 ≈7 silent invalid", "≥2 ≤2 invalid silent invalid"),
    ],
)
def test_the_class_of_a_figure(options, given, classes):
    assert found("class_of", options, figures(*given.split())) == classes.split()


@pytest.mark.parametrize(
    ("given", "least", "most"),
    [
        # Figures that are to be 60 at least, each with its weight.
        ("70 3 50 1", "75", "75"),
        ("60 3 50 1", "75", "75"),
        ("70 3 silent 1", "≥75", "≤100"),
        ("50 3 silent 1", "≥0", "≤25"),
        ("50 3 ≥70 1", "≥0", "≤25"),
        ("silent 3 silent 1", "silent", "silent"),
        ("70 3 none 1", "100", "100"),
        ("none 3 none 1", "none", "none"),
        ("70 3 50 silent", "silent", "silent"),
        ("70 0 50 0", "none", "none"),
    ],
)
def test_the_share_that_keeps_a_limit(given, least, most):
    args = [figures(text) for text in given.split()]
    assert found("least_share", [1, 60], *args) == [least]
    assert found("most_share", [1, 60], *args) == [most]


def test_shares_of_several_regions():
    args = (
        figures("70", "50", "silent"),
        figures("3", "3", "3"),
        figures("50", "70", "70"),
        figures("1", "1", "1"),
    )
    assert found("least_share", [1, 60], *args) == ["75", "25", "≥25"]
    assert found("most_share", [-2, 60], *args) == ["25", "75", "≤75"]


def test_each_region_has_a_share_of_its_own_whatever_the_others_lack():
    """Nothing to weigh, no weight, silence, nothing to measure (weighed or not), and all that is needed."""
    args = (
        figures("70", "70", "silent", "none", "none", "70"),
        figures("0", "silent", "1", "1", "silent", "3"),
        figures("50", "50", "silent", "none", "none", "50"),
        figures("0", "1", "1", "1", "silent", "1"),
    )
    shares = ["none", "silent", "silent", "none", "none", "75"]
    assert found("least_share", [1, 60], *args) == found("most_share", [1, 60], *args) == shares


@pytest.mark.parametrize(
    ("sign", "kept"),
    [(1, "no yes yes yes"), (2, "no no yes yes"), (-1, "yes yes no no"), (-2, "yes no no no")],
)
def test_limits_are_kept_exactly(sign, kept):
    """A part in 10^20 beside the limit counts, and half of one as well as two."""
    near = F(90) + F(1, 10**20)
    own = figures(str(F(90) - F(1, 10**20)), "90", str(near), "90.5", "silent")
    assert keeps(own, F(90), sign)[:, 0].tolist() == [
        *(word == "yes" for word in kept.split()),
        False,
    ]


@pytest.mark.parametrize(("sign", "kept"), [(1, True), (-1, True), (2, False), (-2, False)])
@pytest.mark.parametrize("share", [-1, -0.6, 0.6, 1])
def test_a_float_is_not_believed_within_its_error(sign, kept, share):
    """Zero, as a float that is off by all of its error or most of it, above or below."""
    value, off = np.full((1, 1), share * 1e-3), np.full((1, 1), 1e-3)
    figure = Quantity(value, off, np.full((1, 1), State.REPORTED), lambda *_: F(0))
    assert keeps(figure, F(0), sign).all() == kept


@pytest.mark.parametrize(("sign", "kept"), [(1, True), (-1, True), (2, False), (-2, False)])
def test_zero_keeps_a_limit_of_zero(sign, kept):
    assert keeps(figures("0"), F(0), sign).all() == kept
