"""What a pace method says about a verdict, and what is still needed until the deadline."""

from __future__ import annotations

import datetime
from fractions import Fraction

from genhe_targets.judging.engine import Judged
from genhe_targets.judging.journey import steps_left
from genhe_targets.judging.limits import deadline
from genhe_targets.judging.paceresult import GRADES, REASONS, PaceResult
from genhe_targets.judging.rounding import shown
from genhe_targets.periods import Step
from genhe_targets.plan.paces import STEP_WORDS, CagrRatio, LogProgress
from genhe_targets.report.figures import points, unit_words, with_unit, words
from genhe_targets.report.held import Figures
from genhe_targets.report.records import PaceRecord, Words
from genhe_targets.vocabulary import LANGS, Nature, Status

_STEPS: dict[str, Step] = {"month": "month", "quarter": "quarter", "half": "quarter"}
_NOTHING = words("", "")
_WAITING = frozenset({Status.BEHIND, Status.ON_TRACK, Status.INDETERMINATE})


class Progress:
    """The progress of one batch of verdicts.

    Args:
        judged: What the engine found out.
    """

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.plan = judged.facts.plan
        self._left: dict[tuple[int, datetime.date, float], Words] = {}

    def result(self, duty: int, region: int, at: int) -> PaceResult | None:
        """What the declared method says on the figure of a cell, ``None`` where none does."""
        road = self.judged.hearing.roads.get(duty)
        return road.at(region, at) if road is not None and at >= 0 else None

    def record(self, duty: int, region: int, at: int) -> PaceRecord | None:
        """It as a record."""
        found = self.result(duty, region, at)
        if found is None:
            return None
        return {
            "method": found.method.method,
            "method_text": words(*(found.method.sentence(lang) for lang in LANGS)),
            "status": found.status.value,
            "grade": found.grade,
            "grade_text": words(*(GRADES[found.grade][lang] for lang in LANGS))
            if found.grade
            else _NOTHING,
            "reason": found.reason,
            "reason_text": words(*(REASONS[found.reason][lang] for lang in LANGS)),
            "ratio": None if found.ratio is None else float(found.ratio),
            "needed": None if found.needed is None else float(found.needed),
            "needed_text": self.needed(duty, found),
            "figures": {name: float(figure) for name, figure in found.figures.items()},
        }

    def sentence(self, record: PaceRecord | None) -> Words:
        """What the method says, in a sentence."""
        if record is None:
            return _NOTHING
        parts = []
        for lang in LANGS:
            grade = record["grade_text"][lang]
            colon, comma = ("：", "，") if lang == "zh" else (": ", ", ")
            said = comma.join(filter(None, (grade, record["reason_text"][lang])))
            parts.append(f"{record['method_text'][lang]}{colon}{said}")
        return words(*parts)

    def needed(self, duty: int, found: PaceResult) -> Words:
        """What the method says is still needed in each step."""
        if not found.needed:
            return _NOTHING
        step = STEP_WORDS[found.method.by]
        if isinstance(found.method, LogProgress | CagrRatio):
            rate = shown(100 * found.needed, 2)
            return words(
                f"此后每{step['zh']}尚需变化{rate}%", f"{rate}% still needed each {step['en']}"
            )
        amount = self._amount(duty, abs(found.needed))
        verb = "提高" if found.needed > 0 else "下降"
        return words(
            f"此后每{step['zh']}尚需{verb}{amount['zh']}",
            f"{'up' if found.needed > 0 else 'down'} {amount['en']} needed each {step['en']}",
        )

    def _amount(self, duty: int, amount: Fraction) -> Words:
        target = self.judged.duties[duty]
        decimals = target.indicator.decimals
        unit = points(unit_words(self.plan, target.judged_unit))
        return with_unit(shown(amount, 2 if decimals is None else decimals), unit)

    def remaining(
        self,
        duty: int,
        status: Status,
        figures: Figures,
        day: datetime.date,
        at: int,
        paced: PaceRecord | None = None,
    ) -> Words:
        """What is still needed until the deadline where the limit is not reached yet."""
        if paced is not None and paced["needed_text"]["zh"]:
            return paced["needed_text"]
        if status not in _WAITING or at < 0:
            return _NOTHING
        target = self.judged.duties[duty]
        due = deadline(target, self.plan)
        margin = figures["margin"]
        reached = margin is None or margin >= 0
        limited = target.indicator.nature in {Nature.CAP, Nature.ZERO_TOLERANCE}
        if reached or limited or target.deadline is None or day >= due:
            return _NOTHING
        key = duty, day, margin or 0.0
        if key not in self._left:
            self._left[key] = self._still(duty, day, due, figures)
        return self._left[key]

    def _still(self, duty: int, day: datetime.date, due: datetime.date, figures: Figures) -> Words:
        """How much is needed in how many steps."""
        target, margin = self.judged.duties[duty], figures["margin"]
        step = _STEPS.get(self.plan.reporting.every, "year")
        left = steps_left(day, due, step, self.plan.calendar)
        unit = points(unit_words(self.plan, target.judged_unit))
        gap = with_unit(figures["margin_text"].lstrip("-+−"), unit)
        name = STEP_WORDS[step]
        count = f"{left}{'个' if step in {'month', 'quarter'} else ''}"
        zh = f"距时限还有{count}{name['zh']}，尚需{gap['zh']}"
        en = f"{gap['en']} still needed in {left} {name['en']}{'s' if left > 1 else ''}"
        if left > 1:
            each = self._amount(duty, Fraction(abs(margin or 0.0)) / left)
            zh, en = f"{zh}，每{name['zh']}{each['zh']}", f"{en}, {each['en']} each"
        return words(zh, en)
