"""Periods: every spelling found in statistical files, and those that must not be guessed."""

import pytest

from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.periodtexts import is_last_year, read_period
from genhe_targets.reading.reader import read

SPELLINGS = [
    ("2023", "2023"), ("2023年", "2023"), ("2023年度", "2023"), ("二〇二三年", "2023"),
    ("2023Q3", "2023Q3"), ("2023年三季度", "2023Q3"), ("2023年第三季度", "2023Q3"),
    ("2023年第3季度", "2023Q3"), ("2023年3季度", "2023Q3"), ("Q3 2023", "2023Q3"),
    ("2023H1", "2023H1"), ("2023年上半年", "2023H1"), ("2023年下半年", "2023-07/2023-12"),
    ("2023年前三季度", "2023-01/2023-09"), ("2023年1-9月", "2023-01/2023-09"),
    ("2023年1—9月", "2023-01/2023-09"), ("2023年1－9月", "2023-01/2023-09"),
    ("2023年1~9月", "2023-01/2023-09"), ("2023年1至9月", "2023-01/2023-09"),
    ("2023年1月-9月", "2023-01/2023-09"), ("2023年前9个月", "2023-01/2023-09"),
    ("2019年1—6月", "2019-01/2019-06"), ("2023年4-6月", "2023-04/2023-06"),
    ("2023年10-12月", "2023-10/2023-12"), ("2023年1-12月", "2023-01/2023-12"),
    ("2023年9月", "2023-09"), ("2023-09", "2023-09"), ("2023/9", "2023-09"), ("202309", "2023-09"),
    ("2023.09", "2023-09"), ("2023年九月", "2023-09"), ("2023年十二月", "2023-12"),
    ("2023-09-30", "2023-09-30"), ("2023/9/30", "2023-09-30"), ("2023.9.30", "2023-09-30"),
    ("20230930", "2023-09-30"), ("2023年9月30日", "2023-09-30"),
    ("2023-09-30 00:00:00", "2023-09-30"), ("2022/12/31", "2022-12-31"),
    ("2023年三季度末", "2023-09-30"), ("截至2023年9月底", "2023-09-30"),
    ("截至2023年9月末", "2023-09-30"), ("2023年3月末", "2023-03-31"), ("2023年2月底", "2023-02-28"),
    ("2024年2月底", "2024-02-29"), ("2023年末", "2023-12-31"), ("2023年底", "2023-12-31"),
    ("Sep 2023", "2023-09"), ("Jan-Sep 2023", "2023-01/2023-09"), ("30 Sep 2023", "2023-09-30"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), SPELLINGS)
def test_a_spelling_with_its_year(text, canonical):
    period = read_period(text)
    assert period is not None
    assert period.spelled() == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1-9月", "2023-01/2023-09"), ("4-6月", "2023-04/2023-06"), ("10-12月", "2023-10/2023-12"),
        ("一季度", "2023Q1"), ("第三季度", "2023Q3"), ("上半年", "2023H1"), ("9月", "2023-09"),
        ("前三季度", "2023-01/2023-09"), ("三季度末", "2023-09-30"), ("截至9月底", "2023-09-30"),
        ("年末", "2023-12-31"), ("9月30日", "2023-09-30"),
    ],
)  # fmt: skip
def test_a_spelling_without_its_year_waits_for_one(text, canonical):
    period = read_period(text)
    assert period is not None
    assert period.spelled() == ""
    assert period.spelled(2023) == canonical


@pytest.mark.parametrize(
    ("text", "basis"),
    [("2023年1-9月累计", "cumulative"), ("2023年三季度累计", "cumulative"), ("2023年三季度", None),
     ("2023年9月当月", "period"), ("2023年三季度当季", "period")],
)  # fmt: skip
def test_what_a_spelling_says_of_the_span(text, basis):
    period = read_period(text)
    assert (period.basis.value if period and period.basis else None) == basis


@pytest.mark.parametrize(
    "text",
    ["", "末", "2023年13月", "2023年0月", "2023-02-30", "9-1月", "最近20年", "时间", "95", "2023.13",
     "五季度", "1-9", "2023年Q5", "x" * 100, "2011年-2025年"],
)  # fmt: skip
def test_what_is_no_period(text):
    assert read_period(text) is None


def test_a_dropped_zero_is_ambiguous():
    period = read_period("2016.1")
    assert period is not None
    assert (period.spelled(), period.other) == ("2016-01", "{y}-10")
    found = read({"period": "2016.1", "region": "根河市", "污水处理量": 1}, load_plan("genhe-2023"))
    assert found.texts["period"].text(0) == "2016.1"
    assert "period_ambiguous" in {finding.code for finding in found.findings}


def test_days_as_serial_numbers():
    assert read_period("45199") is None
    period = read_period("45199", serials=True)
    assert period is not None
    assert (period.spelled(), period.serial) == ("2023-09-30", True)


@pytest.mark.parametrize("text", ["上年同期", "去年同期", "上年", "上年同期数", "（上年同期）"])
def test_one_year_before(text):
    assert is_last_year(text)


@pytest.mark.parametrize(
    ("file", "period", "finding"),
    [
        ("2023年污水.csv", "2023-01/2023-09", "year_implied"),
        ("污水.csv", "2023-01/2023-09", "year_assumed"),
    ],
)
def test_a_year_that_is_implied_is_said(file, period, finding, tmp_path):
    path = tmp_path / file
    path.write_text("地区,报告期,污水处理量\n根河市,1-9月,1\n", encoding="utf-8")
    found = read(path, load_plan("genhe-2023"))
    assert found.texts["period"].text(0) == period
    assert finding in {finding.code for finding in found.findings}
