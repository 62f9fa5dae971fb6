"""``ComplianceReport``: the table of answers, and the doors to its views."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genhe_targets.errors import NotCompliantError
from genhe_targets.findings import Finding, worst_first
from genhe_targets.report.decisive import failing
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    import pandas as pd

    from genhe_targets.judging.engine import Judged
    from genhe_targets.report.compare import Comparison
    from genhe_targets.report.current import Current
    from genhe_targets.report.explain import Explanation
    from genhe_targets.report.ledgerback import Ledger
    from genhe_targets.report.plots import Figure
    from genhe_targets.report.records import ReportRecords, Summary


class ComplianceReport:
    """What holds, what does not, why, and how sure that is.

    Attributes:
        judged: The verdicts as arrays; the tables and records below are made from it on demand.
        lang: Language of the tables and of views that hold one language.
        parameters: How ``evaluate`` was called.

    The ledger given to ``evaluate`` stands beside what it explains; a ``timeless`` report does not
    carry the time of making.
    """

    def __init__(
        self,
        judged: Judged,
        findings: Sequence[Finding],
        pandera: Mapping[str, int],
        parameters: Mapping[str, str],
        lang: Lang,
        *,
        ledger: Ledger | None = None,
        timeless: bool = False,
    ) -> None:
        self.judged = judged
        self.lang: Lang = lang
        self.parameters = dict(parameters)
        self._found = findings
        self._pandera = dict(pandera)
        self._ledger = ledger
        self._time = None if timeless else datetime.datetime.now(datetime.UTC)

    @property
    def as_of(self) -> datetime.date:
        """The day of judging."""
        return self.judged.facts.as_of

    @cached_property
    def standings(self) -> pd.DataFrame:
        """One row for each target and region: what counts now.

        Columns: see ``report.frames.VERDICT_COLUMNS``.
        """
        from genhe_targets.report.frames import standings_frame

        return standings_frame(self.judged, self.lang)

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """One row for each target, region and period; columns as ``standings``."""
        from genhe_targets.report.frames import verdicts_frame

        return verdicts_frame(self.judged, self.lang)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row for each finding, worst first.

        Columns: ``code, severity, message, hint, file, sheet, row, column, text, region, period,
        variable, count, explanation, explained_by, explained_on``.
        """
        from genhe_targets.report.frames import findings_frame

        return findings_frame(worst_first(self._found), self.lang)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """The work table, one row for each measure and region, with its state.

        Columns: ``measure, item, title, region, lead, due, ongoing, status, status_word, reason,
        done_on, evidence, targets``.
        """
        import pandas as pd

        lang = self.lang
        rows = [
            {
                "measure": record["measure"],
                "item": record["item"],
                "title": record["title"][lang],
                "region": record["region"],
                "lead": "、".join(unit[lang] for unit in record["lead"]),
                "due": record["due"],
                "ongoing": record["ongoing"],
                "status": record["status"],
                "status_word": record["status_word"][lang],
                "reason": record["reason_text"][lang],
                "done_on": record["done_on"],
                "evidence": record["evidence"],
                "targets": ", ".join(record["targets"]),
            }
            for record in self.shown["measures"]
        ]
        return pd.DataFrame(rows)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Points of items, groups and regions, where the plan declares a scoring; else no rows.

        Columns: ``region, kind, id, title, available, low, high, text, extra, grade, reason``.
        """
        from genhe_targets.report.scores import score_frame

        return score_frame(self.shown.get("scores", []), self.lang)

    def rollup(self, by: str = "unit") -> pd.DataFrame:
        """Many verdicts as one, by the method the plan declares (the worst counts by default).

        Columns: ``key, title, status, status_word, total, method``, and a count for each status.

        Args:
            by: ``measure``, ``clause``, ``unit``, ``region`` or ``plan``.

        Raises:
            ValueError: There is no such level.
        """
        from genhe_targets.report.rollups import rollup_frame

        return rollup_frame(self.shown.get("rollups", []), by, self.lang)

    @property
    def summary(self) -> Summary:
        """Counts by status, by leading unit and by region, and the sentences that matter."""
        return self._current.summary

    @property
    def ok(self) -> bool:
        """Whether nothing decisive failed.

        A decisive target fails when it is not met, or when its deadline has passed without a
        usable figure: silence never counts as met.
        """
        return not failing(self.judged).any()

    def records(self) -> ReportRecords:
        """The one plain form every view is made from; see ``report.records``.

        All verdicts in full, in lists: several kilobytes each.
        """
        return self._records

    @cached_property
    def _records(self) -> ReportRecords:
        from genhe_targets.report.recordlist import spread_out

        return spread_out(self.shown)

    @cached_property
    def shown(self) -> ReportRecords:
        """What views are given: as ``records()``, but a verdict is made when it is looked at."""
        from genhe_targets.report.build import build_records

        records = build_records(
            self.judged, self._current, self._pandera, self.parameters, self.lang, self._time
        )
        if self._ledger is None:
            return records
        from genhe_targets.report.ledgerback import apply

        return apply(records, self._ledger)

    @cached_property
    def _current(self) -> Current:
        """What counts now; whoever asks for no more does not wait for all verdicts."""
        from genhe_targets.report.current import current_records

        return current_records(self.judged, worst_first(self._found))

    def raise_for_status(self) -> None:
        """Do nothing when ``ok``.

        Raises:
            NotCompliantError: Something decisive failed; the message names it.
        """
        from genhe_targets.report.current import failures

        failed = failures(self._current.standings)
        if failed:
            lines = [
                f"  {r['target']} {r['region']}: {r['status']} ({r['reason_text']['en']})"
                for r in failed
            ]
            raise NotCompliantError("\n".join([f"{len(failed)} decisive targets failed", *lines]))

    def save(
        self,
        path: str | Path,
        lang: Lang | None = None,
        *,
        template: str | Path | None = None,
    ) -> Path:
        """Write the report in the form its suffix names.

        Args:
            path: Where to; ``.html .xlsx .docx .json .md .txt .csv .parquet .xml .sarif
                .ess.json``; folders are made where they do not exist.
            lang: Language, where the form holds one; the report's own by default.
            template: An office's own Word file for ``.docx``.

        Raises:
            ValueError: No view has this suffix, or it takes no template.
            ReadingError: The template cannot be used.
            MissingExtraError: The view needs an extra that is not installed.
        """
        from genhe_targets.report.views import write

        return write(self.shown, path, lang or self.lang, template)

    def compare(
        self, earlier: ComplianceReport | Comparison | ReportRecords | str | Path
    ) -> Comparison:
        """What changed since an earlier report: newly met, still unmet, fell back, ...

        Args:
            earlier: A report, its records, or one saved as JSON.

        Raises:
            ReadingError: The file is no saved report.
            ValueError: The earlier report is by a plan that has no target in common.
        """
        from genhe_targets.report.compare import compare

        return compare(self.records(), earlier)

    def explain(
        self, target: str, region: str | None = None, period: str | None = None
    ) -> Explanation:
        """How one verdict came about, from the cells to the clause; shows itself in a notebook.

        Args:
            target: Id or title of the target.
            region: Code or name; may be left out where one region reports.
            period: Such as ``2023Q3``; what counts now by default.

        Raises:
            ValueError: There is no such verdict, or more than one.
        """
        from genhe_targets.report.explain import explain

        return explain(self.shown, target, region, period, self.lang)

    def plot(
        self,
        kind: str | None = None,
        *,
        target: str | None = None,
        region: str | None = None,
        lang: Lang | None = None,
    ) -> Figure:
        """A figure: it shows itself in a notebook, ``render_to_file`` writes it as SVG.

        Args:
            kind: ``progress`` of the targets to their limits, ``trajectory`` of one target with
                its limit, pace and deadline, or ``matrix`` of targets by regions; by default a
                trajectory where a target is named, a matrix where several regions report,
                progress else.
            target: Id or title, for a trajectory.
            region: Code or name, to look at one region.
            lang: Language of the labels; the report's own by default.

        Raises:
            ValueError: There is no such figure, target or region; the message says what there is.
        """
        from genhe_targets.report.plots import plot
        from genhe_targets.report.recordlist import kept

        return plot(kept(self.shown), kind, target=target, region=region, lang=lang or self.lang)

    def __str__(self) -> str:
        from genhe_targets.report.notebook import report_text
        from genhe_targets.report.recordlist import kept

        return report_text(kept(self.shown), self.lang)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002 - IPython asks so
        printer.text(str(self))

    def _repr_html_(self) -> str:
        from genhe_targets.report.notebook import report_html
        from genhe_targets.report.recordlist import kept

        return report_html(kept(self.shown), self.lang)

    def __repr__(self) -> str:
        counts = ", ".join(f"{status} {n}" for status, n in self.summary["counts"].items())
        return f"<ComplianceReport {self.parameters.get('plan', '')} as of {self.as_of}: {counts}>"
