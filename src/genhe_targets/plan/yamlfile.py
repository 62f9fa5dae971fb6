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

from ruamel.yaml.cyaml import CBaseLoader
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

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
_STEPS = {
    MappingStartEvent: 1, SequenceStartEvent: 1,
    MappingEndEvent: -1, SequenceEndEvent: -1,
}  # fmt: skip
"""How far an event leads into what is nested."""

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


class _RefusedError(Exception):
    """What comes after this is not looked at."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.problem)
        self.problem = problem


class _Builder:
    """Makes data of a parser's events, keeping lines and collecting faults.

    The events are taken as they come: a tree of nodes between, with a guess of the type of each,
    would take three times as long.
    """

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []
        self._events = events

    def problem(self, event: Any, path: Path_, problem: str, hint: str = "") -> Problem:
        return Problem(self.name, _line(event), spelled(path), problem, hint)

    def fault(self, event: Any, path: Path_, problem: str, hint: str = "") -> None:
        self.problems.append(self.problem(event, path, problem, hint))

    def document(self) -> Any:
        """The data of the only document.

        Raises:
            _RefusedError: There is none or more than one, or it is nested too deeply.
        """
        next(self._events)  # the stream starts
        if type(next(self._events)) is StreamEndEvent:
            raise _RefusedError(Problem(self.name, 0, "", "is empty"))
        data = self._value(next(self._events), ())
        next(self._events)  # the document ends
        if type(after := next(self._events)) is not StreamEndEvent:
            hint = "A plan file is one document; remove the line ---."
            raise _RefusedError(self.problem(after, (), "a second document begins", hint))
        return data

    def _value(self, event: Any, path: Path_) -> Any:
        """The data of the node that an event begins."""
        self.lines[path] = _line(event)
        if self._is_decorated(event, path):
            self._skip(event, path)
            return None
        if type(event) is ScalarEvent:
            return self._scalar(event, path)
        if len(path) >= MAX_DEPTH:
            raise _RefusedError(self.problem(event, path, f"nested deeper than {MAX_DEPTH} levels"))
        if type(event) is MappingStartEvent:
            return dict(self._pairs(path))
        items: list[Any] = []
        while type(item := next(self._events)) is not SequenceEndEvent:
            items.append(self._value(item, (*path, len(items))))
        return items

    def _pairs(self, path: Path_) -> Iterator[tuple[str, Any]]:
        first: dict[str, int] = {}
        while type(key := next(self._events)) is not MappingEndEvent:
            name = self._key(key, path)
            value = next(self._events)
            if name is None:
                self._skip(value, path)
            elif name in first:
                self.fault(
                    key, (*path, name), f"the key {name!r} is given twice",
                    f"It stands first on line {first[name]}; keep one.",
                )  # fmt: skip
                self._skip(value, path)
            else:
                first[name] = _line(key)
                data = self._value(value, (*path, name))
                self.lines[(*path, name)] = first[name]
                yield name, data

    def _key(self, event: Any, path: Path_) -> str | None:
        """A key, ``None`` where it is refused."""
        if not self._is_decorated(event, path):
            if type(event) is not ScalarEvent:
                self.fault(event, path, "a key must be a plain text")
            elif event.value == "<<":
                self.fault(event, path, "merge keys are not allowed", "Write the values out.")
            else:
                return str(event.value)
        self._skip(event, path)
        return None

    def _is_decorated(self, event: Any, path: Path_) -> bool:
        """Whether a node has an anchor or a tag or is an alias, which is a fault."""
        if event.anchor:
            self.fault(event, path, "anchors and aliases are not allowed", "Write the value out.")
            return True
        if event.tag:
            self.fault(event, path, f"the tag {event.tag!r} is not allowed", "Remove it.")
            return True
        return False

    def _skip(self, event: Any, path: Path_) -> None:
        """Pass over the node that an event begins."""
        depth = 0
        while depth := depth + _STEPS.get(type(event), 0):
            if depth > MAX_DEPTH:
                raise _RefusedError(
                    self.problem(event, path, f"nested deeper than {MAX_DEPTH} levels")
                )
            event = next(self._events)

    def _scalar(self, event: Any, path: Path_) -> Any:
        text = event.value
        if event.style:  # quoted or block: a text, whatever it looks like
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return Decimal(text)
        if text.lower().lstrip("+-") in {".inf", ".nan"}:
            self.fault(event, path, f"{text!r} is no number a plan can promise")
            return None
        return text


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


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
    builder = _Builder(name, _events(text))
    try:
        data = builder.document()
    except _RefusedError as refused:
        return YamlFile(name, None, {}, (*builder.problems, refused.problem))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        problem = Problem(name, line, "", f"is not YAML: {error.problem or error.context}")
        return YamlFile(name, None, {}, (*builder.problems, problem))
    except (YAMLError, ValueError) as error:
        return _unread(name, f"is not YAML: {error}".splitlines()[0])
    return YamlFile(name, data, builder.lines, tuple(builder.problems))


def _events(text: str) -> Iterator[Any]:
    yield from iter(CBaseLoader(text).get_event, None)


def _unread(name: str, problem: str, hint: str = "") -> YamlFile:
    return YamlFile(name, None, {}, (Problem(name, 0, "", problem, hint),))
