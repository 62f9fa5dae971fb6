"""Totals: what a table says is the sum of its parts, held against them.

Yearbooks do not adjust totals for rounding (未作机械调整): every figure may be off by half a unit
of the last digit it was written with, and so may the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from genhe_targets.measurement import convert_factor, normal_unit
from genhe_targets.plan.model import Plan
from genhe_targets.reading.cells import read_figure
from genhe_targets.reading.lines import Entry, Total
from genhe_targets.reading.quantities import quantities

_RATES = frozenset(("百分数", "千分数", "无量纲"))


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that its parts do not add up to.

    Attributes:
        total: The total as it stands in the table.
        parts: The sum of its parts, in the total's unit.
        slack: What rounding explains.
        count: How many parts.
    """

    total: Entry
    parts: Fraction
    slack: Fraction
    count: int

    @property
    def shown(self) -> str:
        """The sum as a decimal number, as short as it can be."""
        number = Decimal(self.parts.numerator) / Decimal(self.parts.denominator)
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def differences(totals: Sequence[Total], plan: Plan) -> Iterator[Difference]:
    """The totals that differ from their parts by more than rounding explains.

    Rates are no sums.  A total with a part that is silent, or that is no plain number, is not
    judged.
    """
    for total in totals:
        unit = _unit(total.entry, plan)
        if len(total.parts) < 2 or not _adds(total.entry, unit, plan):
            continue
        whole = _number(total.entry)
        parts = [_number(part) for part in total.parts]
        factors = [convert_factor(_unit(part, plan) or unit, unit) for part in total.parts]
        if whole is None or None in parts or None in factors:
            continue
        pairs = [
            (Fraction(part), factor, part)
            for part, factor in zip(parts, factors, strict=True)
            if part is not None and factor is not None
        ]
        added = sum((number * factor for number, factor, _ in pairs), Fraction(0))
        slack = Fraction(0)
        if not _counted(total.entry, plan):
            slack = _half(whole) + sum((_half(part) * own for _, own, part in pairs), slack)
        if abs(Fraction(whole) - added) > slack:
            yield Difference(total.entry, added, slack, len(pairs))


def _unit(entry: Entry, plan: Plan) -> str:
    known = quantities(plan).get(entry.variable)
    return entry.unit or (known.unit or "" if known else "")


def _adds(entry: Entry, unit: str, plan: Plan) -> bool:
    """Whether figures of a kind can be added: volumes and counts can, rates and intensities not."""
    known = quantities(plan).get(entry.variable)
    if known is not None and known.milestone:
        return False
    plain = normal_unit(unit) if unit else None
    return plain is not None and plain not in _RATES and "/" not in plain


def _counted(entry: Entry, plan: Plan) -> bool:
    """Whether figures are counts, which are not rounded."""
    known = plan.variable_by_id.get(entry.variable)
    return known is not None and known.kind == "count"


def _number(entry: Entry) -> Decimal | None:
    figure = read_figure(entry.text)
    return figure.number if not (figure.mark or figure.unit or figure.scale) else None


def _half(number: Decimal) -> Fraction:
    exponent = number.as_tuple().exponent
    return Fraction(Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)) / 2
