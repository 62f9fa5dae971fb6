"""``genhe-targets read``: what was understood of files, where it stands, and what was left out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from genhe_targets.commands.console import (
    DEFAULT_PLAN,
    InputsArgument,
    LangOption,
    MappingOption,
    PlanOption,
    SettingsOption,
    console,
    environment_language,
    reading_progress,
    say,
)
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from genhe_targets.plan.model import Plan
    from genhe_targets.reading.columnmeanings import Column
    from genhe_targets.reading.reader import Understanding
    from genhe_targets.reading.sheets import SheetReading, TableReading

_LISTED = 10
"""Cells or findings listed of each kind; the rest is counted."""

FATE_WORDS: dict[str, tuple[str, str]] = {
    "observation": ("数据", "observations"),
    "label": ("行标目", "labels"),
    "heading": ("表头", "headings"),
    "title": ("标题", "titles"),
    "note": ("注释", "notes"),
    "total": ("合计", "totals"),
    "skipped": ("未采用", "left out"),
}
ROLE_WORDS: dict[str, tuple[str, str]] = {
    "region": ("地区", "region"), "period": ("时期", "period"), "variable": ("指标", "indicator"),
    "measure": ("工作任务", "measure"), "unit": ("单位", "unit"), "basis": ("口径", "basis"),
    "note": ("备注", "remark"), "date": ("日期", "date"), "index": ("序号", "number"),
    "value": ("数值", "figures"), "total": ("合计", "totals"),
}  # fmt: skip


def read(
    inputs: InputsArgument,
    *,
    plan: PlanOption = DEFAULT_PLAN,
    mapping: MappingOption = None,
    write_mapping: Annotated[
        Path | None,
        typer.Option(
            "--write-mapping",
            metavar="FILE",
            help=say("写出对照文件初稿，供修改", "write a first mapping file, to be edited"),
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="CSV",
            help=say("把读出的全部数据写成 CSV", "write everything that was read as a CSV"),
        ),
    ] = None,
    rows: Annotated[
        int,
        typer.Option("--rows", min=0, help=say("显示多少条数据", "how many observations to show")),
    ] = 20,
    lang: LangOption = None,
    settings: SettingsOption = None,
) -> None:
    """Show what was understood of files; judge nothing."""
    from genhe_targets.commands.judging import reader_settings
    from genhe_targets.plan.loading import load_plan
    from genhe_targets.reading.reader import understand

    lang = lang or environment_language()
    the_plan = load_plan(plan)
    with reading_progress(lang) as progress:
        found = understand(
            inputs if len(inputs) > 1 else inputs[0], the_plan,
            settings=reader_settings(settings), mapping=mapping, progress=progress,
        )  # fmt: skip
    _print(found, the_plan, lang, rows)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(_csv(found), encoding="utf-8-sig", newline="")
        typer.echo(say(f"已写出：{out}", f"Written: {out}", lang))
    if write_mapping is not None:
        from genhe_targets.reading.drafting import draft

        write_mapping.parent.mkdir(parents=True, exist_ok=True)
        write_mapping.write_text(draft(found, the_plan), encoding="utf-8")
        typer.echo(say(f"已写出：{write_mapping}", f"Written: {write_mapping}", lang))


def _print(found: Understanding, plan: Plan, lang: Lang, rows: int) -> None:
    by_file: dict[str, list[SheetReading]] = {}
    for sheet in found.sheets:
        by_file.setdefault(sheet.place.file, []).append(sheet)
    for source in found.observations.sources:
        about = " · ".join(filter(None, (source.format, source.encoding)))
        typer.echo(f"{source.name} ({about})")
        total = sum(source.cells.values())
        parts = [
            f"{say(*FATE_WORDS[fate], lang)} {source.cells[fate]}"
            for fate in FATE_WORDS
            if source.cells.get(fate)
        ]
        cells = say(f"{total}个非空单元格", f"{total} non-empty cells", lang)
        typer.echo(f"  {cells}{say('：', ': ', lang)}{say('，', ', ', lang).join(parts)}")
        for sheet in by_file.get(source.name, ()):
            for line in _sheet(sheet, plan, lang):
                typer.echo(f"  {line}")
    _observations(found, plan, lang, rows)
    _findings(found, lang)


def _sheet(sheet: SheetReading, plan: Plan, lang: Lang) -> Iterator[str]:
    name = f"[{sheet.place.sheet}] " if sheet.place.sheet else ""
    if not sheet.tables:
        yield name + say("没有可识别的表", "no table recognised", lang)
    for table in sheet.tables:
        yield name + _about(table, lang)
        for column in table.columns:
            said = _column(column, plan, lang)
            if said:
                yield f"  {said}"
    for left in sheet.left[:_LISTED]:
        from genhe_targets.reading.account import REASONS
        from genhe_targets.reading.coding import letters

        reason = say(*REASONS[left.reason], lang)
        cell = f"{letters(left.column)}{left.row + 1}"
        yield say(
            f"未采用 {cell} “{left.text}”：{reason}",
            f"left out {cell} {left.text!r}: {reason}",
            lang,
        )
    if len(sheet.left) > _LISTED:
        more = len(sheet.left) - _LISTED
        yield say(f"另有{more}个单元格未采用", f"and {more} more cells left out", lang)


def _about(table: TableReading, lang: Lang) -> str:
    first, last = table.header
    at = say("表头第{}行" if first == last else "表头第{}–{}行",
             "header in row {}" if first == last else "header in rows {}-{}", lang)  # fmt: skip
    parts = [at.format(first, last) if first else say("无表头", "no header", lang)]
    if table.panels > 1:
        parts.append(say(f"{table.panels}栏并列", f"{table.panels} panels side by side", lang))
    if table.units:
        units = "、".join(dict.fromkeys(table.units))
        parts.append(say(f"单位：{units}", f"unit: {units}", lang))
    if table.titles:
        parts.append(say("标题：", "titles: ", lang) + " / ".join(table.titles))
    return say("；", "; ", lang).join(parts)


def _column(column: Column, plan: Plan, lang: Lang) -> str:
    from genhe_targets.reading.coding import letters

    header = " / ".join(" ".join(text.split()) for text in column.header)
    if not header and column.role not in ROLE_WORDS:
        return ""
    role = ROLE_WORDS.get(column.role, ("不读取", "not read"))
    parts = [say(*role, lang)]
    if column.variable:
        known = plan.variable_by_id.get(column.variable) or plan.target_by_id.get(column.variable)
        parts.append(f"{known.title.in_(lang)} ({column.variable})" if known else column.variable)
    parts += filter(None, (column.unit, column.period, column.region, column.basis))
    if column.last_year:
        parts.append(say("上年同期", "one year before", lang))
    return f"{letters(column.at)} {header or '—'} → {' · '.join(parts)}"


def _observations(found: Understanding, plan: Plan, lang: Lang, rows: int) -> None:
    from rich.table import Table

    frame = found.observations.frame
    typer.echo(say(f"共读出{len(frame)}个数据", f"{len(frame)} observations read", lang))
    if not rows or not len(frame):
        return
    table = Table(box=None, pad_edge=False)
    for zh, en in (("位置", "place"), ("地区", "region"), ("时期", "period"), ("指标", "indicator"),
                   ("原文", "as written"), ("数值", "value"), ("口径", "basis")):  # fmt: skip
        table.add_column(say(zh, en, lang), overflow="fold")
    for row in frame.head(rows).to_dict("records"):
        known = plan.variable_by_id.get(row["variable"]) or plan.target_by_id.get(row["variable"])
        region = plan.region_by_code.get(row["region"])
        sheet = f"[{row['sheet']}]" if row["sheet"] else ""
        value = row["mark"] if math.isnan(row["value"]) else f"{row['value']:.15g}"
        table.add_row(
            f"{sheet}{row['column']}{row['row']}",
            region.title.in_(lang) if region else row["region"], row["period"],
            known.title.in_(lang) if known else row["variable"] or "—",
            row["text"], value, row.get("basis", ""),
        )  # fmt: skip
    console().print(table)
    if len(frame) > rows:
        typer.echo(say("…… 用 --rows 显示更多，或用 --out 写出全部",
                       "... --rows shows more, --out writes all of them", lang))  # fmt: skip


def _findings(found: Understanding, lang: Lang) -> None:
    from genhe_targets.findings import worst_first
    from genhe_targets.vocabulary import word

    findings = worst_first(found.observations.findings)
    if findings:
        typer.echo(say("数据问题：", "Findings:", lang))
    for finding in findings[: 3 * _LISTED]:
        place = f" ← {finding.place}" if finding.place else ""
        typer.echo(f"  {word(finding.severity, lang)}: {finding.message(lang)}{place}")
    if len(findings) > 3 * _LISTED:
        more = len(findings) - 3 * _LISTED
        typer.echo(say(f"  另有{more}条", f"  and {more} more", lang))


def _csv(found: Understanding) -> str:
    """Every observation with its place; texts that a spreadsheet would run are neutralised."""
    from genhe_targets.report.cells import neutral

    frame = found.observations.frame.astype({"value": object})
    frame["value"] = frame["value"].where(frame["value"].notna(), None)
    for name in frame.columns:
        if name not in {"value", "row"}:
            frame[name] = [neutral(str(text)) for text in frame[name]]
    return str(frame.to_csv(index=False))
