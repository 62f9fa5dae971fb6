"""Figures of indicators: as reported, or from what is reported, for every region and year."""

from fractions import Fraction

import numpy as np
import pytest

from cells import GENHE, HAILAR, judged_of, observations, standing
from cities import CITY, THIRD, place
from genhe_targets.batch import judge_observations
from genhe_targets.judging import indicators
from genhe_targets.judging.reasons import REASONS
from onetarget import VARIABLES, plan_of, variable

SUM = variable("both", "万立方米").model_copy(update={"formula": "amount + load"})


def with_sum(plan):
    return plan.model_copy(update={"variables": (*VARIABLES, SUM)})


def of(region, period, **figures):
    return [(region, period, name, figure) for name, figure in figures.items()]


def figures(plan, *cells):
    """The last figure of each region, and whether it is the reported one."""
    judged, _ = judged_of(plan, *cells)
    rows = [judged.facts.regions.index(r) for r in (GENHE, HAILAR) if r in judged.facts.regions]
    own = judged.measured[0]
    return [
        (None if np.isnan(own.quantity.value[row, -1]) else own.quantity.value[row, -1],
         bool(own.from_report[row, -1]))
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("genhe", "hailar", "expected"),
    [
        ({"both": 50}, {"amount": 10, "load": 20}, [50, 30]),
        ({"both": 50, "amount": 10, "load": 20}, {"amount": 1, "load": 2}, [50, 3]),
        ({"both": 50}, {"both": 60}, [50, 60]),
        ({"amount": 10, "load": 20}, {"amount": 1}, [30, None]),
    ],
)
def test_a_variable_is_what_is_reported_else_what_its_formula_gives(mini, genhe, hailar, expected):
    plan = with_sum(plan_of(mini, {"at_least": 1}, "both", "万立方米"))
    found = figures(plan, *of(GENHE, "2023Q4", **genhe), *of(HAILAR, "2023Q4", **hailar))
    assert [value for value, _ in found] == expected


def test_the_formula_of_a_variable_is_read_in_the_year_in_question(mini):
    """From 10 + 10 to 9 + 9 is 10 percent down."""
    plan = with_sum(plan_of(mini, {"reduction": 10, "since": 2020}, "both", "万立方米", "annual"))
    before = of(GENHE, "2020", amount="10", load="10")
    assert (
        standing(plan, "the-target", *before, *of(GENHE, "2023", amount="9", load="9"))[0] == "met"
    )
    worse = of(GENHE, "2023", amount="9", load="9.01")
    assert standing(plan, "the-target", *before, *worse)[0] == "not_met"


RATE = "100 * amount / load"


def test_the_reported_rate_stands_in_where_its_parts_are_silent(mini):
    plan = plan_of(mini, {"at_least": 1}, RATE, id="share")
    parts, rate = of(HAILAR, "2023Q4", amount=1, load=4), of(GENHE, "2023Q4", share=30)
    assert figures(plan, *rate, *parts) == [(30, True), (25, False)]
    assert figures(plan, *rate) == [(30, True)]
    both = figures(plan, *rate, *of(GENHE, "2023Q4", amount=3, load=10), *parts)
    assert both == [(30, False), (25, False)]
    unread = [(GENHE, "2023Q4", "amount", ("?", "unreadable")), *of(GENHE, "2023Q4", load=4)]
    assert figures(plan, *unread, *rate)[0] == (30, True)
    derived = plan_of(mini, {"reduction": 10, "since": 2020}, RATE, "%", "annual", id="share")
    told = [*of(GENHE, "2020", share=40), *of(GENHE, "2023", share=30)]
    assert figures(derived, *told) == [(25, False)], "made of what was reported, reported by none"


@pytest.mark.parametrize(
    ("amount", "load", "expected"),
    [
        ("0", "0", ("not_applicable", "nothing_to_measure")),
        (None, "0", ("not_applicable", "nothing_to_measure")),
        ("1", "0", ("invalid", "unusable")),
        ("-1", "0", ("invalid", "unusable")),
        (("1", "about"), "4", ("indeterminate", "incomplete")),
        (("1", "about"), ("?", "unreadable"), ("invalid", "unusable")),
        (None, ("?", "unreadable"), ("invalid", "unusable")),
    ],
)
def test_what_a_division_makes_of_odd_figures(mini, amount, load, expected):
    """Beside a region whose figures are in order."""
    plan = plan_of(mini, {"at_least": 1}, RATE)
    cells = [
        *of(GENHE, "2023Q4", amount=amount, load=load),
        *of(HAILAR, "2023Q4", amount=1, load=4),
    ]
    assert standing(plan, "the-target", *cells) == expected
    assert standing(plan, "the-target", *cells, region=HAILAR) == ("met", "holds")


