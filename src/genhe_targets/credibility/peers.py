"""Changes unlike those of other regions (Hidiroglou and Berthelot)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from genhe_targets.coded import Floats, Mask


@dataclass(frozen=True)
class Comparison:
    """What comparing the changes of many regions says.

    Attributes:
        same, total: Regions with an unchanged figure, of those with two figures above zero.
        effect: Size of each region's change, weighted by its figures; NaN where not compared.
        low, high: The interval of usual effects, NaN where too few could be compared.
        outlier: Where the effect lies outside of it.
    """

    same: int
    total: int
    effect: Floats
    low: float
    high: float
    outlier: Mask


def quartiles(values: Floats) -> tuple[float, float, float]:
    """First quartile, median and third quartile, as ``numpy.quantile`` interpolates them.

    Sorting a few hundred figures is far cheaper than that call, which is made for every variable
    and period.

    Args:
        values: At least one figure, none of them NaN.
    """
    ordered = np.sort(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        before = int(place)
        rest = place - before
        low = float(ordered[before])
        high = float(ordered[min(before + 1, len(ordered) - 1)])
        return high - (high - low) * (1 - rest) if rest >= 0.5 else low + (high - low) * rest

    return at(0.25), at(0.5), at(0.75)


def hidiroglou_berthelot(
    values: Floats,
    before: Floats,
    *,
    u: float = 0.5,
    a: float = 0.05,
    c: float = 7.0,
    least: int = 10,
) -> Comparison:
    """Find the regions whose figure changed unlike that of the others.

    r = value / before; s = 1 - median / r below the median ratio and r / median - 1 above it;
    E = s * max(value, before) ** u; an outlier lies outside
    median(E) -+ c * max(quartile distance, |a * median(E)|).

    Source: Hidiroglou, M. A. and Berthelot, J.-M. (1986), Statistical editing and imputation for
    periodic business surveys, Survey Methodology 12, 73-83.  Equal pairs are left out, as
    Statistics Norway does: where most regions report no change the quartiles collapse, and that
    so many did not change is the finding.

    Args:
        values: The figures, one for each region; zeros and gaps are not compared.
        before: Those of an earlier period.
        u: How much the size counts.
        a: Smallest spread, as a share of the median effect.
        c: Width of the interval.
        least: Fewer changed pairs give no interval.
    """
    both = (values > 0) & (before > 0)
    same = both & (values == before)
    changed = both & ~same
    effect = np.full(values.shape, np.nan)
    outlier = np.zeros(values.shape, dtype=bool)
    low = high = np.nan
    if changed.sum() >= least:
        now, then = values[changed], before[changed]
        ratio = now / then
        ordered = np.sort(ratio)
        middle = (ordered[(len(ratio) - 1) // 2] + ordered[len(ratio) // 2]) / 2
        centred = np.where(ratio < middle, 1 - middle / ratio, ratio / middle - 1)
        effects = centred * np.maximum(now, then) ** u
        first, median, third = quartiles(effects)
        slack = abs(a * median)
        low = median - c * max(median - first, slack)
        high = median + c * max(third - median, slack)
        effect[changed], outlier[changed] = effects, (effects < low) | (effects > high)
    return Comparison(int(same.sum()), int(both.sum()), effect, float(low), float(high), outlier)
