"""Limits that a superior level assigns: what is refused, and whom one counts for."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from cells import GENHE, HAILAR
from genhe_targets.errors import ReadingError
from genhe_targets.judging.limits import deadline, limit_grid, read_assigned
from genhe_targets.plan.limittable import AssignedLimit, LimitTable
from onetarget import plan_of

DAY = datetime.date.fromisoformat
ENDS = [DAY("2023-03-31"), DAY("2023-06-30"), DAY("2023-12-31")]
OPEN = {"at_least": "assigned"}


@pytest.mark.parametrize(
    ("rule", "given", "problem", "hint"),
    [
        (OPEN, {"the-targit": 80}, "no target 'the-targit'", "Did you mean 'the-target'?"),
        (OPEN, {"the-target": {"150799": 80}}, "no region '150799'", ""),
        (OPEN, {"the-target": {GENHE: 80, "150786": 80}}, "no region '150786'", f"'{GENHE}'"),
        ({"at_least": 90}, {"the-target": 80}, "prints the limit of 'the-target' itself",
         ". Only limits left to a superior level can be assigned."),
        (OPEN, {"the-target": "viel"}, "the limit 'viel' is no number", ""),
        (OPEN, {"the-target": {GENHE: None}}, "the limit None is no number", ""),
        (OPEN, {"the-target": float("nan")}, "the limit nan is no number", ""),
        (OPEN, {"the-target": "Infinity"}, "the limit 'Infinity' is no number", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_assigned_is_refused_with_its_reason(mini, rule, given, problem, hint):
    with pytest.raises(ReadingError) as caught:
        read_assigned(given, plan_of(mini, rule))
    text = str(caught.value)
    assert text.startswith("assigned: ")
    assert problem in text
    assert hint in text


def test_a_plan_open_to_any_region_takes_limits_for_any(mini):
    plan = plan_of(mini, OPEN).model_copy(update={"open_regions": True})
    given = {"the-target": {"150799": " 80.50 "}}
    assert read_assigned(given, plan).always("the-target") == {"150799": Decimal("80.50")}


def grid(mini, given, rule=OPEN, **more):
    plan = plan_of(mini, rule, **more)
    target = plan.targets[0]
    table = given if isinstance(given, LimitTable) else read_assigned(given, plan)
    return limit_grid(target, target.bounds[0], [GENHE, HAILAR], ENDS, table, plan.calendar)


RESTATED = {"restated_from": "150700"}


@pytest.mark.parametrize(
    ("rule", "more", "given", "written", "assigned"),
    [
        (OPEN, {}, None, [None, None], [False, False]),
        (OPEN, {}, {"the-target": "80.0"}, ["80.0", "80.0"], [True, True]),
        (OPEN, {}, {"the-target": {HAILAR: 70}}, [None, "70"], [False, True]),
        (OPEN, {}, {"the-target": {"": 80, HAILAR: 70}}, ["80", "70"], [True, True]),
        (OPEN, {}, {"the-target": {"": 0, HAILAR: 70}}, ["0", "70"], [True, True]),
        (OPEN, {}, {"the-target": {"": 80, HAILAR: 0}}, ["80", "0"], [True, True]),
        ({"at_least": 0}, {}, None, ["0", "0"], [False, False]),
        ({"at_least": 90}, {}, None, ["90", "90"], [False, False]),
        # A figure that is repeated from a superior plan gives way to one assigned for a region.
        ({"at_least": 90}, RESTATED, {"the-target": {HAILAR: 70}}, ["90", "70"], [False, True]),
        ({"at_least": 90}, RESTATED, {"the-target": 70}, ["70", "70"], [True, True]),
        ({"at_least": 90}, RESTATED, None, ["90", "90"], [False, False]),
    ],
)  # fmt: skip
def test_whom_a_limit_counts_for(mini, rule, more, given, written, assigned):
    found = grid(mini, given, rule, **more)
    limits = [None if text is None else Decimal(text) for text in written]
    assert [[found.written(row, column) for column in range(3)] for row in (0, 1)] == [
        [limit] * 3 for limit in limits
    ]
    assert [found.is_assigned(row) for row in (0, 1)] == assigned
    floats = [[np.nan if limit is None else float(limit)] * 3 for limit in limits]
    assert np.array_equal(found.value, floats, equal_nan=True)
    assert found.origin(0, 0, "en") == found.origin(1, 0, "zh") == ""
    if None not in limits:
        assert [found.exact(row, 1) for row in (0, 1)] == limits
        every = np.divmod(np.arange(6), 3)
        exacts = found.exacts(*every)
        tops, bottoms = (np.broadcast_to(one, 6) for one in (exacts.top, exacts.bottom))
        expected = [Fraction(limit) for limit in limits for _ in ENDS]
        assert [Fraction(*pair) for pair in zip(tops, bottoms, strict=True)] == expected


def test_a_limit_with_a_day_counts_from_it_and_is_assigned(mini):
    row = AssignedLimit("the-target", "", DAY("2023-07-01"), datetime.date.max, Decimal("80.0"))
    found = grid(mini, LimitTable("", {("the-target", ""): (row,)}))
    assert [found.written(0, column) for column in range(3)] == [None, None, Decimal("80.0")]
    assert found.is_assigned(0)
    assert np.array_equal(found.value, [[np.nan, np.nan, 80.0]] * 2, equal_nan=True)
    assert (found.exact(1, 2), found.exacts(np.array([1]), np.array([2])).top[0]) == (80, 80)


def test_a_limit_that_the_plan_lets_vary_is_not_assigned(mini):
    rule = {"at_least": {"revised": [{"limit": 80}, {"limit": 90, "from": "2023-07-01"}]}}
    found = grid(mini, None, rule)
    assert [found.written(0, column) for column in range(3)] == [80, 80, 90]
    assert not found.is_assigned(0)


def test_a_limit_of_one_region_may_be_zero(mini):
    found = grid(mini, None, {"at_most": {"by_region": {GENHE: 0}, "otherwise": 80}})
    assert [found.exact(row, 0) for row in (0, 1)] == [0, 80]


@pytest.mark.parametrize(
    ("nature", "set_", "day"),
    [
        ("level", "2023-09-30", "2023-09-30"),
        ("level", None, "2023-12-31"),
        ("milestone", "2023-09-30", "2023-09-30"),
        ("milestone", None, "9999-12-31"),
    ],
)
def test_the_last_day_of_a_target(mini, nature, set_, day):
    """Without one the year ends it, and a thing to be done some time is never late."""
    plan = plan_of(mini, {"at_least": 1}, nature=nature, deadline=set_)
    assert deadline(plan.targets[0], plan) == DAY(day)
