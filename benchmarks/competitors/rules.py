"""What the hand-written scripts share: the rules as numbers, and how counts are printed."""

from __future__ import annotations

import json

PAIRS = {1: 95, 2: 85, 3: 24, 4: 64, 5: 88, 6: 30}
RATES = {7: 95, 8: 90, 9: 43, 10: 80, 11: 60, 12: 99}
FALLS = {13: 10, 14: 16}
QUARTERS = ("2023Q1", "2023Q2", "2023Q3", "2023Q4")
SILENT = ("", "—", "N/A")
NUMBER = r"^-?\d+(\.\d{1,2})?$"


def show(counts: dict[str, dict[str, int]]) -> None:
    plain = {name: {word: int(n) for word, n in own.items() if n} for name, own in counts.items()}
    print(json.dumps(plain, sort_keys=True))
