"""Strict YAML: 1.2, exact decimals, every value with its line, all faults at once.

Plain ``yes`` is the text it is, a number stays the decimal that is printed, a doubled key is a
fault and not the last one wins.  Anchors, aliases, tags and merge keys are refused: a plan
has no use for them and a hostile file has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from genhe_targets.errors import Problem

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_INT = re.compile(r"[-+]?[0-9]{1,40}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,2})?")
_CONSTANTS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "merge", "value")
}

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlFile:
    """A file as data, and where each value stands.

    Attributes:
        name: The name to show in messages.
        data: Mappings, sequences, texts, ``int``, ``Decimal``, ``bool``, ``None``; keys are texts.
        lines: Line (1-based) of each value by its path.
        problems: What is wrong with the file as YAML; ``data`` then is as much as was readable.
    """

    name: str
    data: Any
    lines: Mapping[Path_, int]
    problems: tuple[Problem, ...] = ()

    def line(self, path: Path_) -> int:
        """The line of ``path`` or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Converter:
    """Turns composed nodes into data, keeping lines and collecting faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def fault(self, node: Any, path: Path_, problem: str, hint: str = "") -> None:
        where = spelled(path)
        self.problems.append(Problem(self.name, node.start_mark.line + 1, where, problem, hint))

    def convert(self, node: Any, path: Path_ = ()) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self._seen or node.anchor:
            self.fault(node, path, "anchors and aliases are not allowed", "Write the value out.")
            return None
        self._seen.add(id(node))
        if str(node.tag) not in _PLAIN_TAGS:
            self.fault(node, path, f"the tag {str(node.tag)!r} is not allowed", "Remove it.")
            return None
        if len(path) > MAX_DEPTH:
            self.fault(node, path, f"nested deeper than {MAX_DEPTH} levels")
            return None
        kind = type(node).__name__
        if kind == "MappingNode":
            return dict(self._pairs(node, path))
        if kind == "SequenceNode":
            return [self.convert(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _pairs(self, node: Any, path: Path_) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self.fault(key_node, path, "a key must be a plain text")
                continue
            line = key_node.start_mark.line + 1
            if key == "<<":
                self.fault(key_node, path, "merge keys are not allowed", "Write the values out.")
            elif key in first:
                self.fault(
                    key_node, (*path, key), f"the key {key!r} is given twice",
                    f"It stands first on line {first[key]}; keep one.",
                )  # fmt: skip
            else:
                first[key] = line
                value = self.convert(value_node, (*path, key))
                self.lines[(*path, key)] = line
                yield key, value

    def _scalar(self, node: Any, path: Path_) -> Any:
        text = node.value
        if node.style:  # quoted or block: a text, whatever it looks like
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return Decimal(text)
        if text.lower().lstrip("+-") in {".inf", ".nan"}:
            self.fault(node, path, f"{text!r} is no number a plan can promise")
            return None
        return text


def spelled(path: Path_) -> str:
    """A path as people write it: ``cases[2].given``."""
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def read_yaml(file: Path, name: str | None = None) -> YamlFile:
    """Read one YAML file; faults are in ``problems`` and never raised.

    Args:
        file: The file.
        name: How to call it in messages; its path by default.
    """
    name = name or str(file)
    try:
        if file.stat().st_size > MAX_BYTES:
            return _unread(
                name, f"larger than {MAX_BYTES:,} bytes", "A plan file is a page or two."
            )
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return _unread(name, f"cannot be opened: {error.strerror}")
    except UnicodeDecodeError as error:
        return _unread(name, f"is not UTF-8 (byte {error.start + 1})", "Save it as UTF-8.")
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> YamlFile:
    """Read YAML from a text; see ``read_yaml``."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    depth = _flow_depth(text)
    if depth > MAX_DEPTH:
        return _unread(name, f"nested deeper than {MAX_DEPTH} levels")
    try:
        node = YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        problem = Problem(name, line, "", f"is not YAML: {error.problem or error.context}")
        return YamlFile(name, None, {}, (problem,))
    except (YAMLError, RecursionError, ValueError) as error:
        return _unread(name, f"is not YAML: {error}".splitlines()[0])
    if node is None:
        return _unread(name, "is empty")
    converter = _Converter(name)
    data = converter.convert(node)
    return YamlFile(name, data, converter.lines, tuple(converter.problems))


def _flow_depth(text: str) -> int:
    """The deepest run of open brackets or block dashes, an upper bound of the nesting."""
    deepest = depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket.group() in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    dashes = max(
        (len(run) // 2 for run in re.findall(r"^\s*((?:- )+)", text, re.MULTILINE)), default=0
    )
    indent = max((len(run) for run in re.findall(r"^ *(?=\S)", text, re.MULTILINE)), default=0)
    return max(deepest, dashes, indent // 4)


def _unread(name: str, problem: str, hint: str = "") -> YamlFile:
    return YamlFile(name, None, {}, (Problem(name, 0, "", problem, hint),))
