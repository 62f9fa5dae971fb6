"""Resolving: coded columns of names to codes, periods and ids of the plan, with findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from genhe_targets.findings import Finding
from genhe_targets.plan.model import Plan
from genhe_targets.reading import kinds
from genhe_targets.reading.cells import MARKERS, tidy_text
from genhe_targets.reading.coding import TextColumn, constant
from genhe_targets.reading.context import Context, Implied
from genhe_targets.reading.names import basis_of
from genhe_targets.reading.periodtexts import PeriodText, read_period
from genhe_targets.reading.piece import Place
from genhe_targets.reading.regions import region_names


@dataclass(frozen=True, slots=True)
class Periods:
    """A resolved column of periods.

    Attributes:
        column: Canonical periods, else the text found.
        basis: What the texts themselves say about the span of the figures, ``""`` for nothing.
        until: Whether a text speaks of everything up to its day (截至9月底), by row.
    """

    column: TextColumn
    basis: TextColumn | None = None
    until: npt.NDArray[np.bool_] | None = None


@dataclass
class Resolver:
    """Resolves the names of one table and gathers what was remarkable."""

    plan: Plan
    place: Place
    context: Context
    findings: list[Finding] = field(default_factory=list)

    def found(self, code: str, text: str = "", **more: object) -> None:
        """Add a finding about this table."""
        count = int(str(more.pop("count", 1)))
        row, column = int(str(more.pop("row", 0))), str(more.pop("column", ""))
        hint = str(more.pop("hint", ""))
        self.findings.append(
            Finding(
                code, file=self.place.file, sheet=self.place.sheet, row=row, column=column,
                text=text, hint=hint, detail=more, count=count,
            )
        )  # fmt: skip

    def regions(self, column: TextColumn) -> TextColumn:
        """Region texts to codes; a text that names none for certain stays as found."""
        names = region_names(self.plan)
        return column.mapped(
            lambda text: names.find(text) or (text if text.isdigit() else tidy_text(text))
        )

    def region(self, count: int) -> TextColumn:
        """The region of a table that has no column for it."""
        implied = self.context.region or Implied(self.plan.region, "", "plan")
        known = self.plan.region_by_code.get(implied.value)
        shown: object = implied.value
        if known:
            code = implied.value
            shown = {"zh": f"{known.title.zh}（{code}）", "en": f"{known.title.en} ({code})"}
        if implied.origin != "settings":
            self.found(kinds.REGION_ASSUMED, implied.text, region=shown, **implied.detail())
        return constant(implied.value, count)

    def period(self, count: int) -> TextColumn:
        """The period of a table that has no column for it."""
        implied = self.context.period
        if implied is None:
            self.found(kinds.PERIOD_MISSING)
            return constant("", count)
        if implied.origin != "settings":
            self.found(kinds.PERIOD_IMPLIED, implied.text, period=implied.value, **implied.detail())
        return constant(implied.value, count)

    def periods(self, column: TextColumn) -> Periods:
        """Period texts to canonical periods."""
        texts = column.listed()
        read = [read_period(text, serials=True) for text in texts]
        spelled = dict(zip(texts, self.spell(zip(texts, read, strict=True)), strict=True))
        resolved = column.mapped(lambda text: spelled[text])
        basis, until = None, None
        if any(period and period.basis for period in read):
            said = {t: p.basis.value for t, p in zip(texts, read, strict=True) if p and p.basis}
            basis = column.mapped(lambda text: said.get(text, ""))
        if any(period and period.until for period in read):
            until = np.array([bool(p and p.until) for p in read])[column.codes]
        return Periods(resolved, basis, until)

    def spell(self, read: Iterable[tuple[str, PeriodText | None]]) -> Iterator[str]:
        """Canonical spellings of distinct texts; what names none stays as found."""
        implied: list[tuple[str, Implied]] = []
        assumed: list[tuple[str, Implied]] = []
        of_plan: list[tuple[str, str]] = []
        for text, period in read:
            if period is None:
                yield tidy_text(text)
                continue
            year = self._year() if period.year is None else None
            calendar = self.plan.calendar
            canonical = period.spelled(int(year.value) if year else None, calendar)
            other = self._other(text, period)
            if other:
                self.found(kinds.PERIOD_AMBIGUOUS, text, one=canonical, other=other)
                yield tidy_text(text)
                continue
            if canonical and period.is_of_plan:
                of_plan.append((text, canonical))
            if period.serial:
                self.found(kinds.PERIOD_SERIAL, text, period=canonical)
            if year:
                (assumed if year.origin == "plan" else implied).append((text, year))
            yield canonical or tidy_text(text)
        self._say_of_plan(of_plan)
        for texts, kind in ((implied, kinds.YEAR_IMPLIED), (assumed, kinds.YEAR_ASSUMED)):
            if texts:
                text, taken = texts[0]
                if taken.origin != "settings":
                    shown = self.plan.calendar.year_text(int(taken.value))
                    self.found(kind, text, year=shown, count=len(texts), **taken.detail())

    def _other(self, text: str, period: PeriodText) -> str:
        """What else a text may mean, ``""`` for nothing."""
        if self.plan.calendar.is_doubtful(tidy_text(text)):
            return f"{text.strip()[:4]}/{text.strip()[-2:]}"
        return PeriodText(period.other, period.year).spelled() if period.other else ""

    def _say_of_plan(self, texts: list[tuple[str, str]]) -> None:
        """Under a fiscal plan, one finding for labels that do not say which year they mean."""
        if not texts or not self.plan.calendar.is_fiscal:
            return
        text, canonical = texts[0]
        period = self.plan.calendar.parse(canonical)
        if period:
            self.found(
                kinds.PERIOD_OF_PLAN, text, period=canonical, count=len(texts),
                start=period.start.isoformat(), end=period.end.isoformat(),
            )  # fmt: skip

    def _year(self) -> Implied:
        return self.context.year or Implied(str(self.plan.year), "", "plan")

    def units(self, column: TextColumn) -> TextColumn | None:
        """Units as given; a marker for none counts as none."""
        plain = column.mapped(lambda text: "" if is_silence(text) else tidy_text(text))
        return plain if any(plain.texts) else None

    def bases(self, column: TextColumn) -> TextColumn | None:
        """Bases as given; a text that names none is a finding, and the plan's own holds."""
        known: dict[str, str] = {}
        for text in column.listed():
            basis = basis_of(text)
            known[text] = basis.value if basis else ""
            if basis is None and not is_silence(text):
                self.found(kinds.BASIS_UNKNOWN, text)
        mapped = column.mapped(lambda text: known[text])
        return mapped if any(mapped.texts) else None


def is_silence(text: str) -> bool:
    """Whether a cell of units or bases says that it gives none."""
    plain = tidy_text(text)
    return not plain or MARKERS.get(plain.casefold()) in {"dash", "none", "not_reported"}
