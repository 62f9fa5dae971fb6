"""What is collected of a judgement part by part: verdicts or counts, and findings."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genhe_targets.engines.parts import VERDICTS, Part, together
from genhe_targets.errors import NotCompliantError
from genhe_targets.findings import Finding, worst_first
from genhe_targets.plan.model import Plan
from genhe_targets.report.frames import findings_frame
from genhe_targets.vocabulary import Lang, Status

if TYPE_CHECKING:
    import pandas as pd


class CollectedReport:
    """The answers for very many regions.

    Attributes:
        plan: The plan.
        as_of: The day of judging.
        verdicts: A pyarrow table, one row for each target and region, with the columns
            ``engines.parts.VERDICTS``; ``None`` where only counts were collected.
    """

    def __init__(
        self, plan: Plan, as_of: datetime.date, lang: Lang, parts: Iterable[Part], into: Any = None
    ) -> None:
        """Gather the parts; with ``into`` their verdicts go to that folder as they come."""
        self.plan, self.as_of, self.lang = plan, as_of, lang
        self._counts: Counter[tuple[str, str, bool]] = Counter()
        findings: list[Finding] = []
        tables = []
        for number, part in enumerate(parts):
            self._counts.update(part.counts)
            findings += part.findings
            if part.verdicts is None:
                continue
            if into is None:
                tables.append(part.verdicts)
            else:
                save_part(part.verdicts, Path(into), plan, as_of, number)
        self._found = together(findings)
        self.verdicts: Any = None
        if tables:
            import pyarrow as pa

            self.verdicts = pa.concat_tables(tables)

    @property
    def standings(self) -> pd.DataFrame:
        """The verdicts as a frame; empty where only counts were collected."""
        import pandas as pd

        if self.verdicts is None:
            return pd.DataFrame(columns=list(VERDICTS))
        frame: pd.DataFrame = self.verdicts.to_pandas()
        return frame

    @property
    def counts(self) -> pd.DataFrame:
        """How many regions stand how: ``target, status, decisive, regions``."""
        import pandas as pd

        rows = [(*key, count) for key, count in sorted(self._counts.items())]
        return pd.DataFrame(rows, columns=["target", "status", "decisive", "regions"])

    @property
    def findings(self) -> pd.DataFrame:
        """One row for each finding, worst first; columns as in a report's ``findings``."""
        return findings_frame(worst_first(self._found), self.lang)

    @property
    def ok(self) -> bool:
        """Whether no decisive target is missed."""
        return not self._failed

    @property
    def _failed(self) -> int:
        return sum(
            count
            for (_, status, decisive), count in self._counts.items()
            if decisive and status == Status.NOT_MET
        )

    def raise_for_status(self) -> None:
        """Raise where a decisive target is missed.

        Raises:
            NotCompliantError: With how many.
        """
        if self._failed:
            raise NotCompliantError([f"{self._failed:,} decisive verdicts are not met"])

    def save(self, folder: str | Path) -> Path:
        """Keep the verdicts as parquet: ``folder/plan=…/as_of=…/part-0000.parquet``.

        Raises:
            ValueError: Only counts were collected.
        """
        if self.verdicts is None:
            raise ValueError("only counts were collected; evaluate with collect='verdicts'")
        return save_part(self.verdicts, Path(folder), self.plan, self.as_of, 0)


def save_part(
    table: Any, folder: Path, plan: Plan, as_of: datetime.date, number: int
) -> Path:  # fmt: skip
    """Write verdicts into the partition of their plan and day."""
    import pyarrow.parquet as pq

    own = folder / f"plan={plan.id}" / f"as_of={as_of.isoformat()}"
    own.mkdir(parents=True, exist_ok=True)
    file = own / f"part-{number:04}.parquet"
    pq.write_table(table, file, compression="zstd")
    return file
