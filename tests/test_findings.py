"""Findings: counted at once, written out when somebody looks, spelled for readers."""

import pytest

from genhe_targets.findings import KINDS, Finding, FindingKind, Unwritten, in_turn
from genhe_targets.vocabulary import Severity

ODD = "odd_in_tests"


@pytest.fixture
def written():
    return []


def group(written, *texts):
    def write():
        written.append(texts)
        return [Finding(ODD, text=text) for text in texts]

    return Unwritten(len(texts), write)


def test_findings_are_counted_without_being_written(written):
    every = in_turn([group(written, "a", "b"), (), (Finding(ODD, text="c"),), group(written, "d")])
    assert (len(every), written) == (4, [])
    assert [finding.text for finding in every] == ["a", "b", "c", "d"]
    assert (every[-1].text, [one.text for one in every[1:3]]) == ("d", ["b", "c"])
    assert written == [("a", "b"), ("d",)], "each group is written once"


def test_no_findings_are_none(written):
    assert tuple(in_turn([group(written), ()])) == ()


def test_a_float_in_a_sentence_is_spelled_out(monkeypatch):
    kind = FindingKind(ODD, Severity.WARNING, "{text}是{times}的{share}倍", "{text}: {times}")
    monkeypatch.setitem(KINDS, ODD, kind)
    one = Finding(ODD, text="7", detail={"times": 3_100_000.0, "share": 0.1})
    assert (one.message("zh"), one.message("en")) == ("7是3100000的0.1倍", "7: 3100000")
