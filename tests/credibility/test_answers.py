"""Justification files: what may be written in them, and what is said of what may not."""

import datetime

import pytest

from cells import GENHE
from genhe_targets.credibility.answers import read_answers
from genhe_targets.errors import ReadingError

ANSWER = {"findings": "jump", "explanation": "new meter", "by": "water office", "on": "2023-10-12"}


def test_an_answer_is_read_as_people_write_it(mini):
    """Several codes in one cell, names for codes, a period in words, blanks for what is not said."""
    told = {**ANSWER, "findings": "jump，outlier; copied_figures、unlike_peers",
            "region": mini.regions[0].title.zh, "period": "三季度", "variable": "污水处理量", "until": "",
            "file": None}  # fmt: skip
    (found,) = read_answers([told], mini).given
    assert found.findings == ("jump", "outlier", "copied_figures", "unlike_peers")
    assert (found.region, found.period, found.variable) == (GENHE, "2023Q3", "treated")
    assert (found.on, found.until) == (datetime.date(2023, 10, 12), None)


def test_a_variable_that_the_plan_does_not_name_stays_as_it_is(mini):
    (found,) = read_answers([{**ANSWER, "variable": "rainfall"}], mini).given
    assert found.variable == "rainfall"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "- a list",
            "must hold a list under 'justifications'. Each needs findings, explanation, by and on.",
        ),
        ("justifications: 5", "must hold a list under 'justifications'"),
        ("justifications: [5]", "must hold a list under 'justifications'"),
        ("justifications: [{findings: a, findings: b}]", "findings"),
        ("justifications: [", "is not YAML"),
    ],
)
def test_a_file_that_holds_something_else_is_refused(tmp_path, mini, text, said):
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReadingError) as raised:
        read_answers(file, mini)
    assert str(file) in str(raised.value)
    assert said in str(raised.value)


def test_a_table_without_its_headings_is_refused(tmp_path, mini):
    file = tmp_path / "a.csv"
    file.write_text("region,value\n150785,5\n", encoding="utf-8")
    with pytest.raises(
        ReadingError, match="no row has the headings findings and explanation"
    ) as raised:
        read_answers(file, mini)
    assert raised.value.source == str(file)


def test_other_columns_of_a_table_are_for_its_readers(tmp_path, mini):
    file = tmp_path / "a.csv"
    file.write_text("问题代码,备忘,地区,情况说明,说明人,说明日期\njump,checked,,new meter,water office,2023-10-12\n",
                    encoding="utf-8")  # fmt: skip
    (found,) = read_answers(file, mini).given
    assert (found.findings, found.region, found.by) == (("jump",), None, "water office")


def test_a_region_that_is_misspelled_is_told_with_the_nearest(mini):
    name = mini.regions[0].title.zh
    with pytest.raises(ReadingError, match=f"no region is called '{name}的'.*{name}"):
        read_answers([{**ANSWER, "region": f"{name}的"}], mini)


def test_every_fault_of_a_list_is_told_by_its_number(mini):
    given = [{**ANSWER, "by": ""}, ANSWER, {**ANSWER, "period": "soon"}]
    with pytest.raises(ReadingError) as raised:
        read_answers(given, mini)
    said = str(raised.value).splitlines()
    assert said[0] == "justified: 2 faults"
    assert [line.split(": ")[0].strip() for line in said[1:]] == ["justified:1", "justified:3"]
