"""What is still needed on the way, whatever the method."""

from fractions import Fraction

import pytest

from genhe_targets.judging.journey import Journey, Point
from genhe_targets.judging.pace import assess
from genhe_targets.judging.paceresult import change_needed
from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.plan.paces import Projection
from journeys import DAY, years

APRIL = Calendar(4, "first")


@pytest.mark.parametrize(
    ("value", "limit", "sign", "due", "calendar", "by", "needed"),
    [
        (12, 10, -1, "2025-12-31", CIVIL, "year", -1),
        (9, 10, -1, "2025-12-31", CIVIL, "year", 0),  # kept: nothing is needed
        (9, 10, 1, "2025-12-31", CIVIL, "year", Fraction(1, 2)),
        (9, None, 1, "2025-12-31", CIVIL, "year", None),
        (9, 10, 1, None, CIVIL, "year", None),  # no deadline, no steps to do it in
        (10, 10, 1, None, CIVIL, "year", 0),
        (9, 10, 1, "2025-04-30", CIVIL, "year", Fraction(1, 2)),  # 2024, and what there is of 2025
        (9, 10, 1, "2025-04-30", APRIL, "year", Fraction(1, 3)),  # to March, a year, and April
    ],
)
def test_the_change_needed_in_each_step_left(value, limit, sign, due, calendar, by, needed):
    journey = Journey(
        (Point(DAY("2023-12-31"), Fraction(value)),), None if limit is None else Fraction(limit),
        sign, due and DAY(due), None, calendar,
    )  # fmt: skip
    assert change_needed(journey, by) == needed


def test_what_is_needed_is_told_where_the_pace_is_not():
    result = assess(Projection(), years(60, 66, limit=96, due=2019))
    assert (result.status, result.reason, result.needed) == ("indeterminate", "too_few_points", 10)
