"""The tree of a formula: numbers, references, operations and functions, and walks over them."""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, exact as written."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Reference:
    """A variable, at the period judged or at another year.

    Attributes:
        name: Id of the variable.
        year: A calendar year (``x[2020]``), or 0.
        lag: Years back (``x[-1]`` is 1), or 0; the same period of that year.
        whole: The whole figure of that year instead (``x[year - 1]``).
        day: As it stood on a day (``x["2022-12-31"]``).
    """

    name: str
    year: int = 0
    lag: int = 0
    whole: bool = False
    day: datetime.date | None = None

    @property
    def at(self) -> str:
        """The spelling of the time, ``""`` for the period judged."""
        if self.day:
            return f'["{self.day.isoformat()}"]'
        if self.year:
            return f"[{self.year}]"
        if self.whole:
            return f"[year - {self.lag}]"
        return f"[-{self.lag}]" if self.lag else ""

    @property
    def key(self) -> str:
        """The spelling: ``x``, ``x[2020]`` or ``x[-1]``."""
        return self.name + self.at

    def moved(self, by: Reference) -> Reference:
        """This reference read at the time of another."""
        if self.year or self.lag or self.day:
            return self
        return Reference(self.name, by.year, by.lag, by.whole, by.day)


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts joined by ``+ - * /``."""

    symbol: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of ``FUNCTIONS``.

    Attributes:
        options: The constants that come first.
        args: The formulas after them.
    """

    name: str
    options: tuple[Fraction | str, ...]
    args: tuple[Node, ...]

    @property
    def key(self) -> str:
        """The name, for messages."""
        return f"{self.name}(...)"


Leaf = Reference | Call
"""What is looked up, and not computed from its parts."""

Node = Number | Reference | Operation | Call


def compute(node: Node, lookup: Callable[[Any], Any], number: Callable[[Fraction], Any]) -> Any:
    """Compute a node of a formula; see ``Formula.evaluate``."""
    match node:
        case Number(value):
            return number(value)
        case Reference() | Call():
            return lookup(node)
        case Operation(symbol, left, right):
            return _ARITHMETIC[symbol](
                compute(left, lookup, number), compute(right, lookup, number)
            )


def mapped(node: Node, change: Callable[[Reference], Reference]) -> Node:
    """A node with every reference changed."""
    match node:
        case Reference():
            return change(node)
        case Operation(symbol, left, right):
            return Operation(symbol, mapped(left, change), mapped(right, change))
        case Call(name, options, args):
            return Call(name, options, tuple(mapped(arg, change) for arg in args))
    return node


def at_time(node: Node, by: Reference) -> Node:
    """A node read at the time of a reference."""
    match node:
        case Reference():
            return node.moved(by)
        case Operation(symbol, left, right):
            return Operation(symbol, at_time(left, by), at_time(right, by))
        case Call("chained", (since, *_), args) if by.year:
            return Call("chained", (since, Fraction(by.year)), args)
        case Call(name, options, args):
            return Call(name, options, tuple(at_time(arg, by) for arg in args))
    return node


def references_of(node: Node) -> Iterator[Reference]:
    """Every reference in a node, those inside functions as well."""
    if isinstance(node, Reference):
        yield node
    for part in parts_of(node):
        yield from references_of(part)


def parts_of(node: Node) -> tuple[Node, ...]:
    """What a node consists of."""
    match node:
        case Operation(_, left, right):
            return left, right
        case Call(_, _, args):
            return args
    return ()


def leaves_of(node: Node) -> Iterator[Leaf]:
    """What is looked up: references outside functions, and functions."""
    if isinstance(node, Reference | Call):
        yield node
    else:
        for part in parts_of(node):
            yield from leaves_of(part)


def calls_of(node: Node) -> Iterator[Call]:
    """Every function in a node."""
    if isinstance(node, Call):
        yield node
    for part in parts_of(node):
        yield from calls_of(part)


def divisors_of(node: Node) -> Iterator[Node]:
    """Every node that something is divided by."""
    if isinstance(node, Operation):
        yield from divisors_of(node.left)
        yield from divisors_of(node.right)
        if node.symbol == "/":
            yield node.right
