"""A plan and its targets on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from genhe_targets.commands.console import console, say
from genhe_targets.vocabulary import Lang, word

if TYPE_CHECKING:
    from genhe_targets.plan.model import Plan, Target

_COLUMNS = (
    ("id", ("代号", "id"), 0),
    ("title", ("目标", "target"), 0),
    ("demand", ("要求", "demand"), 0),
    ("obligation", ("约束性", "obligation"), 110),
    ("deadline", ("完成时限", "deadline"), 0),
    ("origin", ("条款/任务", "clause / measure"), 95),
    ("lead", ("牵头单位", "lead"), 150),
)
"""Name, heading, and the width of the terminal from which on a column is shown."""

_WHOLE = {"id", "obligation", "deadline", "origin"}
"""Columns whose cells are never broken."""


def show_targets(plan: Plan, lang: Lang) -> None:
    """Print a plan as a table, a row for each target; a wide terminal shows more columns."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    screen = console()
    titles = {name: title for name, title, least in _COLUMNS if screen.width >= least}
    table = Table(
        title=f"{plan.id}  {plan.title.in_(lang)}", title_justify="left", box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )  # fmt: skip
    for name, (zh, en) in titles.items():
        table.add_column(say(zh, en, lang), no_wrap=name in _WHOLE, overflow="fold")
    for target in plan.targets:
        cells = {
            "id": target.id,
            "title": target.title.in_(lang),
            "demand": _demand(plan, target, lang),
            "obligation": word(target.obligation, lang),
            "deadline": str(target.deadline or "—"),
            "origin": _origin(target),
            "lead": _units(plan, target.lead, lang),
        }
        table.add_row(*(cells[name] for name in titles))
    screen.print(table)
    by = {
        kind: sum(t.obligation == kind for t in plan.targets)
        for kind in ("binding", "aspirational", "advisory")
    }
    counts = ", ".join(f"{word(kind, lang)} {count}" for kind, count in by.items())
    typer.echo(
        say(
            f"{len(plan.targets)} 个目标（{counts}），{len(plan.measures)} 项工作任务。\n",
            f"{len(plan.targets)} targets ({counts}), {len(plan.measures)} measures.\n",
            lang,
        )
    )


def show_notes(plan: Plan, lang: Lang) -> None:
    """Print what a reader of the document should know."""
    for note in plan.notes:
        typer.echo(f"{note.id}  {note.finding.in_(lang)}\n    → {note.handling.in_(lang)}")


def show_target(plan: Plan, target: Target, lang: Lang) -> None:
    """Print all that a plan says of one target."""
    indicator = target.indicator
    lines = [
        ("代号", "id", target.id),
        ("目标", "target", target.title.in_(lang)),
        ("要求", "demand", _demand(plan, target, lang)),
        ("公式", "formula", indicator.formula),
        ("口径", "variant", indicator.variant.in_(lang) if indicator.variant else ""),
        ("单位", "unit", plan.unit_text(indicator.unit).in_(lang)),
        ("性质", "nature", word(indicator.nature, lang)),
        ("约束性", "obligation", word(target.obligation, lang)),
        ("判定方法", "comparison", word(target.comparison, lang)),
        ("完成时限", "deadline", str(target.deadline or "—")),
        ("条款/任务", "clause / measure", _origin(target)),
        ("原文用词", "wording", target.source.wording or ""),
        ("牵头单位", "lead", _units(plan, target.lead, lang)),
        ("配合单位", "support", _units(plan, target.support, lang)),
        *((("说明", "note", note.in_(lang))) for note in target.notes),
        *((("用例", "case", f"{case.name} → {word(case.expect, lang)}")) for case in target.cases),
    ]  # fmt: skip
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for zh, en, text in lines:
        if text:
            grid.add_row(say(zh, en, lang), text)
    console().print(grid)


def _demand(plan: Plan, target: Target, lang: Lang) -> str:
    unit = target.indicator.unit
    return target.rule.sentence("1" if unit == "1" else plan.unit_text(unit).in_(lang), lang)


def _origin(target: Target) -> str:
    clause, measure = target.source.clause, target.source.measure
    return " / ".join(part for part in (clause, measure and f"({measure})") if part)


def _units(plan: Plan, names: tuple[str, ...], lang: Lang) -> str:
    titles = [plan.unit_by_name[name].title.in_(lang) for name in names]
    return ("、" if lang == "zh" else ", ").join(titles) or "—"
