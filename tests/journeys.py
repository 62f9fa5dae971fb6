"""Journeys to a limit, as the tests of pace write them."""

import datetime
from fractions import Fraction

from genhe_targets.judging.journey import Journey, Point

DAY = datetime.date.fromisoformat
YEAR = DAY("2023-01-01"), DAY("2023-12-31")


def in_year(value, day, limit=100, sign=1):
    """One figure within 2023."""
    return Journey((Point(DAY(day), Fraction(value)),), Fraction(limit), sign, YEAR[1], YEAR[0])


def years(*values, limit=None, sign=1, due=2030, first=2015):
    """Annual figures from a first year on."""
    return Journey.of_years(zip(range(first, 2100), values, strict=False), limit, sign, due)
