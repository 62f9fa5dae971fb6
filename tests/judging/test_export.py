import pandas as pd
import pandera.errors
import pytest


def broken(schema, frame):
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return {error.check.name: (~error.check_output).tolist() for error in errors.schema_errors}
    return {}


def test_the_rules_as_a_schema_of_ones_own(mini):
    schema = mini.to_pandera()
    frame = pd.DataFrame(
        {
            "used": [24.0, 23.9999, 0.285 * 24],
            "treated": [100.0, 100.0, 28.5],
            "intensity": [35.68, 22.3, 35.69],
            "intensity[2020]": [40.0, 25.0, 40.0],
        }
    )
    assert broken(schema, frame) == {
        "reclaimed": [False, True, False],
        "decline": [False, False, True],
    }


def test_silence_neither_keeps_nor_breaks_a_rule(mini):
    frame = pd.DataFrame({"used": [None, 10.0], "treated": [100.0, 100.0]})
    assert broken(mini.to_pandera(), frame) == {"reclaimed": [False, True]}


def test_a_reported_rate_is_used_where_its_parts_are_silent(mini):
    frame = pd.DataFrame({"reclaimed": [24.0, 23.0], "other": ["a", "b"]})
    assert broken(mini.to_pandera(), frame) == {"reclaimed": [False, True]}


def test_assigned_limits_come_along(mini):
    frame = pd.DataFrame({"water_use": [100.0, 100.5]})
    assert broken(mini.to_pandera(), frame) == {}
    from decimal import Decimal

    schema = mini.to_pandera({("total", ""): Decimal(100)})
    assert broken(schema, frame) == {"total": [False, True]}


def test_the_error_names_target_and_rule(mini):
    with pytest.raises(pandera.errors.SchemaError, match=r"reclaimed \(Reclaimed: at least 24%\)"):
        mini.to_pandera().validate(pd.DataFrame({"reclaimed": [1.0]}))
