"""How a status looks: its order, its mark and its colours; a view never shows a colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from genhe_targets.vocabulary import Severity, Status


@dataclass(frozen=True)
class Look:
    """How one status is shown.

    Attributes:
        mark: A character of its own shape, for text and cells.
        ink: Colour of words and marks, readable on white and on ``tint``.
        tint: Background of cells.
        night: Colour of words and marks on a dark page.
    """

    mark: str
    ink: str
    tint: str
    night: str


LOOKS: dict[Status, Look] = {
    Status.NOT_MET: Look("✕", "#a3262b", "#fbeceb", "#f2a09b"),
    Status.INVALID: Look("!", "#8a4b0f", "#fbf0e2", "#e8b27a"),
    Status.MISSING: Look("○", "#75378a", "#f5edf8", "#d5a6e3"),
    Status.INDETERMINATE: Look("?", "#5a5470", "#f0eff5", "#b9b3d1"),
    Status.BEHIND: Look("▼", "#8a5a00", "#fcf3dc", "#e6bf66"),
    Status.TARGET_UNSET: Look("◇", "#56606b", "#f0f2f4", "#a9b4bf"),
    Status.NOT_DUE: Look("–", "#56606b", "#f3f5f7", "#a9b4bf"),
    Status.ON_TRACK: Look("▲", "#1f6173", "#e6f2f5", "#84c5d6"),
    Status.MET: Look("✓", "#23663f", "#e8f4ec", "#8bcfa4"),
    Status.NOT_APPLICABLE: Look("·", "#646d77", "#f6f7f8", "#98a2ac"),
}
"""Every status in the order of the vocabulary: what calls for action comes first."""

ORDER: dict[str, int] = {status.value: number for number, status in enumerate(LOOKS)}
"""Position of a status: what calls for action comes first."""

SEVERITY_MARKS = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFORMATION: "i"}

FONTS = (
    '"Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",'
    '"WenQuanYi Micro Hei",system-ui,sans-serif'
)
"""Fonts that have Chinese, as Windows, macOS, Linux and the domestic systems call them."""


def mark(status: str) -> str:
    """The mark of a status, ``""`` for none, ``?`` for one of a later version."""
    if not status:
        return ""
    return LOOKS[Status(status)].mark if status in ORDER else "?"
