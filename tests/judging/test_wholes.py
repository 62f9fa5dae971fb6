"""Regions judged as wholes: their figures are those of their parts."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cells import GENHE, HAILAR, judged_of, observations
from cities import CITY, THIRD, of_city, place, whole_of
from genhe_targets.batch import judge_observations
from genhe_targets.coded import code
from genhe_targets.facts import parts_of
from genhe_targets.judging.reasons import REASONS
from genhe_targets.plan.rules import AtLeast, Between


@pytest.fixture(scope="module")
def city(mini):
    """The small plan, of a city with three parts."""
    targets = [
        target.model_copy(
            update={"scope": target.scope.model_copy(update={"aggregate": HOW[target.id]})}
        )
        for target in mini.targets
    ]
    return of_city(mini, targets=tuple(targets))


HOW = {
    "reclaimed": "ratio_of_sums", "training": "sum", "decline": "ratio_of_sums", "black": "sum",
    "total": "sum",
}  # fmt: skip


def rates(*pairs, period="2023Q4"):
    """Reclaimed and treated water of the parts."""
    names = (GENHE, HAILAR, THIRD)
    cells = []
    for code_, pair in zip(names, pairs, strict=False):
        for name, figure in zip(("used", "treated"), pair, strict=True):
            if figure is not None:
                cells.append((code_, period, name, figure))
    return cells


def test_the_targets_of_the_small_plan_are_all_meant(city):
    assert {target.id for target in city.targets} == HOW.keys()


def test_a_rate_is_made_of_sums_and_never_averaged(city):
    """90 of 100, 1 of 100 and 1 of 200 are 23 %, which is not 24; the mean of the rates is 30.5."""
    status, reason, value, whole = whole_of(
        city, "reclaimed", *rates((90, 100), (1, 100), (1, 200))
    )
    assert (status, reason, value) == ("not_met", "shortfall", 23.0)
    assert (whole.value, whole.missing) == (Fraction(23), ())


def test_a_missing_part_that_cannot_change_the_answer(city):
    """96 of 300 and nothing of the third 100 used is 24 % still."""
    cells = rates((90, 200), (6, 100), (None, 100))
    status, reason, value, whole = whole_of(city, "reclaimed", *cells)
    assert (status, reason, value) == ("met", "holds", 24.0)
    assert (whole.low, whole.high, whole.missing) == (24, 49, (THIRD,))


def test_a_missing_part_that_can(city):
    status, reason, _, whole = whole_of(city, "reclaimed", *rates((90, 200), (5, 100), (None, 100)))
    assert (status, reason) == ("indeterminate", "parts_missing")
    assert whole.missing == (THIRD,)


def test_a_missing_part_that_cannot_save_it(city):
    """Even all of the third part's water leaves 10 + 10 of 200 short of 24 %."""
    status, _, value, whole = whole_of(city, "reclaimed", *rates((5, 100), (5, 90), (None, 10)))
    assert (status, value) == ("not_met", 10.0)
    assert whole.high == 10


def test_rates_without_volumes_are_bounds_only(city):
    cells = [(code_, "2023Q4", "reclaimed", rate)
             for code_, rate in ((GENHE, 30), (HAILAR, 25), (THIRD, 24))]  # fmt: skip
    assert whole_of(city, "reclaimed", *cells)[:2] == ("met", "holds")
    cells[2] = (THIRD, "2023Q4", "reclaimed", 23)
    status, reason, value, whole = whole_of(city, "reclaimed", *cells)
    assert (status, reason) == ("indeterminate", "rates_without_volumes")
    assert str(value) == "nan", "no figure is shown that was not reported"
    assert (whole.low, whole.high) == (23, 30)
    targets = [
        one.model_copy(update={"rule": AtLeast(at_least="assigned")})
        if one.id == "reclaimed" else one
        for one in city.targets
    ]  # fmt: skip
    unset = city.model_copy(update={"targets": tuple(targets)})
    judged, _ = judged_of(unset, *cells)
    duty = [one.id for one in judged.duties].index("reclaimed")
    row = judged.facts.regions.index(CITY)
    assert judged.status(duty, row).value == "target_unset"
    assert str(judged.measured[duty].quantity.value[row, 0]) == "nan", "nor beside no limit"


