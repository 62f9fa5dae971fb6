"""Frames of any library as pyarrow tables of texts, each cell as it would be read in memory."""

from __future__ import annotations

from typing import Any

from genhe_targets.reading.frames import frame_table, is_frame, records_table


def as_arrow(data: Any) -> Any:
    """A frame or records as a pyarrow table."""
    import pyarrow as pa

    table = frame_table(data) if is_frame(data) else records_table(list(data))
    columns = [
        pa.DictionaryArray.from_arrays(
            pa.array(column.codes), pa.array(column.texts, pa.string())
        ).cast(pa.string())
        for column in table.columns
    ]
    return pa.table(dict(zip(table.headers, columns, strict=True)))
