"""Rows of a panel: what a row, its labels and its columns say of each figure.

Labels of merged cells stand for the blank ones below them; a row without figures (海拉尔区, 一季度,
污水处理量) speaks for the rows that follow it; totals are kept apart from their parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from genhe_targets.measurement import same_dimension
from genhe_targets.reading.cells import tidy_text
from genhe_targets.reading.columnmeanings import Column, joined_period
from genhe_targets.reading.lines import Entry, Line, PartsFinder, rank
from genhe_targets.reading.names import Heading
from genhe_targets.reading.quantities import quantities
from genhe_targets.reading.regions import PSEUDO, is_total, plain_name
from genhe_targets.reading.words import LABELS, is_period

if TYPE_CHECKING:
    from genhe_targets.reading.grid import GridReader, GridTable

_INDICATOR = re.compile(r"(?:指标|项目|indicator)\s*[：:]\s*(\S.*?)\s*$", re.IGNORECASE)
_WHY = {"derived": "derived", "mapped_out": "mapping"}
_CARRIED = ("region", "variable", "measure", "period")


class PanelReader:
    """Reads the rows of one panel into the entries of its table."""

    def __init__(self, reader: GridReader, table: GridTable, columns: Sequence[Column]) -> None:
        self.reader, self.table, self.words = reader, table, reader.words
        self.account = reader.account
        self.columns = list(columns)
        roles = {column.role for column in columns}
        if "value" not in roles and "measure" in roles and "date" in roles:
            self.columns = [replace(c, role="value") if c.role == "date" else c for c in columns]
        self.named = bool(roles & {"variable", "measure"})
        self.title_line = ""
        self.title = self._titled()
        self.last: dict[int, str] = {}
        self.lines: list[Line] = []
        self.section = {"region": "", "period": "", "count": ""}
        self.parent: Heading | None = None

    def _titled(self) -> Heading | None:
        """The one indicator that the lines above a table, its sheet or its file speak of."""
        found = [match[1] for line in self.table.titles if (match := _INDICATOR.search(line))]
        if found:
            return self.words.heading(found[-1])
        for line in (*reversed(self.table.titles), *self.reader.names):
            known = self.words.names.mentioned(line)
            if known:
                self.title_line = line
                return self.words.heading(known)
        return None

    def row(self, row: int) -> None:
        """Read one row."""
        rows = self.reader.rows[row]
        at = [column for column in self.columns if rows[column.at].strip()]
        if not at:
            return
        values = [column for column in at if column.role in {"value", "total"}]
        for column in at:
            self._mark(row, column)
        if not values:
            self._without_figures(row, [c for c in at if c.role in LABELS])
            return
        labels = self._labels(row)
        self._line(row, values, labels)

    def _mark(self, row: int, column: Column) -> None:
        if column.role in LABELS:
            self.account.mark(row, column.at, "note" if column.role == "note" else "label")
        elif column.role not in {"value", "total"}:
            reason = _WHY.get(column.role, "unknown_column")
            self._skip(row, column, reason if column.header or column.role else "no_header")

    def _skip(self, row: int, column: Column, reason: str) -> None:
        self.account.mark(row, column.at, "skipped", reason)
        name = " ".join(column.header)
        self.table.skipped[name] = self.table.skipped.get(name, 0) + 1

    def _labels(self, row: int) -> dict[str, list[str]]:
        """Texts of the labels of a row by role; blanks below a merged label are filled in."""
        texts: dict[int, str] = {}
        for column in self.columns:
            if column.role in LABELS:
                texts[column.at] = self.reader.full[row][column.at].strip()
        names = [
            text for column in self.columns
            if column.role in {"region", "variable", "measure", "period", "basis"}
            and (text := texts[column.at])
        ]  # fmt: skip
        found: dict[str, list[str]] = {}
        for column in self.columns:
            if column.role not in LABELS:
                continue
            text = texts[column.at]
            if column.role in _CARRIED:
                if not text and names:
                    text = self.last.get(column.at, "")
                self.last[column.at] = text or self.last.get(column.at, "")
            if text:
                found.setdefault(column.role, []).append(text)
        return found

    def _without_figures(self, row: int, columns: Sequence[Column]) -> None:
        """A row of labels alone speaks for the rows below it."""
        for column in columns:
            text = self.reader.full[row][column.at].strip()
            if column.role in _CARRIED:
                self.last[column.at] = text
        named = [c for c in columns if c.role in {*_CARRIED, "index"}]
        if not named:
            return
        text = self.reader.rows[row][named[-1].at].strip()
        self.account.mark(row, named[-1].at, "heading")
        heading = self.words.heading(text)
        has = {column.role for column in self.columns}
        if self.words.region(text):
            if "region" not in has or named[-1].role != "region":
                self.section["region"] = text
        elif is_period(text):
            self.section["period"] = text
        elif not plain_name(text).startswith("其中"):
            self.parent = heading
        self.section["count"] += "|"

    def _region(self, texts: Sequence[str]) -> str:
        """The region of a row with one or several columns for it: the one that is known."""
        known = [text for text in texts if self.words.region(text)]
        return (known or [*texts, ""])[-1 if known else 0]

    def _line(self, row: int, values: Sequence[Column], labels: dict[str, list[str]]) -> None:
        region = self._region(labels.get("region", ()))
        period = joined_period(self.section["period"], (labels.get("period") or [""])[0])
        line = Line(row, [], section=len(self.section["count"]))
        if region and is_total(region) and not self.words.region(region):
            line.total, line.of, line.name = rank(region), "region", region
        heading = self._name(labels)
        if heading and is_total(heading.text) and not heading.variable and not line.total:
            line.total, line.of, line.name = rank(heading.text), "variable", heading.text
        line.part = bool(heading and heading.part)
        blank = "region" in {c.role for c in self.columns} and not region
        for column in values:
            text = self.reader.rows[row][column.at].strip()
            if heading and heading.role == "derived":
                self._skip(row, column, "derived")
                continue
            entry = self._entry(row, column, text, heading, labels)
            if entry is None:
                continue
            entry = replace(
                entry, region=region or column.region or self.section["region"],
                period=joined_period(period, column.period),
            )  # fmt: skip
            if blank and not column.region:
                self._skip(row, column, "nameless")
            elif column.role == "total":
                self.account.mark(row, column.at, "total")
                line.across.append(entry)
            elif PSEUDO.fullmatch(plain_name(entry.region)):
                self.account.mark(row, column.at, "skipped", "pseudo_region")
                self.table.pseudo.setdefault(entry.region, []).append((row, column.at))
            else:
                self.account.mark(row, column.at, "total" if line.total else "observation")
                line.entries.append(entry)
        self.lines.append(line)

    def _name(self, labels: dict[str, list[str]]) -> Heading | None:
        """What the label of a row names; a span alone (累计值) is of the item above it."""
        texts = labels.get("variable") or labels.get("measure") or []
        if not texts:
            return None
        headings = [self.words.heading(text) for text in texts]
        heading = next((own for own in headings if own.variable), headings[0])
        if "measure" in labels and not heading.variable:
            heading = replace(heading, variable=self.words.names.measure(heading.text) or "")
        if heading.variable:
            self.parent = heading if not heading.part else self.parent
            return heading
        if heading.role == "derived" or is_total(heading.text):
            return heading
        parent = self.parent
        spans = heading.basis or heading.period or heading.last_year
        if parent and spans and not heading.name.replace(plain_name(heading.text), ""):
            return replace(heading, variable=parent.variable or _spelled(parent),
                           unit=heading.unit or parent.unit)  # fmt: skip
        if parent and heading.part:
            joined = self.words.heading(f"{parent.name}{heading.name}")
            if joined.variable:
                return replace(heading, variable=joined.variable)
        self.parent = heading if not heading.part else parent
        return heading

    def _entry(
        self, row: int, column: Column, text: str, heading: Heading | None,
        labels: dict[str, list[str]],
    ) -> Entry | None:  # fmt: skip
        """A figure with its name, unit and span; ``None`` where nothing names it."""
        own = heading or self.title
        if self.named and column.variable and not column.known and column.role != "total":
            told = column.period or column.basis or column.region or column.last_year
            others = sum(c.role == "value" for c in self.columns) > 1
            if not told and others:
                self._skip(row, column, "unknown_column")
                return None
        if heading is None and own is not None and not column.known and self.title_line:
            self.table.named_by = self.title_line
        variable = column.variable if column.known or own is None else ""
        if not variable and own is not None:
            variable = own.variable or _spelled(own)
        if not variable and self.reader.mapping:
            variable = self.reader.mapping.variable
        given = [unit for unit in labels.get("unit", ()) if unit]
        basis = (labels.get("basis") or [""])[0]
        if own is not None and not column.known:
            basis = basis or (own.basis.value if own.basis else "")
        unit = given[0] if given else ""
        unit = unit or (own.unit if own is not None and not column.known else "") or column.unit
        return Entry(
            row, column.at, text, variable, unit=unit, basis=column.basis or basis,
            note="；".join(labels.get("note", ())), date=(labels.get("date") or [""])[0],
            submitted=(labels.get("submitted") or [""])[0],
            last_year=column.last_year or bool(heading and heading.last_year),
        )  # fmt: skip

    def finish(self) -> None:
        """Hand the entries to the table, with the unit of the table where none is given."""
        for line in self.lines:
            line.entries = [self._with_unit(entry) for entry in line.entries]
            line.across = [self._with_unit(entry) for entry in line.across]
        found = PartsFinder(self.lines, self.words).found()
        self.table.entries += found.entries
        self.table.totals += found.totals
        for entry in found.wholes:
            self.account.mark(entry.row, entry.at, "observation")

    def _with_unit(self, entry: Entry) -> Entry:
        units = self.table.units
        if entry.unit or not units:
            return entry
        wanted = quantities(self.words.plan).get(entry.variable)
        if wanted is None or wanted.unit is None:
            return replace(entry, unit=units[0]) if len(set(units)) == 1 else entry
        fits = [unit for unit in units if same_dimension(unit, wanted.unit)]
        if fits:
            return replace(entry, unit=fits[0])
        return entry if self._fits_another(units) else replace(entry, unit=units[0])

    def _fits_another(self, units: Sequence[str]) -> bool:
        """Whether a table's unit fits some other name in the table, and so is not of this one."""
        known = quantities(self.words.plan)
        names = {entry.variable for line in self.lines for entry in line.entries}
        wanted = [known[name].unit or "" for name in names if name in known]
        return any(same_dimension(unit, own) for unit in units for own in wanted if own)


def _spelled(heading: Heading) -> str:
    """The name of an item that the plan does not know, without what was understood of it."""
    if heading.understood or heading.part:
        return heading.name or tidy_text(heading.text)
    return tidy_text(heading.text)
