"""``genhe-targets check``: what is judged, printed and written, and the exit code."""

import json

import pytest

from typed import REPORT


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


@pytest.mark.parametrize("command", ["check", "read", "explain"])
def test_the_language_that_is_asked_for_is_that_of_errors_too(run, command, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    given = ["x", "nowhere.csv"] if command == "explain" else ["nowhere.csv"]
    assert run(command, *given, "--lang", "zh").err.startswith("nowhere.csv：没有这个")
    assert "x' 不是日期" in run("check", "a.csv", "--as-of", "x", "--lang", "zh").err
    assert "is no date" in run("check", "a.csv", "--as-of", "x").err


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
