"""How much room a text takes in a cell: its width, and its lines once it is wrapped."""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil

WIDE = 1.95
"""Width of a Chinese character or full-width sign in Latin characters."""

_PIECES = re.compile(r"[⺀-￯]|[^\s⺀-￯]+[-/,;:、]?|\s+")
"""Where a line may break: after blanks, and around each Chinese character."""


def text_width(text: str) -> float:
    """Width of a text in Latin characters."""
    return sum(WIDE if ord(sign) > 0x2E7F else 1 for sign in text)


@lru_cache(maxsize=1 << 16)
def lines_of(text: str, width: float) -> int:
    """Lines a text takes in a column of ``width`` Latin characters; most texts come again."""
    return sum(_wrapped(line, max(width, 2)) for line in text.split("\n"))


def _wrapped(line: str, width: float) -> int:
    lines, used = 1, 0.0
    for piece in _PIECES.findall(line):
        own = text_width(piece)
        if used + own <= width:
            used += own
        elif piece.isspace():
            lines, used = lines + 1, 0.0
        else:  # a word longer than the column is broken
            lines += (used > 0) + ceil(own / width) - 1
            used = own % width if own > width else own
    return lines
