"""How the outcomes of parts become one: what holds, by how much, at which limit, by whose grace."""

import numpy as np
import pytest

from cells import STATE_NAMES
from genhe_targets.grid import State
from genhe_targets.judging.outcomes import NO, UNKNOWN, YES, Outcome, joined
from onetarget import plan_of

ANSWERS = {"yes": YES, "no": NO, "open": UNKNOWN}
NAN = float("nan")


def outcome(text):
    """An outcome of one cell from "margin limit answer state", with a star where it is granted."""
    margin, limit, answer, state = text.rstrip("*").split()
    return Outcome(
        np.array([[float(margin)]]), np.array([[float(limit)]]),
        np.array([[ANSWERS[answer]]], np.int8), np.array([[getattr(State, state.upper())]], np.int8),
        np.array([[text.endswith("*")]]),
    )  # fmt: skip


def text(found, row=0):
    assert (found.holds.dtype, found.state.dtype, found.granted.dtype) == (np.int8, np.int8, bool)
    assert found.margin.dtype == float
    words = {code: word for word, code in ANSWERS.items()}
    state = STATE_NAMES[found.state[row, 0]].lower()
    star = "*" * int(found.granted[row, 0])
    told = f"{found.margin[row, 0]:g} {found.limit[row, 0]:g} {words[found.holds[row, 0]]} {state}"
    return told + star


FIELDS = ("margin", "limit", "holds", "state", "granted")
RULES = {
    "all": {"all": [{"at_least": 1}, {"at_most": 9}]},
    "any": {"any": [{"at_least": 9}, {"at_most": 1}]},
    "if": {"if": {"less_than": 50}, "then": {"at_least": 40}},
    "if else": {"if": {"less_than": 50}, "then": {"at_least": 40}, "else": {"at_most": 90}},
    "about": {"about": 15},
    "within": {"about": 15, "within": 1},
    "any all": {"any": [{"all": [{"at_least": 1}, {"at_most": 9}]}, {"at_least": 50}]},
    "list": {"share": 80, "of": ["a", "b"], "keep": {"at_least": 85}},
}
ANSWERS_OF_PARTS = [
    # The worst margin of all counts, with the limit it is measured from.
    ("all", ["1 90 yes reported", "2 96 yes reported"], "1 90 yes reported"),
    ("all", ["4 90 yes reported", "-2 96 no reported"], "-2 96 no reported"),
    ("all", ["4 90 yes reported*", "2 96 yes reported"], "2 96 yes reported*"),
    ("all", ["4 90 yes reported*", "-2 96 no reported"], "-2 96 no reported"),
    ("all", ["nan 90 open silent", "-2 96 no reported"], "-2 96 no reported"),
    ("all", ["nan 90 open silent", "2 96 yes reported"], "2 96 open silent"),
    ("all", ["nan 90 open silent", "nan 96 open invalid"], "nan 96 open invalid"),
    ("all", ["3 90 open about", "2 96 open at_most"], "2 96 open at_most"),
    ("all", ["3 90 open about", "2 96 open none"], "2 96 open about"),
    ("all", ["nan 90 open partial", "nan 96 open partial"], "nan 96 open partial"),
    ("all", ["nan 90 open partial", "2 96 yes reported"], "2 96 open partial"),
    ("all", ["nan 90 open partial", "-2 96 no reported"], "-2 96 no reported"),
    # A part that asks nothing does not count.
    ("all", ["nan 90 open partial", "nan 96 open none"], "nan 96 open partial"),
    ("all", ["nan 90 open none", "2 96 yes reported"], "2 96 yes reported"),
    ("all", ["nan 90 open none", "2 96 open reported"], "2 96 open reported"),
    ("all", ["nan 90 open none", "nan 96 open none"], "nan 96 open none"),
    # The best margin of any; granted only where nothing holds by itself.
    ("any", ["-3 98 no reported", "-2 93 no reported"], "-2 93 no reported"),
    ("any", ["1 98 yes reported", "-6 93 no reported"], "1 98 yes reported"),
    ("any", ["1 98 yes reported*", "-6 93 no reported"], "1 98 yes reported*"),
    ("any", ["1 98 yes reported*", "2 93 yes reported"], "2 93 yes reported"),
    ("any", ["nan 98 open silent", "-6 93 no reported"], "-6 93 open silent"),
    ("any", ["nan 98 open silent", "1 93 yes reported"], "1 93 yes reported"),
    ("any", ["nan 98 open none", "-6 93 no reported"], "-6 93 no reported"),
    # What follows from a condition; where it is open, what follows either way.
    ("if", ["9 50 yes reported", "5 40 yes reported*"], "5 40 yes reported*"),
    ("if", ["-9 50 no reported", "5 40 yes reported"], "nan 40 open none"),
    ("if", ["nan 50 open silent", "5 40 yes reported"], "nan 40 open silent"),
    (
        "if else",
        ["-9 50 no reported", "5 40 yes reported", "3 90 yes at_most*"],
        "3 90 yes at_most*",
    ),
    (
        "if else",
        ["9 50 yes reported", "-5 40 no reported", "3 90 yes reported*"],
        "-5 40 no reported",
    ),
    (
        "if else",
        ["nan 50 open silent", "5 40 yes reported", "3 90 yes at_most"],
        "5 40 yes reported",
    ),
    (
        "if else",
        ["nan 50 open silent", "5 40 yes reported", "-3 90 no reported"],
        "nan 40 open silent",
    ),
    (
        "if else",
        ["nan 50 open silent", "nan 40 open about", "nan 90 open about"],
        "nan 40 open silent",
    ),
    # About a number: only the number itself is sure, unless it is said how near is enough.
    ("about", ["0 15 yes reported", "0 15 yes reported"], "0 15 yes reported"),
    ("about", ["1 15 yes reported", "-1 15 no reported"], "-1 15 open about"),
    ("within", ["3 14 yes reported", "-1 16 no reported"], "-1 16 no reported"),
    # Parts of which all are known alike stay known like that, as a single one would.
    ("all", ["3 90 open at_least", "2 96 open at_least"], "2 96 open at_least"),
    ("all", ["-3 90 no at_most", "-2 96 no at_most"], "-3 90 no at_most"),
    # The rule of two is one part beside a third.
    ("any all", ["4 1 yes reported", "-2 9 no reported", "-9 50 no reported"], "-2 9 no reported"),
    ("any all", ["4 1 yes reported", "2 9 yes reported", "-9 50 no reported"], "2 9 yes reported"),
    ("list", ["2 80 yes at_least", "5 80 yes at_most"], "2 80 yes reported"),
    ("list", ["-2 80 open at_least", "5 80 open at_most"], "-2 80 open at_least"),
]


