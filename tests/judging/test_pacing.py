"""Progress before the deadline: exactly as far as the time is far enough."""

import pytest

from cells import GENHE, HAILAR, judged_of
from genhe_targets.judging.engine import STATUSES
from onetarget import plan_of


def answers(judged):
    """The standing of the first region, and its verdicts of February and April."""
    row = judged.facts.regions.index(GENHE)
    told = dict(zip(judged.facts.labels, judged.history.status[0, row].tolist(), strict=True))
    past = [STATUSES[told[label]].value for label in ("2023-02", "2023-04")]
    return [judged.status(0, row).value, *past]


@pytest.mark.parametrize("varies", [False, True])
@pytest.mark.parametrize(("limit", "sixth"), [("24.12", "4.02"), ("24.18", "4.03")])
@pytest.mark.parametrize(
    ("form", "nature", "hair", "expected"),
    [
        ("at_least", "accumulating", 0, "on_track"),
        ("at_least", "accumulating", -1, "behind"),
        ("at_least", "accumulating", 1, "on_track"),
        ("at_most", "cap", 0, "on_track"),
        ("at_most", "cap", -1, "on_track"),
        ("at_most", "cap", 1, "behind"),
    ],
)
def test_the_shares_of_limit_and_time_are_compared_exactly(
    mini, form, nature, hair, expected, varies, limit, sixth
):
    """A sixth by February and a third by April; in floats the one quotient is below, one above."""
    told = {"by_region": {GENHE: limit}, "otherwise": 999} if varies else limit
    plan = plan_of(mini, {form: told}, "amount", "万立方米", nature)
    cells = [
        (GENHE, f"2023-{2 * part:02}", "amount", f"{part * float(sixth) + hair * 1e-11:.11f}")
        for part in (1, 2)
    ]
    judged, _ = judged_of(plan, *cells, as_of="2023-04-30")
    assert answers(judged) == [expected] * 3
    elsewhere = (HAILAR, "2023-02", "amount", "1")
    judged, _ = judged_of(plan, *cells, elsewhere, as_of="2023-04-30")
    assert answers(judged) == [expected] * 3


@pytest.mark.parametrize(
    ("half", "status"), [("0.1", "on_track"), ("0.4", "on_track"), ("0.41", "behind")]
)
def test_a_cap_below_one_has_a_pace_too(mini, half, status):
    plan = plan_of(mini, {"at_most": "0.8"}, "amount", "万立方米", "cap")
    judged, _ = judged_of(plan, (GENHE, "2023Q2", "amount", half), as_of="2023-06-30")
    assert judged.status(0, judged.facts.regions.index(GENHE)).value == status


@pytest.mark.filterwarnings("error")
def test_a_share_beyond_all_floats_is_no_reason_to_warn(mini):
    plan = plan_of(mini, {"at_least": "0.001"}, "amount", "万立方米", "accumulating")
    judged, _ = judged_of(plan, (GENHE, "2023Q2", "amount", "1e307"), as_of="2023-06-30")
    assert judged.status(0, judged.facts.regions.index(GENHE)).value == "met"