def test_what_the_whole_reports_itself_counts(city):
    cells = [*rates((90, 100), (90, 100), (90, 100)), (CITY, "2023Q4", "reclaimed", 20)]
    status, _, value, whole = whole_of(city, "reclaimed", *cells)
    assert (status, value, whole) == ("not_met", 20.0, None)


def test_silent_parts_leave_the_whole_silent(city):
    cells = [(GENHE, "2023Q4", "bodies", 0), (GENHE, "2023Q4", "used", None)]
    assert whole_of(city, "reclaimed", *cells)[:2] == ("missing", "not_reported_at_deadline")


def test_incomplete_parts_prove_a_breach_and_not_a_record(city):
    two = [(GENHE, "2023Q4", "bodies", 0), (HAILAR, "2023Q4", "bodies", 0)]
    assert whole_of(city, "black", *two)[:2] == ("indeterminate", "parts_missing")
    assert whole_of(city, "black", *two, (THIRD, "2023Q4", "bodies", 0))[0] == "met"
    one = (GENHE, "2023Q4", "bodies", 1)
    assert whole_of(city, "black", one)[:2] == ("not_met", "occurred")


def test_a_cap_is_broken_by_what_is_known(city):
    limit = {"assigned": {"total": 1000}}
    over = [(GENHE, "2023Q4", "water_use", 600), (HAILAR, "2023Q4", "water_use", 401)]
    assert whole_of(city, "total", *over, **limit)[:2] == ("not_met", "over_cap")
    under = [(GENHE, "2023Q4", "water_use", 600), (HAILAR, "2023Q4", "water_use", 400)]
    assert whole_of(city, "total", *under, **limit)[:2] == ("indeterminate", "parts_missing")


def test_enough_of_some_parts_is_enough(city):
    assert whole_of(city, "training", (GENHE, "2023Q3", "trainings", 1))[:2] == ("met", "reached")


def test_a_plan_that_does_not_say_how_parts_combine(mini, city):
    plan = city.model_copy(update={"targets": mini.targets})
    cells = rates((90, 100), (90, 100), (90, 100))
    assert whole_of(plan, "reclaimed", *cells)[:2] == ("indeterminate", "not_combined")


def test_each_part_must_keep_the_rule(city):
    targets = [
        one.model_copy(update={"scope": one.scope.model_copy(update={"aggregate": "all"})})
        for one in city.targets
    ]
    plan = city.model_copy(update={"targets": tuple(targets)})
    good = rates((30, 100), (25, 100), (24, 100))
    status, _, value, _ = whole_of(plan, "reclaimed", *good)
    assert (status, value) == ("met", 24.0), "the figure is that of the worst"
    bad = rates((30, 100), (23, 100))
    status, _, _, whole = whole_of(plan, "reclaimed", *bad)
    assert (status, whole.missing) == ("not_met", (THIRD,))
    assert whole_of(plan, "reclaimed", *good[:4])[:2] == ("indeterminate", "parts_missing")


@pytest.mark.parametrize(
    ("third", "expected"),
    [((20, 100), "met"), ((None, 100), "met"), ((None, None), "indeterminate")],
)
def test_each_end_of_a_band_is_held_against_the_end_that_decides(city, third, expected):
    """With the third's 100 treated, between 10 and 40 % of all are used, which keeps 10 to 50."""
    targets = [
        one.model_construct(**{**dict(one), "rule": Between(between=(Decimal(10), Decimal(50)))})
        if one.id == "reclaimed" else one
        for one in city.targets
    ]  # fmt: skip
    plan = city.model_copy(update={"targets": tuple(targets)})
    cells = rates((10, 100), (20, 100), third)
    assert whole_of(plan, "reclaimed", *cells)[0] == expected


