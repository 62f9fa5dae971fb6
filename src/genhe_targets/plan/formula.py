"""Formulas: arithmetic over declared variables, and nothing else.

A formula is parsed once against an allow-list (numbers, names, ``+ - * /``, brackets,
``x[2020]``, ``x[-1]``, ``x[year - 1]``, ``x["2022-12-31"]`` and the functions of ``FUNCTIONS``)
into a small tree.  The tree is then evaluated by the same code over whatever understands
arithmetic: numpy columns, exact fractions, or units.
"""

from __future__ import annotations

import ast
import datetime
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from genhe_targets.plan.formulatree import (
    Call,
    Leaf,
    Node,
    Number,
    Operation,
    Reference,
    calls_of,
    compute,
    divisors_of,
    leaves_of,
    mapped,
    references_of,
)

__all__ = [
    "FUNCTIONS", "Call", "Formula", "FormulaError", "Leaf", "Node", "Number", "Operation",
    "Reference", "compute", "parse_formula",
]  # fmt: skip

MAX_LENGTH = 500
"""Characters; a formula longer than this is no formula of a policy plan."""

_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
FUNCTIONS: dict[str, int] = {
    "mean": 0,
    "region": 1,
    "best_rank": 1,
    "worst_rank": 1,
    "worst": 0,
    "class_of": -1,
    "least_share": -1,
    "most_share": -1,
    "chained": 1,
    "during": 2,
    "each_period": 2,
    "rolling": -1,
}
"""What looks beyond one cell, with the count of constants that come first; -1 is any count.

``mean(e)``: over all regions.  ``region("150702", e)``: of another region.  ``best_rank(1, e)`` and
``worst_rank(1, e)``: the place among all regions, at best and at worst where some are silent (1
for largest first, -1 for smallest first).  ``worst(a, b)``: the largest.  ``class_of(1, 6, 5, e)``:
1 and one more for each limit missed (1 for at least, -1 for at most).  ``least_share(1, 85, a, v,
b, w)`` and ``most_share``: percent of the weights v, w whose figures a, b keep the limit, at least
and at most.  ``chained(2020, g)``: what yearly changes in percent since a year multiply to.
``during("06-01", "09-30", e)``: what was added between two days.  ``each_period(3, 1, e)``: the
worst of what each full period of three months added so far (1 where more is better).
``rolling("sum", 4, 3, e)``: what the last four periods of three months amount to, also "mean",
"max", "min"; ``rolling("count", 12, 1, 2, 50, e)``: how many of the last twelve months are above
50 (2 for more than, 1 for at least, -2 and -1 for the opposite).
"""


class FormulaError(ValueError):
    """A text is no formula; the message says why, ``column`` (1-based) where."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


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
        return tuple(dict.fromkeys(references_of(self.root)))

    def leaves(self) -> tuple[Leaf, ...]:
        """Every reference outside functions, and every function, once."""
        return self._looked_up

    @cached_property
    def _looked_up(self) -> tuple[Leaf, ...]:
        return tuple(dict.fromkeys(leaves_of(self.root)))

    def calls(self) -> tuple[Call, ...]:
        """Every function, the inner ones as well."""
        return tuple(calls_of(self.root))

    def renamed(self, name: str, to: str) -> Formula:
        """The same with another name for a variable; the text stays."""
        if all(reference.name != name for reference in self.references()):
            return self

        def other(reference: Reference) -> Reference:
            return replace(reference, name=to) if reference.name == name else reference

        return Formula(self.text, mapped(self.root, other))

    @property
    def is_reference(self) -> bool:
        """Whether it is nothing but one variable."""
        return isinstance(self.root, Reference)

    @cached_property
    def divisors(self) -> tuple[Node, ...]:
        """Every node that something is divided by."""
        return tuple(divisors_of(self.root))

    def evaluate(
        self, lookup: Callable[[Any], Any], number: Callable[[Fraction], Any] = float
    ) -> Any:
        """Compute the formula.

        Args:
            lookup: Gives the operand of a leaf: a column, an expression, a fraction.
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
        inner |= {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
        inner |= {id(m) for n in spots if isinstance(n, ast.Subscript) for m in ast.walk(n.slice)}
        raw = self.text.encode()
        for node in sorted(spots, key=lambda n: n.col_offset):
            if id(node) in inner:
                continue
            out.append(raw[end : node.col_offset].decode())
            out.append(shown(_reference(node)))
            end = node.end_col_offset or len(raw)
        return "".join([*out, raw[end:].decode()])


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
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            return _call(name, args, text, node.col_offset)
    found = ast.get_source_segment(text, node) or type(node).__name__
    raise FormulaError(
        f"{found!r} is not allowed: a formula holds numbers, variables, + - * /, brackets and "
        f"{', '.join(FUNCTIONS)}",
        node.col_offset + 1,
    )


def _call(name: str, args: list[ast.expr], text: str, column: int) -> Call:
    options: list[Fraction | str] = []
    for arg in args:
        if FUNCTIONS[name] in {0, len(options)}:
            break
        match arg:
            case ast.Constant(value=str(option)):
                options.append(option)
                continue
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as operand):
                number, sign = _node(operand, text), -1
            case ast.Constant():
                number, sign = _node(arg, text), 1
            case _:
                break
        options.append(sign * number.value if isinstance(number, Number) else Fraction(0))
    rest = tuple(_node(arg, text) for arg in args[len(options) :])
    if not rest or len(options) < max(FUNCTIONS[name], 0):
        raise FormulaError(f"{name} lacks something in its brackets", column + 1)
    return Call(name, tuple(options), rest)


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
        case ast.Subscript(
            value=ast.Name(id=name),
            slice=ast.BinOp(
                left=ast.Name(id="year"), op=ast.Sub(), right=ast.Constant(value=int(lag))
            ),
        ) if 1 <= lag <= 50:
            return Reference(name, lag=lag, whole=True)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(day))):
            with suppress(ValueError):
                return Reference(name, day=datetime.date.fromisoformat(day))
    raise FormulaError(
        f"{ast.unparse(node)!r} is not allowed: write x[2020], x[-1] for the same period of the "
        'year before, x[year - 1] for that whole year or x["2022-12-31"] for a day',
        node.col_offset + 1,
    )