@pytest.mark.parametrize(
    ("scope", "open_", "expected"),
    [
        ({}, False, ("not_met", "shortfall")),  # the second of three
        ({"regions": [GENHE, HAILAR]}, False, ("met", "holds")),  # the first of two
        ({"regions": [GENHE]}, False, ("met", "holds")),
        ({}, True, ("not_met", "shortfall")),  # the second at best, whoever else there is
        ({"regions": [GENHE, HAILAR]}, True, ("indeterminate", "incomplete")),
    ],
)
def test_places_are_among_the_regions_of_the_scope(mini, scope, open_, expected):
    plan = plan_of(mini, {"top": 1, "by": "highest"}, "rate", scope=scope)
    plan = plan.model_copy(
        update={"regions": (*plan.regions, place(THIRD, None)), "open_regions": open_}
    )
    cells = [(r, "2023Q4", "rate", f) for r, f in ((GENHE, "20"), (HAILAR, "10"), (THIRD, "30"))]
    assert standing(plan, "the-target", *cells) == expected
    out = ("not_applicable", "out_of_scope")
    third = standing(plan, "the-target", *cells, region=THIRD)
    assert third == (out if scope else ("met", "holds") if not open_ else third)


def test_a_region_of_another_level_has_no_place_and_takes_none(mini):
    plan = plan_of(mini, {"top": 1, "by": "highest"}, "rate")
    plan = plan.model_copy(update={"regions": (*plan.regions, place(CITY, None, "prefecture"))})
    cells = [(r, "2023Q4", "rate", f) for r, f in ((GENHE, "20"), (HAILAR, "10"), (CITY, "30"))]
    assert standing(plan, "the-target", *cells) == ("met", "holds")


@pytest.mark.parametrize(
    ("open_", "expected"),
    [(False, ("met", "holds")), (True, ("indeterminate", "incomplete"))],
)
def test_a_city_judged_as_a_whole_takes_no_place_among_its_parts(mini, open_, expected):
    """Nor where the plan takes any region: the city is none of those it does not know."""
    plan = plan_of(mini, {"top": 1, "by": "highest"}, "rate")
    regions = (place(CITY, None, "prefecture"), place(GENHE), place(HAILAR))
    plan = plan.model_copy(update={"regions": regions, "open_regions": open_})
    cells = [(r, "2023Q4", "rate", f) for r, f in ((GENHE, "20"), (HAILAR, "10"), (CITY, "30"))]
    judged, *_ = judge_observations(observations(*cells), plan, None, None, wholes=(CITY,))
    row = judged.facts.regions.index(GENHE)
    reason = list(REASONS)[int(judged.standings.reason[0, row, 0])]
    assert (judged.status(0, row).value, reason) == expected


@pytest.mark.parametrize(
    ("rates", "reduction"),
    [
        (("1.51", "-2.20", "-4.18"), "4.8730"),
        (("-6", "-6", "-6"), "16.9416"),
        (("0", "0", "0"), "0.0000"),
    ],
)
def test_yearly_changes_multiply(mini, rates, reduction):
    """(1 + 1.51 %) (1 - 2.20 %) (1 - 4.18 %) is 95.1270 %, and so on."""
    rule = {"reduction": 1, "since": 2020, "chained": True}
    plan = plan_of(mini, rule, "yearly", "%", "annual")
    cells = [(GENHE, str(y), "yearly", r) for y, r in zip((2021, 2022, 2023), rates, strict=True)]
    judged, _ = judged_of(plan, *cells)
    exact = judged.measured[0].quantity.exact(judged.facts.regions.index(GENHE), -1)
    grown = Fraction(1)
    for rate in rates:
        grown *= 1 + Fraction(rate) / 100
    assert exact == 100 * (1 - grown)
    assert f"{float(exact):.4f}" == reduction


