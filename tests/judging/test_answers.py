"""The whole answer for each nature: status, reason, whose figure was used, and whether it stands."""

import numpy as np
import pytest

from cells import GENHE, HAILAR, judged_of
from genhe_targets.judging.reasons import REASONS
from genhe_targets.judging.statuses import STATUSES, Answer
from genhe_targets.vocabulary import Status
from onetarget import plan_of

BAD = ("?", "unreadable")


def at_least(figure):
    return (figure, "at_least")


def at_most(figure):
    return (figure, "at_most")


def answer(judged, standings):
    """What a standing says: status, reason, the period used, and a star where it is final."""
    status = judged.status(0, judged.facts.regions.index(GENHE)).value
    used = int(standings.used[0, 0, 0])
    period = "-" if used < 0 else str(judged.facts.labels[used])
    star = "*" * int(standings.final[0, 0, 0])
    return f"{status} {list(REASONS)[int(standings.reason[0, 0, 0])]} {period}{star}"


RULES = {
    "level": ({"at_least": 24}, "rate", "%", "level"),
    "sum": ({"at_least": 100}, "amount", "万立方米", "accumulating"),
    "june sum": ({"at_least": 100}, "amount", "万立方米", "accumulating", "2023-06-30"),
    "few": ({"at_least": 2}, "checks", "次", "accumulating"),
    "none": ({"at_most": 0}, "rivers", "条", "zero_tolerance"),
    "cap": ({"at_most": 100}, "amount", "万立方米", "cap"),
    "june cap": ({"at_most": 100}, "amount", "万立方米", "cap", "2023-06-30"),
    "held cap": ({"at_most": 100}, "rivers", "条", "cap"),
    "june held cap": ({"at_most": 100}, "rivers", "条", "cap", "2023-06-30"),
    "year": ({"at_least": 5}, "yearly", "%", "annual"),
}