def test_a_part_that_does_not_report_is_its_own_parts(city):
    plants = [place(name, THIRD, "other") for name in ("plant-1", "plant-2")]
    plan = city.model_copy(update={"regions": (*city.regions, *plants)})
    cells = [*rates((90, 100), (1, 100)), ("plant-1", "2023Q4", "used", 1),
             ("plant-1", "2023Q4", "treated", 100), ("plant-2", "2023Q4", "used", 0),
             ("plant-2", "2023Q4", "treated", 100)]  # fmt: skip
    assert whole_of(plan, "reclaimed", *cells)[2] == 23.0
    found = parts_of(code(observations(*cells), plan), plan, (CITY,))
    assert found == {CITY: (GENHE, HAILAR, "plant-1", "plant-2")}


def test_parts_are_not_told_to_be_left_out(city):
    _, findings = judged_of(city, *rates((90, 100), (1, 100), (1, 100)))
    assert "region_not_judged" not in {finding.code for finding in findings}


# ------------------------------------------------------------------ laws

volumes = st.integers(0, 60)
pairs_ = st.lists(
    st.tuples(volumes, volumes).map(lambda p: (min(p), max(p) + 1)), min_size=3, max_size=3
)


@settings(max_examples=25, deadline=None)
@given(pairs_, st.permutations((0, 1, 2)))
def test_the_order_of_the_parts_does_not_matter(city, pairs, order):
    cells = rates(*pairs)
    shuffled = [cells[2 * i + j] for i in order for j in (1, 0)]
    assert whole_of(city, "reclaimed", *cells) == whole_of(city, "reclaimed", *shuffled)


@settings(max_examples=25, deadline=None)
@given(pairs_, st.sampled_from((0, 1, 2)), st.sampled_from((0, 1)))
def test_every_completion_agrees_with_what_is_said_before(city, pairs, part, which):
    """What is decided while a figure is missing stays, whatever the figure turns out to be."""
    gap = [tuple(None if (i, j) == (part, which) else v for j, v in enumerate(pair))
           for i, pair in enumerate(pairs)]  # fmt: skip
    before, _, _, bounds = whole_of(city, "reclaimed", *rates(*gap))
    after, _, value, whole = whole_of(city, "reclaimed", *rates(*pairs))
    if before != "indeterminate":
        assert after == before
    if bounds is not None and whole.value is not None:
        assert bounds.low is None or bounds.low <= whole.value
        assert bounds.high is None or whole.value <= bounds.high
    assert value == pytest.approx(float(whole.value))


def test_a_day_is_a_day(city):
    """The whole is judged on the day of the report, as any region is."""
    judged, _ = judged_of(city, *rates((90, 100), (1, 100), (1, 100), period="2023Q2"),
                          as_of="2023-06-30")  # fmt: skip
    assert judged.facts.as_of == datetime.date(2023, 6, 30)
    duty = [one.id for one in judged.duties].index("reclaimed")
    assert judged.status(duty, judged.facts.regions.index(CITY)).value == "met"
    assert Decimal(repr(float(judged.measured[duty].quantity.exact(0, 0)))) > 30


def test_a_region_that_is_open_beside_a_whole_says_why_itself(city):
    """At least 20 % of Genhe is not enough to know; the city lacks a part."""
    plan = city.model_copy(update={"region": GENHE})
    cells = [(GENHE, "2023Q4", "reclaimed", ("20", "at_least")), (HAILAR, "2023Q4", "used", "3")]
    judged, *_ = judge_observations(
        observations(*cells), plan, datetime.date(2023, 12, 31), None, wholes=[CITY]
    )
    duty = [one.id for one in judged.duties].index("reclaimed")
    reasons = [list(REASONS)[code] for code in judged.standings.reason[duty, :, 0]]
    told = dict(zip(judged.facts.regions, reasons, strict=True))
    assert (told[CITY], told[GENHE]) == ("parts_missing", "incomplete")


# ------------------------------------------------------------------ whose limit it is


