"""Laws of reading: what is rendered in any layout and encoding is read back; nothing breaks it."""

import csv
import io
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genhe_targets.errors import ReadingError
from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.reader import read, understand
from quirks import QUIRKS

PLAN = load_plan("genhe-2023")
REGIONS = {"150785": ("根河市", "根 河 市", "150785", "内蒙古呼伦贝尔市根河市"), "150702": ("海拉尔区",),
           "150721": ("阿荣旗", "阿荣旗①"), "150784": ("额尔古纳市", "额尔古纳")}  # fmt: skip
PERIODS = {"2023": ("2023年", "2023"), "2023Q3": ("2023年第三季度", "2023年三季度", "2023Q3"),
           "2023-01/2023-06": ("2023年1-6月", "2023年1—6月"), "2023-08": ("2023年8月", "2023-08"),
           "2022-01/2022-09": ("2022年1-9月", "2022年前三季度")}  # fmt: skip
VARIABLES = {"sewage_treated": "污水处理量", "reclaimed_water_used": "再生水利用量",
             "soil_test_area": "测土配方施肥面积"}  # fmt: skip
UNITS = {"sewage_treated": "万立方米", "reclaimed_water_used": "立方米", "soil_test_area": "亩"}
FACTORS = {"sewage_treated": 1, "reclaimed_water_used": 10_000, "soil_test_area": 10_000}


@st.composite
def cubes(draw):
    """Regions, periods, variables and a figure for each combination, as written."""
    regions = draw(st.lists(st.sampled_from(sorted(REGIONS)), min_size=2, unique=True))
    periods = draw(st.lists(st.sampled_from(sorted(PERIODS)), min_size=2, unique=True))
    variables = draw(st.lists(st.sampled_from(sorted(VARIABLES)), min_size=1, unique=True))
    figure = st.decimals(0, 10**6, places=2).map(lambda d: f"{d:f}")
    figures = {(r, p, v): draw(figure) for r in regions for p in periods for v in variables}
    seed = draw(st.integers(0, 10**9))
    return regions, periods, variables, figures, random.Random(seed)  # noqa: S311 - no secret


def spell(options, rng):
    return rng.choice(options)


def named(variable):
    return f"{VARIABLES[variable]}（{UNITS[variable]}）"


def long(regions, periods, variables, figures, rng):
    rows = [["地区", "报告期", "指标", "计量单位", "数值"]]
    for (r, p, v), text in figures.items():
        rows.append([spell(REGIONS[r], rng), spell(PERIODS[p], rng), VARIABLES[v], UNITS[v], text])
    return rows


def wide(regions, periods, variables, figures, rng):
    rows = [["地区", "报告期", *map(named, variables)]]
    for r in regions:
        for p in periods:
            texts = [figures[r, p, v] for v in variables]
            rows.append([spell(REGIONS[r], rng), spell(PERIODS[p], rng), *texts])
    return rows


def two_headers(regions, periods, variables, figures, rng):
    over, under = ["地区"], [""]
    for v in variables:
        over += [named(v)] + [""] * (len(periods) - 1)
        under += [spell(PERIODS[p], rng) for p in periods]
    rows = [over, under]
    for r in regions:
        texts = [figures[r, p, v] for v in variables for p in periods]
        rows.append([spell(REGIONS[r], rng), *texts])
    return rows


def sections(regions, periods, variables, figures, rng):
    rows = [["指标", *(spell(PERIODS[p], rng) for p in periods)]]
    for r in regions:
        rows.append([REGIONS[r][0]] + [""] * len(periods))
        rows += [[named(v), *(figures[r, p, v] for p in periods)] for v in variables]
    return rows


def merged_labels(regions, periods, variables, figures, rng):
    rows = [["地区", "指标", *(spell(PERIODS[p], rng) for p in periods)]]
    for r in regions:
        for position, v in enumerate(variables):
            label = "" if position else spell(REGIONS[r], rng)
            rows.append([label, named(v), *(figures[r, p, v] for p in periods)])
    return rows


def regions_as_columns(regions, periods, variables, figures, rng):
    rows = [["指标", "报告期", *(REGIONS[r][0] for r in regions)]]
    for v in variables:
        for p in periods:
            texts = [figures[r, p, v] for r in regions]
            rows.append([named(v), spell(PERIODS[p], rng), *texts])
    return rows


