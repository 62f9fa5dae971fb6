"""Records in files: JSON, JSON lines and parquet.

Numbers keep the digits they are written with.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from genhe_targets.reading.refusals import refusal
from genhe_targets.reading.settings import Settings

_LISTS = ("data", "records", "rows", "items", "数据", "记录")
"""Keys under which a service hands out its records."""


def json_records(text: str, *, lines: bool) -> list[Mapping[str, Any]]:
    """The records of a JSON text: one object, a list of them, or one on each line.

    Args:
        text: The file.
        lines: Whether each line is a text of its own.

    Raises:
        ReadingError: It is no JSON, holds no records, or a record has a key twice.
    """
    if lines:
        numbered = enumerate(text.split("\n"), start=1)
        found = [_parsed(line, number) for number, line in numbered if line.strip()]
    else:
        found = _parsed(text, 1)
    if isinstance(found, dict):
        key = next((key for key in _LISTS if isinstance(found.get(key), list)), None)
        found = found[key] if key else [found]
    if not isinstance(found, list) or not found or not all(isinstance(r, dict) for r in found):
        raise refusal("no_records")
    for number, record in enumerate(found, start=1):
        if _TWICE in record:
            raise refusal("json_doubled_key", line=number, key=record[_TWICE])
    return [{key: _flat(value) for key, value in record.items()} for record in found]


_TWICE = "\x00twice"


def _parsed(text: str, line: int) -> Any:
    try:
        return json.loads(
            text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise refusal("no_json", line=line + error.lineno - 1, reason=error.msg) from error
    except RecursionError as error:
        raise refusal("no_json", line=line, reason="nested too deep") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            found[_TWICE] = key
        found[key] = value
    return found


def _flat(value: Any) -> Any:
    """A value for a cell; what is no single value stays as it is written, to become a finding."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def parquet_table(content: bytes, settings: Settings) -> Any:
    """A parquet file as a pyarrow table, its texts dictionary-encoded.

    Raises:
        ReadingError: It is damaged, or holds more values than fit.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        about = parquet.read_metadata(io.BytesIO(content))
        count, limit = about.num_rows * about.num_columns, settings.max_bytes // 8
        if count > limit:
            raise refusal("too_many_values", count=count, limit=limit)
        schema = parquet.read_schema(io.BytesIO(content))
        texts = [f.name for f in schema if pa.types.is_string(f.type) or pa.types.is_binary(f.type)]
        return parquet.read_table(io.BytesIO(content), read_dictionary=texts)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        raise refusal("no_parquet", reason=str(error)[:200]) from error
