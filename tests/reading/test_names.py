"""Names and units: a variable by any name, with unit, scope, period and span inside the header."""

from fractions import Fraction

import pytest

from genhe_targets.measurement import convert_factor
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.names import variable_names
from genhe_targets.reading.reader import read


@pytest.fixture(scope="module")
def genhe():
    return load_plan("genhe-2023")


@pytest.mark.parametrize(
    ("text", "variable", "unit", "period", "basis"),
    [
        ("sewage_treated", "sewage_treated", "", None, None),
        ("污水处理量", "sewage_treated", "", None, None),
        (" 污 水 处 理 量 ", "sewage_treated", "", None, None),
        ("Sewage treated", "sewage_treated", "", None, None),
        ("再生水利用量（万立方米）", "reclaimed_water_used", "万立方米", None, None),
        ("再生水利用量(万m³)", "reclaimed_water_used", "万m3", None, None),
        ("污水处理率_百分比_全市", "county-sewage-treatment", "百分比", None, None),
        ("污水处理率_全市_百分比", "county-sewage-treatment", "百分比", None, None),
        ("污水处理率（%）", "county-sewage-treatment", "%", None, None),
        ("2023年1-9月污水处理量", "sewage_treated", "", "2023-01/2023-09", None),
        ("污水处理量累计值(万立方米)", "sewage_treated", "万立方米", None, "cumulative"),
        ("污水处理量当季值", "sewage_treated", "", None, "period"),
        ("其中：污水处理量", "sewage_treated", "", None, None),
        ("# 污水处理量", "sewage_treated", "", None, None),
        ("　　污水处理量", "sewage_treated", "", None, None),
        ("（一）污水处理量", "sewage_treated", "", None, None),
        ("1.污水处理量", "sewage_treated", "", None, None),
        ("measure_5", "measure_5", "", None, None),
    ],
)
def test_what_a_header_says(genhe, text, variable, unit, period, basis):
    heading = variable_names(genhe).read(text)
    assert (heading.variable, heading.unit) == (variable, unit)
    assert (heading.period.spelled() if heading.period else None) == period
    assert (heading.basis.value if heading.basis else None) == basis


@pytest.mark.parametrize("text", ["污水处理", "污水处理量增长率", "非污水处理量", "污水处理量甲"])
def test_a_name_is_matched_whole_or_not_at_all(genhe, text):
    assert not variable_names(genhe).read(text).variable


@pytest.mark.parametrize(
    ("from_unit", "to_unit", "factor"),
    [
        ("立方米", "万立方米", Fraction(1, 10_000)), ("亿立方米", "万立方米", 10_000),
        ("万m³", "万立方米", 1), ("亩", "万亩", Fraction(1, 10_000)), ("公顷", "亩", 15),
        ("平方公里", "公顷", 100), ("平方公里", "亩", 1500), ("万亩", "平方公里", Fraction(20, 3)),
        ("吨", "万吨", Fraction(1, 10_000)), ("‰", "%", Fraction(1, 10)), ("hm²", "公顷", 1),
        ("个", "条", 1), ("公里", "米", 1000), ("亿元", "万元", 10_000),
    ],
)  # fmt: skip
def test_units_are_converted_exactly(from_unit, to_unit, factor):
    assert convert_factor(from_unit, to_unit) == factor


@pytest.mark.parametrize(
    ("one", "other"), [("万吨", "万立方米"), ("%", "吨"), ("亩", "米"), ("块", "吨")]
)
def test_units_of_other_dimensions_are_not(one, other):
    assert convert_factor(one, other) is None


@pytest.mark.parametrize(
    ("header", "mark", "finding"),
    [
        ("污水处理量(吨)", "wrong_unit", "unit_mismatch"),
        ("污水处理量", "", "unit_assumed"),
    ],
)
def test_a_unit_that_does_not_fit_or_is_missing_is_told(genhe, header, mark, finding):
    found = read({"region": "根河市", "period": "2023Q3", header: 5}, genhe)
    assert next(found.frame.itertuples()).mark == mark
    assert [own.code for own in found.findings].count(finding) == 1
