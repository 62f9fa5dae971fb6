"""Pace methods in use: a target declares one, and its verdict carries what it says."""

import pytest

from genhe_targets.plan.parts import FiscalYear
from genhe_targets.report.explain import explain
from onetarget import plan_of, record

LATER = {"deadline": "2030-12-31", "deadline_note": {"zh": "到2030年", "en": "by 2030"}}


def yearly(*figures, name="rate"):
    return {(str(2024 - len(figures) + at), name): figure for at, figure in enumerate(figures)}


@pytest.mark.parametrize(
    ("figures", "status", "grade"),
    [
        (("50", "54", "58", "62", "66", "70"), "on_track", "sun"),  # 70 + 7 * 4 = 98
        (("60", "61", "62", "63", "64", "70"), "behind", "slightly_cloudy"),  # 84: 6 of 25 short
        (("60", "61", "62", "63", "64", "65"), "behind", "cloud"),  # 72 of 95
        (("70", "69", "68", "67", "66", "65"), "behind", "thunderstorm"),
        (("60", "65", "95"), "met", None),
        (("60", None, "70"), "indeterminate", ""),
    ],
)
def test_a_projection_to_a_later_year(mini, figures, status, grade):
    near = {"method": "projection", "off": "0.5"} if grade == "slightly_cloudy" else "projection"
    plan = plan_of(mini, {"at_least": 95}, "yearly", "%", "annual", pace=near, **LATER)
    found, _ = record(plan, yearly(*figures, name="yearly"))
    assert found["status"] == status
    if grade is not None:
        assert found["pace_result"]["grade"] == grade
    if status == "indeterminate":
        assert found["reason"] == "paced"
        assert "数据期数不足" in found["reason_text"]["zh"]


def test_a_method_that_counts_by_years_takes_whole_years_only(mini):
    """In the middle of a year the figure of the year before is the last one that counts."""
    plan = plan_of(mini, {"at_least": 95}, pace="projection", **LATER)
    given = {(str(2018 + at), "rate"): str(50 + 4 * at) for at in range(5)}
    found, _ = record(plan, given | {("2023Q2", "rate"): "10"}, "2023-06-30")
    assert found["pace_result"]["figures"]["change"] == 4.0
    assert found["pace_result"]["figures"]["projected"] == 66 + 8 * 4


def test_what_is_needed_in_each_remaining_year(mini):
    plan = plan_of(mini, {"at_least": 95}, "yearly", "%", "annual", pace="projection", **LATER)
    found, records = record(plan, yearly("60", "61", "62", "63", "64", "81", name="yearly"))
    assert found["pace_result"]["needed"] == 2.0
    assert found["remaining"] == {
        "zh": "此后每年尚需提高2.00个百分点", "en": "up 2.00 percentage points needed each year",
    }  # fmt: skip
    text = str(explain(records, "the-target", lang="en"))
    assert "mean change of the last 5 years" in text
    assert "projected" in text


def test_a_compounding_reduction_as_the_statistics_office_reckons_it(mini):
    """-17 % in five years, after +1.51, -2.20 and -4.18 %: 26.8 % of the way in 60 % of the time."""
    plan = plan_of(
        mini, {"reduction": 17, "since": 2020, "chained": True}, "yearly", "%", "annual",
        pace="log_progress", deadline="2025-12-31", deadline_note={"zh": "五年", "en": "five years"},
    )  # fmt: skip
    found, _ = record(plan, yearly("1.51", "-2.20", "-4.18", name="yearly"))
    assert found["status"] == "behind"
    assert found["value_text"] == "4.87"
    assert round(found["pace_result"]["figures"]["progress"], 4) == 0.2681
    assert found["pace_result"]["figures"]["elapsed"] == 0.6
    assert found["remaining"]["zh"] == "此后每年尚需变化-6.59%"
    ahead, _ = record(plan, yearly("-4", "-4", "-4", name="yearly"))
    assert ahead["status"] == "on_track"


