"""Writes the example reports from the tables in ``source/``: the same bytes every time.

Everything is made up, and says so: in the folder's README, in the title line of every file and in
the remarks.  ``genhe.csv`` and ``measures.csv`` tell the year of Genhe, ``hulunbuir.csv`` describes
the other banners and cities of Hulunbuir, ``mistakes.csv`` says who gets what wrong, and when.

    python examples/make_examples.py [folder]
"""

from __future__ import annotations

import csv
import datetime
import io
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
QUARTERS = ("2023Q1", "2023Q2", "2023Q3", "2023Q4")
SPANS = dict(zip(QUARTERS, ("1-3月", "1-6月", "1-9月", "1-12月"), strict=True))
ENDS = dict(zip(QUARTERS, ("2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"), strict=True))
SHARES = dict(zip(QUARTERS, ("0.23", "0.48", "0.74", "1"), strict=True))
MADE_UP = "示例数据，纯属虚构"
HEADER = ("地区", "报告期", "指标", "数值", "单位", "完成日期", "备注")


@dataclass(frozen=True)
class Row:
    """One line of a report."""

    region: str
    period: str
    name: str
    value: str
    unit: str = ""
    date: str = ""
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The line as it is written."""
        return (self.region, self.period, self.name, self.value, self.unit, self.date, self.note)


def table(name: str) -> list[dict[str, str]]:
    """A table of ``source/``."""
    with (HERE / "source" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the figures ----------------------------------------------------------------------------------


def genhe(quarter: str) -> list[Row]:
    """What Genhe reports for a quarter."""
    rows = [
        Row("根河市", period_of(quarter), line["指标"], line[quarter], line["单位"])
        for line in table("genhe.csv")
        if line[quarter]
    ]
    if quarter == "2023Q4":
        rows.append(Row("根河市", "2020年", "万元工业增加值用水量", "28.0", "立方米/万元"))
    rows += works("根河市", quarter)
    return corrected("根河市", quarter, rows)


def works(region: str, quarter: str) -> Iterator[Row]:
    """The measures of the work table that have no figure: done or not yet."""
    for line in table("measures.csv"):
        day = line["完成日期"]
        done = day[:4] == "2023" and day <= ENDS[quarter]
        value = "已完成" if done else "未完成"
        note = f"{line['依据']}（{MADE_UP}）" if done else ""
        name = f"任务{line['任务']}"
        yield Row(region, period_of(quarter), name, value, "", day if done else "", note)


def hulunbuir(unit: dict[str, str], quarter: str) -> list[Row]:
    """What another banner or city reports for a quarter, from its line in ``hulunbuir.csv``."""
    at, share, last = QUARTERS.index(quarter), Decimal(SHARES[quarter]), quarter == "2023Q4"
    name, place = unit["地区"], "0.1"
    rows: list[Row] = []

    def give(title: str, value: object, unit_name: str) -> None:
        rows.append(Row(name, period_of(quarter), title, str(value), unit_name))

    def part(whole: Decimal, percent: str) -> Decimal:
        return (whole * Decimal(percent) / 100).quantize(Decimal(place))

    def path(key: str) -> str:
        return unit[key].split("/")[at]

    def cumulative(key: str) -> Decimal:
        return (Decimal(unit[key]) * share).quantize(Decimal(place))

    sewage = cumulative("污水排放量")
    treated = part(sewage, path("污水处理率"))
    give("污水排放量", sewage, "万立方米")
    give("污水处理量", treated, "万立方米")
    if unit["有城区"] == "1":
        urban = (sewage * Decimal("0.9")).quantize(Decimal(place))
        give("城市污水排放量", urban, "万立方米")
        give("城市污水处理量", part(urban, path("污水处理率")), "万立方米")
    give("再生水利用量", part(treated, path("再生水利用率")), "万立方米")
    manure = cumulative("粪污产生量")
    give("畜禽粪污产生量", manure, "万吨")
    give("畜禽粪污综合利用量", part(manure, path("粪污利用率")), "万吨")
    water = cumulative("用水总量")
    give("用水总量", water, "万立方米")
    give("地下水用水量", (water * Decimal(unit["地下水占比"])).quantize(Decimal(place)), "万立方米")
    give("参与健康评价河流总数", unit["参评河流"], "条")
    give("已完成健康评价河流数", path("已评河流"), "条")
    for title, unit_name, counts in (
        ("河长制培训期数", "期", "0011"), ("工业节水技术改造项目数", "项", "0011"),
        ("河流管理保护专项行动次数", "次", "0112"), ("联合执法次数", "次", "0112"),
        ("暗访督查次数", "次", "0111"), ("黑臭水体个数", "处", "0000"),
        ("节水型社会达标县数", "个", "1111"), ("县级行政区数", "个", "1111"),
    ):  # fmt: skip
        give(title, counts[at], unit_name)
    for line in table("genhe.csv"):  # what is much the same everywhere
        if line["各地同"] and line[quarter]:
            give(line["指标"], line[quarter], line["单位"])
    shore = Decimal(unit["参评河流"]) * 16
    give("规划岸线总长度", shore, "公里")
    give("岸线保护区长度", part(shore, ("33.1", "34.6", "36.2", "38.4")[at]), "公里")
    give("岸线保留区长度", part(shore, ("15.0", "15.0", "16.1", "16.1")[at]), "公里")
    if last:
        place = "0.01"
        for title, value, unit_name in farming(unit):
            give(title, value, unit_name)
        give("工业用水量", "130.0", "万立方米")
        give("工业增加值（2020年可比价）", "5.20", "亿元")
        rows.append(Row(name, "2020年", "万元工业增加值用水量", "28.4", "立方米/万元"))
        rows += works(name, quarter)
    return corrected(name, quarter, rows)


def farming(unit: dict[str, str]) -> Iterator[tuple[str, object, str]]:
    """The yearly figures of farming; where nothing is sown and no film is laid they are zero."""
    if unit["灌溉系数"]:
        gross = Decimal(unit["用水总量"]) * Decimal("0.4")
        net = gross * Decimal(unit["灌溉系数"])
        yield "毛灌溉用水量", gross.normalize(), "万立方米"
        yield "净灌溉用水量", net.normalize(), "万立方米"
    else:
        yield "毛灌溉用水量", 0, "万立方米"
        yield "净灌溉用水量", 0, "万立方米"
    sown = Decimal(unit["播种面积"])
    for whole, parts in (
        ("主要农作物播种面积", (("测土配方施肥面积", "测土配方"),)),
        ("病虫害应防治面积", (("统防统治面积", "统防统治"), ("绿色防控面积", "绿色防控"))),
    ):
        yield whole, f"{sown:f}", "万亩"
        for title, key in parts:
            yield title, f"{(sown * Decimal(unit[key] or 0) / 100).normalize():f}", "万亩"
    film = Decimal(unit["地膜使用量"])
    yield "地膜使用量", film, "吨"
    yield "地膜回收量", (film * Decimal(unit["地膜回收率"] or 0) / 100).normalize(), "吨"


def corrected(region: str, quarter: str, rows: Sequence[Row]) -> list[Row]:
    """The rows with the mistakes this sender makes."""
    found = list(rows)
    for line in table("mistakes.csv"):
        if (line["地区"], line["报告期"]) != (region, quarter):
            continue
        name, action = line["指标"], line["动作"]
        if action == "缺":
            return []
        if action == "删":
            found = [row for row in found if row.name != name]
        elif action == "改" and any(row.name == name for row in found):
            wrong = {"value": line["数值"], "unit": line["单位"]}
            found = [replace(row, **wrong) if row.name == name else row for row in found]
        else:
            found.append(Row(region, period_of(quarter), name, line["数值"], line["单位"]))
    return found


def period_of(quarter: str) -> str:
    """A quarter as reports name it: the months since January."""
    return f"{quarter[:4]}年{SPANS[quarter]}"


# --- the files ------------------------------------------------------------------------------------


def title(region: str, quarter: str) -> str:
    """The first line of a report."""
    return f"{region}{period_of(quarter)}河长制工作统计表（{MADE_UP}）"


def long_csv(region: str, quarter: str, rows: Sequence[Row]) -> str:
    """A figure a line, under a title."""
    return _csv([(title(region, quarter),), HEADER, *(row.cells for row in rows)])


def wide_csv(region: str, quarter: str, rows: Sequence[Row]) -> str:
    """A line for each period, a column for each figure, the unit in brackets behind its name."""
    heads = {row.name: f"{row.name}（{row.unit}）" if row.unit else row.name for row in rows}
    lines: list[Sequence[str]] = [(title(region, quarter),), ("地区", "报告期", *heads.values())]
    for period in dict.fromkeys(row.period for row in rows):
        own = {row.name: row.date or row.value for row in rows if row.period == period}
        lines.append((region, period, *(own.get(name, "") for name in heads)))
    return _csv(lines)


def _csv(lines: Sequence[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue()


def workbook(file: Path, sheets: dict[str, tuple[str, list[list[str]]]]) -> None:
    """A workbook as bureaus send it: a merged title over the head, a remark below the figures."""
    with xlsxwriter.Workbook(file) as book:
        book.set_properties({"created": datetime.datetime(2023, 12, 31, 12, 0, 0)})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7"})
        top = book.add_format({"bold": True, "align": "center", "font_size": 14})
        cell = book.add_format({"border": 1})
        for name, (heading, lines) in sheets.items():
            sheet = book.add_worksheet(name)
            width = len(lines[0])
            sheet.merge_range(0, 0, 0, width - 1, heading, top)
            for number, line in enumerate(lines):
                for column, text in enumerate(line):
                    _write(sheet, number + 1, column, text, cell if number else head)
            sheet.write(len(lines) + 1, 0, f"注：{MADE_UP}。")
            sheet.set_column(0, 0, 32)
            sheet.set_column(1, width - 1, 14)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str, look: object
) -> None:
    try:
        sheet.write_number(row, column, float(text), look)
    except ValueError:
        sheet.write_string(row, column, text, look)


def long_sheet(region: str, quarter: str, rows: Sequence[Row]) -> tuple[str, list[list[str]]]:
    """A figure a line, as the lines of a sheet."""
    lines = [["地区", "报告期", "指标", "计量单位", "数值", "完成日期"]]
    lines += [[r.region, r.period, r.name, r.unit, r.value, r.date] for r in rows]
    return title(region, quarter), lines


def genhe_workbook(file: Path) -> None:
    """The year of Genhe in one workbook: indicators as lines, the four quarters as columns."""
    lines = [["指标", "计量单位", *(period_of(quarter) for quarter in QUARTERS), "2020年"]]
    reports = {quarter: genhe(quarter) for quarter in QUARTERS}
    names = {row.name: row.unit for rows in reports.values() for row in rows}
    for name, unit in names.items():
        cells = []
        for quarter in QUARTERS:
            found = [r for r in reports[quarter] if r.name == name and r.period != "2020年"]
            cells.append((found[0].date or found[0].value) if found else "")
        base = [r.value for r in reports["2023Q4"] if r.name == name and r.period == "2020年"]
        lines.append([name, unit, *cells, *(base or [""])])
    works_ = [line for line in lines if line[0].startswith("任务")]
    figures = [line for line in lines if not line[0].startswith("任务")]
    workbook(
        file,
        {
            "统计指标": (f"根河市2023年河长制统计指标（{MADE_UP}）", figures),
            "工作任务": (
                f"根河市2023年河长制工作任务（{MADE_UP}）",
                [lines[0][:-1], *(w[:-1] for w in works_)],
            ),
        },
    )


def write_examples(folder: Path) -> None:
    """Write all example reports into ``folder``, replacing those that are there."""
    for name in ("genhe", "hulunbuir"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "genhe").mkdir(parents=True)
    for quarter in QUARTERS:
        text = long_csv("根河市", quarter, genhe(quarter))
        (folder / "genhe" / f"{quarter}.csv").write_bytes(text.encode("utf-8-sig"))
    genhe_workbook(folder / "genhe-2023.xlsx")
    for quarter in QUARTERS:
        place = folder / "hulunbuir" / quarter
        place.mkdir(parents=True)
        own = long_csv("根河市", quarter, genhe(quarter))
        (place / "150785-genhe.csv").write_bytes(own.encode("utf-8-sig"))
        for unit in table("hulunbuir.csv"):
            rows = hulunbuir(unit, quarter)
            if rows:
                _send(place / f"{unit['代码']}-{unit['文件名']}", unit, quarter, rows)


def _send(file: Path, unit: dict[str, str], quarter: str, rows: Sequence[Row]) -> None:
    """Write a report the way its sender does."""
    region = unit["地区"]
    match unit["版式"]:
        case "long_utf8":
            file.with_suffix(".csv").write_bytes(long_csv(region, quarter, rows).encode())
        case "long_gbk":
            file.with_suffix(".csv").write_bytes(long_csv(region, quarter, rows).encode("gb18030"))
        case "wide":
            file.with_suffix(".csv").write_bytes(
                wide_csv(region, quarter, rows).encode("utf-8-sig")
            )
        case "long_xlsx":
            workbook(file.with_suffix(".xlsx"), {"统计表": long_sheet(region, quarter, rows)})


if __name__ == "__main__":
    write_examples(Path(sys.argv[1]) if sys.argv[1:] else HERE / "reports")
