"""The reporting form: what comes back filled in reads without a finding."""

import csv
import io

import openpyxl
import pytest

import genhe_targets as gt
from cells import MINI
from genhe_targets.errors import ReadingError
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading import read
from genhe_targets.reading.names import variable_names

QUARTERS = ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
HEADS = {"zh": ("指标", "数值", "报告期"), "en": ("Indicator", "Value", "Period")}


@pytest.fixture(scope="module")
def plan():
    return load_plan("genhe-2023")


def answer(plan, name, period, quarter, lang):
    """What an office would write: cumulative figures grow, and no part is above its whole."""
    variable = plan.variable_by_id.get(variable_names(plan).read(name).variable)
    if variable is None or variable.kind == "milestone":
        return {"zh": "否", "en": "no"}[lang]
    figure = 61 if any(v.not_above == variable.id for v in plan.variables) else 42
    if str(plan.year) not in period:
        figure = 57
    elif variable.basis.value == "cumulative":
        figure *= quarter
    else:
        figure += quarter
    low, high = variable.plausible.min, variable.plausible.max
    return min(max(figure, float(low or 0)), float(high) if high is not None else figure)


def filled(plan, path, lang):
    """Fill in a form in place as an office would; how many answers were written."""
    book, written = openpyxl.load_workbook(path), 0
    for sheet in book:
        columns = {cell.value: cell.column for cell in sheet[4]}
        name, value, period = (columns[head] for head in HEADS[lang])
        for row in range(5, sheet.max_row + 1):
            texts = sheet.cell(row, name).value, str(sheet.cell(row, period).value)
            cell = sheet.cell(row, value)
            assert not cell.protection.locked
            cell.value = answer(plan, *texts, int(sheet.title[-1]), lang)
            written += 1
    book.save(path)
    return written


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filled_form_reads_without_a_finding(plan, tmp_path, lang):
    path = plan.template(tmp_path / "form.xlsx", lang=lang)
    written = filled(plan, path, lang)
    found = read(path, plan)
    assert found.findings == ()
    assert len(found) == written > 400
    report = gt.evaluate(path, plan, lang=lang)
    assert report.findings.empty


def test_a_form_asks_for_all_that_is_judged(plan, tmp_path):
    path = plan.template(tmp_path / "form.xlsx")
    filled(plan, path, "zh")
    report = gt.evaluate(path, plan, as_of="2023-12-31")
    assert "missing" not in set(report.standings["status"])
    blank = gt.evaluate(plan.template(tmp_path / "blank.xlsx"), plan, as_of="2023-12-31")
    assert blank.findings.empty
    assert "missing" in set(blank.standings["status"])
    assert "met" not in set(blank.standings["status"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_as_csv_reads_without_a_finding(plan, tmp_path, lang):
    path = plan.template(tmp_path / "form.csv", period="2023Q4", lang=lang)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    name, value, period = (rows[0].index(head) for head in HEADS[lang])
    for row in rows[1:]:
        row[value] = str(answer(plan, row[name], row[period], 4, lang))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    report = gt.evaluate(path, plan, lang=lang)
    assert report.findings.empty
    assert "missing" not in set(report.standings["status"])


def test_only_open_cells_can_be_changed_and_they_are_checked(plan, tmp_path):
    book = openpyxl.load_workbook(plan.template(tmp_path / "form.xlsx", period="2023Q4"))
    sheet = book["2023Q4"]
    assert sheet.protection.sheet
    header = [cell.value for cell in sheet[4]]
    assert header == [
        "地区",
        "报告期",
        "指标",
        "数值",
        "计量单位",
        "口径",
        "完成日期",
        "备注",
        "责任单位",
        "定义",
    ]
    for row in sheet.iter_rows(min_row=5):
        unlocked = [cell.column_letter for cell in row if not cell.protection.locked]
        assert unlocked == ["D", "G", "H"]
        assert row[9].value
    checks = {str(check.sqref): check for check in sheet.data_validations.dataValidation}
    rows = {sheet.cell(row, 3).value: row for row in range(5, sheet.max_row + 1)}
    trained = checks[f"D{rows['河长制培训期数']}"]
    assert (trained.type, trained.formula1, trained.formula2) == ("whole", "0", "1000")
    assert "河长办组织" in trained.prompt
    assert trained.errorStyle == "warning"
    slips = checks[f"D{rows['分办单制度实行情况']}"]
    assert (slips.type, slips.formula1) == ("list", '"是,否"')
    assert checks[f"G{rows['分办单制度实行情况']}"].type == "date"


def test_annual_figures_and_base_years_are_asked_for_at_the_end_of_the_year(plan):
    third = plan.template(period="2023Q3")
    last = plan.template(period="2023Q4")
    annual = {v.title.zh for v in plan.variables if v.basis.value == "annual" and not v.formula}
    assert not annual & set(third["指标"])
    assert annual <= set(last["指标"])
    assert list(last.loc[last["报告期"] == "2020年", "指标"]) == [
        plan.variable_by_id["industrial_water_intensity"].title.zh
    ]


def test_another_region_is_asked_for_its_targets_alone(plan, tmp_path):
    path = plan.template(tmp_path / "form.xlsx", region="海拉尔区", period="2023年上半年")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["2023H1"]
    texts = {cell.value for cell in book["2023H1"]["A"][4:]}
    assert texts == {"海拉尔区"}
    names = {cell.value for cell in book["2023H1"]["C"][4:]}
    assert plan.measures[0].title.zh not in names
    assert set(read(path, plan).texts["period"].texts) == {"2023H1"}


def test_every_name_of_a_form_is_read_as_what_was_meant(plan):
    for lang in ("zh", "en"):
        found = read(plan.template(lang=lang), plan)
        asked = set(found.texts["variable"].texts)
        assert asked <= {*plan.variable_by_id, *(m.variable for m in plan.measures)}
        assert {m.variable for m in plan.measures} <= asked
        assert set(found.texts["region"].texts) == {"150785"}


def test_a_small_plan_has_a_form_too(tmp_path):
    mini = load_plan(MINI)
    path = mini.template(tmp_path / "form.xlsx")
    assert filled(mini, path, "zh")
    assert read(path, mini).findings == ()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"region": "根合市"}, "Did you mean '根河市'"), ({"period": "2022Q4"}, "no period of 2023"),
        ({"period": "soon"}, "no period of 2023"), ({"path": "form.docx"}, r"\.xlsx or \.csv"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_made_is_said(plan, options, problem):
    with pytest.raises(ReadingError, match=problem):
        plan.template(**options)
