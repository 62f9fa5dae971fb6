"""What a verdict rests on: the reported figures, and the cells they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from genhe_targets.grid import State
from genhe_targets.judging.engine import Judged, reference_of
from genhe_targets.plan.formula import Reference, parse_formula
from genhe_targets.report.figures import both, plain, unit_words
from genhe_targets.report.records import Input


class Inputs:
    """Follows verdicts back to the cells they come from."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.plan = judged.facts.plan

    def filled(self, duty: int, region: int, at: int) -> str:
        """The formula with the figures put in, ``""`` where a figure was reported as it is."""
        formula = parse_formula(self.judged.duties[duty].indicator.formula)
        if at < 0 or formula.is_reference or self.judged.measured[duty].from_report[region, at]:
            return ""
        return formula.filled(lambda reference: self._input_text(reference, region, at))

    def _input_text(self, reference: Reference, region: int, at: int) -> str:
        column = self.judged.facts.column(reference)
        if column is None or column.state[region, at] not in {State.REPORTED, State.AT_LEAST}:
            return reference.key
        return plain(column.fraction(region, at))

    def of(self, duty: int, region: int, at: int) -> Iterator[Input]:
        """The reported figures a verdict rests on, with the cells they stand in."""
        if at < 0:
            return
        facts = self.judged.facts
        target = self.judged.duties[duty]
        formula = parse_formula(target.indicator.formula)
        references = list(formula.references())
        for reference in list(references):  # a derived variable rests on its own variables
            derived = self.plan.variable_by_id[reference.name].formula
            if derived:
                references += parse_formula(derived).references()
        for reference in dict.fromkeys([*references, reference_of(target)]):
            column = facts.column(reference)
            if column is None or column.origin[region, at] < 0:
                continue
            row = int(column.origin[region, at])
            variable = self.plan.variable_by_id.get(reference.name)
            coded = facts.coded
            file, sheet = coded.text("file", row), coded.text("sheet", row)
            number = int(coded.observations.row[row])
            cell = f"!{coded.text('column', row)}{number}" if number else ""
            yield {
                "variable": reference.key,
                "title": both(variable.title if variable else target.title),
                "value_text": self._input_text(reference, region, at),
                "unit": unit_words(self.plan, variable.unit if variable else target.indicator.unit),
                "period": coded.text("period", row),
                "place": f"{file}{f'[{sheet}]' if sheet else ''}{cell}",
                "text": coded.text("text", row),
            }
