"""The work table: each row with its state, for each region."""

from __future__ import annotations

from collections.abc import Sequence

from genhe_targets.judging.engine import Judged
from genhe_targets.judging.reasons import reason_sentence
from genhe_targets.judging.rollup import roll_up
from genhe_targets.judging.statuses import STATUSES
from genhe_targets.plan.model import Measure
from genhe_targets.report.figures import both, named, region_words, units, words
from genhe_targets.report.outline import MeasureName, MeasureOutline
from genhe_targets.report.recordlist import ListedMeasures, RecordList
from genhe_targets.report.records import MeasureRecord, VerdictRecord, Words
from genhe_targets.report.verdictrecords import REASON_LIST
from genhe_targets.vocabulary import LANGS, Status

_NAMELESS = words("", "")


class MeasureRecords:
    """Puts the work table into records.

    A measure that carries targets stands as the worst of them; a qualitative one as its
    milestone: done by its deadline, not due, overdue, or missing.

    Args:
        judged: What the engine found out.
        standings: What counts now, target by target, region by region.
    """

    def __init__(self, judged: Judged, standings: Sequence[VerdictRecord]) -> None:
        self.judged = judged
        self.plan = judged.facts.plan
        self.standings = standings
        duties = {target.id: duty for duty, target in enumerate(self.plan.targets)}
        self._carried = [
            [duties[target] for target in measure.targets if target in duties]
            for measure in self.plan.measures
        ]
        self._items = {item.number: both(item.title) for item in self.plan.items}
        self._leads = [units(self.plan.unit_by_name, m.lead) for m in self.plan.measures]
        self._titles = [both(measure.title) for measure in self.plan.measures]
        self._regions = [region_words(self.plan, code) for code in judged.facts.regions]
        self._known: dict[tuple[int, tuple[int, ...]], Status] = {}

    def listed(self) -> ListedMeasures:
        """Every row of the work table, region by region."""
        regions = len(self._regions)
        return RecordList(
            len(self.plan.measures) * regions,
            lambda at: self._record(*divmod(at, regions)),
            lambda: [
                self._outline(number, region)
                for number in range(len(self.plan.measures))
                for region in range(regions)
            ],
        )

    def _status(self, number: int, region: int) -> Status:
        """The state of a row: its own and that of its targets as one."""
        own, carried = self.judged.measures.standings, self._carried[number]
        codes = [int(self.judged.standings.status[duty, region, 0]) for duty in carried]
        if int(own.used[number, region, 0]) >= 0 or not carried:
            codes.append(int(own.status[number, region, 0]))
        key = number, tuple(codes)
        found = self._known.get(key)
        if found is None:
            measure = self.plan.measures[number]
            heard = [(measure.number, STATUSES[code]) for code in codes]
            relevant = [one for one in heard if one[1] is not Status.NOT_APPLICABLE] or heard
            found = self._known[key] = roll_up(relevant, self.plan.rollups.measure)
        return found

    def _named(self, number: int, region: int) -> MeasureName:
        measure = self.plan.measures[number]
        return {
            "measure": measure.number,
            "item": measure.item,
            "item_title": self._items.get(measure.item, _NAMELESS),
            "title": self._titles[number],
            "region": self.judged.facts.regions[region],
            "region_title": self._regions[region],
            "lead": self._leads[number],
        }

    def _outline(self, number: int, region: int) -> MeasureOutline:
        status = self._status(number, region).value
        return {**self._named(number, region), "status": status}

    def _record(self, number: int, region: int) -> MeasureRecord:
        measure, status = self.plan.measures[number], self._status(number, region)
        done_on, evidence = self._evidence(number, region)
        return {
            **self._named(number, region),  # type: ignore[typeddict-item] # holds no ledger
            "support": units(self.plan.unit_by_name, measure.support),
            "printed_lead": measure.printed_lead or "",
            "printed_support": measure.printed_support or "",
            "due": measure.deadline.isoformat() if measure.deadline else None,
            "printed_deadline": measure.printed_deadline or "",
            "ongoing": measure.ongoing,
            "status": status.value,
            "status_word": named(status),
            "reason_text": self._reason(number, region, status),
            "done_on": done_on,
            "evidence": evidence,
            "targets": list(measure.targets),
            "notes": [both(note) for note in measure.notes],
        }

    def _reason(self, number: int, region: int, status: Status) -> Words:
        """The reason of the target that decides, else that of the row itself."""
        for duty in self._carried[number]:
            if self.judged.status(duty, region) is status:
                because = self.standings[duty * len(self._regions) + region]
                title, reason = because["title"], because["reason_text"]
                return words(f"{title['zh']}：{reason['zh']}", f"{title['en']}: {reason['en']}")
        return self._milestone_reason(number, region, self.plan.measures[number])

    def _milestone_reason(self, number: int, region: int, measure: Measure) -> Words:
        judged = self.judged.measures
        reason = REASON_LIST[int(judged.standings.reason[number, region, 0])]
        used = int(judged.standings.used[number, region, 0])
        shown = {
            "deadline": measure.deadline.isoformat() if measure.deadline else "—",
            "period": judged.facts.labels[used if used >= 0 else int(judged.last[region])],
        }
        return words(*(reason_sentence(reason, lang, shown) for lang in LANGS))

    def _evidence(self, number: int, region: int) -> tuple[str | None, str]:
        """Date of completion and remark reported for a measure."""
        judged = self.judged.measures
        column = judged.facts.column(judged.duties[number].own)
        used = int(judged.standings.used[number, region, 0])
        if column is None or used < 0 or column.origin[region, used] < 0:
            return None, ""
        row = int(column.origin[region, used])
        coded = judged.facts.coded
        return coded.text("date", row) or None, coded.text("note", row)
