"""What the document says, typed in once more by hand: the plan's files must say the same."""

from decimal import Decimal

import pytest

from genhe_targets.plan.loading import load_plan

PLAN = load_plan("genhe-2023")

FACTS = """
river-chief-training             at_least 1      期        binding      2023-10-31 二     5    市河长办
water-saving-enterprises         at_least 100    %         aspirational 2023-12-31 五     -    -
industrial-water-saving-projects at_least 1      项        binding      2023-11-30 五     14   市水利局 市住房城乡建设局 市工业和信息化局
irrigation-water-coefficient     at_least 0.645  1         binding      2023-11-30 五     16   市水利局 市住房城乡建设局 市工业和信息化局
industrial-water-intensity       at_least 10.8   %         binding      2023-12-31 -      12   市水利局 市住房城乡建设局 市工业和信息化局
county-water-saving-society      at_least 60     %         binding      2023-10-31 -      13   市水利局 市住房城乡建设局 市工业和信息化局
shoreline-protection-ratio       at_least 50     %         binding      2023-11-30 七     22   市水利局
river-health-assessment          at_least 30     %         binding      2023-12-31 八     24   市水利局
river-special-actions            at_least 2      次        binding      2023-12-31 九     27   市河长办
urban-sewage-treatment           at_least 95     %         binding      2023-12-31 十三   32   市住房城乡建设局
county-sewage-treatment          at_least 85     %         binding      2023-12-31 十三   32   市住房城乡建设局
reclaimed-water-use              at_least 24     %         binding      2023-12-31 十三   33   市住房城乡建设局
soil-test-fertilization          at_least 90     %         binding      2023-11-30 十四   35   市农牧局
pest-unified-control             at_least 43     %         binding      2023-11-30 十四   35   市农牧局
pest-green-control               at_least 43     %         binding      2023-11-30 十四   35   市农牧局
mulch-film-recovery              at_least 80     %         binding      2023-11-30 十四   36   市农牧局
manure-utilization               at_least 88     %         binding      2023-12-31 十四   37   市农牧局
black-odorous-water              zero     0      处        binding      2023-12-31 十七   -    市住房城乡建设局 市生态环境局
erosion-gully-projects           at_least 450    条        binding      2023-12-31 -      49   市农牧水利科技局
joint-enforcement                at_least 1      次        binding      2023-10-31 二十二 56   市河长办 市公安局 市人民检察院
undercover-inspection            at_least 1      次        binding      2023-10-31 二十二 57   市河长办 市人民检察院
total-water-use                  at_most  ?      万立方米  binding      2023-12-31 四     9    市水利局
groundwater-use                  at_most  ?      万立方米  binding      2023-12-31 四     9    市水利局
groundwater-level                at_most  ?      米        binding      2023-12-31 四     9    市水利局
rural-sewage-villages            at_least ?      个        binding      2023-12-31 十八   45   市生态环境局
soil-erosion-area                at_least ?      平方公里  binding      2023-12-31 十九   50   市农牧水利科技局
yongan-reservoir                 at_least ?      %         binding      2023-12-31 -      53   市水利局
small-hydropower-review          at_least ?      座        binding      2023-12-31 二十一 55   市水利局
inspection-rectification         at_least ?      个        binding      -          六     21b  市水利局
over-cap-permit-limits           at_least 100    %         advisory     2023-12-31 四     10   市水利局
urban-wwtp-compliance            at_least 100    %         advisory     -          十三   -    市住房城乡建设局
industrial-wwtp-compliance       at_least 100    %         advisory     2023-12-31 十二   31   市生态环境局
problem-closure                  at_least 100    %         advisory     2023-12-31 九     27   市河长办
shoreline-plan-issued            done     1      1         advisory     2023-11-30 七     22   市水利局
sand-mining-plan                 done     1      1         advisory     2023-12-31 十     -    市水利局
sand-e-permit                    done     1      1         advisory     2023-11-30 十     28   市水利局
intake-metering                  done     1      1         advisory     2023-12-31 六     21a  市水利局
emergency-water-plan             done     1      1         advisory     2023-11-30 十六   41   市住房城乡建设局
lower-chief-assessment           at_least 100    %         advisory     2023-12-31 二十三 58   市河长办
task-slip-system                 done     1      1         advisory     2023-11-30 二     3    市河长办
"""
"""Target, rule, limit as printed (? assigned), unit, obligation, deadline, clause, measure, lead."""

ROWS = [line.split() for line in FACTS.strip().splitlines()]


