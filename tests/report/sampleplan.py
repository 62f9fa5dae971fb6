"""The made-up plan of the sample report: targets, clauses, regions, units, reasons."""

from __future__ import annotations

from typing import Any

from genhe_targets.report.records import Words
from genhe_targets.vocabulary import LANGS, word


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
