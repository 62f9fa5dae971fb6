"""When a whole is done: on the day its last part is, where the parts say their days."""

import pytest

from cells import GENHE, HAILAR
from cities import CITY, THIRD, of_city, whole_of
from genhe_targets.plan.model import Target
from onetarget import variable


@pytest.fixture(scope="module")
def city(mini):
    """The small plan, of a city with three parts."""
    return of_city(mini)


def to_be_built(city, **scope):
    """A milestone of all parts, due at the end of October."""
    target = Target.model_validate(
        {
            "id": "built", "title": {"zh": "建成", "en": "built"}, "rule": {"done": True},
            "indicator": {"formula": "built_done", "unit": "1", "nature": "milestone"},
            "deadline": "2023-10-31", "source": {"clause": "一"},
            "scope": {"aggregate": "all", **scope},
            "cases": [{"name": "-", "given": {}, "expect": "met"}],
        }
    )  # fmt: skip
    update = {
        "targets": (target,),
        "measures": (),
        "variables": (variable("built_done", basis="point"),),
    }
    return city.model_copy(update=update)


def two_things(city):
    """The same where every part is to open, too."""
    plan = to_be_built(city)
    indicator = plan.targets[0].indicator.model_copy(update={"formula": "built_done * opened"})
    target = plan.targets[0].model_copy(update={"indicator": indicator})
    opened = variable("opened", basis="point")
    return plan.model_copy(update={"targets": (target,), "variables": (*plan.variables, opened)})


def done(*days, name="built_done"):
    """Reports of the parts, done on some day, or with ``"none"`` to do; no report for ``None``."""
    nothing = ("0", "none"), {"date": ""}
    return [
        (region, "2023Q4", name, *(nothing if day == "none" else (("1", "done"), {"date": day})))
        for region, day in zip((GENHE, HAILAR, THIRD), days, strict=True)
        if day is not None
    ]


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (("2023-09-01", "2023-10-31", "2023-05-01"), "met"),
        (("2023-09-01", "2023-11-01", "2023-05-01"), "not_met"),
        (("2023-09-01", "", "2023-05-01"), "indeterminate"),
    ],
)
def test_a_whole_is_done_on_the_day_its_last_part_is(city, days, status):
    """Due at the end of October and reported at the end of the year."""
    plan = to_be_built(city)
    assert whole_of(plan, "built", *done(*days), as_of="2023-12-31")[0] == status


def test_only_a_whole_that_is_all_of_its_parts_has_the_day_of_the_last(city):
    """Of any other only the report of December says that it is done."""
    plan = to_be_built(city, aggregate="min")
    for days in (("2023-09-01", "2023-09-01", "2023-09-01"), ("", "", "")):
        told = whole_of(plan, "built", *done(*days), as_of="2023-12-31")
        assert told[:2] == ("indeterminate", "around_deadline")


def test_a_whole_that_reports_itself_is_done_on_its_own_day(city):
    """Whatever its parts say."""
    plan = to_be_built(city)
    for day, status in (("2023-10-31", "met"), ("2023-11-01", "not_met")):
        own = (CITY, "2023Q4", "built_done", ("1", "done"), {"date": day})
        cells = [own, *done("2023-12-01", "2023-12-01", "2023-12-01")]
        assert whole_of(plan, "built", *cells, as_of="2023-12-31")[0] == status


def test_a_whole_none_of_whose_parts_is_to_be_done(city):
    plan = to_be_built(city)
    told = whole_of(plan, "built", *done("none", "none", "none"), as_of="2023-12-31")
    assert told[:2] == ("not_applicable", "nothing_to_measure")


def test_a_part_whose_figures_add_up_to_done_has_the_day_of_the_last(city):
    """Which says none; the day of the last row is that of another part."""
    plan = to_be_built(city)
    plan = plan.model_copy(update={"variables": (variable("built_done"),)})
    first = [(GENHE, "2023-01/2023-09", "built_done", "0"),
             (GENHE, "2023-10/2023-12", "built_done", "1")]  # fmt: skip
    cells = [*first, *done(None, "2023-10-01", "2023-10-02")]
    told = whole_of(plan, "built", *cells, as_of="2023-12-31")
    assert told[:2] == ("indeterminate", "around_deadline")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2023-09-03", "2023-10-31", ("met", "done")),
        ("2023-09-03", "2023-11-02", ("indeterminate", "around_deadline")),
        ("2023-09-03", "", ("indeterminate", "around_deadline")),
        # A part that has nothing to do of one kind is not waited for.
        ("2023-09-03", "none", ("met", "done")),
        ("none", "2023-09-03", ("met", "done")),
    ],
)
def test_parts_in_which_two_things_are_to_be_done(city, first, second, expected):
    """In the first two parts, all is done in September."""
    plan = two_things(city)
    days = "2023-09-01", "2023-09-02"
    cells = [*done(*days, first), *done(*days, second, name="opened")]
    assert whole_of(plan, "built", *cells, as_of="2023-12-31")[:2] == expected


def test_a_second_thing_that_nobody_reports(city):
    cells = done("2023-09-01", "2023-09-02", "2023-09-03")
    told = whole_of(two_things(city), "built", *cells, as_of="2023-12-31")
    assert told[:2] == ("indeterminate", "parts_missing")
