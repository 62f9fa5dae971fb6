"""A table of assigned limits (目标分解表): CSV with a row for each target, region and validity."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path

from genhe_targets.errors import Problem, ReadingError, did_you_mean
from genhe_targets.measurement import convert_factor
from genhe_targets.plan.limits import InForce, printed

COLUMNS = ("target", "region", "limit", "unit", "valid_from", "valid_to", "note")
"""All but ``target`` and ``limit`` may be left out or empty."""

Fault = tuple[str, str]
"""What is wrong, and a hint."""

MAX_BYTES = 20_000_000
EVERYWHERE = ""
"""Region of a limit that holds for all without one of their own."""


@dataclass(frozen=True, slots=True, order=True)
class AssignedLimit:
    """One row.

    Attributes:
        start, end: First and last day it is in force (both included).
        limit: The number as printed.
        unit: Its unit, ``""`` for that of the target.
        note: What assigned or revised it.
        line: Line in the file.
    """

    target: str
    region: str
    start: datetime.date
    end: datetime.date
    limit: Decimal
    unit: str = ""
    note: str = ""
    line: int = 0

    @property
    def is_dated(self) -> bool:
        """Whether there are days on which it is not in force."""
        return self.start != datetime.date.min or self.end != datetime.date.max


@dataclass(frozen=True)
class LimitTable:
    """Limits assigned to targets and regions, with the days they are in force.

    Attributes:
        name: The file, as people named it.
        rows: The rows by target and region, in order of time.
    """

    name: str
    rows: Mapping[tuple[str, str], tuple[AssignedLimit, ...]]

    @classmethod
    def of(cls, limits: Mapping[tuple[str, str], Decimal]) -> LimitTable:
        """Limits that are always in force, by target and region (``""`` for all)."""
        first, last = datetime.date.min, datetime.date.max
        rows = {key: (AssignedLimit(*key, first, last, limit),) for key, limit in limits.items()}
        return cls("", rows)

    def always(self, target: str) -> dict[str, Decimal] | None:
        """Limits of a target by region, ``None`` where one of them is not always in force."""
        own = {region: rows for (name, region), rows in self.rows.items() if name == target}
        if any(row.is_dated for rows in own.values() for row in rows):
            return None
        return {region: rows[0].limit for region, rows in own.items()}

    def resolve(self, target: str, region: str, day: datetime.date) -> InForce:
        """The limit in force: the region's own, else that of all regions, else none."""
        for where in (region, EVERYWHERE):
            for row in self.rows.get((target, where), ()):
                if row.start <= day <= row.end:
                    note = (f"（{row.note}）", f" ({row.note})") if row.note else ("", "")
                    since = ("", "")
                    if row.start != datetime.date.min:
                        since = (f"自{row.start}起", f"in force since {row.start}")
                    found = printed(row.limit).because(*since) if since[0] else printed(row.limit)
                    place = f"，{self.name}:{row.line}" if row.line else ""
                    return found.because(
                        f"上级下达{note[0]}{place}", f"assigned{note[1]}{place.replace('，', ', ')}"
                    )
        return InForce(None)

    @property
    def targets(self) -> frozenset[str]:
        """Ids of the targets that have a limit."""
        return frozenset(target for target, _ in self.rows)


def read_limit_table(
    file: Path, units: Mapping[str, str], refused: Callable[[str, str], Fault | None]
) -> LimitTable:
    """Read a table of assigned limits.

    Args:
        file: A CSV (UTF-8) with the columns ``COLUMNS``; days are written 2023-07-01.
        units: The unit of each target by its id.  A limit in another unit of the same dimension
            is converted where that leaves a decimal.
        refused: Says why a target and region take no limit, with a hint; ``None`` where they do.

    Raises:
        ReadingError: The table is faulty; every fault with its line.
    """
    reader = _Reader(file, units, refused)
    rows = list(reader.rows())
    table = LimitTable(file.name, reader.grouped(rows))
    if reader.problems:
        first, *others = sorted(reader.problems)
        more = "".join(f"\n  {problem}" for problem in others)
        place = f"{file}:{first.line}" if first.line else str(file)
        raise ReadingError(place, f"{first.problem}{more}", first.hint)
    return table


