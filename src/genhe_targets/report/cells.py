"""Texts that a spreadsheet must not take for a formula, and what a cell can hold."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+\-−]?\d+(\.\d+)?%?")
_LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

CELL_LENGTH = 32_767
"""Characters a cell of a workbook holds."""


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet runs it: a leading ``'`` where it looks like a formula.

    Plain figures such as ``-1.25`` stay as they are.
    """
    if text.startswith(_LEADS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def writable(text: str) -> str:
    """``text`` without characters that XML cannot hold, cut to what a cell holds."""
    return _UNWRITABLE.sub("�", text)[:CELL_LENGTH]
