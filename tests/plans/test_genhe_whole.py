"""The shipped plan is whole: every clause, measure, unit and note, and all tied to one another."""

import re
from collections import Counter
from pathlib import Path

import pytest

from genhe_targets.plan.loading import load_plan

PLAN = load_plan("genhe-2023")
DOCUMENT = Path(__file__).parents[2] / ".." / "shared" / "genhe-2023-river-chief-plan.txt"
ONES = ["", *"一二三四五六七八九"]
CLAUSES = [tens + one for tens in ("", "十", "二十") for one in ONES if tens + one][:23]


def number(measure):
    """The number as printed: 21a and 21b are both 21."""
    return int(re.match(r"\d+", measure.number)[0])


def test_every_clause_and_item_is_there():
    assert [clause.number for clause in PLAN.clauses] == CLAUSES
    assert [(item.number, item.clause) for item in PLAN.items] == list(enumerate(CLAUSES, 1))


def test_all_56_measures_in_the_printed_order():
    printed = [number(measure) for measure in PLAN.measures]
    assert sorted(set(printed)) == [*range(1, 46), *range(48, 59)]
    assert printed == sorted(printed)
    assert len(PLAN.measures) == 57
    assert [m.number for m in PLAN.measures if number(m) == 21] == ["21a", "21b"]
    assert PLAN.known_gaps == ("46", "47")


def test_deadlines_of_the_work_table():
    one_for_each_number = {number(m): str(m.deadline) for m in PLAN.measures if m.number != "21b"}
    assert Counter(one_for_each_number.values()) == {
        "2023-06-30": 1, "2023-10-31": 5, "2023-11-30": 17, "2023-12-31": 33,
    }  # fmt: skip
    assert PLAN.measure_by_number["21b"].deadline is None
    assert [m.number for m in PLAN.measures if m.ongoing] == ["1", "8", "9", "11", "30"]


def test_measures_and_targets_name_each_other():
    links = {(measure.number, target) for measure in PLAN.measures for target in measure.targets}
    back = set()
    for target in PLAN.targets:
        own = [target.source.measure] if target.source.measure else []
        back |= {(number, target.id) for number in (*own, *target.source.related)}
    assert links == back
    unlinked = {target.id for target in PLAN.targets} - {target for _, target in links}
    assert unlinked == {"water-saving-enterprises", "urban-wwtp-compliance", "sand-mining-plan"}


def test_a_target_has_the_units_and_the_deadline_of_its_measure():
    for target in PLAN.targets:
        if not target.source.measure:
            continue
        measure = PLAN.measure_by_number[target.source.measure]
        assert (target.lead, target.support) == (measure.lead, measure.support), target.id
        assert target.deadline == measure.deadline, target.id
        assert target.ongoing == measure.ongoing, target.id


def test_a_target_belongs_to_the_clause_of_its_measure():
    clause_of_item = {item.number: item.clause for item in PLAN.items}
    annex_only = set()
    for target in PLAN.targets:
        if not target.source.measure:
            continue
        item = PLAN.measure_by_number[target.source.measure].item
        if target.source.clause is None:
            annex_only.add(target.source.measure)
        else:
            assert target.source.clause == clause_of_item[item], target.id
    assert annex_only == {"12", "13", "49", "53"}


def test_the_contradictions_are_visible_in_the_notes():
    names = [note.id for note in PLAN.notes]
    assert names == [*(f"D{index}" for index in range(1, 15)), "past-2019"]


def test_notes_that_are_cited_exist():
    names = {note.id for note in PLAN.notes}
    texts = [note for duty in (*PLAN.targets, *PLAN.measures) for note in duty.notes]
    texts += [unit.note for unit in PLAN.units if unit.note]
    for text in texts:
        zh, en = (set(re.findall(r"\bD\d+", t)) for t in (text.zh.replace("D", " D"), text.en))
        assert zh == en, text
        assert zh <= names


def test_blank_cells_stay_blank():
    replenishment = PLAN.measure_by_number["48"]
    assert (replenishment.lead, replenishment.support) == ((), ())
    blank = {m.number for m in PLAN.measures if not m.support}
    assert blank == {"42", "44", "45", "48", "57"}


def test_every_unit_of_measurement_has_a_name():
    used = {variable.unit for variable in PLAN.variables}
    used |= {target.indicator.unit for target in PLAN.targets}
    assert used == PLAN.unit_titles.keys()


def test_a_unit_of_government_has_one_meaning():
    names = Counter(name for u in PLAN.units for name in {u.id, u.title.zh, u.title.en, *u.aliases})
    assert max(names.values()) == 1
    merged = PLAN.unit_by_name["农牧水利局"]
    assert merged is PLAN.unit_by_name["市农牧水利科技局"]
    assert merged is not PLAN.unit_by_name["市水利局"]


def test_regions_are_hulunbuir_and_its_14_parts():
    levels = Counter(region.level for region in PLAN.regions)
    assert levels == {"province": 1, "prefecture": 1, "county": 14}
    own = PLAN.region_by_code[PLAN.region]
    assert (own.code, own.title.zh, own.parent) == ("150785", "根河市", "150700")
    assert own.former_codes == ("152105",)
    names = Counter(
        name
        for r in PLAN.regions
        for name in {r.code, r.title.zh, r.title.en, *r.aliases, *r.former_codes}
    )
    assert max(names.values()) == 1


def test_every_variable_is_defined_and_bounded():
    for variable in PLAN.variables:
        assert variable.source, variable.id
        if variable.kind == "milestone":
            assert variable.unit == "1"
            assert variable.basis == "point"
        else:
            assert variable.plausible.min is not None, variable.id
            assert variable.plausible.max is not None, variable.id


def table():
    """The printed work table: (item, lead, support, number, deadline) with merged cells filled."""
    text = DOCUMENT.read_text(encoding="utf-8").partition("附件1：")[2].partition("注：")[0]
    cells = [re.sub(r"\s", "", cell) for cell in text.split("\n\t")[1:]]
    rows = [cells[start : start + 6] for start in range(6, len(cells), 6)]
    item, lead, support = "", "", ""
    for row in rows:
        item = row[0] or item
        if row[2] or row[3]:  # a new lead does not inherit the support of the row above
            lead, support = row[2], row[3]
        yield int(item), lead, support, int(re.match(r"（(\d+)）", row[4])[1]), row[5]


document = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="the document is not beside the project"
)


@document
def test_the_work_table_is_that_of_the_document():
    rows = {row[3]: row for row in table()}
    assert rows.keys() == {number(measure) for measure in PLAN.measures}
    for measure in PLAN.measures:
        item, lead, support, _, deadline = rows[number(measure)]
        assert measure.item == item
        assert measure.printed_deadline == deadline
        if measure.number == "48":  # doubtful whether the cell above is meant
            continue
        assert (measure.printed_lead or "") == lead
        assert (measure.printed_support or "") == support


@document
def test_printed_units_are_the_declared_ones():
    for measure in PLAN.measures:
        for printed, declared in (
            (measure.printed_lead, measure.lead),
            (measure.printed_support, measure.support),
        ):
            names = [name for name in (printed or "").removesuffix("等").split("、") if name]
            units = [PLAN.unit_by_name[name].id for name in names]
            assert [PLAN.unit_by_name[name].id for name in declared] == units, measure.number


@document
def test_the_wording_of_each_rule_stands_in_the_document():
    text = re.sub(r"\s", "", DOCUMENT.read_text(encoding="utf-8"))
    for target in PLAN.targets:
        for part in target.source.wording.split("…"):
            assert part in text, target.id
