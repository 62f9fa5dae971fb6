"""Comply or explain: a justification file answers findings, with who and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import Field

from genhe_targets.findings import Finding
from genhe_targets.plan.parts import Names, Part, RegionCode
from genhe_targets.vocabulary import Lang, Severity


class Justification(Part):
    """An answer to findings of a kind.

    Attributes:
        findings: Codes of the findings it answers.
        region, period, variable, file: Where it holds; any where not given.
        explanation: Why the figure is right.
        by: Who explains.
        on: When.
        until: The last day it holds for, ``None`` for good.
    """

    findings: Names = Field(min_length=1)
    region: RegionCode | None = None
    period: str | None = None
    variable: str | None = None
    file: str | None = None
    explanation: str = Field(min_length=1)
    by: str = Field(min_length=1)
    on: datetime.date
    until: datetime.date | None = None

    def answers(self, finding: Finding, day: datetime.date) -> bool:
        """Whether it answers a finding on a day.

        An error is put right and not explained: it makes a figure unusable whatever is said.
        """
        if finding.severity is Severity.ERROR or finding.code not in self.findings:
            return False
        if self.until is not None and day > self.until:
            return False
        places = (
            (self.region, finding.region),
            (self.period, finding.period),
            (self.variable, finding.variable),
            (self.file, finding.file),
        )
        return all(wanted is None or wanted == found for wanted, found in places)

    def sentence(self, lang: Lang) -> str:
        """The answer with who and when."""
        if lang == "zh":
            return f"已说明：{self.explanation}（{self.by}，{self.on}）"
        return f"explained: {self.explanation} ({self.by}, {self.on})"


class Justifications(Part):
    """The justification file (``justifications.yaml``)."""

    justifications: tuple[Justification, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding beside its justification, ``None`` where there is none."""

    finding: Finding
    justification: Justification | None


def answer_findings(
    findings: Iterable[Finding], justifications: Sequence[Justification], day: datetime.date
) -> tuple[list[Answered], list[Justification]]:
    """Match justifications to findings; the first that answers counts.

    Args:
        findings: The findings.
        justifications: The justifications, in the order of the file.
        day: The day of judging.

    Returns:
        Every finding with its answer, and the justifications that answer nothing: out of date,
        misspelt, or about errors.
    """
    answered: list[Answered] = []
    used: set[int] = set()
    for finding in findings:
        match = next((i for i, one in enumerate(justifications) if one.answers(finding, day)), None)
        if match is not None:
            used.add(match)
        answered.append(Answered(finding, None if match is None else justifications[match]))
    return answered, [one for i, one in enumerate(justifications) if i not in used]
