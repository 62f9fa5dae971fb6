"""Which standings decide the overall result."""

from __future__ import annotations

from genhe_targets.judging.engine import Judged


def is_decisive(judged: Judged, duty: int, region: int) -> bool:
    """Whether a target decides the overall result of a region.

    Binding targets do, unless the plan says otherwise; a figure repeated from a superior plan
    does only where a share was assigned.
    """
    target = judged.duties[duty]
    if target.restated_from:
        return judged.limits[duty][0].is_assigned(region)
    if target.decisive is not None:
        return target.decisive
    return target.obligation.value == "binding"
