import numpy as np
import pytest
from pydantic import ValidationError

from cells import GENHE, HAILAR, observations
from genhe_targets.coded import code
from genhe_targets.contract.check import check_contract
from genhe_targets.credibility import kinds
from genhe_targets.credibility.examine import examine
from genhe_targets.credibility.overregions import near_limit
from genhe_targets.findings import KINDS
from genhe_targets.plan.checks import Bunching, Checks
from genhe_targets.plan.parts import Region
from genhe_targets.plan.rules import AtLeast, Between, Zero

QUIET = dict.fromkeys(Checks.model_fields, False)


def found(plan, *cells, **checks):
    """Findings of the checks named; all others are switched off."""
    coded = code(observations(*cells), plan)
    usable = check_contract(coded, plan).usable
    return examine(coded, usable, plan, Checks.model_validate({**QUIET, **checks})).findings


def told(findings):
    return [(f.code, f.region, f.period, f.variable) for f in findings]


@pytest.fixture(scope="module")
def wide(mini):
    """The small plan with many regions, and a city above its two counties."""
    regions = [
        Region(code="150700", title={"zh": "呼伦贝尔市", "en": "Hulunbuir"}, level="prefecture"),
        *(region.model_copy(update={"parent": "150700"}) for region in mini.regions),
    ]
    return mini.model_copy(update={"regions": tuple(regions), "open_regions": True})


# ------------------------------------------------------------------ over time


def test_a_flow_is_compared_by_what_was_added(mini):
    """Cumulative 100, 200, 400: the third quarter added twice as much as the second."""
    cells = [(GENHE, f"2023Q{q}", "treated", v) for q, v in ((1, 100), (2, 200), (3, 400))]
    (one,) = found(mini, *cells, jumps={"previous_amount": "0.5"})
    assert found(mini, *cells, jumps=True) == (), "works and harvests have their seasons"
    assert told([one]) == [("jump", GENHE, "2023Q3", "treated")]
    assert (
        one.message("en") == "200 is a change of +100% on the period before (100); please explain"
    )
    assert (one.file, one.row, one.column) == ("test.csv", 4, "D")


def test_a_steady_flow_is_no_jump(mini):
    cells = [(GENHE, f"2023Q{q}", "treated", 100 * q) for q in (1, 2, 3, 4)]
    assert found(mini, *cells, jumps=True) == ()


def test_a_gap_is_not_a_period(mini):
    cells = [(GENHE, f"2023Q{q}", "treated", v) for q, v in ((1, 100), (2, 200), (4, 900))]
    assert found(mini, *cells, jumps=True) == ()


def test_the_same_period_of_last_year_comes_first(mini):
    cells = [
        (GENHE, "2022Q3", "treated", 300), (GENHE, "2023Q2", "treated", 210),
        (GENHE, "2023Q3", "treated", 500),
    ]  # fmt: skip
    assert told(found(mini, *cells, jumps=True)) == [("jump_on_year", GENHE, "2023Q3", "treated")]
    lenient = {"same_period": "0.7", "previous_period": 5}
    assert found(mini, *cells, jumps=lenient) == ()


def test_small_counts_are_not_compared(mini):
    cells = [(GENHE, f"2023Q{q}", "bodies", v) for q, v in ((1, 1), (2, 0), (3, 10))]
    assert found(mini, *cells, jumps=True, units=True) == ()
    codes = [f.code for f in found(mini, *cells, jumps={"small": 1})]
    assert codes == ["jump"]


def test_an_annual_figure_is_compared_with_the_year_before(mini):
    cells = [(GENHE, "2022", "intensity", 10), (GENHE, "2023", "intensity", 20)]
    assert told(found(mini, *cells, jumps=True)) == [("jump_on_year", GENHE, "2023", "intensity")]


def test_a_state_is_compared_as_it_is(mini):
    cells = [(GENHE, f"2023Q{q}", "bodies", v) for q, v in ((1, 20), (2, 20), (3, 60))]
    assert told(found(mini, *cells, jumps=True)) == [("jump", GENHE, "2023Q3", "bodies")]


def test_a_wrong_unit_is_told_instead_of_a_jump(mini):
    cells = [(GENHE, "2022Q3", "treated", 300), (GENHE, "2023Q3", "treated", 3100000)]
    (one,) = found(mini, *cells, jumps=True, units=True)
    assert (one.code, one.message("en")) == (
        "wrong_unit", "3100000 is about 10000 times 300; is the unit right?",
    )  # fmt: skip
    assert told(found(mini, *cells, jumps=True))[0][0] == "jump_on_year"


