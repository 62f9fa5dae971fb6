"""What many verdicts come to: roll-ups, scores, answers to findings; and that views show them."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import genhe_targets as gt
from genhe_targets.errors import PlanError, ReadingError
from genhe_targets.judging.parts import Span
from genhe_targets.plan.loading import load_plan
from genhe_targets.report.scorewords import span_text
from genhe_targets.report.views import render
from genhe_targets.vocabulary import Status

EXAMPLES = Path(__file__).parents[2] / "examples"
OWN = EXAMPLES / "own-plan"
REPORT = OWN / "made-up-report-2025.csv"


@pytest.fixture(scope="module")
def report():
    return gt.evaluate(REPORT, plan=OWN, lang="en")


def test_the_worst_decisive_verdict_is_that_of_the_group(report):
    order = list(Status)
    standings = report.standings[report.standings["decisive"]]
    (whole,) = report.rollup("plan").to_dict("records")
    worst = min(standings["status"], key=lambda status: order.index(Status(status)))
    assert (whole["status"], whole["total"]) == (worst, len(standings))
    for row in report.rollup("clause").to_dict("records"):
        own = standings[standings["clause"] == row["key"]]
        if len(own):
            assert row["status"] == min(own["status"], key=lambda s: order.index(Status(s)))
            assert sum(row[status.value] for status in Status) == row["total"] == len(own)


def test_every_level_can_be_asked_for_and_no_other(report):
    for level in ("measure", "clause", "unit", "region", "plan"):
        assert len(report.rollup(level)), level
    with pytest.raises(ValueError, match="none of: plan, region, unit, clause, measure"):
        report.rollup("country")


def with_file(tmp_path, name, text, replaced=None):
    """The example plan with one more file, or a text of its plan.yaml replaced."""
    folder = tmp_path / "own-plan"
    for file in OWN.rglob("*.yaml"):
        target = folder / file.relative_to(OWN)
        target.parent.mkdir(parents=True, exist_ok=True)
        content = file.read_text(encoding="utf-8")
        if replaced and file.name == "plan.yaml":
            content = content.replace(*replaced)
        target.write_text(content, encoding="utf-8")
    if name:
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_plan_declares_how_verdicts_become_one(tmp_path):
    shares = "rollups: {plan: {method: share, at_least: 0.1}}\nclauses:"
    folder = with_file(tmp_path, None, "", ("clauses:", shares))
    (whole,) = gt.evaluate(REPORT, plan=folder, lang="en").rollup("plan").to_dict("records")
    assert (whole["status"], whole["method"]) == ("met", "at least 10% are met")


def test_a_weight_of_no_target_is_refused(tmp_path):
    weights = "rollups: {unit: {method: share, at_least: 0.5, weights: {nothing: 2}}}\nclauses:"
    folder = with_file(tmp_path, None, "", ("clauses:", weights))
    with pytest.raises(PlanError, match="nothing"):
        load_plan(folder)


def test_the_score_is_that_of_its_parts(report):
    frame = report.scores
    (total,) = frame[frame["kind"] == "total"].to_dict("records")
    groups = frame[frame["kind"] == "group"]
    water, works = groups["low"]
    (bonus,) = [float(text) for text in frame["extra"] if text]
    assert total["low"] == total["high"] == round(0.6 * water + 0.4 * works + bonus, 2)
    items = frame[frame["kind"] == "item"]
    assert items["low"].sum() == water + works
    assert (total["text"], total["grade"]) == ("81", "good")


def test_a_plan_without_scoring_has_no_scores():
    found = gt.evaluate(EXAMPLES / "reports" / "genhe" / "2023Q3.csv", lang="en")
    assert len(found.scores) == 0
    assert "scores" not in found.records()


def test_a_veto_sets_the_grade(tmp_path):
    lines = REPORT.read_text(encoding="utf-8").splitlines()
    failed = [line for line in lines if "水源监测" not in line]
    failed += ["澄川市,2025年第四季度,水源监测次数,60,份,虚构示例",
               "澄川市,2025年第四季度,水源监测达标次数,50,份,虚构示例"]  # fmt: skip
    file = tmp_path / "report.csv"
    file.write_text("\n".join(failed), encoding="utf-8")
    found = gt.evaluate(file, plan=OWN, as_of="2025-12-31", lang="en")
    (card,) = found.records()["scores"]
    assert card["grade"] == "fail"
    assert "decides alone" in card["vetoes"][0]["en"]


GROUP = "groups: [{id: a, title: {zh: 甲, en: a}, items: [{target: drought-plan, points: 1}]}]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("groups: []", "groups"),
        (GROUP + "grades: [{id: x, title: {zh: 优, en: x}, from: 90},"
         " {id: y, title: {zh: 差, en: y}, to: 89}]", "a gap between 89"),
        ("groups: [{id: a, title: {zh: 甲, en: a}, items: [{target: no-such, points: 1}]}]",
         "no-such"),
    ],
)  # fmt: skip
def test_a_faulty_scoring_is_refused_with_its_place(tmp_path, text, told):
    folder = with_file(tmp_path, "scoring.yaml", text)
    with pytest.raises(PlanError, match=told) as raised:
        load_plan(folder)
    assert "scoring.yaml:" in str(raised.value)


def test_a_score_just_below_a_grade_is_not_shown_as_it():
    span = Span(Fraction("89.999"), Fraction("89.999"))
    assert span_text(span, [Decimal(90)]) == "89.999"
    assert span_text(Span(Fraction(80), Fraction(95)), []) == "80–95"


# ------------------------------------------------------------------ comply or explain

JUMPED = {"findings": "jump", "region": "澄川市", "period": "2025Q3", "variable": "出厂水余氯",
          "explanation": "换用新仪表", "by": "水务局", "on": "2025-10-12"}  # fmt: skip


def test_a_finding_is_answered_and_every_view_says_so(report):
    before = report.findings
    assert (before["code"] == "jump").any()
    found = gt.evaluate(REPORT, plan=OWN, lang="en", justified=[JUMPED])
    answered = found.findings[found.findings["explained_by"] == "水务局"]
    assert answered["code"].tolist() == ["jump"]
    assert answered["explained_on"].tolist() == ["2025-10-12"]
    assert found.standings.equals(report.standings), "a finding never changes a verdict"
    (record,) = [f for f in found.records()["findings"] if "explained" in f]
    assert record["explained"] == {"text": "换用新仪表", "by": "水务局", "on": "2025-10-12"}
    for suffix in (".txt", ".md", ".json", ".html", ".ess.json"):
        shown = render(found.records(), suffix, "zh").decode()
        assert "换用新仪表" in shown, suffix
    assert "综合判定" in render(found.records(), ".md", "zh").decode()
    for suffix in (".md", ".txt"):
        assert "考核得分" in render(found.records(), suffix, "zh").decode(), suffix
    assert json.loads(render(found.records(), ".json", "en"))["scores"][0]["grade"] == "good"


HEADS = "问题代码,地区,时期,指标,情况说明,说明人,说明日期,有效期至"


TABLE = f"{HEADS}\njump,澄川市,2025年三季度,出厂水余氯,换用新仪表,水务局,2025/10/12,\n"
YAML = """justifications:
  - {findings: [jump], variable: 出厂水余氯, explanation: 换表, by: 水务局, on: 2025-10-12}
