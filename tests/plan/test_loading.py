import shutil
from pathlib import Path

import pytest

from genhe_targets.errors import PlanError
from genhe_targets.plan.loading import load_plan, shipped_plans

MINI = Path(__file__).parents[1] / "mini"


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "mini"
    shutil.copytree(MINI, target)
    return target


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(folder):
    with pytest.raises(PlanError) as caught:
        load_plan(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_plan_loads_and_is_the_same_object_until_a_file_changes(folder):
    first = load_plan(folder)
    assert load_plan(folder) is first
    edit(folder, "t/reclaimed.yaml", "at_least: 24", "at_least: 25")
    again = load_plan(folder)
    assert again is not first
    assert again.content_hash != first.content_hash
    assert str(again.target_by_id["reclaimed"].rule.at_least) == "25"


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "word"),
    [
        ("t/reclaimed.yaml", "at_least: 24", "at_leest: 24", "t/reclaimed.yaml:4", "Did you mean 'at_least'?"),
        ("t/reclaimed.yaml", "deadline:", "dedline:", "t/reclaimed.yaml:5", "Did you mean 'deadline'?"),
        ("t/reclaimed.yaml", "used / treated", "usd / treated", "t/reclaimed.yaml:3", "Did you mean 'used'?"),
        ("t/reclaimed.yaml", "100 * used", "used", "t/reclaimed.yaml:3", "factor of 100"),
        ("t/reclaimed.yaml", "100 * used", "exec('1') * used", "t/reclaimed.yaml:3", "not allowed"),
        ("t/reclaimed.yaml", "2023-12-31", "2024-12-31", "t/reclaimed.yaml:5", "outside the plan's year"),
        ("t/reclaimed.yaml", "2023-12-31", "2023-13-31", "t/reclaimed.yaml:5", "'2023-13-31'"),
        ("t/reclaimed.yaml", "clause: 一", "clause: 二", "t/reclaimed.yaml:6", "clause '二'"),
        ("t/reclaimed.yaml", "lead: 水利局", "lead: 水力局", "t/reclaimed.yaml:7", "Did you mean '水利局'?"),
        ("t/reclaimed.yaml", "id: reclaimed", "id: reclaimd", "t/reclaimed.yaml:1", "file name"),
        ("t/reclaimed.yaml", "nature: level", "nature: levl", "t/reclaimed.yaml:3", "Did you mean 'level'?"),
        ("t/reclaimed.yaml", "nature: level", "nature: milestone", "t/reclaimed.yaml:4", "milestone"),
        ("t/reclaimed.yaml", "expect: missing", "expect: met", "t/reclaimed.yaml:8", "no case expects"),
        ("t/reclaimed.yaml", "2023Q2", "2023Q5", "t/reclaimed.yaml:13", "no period"),
        ("t/training.yaml", 'measure: "5"', 'measure: "7"', "t/training.yaml:6", "measure '7'"),
        ("t/training.yaml", 'measure: "5"', 'measure: "6"', "t/training.yaml:6", "does not name this target"),
        ("measures.yaml", "targets: [training]", "targets: [trainin]", "measures.yaml:2", "Did you mean 'training'?"),
        ("measures.yaml", "item: 1, title: {zh: 协同", "item: 9, title: {zh: 协同", "measures.yaml:3", "item '9'"),
        ("variables.yaml", "not_above: treated", "not_above: treted", "variables.yaml:2", "Did you mean 'treated'?"),
        ("variables.yaml", "id: treated", "id: used", "variables.yaml:3", "declared twice"),
        ("variables.yaml", "basis: point", "basis: pont", "variables.yaml:6", "Did you mean 'point'?"),
        ("variables.yaml", "en: black}", "en: black}, aliases: [用水量]", "variables.yaml:7", "also means"),
        ("variables.yaml", "variables:", "variabels:", "variables.yaml", "Did you mean 'variables'?"),
        ("regions.yaml", "title: {zh: 海拉尔区", "parent: '999999', title: {zh: 海拉尔区", "regions.yaml:3", "'999999'"),
        ("plan.yaml", "year: 2023", "year: abc", "plan.yaml:6", "'abc'"),
        ("plan.yaml", 'region: "150785"', 'region: "150786"', "plan.yaml:5", "'150786'"),
        ("plan.yaml", "items: [", "items: [{number: 7, title: {zh: 乙, en: b}}, ", "plan.yaml:8", "no measure"),
    ],
)  # fmt: skip
def test_each_fault_says_where_and_what(folder, file, old, new, place, word):
    edit(folder, file, old, new)
    found = faults(folder)
    assert any(f"mini/{place}" in line and word in line for line in found), "\n".join(found)


