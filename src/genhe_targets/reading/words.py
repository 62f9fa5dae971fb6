"""Words: what the text of one cell can be - a heading, a label, a figure, a remark, a unit line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from genhe_targets.measurement import normal_unit
from genhe_targets.numerals import numerals
from genhe_targets.plan.model import Plan
from genhe_targets.reading.cells import read_figure, read_milestone, tidy_text
from genhe_targets.reading.columnroles import LABELS as COLUMN_LABELS
from genhe_targets.reading.names import Heading, variable_names
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.regions import is_total, plain_name, region_names

if TYPE_CHECKING:
    from genhe_targets.reading.mapping import TableMappings

LABELS = frozenset(COLUMN_LABELS)
"""Roles of columns that say something about the figures beside them."""

_NOTE = re.compile(
    r"^(?:(?:注|备注|说明|附注|数据来源|资料来源|来源|notes?|sources?|remarks?)"
    r"\s*(?:[:：.、]|\d|[(（①]|$)|[①-⑳*※]\s*\S|(?:本表|本资料|以上数据|数据为|表中)|.*(?:摘编|整理)$|"
    r"(?:填报人|填表人|制表人?|审核人?|复核人?|负责人|单位负责人|统计负责人|分管领导|联系人|联系电话|电话|"
    r"填报日期|报出日期|填表日期|制表日期|打印日期|上报日期)\s*(?:[:：（(]|$))",
    re.IGNORECASE,
)
_UNIT_LINE = re.compile(r"(?:计量单位|数据单位|单位|unit)\s*[:：]\s*([^)）;；]+)", re.IGNORECASE)
_UNITS = re.compile(r"[、,，和]|\s{2,}|\s+or\s+")
_ORDINALS = "甲乙丙丁戊己庚辛"
_BARE = re.compile(r"-?(?!(?:19|20|21)\d\d)\d{1,100}(?:\.\d{1,90})?", re.ASCII)
"""A plain number that is neither a year nor begins with one."""
_ARROW_YEARS = r"^-?(19|20|21)[0-9][0-9]"
_YEAR = re.compile(r"(?:19[5-9]\d|20\d\d)")


def is_period(text: str) -> bool:
    """Whether a header is a period and nothing else; a bare number is none but for a year."""
    plain = tidy_text(text)
    if not plain or (plain.isdigit() and not _YEAR.fullmatch(plain)):
        return False
    return read_period(plain) is not None


@lru_cache(maxsize=1 << 15)
def is_figure(text: str) -> bool:
    """Whether a cell holds a figure or one of the markers that stand for one; a year is none."""
    if _BARE.fullmatch(text):
        return True
    figure = read_figure(text)
    if figure.mark == "blank":
        return False
    if figure.number is not None:
        return not is_period(text)
    if figure.mark != "unreadable" or figure.doubt:
        return True
    return read_milestone(text) is not None


def bare_numbers(texts: Any) -> npt.NDArray[np.bool_]:
    """Which of the texts of an array of arrow are plain numbers that are taken for no year.

    They are figures, and no names where the plan has no number for a name.
    """
    import pyarrow.compute as pc

    years = pc.match_substring_regex(texts, _ARROW_YEARS).to_numpy(zero_copy_only=False)
    found: npt.NDArray[np.bool_] = (numerals(texts).decimals >= 0) & ~years
    return found


@lru_cache(maxsize=1 << 14)
def is_note(text: str) -> bool:
    """Whether a cell is a remark: 注, 资料来源, who filled the form in."""
    return _NOTE.match(text.strip()) is not None


def units_of_line(text: str) -> tuple[str, ...]:
    """Units that a 单位 line gives for the whole table, none where it names an organisation."""
    found = _UNIT_LINE.search(tidy_text(text))
    if not found:
        return ()
    units = [part.strip(" 。.") for part in _UNITS.split(found[1]) if part.strip(" 。.")]
    known = [unit for unit in units if normal_unit(unit) and not unit.isdigit()]
    return tuple(known) if len(known) == len(units) else ()


def is_numbering(row: list[str]) -> bool:
    """Whether a row numbers the columns (甲 乙 1 2 3), as forms of statistics do."""
    texts = [tidy_text(text).strip("()") for text in row if text.strip()]
    head = 0
    while head < len(texts) and texts[head] == _ORDINALS[head : head + 1]:
        head += 1
    numbers = texts[head:]
    first = int(numbers[0]) if numbers and numbers[0].isdecimal() and len(numbers[0]) < 3 else 0
    if first not in {1, head + 1} or len(texts) < 2 or (not head and len(numbers) < 3):
        return False
    return numbers == [str(first + step) for step in range(len(numbers))]


class Words:
    """The words of one plan."""

    def __init__(self, plan: Plan, mapping: TableMappings | None = None) -> None:
        self.plan = plan
        self._own_names = mapping.by_name if mapping else {}
        self._own_regions = mapping.by_region if mapping else {}
        self.names, self.regions = variable_names(plan), region_names(plan)

    def heading(self, text: str) -> Heading:
        """What a header or row label says; the sender's own names first."""
        heading = self.names.read(text)
        if self._own_names:
            own = self._own_names.get(plain_name(text)) or self._own_names.get(heading.name)
            if own:
                return replace(heading, variable=own, role="")
        return heading

    def may_name(self, text: str) -> bool:
        """Whether a text is worth reading for a name or a basis; most figures are not."""
        return bool(self._own_names) or self.names.may_name(text)

    def variable(self, text: str) -> str:
        """The variable that a text names, ``""`` for none."""
        return self.heading(text).variable if self.may_name(text) else ""

    def region(self, text: str) -> str | None:
        """The code of a region; the sender's own names first."""
        if self._own_regions:
            own = self._own_regions.get(plain_name(text))
            if own:
                return self.regions.find(own)
        return self.regions.find(text)

    def known(self, text: str) -> bool:
        """Whether a cell of a header says anything."""
        return bool(
            self.heading(text).understood or is_period(text) or self.region(text) or is_total(text)
        )

    def holds(self, texts: Iterable[str]) -> str:
        """What most texts of a column are: the role of a label, ``figure`` or ``text``."""
        distinct = [text for text in dict.fromkeys(texts) if text.strip()]
        if not distinct:
            return ""
        words = list(filter(self.may_name, distinct))
        shares = {
            "region": sum(bool(self.region(t)) or is_total(t) for t in distinct),
            "period": sum(is_period(t) for t in distinct),
            "variable": sum(bool(self.variable(t)) for t in words),
            "basis": sum(self.heading(t).basis is not None for t in words),
            "unit": sum(not is_figure(t) and bool(normal_unit(t)) for t in distinct),
            "figure": sum(map(is_figure, distinct)),
        }
        return next((role for role, n in shares.items() if 2 * n > len(distinct)), "text")


@lru_cache(maxsize=16)
def words_of(plan: Plan) -> Words:
    """The words of a plan, made once for each plan."""
    return Words(plan)
