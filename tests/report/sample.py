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
from genhe_targets.vocabulary import Status
from report.sampleplan import (
    CLAUSES,
    ECOLOGY,
    ENDS,
    FINANCE,
    HOUSING,
    OFFICE,
    PERCENT,
    PLANNING,
    REASONS,
    REGIONS,
    TARGETS,
    WATER,
    named,
    words,
)


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
