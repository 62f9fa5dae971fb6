"""What lint says of a rule that its plan cannot answer."""

import pytest

from genhe_targets.plan.rulecheck import pace_faults, rule_faults
from onetarget import plan_of

ROLLING = {"last": 4, "of": "quarter", "take": "sum"}


def faults(mini, rule, formula="rate", unit="%", nature="level", **more):
    plan = plan_of(mini, rule, formula, unit, nature, **more)
    (target,) = plan.targets
    found = [*rule_faults(plan, target, ()), *pace_faults(plan, target)]
    return [f"{text}. {hint}" for text, hint in found]


@pytest.mark.parametrize(
    ("rule", "more", "fault"),
    [
        ({"coverage": 30, "of": "river"}, {}, "'river' is not declared. Did you mean 'rivers'?"),
        ({"coverage": 30, "of": "load"}, {}, "the unit declared is '%'"),
        ({"reduction": 5, "since": 2023}, {}, "2023 is not before the plan's year 2023"),
        ({"reduction": 5, "since": 2023, "chained": True}, {}, "2023 is not before the plan's year 2023"),
        ({"not_below": {"region": "150799"}}, {}, "region '150799' is not declared"),
        ({"at_least": 1, "during": ["09-30", "04-01"]}, {}, "09-30 lies after 04-01"),
        ({"at_least": 1, "every": "quarter"}, {"nature": "accumulating"}, "once and for all"),
        ({"at_least": 1, "rolling": ROLLING}, {"nature": "accumulating"}, "once and for all"),
        ({"at_least": 1, "rolling": ROLLING}, {"pace": "elapsed_share"}, "it has no pace"),
        ({"at_least": 1, "rolling": ROLLING}, {}, "states are not added up"),
        ({"at_least": 1, "rolling": ROLLING}, {"formula": "100 * amount / load"},
         'of: 100 * rolling("sum", 4, 3, a)'),
        ({"at_least": 1, "rolling": ROLLING}, {"formula": "amount - oxygen"}, "totals and states together"),
        ({"at_least": 1, "rolling": ROLLING}, {"formula": "amount[2020]"}, "looks back itself"),
        ({"at_least": 1, "of": 'rolling("sum", 4, 5, amount)', "unit": "%",
          "title": {"zh": "甲", "en": "a"}}, {}, "names no window"),
        ({"at_least": 1, "of": 'rolling("mean", 4, 3, mean(rate))', "unit": "%",
          "title": {"zh": "甲", "en": "a"}}, {}, "a function within"),
        ({"at_most": 2, "of": "1 +", "unit": "%", "title": {"zh": "甲", "en": "a"}}, {}, "no arithmetic"),
        ({"at_most": 2, "of": "nosuch(rate)", "unit": "%", "title": {"zh": "甲", "en": "a"}}, {}, "not allowed"),
        ({"between": [1, 2]}, {"pace": "projection"}, "the rule has several"),
        ({"at_least": 1}, {"pace": "log_progress"}, "needs a base before 2023"),
        ({"zero": True}, {"pace": "projection", "nature": "zero_tolerance"}, "no pace for the nature"),
    ],
)  # fmt: skip
def test_faults(mini, rule, more, fault):
    found = faults(mini, rule, **more)
    assert any(fault in one for one in found), found


@pytest.mark.parametrize("rule", [{"top": 3, "by": "highest"}, {"not_below": "mean"}])
def test_a_comparison_with_all_needs_to_know_all(mini, rule):
    plan = plan_of(mini, rule).model_copy(update={"open_regions": True})
    found = [text for text, _ in rule_faults(plan, plan.targets[0], ())]
    assert any("needs to know every region" in text for text in found)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"at_least": 1, "of": "rate"}, "needs unit and title"),
        ({"at_least": 1, "unit": "%"}, "belong to a formula"),
        (
            {"at_least": 1, "every": "month", "during": ["01-01", "02-01"]},
            "one of every and during",
        ),
        ({"between": [2, 2], "open": "both"}, "holds nothing"),
        ({"at_least": 1, "every": "month", "rolling": ROLLING}, "or rolling"),
        ({"at_least": 1, "rolling": {"last": 2, "of": "month"}}, "one of take"),
        ({"at_least": 1, "rolling": {**ROLLING, "count": {"at_least": 1}}}, "one of take"),
        ({"at_least": 1, "rolling": {"last": 2, "of": "month", "count": {}}}, "one of at_least"),
        ({"reduction": 1, "since": "last_year", "growth": "growth"}, "from a year on"),
        ({"reduction": 1, "since": 2020, "growth": "growth", "chained": True}, "one of growth"),
        ({"share": 50, "of": ["a", "b"], "keep": {}}, "name one of"),
        ({"share": 50, "of": ["a", "b"], "keep": {"at_least": 1}, "weights": [1]}, "2 members"),
        ({"class": "Ⅶ"}, "is none of"),
        ({"class": "Ⅲ", "parameters": [{"of": "a", "at_most": [1, 2]}]}, "6 classes have 5 limits"),
        ({"class": "Ⅲ", "parameters": [{"of": "a", "at_most": [5, 4, 3, 2, 1]}]}, "easier"),
        ({"bands": {"green": 1, "orange": 2}}, "without a gap"),
        ({"bands": {"green": 1, "yellow": 3, "orange": 2}}, "all fall or all rise"),
        ({"bands": {"green": 1, "yellow": 2}, "required": "orange"}, "no threshold"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(mini, rule, fault):
    with pytest.raises(ValueError, match=fault):
        plan_of(mini, rule)
