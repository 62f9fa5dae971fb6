"""Figures against their limits, cell by cell: by how much, what holds, and what a tolerance grants."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest

from genhe_targets.grid import Column, State
from genhe_targets.judging import indicators, margins
from genhe_targets.judging.limits import NONE_ASSIGNED, limit_grid
from genhe_targets.judging.outcomes import NO, UNKNOWN, YES
from genhe_targets.judging.quantity import as_quantity
from onetarget import plan_of

ANSWERS = {int(NO): "no", int(UNKNOWN): "open", int(YES): "yes"}
OPEN = "nan open"
SILENT = (np.nan, State.SILENT)


def judged(mini, rules, figures):
    """What each rule makes of the same figures of several regions, such as "-0.3 yes*".

    A figure is a number, or a number and its state; a star says that a tolerance granted it.
    """
    told = [one if isinstance(one, tuple) else (one, State.REPORTED) for one in figures]
    value, state = (np.array([[one[at]] for one in told]) for at in (0, 1))
    own = as_quantity(Column(value, state.astype(np.int8), np.zeros(value.shape, np.int32)))
    targets = [plan_of(mini, rule).targets[0] for rule in rules]
    regions = [f"r{number}" for number in range(len(figures))]
    grids = [
        [
            limit_grid(target, bound, regions, [target.deadline], NONE_ASSIGNED, mini.calendar)
            for bound in target.bounds
        ]
        for target in targets
    ]
    found = margins.judge(targets, [[own] * len(grid) for grid in grids], grids)
    for one in found:
        assert (one.margin.dtype, one.holds.dtype, one.granted.dtype) == (float, np.int8, bool)
    return [
        [
            f"{round(margin, 9) + 0.0:g} {ANSWERS[holds]}{'*' * granted}"
            for margin, holds, granted in zip(
                one.margin[:, 0].tolist(), one.holds[:, 0].tolist(), one.granted[:, 0].tolist(),
                strict=True,
            )
        ]
        for one in found
    ]  # fmt: skip


RULES = {
    "at least": ({"at_least": 95}, ["0.3 yes", "0 yes", "-0.3 no"]),
    "more": ({"more_than": 95}, ["0.3 yes", "0 no", "-0.3 no"]),
    "at most": ({"at_most": 95}, ["-0.3 no", "0 yes", "0.3 yes"]),
    "at least, about": ({"at_least": 95, "tolerance": "0.3"}, ["0.3 yes", "0 yes", "-0.3 yes*"]),
    "a bit less": ({"at_least": 95, "tolerance": "0.2"}, ["0.3 yes", "0 yes", "-0.3 no"]),
    "more, about": ({"more_than": 95, "tolerance": "0.3"}, ["0.3 yes", "0 yes*", "-0.3 no"]),
    "at most, about": ({"at_most": 95, "tolerance": "0.3"}, ["-0.3 yes*", "0 yes", "0.3 yes"]),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_figure_is_as_far_from_its_limit_as_from_what_the_plan_prints(mini, rule):
    """A tolerance grants more and moves no margin; who is silent has none."""
    declared, expected = RULES[rule]
    unusable = (3.0, State.INVALID)
    found = judged(mini, [declared], [95.3, 95, 94.7, SILENT, unusable])
    assert found == [[*expected, OPEN, OPEN]]


@pytest.mark.parametrize(
    ("rule", "state", "expected"),
    [
        ({"at_least": 95}, State.AT_LEAST, ["yes", "open"]),
        ({"at_least": 95}, State.AT_MOST, ["open", "no"]),
        ({"at_most": 95}, State.AT_LEAST, ["no", "open"]),
        ({"at_most": 95}, State.AT_MOST, ["open", "yes"]),
        ({"at_most": 95}, State.ABOUT, ["open", "open"]),
    ],
)
def test_a_bound_proves_one_answer_beside_figures_that_prove_any(mini, rule, state, expected):
    (found,) = judged(mini, [rule], [(96, state), (94, state), 96, 94])
    plain = ["yes", "no"] if "at_least" in rule else ["no", "yes"]
    assert [one.split()[1] for one in found] == [*expected, *plain]


@pytest.mark.parametrize(
    ("rule", "figure", "expected"),
    [
        # In floats 0.32 - 0.03 is above 0.29, 0.3 - 0.2 below 0.1, and 0.1 + 0.2 above 0.3.
        ({"at_least": "0.32", "tolerance": "0.03"}, 0.29, "-0.03 yes*"),
        ({"more_than": "0.3", "tolerance": "0.2"}, 0.1, "-0.2 no"),
        ({"less_than": "0.1", "tolerance": "0.2"}, 0.3, "-0.2 no"),
    ],
)
def test_at_the_end_of_a_tolerance_the_decimals_decide(mini, rule, figure, expected):
    assert judged(mini, [rule], [figure]) == [[expected]]


def test_a_target_of_which_nothing_is_known_has_no_margin(mini):
    rules = [{"at_least": 95}, {"between": [1, 2]}]
    assert judged(mini, rules, [SILENT, SILENT]) == [[OPEN] * 2] * 2


@pytest.mark.parametrize("figures", [[96, 94, 95], [96, SILENT, 95]])
def test_without_a_limit_there_is_no_margin(mini, figures):
    """Of the three regions the first has a limit of its own, and no other has one."""
    rule = {"at_least": {"by_region": {"r0": 95}}}
    (found,) = judged(mini, [rule], figures)
    assert found == ["1 yes", OPEN, OPEN]


def test_targets_are_judged_alike_however_many_at_once(mini, monkeypatch):
    rules = [rule for rule, _ in RULES.values()]
    figures = [95.3, 95, 94.7, SILENT]
    expected = judged(mini, rules, figures)
    for most, together in itertools.product((1, 3, 4, 7), (1, 3, 4, 7, 1000)):
        monkeypatch.setattr(margins, "LENGTH", together)
        monkeypatch.setattr(margins, "CELLS", most)
        monkeypatch.setattr(indicators, "CELLS", most)
        assert judged(mini, rules, figures) == expected


def test_small_targets_are_computed_together_and_large_ones_by_themselves(monkeypatch):
    monkeypatch.setattr(margins, "LENGTH", 10)
    blocks = [SimpleNamespace(size=size) for size in (4, 6, 1, 12, 9, 1, 3)]
    found = [[block.size for block in batch] for batch in margins._batches(blocks)]
    assert found == [[4, 6], [1], [12], [9, 1], [3]]
