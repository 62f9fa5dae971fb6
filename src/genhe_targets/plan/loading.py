"""From a folder of YAML files to a ``Plan``, or to every problem at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from genhe_targets.errors import PlanError, Problem, did_you_mean
from genhe_targets.plan.checks import Checks
from genhe_targets.plan.crosscheck import crosscheck
from genhe_targets.plan.model import (
    Measure,
    Part,
    Plan,
    Region,
    Target,
    Unit,
    Variable,
)
from genhe_targets.plan.rules import FORMS
from genhe_targets.plan.scoring import Scoring
from genhe_targets.plan.yamlfile import Path_, YamlFile, read_yaml, spelled

LISTS: dict[str, type[Part]] = {
    "regions": Region,
    "units": Unit,
    "variables": Variable,
    "measures": Measure,
}
"""Files that hold a list, by the key of the list; ``variables/`` may also be a folder."""

SINGLES: dict[str, type[Part]] = {"scoring": Scoring, "checks": Checks}
"""Optional files that hold one thing, by the name of the file and of the plan's field."""

MAX_FILES = 2000

_PACKAGE = Path(__file__).resolve().parent.parent
SHIPPED = (_PACKAGE / "_plans", _PACKAGE.parent.parent / "targets")
"""Where shipped plans are: inside the wheel, or in a checkout."""


def shipped_plans() -> dict[str, Path]:
    """The plans that come with the library, by name."""
    found: dict[str, Path] = {}
    for root in SHIPPED:
        if root.is_dir():
            for file in sorted(root.glob("*/plan.yaml")):
                found.setdefault(file.parent.name, file.parent)
    return found


def plan_folder(name: str | Path) -> Path:
    """The folder of a plan given by its shipped name or by a path.

    Raises:
        PlanError: There is none.
    """
    folder = Path(name)
    if (folder / "plan.yaml").is_file():
        return folder
    shipped = shipped_plans()
    if str(name) in shipped:
        return shipped[str(name)]
    if folder.is_dir():
        problem = Problem(str(name), 0, "", "the folder holds no plan.yaml")
    else:
        hint = did_you_mean(str(name), shipped) or f"Shipped plans: {', '.join(shipped) or 'none'}."
        problem = Problem(str(name), 0, "", "is neither a shipped plan nor a folder", hint)
    raise PlanError([problem])


def load_plan(name: str | Path) -> Plan:
    """Load and check a plan.

    The same unchanged folder is parsed once per process.

    Args:
        name: A shipped name such as ``"genhe-2023"``, or a folder that holds a ``plan.yaml``.

    Raises:
        PlanError: The plan is faulty; ``problems`` lists every fault with file and line.
    """
    folder = plan_folder(name)
    files = _files(folder)
    stamp = tuple((file, stat.st_mtime_ns, stat.st_size) for file, stat in files)
    return _load(folder, stamp)


def _files(folder: Path) -> list[tuple[Path, Any]]:
    files = sorted(
        file
        for file in folder.rglob("*.yaml")
        if not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )
    if len(files) > MAX_FILES:
        problem = f"holds {len(files):,} YAML files; a plan has at most {MAX_FILES:,}"
        raise PlanError([Problem(str(folder), 0, "", problem)])
    return [(file, file.stat()) for file in files]


@lru_cache(maxsize=16)
def _load(folder: Path, stamp: tuple[tuple[Path, int, int], ...]) -> Plan:
    draft = _Draft(folder)
    for file, _, _ in stamp:
        draft.add(file)
    return draft.plan()


