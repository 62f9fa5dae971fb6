"""``genhe-targets compare``, and ``check --against``."""

from typed import REPORT


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
    other.write_text(text.replace('"target":"', '"target":"x-'), encoding="utf-8")
    ran = run("compare", other, tmp_path / "report.json")
    assert ran.code == 2
    assert "no target in common" in ran.err
