"""Figures with other digits, or of other periods, than the plan asks for."""

import pytest
from pydantic import ValidationError

from cells import GENHE, observations
from genhe_targets.coded import code
from genhe_targets.contract.check import check_contract
from genhe_targets.credibility.examine import examine
from genhe_targets.plan.checks import Checks
from genhe_targets.plan.parts import Variable

QUIET = dict.fromkeys(Checks.model_fields, False)


def changed(mini, **changes):
    """The small plan with sewage treated declared otherwise."""
    variables = [
        Variable.model_validate({**v.model_dump(), **changes}) if v.id == "treated" else v
        for v in mini.variables
    ]
    return mini.model_copy(update={"variables": tuple(variables)})


def examined(plan, *cells, **checks):
    coded = code(observations(*[(GENHE, period, "treated", text) for period, text in cells]), plan)
    usable = check_contract(coded, plan).usable
    return examine(coded, usable, plan, Checks.model_validate({**QUIET, **checks}))


@pytest.mark.parametrize(
    ("decimals", "doubtful"),
    [
        ({"min": 2, "max": 3}, ["100", "100.5", "1.2345"]),
        ({"min": 1}, ["100"]),
        ({"max": 0}, ["100.5", "1.23", "1.230", "1.2345"]),
        (None, []),
    ],
)
def test_digits_are_those_asked_for(mini, decimals, doubtful):
    texts = ["100", "100.5", "1.23", "1.230", "1.2345"]
    cells = [(f"2023-0{month}", text) for month, text in enumerate(texts, 1)]
    found = examined(changed(mini, decimals=decimals), *cells, precision=True).findings
    assert [f.text for f in found] == doubtful
    assert {f.code for f in found} <= {"precision"}


def test_a_finding_of_digits_says_what_was_asked_for(mini):
    plan = changed(mini, decimals={"min": 2, "max": 2})
    (one,) = examined(plan, ("2023Q1", "7.5"), precision=True).findings
    assert one.message("zh") == "7.5的小数位数为1，应为2位"
    assert one.message("en") == "decimals of 7.5: 1; asked for: 2"


@pytest.mark.parametrize(
    ("basis", "every", "doubtful"),
    [
        ("cumulative", "quarter", ["2023-08"]),
        ("cumulative", "half_year", ["2023Q1", "2023-08"]),
        ("cumulative", "year", ["2023Q1", "2023-08", "2023H1"]),
        ("cumulative", "month", []),
        ("period", "quarter", ["2023-08", "2023H1", "2023"]),
        ("point", "quarter", ["2023-08"]),
        ("cumulative", None, []),
    ],
)
def test_periods_are_those_asked_for(mini, basis, every, doubtful):
    plan = changed(mini, basis=basis, every=every)
    cells = [(period, "5") for period in ("2023Q1", "2023-08", "2023H1", "2023")]
    found = examined(plan, *cells, frequency=True).findings
    assert [f.period for f in found] == doubtful
    assert {f.code for f in found} <= {"other_frequency"}


def test_a_finding_of_periods_says_what_was_asked_for(mini):
    (one,) = examined(changed(mini, every="year"), ("2023Q1", "5.50"), frequency=True).findings
    assert (one.text, one.detail["period"]) == ("5.50", "2023Q1")
    assert one.detail["every"] == {"zh": "按年", "en": "every year"}


def test_a_day_is_no_period(mini):
    plan = changed(mini, basis="point", every="quarter")
    assert examined(plan, ("2023-08-10", "5"), frequency=True).findings == ()


def test_declared_errors_make_the_figure_unusable(mini):
    plan = changed(mini, every="year", decimals={"max": 0})
    cells = [("2023Q1", "5"), ("2023", "5.5")]
    assert examined(plan, *cells, frequency=True, precision=True).usable.all()
    strict = {"frequency": {"severity": "error"}, "precision": {"severity": "error"}}
    assert examined(plan, *cells, **strict).usable.tolist() == [False, False]
    assert examined(plan, ("2023Q4", "7"), **strict).usable.tolist() == [True]
    assert examined(plan, *cells).findings == (), "switched off"


def test_impossible_digits_are_refused(mini):
    with pytest.raises(ValidationError, match="at least 3 and at most 2"):
        changed(mini, decimals={"min": 3, "max": 2})
