"""Declared scorings in a few words."""

from decimal import Decimal
from fractions import Fraction

from genhe_targets.plan.scoring import Scoring
from genhe_targets.vocabulary import Status

F, D, S = Fraction, Decimal, Status
TEXT = {"zh": "组", "en": "group"}


def scoring(*groups, **options):
    """Groups of (target, points[, form]) rows."""
    return Scoring.model_validate(
        {
            "groups": [
                {
                    "id": f"g{index}", "title": TEXT,
                    "items": [
                        {"target": t, "points": p, **({"score": form[0]} if form else {})}
                        for t, p, *form in rows
                    ],
                    **({"weight": weight} if weight else {}),
                }
                for index, (weight, *rows) in enumerate(groups)
            ],
            **options,
        }
    )  # fmt: skip


def grades(*rows):
    return [
        {"id": name, "title": TEXT}
        | ({"from": D(low)} if low is not None else {})
        | ({"to": D(to[0])} if to else {})
        for name, low, *to in rows
    ]
