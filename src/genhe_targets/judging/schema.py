"""Stage two of judging: the pandera schema of margins."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

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
