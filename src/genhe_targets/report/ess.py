"""The validation report structure of the European statistical system, 1.0.0, as JSON.

An array of validations: what was asked of which data, and the answer ``"1"`` (holds), ``"0"``
(does not) or ``"NA"`` (cannot be told), and of aggregations over them.  A verdict that is not
final, such as *on track*, is ``"NA"``: whether the rule holds cannot be told yet.
"""

from __future__ import annotations

import json
from typing import Any

from genhe_targets.report.records import FindingRecord, ReportRecords, VerdictRecord
from genhe_targets.vocabulary import Lang, Obligation, Severity, Status

LANGUAGE = "genhe-targets plan"
VALUES = {Status.MET: "1", Status.NOT_MET: "0"}
SEVERITIES = {
    Obligation.BINDING: Severity.ERROR,
    Obligation.ASPIRATIONAL: Severity.WARNING,
    Obligation.ADVISORY: Severity.INFORMATION,
}


def render(records: ReportRecords, lang: Lang) -> bytes:
    """Standings, findings and their counts in the structure of the ESS."""
    event = {
        "time": records["provenance"]["time"] or f"{records['as_of']}T00:00:00",
        "actor": f"genhe-targets {records['provenance']['versions'].get('genhe-targets', '')}",
        "agent": "",
        "trigger": "evaluate",
    }
    made = [_standing(record, records, event, lang) for record in records["standings"]]
    made += [_finding(finding, event, lang) for finding in records["findings"]]
    made += _aggregations(made, records, event)
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _standing(
    record: VerdictRecord, records: ReportRecords, event: dict[str, str], lang: Lang
) -> dict[str, Any]:
    source = [f"{i['variable']}@{record['region']}@{i['period']}" for i in record["inputs"]]
    return {
        "id": f"{records['plan']['id']}:{record['target']}@{record['region']}@{record['period']}",
        "type": "validation",
        "event": event,
        "rule": {
            "language": LANGUAGE,
            "expression": f"{record['formula']}: {record['rule']['en']}",
            "severity": SEVERITIES[Obligation(record["obligation"])].value,
            "description": f"{record['title'][lang]} {record['rule'][lang]}",
            "change": "",
            "explanation": record["reason_text"][lang],
        },
        "data": {
            "source": source,
            "target": [f"{record['target']}@{record['region']}@{record['period']}"],
            "description": record["status"],
        },
        "value": VALUES.get(Status(record["status"]), "NA"),
    }


def _finding(finding: FindingRecord, event: dict[str, str], lang: Lang) -> dict[str, Any]:
    cell = finding["place"] or finding["file"]
    return {
        "id": f"finding:{finding['id']}",
        "type": "validation",
        "event": event,
        "rule": {
            "language": LANGUAGE,
            "expression": finding["code"],
            "severity": finding["severity"],
            "description": finding["message"][lang],
            "change": "",
            "explanation": _explanation(finding),
        },
        "data": {"source": [cell], "target": [cell], "description": finding["text"]},
        "value": "0",
    }


def _explanation(finding: FindingRecord) -> str:
    """The answer where one was given (comply or explain), else the hint."""
    if "explained" not in finding:
        return finding["hint"]
    answer = finding["explained"]
    return f"{answer['text']} ({answer['by']}, {answer['on']})"


def _aggregations(
    made: list[dict[str, Any]], records: ReportRecords, event: dict[str, str]
) -> list[dict[str, Any]]:
    """How many validations hold, do not hold, and cannot be told."""
    return [
        {
            "id": f"{records['plan']['id']}:count:{value}",
            "type": "aggregation",
            "event": event,
            "aggregate": {
                "language": LANGUAGE,
                "expression": f'count(value == "{value}")',
                "description": text,
            },
            "data": {
                "source": [source["name"] for source in records["provenance"]["sources"]],
                "target": [records["plan"]["id"]],
                "description": "",
            },
            "value": str(sum(validation["value"] == value for validation in made)),
        }
        for value, text in (("1", "holds"), ("0", "does not hold"), ("NA", "cannot be told"))
    ]
