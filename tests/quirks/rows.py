"""Sheets whose quirk is in the rows: totals, spans, sections, parts, notes."""

from quirks.sheet import Quirk

ROWS = [
    Quirk(
        "totals and subtotals of regions",
        """
2023年三季度 单位：万立方米
地区 | 污水处理量
合计 | 480
根河市 | 120.0
海拉尔区 | 300
小计 | 420
阿荣旗 | 60
""",
        """
B4 150785 2023Q3 sewage_treated 120.0
B5 150702 2023Q3 sewage_treated 300
B7 150721 2023Q3 sewage_treated 60
""",
        ("period_implied",),
        {"title": 1, "heading": 2, "label": 5, "total": 2, "observation": 3},
    ),
    Quirk(
        "total that differs",
        """
2023年三季度 单位：万立方米
地区 | 污水处理量
根河市 | 120
海拉尔区 | 300
合计 | 422
""",
        """
B3 150785 2023Q3 sewage_treated 120
B4 150702 2023Q3 sewage_treated 300
""",
        ("period_implied", "total_differs"),
    ),
    Quirk(
        "total within rounding",
        """
2023年三季度 单位：万立方米
地区 | 污水处理量
根河市 | 120
海拉尔区 | 300
合计 | 421
""",
        """
B3 150785 2023Q3 sewage_treated 120
B4 150702 2023Q3 sewage_treated 300
""",
        ("period_implied",),
    ),
    Quirk(
        "the whole city as a row",
        """
2023年三季度
地区 | 污水处理率（%）
全市 | 96.1
根河市 | 95.2
海拉尔区 | 97.0
""",
        """
B3 150700 2023Q3 county-sewage-treatment 96.1
B4 150785 2023Q3 county-sewage-treatment 95.2
B5 150702 2023Q3 county-sewage-treatment 97.0
""",
        ("period_implied",),
    ),
    Quirk(
        "span of the figures in a column of its own, names merged",
        """
指标 | | 2023年第三季度 | 2023年第二季度
再生水利用量 | 当季值 | 10 | 9
 | 累计值 | 30 | 20
污水处理量 | 当季值 | 40 | 41
 | 累计值 | 120 | 80
""",
        """
C2 150785 2023Q3 reclaimed_water_used 10 10 period
D2 150785 2023Q2 reclaimed_water_used 9
C3 150785 2023Q3 reclaimed_water_used 30 30 cumulative
D3 150785 2023Q2 reclaimed_water_used 20
C4 150785 2023Q3 sewage_treated 40
D4 150785 2023Q2 sewage_treated 41
C5 150785 2023Q3 sewage_treated 120
D5 150785 2023Q2 sewage_treated 80
""",
        ("region_assumed", "unit_assumed"),
    ),
    Quirk(
        "当季值 and 累计值 in the names",
        """
指标 | 2023年第三季度 | 2023年第二季度
再生水利用量当季值(万立方米) | 10 | 9
再生水利用量累计值(万立方米) | 30 | 20
""",
        """
B2 150785 2023Q3 reclaimed_water_used 10 10 period
C2 150785 2023Q2 reclaimed_water_used 9
B3 150785 2023Q3 reclaimed_water_used 30 30 cumulative
C3 150785 2023Q2 reclaimed_water_used 20
""",
        ("region_assumed",),
    ),
    Quirk(
        "spans below a row with the name",
        """
指标 | 2023年第三季度 | 2023年第二季度
污水处理量(万立方米) | |
当季值 | 40 | 41
累计值 | 120 | 80
""",
        """
B3 150785 2023Q3 sewage_treated 40 40 period
C3 150785 2023Q2 sewage_treated 41
B4 150785 2023Q3 sewage_treated 120 120 cumulative
C4 150785 2023Q2 sewage_treated 80
""",
        ("region_assumed",),
    ),
    Quirk(
        "English header row and English column",
        """
地区 | 污水处理量 | 再生水利用量 | Region
Region | Sewage treated | Reclaimed water used |
根河市 | 120 | 30 | Genhe
海拉尔区 | 300 | 90 | Hailar District
""",
        """
B3 150785 2023 sewage_treated 120
C3 150785 2023 reclaimed_water_used 30
B4 150702 2023 sewage_treated 300
C4 150702 2023 reclaimed_water_used 90
""",
        ("period_implied", "unit_assumed"),
        {"heading": 7, "label": 4, "observation": 4},
        "2023.csv",
    ),
    Quirk(
        "parts and indentation",
        """
指标 | 2023年三季度
用水总量(万立方米) | 900
　　其中：地下水用水量 | 300
  # 工业用水量 | 100
""",
        """
B2 150785 2023Q3 water_used_total 900
B3 150785 2023Q3 groundwater_used 300
B4 150785 2023Q3 industrial_water_used 100
""",
        ("region_assumed", "unit_assumed"),
    ),
    Quirk(
        "section rows with regions",
        """
指标 | 2023年三季度
根河市 |
污水处理量 | 120
再生水利用量 | 30
海拉尔区 |
污水处理量 | 300
""",
        """
B3 150785 2023Q3 sewage_treated 120
B4 150785 2023Q3 reclaimed_water_used 30
B6 150702 2023Q3 sewage_treated 300
""",
        ("unit_assumed",),
        {"heading": 4, "label": 3, "observation": 3},
    ),
    Quirk(
        "section rows with headings and empty rows and columns",
        """
指标 | | 2023年三季度

一、水资源 | |
用水总量 | | 900

二、水环境 | |
污水处理量 | | 120
""",
        """
C4 150785 2023Q3 water_used_total 900
C7 150785 2023Q3 sewage_treated 120
""",
        ("region_assumed", "unit_assumed"),
        {"heading": 4, "label": 2, "observation": 2},
    ),
    Quirk(
        "regions merged down",
        """
地区 | 指标 | 2023Q3
根河市 | 污水处理量 | 120
 | 再生水利用量 | 30
海拉尔区 | 污水处理量 | 300
""",
        """
C2 150785 2023Q3 sewage_treated 120
C3 150785 2023Q3 reclaimed_water_used 30
C4 150702 2023Q3 sewage_treated 300
""",
        ("unit_assumed",),
    ),
    Quirk(
        "this year, last year and growth",
        """
根河市2023年1-9月
指标 | 计量单位 | 本期 | 上年同期 | 同比增长(%)
污水处理量 | 万立方米 | 120 | 110 | 9.1
""",
        """
C3 150785 2023-01/2023-09 sewage_treated 120
D3 150785 2022-01/2022-09 sewage_treated 110
""",
        ("period_implied", "region_assumed", "column_skipped"),
        {"title": 1, "heading": 5, "label": 2, "observation": 2, "skipped": 1},
    ),
    Quirk(
        "year over parts of it",
        """
指标 | 2023年 | | 2022年 |
 | 1-6月 | 4-6月 | 1-6月 | 4-6月
污水处理量 | 80 | 42 | 70 | 36
""",
        """
B3 150785 2023-01/2023-06 sewage_treated 80
C3 150785 2023-04/2023-06 sewage_treated 42
D3 150785 2022-01/2022-06 sewage_treated 70
E3 150785 2022-04/2022-06 sewage_treated 36
""",
        ("region_assumed", "unit_assumed"),
    ),
    Quirk(
        "periods as rows, indicators as columns",
        """
报告期 | 污水处理量 | 再生水利用量
2023年1-3月 | 40 | 9
2023年1-6月 | 80 | 20
""",
        """
B2 150785 2023-01/2023-03 sewage_treated 40
C2 150785 2023-01/2023-03 reclaimed_water_used 9
B3 150785 2023-01/2023-06 sewage_treated 80
C3 150785 2023-01/2023-06 reclaimed_water_used 20
""",
        ("region_assumed", "unit_assumed"),
    ),
    Quirk(
        "columns and rows that are not the plan's",
        """
2023年三季度
地区 | 污水处理量(万立方米) | 排名 | 联系电话 | 说法
根河市 | 120 | 1 | 0470-5220000 | 好
市辖区 | 5 | 2 | | 中
""",
        """
B3 150785 2023Q3 sewage_treated 120
""",
        ("period_implied", "column_skipped", "pseudo_region"),
    ),
    Quirk(
        "who filled it in",
        """
填报单位：根河市水利局 | | 2023年9月
指标 | 单位 | 本月末
污水处理量 | 万立方米 | 120
填报人：张某 | 审核人：李某 | 填报日期：2023年10月8日
""",
        """
C3 150785 2023-09 sewage_treated 120 120 point
""",
        ("period_implied", "region_assumed"),
    ),
    Quirk(
        "long table with totals, notes and empty rows",
        """
地区,报告期,指标,数值
""".replace(",", " | ")
        + """根河市 | 2023Q3 | 污水处理量 | 120
海拉尔区 | 2023Q3 | 污水处理量 | 300

合计 | 2023Q3 | 污水处理量 | 430
注：初步数
""",
        """
D2 150785 2023Q3 sewage_treated 120
D3 150702 2023Q3 sewage_treated 300
""",
        ("unit_assumed", "total_differs"),
        {"heading": 4, "label": 9, "observation": 2, "total": 1, "note": 1},
    ),
    Quirk(
        "milestones in words",
        """
2023年三季度
指标 | 完成情况 | 完成日期
岸线保护与利用规划印发情况 | 已印发 | 2023年9月5日
新一轮采砂规划编制情况 | 正在推进 |
""",
        """
B3 150785 2023Q3 shoreline_plan_issued 已印发 1
B4 150785 2023Q3 sand_mining_plan 正在推进 0
""",
        ("period_implied", "region_assumed"),
    ),
]
