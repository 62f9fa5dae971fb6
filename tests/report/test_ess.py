"""The validation report of the European statistical system, held against its structure."""

import json

import jsonschema
import pytest

from genhe_targets.report.views import render
from genhe_targets.vocabulary import LANGS, Status
from report.sample import sample

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}


def whole(**properties):
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


EVENT = whole(time={"type": "string", "format": "date-time"}, actor=TEXT, agent=TEXT, trigger=TEXT)
DATA = whole(source=TEXTS, target=TEXTS, description=TEXT)
RULE = whole(
    language=TEXT, expression=TEXT, severity={"enum": ["information", "warning", "error"]},
    description=TEXT, change=TEXT, explanation=TEXT,
)  # fmt: skip
VALIDATION = whole(
    id=TEXT, type={"const": "validation"}, event=EVENT, rule=RULE, data=DATA,
    value={"enum": ["0", "1", "NA"]},
)  # fmt: skip
AGGREGATE = whole(language=TEXT, expression=TEXT, description=TEXT)
AGGREGATION = whole(
    id=TEXT, type={"const": "aggregation"}, event=EVENT, aggregate=AGGREGATE, data=DATA, value=TEXT
)
STRUCTURE = {"type": "array", "items": {"anyOf": [VALIDATION, AGGREGATION]}}
"""Version 1.0.0 as documented: two kinds of objects, their keys and the values they may have."""


@pytest.fixture(params=LANGS)
def made(request):
    return json.loads(render(sample(regions=2), ".ess.json", request.param))


def test_it_has_the_documented_structure(made):
    jsonschema.validate(made, STRUCTURE)
    ids = [each["id"] for each in made]
    assert len(set(ids)) == len(ids)


def test_every_standing_and_finding_is_a_validation_and_counts_add_up(made):
    records = sample(regions=2)
    validations = [each for each in made if each["type"] == "validation"]
    assert len(validations) == len(records["standings"]) + len(records["findings"])
    counts = {each["id"].rpartition(":")[2]: int(each["value"]) for each in made[-3:]}
    for value in ("0", "1", "NA"):
        assert counts[value] == sum(each["value"] == value for each in validations)


@pytest.mark.parametrize("status", Status)
def test_only_what_is_final_is_told_as_holding_or_not(status):
    records = sample(targets=1)
    records["standings"][0]["status"] = status
    value = json.loads(render(records, ".ess.json", "zh"))[0]["value"]
    assert value == {"met": "1", "not_met": "0"}.get(status, "NA")