def test_an_amount_printed_for_a_part_is_no_limit_of_the_whole_around_it(city):
    """The plan is that of a part; its amount says nothing about the sum of all."""
    plan = city.model_copy(update={"region": GENHE})
    cells = [(region, "2023Q3", "trainings", "1") for region in (GENHE, HAILAR, THIRD)]

    def told(plan):
        judged, *_ = judge_observations(
            observations(*cells), plan, datetime.date(2023, 12, 31), None, wholes=[CITY]
        )  # fmt: skip
        duty = [one.id for one in judged.duties].index("training")
        return {c: judged.status(duty, row).value for row, c in enumerate(judged.facts.regions)}

    judged, *_ = judge_observations(
        observations(*cells), plan, datetime.date(2023, 12, 31), None, wholes=[CITY]
    )
    duty = [one.id for one in judged.duties].index("training")
    rows = {one: judged.facts.regions.index(one) for one in (CITY, GENHE)}
    grid = judged.limits[duty][0]
    assert [grid.written(rows[one], 0) for one in (CITY, GENHE)] == [None, Decimal(1)]
    own = told(plan)
    assert own[GENHE] in {"met", "not_met"}
    assert own[CITY] == "target_unset"
    assert told(city)[CITY] == "met"
    restated = [t.model_copy(update={"restated_from": CITY}) for t in plan.targets]
    assert told(plan.model_copy(update={"targets": tuple(restated)}))[CITY] == "met"


def test_rates_and_zero_hold_for_any_whole(city):
    plan = city.model_copy(update={"region": GENHE})
    cells = [(region, "2023Q4", "used", "30") for region in (GENHE, HAILAR, THIRD)]
    cells += [(region, "2023Q4", "treated", "100") for region in (GENHE, HAILAR, THIRD)]
    cells += [(region, "2023Q4", "bodies", "0") for region in (GENHE, HAILAR, THIRD)]
    judged, *_ = judge_observations(
        observations(*cells), plan, datetime.date(2023, 12, 31), None, wholes=[CITY]
    )
    row = judged.facts.regions.index(CITY)
    ids = [one.id for one in judged.duties]
    assert judged.status(ids.index("reclaimed"), row).value == "met"
    assert judged.status(ids.index("black"), row).value == "met"


PROVINCE = "150000"


@pytest.mark.parametrize(
    ("restated", "assigned", "expected"),
    [
        (None, {}, {GENHE: "met", CITY: "target_unset", PROVINCE: "target_unset"}),
        (CITY, {}, {GENHE: "met", CITY: "met", PROVINCE: "target_unset"}),
        (CITY, {PROVINCE: "4"}, {GENHE: "met", CITY: "met", PROVINCE: "not_met"}),
        (CITY, {HAILAR: "4"}, {GENHE: "met", HAILAR: "not_met", PROVINCE: "target_unset"}),
    ],
)
def test_an_amount_is_no_limit_however_far_around(city, restated, assigned, expected):
    """Only where the plan repeats it from, and where a superior level gave one."""
    around = place(PROVINCE, None, "province")
    regions = (around, place(CITY, PROVINCE, "prefecture"), *city.regions[1:])
    targets = [t.model_copy(update={"restated_from": restated}) for t in city.targets]
    update = {"region": GENHE, "regions": regions, "targets": tuple(targets)}
    plan = city.model_copy(update=update)
    cells = [(region, "2023-10", "trainings", "1") for region in (GENHE, HAILAR, THIRD)]
    judged, *_ = judge_observations(
        observations(*cells), plan, datetime.date(2023, 12, 31),
        {"training": assigned}, wholes=[CITY, PROVINCE],
    )  # fmt: skip
    duty = [one.id for one in judged.duties].index("training")
    found = {
        code_: judged.status(duty, judged.facts.regions.index(code_)).value for code_ in expected
    }
    assert found == expected
    for code_, limit in assigned.items():
        assert judged.limits[duty][0].exact(judged.facts.regions.index(code_), 0) == int(limit)


def test_each_period_says_itself_that_a_part_is_missing(city):
    judged, _ = judged_of(
        city, *rates((90, 100), (1, 100), (9, 100), period="2023Q2"), *rates((90, 100), (1, 100))
    )
    duty = [one.id for one in judged.duties].index("reclaimed")
    reasons = [list(REASONS)[code_] for code_ in judged.history.reason[duty, 0].tolist()]
    assert reasons == ["holds", "parts_missing"]
