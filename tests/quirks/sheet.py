"""Tables as bureaus write them: one small made-up sheet for each quirk, and what it says.

A sheet is written line by line with ``|`` between cells; an observation as
``cell region period variable text``, and where units or spans matter its value in the plan's unit
and its basis.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quirk:
    """One sheet: its lines, what is read, the findings, and how many cells became what."""

    name: str
    lines: str
    read: str
    findings: tuple[str, ...] = ()
    fates: dict[str, int] = field(default_factory=dict)
    file: str = "报表.csv"

    @property
    def rows(self) -> list[list[str]]:
        """The cells."""
        return [
            [cell.strip(" ") for cell in line.split("|")]
            for line in self.lines.strip("\n").split("\n")
        ]

    @property
    def expected(self) -> set[tuple[str, ...]]:
        """(cell, region, period, variable, text) of each observation."""
        return {tuple(line.split()[:5]) for line in self.read.strip().splitlines()}

    @property
    def figures(self) -> dict[str, tuple[str, ...]]:
        """(value, basis) by cell, where they are said."""
        lines = [line.split() for line in self.read.strip().splitlines()]
        return {line[0]: tuple(line[5:]) for line in lines if line[5:]}
