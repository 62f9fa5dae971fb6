"""This library in the place of a hand-written script: a file to the counts of its verdicts.

Prints the counts as JSON, as every script in ``competitors`` does, so that they can be compared.
"""

from __future__ import annotations

import json
import sys
import time
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
        for code, count in enumerate(np.bincount(status.reshape(-1)).tolist()):
            if count:
                word = WORDS.get(STATUSES[code].value, STATUSES[code].value)
                own[word] = own.get(word, 0) + count
        found[target.id] = own
    return found


def main(data: str, times: int = 0) -> None:
    """Print the counts; then, where asked, the milliseconds of further runs with a loaded plan."""
    from genhe_targets import evaluate, load_plan

    plan = load_plan(PLAN)
    print(json.dumps(counts(evaluate(data, plan)), sort_keys=True))
    took = []
    for _ in range(times):
        start = time.perf_counter()
        counts(evaluate(data, plan))
        took.append(1000 * (time.perf_counter() - start))
    if times:
        print(json.dumps(took))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
