"""Mapping files: what the tables of one sender hold, for what cannot be recognised.

A mapping is a page of YAML: which sheets, which rows are the header, what each column holds, and
what the sender calls things.  What it leaves open is recognised as in any other table.  Every
problem of a file is told at once, with its line.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from genhe_targets.errors import MappingError, Problem, did_you_mean
from genhe_targets.measurement import normal_unit
from genhe_targets.plan.loading import explained
from genhe_targets.plan.model import Plan
from genhe_targets.plan.parts import Part
from genhe_targets.plan.yamlfile import Path_, YamlFile, parse_yaml, read_yaml, spelled
from genhe_targets.reading.columnmeanings import Column
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.regions import RegionNames, plain_name, region_names
from genhe_targets.reading.settings import Settings

Role = Literal[
    "region", "period", "variable", "measure", "unit", "basis", "note", "date", "submitted",
    "index", "value", "total", "skip",
]  # fmt: skip
"""What a column can hold; ``skip`` leaves it out."""

_ROWS = re.compile(r"(\d{1,7})(?:\s*[-–~]\s*(\d{1,7}))?")


def _rows(value: Any) -> Any:
    """``4`` and ``4-5`` as (first, last)."""
    found = _ROWS.fullmatch(str(value).strip()) if isinstance(value, int | str) else None
    if not found:
        raise ValueError("must be a row or two, such as 4 or 4-5")
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last:
        raise ValueError("rows count from 1, the first one first")
    return first, last


def _role(value: Any) -> Any:
    """A bare word is the role of a column."""
    return {"role": value} if isinstance(value, str) else value


def _said(value: Any) -> Any:
    """A number where a text is meant: the code of a region, a year."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Said = Annotated[str, BeforeValidator(_said)]


class ColumnMapping(Part):
    """What one column holds; what is left out is recognised.

    Attributes:
        role: What it holds; ``value`` where a variable, period or region is given.
        variable: Id of the variable, target or measure of its figures.
        unit, period, basis, region: What its figures are in, and speak of.
        last_year: Whether they are those of one year before (上年同期).
    """

    role: Role | None = None
    variable: str = ""
    unit: str = ""
    period: Said = ""
    basis: Literal["", "cumulative", "period", "point", "annual"] = ""
    region: Said = ""
    last_year: bool = False


class TableMapping(Part):
    """What is known of the tables of some sheets.

    Attributes:
        file, sheet: Patterns of names (``*`` and ``?``); all, where left out.
        skip: Leave the sheets out.
        header: First and last row of the header, as a spreadsheet shows them.
        last_row: Last row of the table.
        variable, unit, period, region: Of all figures that say nothing else.
        submitted: The day they were handed in, where no column says it.
        columns: By column letters.
    """

    file: str = "*"
    sheet: str = "*"
    skip: bool = False
    header: Annotated[tuple[int, int] | None, BeforeValidator(_rows)] = None
    last_row: int = Field(default=0, ge=0)
    variable: str = ""
    unit: str = ""
    period: Said = ""
    region: Said = ""
    submitted: datetime.date | None = None
    columns: dict[str, Annotated[ColumnMapping, BeforeValidator(_role)]] = {}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.header and self.last_row and self.last_row <= self.header[1]:
            raise ValueError("last_row must be below the header")
        return self

    def applies(self, file: str, sheet: str) -> bool:
        """Whether it speaks of a sheet of a file."""
        name = PurePath(file.replace("\\", "/")).name
        own = fnmatchcase(name, self.file) or fnmatchcase(file, self.file)
        return own and fnmatchcase(sheet, self.sheet)

    def applied(self, columns: Sequence[Column]) -> list[Column]:
        """Columns as recognised, with what is said of them here."""
        found = []
        for column in columns:
            said = self.columns.get(letters_of(column.at))
            found.append(_column(column, said) if said else column)
        return found


def letters_of(at: int) -> str:
    """Column letters of a 0-based position."""
    from genhe_targets.reading.coding import letters

    return letters(at)


def _column(column: Column, said: ColumnMapping) -> Column:
    if said.role == "skip":
        return Column(column.at, column.header, "mapped_out")
    named = bool(said.variable or said.period or said.region or said.basis or said.last_year)
    role = said.role or ("value" if named or column.role in {"", "derived"} else column.role)
    if said.role and said.role not in {"value", "total"}:
        return Column(column.at, column.header, said.role)
    return replace(
        column, role=role, variable=said.variable or column.variable,
        known=bool(said.variable) or column.known, unit=said.unit or column.unit,
        period=said.period or column.period, basis=said.basis or column.basis,
        region=said.region or column.region, last_year=said.last_year or column.last_year,
    )  # fmt: skip


