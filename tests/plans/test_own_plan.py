"""The invented plan in ``examples/own-plan``: files only, and every form of rule it promises."""

import csv
from pathlib import Path

from genhe_targets.plan.loading import load_plan

FOLDER = Path(__file__).parents[2] / "examples" / "own-plan"
PLAN = load_plan(FOLDER)


def test_it_says_that_it_is_made_up():
    assert PLAN.made_up
    assert "虚构" in PLAN.title.zh
    assert "虚构" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_it_holds_data_and_no_program():
    assert {file.suffix for file in FOLDER.rglob("*.*")} == {".yaml", ".csv", ".md"}


def test_it_shows_the_forms_that_the_readme_lists():
    forms = [target.rule.form for target in PLAN.targets]
    assert sorted(forms) == sorted(
        ["between", "all", "more_than", "less_than", "any", "at_least", "at_most", "done"]
    )
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for target in PLAN.targets:
        assert f"| `{target.id}` |" in readme
        assert f"| `{target.rule.form}` |" in readme


def test_its_report_asks_nothing_the_plan_does_not_know():
    (file,) = FOLDER.glob("*.csv")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    titles = {variable.title.zh: variable for variable in PLAN.variables}
    assert {row["指标"] for row in rows} == titles.keys()
    for row in rows:
        assert row["备注"] == "虚构示例"
        unit = titles[row["指标"]].unit
        assert row["单位"] == ("" if unit == "1" else unit)
