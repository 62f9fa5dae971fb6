"""Stage one: what is wrong with a report becomes a finding with its place, never a traceback."""

import math
from fractions import Fraction

import numpy as np
import pandera.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cells import GENHE, HAILAR, judged_of, observations, standing
from genhe_targets.coded import code
from genhe_targets.contract.asking import passed
from genhe_targets.contract.check import LISTED, check_contract
from genhe_targets.contract.schema import contract_frame, contract_schema, doubles_of
from genhe_targets.findings import KINDS
from genhe_targets.vocabulary import LANGS


def found(mini, *cells, **options):
    _, findings = judged_of(mini, *cells, **options)
    return {finding.code: finding for finding in findings}


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        (("根河市区", "2023Q4", "used", "1"), "unknown_region", "是否应为“根河市”"),
        ((GENHE, "2023Q4", "usedd", "1"), "unknown_variable", "是否应为“used”"),
        ((GENHE, "2023Q5", "used", "1"), "unreadable_period", "2023Q5"),
        ((GENHE, "2022Q4", "used", "1"), "period_outside_plan", "2023"),
        ((GENHE, "2023Q4", "used", ("九十五", "unreadable")), "unreadable_number", "九十五"),
        ((GENHE, "2023Q4", "bodies", "1.5"), "not_whole", "1.5"),
        ((GENHE, "2023Q4", "used", ("5", "at_least")), "qualified_number", "5"),
    ],
)
def test_each_fault_is_a_finding_with_its_place(mini, cell, kind, said):
    if cell[3] == ("九十五", "unreadable"):
        cell = (*cell[:3], ("95", "unreadable"), {"text": "九十五"})
    finding = found(mini, cell)[kind]
    assert (finding.file, finding.row, finding.column) == ("test.csv", 2, "D")
    assert said in finding.message("zh")
    assert finding.message("en") != finding.message("zh")


def test_a_figure_that_is_not_usable_makes_its_verdict_invalid(mini):
    cells = [(GENHE, "2023Q4", "bodies", "1.5")]
    assert standing(mini, "black", *cells) == ("invalid", "unusable")


def test_doubles_that_agree_are_a_remark_and_count_once(mini):
    cells = [(GENHE, "2023Q4", "used", "30"), (GENHE, "2023Q4", "treated", "100")]
    assert found(mini, *cells, cells[0])["duplicate"].severity == "information"
    assert standing(mini, "reclaimed", *cells, cells[0]) == ("met", "holds")


def test_doubles_that_contradict_are_an_error_on_both_sides(mini):
    cells = [
        (GENHE, "2023Q4", "used", "30"),
        (GENHE, "2023Q4", "used", "20"),
        (GENHE, "2023Q4", "treated", "100"),
    ]
    _, findings = judged_of(mini, *cells)
    rows = sorted(f.row for f in findings if f.code == "conflicting_duplicate")
    assert rows == [2, 3]
    assert standing(mini, "reclaimed", *cells) == ("invalid", "unusable")


def test_two_names_of_one_period_are_one_period(mini):
    cells = [(GENHE, "2023Q4", "used", "30"), (GENHE, "2023", "used", "20")]
    assert "conflicting_duplicate" in found(mini, *cells)


def test_a_part_above_its_whole(mini):
    cells = [(GENHE, "2023Q4", "used", "101"), (GENHE, "2023Q4", "treated", "100")]
    finding = found(mini, *cells)["part_above_whole"]
    assert finding.detail["other"] == "100"
    assert standing(mini, "reclaimed", *cells) == ("invalid", "unusable")


def test_a_cumulative_figure_that_falls_blames_the_later(mini):
    cells = [
        (GENHE, "2023Q1", "water_use", "50"),
        (GENHE, "2023Q2", "water_use", "40"),
        (GENHE, "2023Q3", "water_use", "60"),
    ]
    finding = found(mini, *cells)["cumulative_falls"]
    assert (finding.row, finding.detail["period"], finding.detail["before"]) == (
        3,
        "2023Q2",
        "2023Q1",
    )
    assert standing(mini, "total", *cells, assigned={"total": 100})[0] == "on_track"


