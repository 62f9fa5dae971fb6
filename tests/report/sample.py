"""Made-up reports in the one plain form, with every status: what the tests of views are fed.

Nothing here judges: statuses, sentences and figures are written down or follow a fixed pattern, so
that a view that computes something of its own cannot agree with them by accident.
"""

from __future__ import annotations

from typing import Any, cast

from genhe_targets.report.records import (
    FORMAT,
    FindingRecord,
    HistoryPoint,
    MeasureRecord,
    ReportRecords,
    VerdictRecord,
    Words,
)
from genhe_targets.vocabulary import LANGS, Status, word


def words(zh: str, en: str) -> Words:
    return {"zh": zh, "en": en}


def named(code: str) -> Words:
    return words(*(word(code, lang) for lang in LANGS))


OFFICE = words("市河长办", "Office of the River Chief")
WATER = words("市水利局", "Water Bureau")
HOUSING = words("市住房城乡建设局", "Housing and Construction Bureau")
FARMING = words("市农牧局", "Agriculture Bureau")
ECOLOGY = words("市生态环境局", "Ecology Bureau")
FINANCE = words("市财政局", "Finance Bureau")
PLANNING = words("市发展改革委", "Development and Reform Commission")

PERCENT = words("%", "%")
PURE = words("", "")
TIMES = words("次", "times")
ITEMS = words("项", "projects")
GULLIES = words("条", "gullies")
VOLUME = words("万立方米", "10,000 m³")

TARGETS: tuple[tuple[Any, ...], ...] = (
    (
        "river-chief-training",
        "河长制工作培训",
        "River-chief training",
        "二",
        "5",
        words("期", "sessions"),
        1,
        "accumulating",
        "binding",
        OFFICE,
        "2023-10-31",
        [0, 1, 1, 2],
        "met",
    ),
    (
        "water-saving-enterprises",
        "规模以上用水企业建成节水型企业比例",
        "Water-saving enterprises",
        "五",
        None,
        PERCENT,
        100,
        "level",
        "aspirational",
        WATER,
        "2023-12-31",
        [40, 60, 60, 80],
        "not_met",
    ),
    (
        "industrial-water-saving-projects",
        "工业节水技术改造项目",
        "Industrial water-saving projects",
        "五",
        "14",
        ITEMS,
        1,
        "accumulating",
        "binding",
        WATER,
        "2023-11-30",
        [0, 0, 0, None],
        "missing",
    ),
    (
        "irrigation-water-coefficient",
        "农田灌溉水有效利用系数",
        "Irrigation water coefficient",
        "五",
        "16",
        PURE,
        0.645,
        "annual",
        "binding",
        WATER,
        "2023-11-30",
        [None, None, None, None],
        "not_due",
    ),
    (
        "industrial-water-intensity",
        "万元工业增加值用水量较2020年下降",
        "Industrial water intensity, decline since 2020",
        None,
        "12",
        PERCENT,
        10.8,
        "annual",
        "binding",
        WATER,
        "2023-12-31",
        [None, None, None, 10.8],
        "met",
    ),
    (
        "shoreline-protection-ratio",
        "规划岸线保护区、保留区比例",
        "Protected share of planned shoreline",
        "七",
        "22",
        PERCENT,
        50,
        "level",
        "binding",
        WATER,
        "2023-11-30",
        [51.2, 51.2, 52.75, 53.1],
        "met",
    ),
    (
        "river-health-assessment",
        "河流健康评价完成比例",
        "Rivers assessed for health",
        "八",
        "24",
        PERCENT,
        30,
        "accumulating",
        "binding",
        WATER,
        "2023-12-31",
        [0, 10, 20, 22.22],
        "behind",
    ),
    (
        "river-special-actions",
        "河流管理保护专项行动次数",
        "Special enforcement campaigns",
        "九",
        "27",
        TIMES,
        2,
        "accumulating",
        "binding",
        OFFICE,
        "2023-12-31",
        [0, 1, 1, 2],
        "on_track",
    ),
    (
        "urban-sewage-treatment",
        "城市污水处理率",
        "Urban sewage treatment rate",
        "十三",
        "32",
        PERCENT,
        95,
        "level",
        "binding",
        HOUSING,
        "2023-12-31",
        [95.8, 96.1, 95.95, 96.2],
        "met",
    ),
    (
        "reclaimed-water-use",
        "再生水利用率",
        "Reclaimed water utilisation rate",
        "十三",
        "33",
        PERCENT,
        24,
        "level",
        "binding",
        HOUSING,
        "2023-12-31",
        [18.3, 20.5, 23.1, 23.96],
        "not_met",
    ),
    (
        "soil-test-fertilization",
        "主要农作物测土配方施肥技术覆盖率",
        "Soil-test fertilisation coverage",
        "十四",
        "35",
        PERCENT,
        90,
        "annual",
        "binding",
        FARMING,
        "2023-11-30",
        [None, None, 91, 193],
        "invalid",
    ),
    (
        "pest-green-control",
        "主要农作物病虫害绿色防控覆盖率",
        "Green pest control coverage",
        "十四",
        "35",
        PERCENT,
        43,
        "annual",
        "binding",
        FARMING,
        "2023-11-30",
        [None, None, 43.5, 43],
        "indeterminate",
    ),
    (
        "mulch-film-recovery",
        "主要覆膜地区地膜回收率",
        "Mulch film recovery rate",
        "十四",
        "36",
        PERCENT,
        80,
        "annual",
        "binding",
        FARMING,
        "2023-11-30",
        [None, None, None, None],
        "not_applicable",
    ),
    (
        "black-odorous-water",
        "黑臭水体数",
        "Black and odorous water bodies",
        "十七",
        "42",
        words("处", "sites"),
        0,
        "zero_tolerance",
        "binding",
        HOUSING,
        "2023-12-31",
        [0, 0, 0, 0],
        "met",
    ),
    (
        "total-water-use",
        "用水总量控制指标",
        "Total water use",
        "四",
        "9",
        VOLUME,
        None,
        "cap",
        "binding",
        WATER,
        "2023-12-31",
        [812.5, 1904, 3050.25, 3961],
        "target_unset",
    ),
    (
        "erosion-gully-projects",
        "东北黑土区侵蚀沟治理条数",
        "Erosion gullies treated",
        None,
        "49",
        GULLIES,
        450,
        "accumulating",
        "advisory",
        FARMING,
        "2023-12-31",
        [0, 90, 260, 338],
        "behind",
    ),
)
"""id, titles, clause, measure, unit, limit, nature, obligation, lead, due, values, status."""

