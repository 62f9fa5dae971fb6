"""JUnit XML: the shape that pipelines read, and what passes, fails and is skipped."""

import pytest
from lxml import etree

from genhe_targets.report.views import render
from genhe_targets.vocabulary import LANGS, Status
from report.sample import sample

SHAPE = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:simpleType name="count"><xs:restriction base="xs:nonNegativeInteger"/></xs:simpleType>
<xs:complexType name="outcome"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="message"/><xs:attribute name="type"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:element name="testsuites"><xs:complexType>
  <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="name"/><xs:attribute name="time" type="xs:decimal"/>
  <xs:attribute name="tests" type="count"/><xs:attribute name="failures" type="count"/>
  <xs:attribute name="errors" type="count"/><xs:attribute name="skipped" type="count"/>
</xs:complexType></xs:element>
<xs:element name="testsuite"><xs:complexType>
  <xs:sequence>
    <xs:element name="properties" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="property" maxOccurs="unbounded"><xs:complexType>
        <xs:attribute name="name" use="required"/><xs:attribute name="value" use="required"/>
      </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
    <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element name="skipped" type="outcome"/><xs:element name="error" type="outcome"/>
        <xs:element name="failure" type="outcome"/><xs:element name="system-out" type="xs:string"/>
        <xs:element name="system-err" type="xs:string"/>
      </xs:choice>
      <xs:attribute name="name" use="required"/><xs:attribute name="classname" use="required"/>
      <xs:attribute name="time" type="xs:decimal"/>
    </xs:complexType></xs:element>
  </xs:sequence>
  <xs:attribute name="name" use="required"/><xs:attribute name="tests" type="count" use="required"/>
  <xs:attribute name="failures" type="count"/><xs:attribute name="errors" type="count"/>
  <xs:attribute name="skipped" type="count"/><xs:attribute name="time" type="xs:decimal"/>
  <xs:attribute name="timestamp" type="xs:dateTime"/>
</xs:complexType></xs:element></xs:schema>"""
"""The shape common to the readers of JUnit reports: names, order of elements, types of counts."""


def tree(records, lang="zh"):
    return etree.fromstring(render(records, ".xml", lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("regions", [1, 3])
def test_it_has_the_shape_that_pipelines_read(lang, regions):
    schema = etree.XMLSchema(etree.fromstring(SHAPE))
    schema.assertValid(tree(sample(regions=regions), lang))


def test_each_standing_is_a_case_and_counts_add_up():
    records = sample(regions=3)
    root = tree(records)
    cases = root.findall(".//testcase")
    assert len(cases) == len(records["standings"])
    assert len(root.findall("testsuite")) == 3
    for element in (root, *root.findall("testsuite")):
        for name, tag in (("failures", "failure"), ("skipped", "skipped"), ("tests", "testcase")):
            assert int(element.get(name)) == len(element.findall(f".//{tag}"))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("decisive", [True, False])
def test_what_fails_and_what_is_skipped_with_its_reason(status, decisive):
    records = sample(targets=1)
    record = records["standings"][0]
    record["status"], record["decisive"] = status, decisive
    record["reason_text"] = {"zh": "原因甲", "en": "reason A"}
    (case,) = tree(records).findall(".//testcase")
    failure, skipped = case.find("failure"), case.find("skipped")
    assert (failure is not None) == (status == "not_met" and decisive)
    silent = {"missing", "invalid", "indeterminate", "not_due", "target_unset", "not_applicable"}
    if status in silent:
        assert "原因甲" in skipped.get("message")
    if failure is not None:
        assert failure.get("type") == "not_met"
        assert "原因甲" in failure.get("message")


def test_characters_that_xml_cannot_hold_are_replaced():
    records = sample(targets=1)
    records["standings"][0]["title"] = {"zh": "a\x00\x1b<&b", "en": "x"}
    (case,) = tree(records).findall(".//testcase")
    assert "a��<&b" in case.get("name")
