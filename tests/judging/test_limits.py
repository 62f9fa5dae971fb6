"""Limits that vary and limits assigned later: which counts on which day, and what the verdict says."""

import datetime

import pytest

from cells import GENHE, HAILAR, observations
from genhe_targets.batch import judge_observations
from genhe_targets.errors import ReadingError
from genhe_targets.report.build import build_records
from genhe_targets.report.current import current_records
from onetarget import plan_of


def records(plan, *cells, assigned=None, as_of="2023-12-31"):
    day = datetime.date.fromisoformat(as_of)
    judged, findings, _ = judge_observations(observations(*cells), plan, day, assigned)
    return build_records(judged, current_records(judged, findings), {}, {}, "zh", None)


def rates(*figures, region=GENHE):
    return [(region, f"2023Q{q}", "rate", figure) for q, figure in enumerate(figures, start=1)]


@pytest.mark.parametrize(
    ("between", "limit", "says"),
    [
        ("step", "88", "2020年目标"),
        ("linear", "91.0", "线性插值"),
        ("geometric", "91.0", "等比插值"),
        ("compounding", "91.3", "复合插值"),
    ],
)
def test_a_limit_between_two_years(mini, between, limit, says):
    rule = {"at_least": {"by_year": {2020: 88, 2025: 93}, "between": between}}
    found = records(plan_of(mini, rule), *rates("91.7"), as_of="2023-03-31")["standings"][0]
    assert found["status"] == "met"
    assert found["limit_text"] == limit
    assert says in found["rule"]["zh"]


def test_a_reduction_asked_for_by_compounding_steps(mini):
    """16 % in five years is 9.9 % after three: 1 - 0.84 ** 0.6."""
    rule = {
        "reduction": {"by_year": {2020: 0, 2025: 16}, "between": "compounding"}, "since": 2020,
    }  # fmt: skip
    plan = plan_of(mini, rule, "amount", "万立方米", "annual")
    for now, status in (("90.06", "met"), ("90.08", "not_met")):
        cells = [(GENHE, "2020", "amount", "100"), (GENHE, "2023", "amount", now)]
        assert records(plan, *cells)["standings"][0]["status"] == status


def test_regions_with_limits_of_their_own(mini):
    rule = {"at_least": {"by_region": {HAILAR: 90}, "otherwise": 80}}
    cells = [*rates("85", "85", "85", "85"), *rates("85", "85", "85", "85", region=HAILAR)]
    found = {one["region"]: one for one in records(plan_of(mini, rule), *cells)["standings"]}
    assert (found[GENHE]["status"], found[HAILAR]["status"]) == ("met", "not_met")
    assert "本地区目标" in found[HAILAR]["rule"]["zh"]


def test_a_revised_limit_counts_from_its_day(mini):
    rule = {"at_least": {"revised": [{"limit": 80}, {"limit": 90, "from": "2023-07-01"}]}}
    found = records(plan_of(mini, rule), *rates("85", "85", "85", "85"))["verdicts"]
    assert [one["limit"] for one in found] == [80, 80, 90, 90]
    assert [one["status"] for one in found] == ["met", "met", "behind", "not_met"]
    assert "in force since 2023-07-01" in found[-1]["rule"]["en"]


TABLE = """target,region,limit,unit,valid_from,valid_to,note
the-target,,80,%,,2023-06-30,
the-target,,90,%,2023-07-01,,调整
the-target,150702,70,%,,,
"""


def test_a_table_of_assigned_limits_with_their_days(mini, tmp_path):
    table = tmp_path / "assigned.csv"
    table.write_text(TABLE, encoding="utf-8")
    plan = plan_of(mini, {"at_least": "assigned"})
    cells = [*rates("85", "85", "85", "85"), *rates("75", "75", "75", "75", region=HAILAR)]
    found = records(plan, *cells, assigned=table)
    own = [one for one in found["verdicts"] if one["region"] == GENHE]
    assert [one["status"] for one in own] == ["met", "met", "behind", "not_met"]
    assert own[-1]["rule"]["zh"] == (
        "不低于90%（上级下达（调整），assigned.csv:3，自2023-07-01起）"
    )
    other = next(one for one in found["standings"] if one["region"] == HAILAR)
    assert (other["status"], other["limit"]) == ("met", 70)


def test_before_a_limit_is_in_force_none_is_set(mini, tmp_path):
    table = tmp_path / "assigned.csv"
    table.write_text("target,limit,valid_from\nthe-target,90,2023-07-01\n", encoding="utf-8")
    plan = plan_of(mini, {"at_least": "assigned"})
    found = records(plan, *rates("85", "85", "85"), assigned=table, as_of="2023-09-30")
    statuses = [one["status"] for one in found["verdicts"]]
    assert statuses == ["target_unset", "target_unset", "behind"]


def test_every_fault_of_a_table_is_told_at_once(mini, tmp_path):
    table = tmp_path / "assigned.csv"
    table.write_text(
        "target,region,limit,unit,valid_from,valid_to\n"
        "the-targit,,80,,,\n"
        "the-target,150799,80,,,\n"
        "the-target,,viel,,,\n"
        "the-target,,80,吨,,\n"
        "the-target,150702,80,,2023-07-01,2023-06-30\n"
        "the-target,150702,80,,,\n"
        "the-target,150702,81,,2023-02-30,\n",
        encoding="utf-8",
    )
    with pytest.raises(ReadingError) as caught:
        records(plan_of(mini, {"at_least": "assigned"}), *rates("85"), assigned=table)
    text = str(caught.value)
    for part in (
        "assigned.csv:2", "Did you mean 'the-target'?", "no region '150799'", "'viel' is no number",
        "'吨' is not '%'", "2023-06-30 lies before 2023-07-01", "'2023-02-30' is no day",
    ):  # fmt: skip
        assert part in text


def test_two_limits_on_one_day_are_a_fault(mini, tmp_path):
    table = tmp_path / "assigned.csv"
    table.write_text(
        "target,limit,valid_from\nthe-target,80,\nthe-target,81,2023-07-01\n", encoding="utf-8"
    )
    with pytest.raises(ReadingError, match="overlaps the limit of line 2"):
        records(plan_of(mini, {"at_least": "assigned"}), *rates("85"), assigned=table)


def test_a_limit_in_another_unit_is_converted_exactly(mini, tmp_path):
    table = tmp_path / "assigned.csv"
    table.write_text("target,limit,unit\nthe-target,0.26,亿立方米\n", encoding="utf-8")
    plan = plan_of(mini, {"at_most": "assigned"}, "amount", "万立方米", "cap")
    found = records(plan, (GENHE, "2023Q4", "amount", "2600"), assigned=table)["standings"][0]
    assert (found["status"], found["limit"]) == ("met", 2600)