def test_the_median_of_past_years(mini):
    values = (220, 160, 240, 200, 190)
    past = [(GENHE, f"{2018 + i}Q1", "treated", v) for i, v in enumerate(values)]
    lenient = {"same_period": 9, "previous_period": 9}
    assert found(mini, *past, (GENHE, "2023Q1", "treated", 230), jumps=lenient) == ()
    (one,) = found(mini, *past, (GENHE, "2023Q1", "treated", 250), jumps=lenient)
    assert one.code == "outlier"
    assert one.detail == {"past": 5, "median": 200, "mads": 2}


def test_months_before_stand_in_for_years(mini):
    months = [(GENHE, f"2023-{m:02d}", "bodies", v) for m, v in enumerate((7, 8, 7, 8, 7, 20), 1)]
    (one,) = found(mini, *months, jumps={"previous_period": 9})
    assert told([one]) == [("outlier", GENHE, "2023-06", "bodies")]


def test_a_region_that_repeats_itself(mini):
    names = ("treated", "used", "water_use")
    cells = [(GENHE, f"2023Q{q}", name, 40 + i) for q in (1, 2) for i, name in enumerate(names)]
    (one,) = found(mini, *cells, copies=True)
    assert (one.code, one.region, one.period) == ("copied_figures", GENHE, "2023-06")
    assert one.message("zh") == "2023-06上报的3个数据中有3个与2023-03完全相同，疑似照抄"
    assert found(mini, *cells[:-1], copies=True) == ()
    changed = [*cells[:-1], (GENHE, "2023Q2", "water_use", 99)]
    assert found(mini, *changed, copies=True) == ()
    assert len(found(mini, *changed, copies={"share": "0.6"})) == 1


def test_half_a_year_may_be_copied(mini):
    """There is no year before to look at."""
    names = ("treated", "used", "water_use")
    cells = [(GENHE, f"2023Q{q}", name, 40 + i) for q in (2, 4) for i, name in enumerate(names)]
    (one,) = found(mini, *cells, copies={"least": 3})
    assert (one.code, one.detail["before"]) == ("copied_figures", "2023-06")


def test_an_annual_figure_is_held_against_the_year_before_by_one_measure(mini):
    cells = [(GENHE, "2022", "intensity", 100), (GENHE, "2023", "intensity", 140)]
    narrow = {"previous_period": "0.3", "previous_amount": "0.3"}
    assert found(mini, *cells, jumps=narrow) == ()
    assert found(mini, *cells, jumps={"same_period": "0.3"})


def test_counts_repeat_of_themselves(mini):
    cells = [(GENHE, f"2023Q{q}", name, 2) for q in (1, 2) for name in ("bodies", "trainings")]
    assert found(mini, *cells, copies={"least": 2}) == ()


# ------------------------------------------------------------------ over regions


def many(period, values, variable="bodies"):
    return [(f"7{i:05d}", period, variable, v) for i, v in enumerate(values)]


GROWTH = (1.01, 1.03, 0.99, 1.02, 1.04, 0.98, 1.05, 1.02, 0.97, 1.01, 1.03, 0.96)


def test_a_region_unlike_its_peers(wide):
    before = [1000 + 10 * i for i in range(12)]
    now = [round(v * g) for v, g in zip(before, GROWTH, strict=True)]
    now[5] *= 4
    findings = found(wide, *many("2023Q1", before), *many("2023Q2", now), peers=True)
    assert told(findings) == [("unlike_peers", "700005", "2023Q2", "bodies")]
    few = found(wide, *many("2023Q1", before[:9]), *many("2023Q2", now[:9]), peers=True)
    assert few == ()


def test_a_flow_is_held_against_its_peers_by_the_year(wide):
    """Quarters differ by season; small figures count as much as large ones."""
    before = [(1000 + 10 * i) / 1e4 for i in range(12)]
    now = [round(v * g, 6) for v, g in zip(before, GROWTH, strict=True)]
    now[5] *= 4
    cells = many("2022Q2", before, "treated"), many("2023Q2", now, "treated")
    assert told(found(wide, *cells[0], *cells[1], peers=True)) == [
        ("unlike_peers", "700005", "2023Q2", "treated")
    ]
    quarter = many("2023Q1", before, "treated")
    assert found(wide, *quarter, *cells[1], peers=True) == ()


