"""The reporting form: what a region has to fill in for a period, as rows, and as CSV or Excel.

A form is the plan read the other way round: every cell that is printed is one that reading
understands, so that what comes back filled in reads without a finding.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from genhe_targets.errors import ReadingError, did_you_mean
from genhe_targets.measurement import normal_unit
from genhe_targets.periods import Period
from genhe_targets.plan.formula import parse_formula
from genhe_targets.plan.model import Plan
from genhe_targets.plan.parts import Measure, Region, Variable
from genhe_targets.reading.names import variable_names
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.reading.regions import region_names
from genhe_targets.vocabulary import Basis, Lang

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: dict[str, tuple[str, str]] = {
    "region": ("地区", "Region"),
    "period": ("报告期", "Period"),
    "name": ("指标", "Indicator"),
    "value": ("数值", "Value"),
    "unit": ("计量单位", "Unit"),
    "basis": ("口径", "Basis"),
    "date": ("完成日期", "Date of completion"),
    "note": ("备注", "Note"),
    "lead": ("责任单位", "Lead units"),
    "definition": ("定义", "Definition"),
}
"""Columns of a form with their headers; ``value``, ``date`` and ``note`` are for filling in."""

YES, NO = {"zh": "是", "en": "yes"}, {"zh": "否", "en": "no"}

_BASES: dict[Basis, tuple[str, str]] = {
    Basis.CUMULATIVE: ("累计", "cumulative"),
    Basis.PERIOD: ("当期", "period"),
    Basis.POINT: ("时点", "point"),
    Basis.ANNUAL: ("全年", "annual"),
}
_STEPS = {"month": 12, "quarter": 4, "half": 2, "year": 1}
_FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a form.

    Attributes:
        region, period, name, unit, basis, lead, definition: The texts printed in the row.
        kind: ``number``, ``count``, ``milestone`` (done or not, by a date).
        lowest, highest: Plausible values, ``None`` for no bound.
    """

    region: str
    period: str
    name: str
    unit: str
    basis: str
    lead: str
    definition: str
    kind: str
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def printed(self) -> list[str]:
        """The cells of the row; those to fill in are empty."""
        cells = {field: getattr(self, field, "") for field in COLUMNS}
        return [_harmless(text) for text in cells.values()]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: one page of questions for each period."""

    plan: Plan
    region: Region
    lang: Lang
    pages: dict[Period, list[Question]]

    def header(self) -> list[str]:
        """Headers of the columns."""
        return [self._say(*both) for both in COLUMNS.values()]

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def rows(self) -> Iterator[list[str]]:
        """All rows, the header first."""
        yield self.header()
        for questions in self.pages.values():
            yield from (question.printed() for question in questions)


def template(
    plan: Plan,
    path: str | Path | None = None,
    *,
    region: str | None = None,
    period: str | Sequence[str] | None = None,
    lang: Lang = "zh",
) -> Path | pd.DataFrame:
    """The reporting form to hand out.

    Args:
        plan: What is to be reported.
        path: Where to, ``.xlsx`` or ``.csv``; ``None`` gives a frame instead.
        region: Code or name of the region that reports; the plan's own by default.
        period: One period or several (``2023Q3``), each a sheet of its own in Excel; by default
            every one that the plan asks for in its year.
        lang: Language of the form, ``zh`` or ``en``.

    Returns:
        The file written, or the form as a frame of texts.

    Raises:
        ReadingError: The region or a period is not the plan's, or the suffix is of no form.
        OSError: The file cannot be written.
    """
    form = form_of(plan, region, period, lang)
    if path is None:
        import pandas as pd

        header, *rows = form.rows()
        return pd.DataFrame(rows, columns=header, dtype="str")
    file = Path(path)
    if file.suffix.lower() == ".csv":
        content = csv_bytes(form)
    elif file.suffix.lower() == ".xlsx":
        from genhe_targets.reading.formbook import xlsx_bytes

        content = xlsx_bytes(form)
    else:
        raise ReadingError(
            str(path), "a form is written as .xlsx or .csv", "",
            ("表样只能写成 .xlsx 或 .csv", ""),
        )  # fmt: skip
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def form_of(plan: Plan, region: str | None, period: str | Sequence[str] | None, lang: Lang) -> Form:
    """A form, as rows; see ``template``."""
    place = _region(plan, region)
    periods = _periods(plan, period)
    pages = {p: list(_questions(plan, place, p, lang)) for p in periods}
    pages = {p: questions for p, questions in pages.items() if questions}
    if not pages:
        raise ReadingError(
            plan.id, "asks nothing of this region for this period", "Name a later period",
            ("这一报告期对该地区没有要求报送的指标", "请选择更晚的报告期"),
        )  # fmt: skip
    return Form(plan, place, lang, pages)


def csv_bytes(form: Form) -> bytes:
    """A form as CSV, with the mark by which Excel knows UTF-8."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(form.rows())
    return stream.getvalue().encode("utf-8-sig")


def _region(plan: Plan, given: str | None) -> Region:
    code = region_names(plan).find(given) if given else plan.region
    found = plan.region_by_code.get(code or "")
    if found is None:
        known = [title for r in plan.regions for title in (r.title.zh, r.title.en, r.code)]
        hint = did_you_mean(given or "", known)
        raise ReadingError(given or "", f"is no region of {plan.id}", hint,
                           (f"不是 {plan.id} 的地区", ""))  # fmt: skip
    return found


