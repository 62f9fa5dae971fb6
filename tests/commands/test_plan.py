"""``genhe-targets plan``: new, lint, test, show, list, schema."""

import json

import pytest


def test_plan_new_lint_and_test_go_together(run, tmp_path):
    folder = tmp_path / "river-2031"
    made = run("plan", "new", folder, "--year", 2031)
    assert made.code == 0
    assert f"genhe-targets plan lint {folder}" in made.out
    assert run("plan", "lint", folder).out == "river-2031: 3 targets, 4 measures, no problems.\n"
    assert run("plan", "test", folder).out == "river-2031: 12 cases of 3 targets, 0 fail.\n"


def test_plan_new_leaves_a_folder_in_use_alone(run, plan):
    ran = run("plan", "new", plan)
    assert ran.code == 2
    assert "is in use; nothing was written" in ran.err


def test_plan_lint_lists_every_problem_with_its_line(run, plan):
    target = plan / "works" / "river-clean-ups.yaml"
    text = target.read_text(encoding="utf-8")
    text = text.replace("at_least: 4", "at_leest: 4").replace("nature: acc", "nature: ack")
    target.write_text(text, encoding="utf-8")
    ran = run("plan", "lint", plan)
    assert ran.code == 1
    assert "river-clean-ups.yaml:8: indicator.nature" in ran.err
    assert "Did you mean 'at_least'?" in ran.err
    assert "Traceback" not in ran.err


def test_plan_test_shows_what_was_expected_and_found(run, plan):
    target = plan / "works" / "river-clean-ups.yaml"
    text = target.read_text(encoding="utf-8").replace("at_least: 4", "at_least: 5")
    target.write_text(text, encoding="utf-8")
    ran = run("plan", "test", plan, "--lang", "en")
    assert ran.code == 1
    assert "'提前完成 / done early' expects met, found" in ran.out
    assert "12 cases of 3 targets, " in ran.out


@pytest.mark.parametrize("command", ["lint", "test", "show"])
def test_a_plan_that_is_not_there_cannot_run(run, command):
    ran = run("plan", command, "genhe-2032")
    assert ran.code == 2
    assert "neither a shipped plan nor a folder" in ran.err


def test_plan_show_in_both_languages(run, plan):
    assert "at least 4 times" in run("plan", "show", plan, "--lang", "en").out
    assert "不低于4次" in run("plan", "show", plan, "--lang", "zh").out


def test_plan_show_of_a_target_tells_its_formula_and_cases(run, plan):
    out = run("plan", "show", plan, "sewage-treatment-rate", "--lang", "zh").out
    assert "100 * sewage_treated / sewage_discharged" in out
    assert "达到…以上" in out
    assert "未达标" in out


def test_plan_show_suggests_the_nearest_target(run, plan):
    ran = run("plan", "show", plan, "patrol-rule")
    assert ran.code == 2
    assert "Did you mean 'patrol-rules'?" in ran.err


def test_plan_list_counts_the_shipped_targets(run):
    ran = run("plan", "list", "--lang", "zh")
    assert ran.code == 0
    assert "genhe-2023" in ran.out
    assert "再生水利用率" in ran.out


def test_plan_schema_prints_or_writes(run, tmp_path):
    assert json.loads(run("plan", "schema", "measures").out)["required"] == ["measures"]
    assert run("plan", "schema", "--out", tmp_path).code == 0
    assert len(list(tmp_path.glob("*.schema.json"))) == 8
    wrong = run("plan", "schema", "measure")
    assert wrong.code == 2
    assert (
        "none of: plan, regions, units, variables, measures, scoring, checks, target" in wrong.err
    )
