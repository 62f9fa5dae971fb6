"""JSON: the records as they are, under the schema that is shipped."""

import copy
import json

import jsonschema
import pytest

import genhe_targets as gt
from genhe_targets.report.compare import compare
from genhe_targets.report.jsonform import SCHEMA_FILE, make_schema, schema
from genhe_targets.report.records import FORMAT
from genhe_targets.report.views import render
from report.sample import sample


def test_the_shipped_schema_is_that_of_the_records():
    assert schema() == make_schema(), "run: python -m genhe_targets.report.jsonform"


def test_the_schema_is_a_schema_and_names_its_version():
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema())
    assert schema()["properties"]["format"]["const"] == FORMAT
    assert f"report-{FORMAT.rpartition('/')[2]}.schema.json" == SCHEMA_FILE


@pytest.mark.parametrize("regions", [1, 2])
def test_a_report_and_a_comparison_keep_to_it(regions):
    records = sample(regions=regions)
    jsonschema.validate(json.loads(render(records, ".json", "zh")), schema())
    changed = compare(records, sample(regions=regions)).records
    jsonschema.validate(json.loads(render(changed, ".json", "en")), schema())


def test_a_report_of_real_judging_keeps_to_it(tmp_path):
    data = [
        {"region": "150785", "period": "2023Q4", "variable": "urban_sewage_treated", "value": "9O"},
        {"region": "150785", "period": "2023Q4", "variable": "measure_1", "value": "是"},
        {"region": "150724", "period": "2023Q4", "variable": "black_odorous_waters", "value": "1"},
    ]
    path = gt.evaluate(data, as_of="2023-12-31").save(tmp_path / "x.json")
    jsonschema.validate(json.loads(path.read_text("utf-8")), schema())


@pytest.mark.parametrize("fault", ["status", "key", "type"])
def test_the_schema_refuses_what_is_no_report(fault):
    made = copy.deepcopy(sample())
    if fault == "status":
        made["standings"][0]["status"] = "splendid"
    elif fault == "key":
        del made["standings"][0]["region"]
    else:
        made["standings"][0]["value"] = "95"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, schema())


def test_what_is_no_number_is_refused_and_never_written():
    made = copy.deepcopy(sample())
    made["standings"][0]["value"] = float("nan")
    with pytest.raises(ValueError, match="JSON"):
        render(made, ".json", "zh")


def test_every_record_is_a_line_and_nothing_is_lost():
    records = sample(regions=3)
    text = render(records, ".json", "zh").decode()
    assert json.loads(text) == records
    lines = [line.strip().rstrip(",") for line in text.splitlines()]
    made = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
    assert all(record in made for record in records["verdicts"])