def _periods(plan: Plan, given: str | Sequence[str] | None) -> list[Period]:
    found = []
    for text in _labels(plan) if given is None else (given,) if isinstance(given, str) else given:
        read = read_period(text)
        calendar = plan.calendar
        period = None
        if read and not read.other:
            period = calendar.parse(read.spelled(plan.year, calendar))
        if period is None or calendar.year_of(period.end) != plan.year:
            year = calendar.year_text(plan.year)
            raise ReadingError(
                text, f"is no period of {year}", f"Write {year}Q3, {plan.year}-09 or {year}",
                (f"不是 {year} 年的报告期", f"请写成 {year}Q3、{plan.year}-09 或 {year}"),
            )  # fmt: skip
        found.append(period)
    return found


def _labels(plan: Plan) -> list[str]:
    return plan.calendar.labels(plan.reporting.every, plan.year)


def _questions(plan: Plan, region: Region, period: Period, lang: Lang) -> Iterator[Question]:
    """What a region has to report for a period, in the order of the plan.

    Annual figures are asked for with the last period of the year, and so are figures of other
    years that a formula needs.
    """
    leads, earlier = _asked(plan, region)
    last = period.end == plan.year_end
    for variable in plan.variables:
        if variable.id not in leads or (variable.basis == Basis.ANNUAL and not last):
            continue
        years = [] if variable.formula else [period.text]  # what is computed is not asked for
        years += earlier.get(variable.id, []) if last else []
        for text in years:
            yield _of_variable(variable, plan, region, text, leads[variable.id], lang)
    if region.code == plan.region:
        for measure in plan.measures:
            yield _of_measure(measure, plan, region, period.text, lang)


def _asked(plan: Plan, region: Region) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Variables that the targets of a region need, with units in charge, and earlier years."""
    leads: dict[str, list[str]] = {}
    earlier: dict[str, list[str]] = {}

    def ask(formula: str, lead: Sequence[str]) -> None:
        for reference in parse_formula(formula).references():
            variable = plan.variable_by_id.get(reference.name)
            if variable is None:
                continue
            year = reference.year or plan.year - reference.lag
            if variable.formula:
                ask(variable.formula, lead)
                if year == plan.year:
                    continue  # computed from its parts; of another year it is asked for itself
            known = leads.setdefault(variable.id, [])
            known += [unit for unit in lead if unit not in known]
            if year != plan.year:
                years = earlier.setdefault(variable.id, [])
                text = plan.calendar.year_text(year)
                years += [text] if text not in years else []

    for target in plan.targets:
        if target.scope.regions is None or region.code in target.scope.regions:
            ask(target.indicator.formula, target.lead)
            if target.scope.weight:
                ask(target.scope.weight, target.lead)
    return leads, earlier


def _of_variable(
    variable: Variable, plan: Plan, region: Region, period: str, lead: list[str], lang: Lang
) -> Question:
    milestone = variable.kind == "milestone"
    return Question(
        region=_region_text(plan, region, lang), period=_period_text(period, plan, lang),
        name=_name(plan, variable.id, (variable.title.in_(lang), variable.title.zh)),
        unit=_unit(plan, variable.unit, lang),
        basis="" if milestone else _BASES[variable.basis][lang != "zh"],
        lead=_units(plan, lead, lang), definition=variable.definition.in_(lang),
        kind=variable.kind, lowest=variable.plausible.min, highest=variable.plausible.max,
    )  # fmt: skip


def _of_measure(measure: Measure, plan: Plan, region: Region, period: str, lang: Lang) -> Question:
    day = measure.deadline.isoformat() if measure.deadline else ""
    if lang == "zh":
        until = measure.printed_deadline or day or "长期坚持"
        definition = f"工作任务第{measure.number}项，时限：{until}；已完成的填完成日期和依据"
    else:
        definition = f"measure {measure.number}, due {day or 'ongoing'}; give day and evidence"
    return Question(
        region=_region_text(plan, region, lang), period=_period_text(period, plan, lang),
        name=_name(plan, measure.variable, (measure.title.in_(lang), f"任务{measure.number}")),
        unit="", basis="", lead=_units(plan, measure.lead, lang), definition=definition,
        kind="milestone",
    )  # fmt: skip


def _name(plan: Plan, found: str, spellings: Sequence[str]) -> str:
    """The first spelling by which reading knows a variable, else its id."""
    names = variable_names(plan)
    for text in spellings:
        if names.read(text).variable == found and not text.startswith(_FORMULA_SIGNS):
            return text
    return found


def _region_text(plan: Plan, region: Region, lang: Lang) -> str:
    title = region.title.in_(lang)
    return title if region_names(plan).find(title) == region.code else region.code


def _period_text(period: str, plan: Plan, lang: Lang) -> str:
    """A period as the form prints it: 2023年第三季度; in English in its canonical spelling."""
    if lang != "zh":
        return period
    digits = len(plan.calendar.year_text(plan.year)) if "/" in period[:5] else 4
    year, rest = period[:digits], period[digits:]
    text = {
        "": f"{year}年",
        **{f"Q{at}": f"{year}年第{'一二三四'[at - 1]}季度" for at in range(1, 5)},
        "H1": f"{year}年上半年",
        "H2": f"{year}年下半年",
        **{f"-{month:02}": f"{year}年{month}月" for month in range(1, 13)},
    }.get(rest, period)
    read = read_period(text)
    return text if read and read.spelled(calendar=plan.calendar) == period else period


def _units(plan: Plan, names: Sequence[str], lang: Lang) -> str:
    known = [plan.unit_by_name.get(name) for name in names]
    texts = [u.title.in_(lang) if u else n for u, n in zip(known, names, strict=True)]
    return ("、" if lang == "zh" else ", ").join(texts)


def _unit(plan: Plan, unit: str, lang: Lang) -> str:
    """A unit of measurement in the form's language, if reading takes it for the same."""
    if unit == "1":
        return ""
    text = plan.unit_text(unit).in_(lang)
    return text if normal_unit(text) == normal_unit(unit) else unit


def _harmless(text: str) -> str:
    """No text of a form is taken for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
