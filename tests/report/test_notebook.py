"""How reports, verdicts, plans and targets show themselves in a notebook, and as text."""

import copy

import pytest

import genhe_targets as gt
from genhe_targets.report import notebook
from report.page import read
from report.sample import sample

HOSTILE = "<script>alert(1)</script><b onclick=y>'\"&"


@pytest.fixture(scope="module")
def plan():
    return gt.load_plan("genhe-2023")


def test_a_report_shows_every_target_with_its_status(genhe_report):
    card = read(genhe_report._repr_html_())
    text = card.text()
    for record in genhe_report.records()["standings"]:
        assert record["title"]["zh"] in text
        assert record["status_word"]["zh"] in text
        assert record["reason_text"]["zh"] in text
    for line in genhe_report.summary["headline"]:
        assert " ".join(line["zh"].split()) in text
    assert "报告期 2023Q1–2023Q4" in text
    assert len(card.find("svg", "bu")) > 10
    assert len(card.find("svg", "sp")) > 10


def test_a_report_of_many_shows_what_calls_for_action_and_counts_the_rest(prefecture):
    card = read(prefecture._repr_html_())
    rows = card.find("tbody")[0].find("tr")
    assert len(rows) <= notebook.ROWS_SHOWN
    assert f"+{len(prefecture.records()['standings']) - len(rows)}" in card.text()
    assert not card.find("tr", "met")


def test_a_report_has_a_text_for_consoles(genhe_report):
    class Printer:
        said = ""

        def text(self, more):
            self.said += more

    printer = Printer()
    genhe_report._repr_pretty_(printer, cycle=False)
    assert printer.said == str(genhe_report)
    for line in genhe_report.summary["headline"]:
        assert line["zh"] in printer.said
    assert "✕ 未达标 4" in printer.said
    assert repr(genhe_report).startswith("<ComplianceReport genhe-2023 as of 2024-01-31: ")


def test_a_verdict_tells_its_value_its_rule_its_cells_and_its_clause(genhe_report):
    verdict = genhe_report.explain("再生水利用率")
    assert verdict.record == next(
        r for r in genhe_report.records()["standings"] if r["target"] == "reclaimed-water-use"
    )
    for text in (read(verdict._repr_html_()).text(), " ".join(str(verdict).split())):
        for said in (
            "23.99%",
            "不低于24%",
            "100 × 再生水利用量 ÷ 污水处理量",
            "100 × 55.6 ÷ 231.8",
            "2023Q4.csv!D",
            "第（十三）条 任务（33）",
            "市住房城乡建设局",
        ):
            assert said in text
    assert "not_met" not in str(verdict)
    assert repr(verdict).startswith("<reclaimed-water-use 150785 2023Q4: ✕ 未达标 23.99%")
    earlier = genhe_report.explain("reclaimed-water-use", period="2023Q1")
    assert earlier.record["period"] == "2023Q1"


def test_what_is_not_there_is_refused_with_what_there_is(genhe_report, prefecture):
    with pytest.raises(ValueError, match="Did you mean 'reclaimed-water-use'"):
        genhe_report.explain("reclaimed-water-used")
    with pytest.raises(ValueError, match="several regions report"):
        prefecture.explain("reclaimed-water-use")
    with pytest.raises(ValueError, match="there are 2023Q1"):
        genhe_report.explain("reclaimed-water-use", period="2022Q1")


def test_a_plan_and_a_target_show_themselves(plan):
    card = read(plan._repr_html_()).text()
    for target in plan.targets:
        assert target.title.zh in card
        assert target.id in card
    target = plan.target_by_id["reclaimed-water-use"]
    card = read(target._repr_html_()).text()
    for said in (
        "再生水利用率",
        "不低于24%",
        "at least 24%",
        "水平型 level",
        "约束性 binding",
        "2023-12-31",
        "市住房城乡建设局",
    ):
        assert said in card
    assert "reclaimed-water-use" in repr(target)
    assert "genhe-2023" in repr(plan)


def test_hostile_names_stay_text():
    records = copy.deepcopy(sample(regions=2, targets=6))
    for record in records["standings"]:
        for key in ("title", "region_title", "reason_text", "rule"):
            record[key] = {lang: f"{text}{HOSTILE}" for lang, text in record[key].items()}
        record["lead"] = [{"zh": HOSTILE, "en": HOSTILE}]
        record["value_text"] = HOSTILE
    records["plan"]["title"] = {"zh": HOSTILE, "en": HOSTILE}
    first = records["standings"][0]
    for lang in ("zh", "en"):
        cards = (
            notebook.report_html(records, lang),
            notebook.verdict_html(first, [(HOSTILE, [HOSTILE])], lang),
        )
        for card in cards:
            page = read(card)
            assert not page.find("script")
            assert not [e for e in page.walk() if "onclick" in e.attributes]
            assert "alert(1)" in page.text(lang)
