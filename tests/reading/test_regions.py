"""Regions: codes and the many spellings of a name; near misses are suggested, never guessed."""

import pytest

from genhe_targets.evaluation import evaluate
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.regions import is_total, region_names


@pytest.fixture(scope="module")
def names():
    return region_names(load_plan("genhe-2023"))


@pytest.mark.parametrize(
    "text",
    ["150785", "150785.0", "150785000", "150785000000", "152105", "根河", "根河市", "根 河 市", "　根河市",
     "根河市①", "呼伦贝尔市根河市", "内蒙古呼伦贝尔市根河市", "内蒙古自治区呼伦贝尔市根河市", "内蒙古根河市",
     "内蒙古自治区 呼伦贝尔市 根河市", "150785根河市", "根河市(150785)", "１５０７８５", "Genhe", "genhe"],
)  # fmt: skip
def test_every_spelling_of_one_region(names, text):
    assert names.find(text) == "150785"


@pytest.mark.parametrize(
    ("text", "code"),
    [("海拉尔市", "150702"), ("152101", "150702"), ("莫力达瓦", "150722"), ("莫旗", "150722"),
     ("鄂伦春旗", "150723"), ("满洲里", "150781"), ("152102", "150781"), ("呼伦贝尔盟", "150700"),
     ("152100", "150700"), ("内蒙古阿荣旗", "150721"), ("内蒙古呼伦贝尔市海拉尔区", "150702")],
)  # fmt: skip
def test_short_former_and_prefixed_names(names, text, code):
    assert names.find(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "根和市", "根河区", "150786", "市辖区", "其它区", "150701", "合计", "河北省根河市x"],
)
def test_what_names_no_region_for_certain(names, text):
    assert names.find(text) is None


def test_a_near_miss_is_suggested():
    row = {"region": "根和市", "period": "2023Q3", "污水处理量": 1}
    findings = evaluate(row).findings
    said = findings.loc[findings["code"] == "unknown_region", "message"]
    assert said.str.contains("根河市").any()


@pytest.mark.parametrize(
    "text",
    [
        "合计",
        "合 计",
        "总计",
        "小计",
        "全市",
        "全国",
        "全市合计",
        "Total",
        "合计：",
        "各旗市区合计",
    ],
)
def test_totals_by_name(text):
    assert is_total(text)


@pytest.mark.parametrize("text", ["根河市", "合计划", "市区污水", "全市污水处理量", ""])
def test_what_is_no_total(text):
    assert not is_total(text)