def told(target):
    """The same facts as the plan's file has them."""
    (bound,) = target.rule.bounds()
    limit = "?" if target.rule.is_assigned else str(bound.limit)
    return [
        target.id, target.rule.form, limit, target.indicator.unit, target.obligation.value,
        str(target.deadline or "-"), target.source.clause or "-", target.source.measure or "-",
        *(target.lead or ["-"]),
    ]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_target_says_what_the_document_says(row):
    assert told(PLAN.target_by_id[row[0]]) == row


def test_there_are_21_printed_8_assigned_and_11_implied_targets():
    assigned = {t.id for t in PLAN.targets if t.rule.is_assigned}
    advisory = {t.id for t in PLAN.targets if t.obligation == "advisory"}
    assert {row[0] for row in ROWS} == set(PLAN.target_by_id)
    assert (len(PLAN.targets), len(assigned), len(advisory)) == (40, 8, 11)
    assert not assigned & advisory


def test_limits_are_the_printed_decimals():
    limits = [bound.limit for target in PLAN.targets for bound in target.rule.bounds()]
    printed = [limit for limit in limits if limit != "assigned"]
    assert all(isinstance(limit, Decimal) for limit in printed)


@pytest.mark.parametrize(
    ("target", "second"),
    [
        ("river-chief-training", "2023-12-31"),
        ("industrial-water-saving-projects", "2023-12-31"),
        ("irrigation-water-coefficient", "2023-12-31"),
        ("black-odorous-water", "2023-06-30"),
    ],
)
def test_two_printed_deadlines_are_both_kept(target, second):
    found = PLAN.target_by_id[target]
    assert str(found.deadline_text) == second
    assert found.deadline_note is not None
    assert found.deadline != found.deadline_text


def test_no_other_target_has_two_deadlines():
    assert sum(target.deadline_text is not None for target in PLAN.targets) == 4


def test_an_undated_target_says_why():
    undated = {target.id for target in PLAN.targets if target.deadline is None}
    assert undated == {"inspection-rectification", "urban-wwtp-compliance"}
    assert all(PLAN.target_by_id[name].deadline_note for name in undated)


def test_the_prefectures_figure_does_not_decide():
    restated = {t.id: t for t in PLAN.targets if t.restated_from}
    assert restated.keys() == {"erosion-gully-projects"}
    gullies = restated["erosion-gully-projects"]
    assert gullies.restated_from == "150700"
    assert gullies.decisive is False


def test_the_two_sewage_rates_share_nothing():
    urban, county = (PLAN.target_by_id[f"{name}-sewage-treatment"] for name in ("urban", "county"))
    assert (urban.scope.level, urban.scope.unreported) == ("urban_area", "not_applicable")
    assert (county.scope.level, county.scope.unreported) == ("county", "missing")
    names = set(urban.indicator.formula.split()) & set(county.indicator.formula.split())
    assert names == {"100", "*", "/"}


def test_only_the_urban_rate_may_stay_unreported():
    excused = {t.id for t in PLAN.targets if t.scope.unreported == "not_applicable"}
    assert excused == {"urban-sewage-treatment"}


def test_one_printed_number_serves_two_targets():
    unified = PLAN.target_by_id["pest-unified-control"]
    green = PLAN.target_by_id["pest-green-control"]
    assert unified.rule == green.rule
    assert unified.source == green.source
    assert unified.indicator.formula != green.indicator.formula


def test_what_cannot_exceed_its_whole_says_so():
    parts = {v.id: v.not_above for v in PLAN.variables if v.not_above}
    assert parts["reclaimed_water_used"] == "sewage_treated"
    assert parts["irrigation_water_net"] == "irrigation_water_gross"
    # Sewage discharged is an estimate, and film of former years is recovered too.
    for doubtful in ("sewage_treated", "urban_sewage_treated", "mulch_film_recovered"):
        assert doubtful not in parts


def test_the_irrigation_coefficient_is_weighted_and_no_percentage():
    target = PLAN.target_by_id["irrigation-water-coefficient"]
    assert (target.scope.aggregate, target.scope.weight) == ("weighted", "irrigation_water_gross")
    assert target.indicator.plausible.max == 1
    assert target.sentence("zh") == "不低于0.645"


def test_rates_combine_as_ratios_of_sums():
    for target in PLAN.targets:
        rate = target.indicator.unit == "%" and "/" in target.indicator.formula
        assert (target.scope.aggregate == "ratio_of_sums") == rate, target.id
