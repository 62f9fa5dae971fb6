"""The circular in words: sentences made from texts of the records, each thing said once."""

import pytest

from genhe_targets.report.circular import circular
from genhe_targets.report.compare import compare
from genhe_targets.report.sentences import sentence
from report.sample import sample


def made(**changes):
    record = sample()["standings"][1]
    return {
        **record,
        "title": {"zh": "城市污水处理率", "en": "Sewage treatment rate"},
        "status": "met",
        "value": 96.2, "value_text": "96.2", "limit": 95.0, "limit_text": "95",
        "margin": 1.2, "margin_text": "1.2", "unit": {"zh": "%", "en": "%"},
        "lead": [{"zh": "住建局", "en": "Housing Bureau"}],
        "reason_text": {"zh": "优于目标值，余量1.2个百分点", "en": "1.2 percentage points to spare"},
        **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        (
            {},
            "城市污水处理率96.2%，高于年度目标1.2个百分点",
            "Sewage treatment rate: 96.2%, 1.2 percentage points above the target of the year",
        ),
        (
            {"value": 95.0, "value_text": "95.0", "margin_text": "0"},
            "城市污水处理率95.0%，达到年度目标",
            "Sewage treatment rate: 95.0%, exactly the target of the year",
        ),
        (
            {"status": "not_met", "value": 94.0, "value_text": "94.0", "margin_text": "-1.0"},
            "城市污水处理率94.0%，低于年度目标1.0个百分点",
            "Sewage treatment rate: 94.0%, 1.0 percentage points below the target of the year",
        ),
        (
            {
                "status": "behind", "value": 94.0, "value_text": "94.0", "margin_text": "-1.0",
                "reason_text": {"zh": "距目标差1.0个百分点", "en": "1.0 percentage points short"},
            },
            "城市污水处理率94.0%，低于年度目标1.0个百分点",
            "Sewage treatment rate: 94.0%, 1.0 percentage points below the target of the year",
        ),
        (
            {
                "status": "behind", "value": 3.0, "value_text": "3", "limit": 6.0,
                "margin_text": "-3", "unit": {"zh": "个", "en": "villages"},
                "reason_text": {"zh": "完成50%，时间已过75%", "en": "50% done in 75% of the time"},
            },
            "城市污水处理率3个，低于年度目标3个（完成50%，时间已过75%）",
            ("Sewage treatment rate: 3 villages, 3 villages below the target of the year"
            " (50% done in 75% of the time)"),
        ),
        (
            {
                "status": "missing", "value": None, "value_text": "—", "margin_text": "—",
                "reason_text": {"zh": "时限已过，未报", "en": "the deadline has passed"},
            },
            "城市污水处理率：时限已过，未报",
            "Sewage treatment rate: the deadline has passed",
        ),
    ],
)  # fmt: skip
def test_a_verdict_in_a_sentence(changes, zh, en):
    record = made(**changes)
    assert sentence(record, "zh") == zh
    assert sentence(record, "en") == en
    assert sentence(record, "zh", lead=True) == f"{zh}，由住建局牵头"
    assert sentence(record, "en", lead=True) == f"{en} (lead: Housing Bureau)"


def paragraphs(records, lang, head):
    return next(s["paragraphs"] for s in circular(records, lang)["sections"] if head in s["head"])


def test_what_is_asked_of_several_regions_names_each_target_once_for_each_action():
    for text in paragraphs(sample(regions=3), "zh", "有关要求")[:-1]:
        _, _, duties = text.partition("：")
        named = [duty.partition("：")[0] for duty in duties.split("；")]
        assert len(set(named)) == len(named)


def test_what_all_regions_owe_is_said_of_all():
    records = sample(regions=3)
    for record in records["standings"]:
        record["status"] = "missing"
    asked = "".join(paragraphs(records, "zh", "有关要求"))
    assert "（补报：各地区）" in asked
    assert records["standings"][0]["region_title"]["zh"] not in asked


def test_files_with_findings_are_named_and_counted():
    text = paragraphs(sample(), "zh", "缺报")[-1]
    assert text == "报送数据发现问题4处，涉及文件1份：2023Q4.xlsx（4处），详见附件3。"


def test_what_changed_is_a_part_of_its_own():
    earlier = sample()
    for record in earlier["standings"]:
        record["status"], record["value_text"] = "met", "9.99"
    told = paragraphs(compare(sample(), earlier).records, "zh", "变化情况")
    assert told[0].startswith("与截至2023-12-31相比：")
    assert any(text.startswith("由好转差：") and "9.99" in text for text in told)
