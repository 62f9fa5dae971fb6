"""Many verdicts as one: of a measure, a clause, a unit, a region, a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from genhe_targets.plan.rollups import ShareRule, WorstOf
from genhe_targets.vocabulary import Status

_OPEN = frozenset(
    {
        Status.INVALID,
        Status.MISSING,
        Status.INDETERMINATE,
        Status.TARGET_UNSET,
        Status.NOT_DUE,
    }
)
"""Verdicts that may yet turn out either way."""

_USUAL = WorstOf()


def worst_of(statuses: Iterable[Status], method: WorstOf = _USUAL) -> Status:
    """The verdict that comes first in the precedence; ``not_applicable`` where none has a say.

    It does not matter in which order or in which groups verdicts are rolled up.
    """
    rank = {status: position for position, status in enumerate(method.precedence)}
    heard = [status for status in statuses if status in rank]
    return min(heard, key=rank.__getitem__, default=Status.NOT_APPLICABLE)


def roll_up(verdicts: Iterable[tuple[str, Status]], method: WorstOf | ShareRule = _USUAL) -> Status:
    """One verdict for many.

    A share rule is ``met`` once enough targets are met, ``on_track`` once enough are met or on
    track, and ``not_met`` once too many failed for the rest to make up.  Before that it is
    ``behind`` where even the open ones would not do, else what is worst among the open ones.

    Args:
        verdicts: (id of the target, verdict); ids are looked up in the weights.
        method: The declared method.
    """
    given = list(verdicts)
    if isinstance(method, WorstOf):
        return worst_of((status for _, status in given), method)
    return _enough(given, method)


def _enough(verdicts: Sequence[tuple[str, Status]], method: ShareRule) -> Status:
    weight: dict[Status, Fraction] = defaultdict(Fraction)
    for target, status in verdicts:
        if status is not Status.NOT_APPLICABLE:
            weight[status] += Fraction(method.weights.get(target, 1))
    total = sum(weight.values())
    if not total:
        return Status.NOT_APPLICABLE
    asked = Fraction(method.at_least) * total
    good = weight[Status.MET] + weight[Status.ON_TRACK]
    undecided = {status for status in _OPEN if weight[status]}
    open_ = sum(weight[status] for status in undecided)
    if weight[Status.MET] >= asked:
        return Status.MET
    if good >= asked:
        return Status.ON_TRACK
    if good + open_ + weight[Status.BEHIND] < asked:
        return Status.NOT_MET
    return Status.BEHIND if good + open_ < asked else worst_of(undecided)