def test_a_reported_rate_that_contradicts_its_parts(mini):
    parts = [(GENHE, "2023Q4", "used", "23"), (GENHE, "2023Q4", "treated", "100")]
    agreeing = [*parts, (GENHE, "2023Q4", "reclaimed", "23.0")]
    assert "contradiction" not in found(mini, *agreeing)
    rounded = [*parts, (GENHE, "2023Q4", "reclaimed", "23.05")]
    told = found(mini, *rounded)["contradiction"]
    assert told.severity == "warning"
    assert "100 × 再生水利用量 ÷ 污水处理量计算为23.00" in told.message("zh")
    assert "100 × reclaimed water used ÷ sewage treated gives 23.00" in told.message("en")
    assert standing(mini, "reclaimed", *rounded) == ("not_met", "shortfall")
    opposite = [*parts, (GENHE, "2023Q4", "reclaimed", "25")]
    assert standing(mini, "reclaimed", *opposite) == ("invalid", "unusable")


def test_later_figures_and_other_levels_are_said(mini):
    cells = [(GENHE, "2023Q1", "used", "1"), (GENHE, "2023Q4", "used", "1")]
    assert found(mini, *cells, as_of="2023-06-30")["later_than_as_of"].count == 1


def test_many_findings_of_a_kind_are_listed_up_to_a_bound(mini):
    cells = [(f"X{i}", "2023Q4", "used", "1") for i in range(LISTED + 5)]
    _, findings = judged_of(mini, *cells)
    assert (
        sum(f.count for f in findings if f.code in {"unknown_region", "more_of_a_kind"})
        == LISTED + 5
    )


CELL = st.tuples(
    st.sampled_from([GENHE, HAILAR, "nowhere"]),
    st.sampled_from(["2023Q1", "2023Q4", "2023", "2022", "soon"]),
    st.sampled_from(["used", "treated", "bodies", "nothing"]),
    st.one_of(st.none(), st.sampled_from(["1", "2.5", "-1"]), st.just(("3", "about"))),
)


@given(st.lists(CELL, min_size=1, max_size=20))
def test_asking_the_checks_is_validating_the_schema(mini, cells):
    coded = code(observations(*cells), mini)
    frame = contract_frame(coded, doubles_of(coded)[1], slice(None))
    schema = contract_schema(mini)
    failing = {str(c.name): int((~passed(c, frame)).sum()) for c in schema.checks}
    told = dict.fromkeys(failing, 0)
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            told[str(error.check.name)] = int((~np.asarray(error.check_output, dtype=bool)).sum())
    assert failing == told


@given(st.lists(CELL, min_size=1, max_size=20))
def test_nothing_reported_is_lost_without_a_finding(mini, cells):
    """Every row is usable, or a finding speaks of it, or a summary counts it."""
    coded = code(observations(*cells), mini)
    checked = check_contract(coded, mini)
    spoken = {finding.row - 2 for finding in checked.findings}
    for row in range(len(coded)):
        known = coded.region[row] >= 0 and coded.variable[row] >= 0 and coded.end(row) > 0
        assert (checked.usable[row] and known) or row in spoken


def test_every_kind_of_finding_speaks_both_languages():
    import genhe_targets.contract.kinds  # noqa: F401 - declares them

    for kind in KINDS.values():
        for lang in LANGS:
            assert getattr(kind, lang).strip()


def test_exact_values_stay_exact_beyond_float(mini):
    cells = [
        (GENHE, "2023Q4", "used", "24.000000000000000001"),
        (GENHE, "2023Q4", "treated", "100.000000000000000005"),
    ]
    exact = 100 * Fraction("24.000000000000000001") / Fraction("100.000000000000000005")
    assert exact < 24
    assert math.isclose(exact, 24)
    assert standing(mini, "reclaimed", *cells)[0] == "not_met"
