"""JSON Schemas of the plan's files, so that an editor helps while one is written.

They are made from the model, which alone decides what is valid; hovering over a key shows what
the model's docstring says about it.  The shipped copies in ``targets/schema/`` are written by
``write_schemas`` and tested to be current.
"""

from __future__ import annotations

import inspect
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from genhe_targets.plan.loading import LISTS, SINGLES
from genhe_targets.plan.model import Part, Plan, Target
from genhe_targets.plan.rules import Rule

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that every YAML editor knows."""

KINDS = ("plan", *LISTS, *SINGLES, "target")
"""The kinds of file in a plan's folder; ``target`` is every file of a sub-folder."""

_OWN_FILES = {*LISTS, *SINGLES, "targets", "content_hash"}
_REFERENCE = re.compile(r'"#/definitions/(\w+)"')
_ATTRIBUTE = re.compile(r"^    (?P<names>[a-z_, ]+): (?P<text>.+(?:\n {8,}.+)*)", re.MULTILINE)


class _Numbers(GenerateJsonSchema):
    """A decimal is written as a number, never as a text."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:  # noqa: ARG002 - fixed by the base class
        return self.float_schema(core_schema.float_schema())


@lru_cache
def schema(kind: str) -> JsonSchemaValue:
    """The JSON Schema of one kind of file.

    Args:
        kind: One of ``KINDS``.

    Raises:
        KeyError: There is no such kind.
    """
    if kind == "target":
        found = _of(Target)
    elif kind == "plan":
        found = _of(Plan)
        for key in _OWN_FILES:
            del found["properties"][key]
        found["required"] = [key for key in found["required"] if key not in _OWN_FILES]
    elif kind in SINGLES:
        found = _of(SINGLES[kind])
    else:
        found = _list_of(kind, LISTS[kind])
    used = _used(found, found.pop("definitions"))
    return {"$schema": DIALECT, "title": f"genhe-targets: {kind}", **found, "definitions": used}


def _list_of(kind: str, model: type[Part]) -> JsonSchemaValue:
    item = _of(model)
    definitions = item.pop("definitions")
    ref = {"$ref": f"#/definitions/{model.__name__}"}
    return {
        "type": "object",
        "description": f"The {kind} of a plan.",
        "properties": {kind: {"type": "array", "items": ref}},
        "required": [kind],
        "additionalProperties": False,
        "definitions": {**definitions, model.__name__: item},
    }


def _of(model: type[Part]) -> JsonSchemaValue:
    found = model.model_json_schema(
        ref_template="#/definitions/{model}", schema_generator=_Numbers, mode="validation"
    )
    definitions = found.pop("$defs", {})
    parts = (*_parts(Part), *_parts(Rule))
    models = {part.__name__: part for part in parts}
    if len(models) < len(set(parts)):  # else a description would depend on what was imported
        raise TypeError("two parts of a plan have one name: rename one")
    for name, definition in (*definitions.items(), (model.__name__, found)):
        if name in models:
            _explain(definition, models[name])
    return cast("JsonSchemaValue", _draft7({**found, "definitions": definitions}))


def _draft7(node: Any) -> Any:
    """What pydantic writes, as draft 7 says it and without what helps nobody."""
    if isinstance(node, list):
        return [_draft7(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: _draft7(value) for key, value in node.items()}
    if isinstance(out.get("title"), str):  # repeats the key; a key called title is a mapping
        del out["title"]
    if "default" in out and not isinstance(out["default"], str | int):
        del out["default"]
    if "prefixItems" in out:
        out["items"] = out.pop("prefixItems")
    if "$ref" in out and len(out) > 1:  # draft 7 ignores what stands beside a reference
        out["allOf"] = [{"$ref": out.pop("$ref")}]
    return out


def _used(node: Any, definitions: JsonSchemaValue) -> JsonSchemaValue:
    """The definitions that are referred to, directly or not."""
    found: set[str] = set()
    todo = [json.dumps(node)]
    while todo:
        for name in set(_REFERENCE.findall(todo.pop())) - found:
            found.add(name)
            todo.append(json.dumps(definitions[name]))
    return {name: definitions[name] for name in sorted(found)}


def _parts(model: type[BaseModel]) -> list[type[BaseModel]]:
    own = model.__subclasses__()
    return own + [deeper for part in own for deeper in _parts(part)]


def _explain(definition: JsonSchemaValue, model: type[BaseModel]) -> None:
    """Put the docstring's words beside the keys they are about."""
    doc = inspect.getdoc(model) or ""
    definition["description"] = " ".join(doc.split("\n\n")[0].split())
    _, _, attributes = doc.partition("Attributes:\n")
    for match in _ATTRIBUTE.finditer(attributes):
        text = " ".join(match["text"].split())
        for name in match["names"].split(","):
            if name.strip() in definition.get("properties", {}):
                definition["properties"][name.strip()]["description"] = text


def write_schemas(folder: Path) -> list[Path]:
    """Write one ``KIND.schema.json`` for each kind of file and return them.

    Args:
        folder: Where to; made when absent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in KINDS:
        file = folder / f"{kind}.schema.json"
        file.write_text(dumped(kind), encoding="utf-8", newline="\n")
        files.append(file)
    return files


def dumped(kind: str) -> str:
    """The JSON Schema of one kind of file as text, the same bytes every time."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"
