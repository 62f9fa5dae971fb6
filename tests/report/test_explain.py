"""The whole derivation of one verdict, from the cells to the clause."""

import pytest

from genhe_targets.report.explain import explain
from genhe_targets.vocabulary import LANGS
from report.sample import sample

TARGET = "reclaimed-water-use"


@pytest.fixture
def record():
    return next(r for r in sample()["standings"] if r["target"] == TARGET)


@pytest.mark.parametrize("lang", LANGS)
def test_every_link_of_the_chain_is_told_in_order(record, lang):
    text = str(explain(sample(), TARGET, lang=lang))
    chain = [
        *(given["place"] for given in record["inputs"]), record["definition"][lang],
        record["rule"][lang], record["comparison_word"][lang], record["nature_word"][lang],
        record["reason_text"][lang],
        record["history"][0]["period"] + ":", record["lead"][0][lang],
    ]  # fmt: skip
    at = [text.index(link) for link in chain]
    assert at == sorted(at)


@pytest.mark.parametrize("name", [TARGET, "再生水利用率"])
def test_a_target_by_id_or_title_a_region_by_code_or_name(name):
    records = sample(regions=2)
    region = records["standings"][1]
    for place in (region["region"], region["region_title"]["zh"], region["region_title"]["en"]):
        found = explain(records, name, place)
        assert (found.record["target"], found.record["region"]) == (TARGET, region["region"])


def test_a_period_of_the_past(record):
    period = record["history"][1]["period"]
    found = explain(sample(), TARGET, period=period, lang="en")
    assert found.record["period"] == period
    assert period in found.title


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("reclaimed-water",), "Did you mean 'reclaimed-water-use'"),
        ((TARGET,), "several regions report"),
        ((TARGET, "nowhere"), "no region 'nowhere'"),
        ((TARGET, None, "1999Q1"), "no period '1999Q1'; there are"),
    ],
)
def test_what_cannot_be_found_is_said_with_what_there_is(arguments, problem):
    with pytest.raises(ValueError, match=problem):
        explain(sample(regions=2), *arguments)


def test_what_the_unit_wrote_stands_beside_the_verdict():
    records = sample()
    record = next(r for r in records["standings"] if r["target"] == TARGET)
    record["ledger"] = {"justification": "管网检修", "person": "王某", "place": ""}
    text = str(explain(records, TARGET, lang="zh"))
    assert "台账: 情况说明 管网检修" in text
    assert "台账: 责任人 王某" in text
    assert "所在河流" not in text
