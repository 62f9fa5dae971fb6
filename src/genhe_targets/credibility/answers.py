"""Reading a justification file: YAML, or a table (CSV, Excel) with a row for each answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from genhe_targets.credibility.justification import Justification, answer_findings
from genhe_targets.credibility.kinds import UNUSED_JUSTIFICATION
from genhe_targets.errors import ReadingError, did_you_mean
from genhe_targets.findings import KINDS, Finding
from genhe_targets.periods import CIVIL, Calendar
from genhe_targets.plan.model import Plan

HEADS: dict[str, tuple[str, ...]] = {
    "findings": ("问题代码", "问题", "finding", "code"),
    "region": ("地区", "行政区划"),
    "period": ("时期", "报告期"),
    "variable": ("指标", "统计量"),
    "file": ("文件", "报送文件"),
    "explanation": ("情况说明", "说明", "原因"),
    "by": ("说明人", "说明单位", "填报人"),
    "on": ("说明日期", "日期"),
    "until": ("有效期至",),
}
"""Field of a justification -> other headings of its column."""


@dataclass(frozen=True)
class Answers:
    """The justifications of a file, and where each stands.

    Attributes:
        file: The name of the file.
        given: The justifications.
        places: Line or row of each.
        calendar: How the years of the plan lie.
    """

    file: str
    given: tuple[Justification, ...]
    places: tuple[int, ...]
    calendar: Calendar = CIVIL

    def applied(self, findings: Sequence[Finding], day: Any) -> list[Finding]:
        """The findings, explained where they are, and one for each answer to nothing."""
        answered, idle = answer_findings(findings, self.given, day, self.calendar)
        return answered + [
            Finding(
                UNUSED_JUSTIFICATION, file=self.file, row=self.places[i],
                text=", ".join(self.given[i].findings),
            )
            for i in idle
        ]  # fmt: skip


def read_answers(given: Any, plan: Plan) -> Answers:
    """Read a justification file.

    Args:
        given: A path (``.yaml``, ``.csv``, ``.xlsx``), or a list of mappings.
        plan: The plan; regions and variables may go by any name they have in it.

    Raises:
        ReadingError: The file cannot be read, or is faulty; the message lists every fault.
    """
    name = Path(given).name if isinstance(given, str | Path) else "justified"
    rows = list(_rows(given))
    answers, faults = [], []
    for number, row in rows:
        try:
            answers.append(Justification.model_validate(_named(row, plan)))
        except ValueError as error:
            faults += [f"{name}:{number}: {text}" for text in _faults(error)]
    if faults:
        raise ReadingError(str(name), "\n  ".join([f"{len(faults)} faults", *faults]))
    return Answers(name, tuple(answers), tuple(number for number, _ in rows), plan.calendar)


def _faults(error: ValueError) -> Iterator[str]:
    if not isinstance(error, ValidationError):
        yield str(error)
        return
    for fault in error.errors(include_url=False):
        field = ".".join(str(step) for step in fault["loc"])
        yield f"{field}: {fault['msg'].removeprefix('Value error, ')}"


def _rows(given: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each answer with the line or row it stands in."""
    if not isinstance(given, str | Path):
        yield from enumerate((dict(row) for row in given), start=1)
    elif Path(given).suffix.lower() in {".yaml", ".yml"}:
        yield from _from_yaml(Path(given))
    else:
        yield from _from_table(Path(given))


def _from_yaml(file: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from genhe_targets.plan.yamlfile import read_yaml

    document = read_yaml(file)
    if document.problems:
        text = "\n  ".join(str(problem) for problem in document.problems)
        raise ReadingError(str(file), text)
    found = document.data.get("justifications") if isinstance(document.data, dict) else None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        hint = "Each needs findings, explanation, by and on."
        raise ReadingError(str(file), "must hold a list under 'justifications'", hint)
    for index, row in enumerate(found):
        yield document.line(("justifications", index)), row


def _from_table(file: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from genhe_targets.reading.settings import Settings
    from genhe_targets.reading.sources import Source, open_sources

    fields = {head: field for field, heads in HEADS.items() for head in (field, *heads)}
    for source in open_sources(file, Settings()):
        if isinstance(source, ReadingError):
            raise source
        for sheet in source.sheets if isinstance(source, Source) else ():
            heads: list[str] | None = None
            for number, cells in enumerate(sheet.whole().rows, start=1):
                texts = [cell.strip() for cell in cells]
                known = [fields.get(text.lower(), "") for text in texts]
                if heads is None:
                    heads = known if {"findings", "explanation"} <= set(known) else None
                elif any(texts):
                    pairs = zip(heads, texts, strict=False)
                    yield number, {head: text for head, text in pairs if head and text}
            if heads is not None:
                return
    hint = f"The columns are {', '.join(HEADS)}."
    raise ReadingError(str(file), "no row has the headings findings and explanation", hint)


def _named(row: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """The same with codes and ids instead of names.

    Raises:
        ValueError: A name is unknown.
    """
    from genhe_targets.reading.names import variable_names
    from genhe_targets.reading.periodtexts import read_period
    from genhe_targets.reading.regions import region_names

    found = {key: value for key, value in row.items() if value is not None and value != ""}
    codes = found.get("findings", ())
    if isinstance(codes, str):
        codes = codes.replace("、", ",").replace("，", ",").replace(";", ",").split(",")
    found["findings"] = tuple(str(code).strip() for code in codes)
    for code in found["findings"]:
        if code not in KINDS:
            raise ValueError(f"no finding has the code {code!r}. {did_you_mean(code, KINDS)}")
    if "region" in found:
        code = region_names(plan).find(str(found["region"]))
        if code is None:
            known = [region.title.zh for region in plan.regions]
            hint = did_you_mean(str(found["region"]), known)
            raise ValueError(f"no region is called {found['region']!r}. {hint}")
        found["region"] = code
    if "period" in found:
        text = str(found["period"]).strip()
        period = None if plan.calendar.parse(text) else read_period(text)
        found["period"] = period.spelled(plan.year, plan.calendar) if period else text
        if plan.calendar.parse(found["period"]) is None:
            raise ValueError(f"{text!r} is no period; write 2023Q3 or 2023-09")
    if "variable" in found:
        heading = variable_names(plan).read(str(found["variable"]))
        found["variable"] = heading.variable or str(found["variable"])
    for key in ("on", "until"):
        if isinstance(found.get(key), str):
            found[key] = found[key].replace("/", "-").partition(" ")[0]
    return found