@pytest.mark.parametrize(
    ("rule", "figures", "as_of", "expected"),
    [
        ("level", {4: "24"}, 4, "met holds 2023Q4*"),
        ("level", {4: "23"}, 4, "not_met shortfall 2023Q4*"),
        ("level", {1: "30", 2: "23"}, 2, "behind shortfall 2023Q2"),
        ("level", {1: "20", 2: "25"}, 2, "met holds 2023Q2"),
        ("level", {2: BAD}, 2, "invalid unusable 2023Q2"),
        ("level", {4: BAD}, 4, "invalid unusable 2023Q4"),
        ("level", {4: ("30", "about")}, 4, "indeterminate incomplete 2023Q4"),
        ("level", {3: "30"}, 4, "missing not_reported_at_deadline -"),
        ("level", {1: "30", 2: None}, 2, "missing not_reported -"),
        ("sum", {1: "25"}, 1, "on_track within_pace 2023Q1"),
        ("sum", {1: "24"}, 1, "behind behind_pace 2023Q1"),
        ("sum", {1: at_least("25")}, 1, "on_track within_pace 2023Q1"),
        ("sum", {1: at_least("24")}, 1, "indeterminate incomplete 2023Q1"),
        ("sum", {1: at_most("24")}, 1, "indeterminate incomplete 2023Q1"),
        ("sum", {1: "100", 2: "110"}, 2, "met reached 2023Q2*"),
        ("sum", {1: "100", 2: at_least("110")}, 2, "met reached 2023Q2*"),
        ("sum", {1: "100", 2: BAD}, 2, "met reached 2023Q1*"),
        ("sum", {1: "30", 2: BAD}, 2, "invalid unusable 2023Q2"),
        ("sum", {4: "90"}, 4, "not_met shortfall 2023Q4*"),
        ("sum", {4: at_least("90")}, 4, "indeterminate incomplete 2023Q4"),
        ("sum", {4: BAD}, 4, "invalid unusable 2023Q4"),
        ("sum", {3: "60"}, 4, "missing not_reported_at_deadline -"),
        ("few", {1: "0"}, 1, "on_track not_started_early 2023Q1"),
        ("few", {1: "1"}, 1, "on_track started 2023Q1"),
        ("few", {2: "0"}, 2, "on_track not_started_early 2023Q2"),
        ("few", {3: "0"}, 3, "behind not_started 2023Q3"),
        ("few", {3: "1"}, 3, "on_track started 2023Q3"),
        ("few", {3: "0", 4: at_least("2")}, 4, "met reached 2023Q4*"),
        ("june sum", {1: "90", 3: "100"}, 3, "indeterminate around_deadline 2023Q3"),
        ("none", {1: "1", 2: "0", 3: "2"}, 3, "not_met occurred 2023Q1*"),
        ("none", {1: "0"}, 1, "on_track none_so_far 2023Q1"),
        ("none", {1: "0", 2: "0", 3: "0", 4: "0"}, 4, "met none 2023Q4*"),
        ("none", {1: "0", 2: None, 4: "0"}, 4, "indeterminate gap_in_record 2023Q4"),
        ("none", {2: at_most("2")}, 2, "indeterminate incomplete 2023Q2"),
        ("none", {2: BAD}, 2, "invalid unusable 2023Q2"),
        ("none", {1: "0", 2: None}, 2, "missing not_reported -"),
        ("cap", {4: "100"}, 4, "met holds 2023Q4*"),
        ("cap", {1: "101", 2: "120"}, 2, "not_met over_cap 2023Q1*"),
        ("cap", {1: "25"}, 1, "on_track cap_within_pace 2023Q1"),
        ("cap", {1: "26"}, 1, "behind cap_ahead 2023Q1"),
        ("cap", {1: at_most("25")}, 1, "on_track cap_within_pace 2023Q1"),
        ("cap", {1: at_most("30")}, 1, "indeterminate incomplete 2023Q1"),
        ("cap", {1: at_least("20")}, 1, "indeterminate incomplete 2023Q1"),
        ("cap", {1: BAD}, 1, "invalid unusable 2023Q1"),
        ("cap", {4: BAD}, 4, "invalid unusable 2023Q4"),
        ("cap", {3: "75"}, 4, "missing not_reported_at_deadline -"),
        ("june cap", {2: "90", 4: "95"}, 4, "met holds 2023Q2*"),
        ("june cap", {2: "90", 4: BAD}, 4, "met holds 2023Q2*"),
        # A flow goes on growing after its deadline; only what it was by then is limited.
        ("june cap", {2: "90", 4: "180"}, 4, "met holds 2023Q2*"),
        ("june cap", {1: "101", 2: "120", 4: "180"}, 4, "not_met over_cap 2023Q1*"),
        ("june cap", {2: "101", 4: "180"}, 4, "not_met over_cap 2023Q2*"),
        ("june cap", {1: "40", 3: "110"}, 3, "indeterminate over_after_deadline 2023Q3"),
        ("june cap", {1: "40", 3: "95"}, 3, "met holds 2023Q3*"),
        ("june held cap", {2: "90", 4: "101"}, 4, "not_met over_cap 2023Q4*"),
        ("held cap", {1: "50"}, 1, "on_track holds 2023Q1"),
        ("held cap", {4: "50"}, 4, "met holds 2023Q4*"),
        ("year", {"2023": "5"}, 4, "met holds 2023Q4*"),
        ("year", {"2023": "4"}, 4, "not_met shortfall 2023Q4*"),
        ("year", {"2023": BAD}, 4, "invalid unusable 2023Q4"),
    ],
)  # fmt: skip
def test_the_answer_of_each_nature(mini, rule, figures, as_of, expected):
    own, formula, unit, nature, *due = RULES[rule]
    plan = plan_of(mini, own, formula, unit, nature, deadline=due[0] if due else "2023-12-31")
    cells = [
        (GENHE, period if isinstance(period, str) else f"2023Q{period}", formula, figure)
        for period, figure in figures.items()
    ]
    ends = {1: "2023-03-31", 2: "2023-06-30", 3: "2023-09-30", 4: "2023-12-31"}
    judged, _ = judged_of(plan, *cells, as_of=ends[as_of])
    assert answer(judged, judged.standings) == expected


