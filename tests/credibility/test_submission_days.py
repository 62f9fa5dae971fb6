"""Submissions by their own days: the latest counts, in any order, and late is not missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import genhe_targets as gt
from cells import GENHE, HAILAR, observations
from genhe_targets.credibility.submissions import in_order
from genhe_targets.plan.checks import Checks, Revisions
from genhe_targets.plan.parts import Reporting
from genhe_targets.reading.reader import read

CHANGES = ["revised", "revised_much", "withdrawn"]


def entry(value, day, variable="used", period="2023Q4", region=GENHE):
    return {
        "region": region, "period": period, "variable": variable, "value": value, "submitted": day,
    }  # fmt: skip


def judged(plan, rows, **more):
    treated = [entry("100", "2024-01-05", "treated")]
    return gt.evaluate([*rows, *treated], plan=plan, as_of="2023-12-31", lang="en", **more)


def said(report, *codes):
    found = report.findings
    return list(found[found["code"].isin(codes or CHANGES)]["message"])


def standing(report, target="reclaimed"):
    frame = report.standings
    return frame[frame["target"] == target].iloc[0]


FIRST, SECOND, THIRD = (
    entry("23", "2024-01-05"),
    entry("23.5", "2024-02-01"),
    entry("24", "2024-03-01"),
)


@pytest.mark.parametrize("rows", [[FIRST, THIRD], [THIRD, FIRST]])
def test_the_figure_handed_in_last_counts(mini, rows):
    report = judged(mini, rows)
    assert standing(report)["status"] == "met"
    assert said(report) == [
        "revised from 23 to 24 (+4.3%, handed in on 2024-01-05 and again on 2024-03-01)"
    ]
    assert "conflicting_duplicate" not in set(report.findings["code"])


def test_without_days_the_same_is_a_conflict(mini):
    rows = [{**row, "submitted": ""} for row in (FIRST, THIRD)]
    assert "conflicting_duplicate" in set(judged(mini, rows).findings["code"])


def test_a_figure_without_a_day_stands_beside_and_conflicts(mini):
    rows = [FIRST, THIRD, {**SECOND, "submitted": ""}]
    assert "conflicting_duplicate" in set(judged(mini, rows).findings["code"])


def test_two_figures_of_the_last_day_conflict(mini):
    found = judged(mini, [FIRST, THIRD, {**SECOND, "submitted": "2024-03-01"}]).findings
    assert "conflicting_duplicate" in set(found["code"])
    assert not found["code"].isin(CHANGES).any()


def test_every_step_is_told(mini):
    found = said(judged(mini, [SECOND, THIRD, FIRST]))
    assert [text[:24] for text in found] == ["revised from 23 to 23.5 ", "revised from 23.5 to 24 "]


def test_a_blank_handed_in_last_withdraws(mini):
    report = judged(mini, [FIRST, entry(None, "2024-02-01")])
    assert standing(report)["status"] == "missing"
    assert len(said(report, "withdrawn")) == 1


def test_other_spellings_of_a_period_are_the_same_period(mini):
    last = {**THIRD, "period": "2023-12"}
    assert standing(judged(mini, [last, FIRST]))["status"] == "met"
    report = judged(mini, [FIRST], revised=[last])
    assert standing(report)["status"] == "met"
    assert len(said(report)) == 1


def test_an_unreadable_day_is_said(mini):
    found = judged(mini, [{**FIRST, "submitted": "soon"}]).findings
    assert "date_unreadable" in set(found["code"])


# ------------------------------------------------------------------ where the day stands


def workbook(path, figure, *lines, below=()):
    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append([line])
    sheet.append(["地区", "报告期", "指标", "数值"])
    sheet.append(["根河市", "2023Q4", "used", figure])
    for line in below:
        sheet.append([line])
    book.save(path)
    return path


@pytest.mark.parametrize(
    "line", ["填报日期：{}", "报送日期 {}", "Submitted on: {}", "制表人：甲  填报日期：{}"]
)
@pytest.mark.parametrize("day", ["2024年3月1日", "2024-03-01", "2024/3/1"])
@pytest.mark.parametrize("below", [False, True])
def test_a_line_of_the_form_says_the_day(mini, tmp_path, line, day, below):
    text = line.format(day)
    new = workbook(
        tmp_path / "a.xlsx", 24, *([] if below else [text]), below=[text] if below else []
    )
    old = workbook(tmp_path / "b.xlsx", 23, "填报日期：2024年1月5日")
    report = gt.evaluate([old, new], plan=mini, as_of="2023-12-31", lang="en")
    (message,) = said(report)
    assert "handed in on 2024-01-05 and again on 2024-03-01" in message


def test_two_days_in_one_sheet_are_not_used(mini, tmp_path):
    file = workbook(tmp_path / "a.xlsx", 24, "填报日期：2024年1月5日", "上报日期：2024年1月8日")
    report = gt.evaluate(file, plan=mini)
    assert "submission_date_unclear" in set(report.findings["code"])


def test_a_column_a_setting_and_a_mapping_say_the_day(mini, tmp_path):
    old, new, way = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "how.yaml"
    old.write_text(
        "地区,报告期,指标,数值,报送日期\n根河市,2023Q4,used,23,2024/1/5\n", encoding="utf-8"
    )
    new.write_text("地区,报告期,指标,数值\n根河市,2023Q4,used,24\n", encoding="utf-8")
    way.write_text("tables:\n  - {file: new.csv, submitted: 2024-03-01}\n", encoding="utf-8")
    for more in ({"settings": {"submitted": "2024-03-01"}}, {"mapping": way}):
        (message,) = said(gt.evaluate([new, old], plan=mini, as_of="2023-12-31", lang="en", **more))
        assert "revised from 23 to 24" in message
    with pytest.raises(ValueError, match="must be a day"):
        gt.evaluate(new, plan=mini, settings={"submitted": "March"})


def test_the_same_day_from_files_read_together_and_alone(mini, tmp_path):
    head = "region,period,variable,value,submitted\n"
    for at, (figure, day) in enumerate(
        (("24", "2024-03-01"), ("23", "2024-01-05"), ("22", "2024-01-04"))
    ):
        (tmp_path / f"{at}.csv").write_text(f"{head}{GENHE},2023Q4,used,{figure},{day}\n")
    together = gt.evaluate(tmp_path, plan=mini, as_of="2023-12-31", lang="en")
    alone = gt.evaluate(tmp_path, plan=mini, as_of="2023-12-31", lang="en", mapping={})
    assert said(together) == said(alone)
    assert len(said(together)) == 2


def test_a_setting_reaches_files_read_together(mini, tmp_path):
    for at in range(3):
        text = f"region,period,variable,value\n{GENHE},2023Q{at + 1},used,{at}\n"
        (tmp_path / f"{at}.csv").write_text(text, encoding="utf-8")
    found = read(tmp_path, mini, settings={"submitted": "2024-01-05"})
    assert set(found.texts["submitted"].listed()) == {"2024-01-05"}


def test_a_change_is_told_at_the_first_of_equal_figures_by_their_place(mini):
    """Whichever file was read first."""
    told = [
        ("23", "2024-01-05", "c.csv"),
        ("24", "2024-03-01", "b.csv"),
        ("24", "2024-03-01", "a.csv"),
    ]
    cells = [(GENHE, "2023Q4", "used", text, {"submitted": day, "file": file})
             for text, day, file in told]  # fmt: skip
    for order in (cells, cells[::-1]):
        (finding,) = in_order(observations(*order), mini).findings
        assert (finding.code, finding.file) == ("revised", "a.csv")


# ------------------------------------------------------------------ late, and the plan's thresholds


def test_late_is_said_and_not_missing(mini):
    plan = mini.model_copy(update={"reporting": Reporting(grace_days=10)})
    for day, late in (("2024-01-10", False), ("2024-01-11", True)):
        report = judged(plan, [entry("24", day)])
        assert standing(report)["status"] == "met"
        assert bool(said(report, "late_submission")) == late
    assert "1 days after the days of grace (2024-01-10)" in said(report, "late_submission")[0]


def test_a_blank_handed_in_in_time_makes_no_figure_timely(mini):
    plan = mini.model_copy(update={"reporting": Reporting(grace_days=10)})
    report = judged(plan, [entry(None, "2024-01-05"), entry("24", "2024-01-12")])
    found = report.findings[report.findings["code"] == "late_submission"]
    assert found[["region", "period", "text"]].to_numpy().tolist() == [[GENHE, "2023Q4", "2023Q4"]]


def test_a_revision_is_not_late(mini):
    plan = mini.model_copy(update={"reporting": Reporting(grace_days=10)})
    assert not said(judged(plan, [FIRST, THIRD]), "late_submission")


@pytest.mark.parametrize(
    ("check", "codes"),
    [
        (Revisions(), ["revised"]),
        (Revisions(large="0.01"), ["revised_much"]),
        (Revisions(on=False), []),
    ],
)
@pytest.mark.parametrize("argument", [False, True])
def test_the_thresholds_of_the_plan_are_used(mini, check, codes, argument):
    plan = mini.model_copy(update={"checks": Checks(revisions=check)})
    report = judged(plan, [FIRST], revised=[THIRD]) if argument else judged(plan, [FIRST, THIRD])
    assert [code for code in report.findings["code"] if code in CHANGES] == codes


def test_the_severity_of_the_plan_is_used_and_no_error(mini):
    plan = mini.model_copy(update={"checks": Checks(revisions=Revisions(severity="warning"))})
    found = judged(plan, [FIRST, THIRD]).findings
    assert set(found[found["code"] == "revised"]["severity"]) == {"warning"}
    with pytest.raises(ValueError, match="is usable"):
        Revisions(severity="error")


# ------------------------------------------------------------------ the law


FIGURES = st.lists(
    st.tuples(
        st.sampled_from((GENHE, HAILAR)), st.sampled_from(("2023Q3", "2023Q4", "2023-12")),
        st.sampled_from(("used", "treated")), st.none() | st.integers(1, 200),
    ), min_size=2, max_size=12,
)  # fmt: skip


@given(FIGURES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_submissions_of_distinct_days_does_not_matter(mini, figures, random):
    rows = [
        entry(None if value is None else str(value), f"2024-01-{at + 1:02}", variable, period, region)
        for at, (region, period, variable, value) in enumerate(figures)
    ]  # fmt: skip
    shuffled = random.sample(rows, len(rows))

    def told(given):
        report = gt.evaluate(given, plan=mini, as_of="2023-12-31", lang="en")
        found = report.findings[report.findings["code"].isin([*CHANGES, "conflicting_duplicate"])]
        standings = report.standings.sort_values(["target", "region"])
        return (
            standings[["target", "region", "status", "value"]].astype(str).to_numpy().tolist(),
            sorted(zip(found["code"], found["message"], strict=True)),
        )

    assert told(rows) == told(shuffled)
    assert "conflicting_duplicate" not in {code for code, _ in told(rows)[1]}
