"""Long lists of records, made as they are looked at: those of a country do not fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar, cast, overload

from genhe_targets.report.arrange import calls_for_action, urgency
from genhe_targets.report.outline import MeasureOutline, Outline
from genhe_targets.report.records import MeasureRecord, ReportRecords, VerdictRecord

LISTED: tuple[Literal["standings", "verdicts", "measures"], ...] = (
    "standings", "verdicts", "measures",
)  # fmt: skip
"""What grows with the regions."""

R = TypeVar("R")
Brief = TypeVar("Brief")


class RecordList(Sequence[R], Generic[R, Brief]):
    """Records in a fixed order, none of which is kept unless this is asked for.

    Args:
        length: How many there are.
        make: Makes one, by its position.
        outline: Makes the outlines of all.
        keep: Whether all are made at the first look, and kept.
    """

    def __init__(
        self,
        length: int,
        make: Callable[[int], R],
        outline: Callable[[], Sequence[Brief]],
        *,
        keep: bool = False,
    ) -> None:
        self._length = length
        self._make = make
        self._outline = outline
        self._keep = keep

    def kept(self) -> RecordList[R, Brief]:
        """The same for who looks at all of it more than once."""
        return RecordList(self._length, self._make, lambda: self.outline, keep=True)

    @cached_property
    def _all(self) -> list[R]:
        return list(map(self._make, range(self._length)))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[R]:
        return iter(self._all) if self._keep else map(self._make, range(self._length))

    @overload
    def __getitem__(self, at: int) -> R: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[R]: ...

    def __getitem__(self, at: int | slice) -> R | Sequence[R]:
        if self._keep:
            return self._all[at]
        found = range(self._length)[at]
        return self._make(found) if isinstance(found, int) else [self._make(one) for one in found]

    @cached_property
    def outline(self) -> Sequence[Brief]:
        """What is asked of all of them: which target, which region, which status."""
        return self._outline()


ListedVerdicts = RecordList[VerdictRecord, Outline]
ListedMeasures = RecordList[MeasureRecord, MeasureOutline]


def outlines(records: Sequence[VerdictRecord]) -> Sequence[Outline]:
    """Enough of each verdict to count, order and choose them, in their order."""
    return records.outline if isinstance(records, RecordList) else records


def measure_outlines(measures: Sequence[MeasureRecord]) -> Sequence[MeasureOutline]:
    """Enough of each row of the work table to count them."""
    return measures.outline if isinstance(measures, RecordList) else measures


def chosen(
    records: Sequence[VerdictRecord], wanted: Callable[[Outline], bool]
) -> list[VerdictRecord]:
    """The verdicts that are wanted, in order; only these are made."""
    return [records[at] for at, one in enumerate(outlines(records)) if wanted(one)]


def worst(
    records: Sequence[VerdictRecord], most: int | None = None
) -> tuple[list[VerdictRecord], int]:
    """What calls for action, most urgent first and at most so many, and how much there is."""
    places = worst_places(records)
    return [records[at] for at in places[:most]], len(places)


def worst_places(records: Sequence[VerdictRecord]) -> list[int]:
    """Where what calls for action stands, most urgent first."""
    all_ = outlines(records)
    places = [at for at, one in enumerate(all_) if calls_for_action(one)]
    return sorted(places, key=lambda at: urgency(all_[at]))


def spread_out(records: ReportRecords) -> ReportRecords:
    """The same with plain lists: everything is made."""
    return _replaced(records, list)


def kept(records: ReportRecords) -> ReportRecords:
    """The same for a view that looks at a list more than once; what it leaves out is not made."""
    return _replaced(
        records, lambda listed: listed.kept() if isinstance(listed, RecordList) else listed
    )


def _replaced(records: ReportRecords, by: Callable[[Any], Any]) -> ReportRecords:
    return cast("ReportRecords", {**records, **{name: by(records[name]) for name in LISTED}})
