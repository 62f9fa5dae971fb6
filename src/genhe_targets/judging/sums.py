"""What a formula is made of where quantities of parts are added: numerator, denominator, factor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from genhe_targets.plan.formula import Formula
from genhe_targets.plan.formulatree import Node, Number, Operation, Reference
from genhe_targets.plan.model import Plan


@dataclass(frozen=True)
class Ratio:
    """A rate as a formula: ``scale * above / below``, where both add up over parts.

    Attributes:
        at_most_one: Whether the plan says that ``above`` cannot exceed ``below``.
        positive: Whether nothing is subtracted, so that what is missing is not negative.
    """

    above: Formula
    below: Formula
    scale: Fraction
    at_most_one: bool
    positive: bool


def ratio_of(formula: Formula, plan: Plan) -> Ratio | None:
    """The formula as a ratio of sums; ``None`` where it is none of two sums."""
    factor, node = _factor(formula.root)
    if not isinstance(node, Operation) or node.symbol != "/":
        return None
    above, (under, below) = node.left, _factor(node.right)
    if not under or not (_adds(above) and _adds(below)):
        return None
    return Ratio(
        replace(formula, root=above), replace(formula, root=below), factor / under,
        under == 1 and _is_part(plan, above, below),
        not (_subtracts(above) or _subtracts(below)),
    )  # fmt: skip


def _is_part(plan: Plan, above: Node, below: Node) -> bool:
    """Whether the plan says that one variable cannot exceed the other."""
    if not isinstance(above, Reference) or not isinstance(below, Reference):
        return False
    same_time = above.at == below.at
    variable = plan.variable_by_id.get(above.name)
    return same_time and variable is not None and variable.not_above == below.name


def _subtracts(node: Node) -> bool:
    if not isinstance(node, Operation):
        return False
    return node.symbol == "-" or _subtracts(node.left) or _subtracts(node.right)


def _factor(node: Node) -> tuple[Fraction, Node]:
    """A constant factor, and what it multiplies; of a quotient, the dividend is without one."""
    match node:
        case Operation("*", Number(value), inner) | Operation("*", inner, Number(value)):
            deeper, rest = _factor(inner)
            return value * deeper, rest
        case Operation("/", inner, Number(value)) if value:
            deeper, rest = _factor(inner)
            return deeper / value, rest
        case Operation("/", left, right):
            factor, rest = _factor(left)
            return factor, Operation("/", rest, right)
    return Fraction(1), node


def _adds(node: Node) -> bool:
    """Whether the node of a sum is the sum of the nodes: sums of variables, each times a number."""
    match node:
        case Reference():
            return True
        case Operation("+" | "-", left, right):
            return _adds(left) and _adds(right)
        case Operation("*", Number(), inner) | Operation("*", inner, Number()):
            return _adds(inner)
    return False
