"""Every form of rule, judged: what keeps it, what breaks it, what leaves it open."""

import pytest

from cells import GENHE, HAILAR, judged_of
from genhe_targets.judging.reasons import REASONS
from onetarget import plan_of

ARXAN = "150782"


def found(plan, figures, region=GENHE, period="2023Q4", as_of="2023-12-31"):
    """Status and reason of a region, from {(region, period, variable): figure} or {variable: figure}."""
    cells = [
        (key[0], key[1], key[2], figure) if isinstance(key, tuple) else (GENHE, period, key, figure)
        for key, figure in figures.items()
    ]
    judged, _ = judged_of(plan, *cells, as_of=as_of)
    row = judged.facts.regions.index(region)
    reason = list(REASONS)[int(judged.standings.reason[0, row, 0])]
    return judged.status(0, row).value, reason


def status(plan, figures, **options):
    return found(plan, figures, **options)[0]


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ({"between": [10, 20]}, "10", "met"),
        ({"between": [10, 20], "open": "lower"}, "10", "not_met"),
        ({"between": [10, 20], "open": "lower"}, "20", "met"),
        ({"between": [10, 20], "open": "upper"}, "20", "not_met"),
        ({"between": [10, 20], "open": "both"}, "10.0001", "met"),
        ({"about": 15}, "15", "met"),
        ({"about": 15}, "15.1", "indeterminate"),
        ({"about": 15, "within": 1}, "16", "met"),
        ({"about": 15, "within": 1}, "13.9", "not_met"),
        ({"at_least": 95, "tolerance": "0.5"}, "94.5", "met"),
        ({"at_least": 95, "tolerance": "0.5"}, "94.49", "not_met"),
        ({"at_most": "0.1", "tolerance": "0.2"}, "0.3", "met"),
        ({"at_least": "0.7", "tolerance": "0.1"}, "0.6", "met"),
        ({"less_than": 9, "tolerance": "0.5"}, "9.5", "not_met"),
        ({"less_than": 9, "tolerance": "0.5"}, "9.49", "met"),
        ({"bands": {"green": 95, "yellow": 90}}, "95", "met"),
        ({"bands": {"green": 95, "yellow": 90}}, "94", "not_met"),
        ({"bands": {"green": 95, "yellow": 90}, "required": "yellow"}, "94", "met"),
        ({"bands": {"green": 5, "yellow": 10}}, "5.1", "not_met"),
        ({"if": {"less_than": 50}, "then": {"at_least": 40}, "else": {"at_most": 90}}, "45", "met"),
        ({"if": {"less_than": 50}, "then": {"at_least": 40}, "else": {"at_most": 90}}, "39", "not_met"),
        ({"if": {"less_than": 50}, "then": {"at_least": 40}, "else": {"at_most": 90}}, "95", "not_met"),
        ({"if": {"less_than": 50}, "then": {"at_least": 40}}, "60", "not_applicable"),
        ({"any": [{"all": [{"at_least": 1}, {"at_most": 2}]}, {"equal": 7}]}, "7", "met"),
        ({"any": [{"all": [{"at_least": 1}, {"at_most": 2}]}, {"equal": 7}]}, "3", "not_met"),
    ],
)  # fmt: skip
def test_one_figure(mini, rule, value, expected):
    assert status(plan_of(mini, rule), {"rate": value}) == expected


def test_limits_over_different_indicators(mini):
    """ "U + I <= 2000 and the share <= 2 %": each part has a formula of its own."""
    rule = {
        "all": [
            {"at_most": 2000, "of": "amount", "unit": "万立方米", "title": {"zh": "量", "en": "amount"}},
            {"at_most": 2, "of": "100 * amount / load", "unit": "%", "title": {"zh": "占比", "en": "share"}},
        ]
    }  # fmt: skip
    plan = plan_of(mini, rule, "amount", "万立方米", "annual")
    assert status(plan, {"amount": "2000", "load": "100000"}) == "met"
    assert status(plan, {"amount": "2000", "load": "99999"}) == "not_met"
    assert status(plan, {"amount": "2001", "load": "100000000"}) == "not_met"
    assert status(plan, {"amount": "2001"}) == "not_met", "one broken part is enough"
    assert status(plan, {"amount": "2000"}) == "missing"