def test_an_indicator_may_look_at_all_regions(mini):
    plan = plan_of(mini, {"at_least": 0}, "rate - mean(rate)")
    cells = [*of(GENHE, "2023Q4", rate=20), *of(HAILAR, "2023Q4", rate=10)]
    assert figures(plan, *cells) == [(5, False), (-5, False)]
    measured = judged_of(plan, *cells)[0].measured[0]
    assert (measured.computed, measured.reported) == (measured.quantity, None)


def test_a_region_that_an_open_plan_does_not_list_has_a_place(mini):
    plan = plan_of(mini, {"top": 1, "by": "highest"}, "rate")
    plan = plan.model_copy(update={"open_regions": True})
    cells = [(r, "2023Q4", "rate", f) for r, f in ((GENHE, "20"), ("150799", "30"))]
    assert standing(plan, "the-target", *cells) == ("not_met", "shortfall")


APART = variable("apart", "%", "point").model_copy(update={"formula": "rate - mean(rate)"})


def test_a_variable_may_look_at_all_regions(mini):
    plan = plan_of(mini, {"at_least": 0}, "apart").model_copy(
        update={"variables": (*VARIABLES, APART)}
    )
    cells = [*of(GENHE, "2023Q4", rate=20), *of(HAILAR, "2023Q4", rate=10)]
    assert figures(plan, *cells) == [(5, False), (-5, False)]
    window = plan_of(mini, {"at_least": 0}, 'rolling("mean", 2, 3, apart)')
    window = window.model_copy(update={"variables": plan.variables})
    cells += [*of(GENHE, "2023Q3", rate=11), *of(HAILAR, "2023Q3", rate=9)]
    assert figures(window, *cells) == [(3, False), (-3, False)]


def test_changes_that_are_chained_may_look_at_all_regions(mini):
    """Against the mean of 4 and 2 in each of three years, as an indicator of its own."""
    apart = APART.model_copy(update={"formula": "yearly - mean(yearly)"})
    plan = plan_of(mini, {"at_least": 0}, "100 * (chained(2020, apart) - 1)", "%", "annual")
    plan = plan.model_copy(update={"variables": (*VARIABLES, apart)})
    cells = [
        cell for year in ("2021", "2022", "2023")
        for cell in (*of(GENHE, year, yearly=4), *of(HAILAR, year, yearly=2))
    ]  # fmt: skip
    assert [round(value, 4) for value, _ in figures(plan, *cells)] == [3.0301, -2.9701]


def test_yearly_changes_beside_those_of_all_regions_multiply_too(mini):
    """One point above the mean of both in each of three years."""
    rule = {"increase": 1, "since": 2020, "chained": True}
    plan = plan_of(mini, rule, "yearly - mean(yearly)", "%", "annual")
    cells = [
        cell for year in ("2021", "2022", "2023")
        for cell in (*of(GENHE, year, yearly=4), *of(HAILAR, year, yearly=2))
    ]  # fmt: skip
    judged, _ = judged_of(plan, *cells)
    row, last = judged.facts.regions.index(GENHE), len(judged.facts.checkpoints) - 1
    exact = judged.measured[0].quantity.exact(row, last)
    assert exact == 100 * (Fraction("1.01") ** 3 - 1)


def test_a_target_may_bear_the_name_of_its_variable(mini):
    plan = plan_of(mini, {"at_least": 20}, "rate", id="rate")
    assert standing(plan, "rate", *of(GENHE, "2023Q4", rate=20)) == ("met", "holds")


def test_an_approximate_rate_stands_in_only_where_its_parts_are_silent(mini):
    plan = plan_of(mini, {"at_least": 1}, RATE, id="share")
    about = [(GENHE, "2023Q4", "share", ("30", "about"))]
    beside = of(HAILAR, "2023Q4", amount=1, load=4)
    assert figures(plan, *about, *beside) == [(30, True), (25, False)]
    parts = [(GENHE, "2023Q4", "amount", ("1", "about")), *of(GENHE, "2023Q4", load=4)]
    assert figures(plan, *about, *parts, *beside) == [(25, False), (25, False)]


NIL = {"a": "0.3", "b": "0.1", "c": "0.2"}
"""0.3 - 0.1 - 0.2 is nothing, and a little in floats."""


