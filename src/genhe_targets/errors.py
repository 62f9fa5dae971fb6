"""What can go wrong before anything is judged.

GenheTargetsError
├── PlanError           the plan's author made a mistake; lists every problem at once
├── MappingError        a mapping file is faulty; lists every problem at once
├── ReadingError        the input is no report at all
├── MissingExtraError   an optional dependency is needed and not installed
└── NotCompliantError   raised only on request, by ``ComplianceReport.raise_for_status()``

Bad data inside a report is never an exception: it is a finding.  A missed target is never an
exception: it is a verdict.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where, and what to do about it.

    Attributes:
        file: The file as the user named it.
        line: 1-based line, 0 where the problem has no line (a missing file).
        where: Path inside the file, such as ``rule.at_least``.
        problem: What is wrong, with what was found.
        hint: What to do about it, or ``""``.
    """

    file: str
    line: int
    where: str
    problem: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        middle = f" {self.where}:" if self.where else ""
        hint = f". {self.hint}" if self.hint else ""
        return f"{place}:{middle} {self.problem}{hint}"


def nearest(found: str, known: Iterable[str]) -> str:
    """The known name nearest to the one found, or ``""`` when none is near."""
    near = difflib.get_close_matches(found, list(known), n=1, cutoff=0.6)
    return near[0] if near else ""


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return ``Did you mean 'x'?`` for the nearest known name, or ``""`` when none is near."""
    near = nearest(found, known)
    return f"Did you mean {near!r}?" if near else ""


class GenheTargetsError(Exception):
    """Base class of every error this library raises on purpose."""


class PlanError(GenheTargetsError):
    """A plan cannot be used; ``problems`` holds every fault found, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the plan"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class MappingError(GenheTargetsError):
    """A mapping file cannot be used; ``problems`` holds every fault found, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the mapping"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class ReadingError(GenheTargetsError):
    """An input is no report at all: not found, not a table, too large, or not readable.

    Attributes:
        source: The input as the caller named it.
        problem, hint: What is wrong and what to do about it, in English.
        zh: The same two in Chinese, ``("", "")`` where they are said in English only.
    """

    def __init__(
        self, source: str, problem: str, hint: str = "", zh: tuple[str, str] = ("", "")
    ) -> None:
        self.source = source
        self.problem = problem
        self.hint = hint
        self.zh = zh
        said = self.message("en")
        super().__init__(f"{said}\n{self.message('zh')}" if zh[0] else said)

    def named(self, source: str) -> ReadingError:
        """The same error about an input of another name."""
        return ReadingError(source, self.problem, self.hint, self.zh)

    def message(self, lang: Literal["zh", "en"]) -> str:
        """The error in one language; in English where nothing else is known."""
        if lang == "zh" and self.zh[0]:
            problem, hint = self.zh
            return f"{self.source}：{problem}{'。' + hint if hint else ''}"
        return f"{self.source}: {self.problem}{'. ' + self.hint if self.hint else ''}"


class MissingExtraError(GenheTargetsError, ImportError):
    """An optional dependency is needed; the message names the extra that brings it."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        self.extra = extra
        super().__init__(
            f"{purpose} needs {package}. Install it with: pip install 'genhe-targets[{extra}]'"
        )


class NotCompliantError(GenheTargetsError):
    """At least one decisive target fails; raised by ``ComplianceReport.raise_for_status()``."""
