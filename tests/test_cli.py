"""The command line, as typed: what is printed, where, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from genhe_targets.cli import main
from genhe_targets.plan.scaffold import new_plan


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process; a fixed language and width unless the test sets them."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "160")

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["genhe-targets", *(str(part) for part in arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return Ran(int(end.value.code or 0), captured.out, captured.err)

    return command


@pytest.fixture
def plan(tmp_path) -> Path:
    new_plan(tmp_path / "plan", 2024)
    return tmp_path / "plan"


@pytest.fixture
def report(tmp_path) -> Path:
    """A report of the new plan in which every target is met."""
    file = tmp_path / "report.csv"
    file.write_text(REPORT, encoding="utf-8")
    return file


REPORT = """region,period,variable,value
某某市,2024Q4,污水处理量,960
某某市,2024Q4,污水排放量,1000
某某市,2024Q4,河道清理行动次数,5
某某市,2024Q4,巡河制度印发,2024-05-01
某某市,2024Q4,measure_4,是
"""


# --- the command itself ---------------------------------------------------------------------------


def test_help_names_every_command(run):
    ran = run("--help")
    assert ran.code == 0
    for command in ("check", "explain", "plan"):
        assert f"\n  {command} " in ran.out
    assert "Exit codes" in ran.out


def test_version(run):
    assert run("--version").out.startswith("genhe-targets 0.")


@pytest.mark.parametrize("lang", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_help_speaks_the_language_of_the_environment(lang):
    command = Path(sys.executable).with_name("genhe-targets")
    env = {"PATH": os.environ["PATH"], "LANG": lang, "PYTHONUTF8": "1"}
    done = subprocess.run([command, "--help"], env=env, capture_output=True, check=True)
    assert ("退出码" in done.stdout.decode()) == lang.startswith("zh")


def test_a_terminal_that_cannot_show_chinese_gets_something(plan):
    command = Path(sys.executable).with_name("genhe-targets")
    env = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [command, "plan", "show", plan, "--lang", "zh"], env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"patrol-rules" in done.stdout


def test_a_fault_of_ours_is_not_taken_for_a_missed_target(run, plan, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("genhe_targets.judging.cases.run_cases", broken)
    ran = run("plan", "test", plan)
    assert ran.code == 2
    assert "boom" in ran.err
    assert "fault of ours" in ran.err


# --- plan -----------------------------------------------------------------------------------------


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


# --- check ----------------------------------------------------------------------------------------


def test_plan_form_writes_what_check_reads_back(run, plan, tmp_path):
    form = tmp_path / "out" / "form.xlsx"
    done = run("plan", "form", plan, form, "--period", "2024Q4", "--lang", "zh")
    assert (done.code, done.err) == (0, "")
    assert f"genhe-targets check {form} --plan {plan}" in done.out
    checked = run("check", form, "--plan", plan, "--lang", "zh")
    assert checked.code == 1
    assert "缺报" in checked.out
    refused = run("plan", "form", plan, tmp_path / "form.docx")
    assert (refused.code, refused.out) == (2, "")
    assert ".xlsx or .csv" in refused.err


def test_an_error_is_said_in_the_language_of_the_reader(run, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run("check", "nowhere.csv").err == "nowhere.csv：没有这个文件或文件夹。请核对路径\n"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert (
        run("check", "nowhere.csv").err
        == "nowhere.csv: there is no such file or folder. Check the path.\n"
    )


def test_check_says_what_holds_and_exits_with_0(run, plan, report):
    ran = run("check", report, "--plan", plan, "--lang", "en")
    assert ran.code == 0, ran.out
    assert "Sewage treatment rate" in ran.out
    assert ran.err == ""


def test_check_exits_with_1_when_something_decisive_failed(run, plan, report):
    report.write_text(REPORT.replace(",960", ",949"), encoding="utf-8")
    ran = run("check", report, "--plan", plan, "--lang", "zh")
    assert ran.code == 1
    assert "未达标" in ran.out
    assert "住房城乡建设局" in ran.out


@pytest.mark.parametrize(
    ("fail_on", "value", "code"),
    [("none", 949, 0), ("met", 960, 1), ("missing,invalid", 960, 0), ("not_met", 949, 1)],
)
def test_fail_on_chooses_what_fails(run, plan, report, fail_on, value, code):
    report.write_text(REPORT.replace(",960", f",{value}"), encoding="utf-8")
    assert run("check", report, "--plan", plan, "--fail-on", fail_on).code == code


def test_quiet_prints_nothing_and_still_writes(run, plan, report, tmp_path):
    out = tmp_path / "new" / "out"
    ran = run("check", report, "--plan", plan, "--quiet", "--out", out, "--format", "json,csv")
    assert ran == (0, "", "")
    assert {file.name for file in out.iterdir()} == {"report.json", "report.csv"}
    standings = json.loads((out / "report.json").read_text(encoding="utf-8"))["standings"]
    assert len(standings) == 3


def test_check_says_what_it_wrote(run, plan, report, tmp_path):
    ran = run("check", report, "--plan", plan, "--lang", "en", "--out", tmp_path / "out")
    assert "Written: " in ran.out
    assert {file.suffix for file in (tmp_path / "out").iterdir()} == {".html", ".json"}


@pytest.mark.parametrize("day", ["2024-06-30", "2024Q2"])
def test_as_of_takes_a_day_or_a_period(run, plan, report, tmp_path, day):
    run("check", report, "--plan", plan, "--as-of", day, "--out", tmp_path, "--format", "json")
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert found["as_of"] == "2024-06-30"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--as-of", "yesterday"], "'yesterday' is no date"),
        (["--format", "html,doc"], "'doc' is none of: "),
        (["--fail-on", "bad"], "'bad' is none of: not_met"),
        (["--assigned", "a.csv", "--assigned", "x=4"], "should be TARGET=LIMIT"),
        (["--lang", "fr"], "fr"),
        (["--set", "colour=red"], "unknown setting 'colour'"),
        (["--set", "dash=maybe"], "dash must be"),
    ],
)
def test_what_is_typed_wrong_is_said_before_anything_runs(run, plan, report, arguments, problem):
    ran = run("check", report, "--plan", plan, *arguments)
    assert ran.code == 2
    assert problem in ran.err
    assert ran.out == ""


def test_an_input_that_is_not_there_cannot_run(run, plan, tmp_path):
    ran = run("check", tmp_path / "nothing.csv", "--plan", plan)
    assert ran.code == 2
    assert "nothing.csv" in ran.err
    assert "Traceback" not in ran.err


def test_a_place_that_cannot_be_written_cannot_run(run, plan, report):
    ran = run("check", report, "--plan", plan, "--quiet", "--out", report / "out")
    assert ran.code == 2
    assert str(report) in ran.err
    assert "Traceback" not in ran.err


def test_several_inputs_are_judged_together(run, plan, report, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(REPORT.replace("某某市", "某某县"), encoding="utf-8")
    run("check", report, other, "--plan", plan, "--out", tmp_path, "--format", "json", "-q")
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {record["region"] for record in found["standings"]} == {"990101", "990102"}
    assert len(found["provenance"]["sources"]) == 2


def test_an_assigned_limit_is_judged(run, plan, report):
    target = plan / "works" / "river-clean-ups.yaml"
    text = target.read_text(encoding="utf-8").replace("at_least: 4", "at_least: assigned")
    text = text.replace("expect:", "assigned: 4\n    expect:")
    target.write_text(text, encoding="utf-8")
    assert run("plan", "test", plan).code == 0
    unset = run("check", report, "--plan", plan, "--lang", "en")
    assert (unset.code, "target not set" in unset.out) == (0, True)
    assert run("check", report, "--plan", plan, "--assigned", "river-clean-ups=5").code == 0
    assert run("check", report, "--plan", plan, "--assigned", "river-clean-ups=6").code == 1


def test_a_setting_tells_what_a_file_cannot(run, plan, tmp_path):
    file = tmp_path / "half.csv"
    text = REPORT.replace("2024Q4", "1-6月").replace("2024-05-01", "2024-05-01")
    file.write_text(text, encoding="utf-8")
    ran = run(
        "check", file, "--plan", plan, "--set", "year=2024", "--out", tmp_path, "--format", "json"
    )
    assert ran.code in (0, 1)
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert found["as_of"] == "2024-06-30"


def test_every_form_is_written(run, plan, report, tmp_path):
    forms = "html,xlsx,docx,json,ess.json,md,txt,csv,parquet,xml,sarif"
    ran = run("check", report, "--plan", plan, "-q", "--out", tmp_path, "--format", forms)
    assert ran == (0, "", "")
    names = {f"report.{form}" for form in forms.split(",")}
    assert names <= {file.name for file in tmp_path.iterdir()}
    assert (tmp_path / "report.ess.json").read_bytes() != (tmp_path / "report.json").read_bytes()


def test_the_same_day_gives_the_same_bytes(run, plan, report, tmp_path):
    for name in ("a", "b"):
        run(
            "check", report, "--plan", plan, "-q", "--as-of", "2024-12-31", "--out", tmp_path / name,
            "--format", "html,xlsx,docx,json",
        )  # fmt: skip
    for first in (tmp_path / "a").iterdir():
        assert first.read_bytes() == (tmp_path / "b" / first.name).read_bytes(), first.name


def test_a_report_for_each_region_and_unit(run, plan, report, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(REPORT.replace("某某市", "某某县"), encoding="utf-8")
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    command = ("check", report, other, bad, "--plan", plan, "--lang", "en", "--format", "md",
               "--out", tmp_path / "out")  # fmt: skip
    ran = run(*command, "--each", "region,unit")
    assert "index page" in ran.out
    made = {str(file.relative_to(tmp_path / "out")) for file in (tmp_path / "out").rglob("*.md")}
    assert {"overview.md", "regions/990101.md", "regions/990102.md"} <= made
    assert any(name.startswith("units/") for name in made)
    assert "bad.xlsx" in (tmp_path / "out" / "overview.md").read_text("utf-8")
    again = run(*command, "--each", "region,unit")
    assert f"0 files written, {len(made)} unchanged" in again.out


def test_an_own_template_for_the_circular(run, plan, report, tmp_path):
    own = tmp_path / "own.docx"
    assert run("template", own, "--lang", "en").code == 0
    ran = run(
        "check", report, "--plan", plan, "-q", "--out", tmp_path, "--format", "docx",
        "--template", own, "--lang", "en",
    )  # fmt: skip
    assert ran == (0, "", "")
    broken = run(
        "check", report, "--plan", plan, "-q", "--out", tmp_path, "--format", "docx",
        "--template", report,
    )  # fmt: skip
    assert broken.code == 2
    assert "is no Word document" in broken.err
    again = run("template", own)
    assert again.code == 2
    assert "own.docx" in again.err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--each", "town"], "'town' is none of: region, unit"),
        (["--each", "region"], "--each needs --out"),
        (["--template", "x.docx"], "--template needs --format docx"),
        (["--ledger", "none.xlsx"], "none.xlsx"),
        (["--against", "none.json"], "none.json"),
    ],
)
def test_what_cannot_be_written_or_read_is_said(run, plan, report, arguments, problem):
    ran = run("check", report, "--plan", plan, *arguments)
    assert ran.code == 2
    assert problem in ran.err
    assert "Traceback" not in ran.err


# --- compare --------------------------------------------------------------------------------------


def test_compare_two_reports_saved_or_not(run, plan, report, tmp_path):
    run("check", report, "--plan", plan, "-q", "--out", tmp_path / "before", "--format", "json")
    earlier = tmp_path / "before" / "report.json"
    same = run("compare", earlier, report, "--plan", plan, "--lang", "en")
    assert (same.code, "Nothing changed since 2024-12-31" in same.out) == (0, True)
    report.write_text(REPORT.replace(",960", ",949"), encoding="utf-8")
    worse = run(
        "compare", earlier, report, "--plan", plan, "--lang", "zh", "--out", tmp_path / "out",
        "--format", "md,json",
    )  # fmt: skip
    assert worse.code == 1
    assert "由好转差1项次" in worse.out
    assert "由好转差" in (tmp_path / "out" / "report.md").read_text("utf-8")
    better = run("compare", tmp_path / "out" / "report.json", earlier, "--lang", "en", "-q")
    assert better == (0, "", "")


def test_check_against_an_earlier_report(run, plan, report, tmp_path):
    run("check", report, "--plan", plan, "-q", "--out", tmp_path, "--format", "json")
    report.write_text(REPORT.replace(",960", ",949"), encoding="utf-8")
    ran = run(
        "check", report, "--plan", plan, "--against", tmp_path / "report.json", "--lang", "en"
    )
    assert ran.code == 1
    assert "1 fell back" in ran.out


def test_plans_without_a_common_target_cannot_be_compared(run, plan, report, tmp_path):
    run("check", report, "--plan", plan, "-q", "--out", tmp_path, "--format", "json")
    text = (tmp_path / "report.json").read_text("utf-8")
    other = tmp_path / "other.json"
    other.write_text(text.replace('"target": "', '"target": "x-'), encoding="utf-8")
    ran = run("compare", other, tmp_path / "report.json")
    assert ran.code == 2
    assert "no target in common" in ran.err


# --- explain --------------------------------------------------------------------------------------


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
