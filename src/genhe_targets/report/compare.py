"""One report against an earlier one: newly met, fell back, still unmet, newly missing, revised.

The outcome is the later report's records with ``changes`` added, so that every view shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from genhe_targets.report.records import (
    ChangeRecord,
    Changes,
    ReportRecords,
    RevisionRecord,
    VerdictRecord,
    Words,
)
from genhe_targets.vocabulary import Lang, Status

if TYPE_CHECKING:
    import pandas as pd

    from genhe_targets.report.result import ComplianceReport


WORSE = frozenset({"fell_back", "newly_unmet", "newly_missing"})
"""Changes for the worse."""

Earlier: TypeAlias = "ComplianceReport | Comparison | ReportRecords | str | Path"
"""A report in any of its forms."""

BAD = frozenset({Status.NOT_MET, Status.BEHIND})

CHANGE_WORDS: dict[str, Words] = {
    "fell_back": {"zh": "由好转差", "en": "fell back"},
    "newly_unmet": {"zh": "新增未达", "en": "newly unmet"},
    "still_unmet": {"zh": "持续未达", "en": "still unmet"},
    "newly_missing": {"zh": "新增缺报", "en": "newly missing"},
    "newly_open": {"zh": "新增存疑", "en": "newly in doubt"},
    "newly_met": {"zh": "新增达标", "en": "newly met"},
    "caught_up": {"zh": "转为正常", "en": "caught up"},
    "newly_reported": {"zh": "补报到位", "en": "newly reported"},
    "new": {"zh": "新增判定", "en": "not judged before"},
    "gone": {"zh": "不再判定", "en": "no longer judged"},
}
"""Kinds of change in the order people should look at them; what stays as it was has none."""


def compare(later: ReportRecords, earlier: Earlier) -> Comparison:
    """Hold a report against an earlier one.

    Args:
        later: The report of now.
        earlier: The report before (last quarter, or the same quarter of last year), or its
            records, or the path of one saved as JSON.

    Raises:
        ReadingError: The file is no saved report.
        ValueError: The two have no target in common.
    """
    past = records_of(earlier)
    before = {(r["target"], r["region"]): r for r in past["standings"]}
    now = {(r["target"], r["region"]): r for r in later["standings"]}
    if before and now and not {key[0] for key in before} & {key[0] for key in now}:
        plans = f"{past['plan']['id']} and {later['plan']['id']}"
        raise ValueError(f"the reports have no target in common: their plans are {plans}")
    items = [
        _item(kind, record, before.get(key))
        for key, record in now.items()
        if (kind := change(before.get(key), record))
    ]
    items += [_item("gone", record, record) for key, record in before.items() if key not in now]
    order = {kind: at for at, kind in enumerate(CHANGE_WORDS)}
    items.sort(key=lambda item: order[item["change"]])
    revisions = [r for key, record in now.items() for r in _revised(before.get(key), record)]
    changes = changes_of(items, revisions, past["as_of"])
    return Comparison(cast("ReportRecords", {**later, "changes": changes}))


def records_of(report: Earlier) -> ReportRecords:
    """The records of a report in any of its forms.

    Raises:
        ReadingError: The file is no saved report.
    """
    if isinstance(report, str | Path):
        from genhe_targets.report.saved import load

        return load(report)
    if isinstance(report, Mapping):
        return report
    held = report.records
    return held() if callable(held) else held


def changes_of(
    items: Sequence[ChangeRecord], revisions: Sequence[RevisionRecord], earlier: str
) -> Changes:
    """Changes with their counts and sentences.

    Args:
        items: What changed, in the order to show it.
        revisions: Figures that are reported differently now.
        earlier: Day of the earlier report.
    """
    counts = dict(Counter(item["change"] for item in items))
    if revisions:
        counts["revised"] = len(revisions)
    return {
        "earlier": earlier,
        "counts": counts,
        "items": list(items),
        "revisions": list(revisions),
        "headline": list(_headline(items, revisions, earlier)),
    }


def change(before: VerdictRecord | None, now: VerdictRecord) -> str:
    """The kind of change of one standing, ``""`` for none."""
    if before is None:
        return "new"
    was, is_ = _group(before["status"]), _group(now["status"])
    return "" if before["status"] == now["status"] and is_ != "bad" else _KINDS.get((was, is_), "")


def _group(status: str) -> str:
    if status in BAD:
        return "bad"
    if status in {Status.INVALID, Status.INDETERMINATE}:
        return "open"
    known = {Status.MET, Status.ON_TRACK, Status.MISSING}
    return status if status in known else "none"


_KINDS = {
    ("bad", "bad"): "still_unmet",
    ("met", "bad"): "fell_back",
    ("on_track", "bad"): "fell_back",
    **{(was, "bad"): "newly_unmet" for was in ("open", "missing", "none")},
    **{(was, "met"): "newly_met" for was in ("bad", "on_track", "open", "missing", "none")},
    **{(was, "missing"): "newly_missing" for was in ("bad", "met", "on_track", "open", "none")},
    **{(was, "open"): "newly_open" for was in ("bad", "met", "on_track", "none")},
    ("bad", "on_track"): "caught_up",
    ("open", "on_track"): "newly_reported",
    ("missing", "on_track"): "newly_reported",
    ("missing", "open"): "newly_reported",
}
"""Kind of change by how it stood and how it stands; what is not listed stays as it was."""


def _item(kind: str, record: VerdictRecord, before: VerdictRecord | None) -> ChangeRecord:
    return {
        "target": record["target"],
        "title": record["title"],
        "region": record["region"],
        "region_title": record["region_title"],
        "change": kind,
        "change_word": CHANGE_WORDS[kind],
        "status_before": before["status"] if before else "",
        "status_before_word": before["status_word"] if before else {"zh": "—", "en": "—"},
        "value_before_text": before["value_text"] if before else "—",
        "status": record["status"] if kind != "gone" else "",
        "status_word": record["status_word"] if kind != "gone" else {"zh": "—", "en": "—"},
        "value_text": record["value_text"] if kind != "gone" else "—",
        "unit": record["unit"],
        "lead": record["lead"],
        "reason_text": record["reason_text"],
    }


def _revised(before: VerdictRecord | None, now: VerdictRecord) -> Iterator[RevisionRecord]:
    """Periods in the histories of both whose figure is not the same."""
    if before is None:
        return
    told = {point["period"]: point for point in before["history"]}
    for point in now["history"]:
        old = told.get(point["period"])
        if old and old["value"] is not None and old["value"] != point["value"]:
            yield {
                "target": now["target"],
                "title": now["title"],
                "region": now["region"],
                "region_title": now["region_title"],
                "period": point["period"],
                "before_text": old["value_text"],
                "after_text": point["value_text"],
                "unit": now["unit"],
            }


def _headline(
    items: Sequence[ChangeRecord], revisions: Sequence[RevisionRecord], day: str
) -> Iterator[Words]:
    counts = Counter(item["change"] for item in items)
    shown = [kind for kind in CHANGE_WORDS if counts[kind]]
    if shown:
        zh = "，".join(f"{CHANGE_WORDS[kind]['zh']}{counts[kind]}项次" for kind in shown)
        en = ", ".join(f"{counts[kind]} {CHANGE_WORDS[kind]['en']}" for kind in shown)
        yield {"zh": f"与截至{day}相比：{zh}。", "en": f"Since {day}: {en}."}
    else:
        yield {"zh": f"与截至{day}相比没有变化。", "en": f"Nothing changed since {day}."}
    if revisions:
        yield {
            "zh": f"前期数据修订{len(revisions)}处。",
            "en": f"{len(revisions)} figures of earlier periods were revised.",
        }


class Comparison:
    """A report held against an earlier one; all views of a report show its changes.

    Attributes:
        records: The later report with ``changes``.
    """

    def __init__(self, records: ReportRecords) -> None:
        self.records = records

    @property
    def changes(self) -> Changes:
        """What changed."""
        return self.records["changes"]

    def save(self, path: str | Path, lang: Lang | None = None) -> Path:
        """Write the report with its changes in the form the file's suffix names.

        Raises:
            ValueError: No view has this suffix.
            MissingExtraError: The view needs an extra that is not installed.
        """
        from genhe_targets.report.views import write

        return write(self.records, path, lang or cast("Lang", self.records["lang"]))

    @property
    def worse(self) -> bool:
        """Whether anything fell back, is newly unmet or newly missing."""
        return any(item["change"] in WORSE for item in self.changes["items"])

    def to_frame(self, lang: Lang = "en") -> pd.DataFrame:
        """One row for each change.

        Columns: ``target, title, region, change, status_before, value_before, status, value``.
        """
        import pandas as pd

        columns = (
            "target", "title", "region", "change", "status_before", "value_before", "status",
            "value",
        )  # fmt: skip
        rows = [
            (
                item["target"], item["title"][lang], item["region"], item["change"],
                item["status_before"], item["value_before_text"], item["status"],
                item["value_text"],
            )
            for item in self.changes["items"]
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(columns))

    def __repr__(self) -> str:
        return f"<Comparison {self.changes['headline'][0]['en']}>"

    def _repr_html_(self) -> str:
        from genhe_targets.report.notebook import changes_html

        return changes_html(self.records, cast("Lang", self.records["lang"]))