"""


@pytest.mark.parametrize(("name", "text"), [("a.csv", TABLE), ("a.yaml", YAML)])
def test_answers_are_read_from_tables_and_yaml(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    found = gt.evaluate(REPORT, plan=OWN, lang="en", justified=file)
    assert (found.findings["explained_by"] == "水务局").sum() == 1
    assert "unused_justification" not in set(found.findings["code"])


def test_an_answer_to_nothing_is_told():
    idle = {**JUMPED, "period": "2025Q1"}
    found = gt.evaluate(REPORT, plan=OWN, lang="en", justified=[idle])
    assert "unused_justification" in set(found.findings["code"])


def test_every_fault_of_a_justification_file_is_said_at_once(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(f"{HEADS}\njmup,,,,说明,水务局,2025-10-12,\njump,某市,,,说明,水务局,2025-10-12,\n"
                    "jump,,,,说明,,2025-10-12,\n", encoding="utf-8")  # fmt: skip
    with pytest.raises(ReadingError) as raised:
        gt.evaluate(REPORT, plan=OWN, justified=file)
    said = str(raised.value)
    assert "a.csv:2" in said
    assert "Did you mean 'jump'?" in said
    assert "a.csv:3" in said
    assert "a.csv:4" in said


# ------------------------------------------------------------------ checks declared as errors


def test_a_check_declared_an_error_makes_the_verdict_to_be_verified(tmp_path, report):
    folder = with_file(tmp_path, "checks.yaml", "jumps: {severity: error}\n")
    found = gt.evaluate(REPORT, plan=folder, lang="en")
    before = dict(zip(report.standings["target"], report.standings["status"], strict=True))
    after = dict(zip(found.standings["target"], found.standings["status"], strict=True))
    assert before["chlorine-residual"] != "invalid"
    assert after["chlorine-residual"] == "invalid"
    assert (found.findings.set_index("code").loc[["jump"], "severity"] == "error").all()


def test_a_check_can_be_switched_off_by_the_plan(tmp_path):
    folder = with_file(tmp_path, "checks.yaml", "jumps: false\n")
    assert "jump" not in set(gt.evaluate(REPORT, plan=folder).findings["code"])


# ------------------------------------------------------------------ wholes


def test_the_banners_make_the_prefecture():
    folder = EXAMPLES / "reports" / "hulunbuir" / "2023Q4"
    found = gt.evaluate(folder, whole="呼伦贝尔市", as_of="2023-12-31", lang="en")
    frame = found.standings.set_index(["region", "target"])
    parts = frame.drop(index="150700", level=0)
    assert len(parts.index.unique(level=0)) == 14
    rate = frame.loc[("150700", "urban-sewage-treatment")]
    own = next(
        r
        for r in found.records()["standings"]
        if (r["region"], r["target"]) == ("150700", "urban-sewage-treatment")
    )
    figures = {}
    for one in own["inputs"]:
        figures.setdefault(one["variable"], 0)
        figures[one["variable"]] += float(one["value_text"])
    names = own["formula"].split(" * ")[-1].split(" / ")
    assert rate["value"] == pytest.approx(100 * figures[names[0]] / figures[names[1]])
    assert rate["value"] != pytest.approx(
        parts.xs("urban-sewage-treatment", level=1)["value"].mean()
    ), "rates are not averaged"
    missing = frame.loc[("150700", "industrial-wwtp-compliance")]
    assert missing["status"] == "indeterminate"
    text = render(found.records(), ".md", "zh").decode()
    assert "缺少根河市的数据" in text


def test_a_region_without_parts_is_no_whole():
    with pytest.raises(ValueError, match="no region '根河市' that has parts"):
        gt.evaluate(EXAMPLES / "reports" / "genhe" / "2023Q3.csv", whole="根河市")
