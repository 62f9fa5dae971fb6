import datetime
from dataclasses import replace

import pytest
from pydantic import ValidationError

from genhe_targets.contract.kinds import FALLS
from genhe_targets.credibility.justification import Justification, Justifications, answer_findings
from genhe_targets.credibility.kinds import JUMP, OUTLIER
from genhe_targets.findings import Finding

TODAY = datetime.date(2023, 10, 20)
JUMPED = Finding(JUMP, region="150785", period="2023Q3", variable="used", file="a.csv")


def because(**place):
    given = {"findings": JUMP, "explanation": "新厂投产", "by": "市住建局", "on": "2023-10-15"}
    return Justification.model_validate({**given, **place})


@pytest.mark.parametrize(
    ("place", "answers"),
    [
        ({}, True),
        ({"region": "150785", "period": "2023Q3", "variable": "used", "file": "a.csv"}, True),
        ({"region": "150702"}, False),
        ({"period": "2023Q2"}, False),
        ({"variable": "treated"}, False),
        ({"file": "b.csv"}, False),
        ({"findings": ["outlier", "jump"]}, True),
        ({"findings": "outlier"}, False),
        ({"until": "2023-10-20"}, True),
        ({"until": "2023-10-19"}, False),
    ],
)
def test_a_justification_answers_what_it_names(place, answers):
    assert because(**place).answers(JUMPED, TODAY) == answers


def test_an_error_is_put_right_and_not_explained():
    assert not because(findings=FALLS).answers(Finding(FALLS), TODAY)


def test_what_answers_nothing_is_told():
    first, second, idle = because(region="150785"), because(), because(findings=OUTLIER)
    other = Finding(OUTLIER, region="150702")
    answered, unused = answer_findings([JUMPED, Finding(JUMP)], [first, second, idle], TODAY)
    assert [one.explained for one in answered] == [first.answer, second.answer]
    assert unused == [2]
    answered, unused = answer_findings([other], [first], TODAY)
    assert (answered[0].explained, unused) == (None, [0])


def test_the_report_says_who_and_when():
    (one,), _ = answer_findings([JUMPED], [because()], TODAY)
    assert one.message("zh").endswith("；已说明：新厂投产（市住建局，2023-10-15）")
    assert one.message("en").endswith("; explained: 新厂投产 (市住建局, 2023-10-15)")


@pytest.mark.parametrize("period", ["2023Q3", "2023-09", "2023-01/2023-09", "2023-09-30"])
def test_a_period_is_meant_by_its_last_day(period):
    assert because(period=period).answers(JUMPED, TODAY)


def test_a_folder_does_not_matter():
    assert because(file="a.csv").answers(replace(JUMPED, file="in/a.csv"), TODAY)


@pytest.mark.parametrize("missing", ["findings", "explanation", "by", "on"])
def test_a_justification_says_what_why_who_and_when(missing):
    given = because().model_dump()
    del given[missing]
    with pytest.raises(ValidationError, match=missing):
        Justifications.model_validate({"justifications": [given]})
