import pandas as pd
import pandera.errors
import pytest

from genhe_targets.plan.parts import FiscalYear
from onetarget import plan_of


def broken(schema, frame):
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return {error.check.name: (~error.check_output).tolist() for error in errors.schema_errors}
    return {}


def test_the_rules_as_a_schema_of_ones_own(mini):
    schema = mini.to_pandera()
    frame = pd.DataFrame(
        {
            "used": [24.0, 23.9999, 0.285 * 24],
            "treated": [100.0, 100.0, 28.5],
            "intensity": [35.68, 22.3, 35.69],
            "intensity[2020]": [40.0, 25.0, 40.0],
        }
    )
    assert broken(schema, frame) == {
        "reclaimed": [False, True, False],
        "decline": [False, False, True],
    }


def test_silence_neither_keeps_nor_breaks_a_rule(mini):
    frame = pd.DataFrame({"used": [None, 10.0], "treated": [100.0, 100.0]})
    assert broken(mini.to_pandera(), frame) == {"reclaimed": [False, True]}


def test_a_reported_rate_is_used_where_its_parts_are_silent(mini):
    frame = pd.DataFrame({"reclaimed": [24.0, 23.0], "other": ["a", "b"]})
    assert broken(mini.to_pandera(), frame) == {"reclaimed": [False, True]}


def test_a_rate_computed_from_its_parts_comes_before_the_reported_one(mini):
    frame = pd.DataFrame({"reclaimed": [23.0, 25.0], "used": [25, 23], "treated": [100, 100]})
    assert broken(mini.to_pandera(), frame) == {"reclaimed": [False, True]}


def test_rows_may_be_named_by_their_regions(mini):
    frame = pd.DataFrame({"used": [24.0, 23.0], "treated": 100.0}, index=["150785", "150702"])
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        mini.to_pandera().validate(frame, lazy=True)
    assert set(caught.value.failure_cases["index"]) == {"150702"}


def test_what_is_blank_is_no_failure(mini):
    frame = pd.DataFrame({"used": [23.0], "treated": [100.0], "intensity": [None]})
    with pytest.raises(pandera.errors.SchemaErrors) as caught:
        mini.to_pandera().validate(frame, lazy=True)
    assert caught.value.failure_cases["failure_case"].tolist() == [23, 100]


def test_a_rule_without_its_limit_leaves_those_after_it(mini):
    plan = mini.model_copy(update={"targets": mini.targets[::-1]})
    schemas = mini.to_pandera(), plan.to_pandera()
    names = [{check.name for check in schema.checks} for schema in schemas]
    assert names[0] == names[1]
    assert "total" not in names[0]


def test_a_limit_by_years_is_that_of_the_plans_year(mini):
    """A year that begins in April and is named after its last day: 2023 ends in March 2023."""
    rule = {"at_least": {"by_year": {2022: 80, 2023: 90}}}
    plan = plan_of(mini, rule, deadline=None)
    april = FiscalYear(first_month=4, named_after="last")
    frame = pd.DataFrame({"rate": [90.0, 89.0]})
    for one in (plan, plan.model_copy(update={"fiscal_year": april})):
        assert broken(one.to_pandera(), frame) == {"the-target": [False, True]}


def test_assigned_limits_come_along(mini):
    frame = pd.DataFrame({"water_use": [100.0, 100.5]})
    assert broken(mini.to_pandera(), frame) == {}
    from decimal import Decimal

    schema = mini.to_pandera({("total", ""): Decimal(100)})
    assert broken(schema, frame) == {"total": [False, True]}


def test_the_error_names_target_and_rule(mini):
    with pytest.raises(pandera.errors.SchemaError, match=r"reclaimed \(Reclaimed: at least 24%\)"):
        mini.to_pandera().validate(pd.DataFrame({"reclaimed": [1.0]}))


SHARES = {"share": 70, "of": ["a", "b"], "keep": {"at_least": 90}}
CHAINED = {"reduction": 17, "since": 2020, "chained": True}
LAST_YEARS = {"at_most": 10, "rolling": {"last": 2, "of": "year", "take": "sum"}}


@pytest.mark.parametrize(
    ("rule", "formula", "columns", "kept"),
    [
        ({"between": [1, 3]}, "rate", {"rate": [1, 3, "3.01", "0.99"]}, [True, True, False, False]),
        ({"top": 2, "by": "highest"}, "rate", {"rate": [30, 20, 10]}, [True, True, False]),
        ({"not_below": "mean"}, "rate", {"rate": [10, 20, 30]}, [False, True, True]),
        # one of two keeps 90; by their weights that is 50 and 80 percent
        (SHARES, "a", {"a": [99, 85, 85], "b": [99, 99, 85]}, [True, False, False]),
        (
            {**SHARES, "weights": ["amount", "load"]}, "a",
            {"a": [85, 85], "b": [99, 99], "amount": [10, 10], "load": [10, 40]}, [False, True],
        ),
        (
            {"reduction": 10, "since": 2020}, "100 * amount / load",
            {"amount": [18, 18], "load": [100, 100], "amount[2020]": [20, "19.9"],
             "load[2020]": [100, 100]}, [True, False],
        ),
        (
            {"reduction": 10, "since": 2020}, "100 * amount / load",
            {"the-target": [18, 18], "the-target[2020]": [20, "19.9"]}, [True, False],
        ),
        (
            CHAINED, "yearly",  # 0.94 * 0.94 * 0.939 = 0.8297, and 0.94 ** 3 = 0.8306
            {"yearly[2021]": [-6, -6], "yearly[2022]": [-6, -6], "yearly": ["-6.1", -6]},
            [True, False],
        ),
        (LAST_YEARS, "amount", {"amount": [11, 10]}, [False, True]),  # the year before is not there
    ],
)  # fmt: skip
def test_rules_of_other_forms(mini, rule, formula, columns, kept):
    frame = pd.DataFrame({name: pd.array(figures) for name, figures in columns.items()})
    found = broken(plan_of(mini, rule, formula).to_pandera(), frame.astype(float))
    assert found == ({} if all(kept) else {"the-target": [not one for one in kept]})


def test_what_is_missing_elsewhere_in_the_row_changes_nothing(mini):
    frame = pd.DataFrame({"used": [10.0], "treated": [100.0], "intensity": [None]})
    assert broken(mini.to_pandera(), frame) == {"reclaimed": [True]}


def test_whole_numbers_and_texts_of_numbers_are_read_and_other_texts_refused(mini):
    schema = mini.to_pandera()
    frame = pd.DataFrame({"used": [24, 23], "treated": ["100", "100"]})
    assert broken(schema, frame) == {"reclaimed": [False, True]}
    with pytest.raises(pandera.errors.SchemaErrors, match="plenty"):
        schema.validate(pd.DataFrame({"used": ["plenty"], "treated": [100.0]}))


def test_the_schema_says_what_it_is(mini):
    schema = mini.to_pandera(lang="zh")
    assert (schema.name, schema.title) == ("mini", "小计划")
    assert schema.metadata == {"plan": "mini", "content_hash": mini.content_hash}
    told = {check.name: check for check in schema.checks}
    assert set(told) == {"reclaimed", "training", "decline", "black"}, "total has no limit"
    rate = told["reclaimed"]
    assert (rate.title, rate.description) == ("再生水利用率", "再生水利用率: 不低于24%")
    assert rate.error == "reclaimed (再生水利用率: 不低于24%)"
    assert {"used", "treated", "intensity", "intensity[2020]", "reclaimed"} <= set(schema.columns)
