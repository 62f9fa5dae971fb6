"""``genhe-targets check``: judge reports and say what holds, what does not, and who owes what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genhe_targets.commands.console import (
    DEFAULT_PLAN,
    FAILED,
    InputsArgument,
    LangOption,
    MappingOption,
    PlanOption,
    SettingsOption,
    console,
    environment_language,
    say,
    usage,
)
from genhe_targets.commands.judging import (
    AsOfOption,
    AssignedOption,
    JustifiedOption,
    LedgerOption,
    RevisedOption,
    WholeOption,
    judged,
)
from genhe_targets.commands.writing import (
    EachOption,
    FormatOption,
    OutOption,
    QuietOption,
    TemplateOption,
    kinds_of_parts,
    needs_word,
    suffixes,
    write_batch,
    write_report,
)
from genhe_targets.vocabulary import Lang, Status

if TYPE_CHECKING:
    from genhe_targets.report.records import ReportRecords
    from genhe_targets.report.result import ComplianceReport


def check(
    inputs: InputsArgument,
    *,
    plan: PlanOption = DEFAULT_PLAN,
    as_of: AsOfOption = None,
    assigned: AssignedOption = None,
    justified: JustifiedOption = None,
    whole: WholeOption = None,
    ledger: LedgerOption = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="FILE",
            help=say(
                "与上期报告（JSON）对照，各种格式都列出变化",
                "hold it against an earlier report (JSON); every form shows the changes",
            ),
        ),
    ] = None,
    lang: LangOption = None,
    out: OutOption = None,
    formats: FormatOption = "html,json",
    each: EachOption = None,
    template: TemplateOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="LIST",
            help=say(
                "约束性目标为这些状态时退出码为 1，逗号分隔；none 表示总为 0。"
                "默认：未达标，或逾期仍缺报、待核实",
                "exit 1 when a decisive target has one of these statuses, by commas; none never"
                " does. Default: not met, or past its deadline without a usable figure",
            ),
        ),
    ] = None,
    quiet: QuietOption = False,
    settings: SettingsOption = None,
    mapping: MappingOption = None,
    revised: RevisedOption = None,
) -> None:
    """Judge reports against a plan, print the result, and exit with 0, 1 or 2."""
    lang = lang or environment_language()
    wanted, failing, kinds = suffixes(formats), statuses(fail_on), kinds_of_parts(each)
    if kinds and out is None:
        usage("--each 需要同时给出 --out", "--each needs --out")
    needs_word(template, wanted)
    report = judged(
        inputs,
        plan,
        lang,
        as_of=as_of,
        assigned=assigned,
        justified=justified,
        whole=whole,
        ledger=ledger,
        settings=settings,
        mapping=mapping,
        revised=revised,
    )
    if quiet and out is None and against is None:  # the exit code says it all
        if fails(report, failing):
            raise typer.Exit(FAILED)
        return
    records = report.shown if against is None else report.compare(against).records
    if not quiet:
        print_report(records, lang)
    if out is not None and kinds:
        the_plan = report.judged.facts.plan
        write_batch(
            records, the_plan, out, wanted, lang, kinds=kinds, template=template, quiet=quiet
        )
    elif out is not None:
        write_report(records, out, wanted, lang, template=template, quiet=quiet)
    if fails(report, failing):
        raise typer.Exit(FAILED)


def statuses(text: str | None) -> frozenset[Status] | None:
    """Statuses as typed, ``None`` for the report's own judgement.

    Raises:
        typer.BadParameter: A status does not exist.
    """
    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == ["none"]:
        return frozenset()
    for name in names:
        if name not in set(Status):
            known = ", ".join(Status)
            usage(f"没有 {name!r} 这种状态，可选：{known}", f"{name!r} is none of: {known}")
    return frozenset(Status(name) for name in names)


def fails(report: ComplianceReport, failing: frozenset[Status] | None) -> bool:
    """Whether the command ends with 1."""
    if failing is None:
        return not report.ok
    from genhe_targets.report.recordlist import outlines

    return any(
        record["decisive"] and record["status"] in failing
        for record in outlines(report.shown["standings"])
    )


def print_report(records: ReportRecords, lang: Lang) -> None:
    """Print what matters: the sentences, what calls for action, the findings, the counts."""
    from genhe_targets.report.text import show

    show(records, lang, console())
