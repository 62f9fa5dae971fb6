"""What a later submission changed in an earlier one; the latest revision counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from genhe_targets.credibility.kinds import REVISED, REVISED_MUCH, WITHDRAWN
from genhe_targets.findings import Finding
from genhe_targets.plan.checks import Revisions

Key = tuple[str, str, str]
"""(region, period, variable)."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure as it was and as it is.

    Attributes:
        before: The figure of the earlier submission, ``None`` where it had none.
        after: The figure of the later one, ``None`` where it has none any more.
    """

    region: str
    period: str
    variable: str
    before: Fraction | None
    after: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """Relative change, ``None`` where it is not defined."""
        if self.before is None or self.after is None or not self.before:
            return None
        return self.after / self.before - 1


def revisions(earlier: Mapping[Key, Fraction], later: Mapping[Key, Fraction]) -> list[Revision]:
    """What changed, in the order of region, period and variable; additions are included.

    Args:
        earlier: Figures of the earlier submission.
        later: Figures of the later one; exact, so that 95.0 and 95 are no revision.
    """
    return [
        Revision(*key, earlier.get(key), later.get(key))
        for key in sorted({*earlier, *later})
        if earlier.get(key) != later.get(key)
    ]


def revision_findings(changed: list[Revision], check: Revisions) -> Iterator[Finding]:
    """A finding for each figure that was changed or withdrawn; what is merely new is none."""
    if not check.on:
        return
    for one in changed:
        if one.before is None:
            continue
        before = _text(one.before)
        if one.after is None:
            code, text, detail = WITHDRAWN, "", {"before": before}
        else:
            # From zero, any figure is a large change.
            much = one.change is None or abs(one.change) >= Fraction(check.large)
            code, text = REVISED_MUCH if much else REVISED, _text(one.after)
            detail = {"before": before, "change": _change(one.change)}
        yield Finding(
            code, region=one.region, period=one.period, variable=one.variable,
            text=text, detail=detail,
        )  # fmt: skip


def _text(number: Fraction) -> str:
    return f"{float(number):.15g}"


def _change(change: Fraction | None) -> str:
    return "—" if change is None else f"{float(change):+.1%}"
