"""Sheets whose quirk is above the figures: preambles, units, headers, panels, periods."""

from quirks.sheet import Quirk

HEADS = [
    Quirk(
        "preamble and notes",
        """
数据库：分省年度数据
指标：污水处理量(万立方米)
时间：最近3年
地区 | 2023年 | 2022年
根河市 | 120.5 | 110
海拉尔区 | 300 |
注：2022年数据为初步统计。
　　　2.以年鉴为准。
数据来源：国家统计局
""",
        """
B5 150785 2023 sewage_treated 120.5
C5 150785 2022 sewage_treated 110
B6 150702 2023 sewage_treated 300
""",
        fates={"title": 3, "heading": 3, "label": 2, "observation": 3, "note": 3},
    ),
    Quirk(
        "unit line above",
        """
根河市2023年1-9月污水处理情况
 | | 计量单位：立方米
指标 | 数值 | 备注
污水处理量 | 1205000 | 自动监测
污水排放量 | 1300000 |
""",
        """
B4 150785 2023-01/2023-09 sewage_treated 1205000 120.5
B5 150785 2023-01/2023-09 sewage_discharged 1300000 130
""",
        ("period_implied", "region_assumed"),
        {"title": 2, "heading": 3, "label": 2, "note": 1, "observation": 2},
    ),
    Quirk(
        "unit line below",
        """
地区 | 污水处理量 | 再生水利用量
根河市 | 1205000 | 300000
海拉尔区 | 3000000 | 900000
单位：立方米
2023年三季度
""",
        """
B2 150785 2023Q3 sewage_treated 1205000 120.5
B3 150702 2023Q3 sewage_treated 3000000
C2 150785 2023Q3 reclaimed_water_used 300000
C3 150702 2023Q3 reclaimed_water_used 900000
""",
        ("period_implied",),
        {"heading": 3, "label": 2, "observation": 4, "note": 2},
    ),
    Quirk(
        "unit line with several units",
        """
2023年上半年 | 单位：万亩、立方米
地区 | 污水处理量 | 测土配方施肥面积
根河市 | 1205000 | 1.5
""",
        """
B3 150785 2023H1 sewage_treated 1205000 120.5
C3 150785 2023H1 soil_test_area 1.5 1.5
""",
        ("period_implied",),
    ),
    Quirk(
        "header of two rows, merged",
        """
地区 | 污水处理量（万立方米） | | 再生水利用量（万立方米） |
 | 2023年 | 2022年 | 2023年 | 2022年
根河市 | 120 | 110 | 30 | 20
海拉尔区 | 300 | 290 | 90 | 80
""",
        """
B3 150785 2023 sewage_treated 120
C3 150785 2022 sewage_treated 110
D3 150785 2023 reclaimed_water_used 30
E3 150785 2022 reclaimed_water_used 20
B4 150702 2023 sewage_treated 300
C4 150702 2022 sewage_treated 290
D4 150702 2023 reclaimed_water_used 90
E4 150702 2022 reclaimed_water_used 80
""",
        fates={"heading": 7, "label": 2, "observation": 8},
    ),
    Quirk(
        "empty row within a header",
        """
地区 | 污水处理量（万立方米） | | 再生水利用量（万立方米） |
 | | | |
 | 2023年 | 2022年 | 2023年 | 2022年
根河市 | 120 | 110 | 30 | 20
""",
        """
B4 150785 2023 sewage_treated 120
C4 150785 2022 sewage_treated 110
D4 150785 2023 reclaimed_water_used 30
E4 150785 2022 reclaimed_water_used 20
""",
        fates={"heading": 7, "label": 1, "observation": 4},
    ),
    Quirk(
        "empty row between two headers",
        """
地区 | 时期 | 污水处理量（立方米）
 | |
地区 | 时期 | 再生水利用量
根河市 | 2023年 | 30
""",
        """
C4 150785 2023 reclaimed_water_used 30 30
""",
        ("unit_assumed",),
    ),
    Quirk(
        "header of four rows",
        """
地区 | 污水 | | |
 | 处理量 | | 排放量 |
 | 2023年 | | 2023年 |
 | 1-6月 | 1-9月 | 1-6月 | 1-9月
根河市 | 80 | 120 | 90 | 130
""",
        """
B5 150785 2023-01/2023-06 sewage_treated 80
C5 150785 2023-01/2023-09 sewage_treated 120
D5 150785 2023-01/2023-06 sewage_discharged 90
E5 150785 2023-01/2023-09 sewage_discharged 130
""",
        ("unit_assumed",),
    ),
    Quirk(
        "row of units and row that numbers the columns",
        """
地区 | 污水处理量 | 污水处理率
 | 立方米 | %
甲 | 1 | 2
根河市 | 1205000 | 95.2
""",
        """
B4 150785 2023Q2 sewage_treated 1205000 120.5
C4 150785 2023Q2 county-sewage-treatment 95.2 95.2
""",
        ("period_implied",),
        {"heading": 8, "label": 1, "observation": 2},
        "2023年二季度.csv",
    ),
    Quirk(
        "header repeated in the data",
        """
地区 | 2023年 | 2022年
指标：无 | |
""".replace("指标：无 | |\n", "")
        + """根河市 | 1 | 2
地 区 | 2023年 | 2022年
海拉尔区 | 3 | 4
""",
        """
B2 150785 2023 sewage_treated 1
C2 150785 2022 sewage_treated 2
B4 150702 2023 sewage_treated 3
C4 150702 2022 sewage_treated 4
""",
        ("unit_assumed", "variable_implied"),
        {"heading": 6, "label": 2, "observation": 4},
        "污水处理量.csv",
    ),
    Quirk(
        "two panels side by side",
        """
各旗市区污水处理量（2023年三季度）
地区 | 污水处理量(万立方米) | | 地区 | 污水处理量(万立方米)
根河市 | 120 | | 阿荣旗 | 60
海拉尔区 | 300 | | 额尔古纳市 | 50
满洲里市 | 200 | | |
""",
        """
B3 150785 2023Q3 sewage_treated 120
B4 150702 2023Q3 sewage_treated 300
B5 150781 2023Q3 sewage_treated 200
E3 150721 2023Q3 sewage_treated 60
E4 150784 2023Q3 sewage_treated 50
""",
        ("period_implied",),
        {"title": 1, "heading": 4, "label": 5, "observation": 5},
    ),
    Quirk(
        "two tables one below the other",
        """
表一 污水处理量
地区 | 2023年 | 2022年
根河市 | 120 | 110
注：万立方米。

表二 再生水利用量
地区 | 2023年1-9月 | 2023年1-6月
根河市 | 30 | 20
""",
        """
B3 150785 2023 sewage_treated 120
C3 150785 2022 sewage_treated 110
B8 150785 2023-01/2023-09 reclaimed_water_used 30
C8 150785 2023-01/2023-06 reclaimed_water_used 20
""",
        ("unit_assumed", "variable_implied"),
        {"title": 2, "heading": 6, "label": 2, "observation": 4, "note": 1},
    ),
    Quirk(
        "indicators as rows, newest first",
        """
指标 | 2023年第三季度 | 2023年第二季度
污水处理量(万立方米) | 120 | 80
再生水利用量(万立方米) | 30 | 20
""",
        """
B2 150785 2023Q3 sewage_treated 120
C2 150785 2023Q2 sewage_treated 80
B3 150785 2023Q3 reclaimed_water_used 30
C3 150785 2023Q2 reclaimed_water_used 20
""",
        ("region_assumed",),
    ),
    Quirk(
        "indicators as rows, newest last, unit in a column",
        """
指标名称 | 计量单位 | 2022 | 2023
污水处理量 | 立方米 | 1100000 | 1200000
污水处理率 | % | 94.1 | 95.0
""",
        """
C2 150785 2022 sewage_treated 1100000 110
D2 150785 2023 sewage_treated 1200000
C3 150785 2022 county-sewage-treatment 94.1
D3 150785 2023 county-sewage-treatment 95.0
""",
        ("region_assumed",),
    ),
    Quirk(
        "corner of the header blank",
        """
 | 2023年1-9月 | 2022年1-9月
污水处理量 | 120 | 110
再生水利用量 | 30 | 20
""",
        """
B2 150785 2023-01/2023-09 sewage_treated 120
C2 150785 2022-01/2022-09 sewage_treated 110
B3 150785 2023-01/2023-09 reclaimed_water_used 30
C3 150785 2022-01/2022-09 reclaimed_water_used 20
""",
        ("region_assumed", "unit_assumed"),
    ),
    Quirk(
        "regions as columns, total first",
        """
指标 | 单位 | 合计 | 根河市 | 海拉尔区
污水处理量 | 万立方米 | 420 | 120 | 300
再生水利用量 | 万立方米 | 125 | 30 | 90
""",
        """
D2 150785 2023Q3 sewage_treated 120
E2 150702 2023Q3 sewage_treated 300
D3 150785 2023Q3 reclaimed_water_used 30
E3 150702 2023Q3 reclaimed_water_used 90
""",
        ("period_implied", "total_differs"),
        {"heading": 5, "label": 4, "total": 2, "observation": 4},
        "2023Q3.csv",
    ),
]
