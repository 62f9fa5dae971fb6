"""Time: its share that is gone (a quarter is 25 %, years count twelve), and checkpoints by region."""

import datetime
from fractions import Fraction

import numpy as np
import pytest

from genhe_targets.grid import State
from genhe_targets.judging.outcomes import NO, UNKNOWN, YES
from genhe_targets.judging.timing import (
    NEVER,
    Course,
    at_each,
    checkpoint_numbers,
    column_of,
    elapsed,
)

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


@pytest.mark.parametrize("last", [[2, 2], [1, 1], [0, 0], [1, 2], [2, 0]])
def test_each_region_is_looked_at_where_its_own_report_ends(last):
    cells = np.arange(12).reshape(2, 2, 3)  # (targets, regions, checkpoints)
    found = at_each(cells, column_of(np.array(last)))
    own = [[[cells[target, region, last[region]]] for region in (0, 1)] for target in (0, 1)]
    assert found.tolist() == own


@pytest.mark.parametrize("count", [1, 4, 126, 127, 128, 366])
def test_positions_of_checkpoints_have_room_for_their_number(count):
    numbers = checkpoint_numbers(count)
    assert numbers.tolist() == list(range(count))
    assert np.iinfo(numbers.dtype).max >= count


@pytest.mark.parametrize("count", [1, 2, 4, 12, 13, 40, 127, 128])
def test_a_course_tells_what_happened_so_far(count):
    random = np.random.default_rng(count)
    shape = (2, 5, count)
    state = random.choice([State.SILENT, State.REPORTED, State.INVALID], shape).astype(np.int8)
    holds = random.choice([YES, NO], shape)  # of a figure that is disputed it is known, too
    holds[state == State.SILENT] = UNKNOWN
    owed = random.random(shape[1:]) < 0.8
    due = np.array([3, 9], np.int32)[:, None, None]
    days = np.arange(count, dtype=np.int32)
    course = Course(state, holds.astype(np.int8), days, due, owed)
    for target, region, last in np.ndindex(shape):
        far = range(last + 1)
        own, kept = state[target, region], holds[target, region]
        told = [at for at in far if own[at] != State.SILENT]
        undone = [at for at in far if own[at] == State.REPORTED and kept[at] == NO]
        done = [at for at in far if own[at] == State.REPORTED and kept[at] == YES]
        decided = [at for at in told if at >= due[target, 0, 0]]
        assert [
            int(array[target, region, last])
            for array in (course.latest, course.reached, course.broken, course.deciding,
                          course.undone, course.gap)
        ] == [
            (told or [NEVER])[-1], (done or [NEVER])[0], (undone or [NEVER])[0],
            (decided or [NEVER])[0], (undone or [NEVER])[-1],
            any(owed[region, at] and own[at] == State.SILENT for at in far),
        ]  # fmt: skip
