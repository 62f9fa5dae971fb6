"""A plan of one target with any rule, over a handful of variables."""

import datetime

from cells import GENHE, observations
from genhe_targets.batch import judge_observations
from genhe_targets.plan.model import Target, Variable
from genhe_targets.report.build import build_records
from genhe_targets.report.current import current_records


def variable(name, unit="1", basis="cumulative"):
    text = {"zh": name, "en": name}
    return Variable.model_validate(
        {"id": name, "title": text, "unit": unit, "basis": basis, "definition": text}
    )


VARIABLES = (
    variable("rate", "%", "point"), variable("amount", "万立方米"), variable("load", "万立方米"),
    variable("growth", "%", "annual"), variable("a", "%", "point"), variable("b", "%", "point"),
    variable("c", "%", "point"), variable("oxygen", "毫克/升", "point"),
    variable("ammonia", "毫克/升", "point"), variable("rivers", "条", "point"),
    variable("assessed", "条", "point"), variable("checks", "次"), variable("yearly", "%", "annual"),
)  # fmt: skip


def plan_of(mini, rule, formula="rate", unit="%", nature="level", **more):
    target = Target.model_validate(
        {
            "id": "the-target", "title": {"zh": "目标", "en": "target"},
            "indicator": {"formula": formula, "unit": unit, "nature": nature}, "rule": rule,
            "deadline": "2023-12-31", "source": {"clause": "一"},
            "cases": [{"name": "-", "given": {}, "expect": "met"}], **more,
        }
    )  # fmt: skip
    return mini.model_copy(update={"targets": (target,), "measures": (), "variables": VARIABLES})


def record(plan, figures, as_of="2023-12-31"):
    """The standing of a target, from {(period, variable): figure}."""
    cells = [(GENHE, period, name, figure) for (period, name), figure in figures.items()]
    day = datetime.date.fromisoformat(as_of)
    judged, findings, _ = judge_observations(observations(*cells), plan, day, None)
    records = build_records(judged, current_records(judged, findings), {}, {}, "zh", None)
    return records["standings"][0], records
