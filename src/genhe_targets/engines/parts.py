"""Parts: the figures of some regions, judged by the code that judges a report in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from genhe_targets.batch import judge_observations
from genhe_targets.contract.check import LISTED
from genhe_targets.contract.kinds import MORE_OF_A_KIND
from genhe_targets.credibility.submissions import in_order
from genhe_targets.engines.outline import Outline
from genhe_targets.findings import Finding
from genhe_targets.judging.engine import Judged
from genhe_targets.judging.statuses import STATUSES
from genhe_targets.plan.model import Plan
from genhe_targets.reading import read
from genhe_targets.report.decisive import decisive
from genhe_targets.report.frames import standings_frame
from genhe_targets.vocabulary import Severity

VERDICTS = (
    "target", "region", "status", "reason", "value", "limit", "unit", "margin", "used_period",
    "final", "due", "decisive",
)  # fmt: skip
"""Columns of verdicts that come back from a part; ``report.frames.VERDICT_COLUMNS`` has more."""


@dataclass(frozen=True)
class Part:
    """What comes back from a part.

    Attributes:
        counts: (target, status, decisive) -> regions.
        findings: What is wrong or doubtful.
        verdicts: A pyarrow table with the columns ``VERDICTS``; ``None`` where only counts are
            wanted.
    """

    counts: dict[tuple[str, str, bool], int]
    findings: tuple[Finding, ...]
    verdicts: Any = None


@dataclass(frozen=True)
class Task:
    """How parts are judged; everything a worker elsewhere needs."""

    plan: Plan
    outline: Outline
    assigned: Any
    settings: Any
    verdicts: bool

    def run(self, table: Any) -> Part:
        """Judge a part (a pyarrow table)."""
        observations = in_order(read(table, self.plan, settings=self.settings), self.plan)
        outline = self.outline
        judged, findings, _ = judge_observations(
            observations, self.plan, outline.as_of, self.assigned, ends=outline.ends
        )
        return Part(
            counts_of(judged), tuple(findings), _verdicts(judged) if self.verdicts else None
        )


def counts_of(judged: Judged) -> dict[tuple[str, str, bool], int]:
    """How many regions stand how, by target."""
    found: dict[tuple[str, str, bool], int] = {}
    decides = decisive(judged)
    for duty, target in enumerate(judged.duties):
        status = judged.standings.status[duty, :, 0]
        for code, name in enumerate(STATUSES):
            here = status == code
            for counts in (True, False):
                count = int(np.count_nonzero(here & (decides[duty] == counts)))
                if count:
                    found[target.id, name.value, counts] = count
    return found


def _verdicts(judged: Judged) -> Any:
    import pyarrow as pa

    frame = standings_frame(judged, "en")[list(VERDICTS)]
    table = pa.Table.from_pandas(frame, preserve_index=False)
    plain = [
        field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(plain)).replace_schema_metadata(None)


def together(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of all parts: as many of a kind as in one report, the rest as a count."""
    listed: dict[str, list[Finding]] = {}
    more: dict[str, int] = {}
    for finding in found:
        if finding.code == MORE_OF_A_KIND:
            kind = str(finding.detail["kind"])
            more[kind] = more.get(kind, 0) + finding.count
            continue
        own = listed.setdefault(finding.code, [])
        if len(own) < LISTED:
            if finding not in own[-1:]:  # what is said of every part is said once
                own.append(finding)
        else:
            more[finding.code] = more.get(finding.code, 0) + finding.count
    rest = [Finding(MORE_OF_A_KIND, detail={"kind": k}, count=n) for k, n in more.items()]
    return (*(finding for own in listed.values() for finding in own), *rest)


def to_json(part: Part) -> str:
    """Counts and findings of a part as a text, for the way home from a worker."""
    counts = [[*key, count] for key, count in part.counts.items()]
    return json.dumps({"counts": counts, "findings": [asdict(f) for f in part.findings]})


def from_json(text: str) -> Part:
    """The part a text speaks of."""
    held = json.loads(text)
    counts = {(target, status, decisive): n for target, status, decisive, n in held["counts"]}
    return Part(counts, tuple(_finding(**finding) for finding in held["findings"]))


def _finding(weight: str | None, **fields: Any) -> Finding:
    return Finding(**fields, weight=None if weight is None else Severity(weight))
