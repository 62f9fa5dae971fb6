"""How observations become cells: cumulative figures are never summed, single periods are."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells import GENHE, HAILAR, STATE_NAMES, facts_of
from genhe_targets.grid import State
from genhe_targets.plan.formula import Reference

PERIOD = {"basis": "period"}


def course(facts, variable, region=0):
    column = facts.column(Reference(variable))
    return [
        (label, STATE_NAMES[s], None if np.isnan(v) else float(v))
        for label, s, v in zip(
            facts.labels, column.state[region], column.value[region], strict=True
        )
    ]


def test_cumulative_figures_are_taken_as_they_are(mini):
    facts = facts_of(mini, (GENHE, "2023Q1", "used", "10"), (GENHE, "2023Q2", "used", "25"))
    assert course(facts, "used") == [("2023Q1", "REPORTED", 10), ("2023Q2", "REPORTED", 25)]


def test_figures_of_single_periods_are_summed_from_january(mini):
    facts = facts_of(
        mini,
        (GENHE, "2023-04/2023-06", "used", "0.2"),
        (GENHE, "2023-01/2023-03", "used", "0.1"),
        (GENHE, "2023-07/2023-09", "used", "0.7"),
    )
    column = facts.column(Reference("used"))
    assert [str(column.fraction(0, c)) for c in range(3)] == ["1/10", "3/10", "1"]
    assert set(column.state[0]) == {State.REPORTED}


def test_a_gap_leaves_a_lower_bound(mini):
    facts = facts_of(
        mini,
        (GENHE, "2023Q1", "trainings", "1", PERIOD),
        (GENHE, "2023Q3", "trainings", "2", PERIOD),
    )
    assert course(facts, "trainings") == [
        ("2023Q1", "REPORTED", 1),
        ("2023Q3", "AT_LEAST", 3),
    ]


def test_a_cumulative_figure_closes_the_gap(mini):
    facts = facts_of(
        mini,
        (GENHE, "2023-01/2023-06", "trainings", "5"),
        (GENHE, "2023Q3", "trainings", "2", PERIOD),
        (GENHE, "2023Q1", "trainings", "1", PERIOD),
    )
    assert course(facts, "trainings")[-1] == ("2023Q3", "REPORTED", 7)


def test_an_unusable_part_makes_the_sum_unusable(mini):
    facts = facts_of(
        mini,
        (GENHE, "2023Q1", "used", "1", PERIOD),
        (GENHE, "2023Q2", "used", ("?", "unreadable"), PERIOD),
        (GENHE, "2023Q3", "used", "1", PERIOD),
    )
    assert [state for _, state, _ in course(facts, "used")] == ["REPORTED", "INVALID", "INVALID"]


def test_events_of_a_day_belong_to_their_quarter(mini):
    facts = facts_of(
        mini,
        (GENHE, "2023-02-11", "trainings", "1", PERIOD),
        (GENHE, "2023-05-12", "trainings", "1", PERIOD),
        as_of="2023-06-30",
    )
    assert course(facts, "trainings") == [("2023Q1", "AT_LEAST", 1), ("2023Q2", "AT_LEAST", 2)]


def test_the_later_state_of_a_period_counts_in_any_order(mini):
    cells = [
        (GENHE, "2023-09-10", "bodies", "3"),
        (GENHE, "2023-09-20", "bodies", "1"),
        (GENHE, "2023-08-31", "bodies", "2"),
    ]
    for _ in range(4):
        random.shuffle(cells)
        facts = facts_of(mini, *cells, as_of="2023-09-30")
        assert course(facts, "bodies")[-1] == ("2023Q3", "REPORTED", 1)


def test_another_year_is_reached_by_its_name(mini):
    facts = facts_of(
        mini, (GENHE, "2020", "intensity", "40"), (GENHE, "2023Q4", "intensity", "35.68")
    )
    assert facts.column(Reference("intensity", year=2020)).value.tolist() == [[40.0]]
    assert facts.column(Reference("intensity", year=2021)) is None
    assert facts.labels == ("2023Q4",)


def test_figures_after_the_day_of_judging_are_left_out(mini):
    cells = [(GENHE, "2023Q2", "used", "1"), (GENHE, "2023Q4", "used", "2")]
    assert facts_of(mini, *cells, as_of="2023-09-30").labels == ("2023Q2",)


def test_a_month_of_one_region_is_not_owed_by_another(mini):
    facts = facts_of(
        mini,
        (GENHE, "2023-10", "used", "1"),
        (GENHE, "2023Q3", "used", "1"),
        (HAILAR, "2023Q3", "used", "1"),
    )
    assert facts.labels == ("2023Q3", "2023-10")
    assert facts.exists[facts.regions.index(GENHE)].tolist() == [True, True]
    assert facts.exists[facts.regions.index(HAILAR)].tolist() == [True, False]


FIGURES = st.lists(st.decimals(0, 10**6, places=3).map(str), min_size=4, max_size=4)


@given(FIGURES, st.permutations(range(4)))
def test_single_quarters_and_cumulative_quarters_agree_exactly(mini, figures, order):
    from decimal import Decimal

    single = [(GENHE, f"2023Q{q + 1}", "used", figures[q], PERIOD) for q in order]
    totals = [sum(map(Decimal, figures[: q + 1])) for q in range(4)]
    whole = [(GENHE, f"2023Q{q + 1}", "used", str(totals[q])) for q in order]
    first = facts_of(mini, *single).column(Reference("used"))
    second = facts_of(mini, *whole).column(Reference("used"))
    for quarter in range(4):
        assert first.fraction(0, quarter) == second.fraction(0, quarter)


@pytest.mark.parametrize("every", ["month", "quarter", "half", "year"])
def test_labels_follow_the_reporting_of_the_plan(mini, every):
    from genhe_targets.plan.model import Reporting

    plan = mini.model_copy(update={"reporting": Reporting(every=every)})
    label = {"month": "2023-12", "quarter": "2023Q4", "half": "2023H2", "year": "2023"}[every]
    assert facts_of(plan, (GENHE, "2023-12", "used", "1")).labels == (label,)


@pytest.mark.parametrize("twice", [False, True])
def test_a_blank_of_a_single_period_was_handed_in_and_is_no_figure(mini, twice):
    cells = [(GENHE, "2023Q1", "treated", "3"), (GENHE, "2023-04/2023-06", "treated", None)]
    found = facts_of(mini, *cells, *cells[: 1 if twice else 0])
    grid = found.grids[2023]
    assert found.handed_in.tolist() == [[True, True]]
    assert grid.state[0].tolist() == [[State.REPORTED, State.SILENT]]
    assert np.array_equal(grid.value[0], [[3, np.nan]], equal_nan=True)
    assert grid.origin[0].tolist() == [[2 if twice else 0, 1]]
