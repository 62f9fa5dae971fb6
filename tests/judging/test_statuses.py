"""What figures mean at a day: the statuses of design, nature by nature."""

import itertools

import pytest

from cells import GENHE, HAILAR, judged_of, standing

Q1, Q2, Q3, Q4 = (f"2023Q{q}" for q in (1, 2, 3, 4))


def rate(period, used, treated):
    return [(GENHE, period, "used", used), (GENHE, period, "treated", treated)]


def trainings(*figures):
    return [(GENHE, period, "trainings", n) for period, n in figures]


def bodies(*figures):
    return [(GENHE, period, "bodies", n) for period, n in figures]


@pytest.mark.parametrize(
    ("cells", "as_of", "expected"),
    [
        (rate(Q4, "24", "100"), None, ("met", "holds")),
        (rate(Q4, "23.9999999999", "100"), None, ("not_met", "shortfall")),
        (rate(Q2, "23", "100"), None, ("behind", "shortfall")),
        (rate(Q2, "25", "100"), None, ("met", "holds")),
        (rate(Q4, None, "100"), None, ("missing", "not_reported_at_deadline")),
        (rate(Q2, None, "100"), None, ("missing", "not_reported")),
        (rate(Q4, "0", "0"), None, ("not_applicable", "nothing_to_measure")),
        (rate(Q4, None, "0"), None, ("not_applicable", "nothing_to_measure")),
        (rate(Q4, "1", "0"), None, ("invalid", "unusable")),
        (rate(Q4, ("?", "unreadable"), "100"), None, ("invalid", "unusable")),
        (rate(Q4, ("30", "about"), "100"), None, ("indeterminate", "incomplete")),
        (rate(Q3, "30", "100"), "2023-12-31", ("missing", "not_reported_at_deadline")),
        (rate(Q3, "30", "100"), "2023-11-15", ("met", "holds")),
        ([*rate(Q3, "30", "100"), *rate(Q4, "10", "100")], "2023-11-15", ("met", "holds")),
    ],
)
def test_a_level(mini, cells, as_of, expected):
    assert standing(mini, "reclaimed", *cells, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("cells", "as_of", "expected"),
    [
        (trainings((Q1, "0")), None, ("on_track", "not_started_early")),
        (trainings((Q3, "0")), None, ("behind", "not_started")),
        (trainings((Q1, "1")), None, ("met", "reached")),
        (trainings((Q1, "1"), (Q4, None)), None, ("met", "reached")),
        (trainings((Q4, "0")), None, ("not_met", "shortfall")),
        (trainings((Q3, "0"), (Q4, "1")), None, ("indeterminate", "around_deadline")),
        (trainings((Q3, "0"), ("2023-10", "1")), None, ("met", "reached")),
        (trainings((Q3, "0")), "2023-11-01", ("missing", "not_reported_at_deadline")),
        (trainings((Q3, "0")), "2023-10-30", ("behind", "not_started")),
        (trainings((Q3, "0"), ("2023-11", "0")), None, ("not_met", "shortfall")),
        (trainings((Q2, None)), None, ("missing", "not_reported")),
        (trainings((Q4, ("1", "at_least"))), None, ("indeterminate", "around_deadline")),
        (trainings((Q3, ("1", "at_least"))), None, ("met", "reached")),
        (trainings((Q3, ("5", "at_most"))), None, ("indeterminate", "incomplete")),
    ],
)
def test_an_accumulating_count(mini, cells, as_of, expected):
    assert standing(mini, "training", *cells, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("cells", "as_of", "expected"),
    [
        (bodies((Q1, "0")), None, ("on_track", "none_so_far")),
        (bodies((Q1, "0"), (Q2, "0"), (Q3, "0"), (Q4, "0")), None, ("met", "none")),
        (bodies((Q4, "0")), None, ("met", "none")),
        (bodies((Q1, "1"), (Q4, "0")), None, ("not_met", "occurred")),
        (bodies((Q1, "1")), None, ("not_met", "occurred")),
        (bodies((Q3, "0")), "2024-01-15", ("missing", "not_reported_at_deadline")),
        (bodies((Q2, ("2", "at_least"))), None, ("not_met", "occurred")),
        (bodies((Q2, ("2", "at_most"))), None, ("indeterminate", "incomplete")),
        (bodies((Q1, "0"), (Q2, None), (Q4, "0")), None, ("indeterminate", "gap_in_record")),
        (bodies((Q2, None)), None, ("missing", "not_reported")),
    ],
)
def test_zero_tolerance(mini, cells, as_of, expected):
    assert standing(mini, "black", *cells, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("used", "period", "as_of", "expected"),
    [
        ("100", Q4, None, ("met", "holds")),
        ("100.0001", Q4, None, ("not_met", "over_cap")),
        ("100.0001", Q1, None, ("not_met", "over_cap")),
        ("25", Q1, None, ("on_track", "cap_within_pace")),
        ("25.0000000001", Q1, None, ("behind", "cap_ahead")),
        ("75", Q3, "2023-12-31", ("missing", "not_reported_at_deadline")),
        (None, Q3, None, ("missing", "not_reported")),
        (("25", "at_most"), Q1, None, ("on_track", "cap_within_pace")),
        (("30", "at_most"), Q1, None, ("indeterminate", "incomplete")),
        (("20", "at_least"), Q1, None, ("indeterminate", "incomplete")),
        (("101", "at_least"), Q1, None, ("not_met", "over_cap")),
    ],
)
def test_a_cap(mini, used, period, as_of, expected):
    cells = [(GENHE, period, "water_use", used)]
    found = standing(mini, "total", *cells, as_of=as_of, assigned={"total": 100})
    assert found == expected


