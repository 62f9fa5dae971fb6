"""Stage two of judging: the pandera schema of margins."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from genhe_targets.contract.asking import arrays_of

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


@lru_cache(maxsize=1)
def margin_schema() -> pa.DataFrameSchema:
    """The schema every frame of margins is judged by: at the limit holds unless it is strict."""
    import pandas as pd
    import pandera.pandas as pa

    def kept(frame: pd.DataFrame) -> pd.Series[bool]:
        columns = arrays_of(frame)
        margin = columns["margin"]
        return pd.Series(
            (margin > 0) | ((margin == 0) & (columns["strict"] == 0)), index=frame.index
        )

    return pa.DataFrameSchema(
        {
            "margin": pa.Column(float, nullable=True),
            "strict": pa.Column(float, pa.Check.isin([0.0, 1.0])),
        },
        checks=[pa.Check(kept, name="rule", error="rule", ignore_na=False)],
    )
