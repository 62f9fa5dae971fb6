"""``evaluate``: from what was reported to a compliance report."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.plan.loading import load_plan
from genhe_targets.plan.model import Plan
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from genhe_targets.credibility.answers import Answers
    from genhe_targets.engines.collected import CollectedReport
    from genhe_targets.observations import Observations
    from genhe_targets.report.ledgerback import Ledger
    from genhe_targets.report.result import ComplianceReport


Collect = Literal["report", "verdicts", "counts"]


@overload
def evaluate(
    data: Any,
    plan: str | Path | Plan = ...,
    as_of: str | datetime.date | None = ...,
    *,
    assigned: Any = ...,
    justified: Any = ...,
    whole: str | Sequence[str] = ...,
    revised: Any = ...,
    lang: Lang = ...,
    settings: Any = ...,
    mapping: Any = ...,
    ledger: Any = ...,
    progress: Callable[[str], None] | None = ...,
    engine: None = ...,
    collect: Literal["report"] | None = ...,
    into: None = ...,
) -> ComplianceReport: ...


@overload
def evaluate(
    data: Any,
    plan: str | Path | Plan = ...,
    as_of: str | datetime.date | None = ...,
    *,
    assigned: Any = ...,
    justified: Any = ...,
    whole: str | Sequence[str] = ...,
    revised: Any = ...,
    lang: Lang = ...,
    settings: Any = ...,
    mapping: Any = ...,
    ledger: Any = ...,
    progress: Callable[[str], None] | None = ...,
    engine: Any = ...,
    collect: Literal["verdicts", "counts"],
    into: str | Path | None = ...,
) -> CollectedReport: ...


def evaluate(  # noqa: PLR0913 - each has its own meaning, all but the first are optional
    data: Any,
    plan: str | Path | Plan = "genhe-2023",
    as_of: str | datetime.date | None = None,
    *,
    assigned: Any = None,
    ledger: str | Path | None = None,
    revised: Any = None,
    justified: Any = None,
    whole: str | Sequence[str] = (),
    lang: Lang = "zh",
    settings: Any = None,
    mapping: Any = None,
    progress: Callable[[str], None] | None = None,
    engine: Any = None,
    collect: Collect | None = None,
    into: str | Path | None = None,
) -> ComplianceReport | CollectedReport:
    """Judge what was reported against a plan.

    Args:
        data: A path, a list of paths, a glob, a folder, ``"-"`` for standard input, a frame
            (pandas, polars, also lazy, pyarrow, a DuckDB relation, PySpark), a mapping or a list
            of mappings (JSON).  Long
            (``region, period, variable, value[, unit, basis, note, date]``) or wide (``region,
            period`` and a column for each variable or indicator); English or Chinese headers.
        plan: A plan, the name of a shipped one, or a folder.
        as_of: The day of judging, or a period (``2023Q3``) for its last day; by default the end
            of the latest period reported.  A report with a given day does not carry the time of
            making: the same data give the same bytes.
        assigned: Limits set by a superior level: ``{"total-water-use": 4200}``, the same with a
            mapping by region, or a CSV with the columns ``target, region, limit`` and, where
            wanted, ``unit, valid_from, valid_to, note``: a verdict uses the limit in force on its
            day.
        ledger: A workbook of an earlier report whose ledger (工作台账) the units have filled in:
            explanations stand beside what they explain, and measures with a day of completion
            count as done.
        revised: A later submission, in any form that ``data`` may have: its figures take the place
            of earlier ones of the same region, period and variable, and each change is a finding.
            Where the figures say when they were handed in, ``data`` may hold all submissions, in
            any order: the latest counts.
        justified: Answers to findings (comply or explain): a path (``.yaml``, ``.csv``, ``.xlsx``)
            or a list of mappings; see ``credibility.justification``.
        whole: Regions to judge as the whole of their parts, by code or name, beside those that
            report; the plan's own region always is, where its parts report and it does not.
        lang: Language of the report's texts, ``zh`` or ``en``.
        settings: Settings of the reader; see ``reading.settings``.
        mapping: What the tables of a sender hold: a mapping file (YAML) or its content; see
            ``reading.mapping``.
        progress: Told the name of each input once it is read.
        engine: ``"duckdb"`` or a DuckDB connection: ``data`` is then a path or glob of CSV or
            parquet, a table or a query, of any size.
        collect: ``"report"``: everything, in memory.  ``"verdicts"`` or ``"counts"``: the data
            are judged part by part where they lie, and only these come back, with the findings;
            a ``CollectedReport``.  By default ``"verdicts"`` with an engine and for PySpark.
        into: A folder that verdicts are written to as parquet, part by part, instead of being
            kept in memory.

    Returns:
        The report.  Bad data are findings in it, missing data a status.

    Raises:
        PlanError: The plan is faulty.
        MappingError: The mapping file is faulty.
        ReadingError: An input is no report at all, an assigned limit or a justification is not
            usable, or the ledger is none.
        ValueError: ``as_of`` is neither a date nor a period, ``whole`` is no region with parts, or
            ``revised`` is to be judged part by part.
    """
    from genhe_targets.reading import read
    from genhe_targets.report.result import ComplianceReport

    the_plan = plan if isinstance(plan, Plan) else load_plan(plan)
    day = day_of(as_of, the_plan.calendar) if isinstance(as_of, str) else as_of
    if collect is None and (engine is not None or type(data).__module__.startswith("pyspark.")):
        collect = "verdicts"
    if collect in {"verdicts", "counts"}:
        if revised is not None:
            raise ValueError("revised needs the whole report in memory: collect='report'")
        from genhe_targets.engines.running import run

        return run(
            data, the_plan, day, assigned=assigned, lang=lang, settings=settings, engine=engine,
            verdicts=collect == "verdicts", into=into,
        )  # fmt: skip
    if engine is not None:
        from genhe_targets.engines.duck import relation

        data = relation(data, engine)
    from genhe_targets.batch import judge_observations
    from genhe_targets.credibility.submissions import in_order, superseded

    def handed_in(given: Any) -> Observations:
        found = read(given, the_plan, settings=settings, mapping=mapping, progress=progress)
        return in_order(found, the_plan)

    observations = handed_in(data)
    if revised is not None:
        observations, _ = superseded(observations, handed_in(revised), the_plan)
    book = _ledger(ledger)
    if book is not None:
        from genhe_targets.report.ledgerdone import strangers, with_done

        observations = with_done(observations, the_plan, day, book)
    answers = _answers(justified, the_plan)
    wholes = _wholes(whole, the_plan)
    judged, findings, counts = judge_observations(
        observations, the_plan, day, assigned, wholes=wholes
    )
    if answers is not None:
        findings = tuple(answers.applied(findings, judged.facts.as_of))
    parameters = {
        "plan": the_plan.id,
        "as_of": "" if as_of is None else str(day),
        "assigned": "" if assigned is None else str(assigned),
        "lang": lang,
    }
    if wholes:
        parameters["whole"] = ",".join(wholes)
    if answers is not None:
        parameters["justified"] = answers.file
    if book is not None:
        parameters["ledger"] = book.name
        findings = (*findings, *strangers(the_plan, judged.facts.regions, book))
    return ComplianceReport(
        judged, findings, counts, parameters, lang, ledger=book, timeless=as_of is not None
    )


def _wholes(whole: str | Sequence[str], plan: Plan) -> tuple[str, ...]:
    """Codes of the regions to judge as wholes."""
    names = [whole] if isinstance(whole, str) else list(whole)
    if not names:
        return ()
    from genhe_targets.errors import did_you_mean
    from genhe_targets.reading.regions import region_names

    parents = {region.parent for region in plan.regions}
    found = []
    for name in names:
        code = region_names(plan).find(name)
        if code not in parents or code is None:
            known = [r.title.zh for r in plan.regions if r.code in parents]
            hint = did_you_mean(name, known) or f"Regions with parts: {', '.join(known) or 'none'}."
            raise ValueError(f"the plan has no region {name!r} that has parts. {hint}")
        found.append(code)
    return tuple(found)


def _ledger(given: str | Path | None) -> Ledger | None:
    if given is None:
        return None
    from genhe_targets.report.ledgerback import read_ledger

    return read_ledger(given)


def _answers(justified: Any, plan: Plan) -> Answers | None:
    if justified is None:
        return None
    from genhe_targets.credibility.answers import read_answers
    from genhe_targets.report import ledgerdone  # noqa: F401 - its findings can be answered too

    return read_answers(justified, plan)


def day_of(text: str, calendar: Calendar = CIVIL) -> datetime.date:
    """The day a date or period names, a period by its last day.

    Raises:
        ValueError: It names neither.
    """
    period = calendar.parse(text.strip())
    if period is None:
        raise ValueError(f"{text!r} is neither a date nor a period; write 2023-09-30 or 2023Q3")
    return period.end
