"""Fiscal years: one calendar, and everything follows it."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import genhe_targets as gt
from cells import GENHE, judged_of
from genhe_targets.credibility.justification import Justification
from genhe_targets.errors import PlanError
from genhe_targets.evaluation import day_of
from genhe_targets.findings import Finding
from genhe_targets.judging.cases import run_cases
from genhe_targets.periods import CIVIL, MONTHS, Calendar, month_end, parse_period
from genhe_targets.plan.loading import load_plan
from genhe_targets.plan.parts import FiscalYear
from genhe_targets.plan.rulecheck import period_faults, rule_faults
from genhe_targets.reading.periodtexts import read_period
from genhe_targets.report.trajectory import _new_year
from onetarget import plan_of

EXAMPLE = Path(__file__).parents[1] / "examples" / "fiscal-year"
APRIL, OCTOBER = Calendar(4, "first"), Calendar(10, "last")
CALENDARS = st.builds(Calendar, st.integers(1, 12), st.sampled_from(("first", "last")))
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31))
DAY = datetime.date.fromisoformat


@given(CALENDARS, DAYS)
def test_a_day_lies_in_its_year_and_in_one_period_of_each_length(calendar, day):
    year = calendar.year_of(day)
    assert calendar.start(year) <= day <= calendar.end(year)
    assert calendar.start(year + 1) == calendar.end(year) + datetime.timedelta(days=1)
    assert calendar.start(year).month == calendar.first_month
    assert calendar.civil_year(year, day.month) == day.year
    for every, months in MONTHS.items():
        ends = calendar.ends(year, months)
        assert len(ends) == 12 // months
        assert ends[-1] == calendar.end(year)
        assert calendar.period_end(every, day) == min(end for end in ends if end >= day)


@given(CALENDARS, st.integers(2000, 2050), st.sampled_from(("month", "quarter", "half", "year")))
def test_a_label_names_its_period_again(calendar, year, every):
    for label, end in zip(
        calendar.labels(every, year), calendar.ends(year, MONTHS[every]), strict=True
    ):
        period = calendar.parse(label)
        assert period is not None
        assert (period.text, period.end, period.months) == (label, end, MONTHS[every])


@given(CALENDARS, DAYS, st.sampled_from(("day", "month", "quarter", "year")))
def test_a_step_ends_where_its_period_ends(calendar, day, by):
    eve = day - datetime.timedelta(days=1)
    over = calendar.steps(day, by) > calendar.steps(eve, by)
    assert over == (by == "day" or day == calendar.period_end(by, day))


def test_the_civil_calendar_reads_as_ever():
    for text in ("2023", "2023Q3", "2023H2", "2023-09", "2023-07/2023-09", "2023-09-30", "2023/24"):
        assert CIVIL.parse(text) == parse_period(text)
    assert CIVIL.parse("2023/24") is None


@pytest.mark.parametrize(
    ("text", "label", "start"),
    [
        ("FY2023", "2023/24", "2023-04-01"), ("2023/24", "2023/24", "2023-04-01"),
        ("2023-24", "2023/24", "2023-04-01"), ("2023–2024", "2023/24", "2023-04-01"),
        ("FY23/24", "2023/24", "2023-04-01"), ("Q1 2023/24", "2023/24Q1", "2023-04-01"),
        ("Q4 FY2023", "2023/24Q4", "2024-01-01"), ("2023-24财年第三季度", "2023/24Q3", "2023-10-01"),
        ("2023财年上半年", "2023/24H1", "2023-04-01"), ("1999/00Q2", "1999/00Q2", "1999-07-01"),
        ("2003/04", "2003/04", "2003-04-01"), ("2003/05", "2003-05", "2003-05-01"),
        ("2023Q3", "2023/24Q3", "2023-10-01"), ("三季度末", "2023-12-31", "2023-12-31"),
        ("2023年底", "2024-03-31", "2024-03-31"), ("前三季度", "2023-04/2023-12", "2023-04-01"),
        ("下半年", "2023-10/2024-03", "2023-10-01"), ("1月", "2024-01", "2024-01-01"),
        ("2023年1月", "2023-01", "2023-01-01"), ("2023/24年1月", "2024-01", "2024-01-01"),
        ("Feb 2024", "2024-02", "2024-02-01"), ("4-6月", "2023-04/2023-06", "2023-04-01"),
        ("2023/24年末", "2024-03-31", "2024-03-31"), ("截至三季度", "2023-12-31", "2023-12-31"),
    ],
)  # fmt: skip
def test_texts_of_a_year_from_april_on(text, label, start):
    period = read_period(text)
    assert period is not None
    assert period.spelled(2023, APRIL) == label
    found = APRIL.parse(label)
    assert found is not None
    assert found.start == DAY(start)


@pytest.mark.parametrize("text", ["2023/25", "1-9月", "2023/24Q5", "2023/24/25"])
def test_what_names_no_period_of_a_fiscal_year(text):
    period = read_period(text)
    assert period is None or period.spelled(2023, APRIL) == ""


@pytest.mark.parametrize("text", ["2023/24", "2023-24", "2023财年", "FY2023Q3", "2023/24Q3"])
def test_a_civil_plan_knows_no_fiscal_years(text):
    period = read_period(text)
    assert period is None or period.spelled(2023) == ""


def test_a_year_may_be_named_after_its_last_day():
    assert (OCTOBER.start(2024), OCTOBER.end(2024)) == (DAY("2023-10-01"), DAY("2024-09-30"))
    period = read_period("FY2024Q1")
    assert period is not None
    assert period.spelled(None, OCTOBER) == "2023/24Q1"
    assert day_of("FY2024Q1", OCTOBER) == DAY("2023-12-31")


def fiscal(plan, first_month=4, named_after="first"):
    own = FiscalYear(first_month=first_month, named_after=named_after)
    return plan.model_copy(update={"fiscal_year": own})


def codes(report):
    return list(report.findings["code"])


@pytest.fixture(scope="module")
def example():
    return load_plan(EXAMPLE)


def test_the_example_proves_itself(example):
    results = run_cases(example)
    assert not [f"{r.target}: {r.case.name}: {r.found}" for r in results if not r.ok]
    assert len(results) > 20


def test_the_report_of_the_example(example):
    report = gt.evaluate(EXAMPLE / "made-up-report-2025-26.csv", example, lang="en")
    assert report.judged.facts.labels == ("2025/26Q1", "2025/26Q2", "2025/26Q3")
    own = dict(zip(report.standings["target"], report.standings["status"], strict=True))
    assert own["leakage"] == "met"
    assert own["leakage-down"] == "not_due"
    assert own["mains-renewed"] == "on_track"
    assert not len(report.findings)


def test_a_label_that_does_not_say_which_year_is_told(example):
    rows = [{"region": "UKX01", "period": "2025Q3", "variable": "bursts", "value": 3}]
    report = gt.evaluate(rows, example)
    assert codes(report).count("period_of_fiscal_year") == 1
    assert report.judged.facts.checkpoints == (DAY("2025-12-31"),)


def test_a_text_that_is_a_month_or_a_year_is_not_used(example):
    old = example.model_copy(update={"year": 2003})
    rows = [{"region": "UKX01", "period": "2003-04", "variable": "bursts", "value": 3}]
    found = gt.evaluate(rows, old).findings
    assert "2003/04" in found[found["code"] == "period_ambiguous"]["message"].iloc[0]
    assert "period_ambiguous" not in codes(
        gt.evaluate(rows, old.model_copy(update={"fiscal_year": None}))
    )


def test_what_lies_outside_the_fiscal_year_is_not_judged(example):
    rows = [{"region": "UKX01", "period": "2025-03", "variable": "bursts", "value": 3}]
    assert "period_outside_plan" in codes(gt.evaluate(rows, example))


def test_the_form_comes_back_without_a_question(example, tmp_path):
    for lang in ("zh", "en"):
        frame = example.template(lang=lang)
        value, unit = frame.columns[3], frame.columns[4]
        frame[value] = ["1" if text else "" for text in frame[unit]]
        file = tmp_path / f"{lang}.csv"
        frame.to_csv(file, index=False)
        report = gt.evaluate(file, example, as_of="2025/26")
        assert report.judged.facts.labels[-1] == "2025/26Q4"
        assert "period_of_fiscal_year" not in codes(report)
        assert "unreadable_period" not in codes(report)
    assert (example.template(tmp_path / "form.xlsx")).exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("fiscal_year: {first_month: 4}", "named_after"),
        ("fiscal_year: {first_month: 13, named_after: first}", "first_month"),
        ("fiscal_year: 4", "fiscal_year"),
    ],
)
def test_half_a_fiscal_year_is_refused(tmp_path, line, says):
    for file in EXAMPLE.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        place = tmp_path / file.relative_to(EXAMPLE)
        place.parent.mkdir(exist_ok=True)
        own = [line if row.startswith("fiscal_year") else row for row in text.splitlines()]
        place.write_text("\n".join(own) + "\n", encoding="utf-8")
    with pytest.raises(PlanError, match=f"plan.yaml:9.*{says}"):
        load_plan(tmp_path)


def test_an_answer_to_a_finding_goes_by_the_calendar():
    answer = Justification.model_validate(
        {
            "findings": ["jump"],
            "period": "2025-12",
            "explanation": "-",
            "by": "-",
            "on": "2026-01-10",
        }
    )
    finding = Finding("jump", period="2025/26Q3")
    assert answer.answers(finding, DAY("2026-01-10"), APRIL)
    assert not answer.answers(finding, DAY("2026-01-10"))


def test_the_pace_of_the_picture_begins_with_the_fiscal_year(example):
    report = gt.evaluate(EXAMPLE / "made-up-report-2025-26.csv", example)
    (row,) = (r for r in report.records()["standings"] if r["target"] == "mains-renewed")
    assert _new_year(row) == DAY("2025-04-01").toordinal()
    assert {point["period"] for point in row["history"]} == {f"2025/26Q{n}" for n in (1, 2, 3)}


def test_a_winter_lies_within_one_fiscal_year(mini):
    """From 1 November to the end of February: not possible in a year from January on."""
    rule = {"at_least": 5, "during": ["11-01", "02-29"]}
    plan = fiscal(plan_of(mini, rule, "amount", "万立方米", deadline="2024-03-31"))
    assert not list(rule_faults(plan, plan.targets[0], ()))
    assert list(rule_faults(plan_of(mini, rule, "amount", "万立方米"), plan.targets[0], ()))
    for last, status in (("14", "not_met"), ("15", "met")):
        cells = [("2023-10", "10"), ("2024-02", last), ("2024-03", "30")]
        judged, _ = judged_of(plan, *((GENHE, day, "amount", f) for day, f in cells))
        assert judged.status(0, judged.facts.regions.index(GENHE)).value == status


def test_a_period_of_a_case_that_is_a_month_or_a_year_is_refused():
    (fault,) = period_faults(APRIL, "2003-04")
    assert "may be a month or a year" in fault[0]
    assert "2003/04" in fault[1]
    assert not list(period_faults(APRIL, "2003/04"))
    assert not list(period_faults(CIVIL, "2003-04"))
    assert list(period_faults(CIVIL, "2003/04"))


# ------------------------------------------------------------------ the law


RULES = (
    ({"at_least": 24}, "rate", "%", "level"),
    ({"at_least": 40}, "amount", "万立方米", "accumulating"),
    ({"at_most": 40}, "amount", "万立方米", "cap"),
    ({"at_most": {"by_year": {2022: 30, 2023: 20}}}, "rate", "%", "level"),
    ({"reduction": 10, "since": 2020}, "yearly", "%", "annual"),
    ({"at_most": 15, "every": "quarter"}, "amount", "万立方米", "cap"),
    ({"not_below": "same_period"}, "rate", "%", "level"),
    (
        {"at_most": 90, "rolling": {"last": 4, "of": "quarter", "take": "sum"}},
        "amount",
        "万立方米",
        "cap",
    ),
    (
        {"at_most": 30, "rolling": {"last": 2, "of": "quarter", "take": "mean"}},
        "rate",
        "%",
        "level",
    ),
)
FIGURES = st.lists(st.integers(0, 60), min_size=4, max_size=4)


def moved(day: str, months: int) -> str:
    """The last day of a month, so many months on."""
    there = DAY(day)
    ahead, month = divmod(there.month - 1 + months, 12)
    return month_end(there.year + ahead, month + 1).isoformat()


@given(
    st.sampled_from(range(len(RULES))), FIGURES, st.integers(1, 11),
    st.sampled_from(("first", "last")), st.booleans(), st.integers(1, 4),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_plan_moved_by_months_judges_moved_figures_the_same(
    mini, which, figures, months, named, singly, until
):
    """The same report a few months later, under a plan whose year begins as many months later."""
    rule, name, unit, nature = RULES[which]
    civil = plan_of(mini, rule, name, unit, nature)
    ahead = months if named == "first" else months - 12
    later = fiscal(plan_of(mini, rule, name, unit, nature, deadline=moved("2023-12-31", ahead)),
                   months + 1, named)  # fmt: skip
    flow = name == "amount"
    totals = [sum(figures[: at + 1]) for at in range(4)] if flow else figures
    ends = ["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"][:until]
    starts = ["2023-01-31", "2023-04-30", "2023-07-31", "2023-10-31"]

    def cells(ahead):
        for at, end in enumerate(ends):
            last = moved(end, ahead)
            if singly and flow:
                first = moved(starts[at], ahead)
                yield GENHE, f"{first[:7]}/{last[:7]}", name, str(figures[at])
            elif nature != "annual" or at == 3:
                yield GENHE, last if not flow else last[:7], name, str(totals[at])
        if not flow:
            yield GENHE, moved("2020-12-31", ahead), name, "30"
            for end, figure in zip(ends, figures[::-1], strict=False):
                yield GENHE, moved("2022" + end[4:], ahead), name, str(figure)

    def told(plan, ahead):
        judged, findings = judged_of(plan, *cells(ahead), as_of=moved(ends[-1], ahead))
        row = judged.facts.regions.index(GENHE)
        return (
            [str(judged.status(0, row))],
            [str(s) for s in judged.history.status[0, row]],
            sorted(f.code for f in findings),
        )

    assert told(civil, 0) == told(later, ahead)
