"""Verdicts made as they are looked at: the same as all of them at once, and no more than asked."""

from pathlib import Path

import genhe_targets as gt
from genhe_targets.report.recordlist import RecordList, chosen, outlines, spread_out
from genhe_targets.report.views import render

EXAMPLES = Path(__file__).parents[2] / "examples"
GENHE = EXAMPLES / "reports" / "genhe"


def test_an_outline_says_what_its_verdict_says():
    report = gt.evaluate(EXAMPLES / "reports" / "hulunbuir", assigned=EXAMPLES / "assigned.csv")
    for name in ("standings", "verdicts", "measures"):
        listed = report.shown[name]
        assert isinstance(listed, RecordList)
        assert len(listed) == len(listed.outline)
        for outline, record in zip(listed.outline, listed, strict=True):
            assert outline == {key: record[key] for key in outline}


def test_a_verdict_is_the_same_in_any_order():
    listed = gt.evaluate(GENHE).shown["verdicts"]
    backwards = [listed[at] for at in reversed(range(len(listed)))]
    assert backwards[::-1] == list(listed) == listed[:]
    assert listed[-1] == backwards[0]


def test_only_what_is_chosen_is_made():
    made = []

    def make(at):
        made.append(at)
        return {"number": at}

    listed = RecordList(1000, make, lambda: [{"number": at} for at in range(1000)])
    assert chosen(listed, lambda one: one["number"] % 400 == 0) == [
        {"number": 0}, {"number": 400}, {"number": 800},
    ]  # fmt: skip
    assert made == [0, 400, 800]
    assert outlines([{"number": 3}]) == [{"number": 3}]


def test_kept_records_are_made_once_and_only_when_looked_at():
    made = []
    listed = RecordList(3, lambda at: made.append(at) or {"number": at}, list).kept()
    assert len(listed) == 3
    assert made == []
    assert list(listed) == [listed[0], listed[1], listed[-1]] == listed[:]
    assert made == [0, 1, 2]


def test_whoever_asks_for_records_has_lists_and_the_same_file():
    report = gt.evaluate(GENHE)
    records = report.records()
    assert all(type(records[name]) is list for name in ("standings", "verdicts", "measures"))
    assert records == spread_out(report.shown)
    for suffix in (".json", ".html", ".txt"):
        assert render(report.shown, suffix, "zh") == render(records, suffix, "zh")
