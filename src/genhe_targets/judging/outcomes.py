"""Outcomes: figures against a rule, and how those of its parts become one (Kleene's logic)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from genhe_targets.coded import Floats, Mask
from genhe_targets.grid import State, States
from genhe_targets.plan.rules import Joined, Rule

Holds = npt.NDArray[np.int8]
NO, UNKNOWN, YES = np.int8(0), np.int8(1), np.int8(2)
"""Whether a rule holds; the order makes ``all`` a minimum and ``any`` a maximum (Kleene)."""


@dataclass(frozen=True)
class Outcome:
    """One target's figures against its rule.

    Attributes:
        margin: Signed distance to the limit in the unit of the figure, NaN without a figure.
        limit: The limit that decides, NaN where none is set.
        holds: ``NO``, ``UNKNOWN`` or ``YES``; ``UNKNOWN`` without a figure.
        state: What the figures are: ``REPORTED`` where they decide, else the worst of them;
            ``NONE`` where the rule asks nothing.
        granted: Where the rule holds only by a tolerance.
    """

    margin: Floats
    limit: Floats
    holds: Holds
    state: States
    granted: Mask


def joined(rule: Rule, bounds: Iterator[Outcome]) -> Outcome:
    """One outcome for a rule.

    Args:
        rule: The rule.
        bounds: The outcomes of its bounds, in their order.
    """
    if not isinstance(rule, Joined):
        return next(bounds)
    outcomes = [joined(part, bounds) for part in rule.parts]
    if len(outcomes) == 1:
        return outcomes[0]
    if rule.logic == "enclosed":
        return _enclosed(*outcomes)
    if rule.logic == "if":
        return _conditional(*outcomes)
    outcome = _picked(outcomes, best=rule.logic == "any")
    return _vague(outcome) if rule.logic == "about" and not rule.grants else outcome


_UNDECIDED = (
    State.NONE, State.ABOUT, State.AT_MOST, State.AT_LEAST, State.PARTIAL, State.SILENT,
    State.INVALID,
)  # fmt: skip
"""From the least to the most pressing reason why a rule is not decided."""


def _picked(outcomes: Sequence[Outcome], *, best: bool) -> Outcome:
    """The worst counts, or the best; a part that asks nothing does not count."""
    pick = np.fmax if best else np.fmin
    kleene = np.maximum if best else np.minimum
    neutral = NO if best else YES
    idle = np.stack([one.state == State.NONE for one in outcomes])
    margin, limit = outcomes[0].margin, outcomes[0].limit
    for other in outcomes[1:]:
        chosen = pick(margin, other.margin)
        limit = np.where(chosen == margin, limit, other.limit)
        margin = chosen
    holds = np.stack([np.where(i, neutral, o.holds) for i, o in zip(idle, outcomes, strict=True)])
    decided = kleene.reduce(holds, axis=0).astype(np.int8)
    decided[idle.all(axis=0)] = UNKNOWN
    granted = np.logical_or.reduce([one.granted for one in outcomes]) & (decided == YES)
    if best:
        for one in outcomes:
            granted &= (one.holds != YES) | one.granted  # what holds by itself needs no grace
    return Outcome(margin, limit, decided, _state(outcomes, decided), granted)


def _state(outcomes: Sequence[Outcome], decided: Holds) -> States:
    """The state of figures that are judged together: their own where all are known alike."""
    states = np.stack([one.state for one in outcomes])
    alike = (states == states[0]).all(axis=0)
    if alike.all():
        return outcomes[0].state
    state = np.full(decided.shape, State.NONE, np.int8)
    for pressing in _UNDECIDED:
        state[(states == pressing).any(axis=0)] = pressing
    # None of them is pressing where all are reported or ask nothing.
    known = (states == State.REPORTED).any(axis=0) & np.isin(state, (State.NONE,))
    state[known | (decided != UNKNOWN)] = State.REPORTED
    return np.where(alike, outcomes[0].state, state)


def _enclosed(least: Outcome, most: Outcome) -> Outcome:
    """The first proves that the rule holds, the second that it does not."""
    holds = np.where(least.holds == YES, YES, np.where(most.holds == NO, NO, UNKNOWN))
    holds = holds.astype(np.int8)
    state = np.where(holds != UNKNOWN, np.int8(State.REPORTED), least.state).astype(np.int8)
    state[least.state == State.NONE] = State.NONE
    return replace(least, holds=holds, state=state)


def _conditional(condition: Outcome, then: Outcome, otherwise: Outcome | None = None) -> Outcome:
    """What follows from the condition; nothing is asked where it fails and nothing follows."""
    shape = condition.holds.shape
    other = otherwise or Outcome(
        np.full(shape, np.nan), then.limit, np.full(shape, UNKNOWN, np.int8),
        np.full(shape, State.NONE, np.int8), np.zeros(shape, dtype=bool),
    )  # fmt: skip
    yes, no = condition.holds == YES, condition.holds == NO
    # Where the condition is open, the answer stands if both ways lead to it.
    same = (then.holds == other.holds) & (then.holds != UNKNOWN) & ~(yes | no)

    def chosen(name: str) -> npt.NDArray[Any]:
        first, second, third = (getattr(one, name) for one in (then, other, condition))
        found: npt.NDArray[Any] = np.where(yes | same, first, np.where(no, second, third))
        return found

    holds = np.where(yes | same, then.holds, np.where(no, other.holds, UNKNOWN)).astype(np.int8)
    return Outcome(
        np.asarray(chosen("margin"), dtype=float), np.where(no, other.limit, then.limit), holds,
        chosen("state").astype(np.int8), np.asarray(chosen("granted"), dtype=bool),
    )  # fmt: skip


def _vague(outcome: Outcome) -> Outcome:
    """About a number, without a word how near: only the number itself is sure."""
    off = outcome.holds == NO
    return replace(
        outcome,
        holds=np.where(off, UNKNOWN, outcome.holds).astype(np.int8),
        state=np.where(off, np.int8(State.ABOUT), outcome.state).astype(np.int8),
    )
