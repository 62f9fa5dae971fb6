"""Which standings decide the overall result, and which of them fail it."""

from __future__ import annotations

import numpy as np

from genhe_targets.coded import Mask
from genhe_targets.judging.engine import Judged
from genhe_targets.judging.limits import deadline
from genhe_targets.judging.statuses import STATUS_CODES
from genhe_targets.vocabulary import Status

_NOT_MET = STATUS_CODES[Status.NOT_MET]
_SILENT = [STATUS_CODES[Status.MISSING], STATUS_CODES[Status.INVALID]]


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


def decisive(judged: Judged) -> Mask:
    """``is_decisive`` of all targets and regions, shape (targets, regions)."""
    regions = range(len(judged.facts.regions))
    found = np.empty((len(judged.duties), len(regions)), dtype=bool)
    for duty, target in enumerate(judged.duties):
        if target.restated_from:
            found[duty] = [is_decisive(judged, duty, region) for region in regions]
        else:
            found[duty] = is_decisive(judged, duty, 0)
    return found


def failing(judged: Judged) -> Mask:
    """Which standings fail the report, shape (targets, regions).

    The decisive that are not met, or past their deadline without a usable figure.  The same is said
    of a record by ``report.current.failed``; here no record has to be made.
    """
    plan, day = judged.facts.plan, judged.facts.as_of
    status = judged.standings.status[:, :, 0]
    past = np.array([[day > deadline(target, plan)] for target in judged.duties])
    found: Mask = decisive(judged) & ((status == _NOT_MET) | (np.isin(status, _SILENT) & past))
    return found
