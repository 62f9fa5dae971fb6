"""Settings of the reader: what a file cannot say itself, and what it may cost."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Silence = Literal["not_reported", "none", "below_unit"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read, where tables leave it open.

    Attributes:
        ellipsis: What … means: a value below the smallest unit (as in most yearbooks; neither
            zero nor missing), ``not_reported``, or ``none`` (the thing does not exist here).
        dash: What — means: ``not_reported``, ``none`` or ``below_unit``.
        encoding: Encoding of text files, ``""`` to decide by evidence.
        year: Year of periods that name none, ``0`` to take it from title, sheet or file name.
        region: Code of the region of tables that name none, ``""`` likewise.
        period: Period of tables that name none, ``""`` likewise.
        submitted: Day (2023-10-12) that tables which name none were handed in on, ``""`` likewise.
        max_bytes: Largest file that is opened.
        max_unpacked: Most bytes that one archive or workbook may unpack to, with all in it.
        max_depth: How deep archives may lie in archives.
        max_cells: Most cells the sheets of one workbook may span, empty ones included.
        max_line: Longest line of a text file, in bytes.
        max_files: Most files in a folder or archive.
    """

    ellipsis: Silence = "below_unit"
    dash: Silence = "not_reported"
    encoding: str = ""
    year: int = 0
    region: str = ""
    period: str = ""
    submitted: str = ""
    max_bytes: int = 2_000_000_000
    max_unpacked: int = 1_000_000_000
    max_depth: int = 2
    max_cells: int = 10_000_000
    max_line: int = 2_000_000
    max_files: int = 20_000

    @classmethod
    def of(cls, given: Settings | Mapping[str, Any] | None) -> Settings:
        """Settings from a mapping; names that do not exist are refused.

        Raises:
            ValueError: An unknown name or a word that a setting does not know.
        """
        if given is None:
            return cls()
        if isinstance(given, Settings):
            return given
        known = {field.name for field in fields(cls)}
        for name in given:
            if name not in known:
                raise ValueError(f"unknown setting {name!r}; known are {', '.join(sorted(known))}")
        settings = cls(**given)
        for name in ("ellipsis", "dash"):
            if getattr(settings, name) not in {"not_reported", "none", "below_unit"}:
                raise ValueError(f"{name} must be not_reported, none or below_unit")
        if settings.submitted:
            try:
                datetime.date.fromisoformat(settings.submitted)
            except ValueError:
                message = f"submitted must be a day such as 2023-10-12, not {settings.submitted!r}"
                raise ValueError(message) from None
        return settings
