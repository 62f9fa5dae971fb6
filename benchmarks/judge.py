"""This library in the place of a hand-written script: a file to the counts of its verdicts.

Prints the counts as JSON, as every script in ``competitors`` does, so that they can be compared.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

PLAN = Path(__file__).parent / "plan"
WORDS = {"met": "yes", "on_track": "yes", "not_met": "no", "behind": "no"}


def counts(report: Any) -> dict[str, dict[str, int]]:
    """By target, how many regions and quarters keep it, do not, are silent or not usable."""
    from genhe_targets.judging.statuses import STATUSES

    found: dict[str, dict[str, int]] = {}
    for duty, target in enumerate(report.judged.duties):
        own: dict[str, int] = {}
        status = report.judged.history.status[duty]
        for code, count in enumerate(np.bincount(status.reshape(-1), minlength=len(STATUSES))):
            if count:
                word = WORDS.get(STATUSES[code].value, STATUSES[code].value)
                own[word] = own.get(word, 0) + int(count)
        found[target.id] = own
    return found


def main(data: str) -> None:
    from genhe_targets import evaluate

    report = evaluate(data, PLAN)
    print(json.dumps(counts(report), sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1])