CLAUSES = (
    ("二", "充分发挥河长办职能作用", "The office of the river chief"),
    ("四", "严格落实水资源刚性约束制度", "Hard limits on water"),
    ("五", "推动水资源集约节约利用水平", "Saving water"),
    ("七", "强化水域岸线空间管控", "Control of shorelines"),
    ("八", "全面开展河流健康评价", "Health of rivers"),
    ("九", "推进河流“四乱”整治", "Clearing of rivers"),
    ("十三", "强化城镇生活污水治理", "Urban sewage"),
    ("十四", "推动农业面源污染防治", "Pollution from farming"),
    ("十七", "加大黑臭水体监管防治力度", "Black and odorous water"),
)

REASONS = {
    "met": words("优于或等于目标值，余量{gap}", "keeps the limit, {gap} to spare"),
    "not_met": words("距目标差{gap}", "{gap} short of the limit"),
    "missing": words("时限2023-11-30已过，截止期数据未报", "the deadline 2023-11-30 has passed without a figure for it"),
    "not_due": words("年度核算数据尚未产生，2023-11-30前上报即可", "the annual figure is owed by 2023-11-30"),
    "behind": words("完成74%，时间已过100%，未达序时进度", "only 74% done in 100% of the time"),
    "on_track": words("已开展1次，目标2次", "started: 1 of 2 times"),
    "invalid": words("上报数据不可用，详见数据问题", "reported, but not usable; see the findings"),
    "indeterminate": words("数据不完整或为近似值，两种结论均有可能", "the figures are incomplete or approximate and allow both answers"),
    "not_applicable": words("没有可核算的对象", "there is nothing to measure"),
    "target_unset": words("上级尚未下达目标值", "the limit was not assigned yet"),
}  # fmt: skip

