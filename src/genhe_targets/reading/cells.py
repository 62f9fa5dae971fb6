"""Cells: the text of a number, as people write it, to what it says.

A cell is read once for each distinct text.  Reported digits stay in the text; the number is an
exact decimal.  What cannot be read without guessing is ``unreadable``, never nearly right.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from genhe_targets.measurement import normal_unit

Doubt = Literal["letter_for_digit", "bracket_negative", "footnote_mark", "own_scale"]
"""What is remarkable about a number that was read, or the reason it was not."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What the text of a cell says.

    Attributes:
        mark: One of ``observations.MARKS``.
        number: The number as written, ``None`` where there is none.
        unit: Unit within the cell (``%``, ``万立方米``), ``""`` for none.
        scale: Multiplier behind the number without a unit (``万``), ``""`` for none.
        doubt: Something to tell about it.
        hint: What was probably meant.
    """

    mark: str
    number: Decimal | None = None
    unit: str = ""
    scale: str = ""
    doubt: Doubt | None = None
    hint: str = ""


_BLANK = Figure("blank")
_UNREADABLE = Figure("unreadable")

MARKERS: dict[str, str] = {
    **dict.fromkeys(("—", "——", "-", "--", "---", "–", "―", "−", "一", "━", "─", "/", "//", "\\"),
                    "dash"),
    **dict.fromkeys(("…", "……", "...", "......", "..", "·", "。。。", "⋯"), "ellipsis"),
    **dict.fromkeys(("无", "没有", "无此项", "不适用", "不涉及"), "none"),
    **dict.fromkeys(
        ("空", "未统计", "未上报", "未报", "未填", "未填报", "缺报", "缺", "缺失", "漏报", "待报",
         "暂无", "暂无数据", "暂缺", "无数据", "未提供", "数据暂缺", "待定", "n/a", "na", "n.a.",
         "null", "none", "nil", "nan", "<na>", "nat", "missing", "not available", "not reported"),
        "not_reported"),
}  # fmt: skip
"""Markers and what they mean; ``dash`` and ``ellipsis`` are for the settings to say."""

_EXCEL_ERRORS = frozenset(
    [
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
    ]
)
_INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞|无穷大?|无限大?)", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-") | {"，": ",", "＇": "'"})
_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\u200c\u200d\ufeff]+")

_MAX_PLAIN = 200
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_NUMBER = (
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:\ \d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d{1,3})?)"
)
_BEFORE = (
    r"(?P<before>>=|=>|≥|≧|⩾|>|≤|≦|⩽|<=|=<|<|~|≈|≒|约等于|大约|约|近|将近|不低于|不少于|不小于|至少|"
    r"超过|超|大于|高于|多于|不高于|不超过|不多于|不大于|至多|最多|低于|小于|少于|不足|不到)?"
)
_AFTER = r"(?P<after>(?:及)?以上|(?:及)?以下|以内|左右|上下|多|余|\+)?"
_NOTE = r"(?P<note>\s*(?:[①-⑳*※†‡]+|[¹²³⁴-⁹]+|\[\d{1,2}\]|\(\d{1,2}\)|(?<=\s)\d{1,2}\)|\(注\d{0,2}\)|注\d{0,2}))?"
_FIGURE = re.compile(
    rf"{_BEFORE}\s*{_NUMBER}\s*(?P<scale>万亿|千万|百万|十万|[十百千万亿](?!\S*年))?(?P<more>[多余])?"
    rf"\s*(?P<unit>[^\d\s()\[\]①-⑳*※†‡¹²³⁴-⁹+<>~≥≤多余以左上][^\s()\[\]①-⑳*※†‡<>~≥≤]*?)?\s*{_AFTER}{_NOTE}",
    re.IGNORECASE,
)
_AT_LEAST = frozenset(
    [
        ">=",
        "=>",
        "≥",
        "≧",
        "⩾",
        ">",
        "不低于",
        "不少于",
        "不小于",
        "至少",
        "超过",
        "超",
        "大于",
        "高于",
        "多于",
        "及以上",
        "以上",
        "多",
        "余",
        "+",
    ]
)
_AT_MOST = frozenset(
    [
        "≤",
        "≦",
        "⩽",
        "<=",
        "=<",
        "<",
        "不高于",
        "不超过",
        "不多于",
        "不大于",
        "至多",
        "最多",
        "低于",
        "小于",
        "少于",
        "不足",
        "不到",
        "及以下",
        "以下",
        "以内",
    ]
)
_LETTERS = re.compile(
    r"[-+]?[\doОоlI,]*[\d][\doОоlI,]*(?:\.[\doОоlI]+)?[%‰]?|[oО]\.\d+[%‰]?", re.IGNORECASE
)


def tidy_text(text: str) -> str:
    """A cell without blanks around it and with full-width signs made half-width."""
    if text.isascii():
        return text.strip()
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", _keep_marks(text))).strip()


def _keep_marks(text: str) -> str:
    """NFKC turns ① into 1, ² into 2 and … into three dots: keep what means something else."""
    return text if not _MARKS_TO_KEEP.search(text) else _MARKS_TO_KEEP.sub(_spelled_mark, text)


_MARKS_TO_KEEP = re.compile(r"[①-⑳¹²³⁴-⁹…⋯]")


def _spelled_mark(match: re.Match[str]) -> str:
    return "..." if match[0] in "…⋯" else "*"


@lru_cache(maxsize=1 << 16)
def read_figure(text: str) -> Figure:  # noqa: PLR0911 - one way out for each kind of cell
    """Read the text of a cell that should hold a number.

    Args:
        text: The cell as written.

    Returns:
        The figure; ``dash`` and ``ellipsis`` in place of a mark are for the settings to decide.
    """
    if len(text) < _MAX_PLAIN and _PLAIN.fullmatch(text) and text.isascii():
        return Figure("", Decimal(text))
    tidy = tidy_text(text)
    if not tidy:
        return _BLANK
    marker = MARKERS.get(tidy.casefold()) or MARKERS.get(tidy.replace(" ", "").casefold())
    if marker:
        return Figure(marker)
    if tidy.upper() in _EXCEL_ERRORS:
        return Figure("excel_error")
    if _INFINITE.fullmatch(tidy):
        return Figure("infinite")
    tidy = tidy.translate(_DASHES).removeprefix("'")
    bracketed = re.fullmatch(r"\((\d[\d,]*(?:\.\d+)?%?)\)", tidy)
    if bracketed:
        tidy = f"-{bracketed[1]}"
    found = _FIGURE.fullmatch(tidy)
    figure = _figure(found) if found else None
    if figure is not None:
        return figure if not bracketed else _doubted(figure, "bracket_negative")
    return _misspelled(tidy)


TOO_LARGE = Decimal(10) ** 290
"""A number that no float holds in every unit; nothing that a bureau counts comes near it."""


def _figure(found: re.Match[str]) -> Figure | None:
    digits = found["number"].replace(",", "").replace(" ", "")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    if abs(number) >= TOO_LARGE:
        return Figure("infinite")
    unit, scale = found["unit"] or "", found["scale"] or ""
    if unit:
        unit, scale = scale + unit, ""
        if normal_unit(unit) is None or not re.search(r"[^\W\d_]|[%‰]", unit):
            return None  # 95.2.1 is no 95.2 of the unit 1
    words = {found["before"], found["after"], found["more"]} - {None}
    marks = {_qualifier(word) for word in words if word}
    if len(marks) > 1:
        return None
    doubt: Doubt | None = "footnote_mark" if found["note"] else "own_scale" if scale else None
    return Figure(marks.pop() if marks else "", number, unit, scale, doubt)


def _qualifier(word: str) -> str:
    if word in _AT_LEAST:
        return "at_least"
    return "at_most" if word in _AT_MOST else "about"


def _doubted(figure: Figure, doubt: Doubt) -> Figure:
    return Figure(figure.mark, figure.number, figure.unit, figure.scale, doubt)


def _misspelled(text: str) -> Figure:
    """A number with letters in place of digits is not read, but what was meant is said."""
    if not _LETTERS.fullmatch(text) or not re.search(r"[oОоlI]", text, re.IGNORECASE):
        return _UNREADABLE
    meant = re.sub(r"[oОо]", "0", text, flags=re.IGNORECASE).replace("l", "1").replace("I", "1")
    return Figure("unreadable", doubt="letter_for_digit", hint=meant)


_DONE = frozenset(
    [
        "是",
        "已完成",
        "完成",
        "已办结",
        "办结",
        "已印发",
        "已落实",
        "已建成",
        "已销号",
        "√",
        "✓",
        "✔",
        "☑",
        "done",
        "yes",
        "y",
        "true",
        "1",
        "1.0",
        "100%",
        "completed",
        "complete",
    ]
)
_NOT_DONE = frozenset(
    [
        "否",
        "未完成",
        "没完成",
        "未办结",
        "未印发",
        "未落实",
        "未建成",
        "未销号",
        "进行中",
        "正在进行",
        "推进中",
        "正在推进",
        "×",
        "✗",
        "✘",
        "☐",
        "x",
        "not_done",
        "no",
        "n",
        "false",
        "0",
        "0.0",
        "pending",
        "ongoing",
        "open",
    ]
)
_NOT_DONE_PHRASES = frozenset(("in progress", "not done", "not yet", "not completed"))


@lru_cache(maxsize=4096)
def read_milestone(text: str) -> str | None:
    """``done``, ``not_done``, or ``None`` where a milestone's cell says neither."""
    plain = tidy_text(text).casefold()
    if plain in _NOT_DONE_PHRASES:
        return "not_done"
    plain = plain.replace(" ", "")
    return "done" if plain in _DONE else "not_done" if plain in _NOT_DONE else None