@pytest.mark.parametrize(
    ("told", "as_of", "expected"),
    [
        ({4: ("1", "done")}, "2023-12-31", "met done 2023Q4*"),
        ({2: ("1", "done")}, "2023-06-30", "met done 2023Q2*"),
        ({2: ("0", "not_done"), 3: ("1", "done"), 4: ("1", "done")}, "2023-12-31", "met done 2023Q3*"),
        ({4: ("1", "done", "2024-01-02")}, "2023-12-31", "not_met done_late 2023Q4*"),
        ({2: ("0", "not_done"), 4: ("1", "done", "2024-01-02")}, "2023-12-31", "not_met done_late 2023Q4*"),
        ({2: ("0", "not_done"), 4: ("0", "not_done")}, "2023-12-31", "not_met not_done 2023Q4"),
        ({2: ("0", "not_done")}, "2023-06-30", "not_due awaits_milestone 2023Q2"),
        ({3: ("0", "not_done")}, "2023-12-31", "missing not_reported_at_deadline -"),
        ({4: ("0", "not_done")}, "2023-12-31", "not_met not_done 2023Q4"),
        ({2: BAD}, "2023-06-30", "invalid unusable 2023Q2"),
        # Something is said of it, and it may be either.
        ({4: ("1", "about")}, "2023-12-31", "indeterminate incomplete 2023Q4"),
        ({4: at_most("1")}, "2023-12-31", "indeterminate incomplete 2023Q4"),
        ({3: ("1", "about")}, "2023-12-31", "missing not_reported_at_deadline -"),
    ],
)  # fmt: skip
def test_the_answer_for_a_measure(mini, told, as_of, expected):
    cells = [
        (GENHE, f"2023Q{quarter}", "measure_6", given[:2], {"date": given[2] if given[2:] else ""})
        for quarter, given in told.items()
    ]
    measures = mini.measures[-1:]
    judged, _ = judged_of(mini.model_copy(update={"measures": measures}), *cells, as_of=as_of)
    assert answer(judged.measures, judged.measures.standings) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"2023Q4": "done"}, "indeterminate around_deadline 2023Q4"),
        ({"2023-09": "not_done", "2023Q4": "done"}, "indeterminate around_deadline 2023Q4"),
        ({"2023-10": "not_done", "2023Q4": "done"}, "not_met done_late 2023Q4*"),
    ],
)
def test_a_measure_not_done_on_its_very_day_is_late(mini, told, expected):
    """Due at the end of October: a report of that day says enough, whenever it was done then."""
    marks = {"done": ("1", "done"), "not_done": ("0", "not_done")}
    cells = [(GENHE, period, "measure_5", marks[word]) for period, word in told.items()]
    measures = mini.measures[:1]
    judged, _ = judged_of(
        mini.model_copy(update={"measures": measures}), *cells, as_of="2023-12-31"
    )
    assert answer(judged.measures, judged.measures.standings) == expected


def test_the_first_answer_of_a_cell_stands_and_touches_no_other():
    """Also where some targets are answered apart and put back."""
    whole = Answer.open((2, 1, 2), np.int8)
    first, here = np.array([[[True, False]]]), np.array([[[0, 1]]], np.int8)
    whole.say(first, Status.NOT_MET, "shortfall", final=True, used=here)
    assert whole.final.tolist() == [[[True, False]]] * 2
    assert whole.final.dtype == bool, "a column of the verdicts"
    part = whole.of(np.array([0]))
    part.say(np.ones((1, 1, 2), dtype=bool), Status.MET, "holds", used=here + 1)
    whole.take(np.array([0]), part)
    status = [[None if code < 0 else STATUSES[code] for code in row[0]] for row in whole.status]
    assert status == [[Status.NOT_MET, Status.MET], [Status.NOT_MET, None]]
    assert whole.final.tolist() == [[[True, False]]] * 2
    assert whole.used.tolist() == [[[0, 2]], [[0, -1]]]


@pytest.mark.parametrize("elsewhere", [(), [(HAILAR, "2023Q1", "amount", "30")]])
def test_what_others_leave_out_changes_no_answer(mini, elsewhere):
    """At most 20 of each: the pace may be kept or not, whatever of the two others report."""
    load = {"of": "load", "unit": "万立方米", "title": {"zh": "负荷", "en": "load"}}
    rule = {"all": [{"at_least": 100}, {"at_least": 90, **load}]}
    plan = plan_of(mini, rule, "amount", "万立方米", "accumulating")
    told = [(GENHE, "2023Q1", name, at_most("20")) for name in ("amount", "load")]
    judged, _ = judged_of(plan, *told, *elsewhere, as_of="2023-03-31")
    assert answer(judged, judged.standings) == "indeterminate incomplete 2023Q1"
