"""The circular as a Word document, opened by python-docx."""

import io
import re
import zipfile

import docx
import pytest
from docx import Document

from genhe_targets.errors import ReadingError
from genhe_targets.report.circular import circular
from genhe_targets.report.docx import render, shipped
from genhe_targets.vocabulary import LANGS, Status
from report.sample import sample


def opened(content):
    return docx.Document(io.BytesIO(content))


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


@pytest.fixture(scope="module")
def records():
    return sample()


@pytest.mark.parametrize("lang", LANGS)
def test_the_layout_of_a_circular(records, lang):
    said = circular(records, lang)
    found = texts(opened(render(records, lang)))
    body = [
        said["title"], said["addressee"], said["opening"], *(s["head"] for s in said["sections"]),
        *said["annexes"], said["issuer"], said["date"],
    ]  # fmt: skip
    at = [found.index(text) for text in body]
    assert at == sorted(at)
    if lang == "zh":
        assert said["title"].startswith("关于《")
        assert said["title"].endswith("的通报")
        assert said["addressee"] == "各责任单位："
        assert [s["head"][:2] for s in said["sections"]] == [f"{n}、" for n in "一二三四五"]
        assert said["date"] == "2023年12月31日"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("regions", [1, 3])
def test_nothing_is_left_of_the_template(lang, regions):
    document = opened(render(sample(regions=regions), lang))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert not [text for text in [*texts(document), *cells] if "{" in text or "}" in text]


@pytest.mark.parametrize("lang", LANGS)
def test_the_annexes_list_every_target_measure_and_finding(records, lang):
    targets, measures, findings = opened(render(records, lang)).tables
    assert len(targets.rows) == 1 + len(records["standings"])
    assert len(measures.rows) == 1 + len(records["measures"])
    assert len(findings.rows) == 1 + len(records["findings"])
    row = [cell.text for cell in targets.rows[1].cells]
    assert records["standings"][0]["title"][lang] in row
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in (targets, measures))


def test_several_regions_have_a_table_of_regions():
    document = opened(render(sample(regions=3), "zh"))
    assert len(document.tables) == 4
    assert len(document.tables[0].rows) == 4


def test_every_verdict_that_calls_for_action_is_named(records):
    body = "\n".join(p for s in circular(records, "zh")["sections"] for p in s["paragraphs"])
    for record in records["standings"]:
        if record["status"] in {Status.NOT_MET, Status.BEHIND, Status.MISSING, Status.INVALID}:
            assert record["title"]["zh"] in body
            for unit in record["lead"]:
                assert unit["zh"] in body


def test_the_signature_is_never_alone_on_a_page():
    for lang in LANGS:
        template = opened(shipped(lang))
        kept = {p.text: p.paragraph_format.keep_with_next for p in template.paragraphs}
        assert kept["{{ annex }}"]
        assert kept["{{ issuer }}"]


def test_an_office_uses_its_own_template(records, tmp_path):
    own = Document()
    own.add_paragraph("本办文件〔2023〕1号")
    own.add_paragraph("{{ title }}")
    own.add_paragraph("{%p for section in sections %}")
    own.add_paragraph("{{ section.head }}")
    own.add_paragraph("{%p endfor %}")
    path = tmp_path / "own.docx"
    own.save(path)
    found = texts(opened(render(records, "zh", path)))
    assert found[0] == "本办文件〔2023〕1号"
    assert found[1] == circular(records, "zh")["title"]
    assert len(found) == 2 + len(circular(records, "zh")["sections"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ title.__class__.__mro__ }}", "cannot be filled"),
        ("{% for x in %}", "cannot be filled"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_with_its_fields(
    records, tmp_path, text, problem
):
    own = Document()
    own.add_paragraph(text)
    path = tmp_path / "own.docx"
    own.save(path)
    with pytest.raises(ReadingError, match=re.escape(problem)) as refused:
        render(records, "zh", path)
    assert "fields: title, addressee" in str(refused.value)


def test_hostile_words_stay_words(records):
    made = sample()
    made["findings"][0]["text"] = "<w:p>{{ 7*7 }}\x00&"
    (*_, findings) = opened(render(made, "zh")).tables
    assert "<w:p>{{ 7*7 }}�&" in [cell.text for cell in findings.rows[1].cells]


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_report_gives_the_same_bytes_and_no_clock(records, lang):
    assert render(records, lang) == render(sample(), lang)
    with zipfile.ZipFile(io.BytesIO(render(records, lang))) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}
    properties = opened(render(records, lang)).core_properties
    assert properties.created.date().isoformat() == properties.modified.date().isoformat()
    assert properties.created.date().isoformat() == "2023-12-31"
