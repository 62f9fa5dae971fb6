"""A new plan is right from the start, and stays where it is put."""

import json
import re

import pytest
from jsonschema import Draft7Validator

from genhe_targets.errors import PlanError
from genhe_targets.plan.loading import load_plan
from genhe_targets.plan.scaffold import STARTER, new_plan
from genhe_targets.plan.yamlfile import read_yaml
from genhe_targets.vocabulary import Nature


def test_a_new_plan_loads_with_its_own_id_and_year(tmp_path):
    files = new_plan(tmp_path / "River Plan 2031", 2031)
    plan = load_plan(tmp_path / "River Plan 2031")
    assert (plan.id, plan.year) == ("river-plan-2031", 2031)
    assert files[0].name == "plan.yaml"
    assert "2024" not in "".join(file.read_text(encoding="utf-8") for file in files)


def test_its_cases_all_hold(tmp_path):
    from genhe_targets.judging.cases import run_cases

    new_plan(tmp_path / "plan", 2031)
    plan = load_plan(tmp_path / "plan")
    results = run_cases(plan)
    assert [result for result in results if not result.ok] == []
    assert len(results) == sum(len(target.cases) for target in plan.targets)


def test_it_shows_the_common_natures(tmp_path):
    new_plan(tmp_path / "plan", 2031)
    natures = {target.indicator.nature for target in load_plan(tmp_path / "plan").targets}
    assert natures == {Nature.LEVEL, Nature.ACCUMULATING, Nature.MILESTONE}


def test_every_file_is_valid_by_the_schema_it_names(tmp_path):
    new_plan(tmp_path / "plan", 2031)
    files = sorted((tmp_path / "plan").rglob("*.yaml"))
    assert len(files) == len(list(STARTER.rglob("*.yaml")))
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)[1]
        schema = json.loads((file.parent / named).read_text(encoding="utf-8"))
        data = json.loads(json.dumps(read_yaml(file).data, default=float))
        Draft7Validator(schema).validate(data)


def test_a_folder_in_use_is_left_alone(tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text("precious", encoding="utf-8")
    with pytest.raises(PlanError, match="is in use; nothing was written"):
        new_plan(tmp_path, 2031, "plan")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("name", "year", "problem"),
    [("根河", 2031, "gives no id"), ("plan", 31, "out of range"), ("7", 2031, "gives no id")],
)
def test_what_cannot_be_a_plan_is_refused_before_anything_is_written(tmp_path, name, year, problem):
    with pytest.raises(PlanError, match=problem):
        new_plan(tmp_path / name, year)
    assert not (tmp_path / name).exists()


def test_a_chinese_folder_takes_an_id_given(tmp_path):
    new_plan(tmp_path / "根河", 2031, "genhe-2031")
    assert load_plan(tmp_path / "根河").id == "genhe-2031"


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PlanError, match="cannot be written"):
        new_plan(tmp_path / "file" / "plan", 2031)
