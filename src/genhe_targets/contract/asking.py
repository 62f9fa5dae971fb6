"""Asking a pandera schema for its failing rows.

``schema.validate`` phrases an exception for people, which costs milliseconds for each failing
check however small the frame is.  A batch needs the failing rows and nothing else, so the
schema's own checks are asked for their output; a test holds both ways together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from genhe_targets.coded import Mask

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


def passed(check: pa.Check, frame: pd.DataFrame) -> Mask:
    """Row by row, whether a frame-level check passes."""
    return cast("Mask", np.asarray(check(frame).check_output, dtype=bool))


def failing(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Mask:
    """Rows of a frame that break any frame-level check of a schema."""
    broken = np.zeros(len(frame), dtype=bool)
    for check in schema.checks:
        broken |= ~passed(check, frame)
    return broken