@pytest.mark.parametrize(("rule", "parts", "expected"), ANSWERS_OF_PARTS)
def test_one_answer_from_several(mini, rule, parts, expected):
    own = plan_of(mini, RULES[rule]).targets[0].rule
    assert text(joined(own, iter([outcome(part) for part in parts]))) == expected


@pytest.mark.parametrize("rule", RULES)
def test_no_cell_depends_on_another(mini, rule):
    """All regions judged together answer as each by itself."""
    own = plan_of(mini, RULES[rule]).targets[0].rule
    cases = [(parts, expected) for name, parts, expected in ANSWERS_OF_PARTS if name == rule]
    together = [
        Outcome(*(np.concatenate([getattr(one, name) for one in column]) for name in FIELDS))
        for column in zip(*([outcome(part) for part in parts] for parts, _ in cases), strict=True)
    ]
    found = joined(own, iter(together))
    assert [text(found, row) for row in range(len(cases))] == [expected for _, expected in cases]


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        ("2 90 yes at_least", "5 90 yes at_most", "2 90 yes reported"),
        ("-2 90 open at_least", "-1 90 no at_most", "-2 90 no reported"),
        ("-2 90 open at_least", "5 90 open at_most", "-2 90 open at_least"),
        ("nan 90 open none", "nan 90 open none", "nan 90 open none"),
    ],
)
def test_a_figure_known_from_both_sides(least, most, expected):
    from genhe_targets.judging.outcomes import _enclosed

    assert text(_enclosed(outcome(least), outcome(most))) == expected