def test_half_unchanged_is_mostly_unchanged(wide):
    before = list(range(1000, 1012))
    for changed, codes in ((6, ["mostly_unchanged"]), (7, [])):
        now = [v + 10 if i < changed else v for i, v in enumerate(before)]
        findings = found(wide, *many("2022Q2", before), *many("2023Q2", now), peers=True)
        assert [finding.code for finding in findings if finding.code != "unlike_peers"] == codes


def test_that_most_did_not_change_is_the_finding(wide):
    before = list(range(1000, 1012))
    findings = found(wide, *many("2022Q2", before), *many("2023Q2", before), peers=True)
    assert told(findings) == [("mostly_unchanged", "", "2023Q2", "bodies")]
    quarter = found(wide, *many("2023Q1", before), *many("2023Q2", before), peers=True)
    assert quarter == (), "a state may stay as it is for a quarter"
    assert findings[0].detail == {"same": 12, "total": 12}


def test_figures_crowded_above_a_limit(wide):
    crowd = [24 + 0.01 * i for i in range(25)]
    (one,) = found(wide, *many("2023Q4", crowd, "reclaimed"), bunching=True)
    assert (one.code, one.variable, one.detail["above"]) == ("bunching", "reclaimed", 25)
    assert (one.detail["limit"], one.detail["total"], one.detail["chance"]) == (24, 25, "6e-08")
    spread = [23 + 0.1 * i for i in range(25)]
    assert found(wide, *many("2023Q4", spread, "reclaimed"), bunching=True) == ()


@pytest.mark.parametrize("rule", [Zero(zero=True), AtLeast(at_least="assigned"),
                                  Between(between=(94, 96))])  # fmt: skip
def test_only_one_printed_limit_can_be_crowded(rule):
    assert near_limit(np.full(99, 95.0), rule, Bunching()) is None


# ------------------------------------------------------------------ within a report


def test_a_percentage_above_a_hundred(mini):
    cells = [(GENHE, "2023Q4", "reclaimed", "100.4"), (HAILAR, "2023Q4", "reclaimed", "100")]
    assert told(found(mini, *cells, rates=True)) == [("above_whole", GENHE, "2023Q4", "reclaimed")]
    assert found(mini, *cells, rates={"most": 101}) == ()


def test_a_total_is_the_sum_of_its_parts(wide):
    cells = [("150700", "2023Q4", "treated", "300.1"), (GENHE, "2023Q4", "treated", "100.0"),
             (HAILAR, "2023Q4", "treated", "200.0")]  # fmt: skip
    assert found(wide, *cells, totals=True) == ()
    cells[0] = ("150700", "2023Q4", "treated", "300.2")
    (one,) = found(wide, *cells, totals=True)
    assert told([one]) == [("region_total_differs", "150700", "2023Q4", "treated")]
    assert one.detail == {"other": 300, "difference": 0.2, "tolerance": 0.15}
    assert found(wide, *cells, totals={"relative": "0.01"}) == ()


def test_a_total_of_parts_that_are_not_all_there_is_not_checked(wide):
    cells = [("150700", "2023Q4", "treated", 300), (GENHE, "2023Q4", "treated", 100)]
    assert found(wide, *cells, totals=True) == ()


def test_a_whole_of_a_single_part(mini):
    above = mini.regions[0].model_copy(update={"code": "150700"})
    below = mini.regions[0].model_copy(update={"parent": "150700"})
    plan = mini.model_copy(update={"regions": (above, below)})
    cells = [("150700", "2023Q4", "treated", 300), (below.code, "2023Q4", "treated", 100)]
    assert [f.code for f in found(plan, *cells, totals=True)] == ["region_total_differs"]


def test_each_total_by_its_own_parts(wide):
    """That a part does not report the one variable says nothing of the other."""
    cells = [(region, "2023Q4", "treated", figure)
             for region, figure in (("150700", 300), (GENHE, 100), (HAILAR, 100))]  # fmt: skip
    cells += [("150700", "2023Q4", "used", 30), (GENHE, "2023Q4", "used", 10)]
    assert told(found(wide, *cells, totals=True)) == [
        ("region_total_differs", "150700", "2023Q4", "treated")
    ]


def test_a_single_period_without_its_total_is_not_checked(mini):
    cells = [(GENHE, "2023-04/2023-06", "used", 5), (GENHE, "2023Q2", "treated", 310)]
    assert found(mini, *cells, totals=True) == ()


