"""Formulas: arithmetic over declared variables, and nothing else.

A formula is parsed once against an allow-list (numbers, names, ``+ - * /``, brackets,
``x[2020]``, ``x[-1]``) into a small tree.  The tree is then evaluated by the same code over
whatever understands arithmetic: numpy columns, exact fractions, or units.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

MAX_LENGTH = 500
"""Characters; a formula longer than this is no formula of a policy plan."""

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


class FormulaError(ValueError):
    """A text is no formula; the message says why, ``column`` (1-based) where."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


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
    """

    name: str
    year: int = 0
    lag: int = 0

    @property
    def key(self) -> str:
        """The spelling: ``x``, ``x[2020]`` or ``x[-1]``."""
        if self.year:
            return f"{self.name}[{self.year}]"
        return f"{self.name}[-{self.lag}]" if self.lag else self.name


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts joined by ``+ - * /``."""

    symbol: str
    left: Node
    right: Node


Node = Number | Reference | Operation


@dataclass(frozen=True)
class Formula:
    """A parsed formula.

    Attributes:
        text: As written.
        root: The tree.
    """

    text: str
    root: Node

    def references(self) -> tuple[Reference, ...]:
        """Every reference once, in the order written."""
        return self._referred

    @cached_property
    def _referred(self) -> tuple[Reference, ...]:
        return tuple(dict.fromkeys(_references(self.root)))

    @property
    def is_reference(self) -> bool:
        """Whether it is nothing but one variable."""
        return isinstance(self.root, Reference)

    @cached_property
    def divisors(self) -> tuple[Node, ...]:
        """Every node that something is divided by."""
        return tuple(_divisors(self.root))

    def evaluate(
        self, lookup: Callable[[Reference], Any], number: Callable[[Fraction], Any] = float
    ) -> Any:
        """Compute the formula.

        Args:
            lookup: Gives the operand of a reference: a column, an expression, a fraction.
            number: Turns a constant into an operand of the same kind.

        Raises:
            ZeroDivisionError: With fractions, where a divisor is zero.
        """
        return compute(self.root, lookup, number)

    def filled(self, shown: Callable[[Reference], str]) -> str:
        """The formula with the figures put in, for people to check: ``100 * 24 / 100``."""
        out, end = [], 0
        tree = ast.parse(self.text, mode="eval")
        spots = [n for n in ast.walk(tree) if isinstance(n, ast.Name | ast.Subscript)]
        inner = {id(n.value) for n in spots if isinstance(n, ast.Subscript)}
        raw = self.text.encode()
        for node in sorted(spots, key=lambda n: n.col_offset):
            if id(node) in inner:
                continue
            out.append(raw[end : node.col_offset].decode())
            out.append(shown(_reference(node)))
            end = node.end_col_offset or len(raw)
        return "".join([*out, raw[end:].decode()])


def compute(
    node: Node, lookup: Callable[[Reference], Any], number: Callable[[Fraction], Any]
) -> Any:
    """Compute a node of a formula; see ``Formula.evaluate``."""
    match node:
        case Number(value):
            return number(value)
        case Reference():
            return lookup(node)
        case Operation(symbol, left, right):
            return _ARITHMETIC[symbol](
                compute(left, lookup, number), compute(right, lookup, number)
            )


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> Formula:
    """Parse a formula.

    Raises:
        FormulaError: It is anything but arithmetic over names.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None) or 1
        raise FormulaError(f"is no arithmetic: {text!r}", column) from None
    return Formula(text.strip(), _node(tree.body, text.strip()))


def _node(node: ast.expr, text: str) -> Node:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            # The decimal as written; a float would already have lost it.
            written = ast.get_source_segment(text, node) or str(value)
            if not re.fullmatch(r"[0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30}", written):
                raise FormulaError(f"{written!r} is no plain decimal", node.col_offset + 1)
            return Number(Fraction(Decimal(written)))
        case ast.Name() | ast.Subscript():
            return _reference(node)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return Operation(_OPERATORS[type(op)], _node(left, text), _node(right, text))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Operation("-", Number(Fraction(0)), _node(operand, text))
    found = ast.get_source_segment(text, node) or type(node).__name__
    raise FormulaError(
        f"{found!r} is not allowed: a formula holds numbers, variables, + - * / and brackets",
        node.col_offset + 1,
    )


def _reference(node: ast.expr) -> Reference:
    match node:
        case ast.Name(id=name):
            return Reference(name)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=int(year))) if (
            1900 <= year <= 2200
        ):
            return Reference(name, year=year)
        case ast.Subscript(
            value=ast.Name(id=name),
            slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(lag))),
        ) if 1 <= lag <= 50:
            return Reference(name, lag=lag)
    raise FormulaError(
        f"{ast.unparse(node)!r} is not allowed: write x[2020] or, for the year before, x[-1]",
        node.col_offset + 1,
    )


def _references(node: Node) -> Iterator[Reference]:
    if isinstance(node, Reference):
        yield node
    elif isinstance(node, Operation):
        yield from _references(node.left)
        yield from _references(node.right)


def _divisors(node: Node) -> Iterator[Node]:
    if isinstance(node, Operation):
        yield from _divisors(node.left)
        yield from _divisors(node.right)
        if node.symbol == "/":
            yield node.right
