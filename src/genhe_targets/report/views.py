"""The views of a report by file suffix, one small module for each format.

A view takes the records and a language and gives bytes.  It computes nothing: every figure it
shows is a text of the records.  A new format is a module with ``render`` and a line here.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol, cast

from genhe_targets.errors import did_you_mean
from genhe_targets.vocabulary import Lang

if TYPE_CHECKING:
    from genhe_targets.report.records import ReportRecords


class View(Protocol):
    """Makes the bytes of a file from the records."""

    def __call__(self, records: ReportRecords, lang: Lang) -> bytes:
        """Render ``records`` in ``lang``."""


VIEWS: dict[str, str] = {
    ".html": "html",
    ".xlsx": "xlsx",
    ".docx": "docx",
    ".json": "jsonform",
    ".md": "markdown",
    ".txt": "text",
    ".csv": "table",
    ".parquet": "parquet",
    ".xml": "junit",
    ".sarif": "sarif",
    ".ess.json": "ess",
}
"""Suffix -> module in ``genhe_targets.report`` that renders it."""

LONG = frozenset({".html", ".txt", ".json", ".parquet"})
"""Forms that make no record twice, or only those they show; the others keep what they look at."""

TEMPLATED = ".docx"
"""The form that an office may give its own file for."""


def suffix_of(path: str | PurePath) -> str:
    """The longest known suffix of a file name, such as ``.ess.json``; else its own.

    A bare format is a name too: ``html`` and ``.html`` both give ``.html``.
    """
    name = PurePath(path).name.lower()
    known = [suffix for suffix in VIEWS if f".{name}".endswith(suffix)]
    return max(known, key=len) if known else PurePath(path).suffix


def view(suffix: str) -> View:
    """The view of a suffix; its module is imported only now.

    Raises:
        ValueError: No view has this suffix.
    """
    if suffix not in VIEWS:
        hint = did_you_mean(suffix, VIEWS)
        known = " ".join(VIEWS)
        raise ValueError(f"no view for {suffix!r}. {hint} Known: {known}".replace("  ", " "))
    module = import_module(f"genhe_targets.report.{VIEWS[suffix]}")
    return cast("View", module.render)


def render(
    records: ReportRecords, suffix: str, lang: Lang, template: str | Path | None = None
) -> bytes:
    """A report in the form of ``suffix``.

    Args:
        records: The report.
        suffix: Such as ``.html``; see ``VIEWS``.
        lang: Language, where the form holds one.
        template: An office's own file for ``.docx``.

    Raises:
        ValueError: No view has this suffix, or it takes no template.
        ReadingError: The template cannot be used.
        MissingExtraError: The view needs an extra that is not installed.
    """
    made = view(suffix)
    if suffix not in LONG:
        from genhe_targets.report.recordlist import kept

        records = kept(records)
    if template is None:
        return made(records, lang)
    if suffix != TEMPLATED:
        raise ValueError(f"a template is for {TEMPLATED}, not for {suffix}")
    from genhe_targets.report.docx import render as circular

    return circular(records, lang, template)


def write(
    records: ReportRecords, path: str | Path, lang: Lang, template: str | Path | None = None
) -> Path:
    """Write a report in the form the suffix of ``path`` names.

    Args:
        records: The report.
        path: Where to; folders are made where they do not exist.
        lang: Language, where the form holds one.
        template: An office's own file for a form that takes one.

    Raises:
        ValueError: No view has this suffix, or it takes no template.
        ReadingError: The template cannot be used.
        MissingExtraError: The view needs an extra that is not installed.
    """
    content = render(records, suffix_of(path), lang, template)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target
