"""Findings: what is wrong or doubtful in what was reported.

Every kind of finding stands once in ``KINDS`` with its severity and its sentence in both
languages.  Severities follow the European statistical system: an *error* makes the cell
unusable, a *warning* asks for a justification, *information* needs none.  A finding never
changes a verdict silently: it makes it ``invalid`` or stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, overload

from genhe_targets.vocabulary import Lang, Severity


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding; the templates may use ``text``, ``hint`` and the keys of ``detail``."""

    code: str
    severity: Severity
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to a finding: why the figure is right, who says so, and when (ISO date)."""

    text: str
    by: str
    on: str

    def sentence(self, lang: Lang) -> str:
        """The answer with who and when."""
        if lang == "zh":
            return f"已说明：{self.text}（{self.by}，{self.on}）"
        return f"explained: {self.text} ({self.by}, {self.on})"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, with its place as a spreadsheet shows it.

    Attributes:
        row: 1-based row, 0 where the finding is about a whole file or sheet.
        column: Column letters, ``""`` where it has none.
        text: The cell as written.
        hint: What to do, such as a suggested name.
        detail: Values for the sentence; ``nearest`` adds a question after it.  A value that differs
            by language is a mapping of ``zh`` and ``en``; floats are spelled out.
        count: How many cells it stands for.
        weight: Severity where a plan gives it another than its kind has.
        explained: The answer to it, where a justification gives one.
    """

    code: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    text: str = ""
    region: str = ""
    period: str = ""
    variable: str = ""
    hint: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1
    weight: Severity | None = None
    explained: Explanation | None = None

    @property
    def severity(self) -> Severity:
        """Weight, from the kind unless the plan gives another."""
        return self.weight or KINDS[self.code].severity

    def message(self, lang: Lang) -> str:
        """The finding as a sentence."""
        kind = KINDS[self.code]
        template = kind.zh if lang == "zh" else kind.en
        values = {"text": self.text, "hint": self.hint, "count": self.count}
        values |= {name: _in(value, lang) for name, value in self.detail.items()}
        said = template.format_map(_Blank(values)).strip()
        guess = self.detail.get("nearest")
        if guess:
            said += f"，是否应为“{guess}”？" if lang == "zh" else f". Did you mean {guess!r}?"
        if self.explained:
            said += ("；" if lang == "zh" else "; ") + self.explained.sentence(lang)
        return said

    @property
    def place(self) -> str:
        """``file[sheet]!C7``, as much as is known."""
        sheet = f"[{self.sheet}]" if self.sheet else ""
        cell = f"!{self.column}{self.row or ''}" if self.row or self.column else ""
        return f"{self.file}{sheet}{cell}"


Findings = Sequence[Finding]


class Unwritten(Sequence[Finding]):
    """So many findings that are written out when the first of them is looked at.

    A long report has thousands, and who asks for its verdicts may never read them.
    """

    def __init__(self, count: int, write: Callable[[], Iterable[Finding]]) -> None:
        self._count, self._write = count, write

    @cached_property
    def _written(self) -> tuple[Finding, ...]:
        return tuple(self._write())

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self._written[index]


def in_turn(groups: Iterable[Findings]) -> Findings:
    """Groups of findings as one, none of them written out for it."""
    own = [group for group in groups if len(group)]
    return Unwritten(sum(map(len, own)), lambda: chain.from_iterable(own))


def _in(value: Any, lang: Lang) -> Any:
    if isinstance(value, float):
        from genhe_targets.numerals import plainly

        return plainly(value)
    return value[lang] if isinstance(value, Mapping) else value


class _Blank(dict[str, Any]):
    """A template never fails for want of a detail."""

    def __missing__(self, key: str) -> str:
        return ""


KINDS: dict[str, FindingKind] = {}


def declare(code: str, severity: Severity, zh: str, en: str) -> str:
    """Add a kind of finding to the catalogue and return its code.

    Raises:
        ValueError: The code is taken.
    """
    if code in KINDS:
        raise ValueError(f"finding {code!r} is declared twice")
    KINDS[code] = FindingKind(code, severity, zh, en)
    return code


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order people should look at them."""
    order = {severity: rank for rank, severity in enumerate(Severity)}
    return sorted(
        findings, key=lambda f: (order[f.severity], f.file, f.sheet, f.row, f.column, f.code)
    )