@pytest.mark.parametrize(
    ("rule", "figures", "expected"),
    [
        ({"reduction": "10.8", "since": 2020}, {2020: 40, 2023: "35.68"}, "met"),
        ({"reduction": "10.8", "since": 2020}, {2020: 40, 2023: "35.69"}, "not_met"),
        ({"reduction": "10.8", "since": 2020}, {2023: "35.69"}, "missing"),
        ({"reduction": 5, "since": 2020, "in": "absolute"}, {2020: 40, 2023: 35}, "met"),
        ({"reduction": 5, "since": 2020, "in": "absolute"}, {2020: 40, 2023: "35.1"}, "not_met"),
        ({"increase": 3, "since": "last_year"}, {2022: 100, 2023: 103}, "met"),
        ({"increase": 3, "since": "last_year"}, {2022: 100, 2023: "102.9"}, "not_met"),
        ({"not_below": "last_year"}, {2022: 100, 2023: 100}, "met"),
        ({"not_below": "last_year"}, {2022: 100, 2023: "99.9"}, "not_met"),
        ({"not_below": "last_year", "tolerance": 1}, {2022: 100, 2023: 99}, "met"),
        ({"not_above": 2020, "percent": 50}, {2020: 100, 2023: 50}, "met"),
        ({"not_above": 2020, "percent": 50}, {2020: 100, 2023: 51}, "not_met"),
        ({"not_above": 2020, "percent": 50}, {2020: 0, 2023: 0}, "not_applicable"),
    ],
)
def test_change_since_a_year(mini, rule, figures, expected):
    plan = plan_of(mini, rule, "amount", "万立方米", "annual")
    cells = {(GENHE, str(year), "amount"): str(figure) for year, figure in figures.items()}
    assert status(plan, cells) == expected


def test_change_on_the_same_period(mini):
    plan = plan_of(mini, {"not_above": "same_period"}, "amount", "万立方米", "cap")
    figures = {(GENHE, "2022Q2", "amount"): "50", (GENHE, "2022Q4", "amount"): "200"}
    assert (
        status(plan, figures | {(GENHE, "2023Q2", "amount"): "50"}, as_of="2023-06-30")
        == "on_track"
    )
    assert (
        status(plan, figures | {(GENHE, "2023Q2", "amount"): "51"}, as_of="2023-06-30") == "not_met"
    )


def test_constant_prices_are_chained_from_yearly_real_growth(mini):
    """Use fell by 1 %, value added grew by 5, 4 and 3 %: intensity fell by 1 - 0.99 / 1.12476."""
    growth = {(GENHE, str(y), "growth"): g for y, g in ((2021, "5"), (2022, "4"), (2023, "3"))}
    use = {(GENHE, "2020", "amount"): "100", (GENHE, "2023", "amount"): "99"}
    exact = 100 * (1 - 0.99 / (1.05 * 1.04 * 1.03))
    for asked, expected in ((11.98, "met"), (11.99, "not_met")):
        assert (exact >= asked) is (expected == "met")
        rule = {"reduction": str(asked), "since": 2020, "growth": "growth"}
        plan = plan_of(mini, rule, "amount", "万立方米", "annual")
        assert status(plan, growth | use) == expected
    lacking = {key: figure for key, figure in growth.items() if key[1] != "2022"}
    assert status(plan, lacking | use) == "missing", "a gap in the chain is no growth of zero"


def test_yearly_changes_are_chained(mini):
    """+1.51, -2.20 and -4.18 % are -4.87 %."""
    yearly = {
        (GENHE, str(y), "yearly"): g for y, g in ((2021, "1.51"), (2022, "-2.20"), (2023, "-4.18"))
    }
    for asked, expected in (("4.87", "met"), ("4.88", "not_met")):
        rule = {"reduction": asked, "since": 2020, "chained": True}
        assert status(plan_of(mini, rule, "yearly", "%", "annual"), yearly) == expected