def test_twenty_faults_are_twenty_lines_at_once(folder):
    names = ["used", "treated", "trainings", "intensity", "bodies", "water_use"]
    for name in names:  # 6: unknown keys
        edit(folder, "variables.yaml", f"id: {name},", f"id: {name}, colour: red,")
    for target in ("reclaimed", "training", "decline", "black", "total"):  # 15
        path = folder / "t" / f"{target}.yaml"
        path.write_text(
            path.read_text(encoding="utf-8") + "extra: 1\nmore: 2\nobligation: firm\n",
            encoding="utf-8",
        )
    found = faults(folder)
    assert len(found) == 6 + 15
    assert len(set(found)) == len(found)
    assert all(":" in line for line in found)


def test_a_file_that_cannot_be_read_is_the_only_fault_told(folder):
    """And not that nothing it declares is declared."""
    edit(folder, "variables.yaml", "variables:", "variables: {")
    told = faults(folder)
    assert len(told) == 1
    assert "variables.yaml" in told[0]
    assert "is not YAML" in told[0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("only words\n", "must hold keys and values"),
        ("variables: none\n", "must hold a list under"),
    ],
)
def test_a_file_that_holds_something_else_is_the_only_fault_told(folder, content, problem):
    (folder / "variables.yaml").write_text(content, encoding="utf-8")
    (told,) = faults(folder)
    assert "variables.yaml:1" in told
    assert problem in told


def test_a_circle_of_formulas_is_named(folder):
    text = (folder / "variables.yaml").read_text(encoding="utf-8")
    text = text.replace("id: used,", "id: used, formula: treated,").replace(
        "id: treated,", "id: treated, formula: used,"
    )
    (folder / "variables.yaml").write_text(text, encoding="utf-8")
    assert any("circle" in line for line in faults(folder))


@pytest.mark.parametrize("own", ["150785", "150702"])
def test_a_circle_of_regions_is_named(folder, own):
    """A region cannot lie in itself, be it through another."""
    edit(folder, "regions.yaml", "title: {zh: 海拉尔区", f"parent: '{own}', title: {{zh: 海拉尔区")
    if own == "150785":
        edit(folder, "regions.yaml", "title: {zh: 根河市", "parent: '150702', title: {zh: 根河市")
    (found,) = faults(folder)
    assert "regions.yaml:" in found
    assert "circle" in found
    assert found.count(f"{own} ->") == found.count(f"-> {own}") == 1
    assert "topmost has no parent" in found


def test_a_chain_of_regions_is_none(folder):
    edit(folder, "regions.yaml", "title: {zh: 海拉尔区", "parent: '150785', title: {zh: 海拉尔区")
    assert load_plan(folder).region_by_code["150702"].parent == "150785"


def test_a_changed_target_forgets_what_was_computed_for_the_original():
    plan = load_plan(MINI)
    target = plan.target_by_id["reclaimed"]
    assert {r.name for r in target.references} >= {"used", "treated"}
    other = target.indicator.model_copy(update={"formula": "water_use"})
    changed = target.model_copy(update={"indicator": other})
    assert {r.name for r in changed.references} == {"water_use"}
    assert changed.own.name == "water_use"
    assert {r.name for r in target.references} >= {"used", "treated"}


def test_a_plan_that_is_not_there_names_those_that_are():
    with pytest.raises(PlanError, match=r"neither a shipped plan nor a folder") as caught:
        load_plan("genhe-2032")
    assert "genhe-2023" in str(caught.value) or not shipped_plans()


def test_an_orphan_is_named(folder):
    edit(folder, "units.yaml", "units:", "units:\n  - {id: fire, title: {zh: 消防, en: Fire}}")
    assert any("no target or measure names this unit" in line for line in faults(folder))


def test_line_ends_do_not_change_the_hash(folder):
    first = load_plan(folder).content_hash
    path = folder / "t" / "black.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_plan(folder).content_hash == first
