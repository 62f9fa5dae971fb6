"""How the scripts of this folder are run and timed: one file to counts, once or several times.

python SCRIPT.py FILE            prints the counts, for the time of the whole process
python SCRIPT.py FILE TIMES      the same, and on a second line milliseconds of each later run
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

Counts = dict[str, dict[str, int]]


def main(judge: Callable[[str], Counts]) -> None:
    """Judge the file that the command line names, and print its counts."""
    file, times = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    counts = judge(file)
    plain = {name: {word: int(n) for word, n in own.items() if n} for name, own in counts.items()}
    print(json.dumps(plain, sort_keys=True))
    took = []
    for _ in range(times):
        start = time.perf_counter()
        judge(file)
        took.append(1000 * (time.perf_counter() - start))
    if times:
        print(json.dumps(took))