def test_a_count_has_no_rounding(wide):
    cells = [("150700", "2023Q4", "bodies", 4), (GENHE, "2023Q4", "bodies", 1),
             (HAILAR, "2023Q4", "bodies", 2)]  # fmt: skip
    assert [f.code for f in found(wide, *cells, totals=True)] == ["region_total_differs"]


def test_a_rate_does_not_add_up(wide):
    cells = [("150700", "2023Q4", "reclaimed", 30), (GENHE, "2023Q4", "reclaimed", 30),
             (HAILAR, "2023Q4", "reclaimed", 30)]  # fmt: skip
    assert found(wide, *cells, totals=True) == ()


@pytest.mark.parametrize(("single", "codes"), [("210.1", []), ("211", ["cumulative_differs"])])
def test_a_cumulative_figure_is_the_sum_of_its_periods(mini, single, codes):
    cells = [(GENHE, "2023Q1", "treated", "100.0"), (GENHE, "2023Q2", "treated", "310.0"),
             (GENHE, "2023-04/2023-06", "treated", single)]  # fmt: skip
    assert [f.code for f in found(mini, *cells, totals=True)] == codes


def test_last_digits_heaped_on_zero_and_five(wide):
    heaped = many("2023Q4", [100 + 5 * i for i in range(60)], "water_use")
    (one,) = found(wide, *heaped, heaping=True)
    assert (one.code, one.variable, one.detail["round"]) == ("digit_heaping", "water_use", 60)
    spread = many("2023Q4", [100 + i for i in range(60)], "water_use")
    assert found(wide, *spread, heaping=True) == ()
    for least, count in ((60, 1), (61, 0)):
        assert len(found(wide, *heaped, heaping={"least": least})) == count


# ------------------------------------------------------------------ all of it


def test_figures_that_are_not_usable_are_not_asked_about(mini):
    cells = [(GENHE, "2022Q3", "treated", 300), (GENHE, "2023Q3", "treated", ("900", "about")),
             (HAILAR, "2022Q3", "treated", 300), (HAILAR, "2023Q3", "treated", -900)]  # fmt: skip
    coded = code(observations(*cells), mini)
    assert examine(coded, np.array([True, True, True, False]), mini).findings == ()


def test_every_check_can_be_switched_off(wide):
    cells = [(GENHE, "2022Q3", "treated", 300), (GENHE, "2023Q3", "treated", 3000)]
    assert found(wide, *cells) == ()
    assert found(wide, *cells, units=True)


def test_many_findings_of_a_kind_are_counted(wide):
    cells = many("2023Q4", ["100.5"] * 1002, "reclaimed")
    findings = found(wide, *cells, rates=True)
    assert len(findings) == 1001
    assert (findings[-1].code, findings[-1].count) == ("more_of_a_kind", 2)


def test_findings_of_a_kind_are_counted_over_all_variables(wide):
    """Their figures are of different periods, and are looked at one after the other."""
    cells = [*many("2022Q2", [100] * 600), *many("2023Q2", [900] * 600)]
    cells += [(region, period.replace("Q2", "Q4"), "treated", figure)
              for region, period, _, figure in cells]  # fmt: skip
    findings = found(wide, *cells, jumps=True)
    assert len(findings) == 1001
    assert (findings[-1].code, findings[-1].count) == ("more_of_a_kind", 200)


def test_without_factors_no_unit_is_wrong(mini):
    cells = [(GENHE, "2022Q3", "treated", 300), (GENHE, "2023Q3", "treated", 3000)]
    assert found(mini, *cells, units={"factors": []}) == ()


def test_the_order_of_the_rows_does_not_matter(wide):
    cells = [(region, f"2023Q{q}", "treated", 100 * q**2) for q in (1, 2, 3)
             for region in (GENHE, HAILAR)]  # fmt: skip
    narrow = {"previous_amount": "0.5"}
    codes = [sorted(told(found(wide, *order, jumps=narrow))) for order in (cells, cells[::-1])]
    assert codes[0] == codes[1] != []


@pytest.mark.parametrize(
    "declared", [{"jumps": {"previous": 1}}, {"units": {"factors": [1]}}, {"jump": False},
                 {"peers": {"u": 2}}],
)  # fmt: skip
def test_a_faulty_tuning_is_refused(declared):
    with pytest.raises(ValidationError):
        Checks.model_validate(declared)


def test_every_kind_speaks_both_languages():
    codes = [getattr(kinds, name) for name in dir(kinds) if name.isupper()]
    assert len(codes) == 19
    assert all(KINDS[code].zh != KINDS[code].en for code in codes)
