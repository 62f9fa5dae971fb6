"""What exact verdicts cost: a million rates, of which a share lies exactly on the limit.

python benchmarks/exactness.py [MILLIONS]

Side by side, in one process and alternating: floats compared as they come; the margins of the
library, which look again, exactly, at whatever the error bound leaves open; and decimals, one after
the other.  Seconds are those of a million; the last column counts verdicts that plain floats get
wrong.
"""

import sys
import time
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from genhe_targets.grid import Column, State
from genhe_targets.judging.indicators import evaluate_formula
from genhe_targets.judging.limits import NONE_ASSIGNED, limit_grid
from genhe_targets.judging.margins import NO, judge
from genhe_targets.judging.quantity import as_quantity
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.loading import load_plan
from genhe_targets.plan.rules import AtLeast

ROUNDS = 3
FORMULA = "100 * a / b"
LIMIT = Decimal(95)


def figures(count: int, on_limit: float) -> tuple[np.ndarray, np.ndarray, int]:
    """Numerators and denominators with two decimals, and how many are exactly at the limit."""
    random = np.random.default_rng(8170)
    cents = random.integers(20, 10**7, count) * 20
    exact = cents * 95 // 100
    off = random.integers(-20, 21, count)
    on = random.random(count) < on_limit
    top = exact + np.where(on, 0, np.where(off == 0, 1, off))
    return top / 100, cents / 100, int(on.sum())


def plain(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """The comparison people write."""
    return 100 * top / bottom >= float(LIMIT)


def decimals(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """The comparison in decimals, one rate after the other, by hand and without a division."""
    pairs = zip(top.tolist(), bottom.tolist(), strict=True)
    return np.array([100 * Decimal(repr(a)) >= LIMIT * Decimal(repr(b)) for a, b in pairs])


def exactly(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """The same by the library's margins."""

    def column(values: np.ndarray) -> Column:
        shaped = values[:, None]
        reported = np.full(shaped.shape, State.REPORTED, np.int8)
        return Column(shaped, reported, np.full(shaped.shape, -1, np.int32))

    named = {"a": as_quantity(column(top)), "b": as_quantity(column(bottom))}
    formula = parse_formula(FORMULA)
    inputs = {leaf: named[leaf.name] for leaf in formula.references()}
    quantity = evaluate_formula(formula, inputs)
    plan = load_plan("genhe-2023")
    target = plan.targets[0].model_copy(update={"rule": AtLeast(at_least=LIMIT)})
    limits = limit_grid(
        target, target.rule, [""] * len(top), [plan.year_end], NONE_ASSIGNED, plan.calendar
    )
    return judge([target], [[quantity]], [[limits]])[0].holds[:, 0] != NO


def seconds(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main(millions: float) -> None:
    count = int(millions * 10**6)
    print(f"{count:,} rates against at least {LIMIT} %")
    print(
        f"{'on the limit':>12} {'floats':>13} {'library':>9} {'decimals':>9} {'library/floats':>16}"
        f" {'library/decimals':>17} {'wrong floats':>13}"
    )
    for share in (0.0, 0.2, 1.0):
        top, bottom, on = figures(count, share)
        ways = {"floats": plain, "library": exactly, "decimals": decimals}
        times: dict[str, list[float]] = {name: [] for name in ways}
        found = {}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                spent, found[name] = seconds(lambda: way(top, bottom))  # noqa: B023 - called at once
                times[name].append(spent / millions)
        assert (found["library"] == found["decimals"]).all(), "two exact ways, one answer"
        best = {name: min(spent) for name, spent in times.items()}
        wrong = int((found["floats"] != found["library"]).sum())
        print(
            f"{share:>12.0%} {best['floats']:>11.3f} s {best['library']:>7.3f} s"
            f" {best['decimals']:>7.3f} s {best['library'] / best['floats']:>15.0f}x"
            f" {best['library'] / best['decimals']:>16.2f}x {wrong:>13,} of {on:,}"
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
