"""What a verdict rests on: the reported figures, and the cells they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from genhe_targets.facts import Facts
from genhe_targets.grid import Column, State, as_reported
from genhe_targets.judging.engine import Judged
from genhe_targets.plan.formula import Reference, parse_formula
from genhe_targets.plan.model import Target
from genhe_targets.plan.rules import OWN
from genhe_targets.report.figures import DASH, both, plain, region_words, unit_words, words
from genhe_targets.report.labels import PRINTED
from genhe_targets.report.records import Input, Words
from genhe_targets.vocabulary import LANGS, Lang


@dataclass(frozen=True)
class _Line:
    """A variable that goes into a target: what is the same in all its cells."""

    key: str
    title: Words
    unit: Words
    column: Column


class Inputs:
    """Follows verdicts back to the cells they come from."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.plan = judged.facts.plan
        self._lines: dict[tuple[int, bool], list[_Line]] = {}
        self._spelled: dict[float, str] = {}
        self._columns: dict[Reference, Column | None] = {}
        self._formulas: dict[str, tuple[list[str], list[Reference]]] = {}
        self._whole = bool(judged.wholes.cells)

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
        signs, references = self._taken_apart(text)
        signs = [sign.translate(PRINTED) for sign in signs]
        said = {
            lang: [self._name(reference, target, lang) for reference in references] + [""]
            for lang in LANGS
        }
        zh, en = (
            "".join(sign + name for sign, name in zip(signs, said[lang], strict=True))
            for lang in LANGS
        )
        return words(zh, en)

    def _taken_apart(self, text: str) -> tuple[list[str], list[Reference]]:
        """A formula as what stands between its references, and these."""
        found = self._formulas.get(text)
        if found is None:
            references: list[Reference] = []

            def blank(reference: Reference) -> str:
                references.append(reference)
                return "\0"

            signs = parse_formula(text).filled(blank).split("\0")
            found = self._formulas[text] = signs, references
        return found

    def _put_in(self, text: str, shown: Callable[[Reference], str]) -> str:
        """A formula with its references replaced."""
        signs, references = self._taken_apart(text)
        between = zip(signs, map(shown, references), strict=False)
        return "".join(sign + figure for sign, figure in between) + signs[-1]

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
        if at < 0 or formula.is_reference or self.judged.measured[duty].from_report[region, at]:
            return ""
        if self._whole and self.judged.wholes.of(duty, region, at) is not None:
            return ""

        def shown(reference: Reference) -> str:
            if reference.name == OWN:
                reference = replace(reference, name=target.own.name)
            if reference.name != target.id:
                return self._input_text(reference, region, at)
            return self._own_text(target, reference, region, at)

        return self._put_in(formula.text, shown)

    def _own_text(self, target: Target, reference: Reference, region: int, at: int) -> str:
        """The indicator's own figure at a time: as reported, else its formula filled."""
        text = self._input_text(reference, region, at)
        if text != DASH:
            return text
        filled = self._put_in(
            target.indicator.formula,
            lambda inner: self._input_text(inner.moved(reference), region, at),
        )
        return f"({filled})"

    def _input_text(self, reference: Reference, region: int, at: int) -> str:
        if reference not in self._columns:
            self._columns[reference] = self.judged.facts.column(reference)
        return self._text(self._columns[reference], region, at)

    def _text(self, column: Column | None, region: int, at: int) -> str:
        """A reported figure, a dash for none; each number is spelled once."""
        if column is None or int(column.state[region, at]) not in _TOLD:
            return DASH
        if column.exact and (region, at) in column.exact:
            return plain(column.fraction(region, at))
        value = float(column.value[region, at])
        found = self._spelled.get(value)
        if found is None:
            found = self._spelled[value] = plain(as_reported(value))
        return found

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

    def _lines_of(self, duty: int, *, weighed: bool, facts: Facts) -> list[_Line]:
        """Every variable a target looks up that is reported anywhere."""
        key = duty, weighed
        found = self._lines.get(key)
        if found is None:
            target = self.judged.duties[duty]
            weight = [Reference(target.scope.weight)] if weighed and target.scope.weight else []
            found = self._lines[key] = []
            for reference in dict.fromkeys([*self._references(target), *weight]):
                column = facts.column(reference)
                if column is not None:
                    variable = self.plan.variable_by_id.get(reference.name)
                    title = both(variable.title if variable else target.title)
                    unit = variable.unit if variable else target.indicator.unit
                    words_ = unit_words(self.plan, unit)
                    found.append(_Line(reference.key, title, words_, column))
        return found

    def of(self, duty: int, region: int, at: int) -> list[Input]:
        """The reported figures a verdict rests on, with the cells they stand in."""
        if at < 0:
            return []
        facts, rows = self._rows(duty, region, at) if self._whole else (self.judged.facts, ())
        whole = bool(rows)
        if not whole:
            facts, rows = self.judged.facts, (region,)
        return [
            self._input(line, (own, at), facts.regions[own] if len(rows) > 1 else "")
            for line in self._lines_of(duty, weighed=whole, facts=facts)
            for own in rows
            if line.column.origin[own, at] >= 0
        ]

    def _rows(self, duty: int, region: int, at: int) -> tuple[Facts, tuple[int, ...]]:
        """The rows of the parts a cell was made from, none where it was reported."""
        beneath = self.judged.facts.beneath
        if beneath is None or self.judged.wholes.of(duty, region, at) is None:
            return self.judged.facts, ()
        return beneath.facts, beneath.parts[region]

    @cached_property
    def _written(self) -> dict[str, tuple[list[str], memoryview]]:
        """Columns of texts: the distinct texts, and for each row which; ``""`` is told by none."""
        texts = self.judged.facts.coded.observations.texts
        wanted = ("file", "sheet", "column", "period", "text")
        return {
            name: (texts[name].listed(), texts[name].codes.data) for name in wanted if name in texts
        }

    def _cell_text(self, column: str, row: int) -> str:
        texts, codes = self._written.get(column, _UNWRITTEN)
        return texts[codes[row]] if texts else ""

    def _input(self, line: _Line, cell: tuple[int, int], of: str) -> Input:
        row = int(line.column.origin[cell])
        title = line.title
        if of:
            name = region_words(self.plan, of)
            title = words(f"{title['zh']}（{name['zh']}）", f"{title['en']} ({name['en']})")
        file, sheet = self._cell_text("file", row), self._cell_text("sheet", row)
        number = int(self.judged.facts.coded.observations.row[row])
        place = f"!{self._cell_text('column', row)}{number}" if number else ""
        return {
            "variable": line.key,
            "title": title,
            "value_text": self._text(line.column, *cell),
            "unit": line.unit,
            "period": self._cell_text("period", row),
            "place": f"{file}{f'[{sheet}]' if sheet else ''}{place}",
            "text": self._cell_text("text", row),
        }


_TOLD = frozenset({int(State.REPORTED), int(State.AT_LEAST)})
_UNWRITTEN: tuple[list[str], memoryview] = [], memoryview(b"")