def test_a_limit_left_to_others_is_never_passed_or_failed(mini):
    for figure in ("0", "1000000", None):
        found = standing(mini, "total", (GENHE, Q4, "water_use", figure))
        assert found == ("target_unset", "limit_unset")


def test_an_assigned_limit_counts_for_its_region(mini):
    cells = [(region, Q4, "water_use", "150") for region in (GENHE, HAILAR)]
    limits = {"total": {GENHE: "100", HAILAR: "150"}}
    assert standing(mini, "total", *cells, assigned=limits)[0] == "not_met"
    assert standing(mini, "total", *cells, assigned=limits, region=HAILAR)[0] == "met"


@pytest.mark.parametrize(
    ("base", "now", "expected"),
    [
        ("40", "35.68", "met"), ("25", "22.3", "met"), ("40", "35.69", "not_met"),
        ("25", "22.30000000001", "not_met"), ("0", "1", "invalid"),
    ],
)  # fmt: skip
def test_a_decline_of_exactly_the_limit_is_met(mini, base, now, expected):
    cells = [(GENHE, "2020", "intensity", base), (GENHE, "2023", "intensity", now)]
    assert standing(mini, "decline", *cells)[0] == expected


def test_an_annual_figure_is_not_due_in_spring_and_owed_at_the_end(mini):
    assert standing(mini, "decline", *bodies((Q1, "0"))) == ("not_due", "awaits_figure")
    found = standing(mini, "decline", *bodies((Q4, "0")))
    assert found == ("missing", "not_reported_at_deadline")


def measure(period, done, date=""):
    mark = "done" if done else "not_done"
    return (GENHE, period, "measure_6", ("1" if done else "0", mark), {"date": date})


@pytest.mark.parametrize(
    ("cells", "as_of", "expected"),
    [
        ([measure(Q4, True, "2023-12-20")], None, ("met", "done")),
        ([measure(Q4, True)], None, ("met", "done")),
        ([measure(Q2, True)], None, ("met", "done")),
        ([measure(Q4, True, "2024-01-02")], None, ("not_met", "done_late")),
        ([measure(Q2, False)], None, ("not_due", "awaits_milestone")),
        ([measure(Q4, False)], None, ("not_met", "not_done")),
        (bodies((Q2, "0")), None, ("not_due", "awaits_milestone")),
        (bodies((Q4, "0")), None, ("missing", "not_reported_at_deadline")),
        ([measure(Q2, True)], "2024-02-01", ("met", "done")),
    ],
)
def test_a_milestone_of_the_work_table(mini, cells, as_of, expected):
    assert standing(mini, "measure-6", *cells, as_of=as_of) == expected


def test_measures_are_milestones_with_their_own_titles_and_days(mini):
    judged, _ = judged_of(mini, *bodies((Q4, "0")))
    duties = judged.measures.duties
    told = [(d.id, d.title.en, str(d.deadline), d.indicator.unit) for d in duties]
    assert told == [
        ("measure-5", "train", "2023-10-31", "1"), ("measure-6", "coordinate", "2023-12-31", "1"),
    ]  # fmt: skip
    assert [(duty.source.measure, duty.cases) for duty in duties] == [("5", ()), ("6", ())]


def test_a_milestone_around_its_deadline_needs_the_date(mini):
    done = (GENHE, Q4, "measure_5", ("1", "done"))
    assert standing(mini, "measure-5", done) == ("indeterminate", "around_deadline")
    dated = (*done, {"date": "2023-10-31"})
    assert standing(mini, "measure-5", dated) == ("met", "done")
    late = (*done, {"date": "2023-11-01"})
    assert standing(mini, "measure-5", late) == ("not_met", "done_late")


def test_every_cell_gets_an_answer(mini):
    """No combination of figures leaves a verdict open."""
    figures = ["0", "1", None, ("5", "at_least"), ("?", "unreadable")]
    for first, second in itertools.product(figures, figures):
        cells = [
            (GENHE, period, variable, figure)
            for variable in ("used", "treated", "trainings", "bodies", "water_use", "intensity")
            for period, figure in ((Q2, first), (Q4, second))
        ]
        judged, _ = judged_of(mini, *cells, assigned={"total": 3})
        assert (judged.history.status >= 0).all()
        assert (judged.standings.status >= 0).all()
        assert (judged.history.reason >= 0).all()


def test_final_says_whether_later_figures_can_change_it(mini):
    def final(target, *cells):
        judged, _ = judged_of(mini, *cells)
        duty = [t.id for t in judged.duties].index(target)
        return bool(judged.standings.final[duty, 0, 0])

    assert not final("reclaimed", *rate(Q2, "30", "100"))
    assert final("reclaimed", *rate(Q4, "30", "100"))
    assert final("training", *trainings((Q1, "1")))
    assert final("black", *bodies((Q1, "1")))
    assert not final("black", *bodies((Q1, "0")))