class _Reader:
    """Reads rows and keeps what is wrong with them."""

    def __init__(
        self,
        file: Path,
        units: Mapping[str, str],
        refused: Callable[[str, str], Fault | None],
    ) -> None:
        self.file = file
        self.units = units
        self.refused = refused
        self.problems: list[Problem] = []

    def fault(self, line: int, where: str, problem: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file.name, line, where, problem, hint))

    def rows(self) -> Iterator[AssignedLimit]:
        lines = self._lines()
        if not lines:
            return
        reader = csv.DictReader(lines, strict=False)
        known = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = known
        for name in {"target", "limit"} - set(known):
            self.fault(1, name, f"has no column {name!r}", f"The columns are {', '.join(COLUMNS)}.")
        for name in known:
            if name not in COLUMNS:
                self.fault(1, name, f"unknown column {name!r}", did_you_mean(name, COLUMNS))
        if self.problems:
            return
        for record in reader:
            texts = {name: (record.get(name) or "").strip() for name in COLUMNS}
            if any(texts.values()):
                row = self._row(reader.line_num, texts)
                if row is not None:
                    yield row

    def _lines(self) -> list[str]:
        try:
            if self.file.stat().st_size > MAX_BYTES:
                self.fault(0, "", f"larger than {MAX_BYTES:,} bytes")
                return []
            return self.file.read_text("utf-8-sig").splitlines()
        except OSError as error:
            self.fault(0, "", f"cannot be opened: {error.strerror}")
        except UnicodeDecodeError as error:
            self.fault(0, "", f"is not UTF-8 (byte {error.start + 1})", "Save it as UTF-8.")
        return []

    def _row(self, line: int, texts: Mapping[str, str]) -> AssignedLimit | None:
        target = texts["target"]
        why = self.refused(target, texts["region"])
        if why:
            self.fault(line, "target", *why)
        limit = self._number(line, texts["limit"])
        start = self._day(line, "valid_from", texts["valid_from"]) or datetime.date.min
        end = self._day(line, "valid_to", texts["valid_to"]) or datetime.date.max
        if end < start:
            self.fault(line, "valid_to", f"{end} lies before {start}")
        if limit is None or target not in self.units:
            return None
        converted = self._converted(line, limit, texts["unit"], self.units[target])
        return AssignedLimit(
            target, texts["region"], start, end, converted, texts["unit"], texts["note"], line
        )

    def _number(self, line: int, text: str) -> Decimal | None:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and abs(number.adjusted()) < 40:
            return number
        self.fault(line, "limit", f"the limit {text!r} is no number")
        return None

    def _day(self, line: int, where: str, text: str) -> datetime.date | None:
        if not text:
            return None
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            self.fault(line, where, f"{text!r} is no day", "Write 2023-07-01.")
            return None

    def _converted(self, line: int, limit: Decimal, unit: str, wanted: str) -> Decimal:
        if not unit or unit == wanted:
            return limit
        factor = convert_factor(unit, wanted)
        if factor is None:
            self.fault(line, "unit", f"{unit!r} is not {wanted!r}", "Give the target's unit.")
            return limit
        number = Decimal(factor.numerator) * limit / Decimal(factor.denominator)
        if number * factor.denominator != limit * factor.numerator:
            hint = f"Give the limit in {wanted}."
            self.fault(line, "unit", f"{limit} {unit} is no decimal of {wanted}", hint)
        return number

    def grouped(
        self, rows: list[AssignedLimit]
    ) -> dict[tuple[str, str], tuple[AssignedLimit, ...]]:
        """Rows by target and region; two in force on one day are a fault."""
        groups: dict[tuple[str, str], list[AssignedLimit]] = defaultdict(list)
        for row in sorted(rows):
            groups[row.target, row.region].append(row)
        for own in groups.values():
            for before, after in pairwise(own):
                if after.start <= before.end:
                    self.fault(
                        after.line, "valid_from",
                        f"overlaps the limit of line {before.line} for the same target and region",
                        "Give each the last day before the next.",
                    )  # fmt: skip
        return {key: tuple(own) for key, own in groups.items()}
