"""SARIF 2.1.0: findings in the data, shown by code hosts beside the files of a pull request."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from genhe_targets.report.arrange import hint_beside
from genhe_targets.report.records import FindingRecord, ReportRecords
from genhe_targets.vocabulary import Lang, Severity

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}


def render(records: ReportRecords, lang: Lang) -> bytes:
    """Every finding as a SARIF result."""
    codes = list(dict.fromkeys(finding["code"] for finding in records["findings"]))
    first = {finding["code"]: finding for finding in reversed(records["findings"])}
    run = {
        "tool": {
            "driver": {
                "name": "genhe-targets",
                "semanticVersion": records["provenance"]["versions"].get("genhe-targets", "0"),
                "rules": [
                    {
                        "id": code,
                        "name": "".join(part.title() for part in code.split("_")),
                        "defaultConfiguration": {
                            "level": LEVELS[Severity(first[code]["severity"])]
                        },
                    }
                    for code in codes
                ],
            }
        },
        "language": "zh-CN" if lang == "zh" else "en",
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, codes.index(finding["code"]), lang) for finding in records["findings"]
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode()


def _result(finding: FindingRecord, rule: int, lang: Lang) -> dict[str, Any]:
    message = finding["message"][lang]
    hint = hint_beside(finding, lang)
    result: dict[str, Any] = {
        "ruleId": finding["code"],
        "ruleIndex": rule,
        "level": LEVELS[Severity(finding["severity"])],
        "message": {"text": f"{message} {hint}".rstrip()},
        "occurrenceCount": max(finding["count"], 1),
    }
    if finding["file"]:
        location: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": {"uri": quote(finding["file"].replace("\\", "/"))}
            }
        }
        if finding["row"] and not finding["sheet"]:
            location["physicalLocation"]["region"] = {"startLine": finding["row"]}
        if finding["place"]:
            location["logicalLocations"] = [
                {"fullyQualifiedName": finding["place"], "kind": "cell"}
            ]
        result["locations"] = [location]
    return result