def three(a, b, c, name="rate"):
    given = {(GENHE, "2023Q4", name): a, (HAILAR, "2023Q4", name): b, (ARXAN, "2023Q4", name): c}
    return {key: figure for key, figure in given.items() if figure != ""}


@pytest.fixture
def regions(mini):
    known = mini.region_by_code[HAILAR]
    text = {"zh": "阿尔山", "en": "Arxan"}
    third = type(known).model_validate({"code": ARXAN, "title": text, "level": known.level})
    own = tuple(r for r in mini.regions if r.code in {GENHE, HAILAR})
    return mini.model_copy(update={"regions": (*own, third)})


def test_not_worse_than_another_region(regions):
    plan = plan_of(regions, {"not_below": {"region": HAILAR}})
    assert status(plan, three("90", "90", "50")) == "met"
    assert status(plan, three("89.9", "90", "50")) == "not_met"
    assert status(plan, three("89.9", None, "50")) == "missing"


def test_not_worse_than_the_mean(regions):
    plan = plan_of(regions, {"not_above": "mean", "percent": 50})
    assert status(plan, three("20", "50", "50")) == "met"
    assert status(plan, three("20.1", "50", "50")) == "not_met"
    assert status(plan, three("20", "50", None)) == "indeterminate", "a mean needs all of them"
    assert status(plan, three("20", "50", "")) == "indeterminate", "also one that sends nothing"


def test_the_place_among_all_needs_all(regions):
    plan = plan_of(regions, {"top": 1, "by": "highest"})
    assert status(plan, three("90", "80", "70")) == "met"
    assert status(plan, three("80", "80", "70")) == "met", "ties share a place"
    assert status(plan, three("80", "90", "70")) == "not_met"
    assert status(plan, three("90", "80", None)) == "indeterminate"
    assert status(plan, three("80", "90", None)) == "not_met", "one before it is enough"
    assert status(plan, three("90", "80", "")) == "indeterminate"
    second = plan_of(regions, {"top": 2, "by": "lowest"})
    assert status(second, three("10", "20", None)) == "met", "at worst the second"


def test_coverage_of_a_frozen_list_by_whole_numbers(mini):
    plan = plan_of(mini, {"coverage": 30, "of": "rivers", "on": "2022-12-31"}, "assessed", "条")
    figures = {(GENHE, "2022Q4", "rivers"): "10", (GENHE, "2023Q4", "rivers"): "20"}
    assert status(plan, figures | {"assessed": "3"}) == "met", "3 of the 10 on the frozen list"
    assert status(plan, figures | {"assessed": "2"}) == "not_met"
    assert status(plan, {"rivers": "10", "assessed": "3"}) == "missing", (
        "the list itself is not there"
    )
    whole = plan_of(mini, {"coverage": "all", "of": "rivers"}, "assessed", "条")
    assert status(whole, {"rivers": "3", "assessed": "3"}) == "met"
    assert status(whole, {"rivers": "100000", "assessed": "99999"}) == "not_met"
    assert status(whole, {"rivers": "0", "assessed": "0"}) == "not_applicable"


@pytest.mark.parametrize(
    ("share", "members", "expected"),
    [
        ("all", ("85", "90", "85"), "met"),
        ("all", ("85", "90", "84.9"), "not_met"),
        ("all", ("85", "90", None), "missing"),
        ("all", ("80", "90", None), "not_met"),
        (60, ("85", "90", "0"), "met"),
        (60, ("85", "90", None), "met"),
        (60, ("85", "0", None), "missing"),
        (60, ("0", "0", None), "not_met"),
    ],
)
def test_each_of_a_list(mini, share, members, expected):
    plan = plan_of(mini, {"share": share, "of": ["a", "b", "c"], "keep": {"at_least": 85}}, "a")
    figures = dict(zip("abc", members, strict=True))
    result = status(plan, figures)
    assert result == expected or (expected == "missing" and result == "indeterminate")


