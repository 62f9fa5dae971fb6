"""Roles of columns of a flat table: what the header says, else what most of the texts below are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from genhe_targets.plan.model import Plan
from genhe_targets.reading.cells import read_figure
from genhe_targets.reading.coding import TextColumn
from genhe_targets.reading.names import Heading, VariableNames, variable_names
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.regions import PSEUDO, is_total, plain_name, region_names

ONCE = ("region", "period", "variable", "measure", "unit", "basis", "note", "date", "submitted")
"""Roles that one table has one column for, notes aside."""

LABELS = (*ONCE, "index")
"""Roles of columns that say something about the figures beside them."""

NAMES = ("region", "period", "variable", "measure")
"""Roles of columns whose texts tell rows of data from totals, notes and repeated headers."""

_SAMPLE = 200
"""Distinct texts looked at to tell what a column without a known header holds."""

_LONG = 40
_REMARKS = ("注", "数据来源", "资料来源", "说明")


def role_of(heading: Heading) -> str:
    """The role that a header gives its column, ``""`` where it says nothing of it."""
    if heading.variable:
        return "value"
    if heading.role:
        return "note" if heading.role == "evidence" else heading.role
    said = heading.period or heading.last_year or heading.unit or heading.basis
    return "other" if said else ""


@lru_cache(maxsize=1 << 14)
def _is_other(names: VariableNames, role: str, text: str, header: str) -> bool:
    """See ``ColumnRoles.is_other``; the labels of reports are the same again and again."""
    if not text.strip() or is_total(text) or plain_name(text) == header:
        return True
    if role == "region" and PSEUDO.fullmatch(plain_name(text)):
        return True
    remark = len(text) > _LONG or text.startswith(_REMARKS)
    return remark and not names.read(text).variable


class ColumnRoles:
    """Tells the roles of columns, for one plan."""

    def __init__(self, plan: Plan) -> None:
        self.names, self.regions = variable_names(plan), region_names(plan)

    def of(self, headings: Sequence[Heading], columns: Sequence[TextColumn]) -> list[str]:
        """The role of each column: a role of ``names``, ``value``, ``other`` or ``skipped``."""
        return [self._of(*pair) for pair in zip(headings, columns, strict=True)]

    def _of(self, heading: Heading, column: TextColumn) -> str:
        role, other = role_of(heading), self.doubted(heading)
        if not role or (other and self._holds(column, other) == other):
            return other or self._holds(column)
        return role

    def doubted(self, heading: Heading) -> str:
        """What a column may hold after all, by its texts; ``""`` where its header is sure."""
        if heading.variable:
            return ""
        # 单位 is an organisation, too; and a column of values may name what is reported.
        return {"unit": "region", "value": "variable"}.get(heading.role, "")

    def is_a(self, role: str) -> Callable[[str], bool]:
        """Whether one text is what a column of a role holds."""
        return {
            "region": lambda text: self.regions.find(text) is not None,
            "period": lambda text: read_period(text) is not None,
            "variable": self.names.is_known,
            "value": lambda text: read_figure(text).number is not None,
        }[role]

    def _holds(self, column: TextColumn, wanted: str = "") -> str:
        """What most texts of a column are: region, period, variable, value or skipped.

        Where only one answer is wanted, columns that are not of that kind are not looked at for
        more: a thousand figures are a thousand texts that would have to be read as periods.
        """
        first = column.texts[:_SAMPLE]
        texts = [t for t in (first if isinstance(first, list) else first.to_pylist()) if t.strip()]
        if wanted and 2 * sum(map(self.is_a(wanted), texts)) <= len(texts):
            return "skipped"
        for role in ("region", "period", "variable", "value"):
            if 2 * sum(map(self.is_a(role), texts)) > len(texts):
                return role
        return "skipped"

    def is_other(self, role: str, text: str, header: str) -> bool:
        """Whether a label is that of no row of data: of a total, a note or a repeated header.

        Args:
            role: Role of its column, one of ``NAMES``.
            text: The label.
            header: Header of its column, as ``plain_name`` spells it.
        """
        return _is_other(self.names, role, text, header)
