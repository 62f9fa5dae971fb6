"""Lines: the figures of one row, and which lines of a panel are the parts of which total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from genhe_targets.reading.cells import tidy_text
from genhe_targets.reading.regions import WHOLE
from genhe_targets.reading.words import Words

_SUBTOTAL = re.compile(r"小计|subtotal", re.IGNORECASE)
_NATION = re.compile(r"全国|national?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure, and what is said of it; ``""`` where nothing is.

    Attributes:
        row, at: 0-based place.
        text: As written.
        region, period, variable: Texts or ids.
        unit, basis, note, date, submitted: As given.
        last_year: Whether it is the figure of one year before its period.
    """

    row: int
    at: int
    text: str
    variable: str
    region: str = ""
    period: str = ""
    unit: str = ""
    basis: str = ""
    note: str = ""
    date: str = ""
    submitted: str = ""
    last_year: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """The figure of a total, and its parts."""

    entry: Entry
    parts: tuple[Entry, ...]


@dataclass
class Line:
    """A row of a panel.

    Attributes:
        row: Its position in the sheet.
        entries: Its figures.
        total: ``all`` or ``sub`` where it is a total, ``""`` where it is none.
        of: Whether it is a total of ``region`` or of ``variable``.
        name: What the total is called.
        section: Counts the rows without figures above it.
        part: Whether it is a part of the item above it (其中).
        across: Its figures in columns of totals.
    """

    row: int
    entries: list[Entry]
    total: str = ""
    of: str = ""
    name: str = ""
    section: int = 0
    part: bool = False
    across: list[Entry] = field(default_factory=list)


@dataclass
class Found:
    """Observations and totals of a panel; ``wholes`` are totals that are observations as well."""

    entries: list[Entry] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    wholes: list[Entry] = field(default_factory=list)


def rank(name: str) -> str:
    """Whether a total is one of some lines (小计) or of all."""
    return "sub" if _SUBTOTAL.search(name) else "all"


class PartsFinder:
    """Finds the parts of the totals of one panel."""

    def __init__(self, lines: Sequence[Line], words: Words) -> None:
        self.lines, self.words = list(lines), words

    def found(self) -> Found:
        """Observations, totals with their parts, and totals that speak for a region (全市)."""
        found = Found()
        for position, line in enumerate(self.lines):
            if not line.total:
                found.entries += line.entries
            elif line.of == "variable":
                found.totals += self._of_items(position, line)
            else:
                self._of_regions(position, line, found)
            for entry in line.across:
                parts = [own for own in line.entries if self._alike(own, entry)]
                found.totals.append(Total(entry, tuple(parts)))
        return found

    def _alike(self, one: Entry, other: Entry) -> bool:
        return (one.variable, one.period, one.basis, one.unit, one.last_year) == (
            other.variable, other.period, other.basis, other.unit, other.last_year,
        )  # fmt: skip

    def _of_regions(self, position: int, line: Line, found: Found) -> None:
        parts = [own for own in self.lines if own.of != "region" and not own.total]
        if line.total == "sub":
            before = self.lines[:position]
            while before and any(own.total for own in before):
                before = before[1:]
            parts = [own for own in before if not own.total]
        entries = [entry for own in parts for entry in own.entries]
        codes = {entry.region: self.words.region(entry.region) or "" for entry in entries}
        known = {code for code in codes.values() if code}
        outer = {code for code in known if any(self._within(own, code) for own in known)}
        for total in line.entries:
            own = tuple(
                entry for entry in entries
                if self._alike(entry, total) and codes[entry.region] not in outer
            )  # fmt: skip
            found.totals.append(Total(total, own))
        if not WHOLE.fullmatch(tidy_text(line.name).replace(" ", "")):
            return
        whole = self._whole(line, known)
        if whole is not None:
            found.wholes += line.entries
            found.entries += [replace(entry, region=whole) for entry in line.entries]

    def _whole(self, line: Line, parts: set[str]) -> str | None:
        """The region that 全市 means: the one all parts lie in, or the one the table speaks of."""
        if _NATION.fullmatch(tidy_text(line.name)):
            return None if parts or len(self.lines) > 1 else line.name
        parent = self.words.regions.parent_of_all(parts) if parts else None
        if parent and self.words.region(parent) and parent not in parts:
            return parent
        others = any(own.entries and own.of != "region" for own in self.lines)
        return None if others else ""

    def _within(self, code: str, outer: str) -> bool:
        return code != outer and self.words.regions.inside(code, outer)

    def _of_items(self, position: int, line: Line) -> list[Total]:
        start = position
        while start and not self.lines[start - 1].total:
            start -= 1
        group = [own for own in self.lines[start:position] if not own.part]
        if not group:  # the total stands first
            group = [own for own in self.lines[position + 1 :] if not own.part and not own.total]
        return [
            Total(
                total,
                tuple(
                    entry
                    for own in group
                    for entry in own.entries
                    if (entry.at, entry.region, entry.period)
                    == (total.at, total.region, total.period)
                ),
            )
            for total in line.entries
        ]
