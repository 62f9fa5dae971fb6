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
    import pandas as pd
    import pandera.pandas as pa

    def kept(frame: pd.DataFrame) -> pd.Series[bool]:
        margin, strict = frame["margin"].to_numpy(), frame["strict"].to_numpy()
        return pd.Series((margin > 0) | ((margin == 0) & ~strict), index=frame.index)

    return pa.DataFrameSchema(
        {
            "margin": pa.Column(float, nullable=True),
            "strict": pa.Column(bool),
        },
        checks=[pa.Check(kept, name="rule", error="rule", ignore_na=False)],
    )
