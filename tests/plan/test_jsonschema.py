"""The schemas that editors use: current, valid, and in agreement with the model."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from genhe_targets.plan.jsonschema import KINDS, dumped, schema, write_schemas
from genhe_targets.plan.loading import LISTS
from genhe_targets.plan.model import Target
from genhe_targets.plan.rules import FORMS

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "targets" / "schema"

TARGET = {
    "id": "some-target",
    "title": {"zh": "某目标", "en": "Some target"},
    "indicator": {"formula": "x", "unit": "%", "nature": "level"},
    "rule": {"at_least": 24},
    "deadline": "2023-12-31",
    "source": {"clause": "一"},
    "cases": [{"name": "enough", "given": {"2023Q4": {"x": 24}}, "expect": "met"}],
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_schema_is_what_the_model_says(kind):
    hint = "run: genhe-targets plan schema --out targets/schema"
    assert (SHIPPED / f"{kind}.schema.json").read_text(encoding="utf-8") == dumped(kind), hint


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_a_schema_and_refuses_unknown_keys(kind):
    found = schema(kind)
    Draft7Validator.check_schema(found)
    assert not Draft7Validator(found).is_valid({"surprise": 1})


def test_writing_makes_a_file_for_each_kind(tmp_path):
    files = write_schemas(tmp_path / "new")
    assert {json.loads(file.read_text(encoding="utf-8"))["title"] for file in files} == {
        f"genhe-targets: {kind}" for kind in KINDS
    }


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"lead": "bureau"}, True),
        ({"lead": ["bureau", "office"]}, True),
        ({"deadline": None}, True),
        ({"rule": {"at_least": "assigned"}}, True),
        ({"rule": {"between": [1, 2.5]}}, True),
        ({"rule": {"all": [{"at_least": 1}, {"less_than": 3}]}}, True),
        ({"rule": {"at_least": "much"}}, False),
        ({"rule": {"atleast": 24}}, False),
        ({"rule": {"between": [1]}}, False),
        ({"rule": {"all": []}}, False),
        ({"obligation": "maybe"}, False),
        ({"titel": {"zh": "某", "en": "some"}}, False),
        ({"cases": []}, False),
    ],
)
def test_the_schema_and_the_model_judge_alike(change, valid):
    target = TARGET | change
    assert Draft7Validator(schema("target")).is_valid(target) is valid
    try:
        Target.model_validate(target)
    except ValueError:
        assert not valid
    else:
        assert valid


def test_the_schema_knows_every_form_of_rule():
    keys = {
        key
        for definition in schema("target")["definitions"].values()
        for key in definition.get("properties", {})
    }
    assert FORMS.keys() <= keys


def test_hovering_over_a_key_shows_what_it_means():
    deadline = schema("target")["properties"]["deadline"]
    assert deadline["description"].startswith("The operative last day")


def test_the_plan_file_does_not_offer_what_has_files_of_its_own():
    assert not schema("plan")["properties"].keys() & {*LISTS, "targets", "content_hash"}
    assert "Target" not in schema("plan")["definitions"]
