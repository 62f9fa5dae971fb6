"""A city of three parts, and what is said of it as a whole."""

from cells import GENHE, HAILAR, judged_of
from genhe_targets.judging.reasons import REASONS
from genhe_targets.plan.parts import Region

CITY = "150700"
THIRD = "150721"
PARTS = (GENHE, HAILAR, THIRD)


def place(code, parent=CITY, level="county"):
    return Region(code=code, title={"zh": code, "en": code}, level=level, parent=parent)


def of_city(plan, **update):
    """A plan as that of the city with its parts."""
    regions = (place(CITY, None, "prefecture"), *(place(code) for code in PARTS))
    return plan.model_copy(update={"region": CITY, "regions": regions, **update})


def whole_of(plan, target, *cells, **options):
    """(status, reason, figure, what is known) of the city."""
    judged, _ = judged_of(plan, *cells, **options)
    duty = [one.id for one in judged.duties].index(target)
    row = judged.facts.regions.index(CITY)
    used = int(judged.standings.used[duty, row, 0])
    value = judged.measured[duty].quantity.value[row, used] if used >= 0 else None
    reason = list(REASONS)[int(judged.standings.reason[duty, row, 0])]
    return judged.status(duty, row).value, reason, value, judged.wholes.of(duty, row, used)
