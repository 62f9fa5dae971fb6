"""Scores and declared roll-ups in HTML, Excel and Word, with how they came about."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

import genhe_targets as gt
from genhe_targets.report.circular import circular
from genhe_targets.report.scorewords import how
from genhe_targets.report.split import Part, part_of
from genhe_targets.report.views import render
from genhe_targets.vocabulary import LANGS, Status
from report.page import read

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

ROOT = Path(__file__).parents[2]
OWN = ROOT / "examples" / "own-plan"


@pytest.fixture(scope="module")
def one():
    return gt.evaluate(OWN / "made-up-report-2025.csv", plan=OWN).records()


def sheets(records, lang):
    book = openpyxl.load_workbook(io.BytesIO(render(records, ".xlsx", lang)))
    return {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}


def tables(records, lang):
    document = docx.Document(io.BytesIO(render(records, ".docx", lang)))
    cells = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]
    return cells, [p.text for p in document.paragraphs]


@pytest.mark.parametrize("lang", LANGS)
def test_every_view_says_the_score_the_grade_and_each_item(one, lang):
    (card,) = one["scores"]
    page = read(render(one, ".html", lang))
    (section,) = page.find("section", id="scores")
    told = section.text(lang)
    books = sheets(one, lang)
    scores = books[{"zh": "考核得分", "en": "Scores"}[lang]]
    items = books[{"zh": "评分明细", "en": "Score details"}[lang]]
    word, paragraphs = tables(one, lang)
    assert card["how"][lang] in told
    assert card["how"][lang] in {cell for row in scores for cell in row}
    assert any(card["how"][lang] in text for text in paragraphs)
    assert any(81 in row for row in scores), "a number, not a text"
    for group in card["groups"]:
        assert group["title"][lang] in told
        for item in group["items"]:
            assert item["how"][lang] in told
            assert [item["how"][lang]] == [r[-1] for r in items if item["title"][lang] in r]
            assert [item["how"][lang]] == [r[-1] for r in word[-1] if r[1] == item["title"][lang]]


def test_how_a_score_came_about(one):
    (card,) = one["scores"]
    items = {item["target"]: item for group in card["groups"] for item in group["items"]}
    assert items["ecological-banks"]["how"] == {
        "zh": "达到5得10分，达到10得20分，达到12.5得30分；实际值9.6公里，得10分",
        "en": "10 from 5 on, 20 from 10 on, 30 from 12.5 on; value 9.6 km: 10 won",
    }
    assert items["ecological-banks"]["lost_text"] == "20"
    assert items["source-water-compliance"]["gained_text"] == "1"
    assert items["network-leakage"]["how"]["zh"].startswith("每差1扣5分（不足1按1计），扣完为止")
    assert card["how"]["en"] == (
        "Safe water 48 (weight 60%) + Rivers and security 32 (weight 40%) + bonus 1 = 81"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_scored_regions_have_a_table_and_a_card_each(scored, lang):
    records = scored.records()
    (section,) = read(render(records, ".html", lang)).find("section", id="scores")
    (table,) = section.find("table", "counts")
    rows = table.find("tbody")[0].find("tr")
    assert len(rows) == len(section.find("details")) == len(records["scores"]) == 14
    (vetoed,) = [card for card in records["scores"] if card["vetoes"]]
    (row,) = [r for r in rows if vetoed["region_title"][lang] in r.text(lang)]
    assert {"zh": "一票否决", "en": "Veto"}[lang] in row.text(lang)
    assert vetoed["vetoes"][0][lang] in section.text(lang)
    _, paragraphs = tables(records, lang)
    assert any(vetoed["vetoes"][0][lang] in text for text in paragraphs)
    told = sheets(records, lang)[{"zh": "考核得分", "en": "Scores"}[lang]]
    assert any(vetoed["vetoes"][0][lang] in row for row in told)


@pytest.mark.parametrize("lang", LANGS)
def test_a_declared_roll_up_is_shown_with_its_method(scored, lang):
    records = scored.records()
    method = {"zh": "达标比例不低于80%", "en": "at least 80% are met"}[lang]
    units = [r for r in records["rollups"] if r["declared"]]
    assert {r["level"] for r in units} == {"unit"}
    (section,) = read(render(records, ".html", lang)).find("section", id="rollup")
    assert section.text(lang).count(method) == len(units)
    rows = sheets(records, lang)[{"zh": "综合判定", "en": "Taken together"}[lang]]
    assert sum(method in row for row in rows) == len(units)
    assert any(method in text for text in tables(records, lang)[1])


def test_nothing_is_shown_where_the_plan_declares_nothing(scored):
    plain = gt.evaluate(ROOT / "examples/reports/genhe/2023Q3.csv").records()
    page = read(render(plain, ".html", "zh"))
    assert not page.find("section", id="scores")
    assert not page.find("section", id="rollup")
    assert not set(sheets(plain, "zh")) & {"考核得分", "评分明细", "综合判定"}
    assert len(circular(plain, "zh")["annexes"]) == 3
    assert not any("考核得分" in text for text in tables(plain, "zh")[1])


def test_the_report_of_one_region_has_its_own_score_and_answers(scored):
    records = scored.records()
    code = records["scores"][3]["region"]
    own = part_of(
        records, scored.judged.facts.plan, Part("region", code, {"zh": "", "en": ""}, "a")
    )
    assert [card["region"] for card in own["scores"]] == [code]
    assert {r["key"] for r in own["rollups"] if r["level"] == "region"} == {code}
    unit = records["standings"][0]["lead"][0]
    part = part_of(records, scored.judged.facts.plan, Part("unit", unit["zh"], unit, "u"))
    assert "scores" not in part, "a score is that of a whole region"


def test_what_comes_from_outside_is_harmless_in_scores(one):
    (card,) = one["scores"]
    bad = "<b>=HYPERLINK(1)</b>"
    evil = {**one, "scores": [{**card, "region_title": {"zh": bad, "en": bad},
                               "how": {"zh": f"={bad}", "en": f"={bad}"}}]}  # fmt: skip
    page = render(evil, ".html", "zh").decode()
    assert bad not in page
    rows = sheets(evil, "zh")["考核得分"]
    assert not [c for row in rows for c in row if isinstance(c, str) and c.startswith("=")]


def test_very_many_regions_are_told_by_their_totals(one):
    (card,) = one["scores"]
    cards = [{**card, "region": str(number)} for number in range(200)]
    (section,) = read(render({**one, "scores": cards}, ".html", "en")).find("section", id="scores")
    assert len(section.find("table", "counts")[0].find("tbody")[0].find("tr")) == 200
    assert not section.find("details")
    assert "in the Excel file" in section.text("en")


def test_the_annex_of_several_regions_lists_what_was_lost_or_won(scored):
    cards = scored.records()["scores"]
    items = [i for card in cards for group in card["groups"] for i in group["items"]]
    told = [i for i in items if i["lost_text"] or i["gained_text"]]
    assert 0 < len(told) < len(items)
    annex = tables(scored.records(), "zh")[0][-1]
    assert len(annex) == 1 + len(told) + len(cards)


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        ("part", "式；相差1.5个百分点，扣3分", "form; 1.5 percentage points short: 3 lost"),
        ("penalty", "式；实际值94%，扣3分", "form; value 94%: 3 lost"),
        ("silence", "式；未达标，不得分", "form; not met: no points"),
    ],
)
def test_points_lost_are_told_with_the_figure_they_follow_from(one, reason, zh, en):
    standing = {**one["standings"][0], "value": 94.0, "value_text": "94", "margin": -1.5,
                "margin_text": "-1.5", "unit": {"zh": "%", "en": "%"}}  # fmt: skip
    shown = {"won": "7", "lost": "3", "gained": ""}
    assert how(reason, {"zh": "式", "en": "form"}, shown, Status.NOT_MET, standing) == {
        "zh": zh, "en": en,
    }  # fmt: skip
