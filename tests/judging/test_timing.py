"""The share of the time gone, by months: a quarter is 25 %, and years count twelve."""

import datetime
from fractions import Fraction

import pytest

from genhe_targets.judging.timing import elapsed

DAY = datetime.date.fromisoformat
F = Fraction


@pytest.mark.parametrize(
    ("day", "start", "due", "share"),
    [
        ("2023-03-31", "2023-01-01", "2023-12-31", F(1, 4)),
        ("2023-04-15", "2023-01-01", "2023-12-31", F(7, 24)),
        ("2023-02-14", "2023-01-01", "2023-12-31", F(1, 8)),
        ("2024-02-29", "2024-01-01", "2024-12-31", F(1, 6)),
        ("2023-12-30", "2023-01-01", "2023-12-31", F(371, 372)),
        # Two years and a half, and what of them is over.
        ("2023-12-31", "2023-01-01", "2025-06-30", F(12, 30)),
        ("2024-03-31", "2023-01-01", "2025-06-30", F(15, 30)),
        ("2024-01-31", "2023-11-01", "2024-10-31", F(3, 12)),
        ("2023-01-01", "2023-01-01", "2023-12-31", F(1, 372)),
        ("2022-12-31", "2023-01-01", "2023-12-31", 0),
        ("2023-12-31", "2023-01-01", "2023-12-31", 1),
        ("2024-05-01", "2023-01-01", "2023-12-31", 1),
    ],
)
def test_the_share_of_the_time_gone(day, start, due, share):
    assert elapsed(DAY(day), DAY(start), DAY(due)) == share
