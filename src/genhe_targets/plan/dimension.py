"""Whether a formula's units give the unit that is declared for its result.

The formula is computed over units instead of figures.  A unit is a power product of base units
and a scale (万立方米 is 10,000 立方米); constants keep account of the factor they apply.  So
``100 * a / b`` gives percent, ``a / b`` does not, and 万立方米 / 万元 is 立方米/元 only by way
of the factors written in the formula.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from genhe_targets.plan.formula import Formula, Leaf

_SCALES = {"万": Fraction(10_000), "亿": Fraction(100_000_000), "千": Fraction(1000)}
_PLAIN = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "1": Fraction(1), "": Fraction(1)}
_SYNONYMS = {
    "m³": "立方米",
    "m3": "立方米",
    "km²": "平方公里",
    "hm²": "公顷",
    "km": "公里",
    "t": "吨",
}
_ALONE = {"千克", "千米", "千瓦", "千瓦时"}  # units of their own, not thousands of something

Powers = tuple[tuple[str, int], ...]


class UnitError(ValueError):
    """Units that do not fit together; the message says which."""


@dataclass(frozen=True, slots=True)
class UnitValue:
    """A figure of which only the unit is known.

    Attributes:
        powers: Base units and their powers, sorted; empty for a pure number.
        scale: Size of the unit in base units.
        factor: The product of the constants applied so far.
        constant: Whether it is a constant of the formula.
    """

    powers: Powers
    scale: Fraction = Fraction(1)
    factor: Fraction = Fraction(1)
    constant: bool = False

    def __mul__(self, other: UnitValue) -> UnitValue:
        return self._product(other, 1)

    def __truediv__(self, other: UnitValue) -> UnitValue:
        return self._product(other, -1)

    def _product(self, other: UnitValue, sign: int) -> UnitValue:
        powers = dict(self.powers)
        for base, power in other.powers:
            powers[base] = powers.get(base, 0) + sign * power
        kept = tuple(sorted((base, power) for base, power in powers.items() if power))
        if sign < 0 and not (other.scale and other.factor):
            raise UnitError("a division by the constant zero")
        return UnitValue(
            kept,
            self.scale * other.scale**sign,
            self.factor * other.factor**sign,
            self.constant and other.constant,
        )

    def __add__(self, other: UnitValue) -> UnitValue:
        if self.constant and other.constant:
            return UnitValue((), factor=self.factor + other.factor, constant=True)
        if self.constant or other.constant:
            number, unit = (self, other) if self.constant else (other, self)
            # A constant goes beside pure numbers and shares (100 - a rate); zero with all.
            if number.factor and unit.powers:
                raise UnitError(f"a number is added to {unit.spelled()}")
            return unit
        if self.powers != other.powers or self.scale * other.factor != other.scale * self.factor:
            raise UnitError(f"{self.spelled()} and {other.spelled()} are added")
        return self

    __sub__ = __add__

    def spelled(self) -> str:
        """The unit in words for a message."""
        over = "·".join(base for base, power in self.powers for _ in range(max(power, 0)))
        under = "·".join(base for base, power in self.powers for _ in range(max(-power, 0)))
        text = f"{over or '1'}/{under}" if under else over or "a pure number"
        return text if self.scale == 1 else f"{float(self.scale):g} {text}"


def parse_unit(text: str) -> UnitValue:
    """A unit as written, ``万立方米`` or ``立方米/万元``, as a power product."""
    over, *under = text.replace("每", "/").split("/")
    value = _simple(over)
    for part in under:
        value = value / _simple(part)
    return value


def _simple(text: str) -> UnitValue:
    text = text.strip()
    if text in _PLAIN:
        return UnitValue((), _PLAIN[text])
    scale = Fraction(1)
    while len(text) > 1 and text[0] in _SCALES and text not in _ALONE:
        scale *= _SCALES[text[0]]
        text = text[1:]
    return UnitValue(((_SYNONYMS.get(text, text), 1),), scale)


def unit_problem(formula: Formula, declared: str, unit_of: Callable[[Leaf], str]) -> str:
    """Say how a formula's unit differs from the declared one, ``""`` when it does not.

    Args:
        formula: The formula.
        declared: The unit of the result.
        unit_of: The unit of a reference or function.
    """

    def number(value: Fraction) -> UnitValue:
        return UnitValue((), factor=value, constant=True)

    try:
        result = formula.evaluate(lambda leaf: parse_unit(unit_of(leaf)), number)
    except UnitError as error:
        return f"the units of the formula do not fit: {error}"
    wanted = parse_unit(declared)
    if result.constant:
        return "the formula holds no variable"
    if result.powers != wanted.powers:
        return f"the formula gives {result.spelled()}, the unit declared is {declared!r}"
    factor = result.scale / wanted.scale
    if factor != result.factor:
        needed = f"{float(factor):g}"
        return (
            f"the formula gives {declared!r} only with a factor of {needed}, "
            f"it has {float(result.factor):g}"
        )
    return ""