@pytest.mark.parametrize("comparison", ["full_value", "rounded_value"])
@pytest.mark.parametrize("rule", [{"at_least": 5}, {"at_most": 5}, {"top": 1, "by": "highest"}])
@pytest.mark.parametrize(
    ("rate", "expected"),
    [("1", ("invalid", "unusable")), ("0", ("not_applicable", "nothing_to_measure"))],
)
def test_a_divisor_that_only_floats_tell_from_zero_is_zero(mini, rule, comparison, rate, expected):
    plan = plan_of(mini, rule, "rate / (a - b - c)", comparison=comparison)
    told = of(GENHE, "2023Q4", rate=rate, **NIL)
    beside = of(HAILAR, "2023Q4", rate="6", a="0.4", b="0.1", c="0.2")
    assert standing(plan, "the-target", *told, *beside) == expected


def test_the_reported_rate_stands_in_where_its_divisor_is_zero(mini):
    plan = plan_of(mini, {"at_least": 5}, "rate / (a - b - c)", id="share")
    assert figures(plan, *of(GENHE, "2023Q4", rate="1", share="7", **NIL)) == [(7, True)]


def test_a_quotient_by_next_to_nothing_is_held_against_the_one_reported(mini):
    """1 / 0.00000000000000001 is no 7, though floats do not know what 0.3 - 0.1 - 0.2 leaves."""
    plan = plan_of(mini, {"at_least": 5}, "rate / (a - b - c + oxygen)", id="share")
    cells = of(GENHE, "2023Q4", rate=1, oxygen="1e-17", share=7, **NIL)
    judged, _ = judged_of(plan, *cells)
    assert len(judged.contradictions) == 1


def test_what_is_left_of_a_difference_in_floats_decides_nothing(mini):
    plan = plan_of(mini, {"at_least": 0}, "a - b - c")
    assert standing(plan, "the-target", *of(GENHE, "2023Q4", **NIL)) == ("met", "holds")


def test_a_figure_that_nobody_ever_reported_leaves_the_rate_silent(mini):
    plan = plan_of(mini, {"at_least": 1}, RATE)
    found = standing(plan, "the-target", *of(GENHE, "2023Q4", amount=1))
    assert found == ("missing", "not_reported_at_deadline")


def test_a_divisor_may_hold_a_number(mini):
    plan = plan_of(mini, {"at_least": 1}, "100 * amount / (load - 2)")
    cells = [*of(GENHE, "2023Q4", load=2), *of(HAILAR, "2023Q4", amount=1, load=6)]
    assert standing(plan, "the-target", *cells) == ("not_applicable", "nothing_to_measure")
    assert standing(plan, "the-target", *cells, region=HAILAR) == ("met", "holds")


def test_a_reported_rate_keeps_the_cell_it_came_from(mini):
    plan = plan_of(mini, {"at_least": 1}, RATE, id="share")
    judged, _ = judged_of(plan, *of(HAILAR, "2023Q4", checks=1), *of(GENHE, "2023Q4", share=30))
    row = judged.facts.regions.index(GENHE)
    assert int(judged.measured[0].reported.origin[row, -1]) == 1, "the second observation"


def test_nothing_reported_in_any_year_is_silence(mini):
    plan = plan_of(mini, {"at_least": 1}, RATE)
    judged, _ = judged_of(plan, (GENHE, "2023Q4", "checks", "1"))
    row = judged.facts.regions.index(GENHE)
    reason = list(REASONS)[int(judged.standings.reason[0, row, 0])]
    assert (judged.status(0, row).value, reason) == ("missing", "not_reported_at_deadline")
    assert judged.measured[0].computed is judged.measured[0].reported is None


def test_a_formula_is_computed_alike_however_many_regions_at_once(mini, monkeypatch):
    opened = mini.model_copy(update={"open_regions": True})
    cells = [
        (region, period, name, str(figure + at))
        for at, region in enumerate((GENHE, HAILAR, "150799"))
        for period, figures in (("2023Q1", (7, 31)), ("2023Q2", (12, 50)))
        for name, figure in zip(("used", "treated"), figures, strict=True)
    ]
    row = [target.id for target in opened.targets].index("reclaimed")
    whole = judged_of(opened, *cells)[0].measured[row].quantity
    for most in (1, 2, 3, 4):
        monkeypatch.setattr(indicators, "CELLS", most)
        part = judged_of(opened, *cells)[0].measured[row].quantity
        np.testing.assert_array_equal(part.value, whole.value)
        np.testing.assert_array_equal(part.error, whole.error)
    assert whole.value[2].tolist() == [100 * 9 / 33, 100 * 14 / 52]