def test_each_and_overall_are_two_questions(mini):
    """85 and 99 keep 90 overall and not each; weights decide what overall means."""
    each = plan_of(mini, {"share": "all", "of": ["a", "b"], "keep": {"at_least": 90}}, "a")
    overall = plan_of(
        mini,
        {"at_least": 90, "of": "(a * amount + b * load) / (amount + load)", "unit": "%",
         "title": {"zh": "总体", "en": "overall"}},
        "a",
    )  # fmt: skip
    figures = {"a": "85", "b": "99", "amount": "10", "load": "10"}
    assert status(each, figures) == "not_met"
    assert status(overall, figures) == "met"
    weighted = {
        "share": 70,
        "of": ["a", "b"],
        "keep": {"at_least": 90},
        "weights": ["amount", "load"],
    }
    assert status(plan_of(mini, weighted, "a"), figures) == "not_met"
    assert status(plan_of(mini, weighted, "a"), figures | {"load": "40"}) == "met"


def quarters(*figures):
    given = {(GENHE, f"2023Q{q}", "checks"): f for q, f in enumerate(figures, start=1)}
    return {key: figure for key, figure in given.items() if figure != ""}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (("1", "2", "3", "4"), "met"),
        (("1", "1", "3", "4"), "not_met"),
        (("1", None, "3", "4"), "indeterminate"),
        (("0", None, "3", "4"), "not_met"),
    ],
)
def test_a_count_in_each_quarter(mini, figures, expected):
    plan = plan_of(mini, {"at_least": 1, "every": "quarter"}, "checks", "次")
    assert status(plan, quarters(*figures)) == expected


def test_a_count_between_two_days(mini):
    plan = plan_of(mini, {"at_least": 2, "during": ["04-01", "09-30"]}, "checks", "次")
    assert status(plan, quarters("5", "6", "7", "7")) == "met"
    assert status(plan, quarters("5", "6", "6", "9")) == "not_met"
    assert status(plan, quarters("", "6", "8", "9")) == "missing", (
        "where it stood before is not known"
    )


CLASSES = {
    "class": "Ⅲ",
    "parameters": [
        {"of": "oxygen", "at_least": ["7.5", 6, 5, 3, 2]},
        {"of": "ammonia", "at_most": ["0.15", "0.5", 1, "1.5", 2]},
    ],
}


@pytest.mark.parametrize(
    ("oxygen", "ammonia", "expected"),
    [
        ("5", "1", "met"),
        ("8", "1.01", "not_met"),
        ("4.99", "0.1", "not_met"),
        ("8", None, "indeterminate"),
        ("4.9", None, "not_met"),
        (None, None, "missing"),
        ("5", ("1", "at_most"), "met"),
    ],
)
def test_the_worst_of_several_parameters_gives_the_class(mini, oxygen, ammonia, expected):
    plan = plan_of(mini, CLASSES, "oxygen", "毫克/升")
    assert status(plan, {"oxygen": oxygen, "ammonia": ammonia}) == expected


def test_a_reported_class(mini):
    plan = plan_of(mini, {"class": "Ⅲ"}, "rivers", "条")
    assert status(plan, {"rivers": "3"}) == "met"
    assert status(plan, {"rivers": "4"}) == "not_met"


def test_below_half_the_mean_or_down_by_five_percent(regions):
    rule = {"any": [{"not_above": "mean", "percent": 50}, {"reduction": 5, "since": "last_year"}]}
    plan = plan_of(regions, rule, "amount", "万立方米", "annual")
    now = {(HAILAR, "2023", "amount"): "100", (ARXAN, "2023", "amount"): "100"}
    before = {(GENHE, "2022", "amount"): "100"}
    assert status(plan, now | before | {(GENHE, "2023", "amount"): "40"}) == "met"
    assert status(plan, now | before | {(GENHE, "2023", "amount"): "95"}) == "met"
    assert status(plan, now | before | {(GENHE, "2023", "amount"): "96"}) == "not_met"
