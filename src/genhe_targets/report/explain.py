"""The whole derivation of one verdict, in words and numbers, from the cells to the clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from genhe_targets.errors import did_you_mean
from genhe_targets.numerals import plainly
from genhe_targets.report.arrange import findings_by_id
from genhe_targets.report.labels import (
    day_text,
    label,
    printed,
    source_text,
    units_text,
    with_unit,
)
from genhe_targets.report.ledger import COLUMNS
from genhe_targets.report.look import mark
from genhe_targets.report.outline import Outline
from genhe_targets.report.recordlist import chosen, outlines
from genhe_targets.report.records import (
    FindingRecord,
    LedgerRecord,
    PaceRecord,
    ReportRecords,
    VerdictRecord,
    Words,
)
from genhe_targets.vocabulary import Lang, word


@dataclass(frozen=True)
class Step:
    """One step of a derivation: what it is about, and what there is to say."""

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """The derivation of one verdict; prints as text, shows as a card in a notebook.

    Attributes:
        record: The verdict.
        steps: From the cells that were read to the clause that demands it.
        lang: Language.
    """

    record: VerdictRecord
    steps: tuple[Step, ...]
    lang: Lang

    @property
    def title(self) -> str:
        """What is explained: target, region and period, and the day of judging."""
        record, lang = self.record, self.lang
        subject = f"{record['title'][lang]} · {record['region_title'][lang]} · {record['period']}"
        day = f"{label('as_of', lang)} {day_text(record['as_of'], lang)}"
        return f"{subject} ({day})" if lang == "en" else f"{subject}（{day}）"

    def __str__(self) -> str:
        lines = [self.title, ""]
        for number, step in enumerate(self.steps, start=1):
            lines.append(f"{number}. {step.head}")
            lines += [f"   {line}" for line in step.lines]
        return "\n".join(lines)

    def __repr__(self) -> str:
        from genhe_targets.report.notebook import verdict_text

        return verdict_text(self.record, self.lang)

    def _repr_html_(self) -> str:
        from genhe_targets.report.notebook import verdict_html

        steps = [
            (f"{number}. {step.head}", step.lines) for number, step in enumerate(self.steps, 1)
        ]
        return verdict_html(self.record, steps, self.lang)


def explain(
    records: ReportRecords,
    target: str,
    region: str | None = None,
    period: str | None = None,
    lang: Lang = "zh",
) -> Explanation:
    """The derivation of one verdict.

    Args:
        records: The report.
        target: Id or title of the target.
        region: Code or name; may be left out where one region reports.
        period: Such as ``2023Q3``; what counts now by default.
        lang: Language.

    Raises:
        ValueError: There is no such verdict, or more than one; the message lists what there is.
    """
    record = find(records, target, region, period)
    return Explanation(record, tuple(derivation(record, records, lang)), lang)


def find(
    records: ReportRecords, target: str, region: str | None = None, period: str | None = None
) -> VerdictRecord:
    """The verdict of a target, region and period, each by code or name.

    Raises:
        ValueError: There is none, or more than one.
    """
    found = records["verdicts"] if period else records["standings"]
    found = _named(found, target, "target")
    if region is not None:
        found = _named(found, region, "region")
    if period is not None:
        known = ", ".join(dict.fromkeys(record["period"] for record in found))
        found = [record for record in found if record["period"] == period]
        if not found:
            raise ValueError(f"no period {period!r}; there are {known}")
    if len(found) > 1:
        known = ", ".join(dict.fromkeys(record["region"] for record in found))
        raise ValueError(f"several regions report {target!r}; name one of {known}")
    return found[0]


def _named(records: Sequence[VerdictRecord], name: str, kind: str) -> list[VerdictRecord]:
    def names(record: Outline) -> tuple[str, ...]:
        title = record["title"] if kind == "target" else record["region_title"]
        code = record["target"] if kind == "target" else record["region"]
        return code, title["zh"], title["en"]

    found = chosen(records, lambda one: name in names(one))
    if not found:
        known = {text for record in outlines(records) for text in names(record)}
        raise ValueError(f"no {kind} {name!r}. {did_you_mean(name, known)}".strip())
    return found


def derivation(record: VerdictRecord, records: ReportRecords, lang: Lang) -> Iterator[Step]:
    """The steps from the cells to the clause; a step with nothing to say is left out."""
    every = (
        (_say("上报数据", "What was reported", lang), _reported(record, lang)),
        (label("findings", lang), _findings(record, records["findings"], lang)),
        (_say("口径与公式", "Definition and formula", lang), _formula(record, lang)),
        (_say("对照目标", "Held against the target", lang), _held(record, lang)),
        (_say("时间", "Time", lang), _time(record, lang)),
        (_say("判定", "Verdict", lang), _verdict(record, lang)),
        (label("history", lang), _history(record, lang)),
        (_say("依据与责任", "Source and who answers", lang), _source(record, records, lang)),
    )
    for head, lines in every:
        told = tuple(line for line in lines if line)
        if told:
            yield Step(head, told)


def _say(zh: str, en: str, lang: Lang) -> str:
    return zh if lang == "zh" else en


def _reported(record: VerdictRecord, lang: Lang) -> Iterator[str]:
    for given in record["inputs"]:
        figure = with_unit(given["value_text"], given["unit"][lang], lang)
        text = f"“{given['text']}”" if given["text"] not in {"", given["value_text"]} else ""
        parts = (f"{given['title'][lang]} = {figure}", text, f"({given['period']})")
        yield f"{' '.join(part for part in parts if part)} ← {given['place']}"
    if not record["inputs"]:
        yield _say("没有可用数据", "nothing that could be used", lang)


def _findings(
    record: VerdictRecord, findings: Sequence[FindingRecord], lang: Lang
) -> Iterator[str]:
    known = findings_by_id(findings)
    for number in record["findings"]:
        found = known[number]
        yield f"{found['severity_word'][lang]}: {found['message'][lang]} ← {found['place']}"
        yield from _explained(found.get("ledger"), lang)


def _explained(written: LedgerRecord | None, lang: Lang) -> Iterator[str]:
    """What a unit wrote into the ledger."""
    for column in COLUMNS:
        text = (written or {}).get(column.name)
        if column.filled and text:
            name = column.zh if lang == "zh" else column.en
            yield f"{label('in_ledger', lang)}: {name} {text}"


def _formula(record: VerdictRecord, lang: Lang) -> Iterator[str]:
    yield record["definition"][lang]
    yield f"{label('formula', lang)}: {record['formula_words'][lang]}"
    if record["formula_filled"]:
        value = with_unit(record["value_text"], record["unit"][lang], lang)
        yield f"{label('filled', lang)}: {printed(record['formula_filled'])} = {value}"


def _held(record: VerdictRecord, lang: Lang) -> Iterator[str]:
    unit = record["unit"][lang]
    yield f"{label('rule', lang)}: {record['rule'][lang]}"
    if record["value_text"] != "—":
        yield f"{label('value', lang)}: {with_unit(record['value_text'], unit, lang)}"
    if record["limit_text"] != "—":
        yield f"{label('limit', lang)}: {with_unit(record['limit_text'], unit, lang)}"
    if record["margin_text"] != "—":
        yield f"{label('margin', lang)}: {record['margin_text']}"
    yield f"{label('comparison', lang)}: {record['comparison_word'][lang]}"


def _time(record: VerdictRecord, lang: Lang) -> Iterator[str]:
    due = day_text(record["due"], lang)
    late = f" ({label('overdue', lang)})" if record["overdue"] else ""
    yield f"{label('as_of', lang)} {day_text(record['as_of'], lang)}"
    yield f"{label('due', lang)}: {due}{late}"
    yield f"{label('nature', lang)}: {record['nature_word'][lang]}"


def _verdict(record: VerdictRecord, lang: Lang) -> Iterator[str]:
    yield f"{mark(record['status'])} {record['status_word'][lang]}: {record['reason_text'][lang]}"
    paced = record.get("pace_result")
    if paced:
        yield from _paced(paced, lang)
    yield record["remaining"][lang]
    yield from _explained(record.get("ledger"), lang)
    final = _say("已定论，以后的数据不会改变它", "later data cannot change it", lang)
    open_ = _say("以后的数据可能改变它", "later data may change it", lang)
    yield final if record["final"] else open_
    decisive = label("yes" if record["decisive"] else "no", lang)
    yield f"{record['obligation_word'][lang]}; {label('decisive', lang)}: {decisive}"


def _paced(paced: PaceRecord, lang: Lang) -> Iterator[str]:
    said = (paced["method_text"], paced["grade_text"], paced["reason_text"])
    yield ": ".join((_say("进度方法", "Pace", lang), *filter(None, (text[lang] for text in said))))
    figures = ", ".join(f"{name} {plainly(figure)}" for name, figure in paced["figures"].items())
    if figures:
        yield f"  {figures}"


def _history(record: VerdictRecord, lang: Lang) -> Iterator[str]:
    unit = record["unit"][lang]
    for point in record["history"]:
        figure = with_unit(point["value_text"], unit, lang)
        yield f"{point['period']}: {figure} {mark(point['status'])} {word(point['status'], lang)}"


def _source(record: VerdictRecord, records: ReportRecords, lang: Lang) -> Iterator[str]:
    clauses: dict[str, Words] = {
        c["number"]: c["title"] for c in records["plan"].get("clauses", [])
    }
    title = clauses.get(record["clause"] or "")
    wording = f" “{record['wording']}”" if record["wording"] else ""
    place = source_text(record["clause"], record["measure"], lang)
    plan = records["plan"]["title"][lang]
    yield f"{plan}, {place}{f' {title[lang]}' if title else ''}{wording}"
    yield f"{label('lead', lang)}: {units_text(record['lead'], lang)}"
    if record["support"]:
        yield f"{label('support', lang)}: {units_text(record['support'], lang)}"
    yield from (note[lang] for note in record["notes"])
