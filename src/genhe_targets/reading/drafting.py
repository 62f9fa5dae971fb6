"""Drafting: a first mapping file from what was understood, for people to edit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from genhe_targets.errors import nearest
from genhe_targets.plan.model import Plan
from genhe_targets.reading.coding import letters
from genhe_targets.reading.columnmeanings import Column
from genhe_targets.reading.reader import Understanding
from genhe_targets.reading.sheets import SheetReading, TableReading
from genhe_targets.reading.words import LABELS

_HEAD = """\
# 对照文件：说明报表的表头、各列和名称；改好后用 --mapping 给出。删去的内容由程序自动识别。
# Mapping file: what the tables hold. Edit it and pass it with --mapping; the rest is recognised.
# 列 / columns: region period variable measure unit basis note date submitted index value total
#   skip, or
#   {variable: id, unit: 万立方米, period: 2023Q3, basis: cumulative, region: 根河市}
"""
_LABELLED = LABELS | {"total"}


def draft(found: Understanding, plan: Plan) -> str:
    """The text of a mapping file that reads the same tables the same way.

    Args:
        found: What was understood.
        plan: Its names are suggested for those that are not known.
    """
    lines = [*_HEAD.splitlines(), 'sender: ""']
    lines += _unknown(found, plan)
    lines.append("tables:" if any(sheet.tables for sheet in found.sheets) else "tables: []")
    for sheet in found.sheets:
        for table in sheet.tables:
            lines += _table(sheet, table)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _unknown(found: Understanding, plan: Plan) -> Iterator[str]:
    """Names that the plan does not know, to be filled in; the nearest one is suggested."""
    texts = found.observations.texts
    ids = {*plan.variable_by_id, *plan.target_by_id, *(m.variable for m in plan.measures)}
    titles = {own.title.zh: own.id for own in plan.targets}
    titles |= {own.title.zh: own.id for own in plan.variables}
    codes = {region.title.zh: region.code for region in plan.regions}
    for key, known, names in (
        ("names", ids, titles),
        ("regions", set(plan.region_by_code), codes),
    ):
        column = texts["variable" if key == "names" else "region"]
        unknown = [text for text in column.listed() if text and text not in known]
        if not unknown:
            continue
        yield f"# {key}:  # 填入方案中的代号，去掉行首的 # / fill in ids of the plan and uncomment"
        for text in unknown:
            near = nearest(text, names)
            yield f"#   {_quoted(text)}: {names.get(near, '')}"


def _table(sheet: SheetReading, table: TableReading) -> Iterator[str]:
    file = PurePath(sheet.place.file.replace("\\", "/")).name
    yield f"  - file: {_quoted(_literal(file))}"
    if sheet.place.sheet:
        yield f"    sheet: {_quoted(_literal(sheet.place.sheet))}"
    if table.header[0]:
        first, last = table.header
        yield f"    header: {first}-{last}" if last > first else f"    header: {first}"
    if table.last:
        yield f"    last_row: {table.last}"
    if len(set(table.units)) == 1:
        yield f"    unit: {_quoted(table.units[0])}"
    yield "    columns:"
    for column in table.columns:
        said = _said(column)
        if said:
            header = " / ".join(" ".join(text.split()) for text in column.header)
            yield f"      {letters(column.at)}: {said}  # {header}".rstrip(" #")


def _literal(name: str) -> str:
    """A name as a pattern of itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _said(column: Column) -> str:
    if column.role in _LABELLED:
        return column.role
    if column.role != "value":
        return "skip" if column.header else ""
    fields: dict[str, Any] = {
        "variable": column.variable if column.known else "", "unit": column.unit,
        "period": column.period, "basis": column.basis, "region": column.region,
    }  # fmt: skip
    parts = [f"{name}: {_quoted(text)}" for name, text in fields.items() if text]
    if column.last_year:
        parts.append("last_year: true")
    return f"{{{', '.join(parts)}}}" if parts else "value"
