"""Word: the circular in the official layout, from a template that an office can replace.

A template is a Word file with the fields of ``circular.Circular`` in double braces; see
``docs/reports.md``.  It is filled in a sandbox: a template can show fields and loop over them.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from genhe_targets.errors import MissingExtraError, ReadingError
from genhe_targets.report.cells import writable
from genhe_targets.report.circular import circular
from genhe_targets.report.records import ReportRecords
from genhe_targets.vocabulary import Lang


def render(records: ReportRecords, lang: Lang, template: str | Path | None = None) -> bytes:
    """The circular as a Word document.

    Args:
        records: The report.
        lang: Language of the text and of the shipped template.
        template: An office's own template.

    Raises:
        MissingExtraError: The extra ``word`` is not installed.
        ReadingError: The template is no Word document, or uses a field that does not exist.
    """
    try:
        from docxtpl import DocxTemplate
    except ImportError as error:
        raise MissingExtraError("docxtpl", "word", "The circular as a Word document") from error
    from docx.opc.exceptions import PackageNotFoundError
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    context = _writable(circular(records, lang))
    try:
        own = Path(template).read_bytes() if template else shipped(lang)
        document = DocxTemplate(io.BytesIO(own))
        sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        document.render(context, sandbox)
    except OSError as error:
        raise ReadingError(str(template), f"cannot be opened: {error.strerror}") from error
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ReadingError(str(template), f"is no Word document (.docx): {error}") from error
    except TemplateError as error:
        hint = f"fields: {', '.join(context)}"
        raise ReadingError(str(template), f"cannot be filled: {error}", hint) from error
    _dated(document, records["as_of"])
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def shipped(lang: Lang) -> bytes:
    """The template that comes with the library, to start an office's own from."""
    name = f"circular.{lang}.docx"
    return files("genhe_targets.report").joinpath("templates", name).read_bytes()


def _dated(document: Any, day: str) -> None:
    """Put the day of judging into the properties, and not the clock."""
    properties = document.docx.core_properties
    properties.created = properties.modified = datetime.datetime.fromisoformat(day)


def _writable(value: Any) -> Any:
    """Texts without characters that Word's XML cannot hold."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {key: _writable(part) for key, part in value.items()}
    return [_writable(part) for part in value] if isinstance(value, list) else value


def settled(content: bytes) -> bytes:
    """The same document without the times of packing: the same report gives the same bytes."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as fresh,
    ):
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            fresh.writestr(entry, packed.read(name))
    return buffer.getvalue()
