"""``genhe-targets compare``: what changed between two reports, for better and for worse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from genhe_targets.commands.check import print_report
from genhe_targets.commands.console import (
    DEFAULT_PLAN,
    FAILED,
    LangOption,
    PlanOption,
    SettingsOption,
    environment_language,
    say,
)
from genhe_targets.commands.judging import AsOfOption, AssignedOption, judged
from genhe_targets.commands.writing import (
    FormatOption,
    OutOption,
    QuietOption,
    TemplateOption,
    needs_word,
    suffixes,
    write_report,
)

if TYPE_CHECKING:
    from genhe_targets.report.records import ReportRecords


def compare(
    earlier: Annotated[
        str,
        typer.Argument(
            metavar="EARLIER",
            help=say(
                "上期：保存的报告（JSON），或报表",
                "the earlier report saved as JSON, or its inputs",
            ),
        ),
    ],
    later: Annotated[
        str,
        typer.Argument(
            metavar="LATER",
            help=say(
                "本期：保存的报告（JSON），或报表", "the later report saved as JSON, or its inputs"
            ),
        ),
    ],
    *,
    plan: PlanOption = DEFAULT_PLAN,
    as_of: AsOfOption = None,
    earlier_as_of: Annotated[
        str | None,
        typer.Option(
            "--earlier-as-of",
            metavar="DATE",
            help=say("上期的判定日", "day of judging of the earlier report"),
        ),
    ] = None,
    assigned: AssignedOption = None,
    lang: LangOption = None,
    out: OutOption = None,
    formats: FormatOption = "html,json",
    template: TemplateOption = None,
    quiet: QuietOption = False,
    settings: SettingsOption = None,
) -> None:
    """Hold a report against an earlier one; exit with 1 when anything changed for the worse."""
    lang = lang or environment_language()
    wanted = suffixes(formats)
    needs_word(template, wanted)

    def read(given: str, day: str | None) -> ReportRecords:
        from genhe_targets.report.saved import is_saved, load

        if is_saved(given):
            return load(given)
        report = judged([given], plan, lang, as_of=day, assigned=assigned, settings=settings)
        return report.records()

    from genhe_targets.report.compare import compare as held_against

    try:
        found = held_against(read(later, as_of), read(earlier, earlier_as_of))
    except ValueError as error:  # two plans that share no target
        raise typer.BadParameter(str(error)) from error
    if not quiet:
        print_report(found.records, lang)
    if out is not None:
        write_report(found.records, out, wanted, lang, template=template, quiet=quiet)
    if found.worse:
        raise typer.Exit(FAILED)