class TableMappings(Part):
    """A mapping file.

    Attributes:
        sender: Whose tables it describes, for people.
        settings: Settings of the reader for this sender; see ``reading.settings``.
        names: What the sender calls variables, to their ids.
        regions: What the sender calls regions, to their codes.
        tables: What is known of tables; of those that apply to a sheet the
            first, or all with header rows where it has several.
    """

    sender: str = ""
    settings: dict[str, str | int] = {}
    names: dict[str, str] = {}
    regions: dict[str, Said] = {}
    tables: tuple[TableMapping, ...] = ()

    def of(self, file: str, sheet: str) -> tuple[TableMapping, ...]:
        """Tables of a sheet: those with header rows, from the top, else the first."""
        found = [table for table in self.tables if table.applies(file, sheet)]
        headed = [table for table in found if table.header and not table.skip]
        if headed and found[0] in headed:
            return tuple(sorted(headed, key=lambda table: table.header or (0, 0)))
        return tuple(found[:1])

    @cached_property
    def by_name(self) -> dict[str, str]:
        """Ids by the plain spelling of the sender's names."""
        return {plain_name(name): own for name, own in self.names.items()}

    @cached_property
    def by_region(self) -> dict[str, str]:
        """Codes by the plain spelling of the sender's names."""
        return {plain_name(name): own for name, own in self.regions.items()}


def mapping_of(given: Any, plan: Plan) -> TableMappings | None:
    """A mapping from a file, a mapping of Python, or nothing.

    Raises:
        MappingError: The mapping is faulty; every problem is told.
    """
    if given is None or isinstance(given, TableMappings):
        return given
    if isinstance(given, Mapping):
        return _checked(YamlFile("mapping", dict(given), {(): 0}), plan)
    return _checked(read_yaml(Path(given)), plan)


def parse_mapping(text: str, plan: Plan, name: str = "mapping") -> TableMappings:
    """A mapping from the text of a file; see ``mapping_of``."""
    return _checked(parse_yaml(text, name), plan)


def _checked(document: YamlFile, plan: Plan) -> TableMappings:
    problems = list(document.problems)
    found: TableMappings | None = None
    if isinstance(document.data, dict):
        try:
            found = TableMappings.model_validate(document.data)
        except ValidationError as error:
            problems += explained(error, document, ())
        if found is not None:
            problems += _against(found, plan, document)
    elif not problems:
        problems.append(Problem(document.name, 0, "", "is no mapping of keys to values"))
    if problems or found is None:
        raise MappingError(problems)
    return found


def _against(mapping: TableMappings, plan: Plan, document: YamlFile) -> Iterator[Problem]:
    """What names, units, periods and regions of a mapping are not those of the plan."""

    def fault(path: Path_, problem: str, hint: str = "") -> Problem:
        return Problem(document.name, document.line(path), spelled(path), problem, hint)

    ids = {*plan.variable_by_id, *plan.target_by_id, *(m.variable for m in plan.measures)}
    regions = region_names(plan)
    titles = [region.title.zh for region in plan.regions]
    try:
        Settings.of(mapping.settings)
    except (ValueError, TypeError) as error:
        yield fault(("settings",), str(error))
    for name, own in mapping.names.items():
        if own not in ids:
            yield fault(("names", name), f"the plan has no {own!r}", did_you_mean(own, ids))
    for name, code in mapping.regions.items():
        if regions.find(code) is None:
            hint = did_you_mean(code, titles)
            yield fault(("regions", name), f"the plan has no region {code!r}", hint)
    yield from _wrong_parts(mapping, ids, titles, regions, fault)


def _wrong_parts(
    mapping: TableMappings,
    ids: set[str],
    titles: Sequence[str],
    regions: RegionNames,
    fault: Callable[[Path_, str, str], Problem],
) -> Iterator[Problem]:
    """What is wrong with tables and columns."""
    for path, part in _parts(mapping):
        letter = path[-1]
        if len(path) == 4 and not re.fullmatch(r"[A-Z]{1,3}", str(letter)):
            yield fault(path, f"{letter!r} is no column", "Columns are letters: A, B, AA.")
        if part.variable and part.variable not in ids:
            hint = did_you_mean(part.variable, ids)
            yield fault((*path, "variable"), f"the plan has no {part.variable!r}", hint)
        if part.unit and normal_unit(part.unit) is None:
            yield fault((*path, "unit"), f"{part.unit!r} is no unit of measurement", "")
        if part.period and read_period(part.period) is None:
            hint = "Write 2023Q3, 2023年1-9月 or 2023-09-30."
            yield fault((*path, "period"), f"{part.period!r} is no period", hint)
        if part.region and regions.find(part.region) is None:
            hint = did_you_mean(part.region, titles)
            yield fault((*path, "region"), f"the plan has no region {part.region!r}", hint)


def _parts(mapping: TableMappings) -> Iterator[tuple[Path_, TableMapping | ColumnMapping]]:
    """Tables and columns with their places in the file."""
    for at, table in enumerate(mapping.tables):
        yield ("tables", at), table
        for letter, column in table.columns.items():
            yield ("tables", at, "columns", letter), column