class _Draft:
    """A plan in the making: its pieces, where each comes from, and what is wrong so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.pieces: dict[str, list[Any]] = {key: [] for key in (*LISTS, "targets")}
        self.singles: dict[str, Any] = {}
        self.places: dict[tuple[str, str], tuple[YamlFile, Path_]] = {}
        self.broken: set[str] = set()
        self.unread = False
        self.head: YamlFile | None = None
        self._digest = hashlib.sha256()

    def add(self, file: Path) -> None:
        """Read one file and sort it in by its place in the folder."""
        relative = file.relative_to(self.folder)
        self._digest.update(f"{relative.as_posix()}\0".encode())
        self._digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
        document = read_yaml(file, (Path(self.folder.name) / relative).as_posix())
        self.problems += document.problems
        if document.data is None:
            self.unread = True
            return
        if not isinstance(document.data, dict):
            self._fault(document, (), "must hold keys and values")
            self.unread = True
            return
        kind = relative.parts[0].removesuffix(".yaml")
        if relative.as_posix() == "plan.yaml":
            self.head = document
        elif kind in LISTS:
            self._add_list(document, kind)
        elif relative.as_posix().removesuffix(".yaml") in SINGLES:
            piece = self._build(SINGLES[kind], document.data, document, ())
            self.singles[kind] = piece
            self.places[kind, ""] = (document, ())
        elif len(relative.parts) == 1:
            known = ["plan", *LISTS, *SINGLES]
            hint = did_you_mean(kind, known) or "Targets belong into a sub-folder."
            self._fault(document, (), f"{relative.name!r} has no place here", hint)
        else:
            self._add_target(document, relative.stem)

    def _add_list(self, document: YamlFile, kind: str) -> None:
        for key in document.data.keys() - {kind}:
            hint = did_you_mean(key, [kind])
            self._fault(document, (key,), f"unknown key {key!r}", hint)
        rows = document.data.get(kind)
        if not isinstance(rows, list):
            self._fault(document, (kind,), f"must hold a list under {kind!r}")
            self.unread = True
            return
        for index, row in enumerate(rows):
            piece = self._build(LISTS[kind], row, document, (kind, index))
            if piece is not None:
                self._keep(kind, piece, document, (kind, index))

    def _add_target(self, document: YamlFile, stem: str) -> None:
        found = document.data.get("id")
        if found != stem:
            self._fault(
                document, ("id",), f"the id {found!r} differs from the file name {stem!r}",
                "Give file and target the same name.",
            )  # fmt: skip
        piece = self._build(Target, document.data, document, ())
        if piece is not None:
            self._keep("targets", piece, document, ())

    def _keep(self, kind: str, piece: Any, document: YamlFile, path: Path_) -> None:
        name = str(getattr(piece, "id", None) or getattr(piece, "code", None) or piece.number)
        first = self.places.get((kind, name))
        if first:
            line = first[0].line(first[1])
            hint = f"It stands first in {first[0].name}:{line}."
            self._fault(document, path, f"{name!r} is declared twice", hint)
            return
        self.pieces[kind].append(piece)
        self.places[kind, name] = (document, path)

    def _build(
        self, model: type[BaseModel], data: Any, document: YamlFile, path: Path_
    ) -> Any | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems += explained(error, document, path)
            names = ("id", "code", "number")
            self.broken |= {
                str(data[name]) for name in names if isinstance(data, dict) and name in data
            }
            return None

    def _fault(self, document: YamlFile, path: Path_, problem: str, hint: str = "") -> None:
        line = document.line(path)
        self.problems.append(Problem(document.name, line, spelled(path), problem, hint))

    def plan(self) -> Plan:
        """The finished plan.

        Raises:
            PlanError: Anything is wrong.
        """
        plan = None
        if self.head is not None:
            order = {number: i for i, number in enumerate(_target_order(self.pieces["measures"]))}
            self.pieces["targets"].sort(key=lambda t: (order.get(t.id, len(order)), t.id))
            singles = {kind: piece for kind, piece in self.singles.items() if piece is not None}
            whole = {**self.head.data, **self.pieces, **singles}
            whole["content_hash"] = self._digest.hexdigest()
            for key in self.head.data.keys() & {*self.pieces, *SINGLES, "content_hash"}:
                self._fault(self.head, (key,), f"{key!r} has files of its own")
            plan = self._build(Plan, whole, self.head, ())
        if plan is not None and not self.unread:  # what an unread file declares is not known
            self.problems += crosscheck(plan, self._place, self.broken)
        if self.problems or plan is None:
            raise PlanError(self.problems)
        return cast("Plan", plan)

    def _place(self, kind: str, name: str, path: Path_) -> tuple[str, int]:
        """File and line of a place inside a piece, for the cross checks."""
        document, base = self.places.get((kind, name), (self.head, ()))
        if document is None:
            return self.folder.name, 0
        return document.name, document.line((*base, *path))


def _target_order(measures: Sequence[Measure]) -> Iterator[str]:
    for measure in measures:
        yield from measure.targets


_FIELD_NAMES = sorted(
    {name for model in Part.__subclasses__() for name in model.model_fields} | FORMS.keys()
)


def explained(error: ValidationError, document: YamlFile, base: Path_) -> Iterator[Problem]:
    """Say each fault of a validation in our words, with its line."""
    for fault in error.errors(include_url=False):
        path = _path(document.data, (*base, *fault["loc"]))
        problem, hint = _words(cast("Mapping[str, Any]", fault))
        yield Problem(document.name, document.line(path), spelled(path), problem, hint)


def _path(data: Any, loc: Sequence[str | int]) -> Path_:
    """The steps of ``loc`` that exist in the data; pydantic adds the names of union members."""
    path: list[str | int] = []
    for position, step in enumerate(loc):
        last = position == len(loc) - 1
        if isinstance(data, dict) and (step in data or (last and isinstance(step, str))):
            data = data.get(cast("str", step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            continue
        path.append(step)
    return tuple(path)


def _words(fault: Mapping[str, Any]) -> tuple[str, str]:
    found = repr(fault["input"])
    found = found if len(found) <= 60 else found[:57] + "..."
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    match fault["type"]:
        case "extra_forbidden":
            return f"unknown key {name!r}", did_you_mean(name, _FIELD_NAMES)
        case "missing":
            return f"{name!r} is missing", ""
        case "union_tag_not_found" | "union_tag_invalid":
            keys = list(fault["input"]) if isinstance(fault["input"], dict) else []
            hint = did_you_mean(keys[0], FORMS) if keys else ""
            return f"no form of rule in {found}", hint or f"Forms: {', '.join(FORMS)}."
        case "enum" | "literal_error":
            expected = str(fault["ctx"]["expected"])
            known = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
            guess = did_you_mean(str(fault["input"]), known)
            return f"found {found}, expected {expected}", guess
        case "string_pattern_mismatch":
            return f"found {found}", "Write lower-case words joined by - or _."
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"found {found}: {message[0].lower()}{message[1:]}", ""