LAYOUTS = (long, wide, two_headers, sections, merged_labels, regions_as_columns)


def dressed(rows, rng):
    """A table with the lines around it that bureaus add."""
    width = len(rows[0])
    if rng.random() < 0.5:
        rows = [["统计资料"] + [""] * (width - 1), *rows]
    if rng.random() < 0.3:
        rows = [[""] * width, *rows]
    if rng.random() < 0.5:
        rows = [
            *rows,
            ["注：均为初步统计。"] + [""] * (width - 1),
            ["数据来源：某局"] + [""] * (width - 1),
        ]
    if rng.random() < 0.3:
        at = rng.randrange(3, len(rows)) if len(rows) > 3 else len(rows)
        rows = [*rows[:at], [""] * width, *rows[at:]]
    return rows


def encoded(rows, rng):
    delimiter = rng.choice(",\t;")
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    encoding = rng.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    return text.getvalue().encode(encoding)


@given(cube=cubes(), layout=st.sampled_from(LAYOUTS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow,
          HealthCheck.function_scoped_fixture])  # fmt: skip
def test_what_was_rendered_is_read_back(cube, layout, tmp_path):
    *_, figures, rng = cube
    rows = dressed(layout(*cube), rng)
    file = tmp_path / "report.csv"
    file.write_bytes(encoded(rows, rng))
    found = understand(file, PLAN).observations
    read_back = {
        (row.region, row.period, row.variable): (row.text, row.value)
        for row in found.frame.itertuples()
    }
    assert {key: text for key, (text, _) in read_back.items()} == figures
    for (_, _, variable), (text, value) in read_back.items():
        assert value == pytest.approx(float(text) / FACTORS[variable])
    filled = sum(bool(cell.strip()) for row in rows for cell in row)
    assert sum(found.sources[0].cells.values()) == filled
    for row in found.frame.itertuples():
        at = ord(row.column) - ord("A")
        assert rows[row.row - 1][at] == row.text


MUTATIONS = ("blank", "swap", "double", "drop", "junk", "move", "cut")
JUNK = ["合计", "2023", "—", "…", "单位：万吨", "注：", "#REF!", "一", "1", "", "地区", "指标", "累计值",
        "市辖区", "全市", "其中：", "2023年1-9月", "=1+1", "\x00", "９５．２％", "甲", "150785", "数值"]  # fmt: skip


def mutated(rows, rng):
    rows = [list(row) for row in rows]
    for _ in range(rng.randrange(1, 8)):
        if not rows:
            break
        at = rng.randrange(len(rows))
        row = rows[at]
        match rng.choice(MUTATIONS):
            case "blank" if row:
                row[rng.randrange(len(row))] = ""
            case "swap" if row:
                other = rows[rng.randrange(len(rows))]
                if other:
                    one, two = rng.randrange(len(row)), rng.randrange(len(other))
                    row[one], other[two] = other[two], row[one]
            case "double":
                rows.insert(at, list(row))
            case "drop":
                del rows[at]
            case "junk":
                row.insert(rng.randrange(len(row) + 1), rng.choice(JUNK))
            case "move":
                rows.insert(rng.randrange(len(rows)), rows.pop(at))
            case "cut":
                del row[rng.randrange(len(row) + 1) :]
    return rows


def fuzz(seed, folder):
    """Read one mutated sheet; every cell must still be accounted for."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    rows = mutated(rng.choice(QUIRKS).rows, rng)
    file = folder / "mutated.csv"
    content = encoded(rows, rng)
    if rng.random() < 0.3:
        at = rng.randrange(len(content) + 1)
        content = content[:at] + bytes(rng.randrange(256) for _ in range(3)) + content[at:]
        rows = None
    file.write_bytes(content)
    try:
        found = read(file, PLAN)
    except ReadingError:
        return
    if rows is not None and len(found.sources) == 1:
        cells = found.sources[0].cells
        assert cells.get("observation", 0) <= sum(cells.values())
        counted = {(row.row, row.column) for row in found.frame.itertuples() if row.text.strip()}
        assert len(counted) == cells.get("observation", 0), seed


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_mutated_sheets_end_in_findings(start, tmp_path):
    for seed in range(start, start + 50):
        fuzz(seed, tmp_path)
