"""``genhe-targets explain``: one verdict from the cells to the clause."""

from pathlib import Path

import pytest

from typed import REPORT

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_explain_follows_a_verdict_from_the_cells_to_the_clause(run, plan, report):
    ran = run("explain", "sewage-treatment-rate", report, "--plan", plan, "--lang", "zh")
    assert ran.code == 0
    for words in (
        "污水处理率", "达标", "不低于95%", "100 × 960 ÷ 1000", "96", "report.csv!D2", "report.csv!D3",
        "第（一）条 任务（1）", "“达到…以上”", "住房城乡建设局",
    ):  # fmt: skip
        assert words in ran.out


@pytest.mark.parametrize("name", ["river-clean-ups", "河道清理行动", "River clean-ups"])
def test_explain_knows_a_target_by_id_and_title(run, plan, report, name):
    assert run("explain", name, report, "--plan", plan, "--lang", "en").code == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["river-clean-up"], "Did you mean 'river-clean-ups'?"),
        (["river-clean-ups", "--region", "某某镇"], "there is no '某某镇'"),
        (["river-clean-ups", "--period", "2024Q2"], "no figures of '2024Q2'; there are 2024Q4"),
    ],
)
def test_explain_says_what_it_cannot_find(run, plan, report, arguments, problem):
    target, *rest = arguments
    ran = run("explain", target, report, "--plan", plan, "--lang", "en", *rest)
    assert ran.code == 2
    assert problem in ran.err


def test_explain_one_of_several_regions(run, plan, report, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(REPORT.replace("某某市", "某某县"), encoding="utf-8")
    both = run("explain", "river-clean-ups", report, other, "--plan", plan, "--lang", "zh")
    assert (both.out.count(". 判定"), both.out.count("某某县")) == (2, 1)
    one = run(
        "explain", "river-clean-ups", report, other, "--plan", plan, "--lang", "zh",
        "--region", "990102", "--period", "2024Q4",
    )  # fmt: skip
    assert (one.out.count(". 判定"), one.out.count("某某县")) == (1, 1)


def test_explain_takes_a_later_submission(run, plan, report, tmp_path):
    later = tmp_path / "later.csv"
    later.write_text(REPORT.splitlines()[0] + "\n某某市,2024Q4,污水处理量,970\n", encoding="utf-8")
    ran = run("explain", "sewage-treatment-rate", report, "--revised", later,
              "--plan", plan, "--lang", "zh")  # fmt: skip
    assert ran.code == 0
    assert "100 × 970 ÷ 1000" in ran.out
    assert "later.csv!D2" in ran.out


def test_explain_a_whole_by_the_figures_of_its_parts(run):
    folder = EXAMPLES / "reports" / "hulunbuir" / "2023Q4"
    asked = ("explain", "urban-sewage-treatment", folder, "--as-of", "2023-12-31", "--lang", "zh",
             "--region", "呼伦贝尔市")  # fmt: skip
    assert run(*asked).code == 2, "it is no region of the report by itself"
    ran = run(*asked, "--whole", "呼伦贝尔市")
    assert ran.code == 0
    assert "城市污水处理量（海拉尔区）" in ran.out


def test_explain_shows_the_answer_to_a_finding(run, tmp_path):
    own = EXAMPLES / "own-plan"
    answers = tmp_path / "answers.csv"
    answers.write_text("findings,variable,explanation,by,on\n"
                       "jump,出厂水余氯,换用新仪表,水务局,2025-10-12\n", encoding="utf-8")  # fmt: skip
    asked = ("explain", "chlorine-residual", own / "made-up-report-2025.csv", "--plan", own,
             "--lang", "zh")  # fmt: skip
    assert "换用新仪表" not in run(*asked).out
    ran = run(*asked, "--justified", answers)
    assert ran.code == 0
    assert "已说明：换用新仪表（水务局，2025-10-12）" in ran.out