def test_growth_against_growth_needed_from_a_base_year(mini):
    pace = {"method": "cagr_ratio", "since": 2015}
    plan = plan_of(mini, {"at_most": "7.25"}, "yearly", "%", "annual", pace=pace, **LATER)
    found, _ = record(plan, {("2015", "yearly"): "14.5", ("2023", "yearly"): "10.4"})
    assert (found["status"], found["pace_result"]["grade"]) == ("behind", "moderate_progress")
    assert round(found["pace_result"]["ratio"], 5) == 0.90109
    zero = plan_of(mini, {"at_most": 0}, "yearly", "%", "annual", pace=pace, **LATER)
    found, _ = record(zero, {("2015", "yearly"): "14.5", ("2023", "yearly"): "10.4"})
    assert (found["status"], found["pace_result"]["reason"]) == ("indeterminate", "zero_limit")


def test_whole_quarters_count_where_the_plan_says_so(mini):
    pace = {"method": "elapsed_share", "by": "quarter"}
    plan = plan_of(mini, {"at_least": 100}, "amount", "万立方米", "accumulating", pace=pace)
    half = {("2023Q2", "amount"): "50"}
    assert record(plan, half, "2023-06-30")[0]["status"] == "on_track"
    short, _ = record(plan, {("2023Q2", "amount"): "48"}, "2023-06-30")
    assert (short["status"], short["pace_result"]["grade"]) == ("behind", "yellow")
    assert short["remaining"]["zh"] == "此后每季度尚需提高26.00万立方米"


def test_a_year_counts_once_however_often_its_figure_is_reported(mini):
    plan = plan_of(mini, {"at_least": 95}, nature="annual", pace="projection", **LATER)
    given = {("2021", "rate"): "60", ("2022", "rate"): "62", ("2023Q4", "rate"): "64"}
    for more in ({}, {("2023Q3", "rate"): "63"}):
        found, _ = record(plan, given | more)
        assert found["pace_result"]["reason"] == "too_few_points", "three years of the four it asks"


@pytest.mark.parametrize(
    ("rule", "due", "limit", "needed"),
    [
        ({"at_least": {"by_year": {2023: 70, 2030: 90}}}, "2030-12-31", "90", 2),  # (90 - 76) / 7
        ({"at_least": {"by_year": {2023: 80, 2025: 86, 2030: 90}}}, "2025-12-31", "86", 5),
        ({"at_least": {"by_region": {"150785": 90}, "otherwise": 80}}, "2030-12-31", "90", 2),
    ],
)
def test_the_way_leads_to_the_limit_in_force_at_the_deadline(mini, rule, due, limit, needed):
    note = {"deadline": due, "deadline_note": LATER["deadline_note"]}
    plan = plan_of(mini, rule, "yearly", "%", "annual", pace="projection", **note)
    found, _ = record(plan, yearly("71", "72", "73", "74", "75", "76", name="yearly"))
    assert found["pace_result"]["needed"] == needed, f"to {limit}"


def test_without_a_deadline_the_way_ends_with_the_year(mini):
    pace = {"method": "elapsed_share", "by": "quarter"}
    plan = plan_of(
        mini, {"at_least": 100}, "amount", "万立方米", "accumulating", pace=pace, deadline=None
    )
    found, _ = record(plan, {("2023Q2", "amount"): "48"}, "2023-06-30")
    assert (found["status"], found["pace_result"]["needed"]) == ("behind", 26.0)


def test_without_a_limit_there_is_no_pace_to_tell(mini):
    plan = plan_of(
        mini, {"reduction": "assigned", "since": 2020}, "yearly", "%", "annual",
        pace="log_progress", deadline="2025-12-31", deadline_note=LATER["deadline_note"],
    )  # fmt: skip
    found, _ = record(plan, yearly("100", "98", "97", "96", name="yearly"))
    assert found["status"] == "target_unset"


def test_without_a_method_the_gap_is_spread_over_the_quarters_left(mini):
    found, _ = record(plan_of(mini, {"at_least": 95}), {("2023Q2", "rate"): "88.2"}, "2023-06-30")
    assert found["remaining"] == {
        "zh": "距时限还有2个季度，尚需6.80个百分点，每季度3.40个百分点",
        "en": "6.80 percentage points still needed in 2 quarters, 3.40 percentage points each",
    }
    last, _ = record(plan_of(mini, {"at_least": 95}), {("2023Q3", "rate"): "91.6"}, "2023-09-30")
    assert last["remaining"]["en"] == "3.40 percentage points still needed in 1 quarter"


