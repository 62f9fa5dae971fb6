"""JSON: the records as they are, with a versioned JSON Schema shipped beside this module.

The number in ``format`` rises when a reader would have to change; new keys may come without.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, cast

from genhe_targets.report.records import FORMAT, ReportRecords
from genhe_targets.vocabulary import Lang, Status

SCHEMA_FILE = f"report-{FORMAT.rpartition('/')[2]}.schema.json"


def render(records: ReportRecords, lang: Lang) -> bytes:  # noqa: ARG001 - JSON holds both languages
    """The records as JSON, each on a line of its own; infinities and NaN cannot occur in it.

    Indenting within records would cost three times as much: the encoder of the standard library
    that is written in C does not indent.
    """
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    fields = []
    for name, value in records.items():
        if isinstance(value, list) and value:
            spelled = "[\n  " + ",\n  ".join(map(encode, value)) + "\n ]"
        else:
            spelled = encode(value)
        fields.append(f"{encode(name)}: {spelled}")
    return ("{\n " + ",\n ".join(fields) + "\n}\n").encode()


def schema() -> dict[str, Any]:
    """The JSON Schema of the form, as shipped."""
    text = files("genhe_targets.report").joinpath("schema", SCHEMA_FILE).read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def make_schema() -> dict[str, Any]:
    """The JSON Schema made from ``records.ReportRecords``; what is shipped must equal it."""
    from pydantic import TypeAdapter

    made = TypeAdapter(ReportRecords).json_schema()
    for part in made["$defs"].values():
        if "status" in part.get("properties", {}):
            part["properties"]["status"]["enum"] = [status.value for status in Status]
    made["properties"]["format"]["const"] = FORMAT
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT.replace('/', ':')}",
        **made,
        "title": "A compliance report of genhe-targets",
    }


if __name__ == "__main__":  # writes the shipped schema anew
    from pathlib import Path

    shipped = Path(__file__).parent / "schema" / SCHEMA_FILE
    shipped.write_text(json.dumps(make_schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
