"""Saved reports: a report written as JSON, read back as records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from genhe_targets.errors import ReadingError
from genhe_targets.report.records import FORMAT, ReportRecords

LARGEST = 2_000_000_000
"""Bytes of a saved report that are read."""


def is_saved(path: str | Path) -> bool:
    """Whether a file says in its first bytes that it is a saved report."""
    file = Path(path)
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return FORMAT.rpartition("/")[0].encode() in opened.read(200)


def load(path: str | Path) -> ReportRecords:
    """The records of a report saved as ``.json``.

    Raises:
        ReadingError: The file cannot be read, or is no saved report of this version.
    """
    try:
        if Path(path).stat().st_size > LARGEST:
            raise ReadingError(str(path), f"is larger than {LARGEST} bytes")
        found: Any = json.loads(Path(path).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ReadingError(str(path), f"cannot be read as JSON: {error}") from error
    form = found.get("format") if isinstance(found, dict) else None
    if form != FORMAT:
        raise ReadingError(
            str(path),
            f"its format is {form!r}, not {FORMAT!r}",
            "give a report that was saved as .json",
        )
    _check(found, str(path))
    return cast("ReportRecords", found)


def _check(found: dict[str, Any], path: str) -> None:
    """That a report has what the form asks for, before a view trips over it.

    Raises:
        ReadingError: It does not; the message names the first places.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(ReportRecords).validate_python(found)
    except ValidationError as error:
        places = [
            f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:3]
        ]
        raise ReadingError(path, f"is no whole report ({'; '.join(places)})") from error
