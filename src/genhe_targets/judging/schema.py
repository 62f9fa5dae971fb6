"""pandera as the contract layer of judging: the schema of margins.

``schema.validate`` phrases an exception for people, which costs milliseconds for each failing
check however small the frame is.  A batch needs the failing rows and nothing else, so the
schema's own checks are asked for their output; a test holds both ways together.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np

from genhe_targets.coded import Mask

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


@lru_cache(maxsize=1)
def margin_schema() -> pa.DataFrameSchema:
    """The schema every frame of margins is judged by: at the limit holds unless it is strict."""
    import pandera.pandas as pa

    def kept(frame: pd.DataFrame) -> pd.Series[bool]:
        margin = frame["margin"]
        return (margin > 0) | ((margin == 0) & ~frame["strict"])

    return pa.DataFrameSchema(
        {
            "margin": pa.Column(float, nullable=True),
            "strict": pa.Column(bool),
        },
        checks=[pa.Check(kept, name="rule", error="rule", ignore_na=False)],
    )


def failing(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Mask:
    """Rows of a frame that break any frame-level check of a schema."""
    broken = np.zeros(len(frame), dtype=bool)
    for check in schema.checks:
        broken |= ~passed(check, frame)
    return broken


def passed(check: pa.Check, frame: pd.DataFrame) -> Mask:
    """Row by row, whether a frame-level check passes."""
    output = check(frame).check_output
    return cast("Mask", np.asarray(output, dtype=bool))