REGIONS = tuple(
    (code, words(zh, en))
    for code, zh, en in (
        ("150785", "根河市", "Genhe"), ("150702", "海拉尔区", "Hailar"),
        ("150703", "扎赉诺尔区", "Jalainur"), ("150721", "阿荣旗", "Arun Banner"),
        ("150722", "莫力达瓦达斡尔族自治旗", "Morin Dawa"), ("150723", "鄂伦春自治旗", "Oroqen"),
        ("150724", "鄂温克族自治旗", "Ewenki"), ("150725", "陈巴尔虎旗", "Old Barag"),
        ("150726", "新巴尔虎左旗", "New Barag Left"), ("150727", "新巴尔虎右旗", "New Barag Right"),
        ("150781", "满洲里市", "Manzhouli"), ("150782", "牙克石市", "Yakeshi"),
        ("150783", "扎兰屯市", "Zhalantun"), ("150784", "额尔古纳市", "Ergun"),
    )
)  # fmt: skip

ENDS = ("03-31", "06-30", "09-30", "12-31")


def sample(
    regions: int = 1, targets: int = 40, periods: int = 4, lang: str = "zh"
) -> ReportRecords:
    """A whole report; ``targets`` repeat the list above under other ids where it is too short.

    Args:
        regions: 1 to any number; above 14 the list repeats under made-up codes.
        targets: Number of targets.
        periods: Number of quarters, the last is 2023Q4.
        lang: Language of the report.
    """
    areas = [_area(number) for number in range(regions)]
    findings = _findings()
    standings = [
        _verdict(number, place, area, periods)
        for number in range(targets)
        for place, area in enumerate(areas)
    ]
    verdicts = [
        _at(record, point, number)
        for record in standings
        for number, point in enumerate(record["history"])
    ]
    measures = [_measure(number, area) for number in range(1, 57) for area in areas]
    return {
        "format": FORMAT,
        "plan": {
            "id": "genhe-2023",
            "title": words("根河市2023年河长制工作要点", "Genhe River Chief work plan 2023"),
            "issuer": words("根河市河长制办公室", "Office of the River Chief of Genhe"),
            "year": 2023,
            "region": "150785",
            "content_hash": "9f2c" * 16,
            "made_up": True,
            "notes": [
                {
                    "id": "D4",
                    "finding": words("正文与附表时限不一致", "Text and annex print two deadlines"),
                    "handling": words("以附表为准", "The annex is operative"),
                }
            ],
            "clauses": [{"number": number, "title": words(zh, en)} for number, zh, en in CLAUSES],
        },
        "as_of": "2023-12-31",
        "periods": [_labels(periods)[0][0], "2023Q4"],
        "lang": lang,
        "summary": _summary(standings, areas),
        "standings": standings,
        "verdicts": verdicts,
        "measures": measures,
        "findings": findings,
        "provenance": {
            "time": None,
            "versions": {"genhe-targets": "0.1.0", "pandas": "3.1.1", "pandera": "0.35.0"},
            "parameters": {"plan": "genhe-2023", "as_of": "2023-12-31"},
            "sources": [
                {
                    "name": "2023Q4.xlsx",
                    "sha256": "ab" * 32,
                    "bytes": 18_233,
                    "rows": 164,
                    "format": "xlsx",
                    "encoding": "",
                    "delimiter": "",
                }
            ],
            "pandera": {"checks": 82, "failed": 3},
        },
    }


def _area(number: int) -> tuple[str, Words]:
    code, title = REGIONS[number % len(REGIONS)]
    lap = number // len(REGIONS)
    if not lap:
        return code, title
    return f"9{lap:02}{number:03}", words(f"{title['zh']}{lap + 1}", f"{title['en']} {lap + 1}")


