"""JUnit XML: a target is a test case, a region a suite; for pipelines that show test results.

A decisive target that is not met fails.  What has no answer (missing, to be verified,
indeterminate, not due, ...) is skipped with the reason: silence is neither passed nor failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from genhe_targets.report.arrange import regions_of
from genhe_targets.report.cells import writable
from genhe_targets.report.labels import units_text, with_unit
from genhe_targets.report.records import ReportRecords, VerdictRecord
from genhe_targets.vocabulary import Lang, Status

PASSED = frozenset({Status.MET, Status.ON_TRACK, Status.BEHIND})
"""Nothing to stop a pipeline for; what is behind says so in its output."""


def render(records: ReportRecords, lang: Lang) -> bytes:
    """The standings as JUnit XML."""
    standings = records["standings"]
    plan = records["plan"]
    root = Element("testsuites", {"name": _text(plan["title"][lang]), **_counts(standings)})
    for code, title in regions_of(standings).items():
        own = [record for record in standings if record["region"] == code]
        suite = SubElement(
            root,
            "testsuite",
            {
                "name": _text(f"{title[lang]} {code}"),
                "timestamp": f"{records['as_of']}T00:00:00",
                "time": "0",
                "errors": "0",
                **_counts(own),
            },
        )
        _properties(suite, records)
        for record in own:
            _case(suite, record, plan["id"], lang)
    indent(root)
    return f"{tostring(root, encoding='unicode', xml_declaration=True)}\n".encode()


def _properties(suite: Element, records: ReportRecords) -> None:
    properties = SubElement(suite, "properties")
    plan = records["plan"]
    facts = {"plan": plan["id"], "plan_hash": plan["content_hash"], "as_of": records["as_of"]}
    if "changes" in records:
        facts |= {f"change.{kind}": str(n) for kind, n in records["changes"]["counts"].items()}
    for name, value in facts.items():
        SubElement(properties, "property", {"name": name, "value": _text(value)})


def _case(suite: Element, record: VerdictRecord, plan: str, lang: Lang) -> None:
    case = SubElement(
        suite,
        "testcase",
        {
            "classname": f"{plan}.{record['region']}",
            "name": _text(f"{record['target']} {record['title'][lang]}"),
            "time": "0",
        },
    )
    unit = record["unit"][lang]
    message = _text(f"{record['status_word'][lang]}: {record['reason_text'][lang]}")
    body = _text(
        f"{record['rule'][lang]}; {with_unit(record['value_text'], unit, lang)}; "
        f"{record['period']}; {units_text(record['lead'], lang)}"
    )
    if is_failure(record):
        node = SubElement(case, "failure", {"message": message, "type": record["status"]})
        node.text = body
    elif record["status"] not in PASSED:
        SubElement(case, "skipped", {"message": message})
    else:
        SubElement(case, "system-out").text = f"{message}; {body}"


def is_failure(record: VerdictRecord) -> bool:
    """Whether a standing fails its case: decisive, and not met."""
    return record["status"] == Status.NOT_MET and record["decisive"]


def _counts(records: Sequence[VerdictRecord]) -> dict[str, str]:
    failed = sum(is_failure(record) for record in records)
    passed = sum(record["status"] in PASSED for record in records)
    return {
        "tests": str(len(records)),
        "failures": str(failed),
        "skipped": str(len(records) - failed - passed),
    }


def _text(text: str) -> str:
    return writable(text)
