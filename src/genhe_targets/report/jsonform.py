"""JSON: the records as they are, with a versioned JSON Schema shipped beside this module.

The number in ``format`` rises when a reader would have to change; new keys may come without.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, cast

from pydantic_core import to_json

from genhe_targets.report.records import FORMAT, ReportRecords
from genhe_targets.vocabulary import Lang, Status

SCHEMA_FILE = f"report-{FORMAT.rpartition('/')[2]}.schema.json"


def render(records: ReportRecords, lang: Lang) -> bytes:  # noqa: ARG001 - JSON holds both languages
    """The records as JSON, each on a line of its own.

    Raises:
        ValueError: A number is infinite or NaN, which JSON does not have.
    """
    out = io.BytesIO()
    for name, value in records.items():
        out.write(b",\n " if out.tell() else b"{\n ")
        out.write(_encoded(name) + b": ")
        if isinstance(value, Sequence) and not isinstance(value, str) and value:
            for number, record in enumerate(value):
                out.write(b",\n  " if number else b"[\n  ")
                out.write(_encoded(record))
            out.write(b"\n ]")
        else:
            out.write(_encoded(value))
    out.write(b"\n}\n")
    return out.getvalue()


def _encoded(value: object) -> bytes:
    """One value as JSON, by the encoder of pydantic: four times as fast as that of the library."""
    found = to_json(value, inf_nan_mode="constants")
    if _NO_NUMBER.search(found):  # perhaps only within a text: this one tells them apart
        json.dumps(value, allow_nan=False)
    return found


_NO_NUMBER = re.compile(rb"[:\[,]-?(?:NaN|Infinity)")


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