def shown(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"


def _labels(periods: int) -> list[tuple[str, str]]:
    every = [(f"{y}Q{q + 1}", f"{y}-{ENDS[q]}") for y in range(2015, 2024) for q in range(4)]
    return every[-periods:]


def _verdict(number: int, place: int, area: tuple[str, Words], periods: int) -> VerdictRecord:
    row = TARGETS[number % len(TARGETS)]
    ident, zh, en, clause, measure, unit, limit, nature, obligation, lead, due, values, status = row
    lap = number // len(TARGETS)
    suffix = ("", "（甲）", "（乙）", "（丙）")[lap]
    status = status if not place else TARGETS[(number + place) % len(TARGETS)][-1]
    shift = 0.125 * place
    series = [None if v is None else v + shift for v in (values * (periods // 4 + 1))[-periods:]]
    value = (
        series[-1] if status not in {"missing", "not_due", "not_applicable", "invalid"} else None
    )
    margin = None if value is None or limit is None else round(value - limit, 6)
    gap = words(f"{shown(abs(margin or 0))}{unit['zh']}", f"{shown(abs(margin or 0))} {unit['en']}")
    history = [
        _point(label, end, v, status)
        for (label, end), v in zip(_labels(periods), series, strict=True)
    ]
    rate = unit is PERCENT and nature == "level"
    record = {
        "target": f"{ident}{f'-{lap + 1}' if lap else ''}",
        "title": words(f"{zh}{suffix}", f"{en}{f' ({lap + 1})' if lap else ''}"),
        "region": area[0],
        "region_title": area[1],
        "period": _labels(periods)[-1][0],
        "as_of": "2023-12-31",
        "status": status,
        "status_word": named(status),
        "value": value,
        "value_text": shown(value),
        "limit": limit,
        "limit_text": shown(limit),
        "unit": unit,
        "margin": margin,
        "margin_text": "—" if margin is None else f"{margin:+g}",
        "rule": words(f"不低于{shown(limit)}{unit['zh']}", f"at least {shown(limit)} {unit['en']}"),
        "reason": status,
        "reason_text": words(
            REASONS[status]["zh"].format(gap=gap["zh"]), REASONS[status]["en"].format(gap=gap["en"])
        ),
        "final": status in {"met", "not_met"},
        "due": due,
        "overdue": status in {"not_met", "missing", "invalid", "indeterminate"},
        "comparison": "full_value",
        "comparison_word": named("full_value"),
        "decisive": obligation == "binding",
        "obligation": obligation,
        "obligation_word": named(obligation),
        "nature": nature,
        "nature_word": named(nature),
        "clause": clause,
        "measure": measure,
        "wording": "不低于",
        "lead": [lead],
        "support": [PLANNING, FINANCE, ECOLOGY],
        "pace": None if limit is None or nature != "accumulating" else limit * 0.75,
        "progress": None if not limit or value is None else min(value / limit, 1.0),
        "elapsed": 0.75,
        "remaining": words("", "") if status != "behind" else words("距时限还有1个季度", "1 quarter left"),
        "formula": f"100 * {ident.replace('-', '_')}_part / {ident.replace('-', '_')}_whole" if rate else ident.replace("-", "_"),
        "formula_words": words(f"100 × {zh}（分子） ÷ {zh}（分母）", f"100 × {en}, part ÷ {en}, whole") if rate else words(zh, en),
        "formula_filled": "100 * 481 / 500" if rate and value is not None else "",
        "definition": words("按报告期内实际数计算。", "Computed from the figures of the period."),
        "inputs": [] if value is None else [_input(ident, zh, en, part, number) for part in ("part", "whole")[: 1 + rate]],
        "history": history,
        "notes": [words("正文与附表时限不一致，以附表为准。", "Two deadlines are printed; the annex counts.")] if number % 5 == 3 else [],
        "findings": {"invalid": [0], "indeterminate": [1]}.get(status, []),
    }  # fmt: skip
    return cast("VerdictRecord", record)


def _point(label: str, end: str, value: float | None, status: str) -> HistoryPoint:
    state = status if end == "2023-12-31" else "missing" if value is None else "on_track"
    return {
        "period": label,
        "end": end,
        "value": value,
        "value_text": shown(value),
        "status": state,
    }


def _input(ident: str, zh: str, en: str, part: str, number: int) -> Any:
    return {
        "variable": f"{ident.replace('-', '_')}_{part}",
        "title": words(f"{zh}（{'分子' if part == 'part' else '分母'}）", f"{en}, {part}"),
        "value_text": "481" if part == "part" else "500",
        "unit": words("万立方米", "×10⁴ m³"),
        "period": "2023Q4",
        "place": f"2023Q4.xlsx[Q4]!C{number + 4}",
        "text": "481" if part == "part" else "500",
    }


def _at(record: VerdictRecord, point: HistoryPoint, number: int) -> VerdictRecord:
    status = point["status"]
    return cast(
        "VerdictRecord",
        {
            **record,
            "period": point["period"],
            "as_of": point["end"],
            "status": status,
            "status_word": named(status),
            "value": point["value"],
            "value_text": point["value_text"],
            "history": record["history"][: number + 1],
        },
    )


def _findings() -> list[FindingRecord]:
    rows = [
        ("out_of_range", "error", "193超出合理范围0—100", "193 is outside the plausible range 0 to 100", "C14", "193"),
        ("approximate", "warning", "“43左右”为近似值，无法精确判定", "'43左右' is approximate", "C15", "43左右"),
        ("unknown_variable", "warning", "未识别的指标“污水处里率”，是否为“污水处理率”？", "unknown name '污水处里率'", "A21", "污水处里率"),
        ("formula_like", "information", "单元格文本以等号开头", "the text of the cell begins with =", "D9", "=HYPERLINK(\"x\")<script>alert(1)</script>"),
    ]  # fmt: skip
    return [
        {
            "id": number,
            "code": code,
            "severity": severity,
            "severity_word": named(severity),
            "message": words(zh, en),
            "hint": "污水处理率" if code == "unknown_variable" else "",
            "file": "2023Q4.xlsx",
            "sheet": "Q4",
            "row": int(cell[1:]),
            "column": cell[0],
            "place": f"2023Q4.xlsx[Q4]!{cell}",
            "text": text,
            "region": "150785",
            "period": "2023Q4",
            "variable": "soil_test_area",
            "count": 1,
        }
        for number, (code, severity, zh, en, cell, text) in enumerate(rows)
    ]


STATES = tuple(Status(s) for s in ("met", "not_due", "not_met", "missing", "on_track", "behind"))


def _measure(number: int, area: tuple[str, Words]) -> MeasureRecord:
    status = STATES[number % len(STATES)].value
    printed = number if number < 46 else number + 2
    return {
        "measure": str(printed),
        "item": 1 + number // 3,
        "item_title": words(f"重点工作{1 + number // 3}", f"Work item {1 + number // 3}"),
        "title": words(
            f"第{printed}项工作任务：压实河长责任，强化日常巡查", f"Duty {printed}: patrols"
        ),
        "region": area[0],
        "region_title": area[1],
        "lead": [OFFICE] if number % 2 else [WATER, HOUSING],
        "support": [FINANCE] if number % 3 else [],
        "printed_lead": "市河长办",
        "printed_support": "市河长办各责任单位",
        "due": "2023-11-30" if number % 4 else None,
        "printed_deadline": "2023年11月底前",
        "ongoing": number % 7 == 0,
        "status": status,
        "status_word": named(status),
        "reason_text": REASONS[status if status in REASONS else "met"],
        "done_on": "2023-10-20" if status == "met" else None,
        "evidence": "会议纪要〔2023〕5号" if status == "met" else "",
        "targets": [TARGETS[number % len(TARGETS)][0]] if number % 5 == 0 else [],
        "notes": [],
    }


def _counts(records: list[VerdictRecord]) -> dict[str, int]:
    found: dict[str, int] = {}
    for record in records:
        found[record["status"]] = found.get(record["status"], 0) + 1
    return found


def _summary(standings: list[VerdictRecord], areas: list[tuple[str, Words]]) -> Any:
    leads = {record["lead"][0]["zh"]: record["lead"][0] for record in standings}
    counts = _counts(standings)
    return {
        "ok": False,
        "counts": counts,
        "decisive_counts": _counts([r for r in standings if r["decisive"]]),
        "total": len(standings),
        "by_unit": [
            {"unit": unit, "counts": _counts(own), "total": len(own)}
            for unit in leads.values()
            for own in [[r for r in standings if r["lead"][0] == unit]]
        ],
        "by_region": [
            {"region": code, "title": title, "counts": _counts(own), "total": len(own), "ok": False}
            for code, title in areas
            for own in [[r for r in standings if r["region"] == code]]
        ],
        "by_target": [
            {"target": target, "counts": _counts(own), "total": len(own)}
            for target in dict.fromkeys(r["target"] for r in standings)
            for own in [[r for r in standings if r["target"] == target]]
        ],
        "findings": {"error": 1, "warning": 2, "information": 1},
        "headline": [
            words(
                f"应判定目标{len(standings)}项次，达标{counts.get('met', 0)}项次。",
                f"Of {len(standings)} verdicts owed, {counts.get('met', 0)} are met.",
            ),
            words(
                "未达标：再生水利用率（市住房城乡建设局）。",
                "Not met: reclaimed water utilisation rate (Housing and Construction Bureau).",
            ),
            words("数据问题：错误1处，警告2处。", "Findings in the data: 1 error and 2 warnings."),
        ],
    }
