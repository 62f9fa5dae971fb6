"""Asking a pandera schema for its failing rows.

``schema.validate`` phrases an exception for people, which costs milliseconds for each failing
check however small the frame is.  A batch needs the failing rows and nothing else, so the
schema's own checks are asked for their output; a test holds both ways together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Mask

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


Arrays = Mapping[str, npt.NDArray[Any]]


def blank_frame(names: tuple[str, ...], count: int) -> tuple[pd.DataFrame, Arrays]:
    """A frame of numbers in one block, which pandas builds and takes apart in microseconds.

    A frame of columns of several types costs thirty times as much, whatever its length.

    Args:
        names: The columns; all are float64, which holds every int32.
        count: How many rows.

    Returns:
        The frame, and its columns to be filled.
    """
    import pandas as pd

    block = np.empty((len(names), count))
    frame = pd.DataFrame(block.T, columns=_labels(names), copy=False)
    return frame, dict(zip(names, block, strict=True))


def frame_of(columns: Arrays) -> pd.DataFrame:
    """Such a frame of arrays of equal length."""
    names = tuple(columns)
    frame, filled = blank_frame(names, len(columns[names[0]]))
    for name, values in columns.items():
        filled[name][:] = values
    return frame


@lru_cache(maxsize=8)
def _labels(names: tuple[str, ...]) -> pd.Index[Any]:
    import pandas as pd

    return pd.Index(names, dtype=object)  # plain texts, which cost nothing to look at


def arrays_of(frame: pd.DataFrame) -> Arrays:
    """The columns of such a frame."""
    return dict(zip(frame.columns.tolist(), frame.to_numpy().T, strict=True))


def passed(check: pa.Check, frame: pd.DataFrame) -> Mask:
    """Row by row, whether a frame-level check passes."""
    return cast("Mask", np.asarray(check(frame).check_output, dtype=bool))


def failing(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Mask:
    """Rows of a frame that break any frame-level check of a schema."""
    broken = np.zeros(len(frame), dtype=bool)
    for check in schema.checks:
        broken |= ~passed(check, frame)
    return broken