@pytest.mark.parametrize(
    ("rule", "value", "flag"),
    [
        ({"at_least": 95}, "95", "95"),
        ({"at_least": 95}, "95.0", "[94.95, 95.05)"),
        ({"at_least": 95}, "94.6", None),
        ({"more_than": 95}, "95", "[94.5, 95.5)"),
        ({"at_most": 5}, "5.0", "[4.95, 5.05)"),
        ({"at_most": 5}, "4.9", None),
        ({"at_most": "5.05"}, "5.0", None),
        ({"less_than": "5.05"}, "5.0", None),
        ({"between": [10, 20]}, "20", "[19.5, 20.5)"),
    ],
)  # fmt: skip
def test_the_digits_reported_bound_the_true_value(mini, rule, value, flag):
    found, _ = record(plan_of(mini, rule), {("2023Q4", "rate"): value})
    told = [one["text"]["en"] for one in found["flags"] if one["code"] == "digits_hide_answer"]
    assert bool(told) is (flag is not None)
    if flag:
        assert flag in told[0]
        assert flag in found["reason_text"]["en"], "every view shows the reason"


def test_a_tolerance_that_was_used_is_said(mini):
    plan = plan_of(mini, {"at_least": 95, "tolerance": "0.5"})
    used, _ = record(plan, {("2023Q4", "rate"): "94.70"})
    assert (used["status"], [flag["code"] for flag in used["flags"]]) == ("met", ["tolerance_used"])
    assert used["reason"] == "holds_by_tolerance"
    assert used["reason_text"]["zh"] == "距目标差0.30个百分点，在允许偏差之内（依靠允许偏差达标）"
    unused, _ = record(plan, {("2023Q4", "rate"): "95.30"})
    assert unused["flags"] == []


def test_the_colour_stands_beside_the_verdict(mini):
    plan = plan_of(mini, {"bands": {"green": 95, "yellow": 90, "orange": 80}})
    for value, colour in (("95.20", "green"), ("94.20", "yellow"), ("89", "orange"), ("79", "red")):
        assert record(plan, {("2023Q4", "rate"): value})[0]["flags"][0]["code"] == colour


def test_a_class_is_shown_by_its_name(mini):
    rule = {
        "class": "Ⅲ",
        "parameters": [{"of": "ammonia", "at_most": ["0.15", "0.5", 1, "1.5", 2]}],
    }
    found, _ = record(plan_of(mini, rule, "ammonia", "毫克/升"), {("2023Q4", "ammonia"): "1.2"})
    assert (found["status"], found["value_text"], found["limit_text"]) == ("not_met", "Ⅳ", "Ⅲ")


def test_a_derived_figure_is_followed_to_its_cells(mini):
    plan = plan_of(mini, {"reduction": "10.8", "since": 2020}, "100 * amount / load", "%", "annual")
    given = {("2020", "amount"): "20", ("2020", "load"): "100"}
    given |= {("2023", "amount"): "17.84", ("2023", "load"): "100"}
    found, _ = record(plan, given)
    assert (found["status"], found["value_text"], found["unit"]["zh"]) == ("met", "10.80", "%")
    assert found["formula_filled"] == "100 * (1 - (100 * 17.84 / 100) / (100 * 20 / 100))"
    assert {one["variable"] for one in found["inputs"]} == {
        "amount", "load", "amount[2020]", "load[2020]",
    }  # fmt: skip
    assert found["formula"] == "100 * (1 - value / value[2020]); value = 100 * amount / load"


def test_the_quarters_of_a_plan_whose_year_begins_in_may(mini):
    """A quarter of the time is over at the end of July, and three are left for 75 of 100."""
    pace = {"method": "elapsed_share", "by": "quarter"}
    plan = plan_of(
        mini,
        {"at_least": 100},
        "amount",
        "万立方米",
        "accumulating",
        pace=pace,
        deadline="2024-04-30",
    )
    plan = plan.model_copy(update={"fiscal_year": FiscalYear(first_month=5, named_after="first")})
    for told, status in (("25", "on_track"), ("24", "behind")):
        found, _ = record(plan, {("2023-07", "amount"): told}, "2023-07-31")
        assert (found["status"], found["pace_result"]["figures"]["elapsed"]) == (status, 0.25)
    assert round(found["pace_result"]["needed"], 2) == 25.33
