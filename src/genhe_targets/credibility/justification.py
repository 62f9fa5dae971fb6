"""Comply or explain: a justification file answers findings, with who and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from pydantic import Field

from genhe_targets.findings import Explanation, Finding
from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.plan.parts import Names, Part
from genhe_targets.vocabulary import Severity


class Justification(Part):
    """An answer to findings of a kind.

    Attributes:
        findings: Codes of the findings it answers.
        region, period, variable, file: Where it holds; any where not given.  A period stands for
            every spelling of its last day, a file for its name without folders.
        explanation: Why the figure is right.
        by: Who explains.
        on: When.
        until: The last day it holds for, ``None`` for good.
    """

    findings: Names = Field(min_length=1)
    region: str | None = None
    period: str | None = None
    variable: str | None = None
    file: str | None = None
    explanation: str = Field(min_length=1)
    by: str = Field(min_length=1)
    on: datetime.date
    until: datetime.date | None = None

    def answers(self, finding: Finding, day: datetime.date, calendar: Calendar = CIVIL) -> bool:
        """Whether it answers a finding on a day, under the calendar of the plan.

        An error is put right and not explained: it makes a figure unusable whatever is said.
        """
        if finding.severity is Severity.ERROR or finding.code not in self.findings:
            return False
        if self.until is not None and day > self.until:
            return False
        return (
            self.region in {None, finding.region}
            and self.variable in {None, finding.variable}
            and (self.file is None or self.file in {finding.file, PurePath(finding.file).name})
            and (self.period is None or _same_end(self.period, finding.period, calendar))
        )

    @property
    def answer(self) -> Explanation:
        """What is said, as a finding carries it."""
        return Explanation(self.explanation, self.by, self.on.isoformat())


def _same_end(one: str, other: str, calendar: Calendar) -> bool:
    first, second = calendar.parse(one), calendar.parse(other)
    if first is None or second is None:
        return one == other
    return first.end == second.end


class Justifications(Part):
    """The justification file (``justifications.yaml``)."""

    justifications: tuple[Justification, ...]


def answer_findings(
    findings: Iterable[Finding],
    justifications: Sequence[Justification],
    day: datetime.date,
    calendar: Calendar = CIVIL,
) -> tuple[list[Finding], list[int]]:
    """Match justifications to findings; the first that answers counts.

    Args:
        findings: The findings.
        justifications: The justifications, in the order of the file.
        day: The day of judging.
        calendar: How the years of the plan lie.

    Returns:
        Every finding, explained where it is, and the positions of the justifications that answer
        nothing: out of date, misspelt, or about errors.
    """
    answered: list[Finding] = []
    used: set[int] = set()
    for finding in findings:
        answers = (i for i, one in enumerate(justifications) if one.answers(finding, day, calendar))
        match = next(answers, None)
        if match is None:
            answered.append(finding)
        else:
            used.add(match)
            answered.append(replace(finding, explained=justifications[match].answer))
    return answered, [i for i in range(len(justifications)) if i not in used]
