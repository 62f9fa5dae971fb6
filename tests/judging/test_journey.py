import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.judging.journey import (
    Journey,
    elapsed_share,
    growth,
    logarithm,
    rate_needed,
    steps,
    steps_left,
    still_needed,
)
from genhe_targets.periods import Calendar

DAY = datetime.date.fromisoformat
F = Fraction
days = st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
positive = st.fractions(F(1, 1000), 1000, max_denominator=1000)


@pytest.mark.parametrize(
    ("day", "by", "share"),
    [
        ("2023-03-31", "quarter", F(1, 4)),
        ("2023-05-31", "quarter", F(1, 4)),
        ("2023-05-31", "month", F(5, 12)),
        ("2023-05-30", "month", F(4, 12)),
        ("2023-09-30", "day", F(273, 365)),
        ("2023-12-31", "year", 1),
        ("2023-12-30", "year", 0),
        ("2022-12-31", "day", 0),
        ("2022-06-30", "month", 0),
        ("2024-02-01", "day", 1),
    ],
)
def test_the_share_of_the_time(day, by, share):
    year = DAY("2023-01-01"), DAY("2023-12-31")
    assert elapsed_share(year[0], DAY(day), year[1], by) == share


def test_time_is_counted_in_the_quarters_and_years_of_the_plan():
    """From May on: the first quarter ends with July, the year with April."""
    spring, start = Calendar(first_month=5), DAY("2023-05-01")
    for day, due, by, share in (
        ("2023-07-31", "2024-04-30", "quarter", F(1, 4)),
        ("2023-09-30", "2024-04-30", "quarter", F(1, 4)),
        ("2024-04-30", "2026-04-30", "year", F(1, 3)),
        ("2024-12-31", "2026-04-30", "year", F(1, 3)),
    ):
        assert elapsed_share(start, DAY(day), DAY(due), by, spring) == share


def test_a_deadline_within_a_quarter_leaves_that_quarter_to_work_in():
    due = DAY("2023-10-31")
    assert steps_left(DAY("2023-09-30"), due, "quarter") == 1
    assert steps_left(DAY("2023-09-30"), due, "month") == 1
    assert steps_left(DAY("2023-09-30"), due, "day") == 31
    assert steps_left(due, due, "quarter") == 0
    assert steps_left(DAY("2023-09-30"), DAY("2023-10-01"), "quarter") == 1
    assert elapsed_share(DAY("2023-01-01"), DAY("2023-09-30"), due, "quarter") == F(3, 4)


def test_a_deadline_before_the_start_is_refused():
    with pytest.raises(ValueError, match="before the start"):
        elapsed_share(DAY("2023-02-01"), DAY("2023-01-01"), DAY("2023-01-15"))


def test_a_step_is_over_with_its_last_day():
    assert steps(DAY("2023-03-31"), "quarter") - steps(DAY("2023-03-30"), "quarter") == 1
    assert steps(DAY("2024-02-29"), "month") - steps(DAY("2024-02-28"), "month") == 1
    assert steps(DAY("2023-12-31"), "year") == 2024


@given(days, days, st.sampled_from(["day", "month", "quarter", "year"]))
def test_time_only_passes(a, b, by):
    start, due = DAY("2023-01-01"), DAY("2023-12-31")
    early, late = sorted([a, b])
    assert 0 <= elapsed_share(start, early, due, by) <= elapsed_share(start, late, due, by) <= 1
    assert steps_left(early, due, by) >= steps_left(late, due, by) >= 0


@pytest.mark.parametrize(
    ("value", "limit", "left", "sign", "needed"),
    [
        (F("91.6"), 95, 1, 1, F("3.4")),
        (F("91.6"), 95, 2, 1, F("1.7")),
        (96, 95, 2, 1, 0),
        (95, 95, 0, 1, 0),
        (94, 95, 0, 1, None),
        (12, 10, 4, -1, F("-0.5")),
        (9, 10, 4, -1, 0),
    ],
)
def test_what_is_still_needed(value, limit, left, sign, needed):
    assert still_needed(F(value), F(limit), left, sign) == needed


@given(st.fractions(), st.fractions(), st.integers(1, 40), st.sampled_from([1, -1]))
def test_what_is_needed_is_enough(value, limit, left, sign):
    end = value + left * still_needed(value, limit, left, sign)
    assert sign * (end - limit) >= 0
    assert end in {limit, value}


@given(positive, positive, st.integers(1, 30))
def test_the_rate_needed_leads_to_the_limit(value, limit, left):
    rate = rate_needed(value, limit, left)
    assert abs(value * (1 + rate) ** left - limit) < F(1, 10**20) * limit


@pytest.mark.parametrize(("value", "limit", "left"), [(0, 5, 2), (5, 0, 2), (5, 4, 0), (-1, 5, 2)])
def test_no_rate_leads_from_nothing_or_in_no_time(value, limit, left):
    assert rate_needed(F(value), F(limit), left) is None


def test_growth_is_exact_where_it_can_be():
    assert growth(F("1.21"), 2) == Decimal("0.1")
    assert growth(F(0), 3) == -1
    for ratio, periods in ((F(-1), 2), (F(2), 0)):
        with pytest.raises(ValueError, match="no growth leads"):
            growth(ratio, periods)


def test_growth_of_very_large_ratios_is_found_too():
    assert abs(growth(F(10**30), 1) / 10**30 - 1) < Decimal("1e-25")


def test_the_logarithm_has_forty_digits():
    assert str(logarithm(F(2))).startswith("0.693147180559945309417232121458176568075")


def test_annual_figures_are_ordered_by_their_year():
    journey = Journey.of_years([(2023, "10.4"), (2015, "14.5")], "7.25", -1, 2030)
    assert journey.now.value == F("10.4")
    assert journey.deadline == DAY("2030-12-31")
    assert not journey.reached
    assert Journey.of_years([(2015, 7)], None).reached is False
