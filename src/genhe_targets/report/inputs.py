"""What a verdict rests on: the reported figures, and the cells they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from genhe_targets.facts import Facts
from genhe_targets.grid import Column, State
from genhe_targets.judging.engine import Judged
from genhe_targets.plan.formula import Reference, parse_formula
from genhe_targets.plan.model import Target
from genhe_targets.plan.rules import OWN
from genhe_targets.report.figures import DASH, both, plain, unit_words, words
from genhe_targets.report.labels import PRINTED
from genhe_targets.report.records import Input, Words
from genhe_targets.vocabulary import LANGS, Lang


class Inputs:
    """Follows verdicts back to the cells they come from."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.plan = judged.facts.plan

    def named(self, target: Target) -> Words:
        """What is computed, by name: ``100 × 再生水利用量 ÷ 污水处理量``."""
        own = self.worded(target.indicator.formula, target)
        if not target.is_derived:
            return own
        judged = self.worded(target.rule.subject[0], target)
        if parse_formula(target.indicator.formula).is_reference:
            return judged
        zh, en = (
            f"{judged[lang]}; {target.title.zh if lang == 'zh' else target.title.en} = {own[lang]}"
            for lang in LANGS
        )
        return words(zh, en)

    def worded(self, text: str, target: Target) -> Words:
        """A formula with the signs of print and the names of what it is made of."""
        references: list[Reference] = []

        def blank(reference: Reference) -> str:
            references.append(reference)
            return "\0"

        signs = parse_formula(text).filled(blank).translate(PRINTED).split("\0")
        said = {
            lang: [self._name(reference, target, lang) for reference in references] + [""]
            for lang in LANGS
        }
        zh, en = (
            "".join(sign + name for sign, name in zip(signs, said[lang], strict=True))
            for lang in LANGS
        )
        return words(zh, en)

    def _name(self, reference: Reference, target: Target, lang: Lang) -> str:
        known = target.own.name if reference.name in {OWN, target.id} else reference.name
        variable = self.plan.variable_by_id.get(known)
        name = both(variable.title if variable else target.title)[lang]
        if reference.year:
            year = self.plan.calendar.year_text(reference.year)
            return f"{year}年{name}" if lang == "zh" else f"{name} in {year}"
        if reference.lag:
            back = reference.lag
            if lang == "en":
                return f"{name} {back} year{'s' if back > 1 else ''} before"
            return f"{'上' if back == 1 else f'前第{back}'}年同期{name}"
        return name

    def filled(self, duty: int, region: int, at: int) -> str:
        """The formula with the figures put in, ``""`` where a figure was reported as it is.

        That of a whole is not filled: its parts stand one by one among the figures used.
        """
        target = self.judged.duties[duty]
        formula = target.judged
        if self.judged.wholes.of(duty, region, at) is not None:
            return ""
        if at < 0 or formula.is_reference or self.judged.measured[duty].from_report[region, at]:
            return ""

        def shown(reference: Reference) -> str:
            if reference.name == OWN:
                reference = replace(reference, name=target.own.name)
            if reference.name != target.id:
                return self._input_text(reference, region, at)
            return self._own_text(target, reference, region, at)

        return formula.filled(shown)

    def _own_text(self, target: Target, reference: Reference, region: int, at: int) -> str:
        """The indicator's own figure at a time: as reported, else its formula filled."""
        if _figure(self.judged.facts.column(reference), region, at) is not None:
            return self._input_text(reference, region, at)
        own = parse_formula(target.indicator.formula)
        filled = own.filled(lambda inner: self._input_text(inner.moved(reference), region, at))
        return f"({filled})"

    def _input_text(self, reference: Reference, region: int, at: int) -> str:
        return _text(self.judged.facts.column(reference), region, at)

    def _references(self, target: Target) -> Iterator[Reference]:
        """Everything a verdict looks up, down to what is reported."""
        own = parse_formula(target.indicator.formula).references()
        for reference in target.references:
            yield reference
            if reference.name == target.id:
                yield from (inner.moved(reference) for inner in own)
        for reference in own:  # a derived variable rests on its own variables
            derived = self.plan.variable_by_id[reference.name].formula
            if derived:
                yield from parse_formula(derived).references()
        yield target.own

    def of(self, duty: int, region: int, at: int) -> Iterator[Input]:
        """The reported figures a verdict rests on, with the cells they stand in."""
        if at < 0:
            return
        target = self.judged.duties[duty]
        weight = [Reference(target.scope.weight)] if target.scope.weight else []
        facts, rows = self._rows(duty, region, at)
        if not rows:
            facts, rows, weight = self.judged.facts, (region,), []
        for reference in dict.fromkeys([*self._references(target), *weight]):
            column = facts.column(reference)
            for own in rows if column is not None else ():
                if column is not None and column.origin[own, at] >= 0:
                    of = facts.regions[own] if len(rows) > 1 else ""
                    yield self._input(target, reference, column, (own, at), of)

    def _rows(self, duty: int, region: int, at: int) -> tuple[Facts, tuple[int, ...]]:
        """The rows of the parts a cell was made from, none where it was reported."""
        beneath = self.judged.facts.beneath
        if beneath is None or self.judged.wholes.of(duty, region, at) is None:
            return self.judged.facts, ()
        return beneath.facts, beneath.parts[region]

    def _input(
        self, target: Target, reference: Reference, column: Column, cell: tuple[int, int], of: str
    ) -> Input:
        coded = self.judged.facts.coded
        row = int(column.origin[cell])
        variable = self.plan.variable_by_id.get(reference.name)
        title = both(variable.title if variable else target.title)
        if of:
            known = self.plan.region_by_code.get(of)
            name = both(known.title) if known else words(of, of)
            title = words(f"{title['zh']}（{name['zh']}）", f"{title['en']} ({name['en']})")
        file, sheet = coded.text("file", row), coded.text("sheet", row)
        number = int(coded.observations.row[row])
        place = f"!{coded.text('column', row)}{number}" if number else ""
        return {
            "variable": reference.key,
            "title": title,
            "value_text": _text(column, *cell),
            "unit": unit_words(self.plan, variable.unit if variable else target.indicator.unit),
            "period": coded.text("period", row),
            "place": f"{file}{f'[{sheet}]' if sheet else ''}{place}",
            "text": coded.text("text", row),
        }


def _figure(column: Column | None, region: int, at: int) -> Fraction | None:
    if column is None or column.state[region, at] not in {State.REPORTED, State.AT_LEAST}:
        return None
    return column.fraction(region, at)


def _text(column: Column | None, region: int, at: int) -> str:
    found = _figure(column, region, at)
    return DASH if found is None else plain(found)
