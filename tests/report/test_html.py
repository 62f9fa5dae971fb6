"""The HTML report as a file: whole, safe, in both languages, small, and nothing but the records."""

import copy
import re

import pytest

from genhe_targets.report import html
from genhe_targets.report.look import LOOKS
from genhe_targets.vocabulary import Status, with_unit
from report.page import read
from report.sample import sample

CHINESE = re.compile(r"[\u3400-\u9fff]")
HOSTILE = "<script>alert('x')</script>\"'&<b onclick=y>"


@pytest.fixture(scope="module")
def one():
    return sample()


@pytest.fixture(scope="module")
def several():
    return sample(regions=3, targets=20)


@pytest.fixture(scope="module")
def pages(one, several):
    return {name: read(html.render(r, "zh")) for name, r in (("one", one), ("several", several))}


@pytest.fixture(params=["one", "several"])
def page(request, pages):
    return pages[request.param]


def test_ids_are_unique_and_every_reference_inside_the_page_leads_somewhere(page):
    ids = [element.attributes["id"] for element in page.walk() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    asked = [
        e.attributes["href"] for e in page.walk() if e.attributes.get("href", "").startswith("#")
    ]
    asked += [f"#{e.attributes[a]}" for e in page.walk() for a in ("aria-controls", "aria-labelledby") if a in e.attributes]  # fmt: skip
    assert len(asked) > 100
    assert {reference[1:] for reference in asked} <= set(ids)


def test_the_page_asks_the_network_for_nothing(one):
    text = html.render(one, "zh").decode()
    assert "http://" not in text
    assert "https://" not in text
    page = read(text)
    for element in page.walk():
        for key in ("src", "href", "action", "srcset", "poster", "data"):
            assert element.attributes.get(key, "#").startswith(("#", "data:")), element
    (policy,) = page.find("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy.attributes["content"].startswith("default-src 'none'")


def hostile(value):
    """Every text of the records made hostile; codes, numbers and dates stay."""
    codes = {"target", "region", "status", "severity", "format", "lang", "clause", "nature", "due", "end", "obligation", "as_of", "change"}  # fmt: skip
    if isinstance(value, dict):
        return {k: v if k in codes else hostile(v) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return value + HOSTILE if isinstance(value, str) else value


def test_hostile_names_stay_text():
    records = hostile(copy.deepcopy(sample(regions=2, targets=6)))
    for lang in ("zh", "en"):
        page = read(html.render(records, lang))
        assert len(page.find("script")) == 1
        assert not page.find("b", onclick="y")
        assert not [k for e in page.walk() for k in e.attributes if k.startswith("on")]
        assert "alert('x')" in page.text(lang)
        assert page.find("title")[0].children[0].startswith(records["plan"]["title"][lang][:6])


def test_every_word_comes_in_both_languages(page):
    for element in page.walk():
        if "z" in element.classes or "e" in element.classes:
            siblings = [e for e in element.parent.children if not isinstance(e, str)]
            names = [c for e in siblings for c in e.classes if c in {"z", "e"}]
            assert names[0::2] == ["z"] * (len(names) // 2), element.parent
            assert names[1::2] == ["e"] * (len(names) // 2), element.parent
            assert element.text("zh" if "z" in element.classes else "en").strip()


def written(records, lang):
    """What plan and senders wrote in their own words, which may quote the other language."""
    texts = [f["message"] for f in records["findings"]]
    texts += [note[key] for note in records["plan"]["notes"] for key in ("finding", "handling")]
    for record in records["standings"]:
        texts += [record["definition"], *record["notes"]]
    return {text[lang] for text in texts} | {s["name"] for s in records["provenance"]["sources"]}


def seen(page, lang, *left_out):
    """Every piece of text that a reader of ``lang`` sees."""
    other = {"zh": "e", "en": "z"}[lang]
    for element in page.walk():
        if element.within(other, "head", "script", *left_out) or "data-set" in element.attributes:
            continue
        yield from (c for c in element.children if isinstance(c, str))


def test_a_reader_of_english_meets_chinese_only_where_it_is_quoted(genhe_year):
    page = read(html.render(genhe_year, "en"))
    own = written(genhe_year, "en")
    texts = seen(page, "en", "q", "mono", "hash", "c-ev", "title")
    assert [text for text in texts if CHINESE.search(text) and text not in own] == []


def test_a_reader_of_chinese_meets_no_english_words(genhe_year):
    page = read(html.render(genhe_year, "zh"))
    own = written(genhe_year, "zh")
    texts = seen(page, "zh", "q", "mono", "hash", "c-ev", "title", "lead", "basis")
    left = [text for text in texts if re.search("[A-Za-z]{3,}", text) and text not in own]
    assert left == []


def test_rows_show_the_texts_of_the_records_and_nothing_else(one, pages):
    rows = {row.attributes["id"]: row for row in pages["one"].find("tr", "row")}
    assert len(rows) == len(one["standings"])
    for number, record in enumerate(one["standings"]):
        row = rows[f"v{number}"]
        for lang in ("zh", "en"):
            cells = {name: row.find(name=name)[0].text(lang) for name in ("c-name", "c-st", "c-val", "c-lim", "c-mar", "c-due")}  # fmt: skip
            unit = record["unit"][lang]
            assert record["title"][lang] in cells["c-name"]
            assert record["rule"][lang] in cells["c-name"]
            assert record["status_word"][lang] + record["reason_text"][lang] == cells["c-st"]
            assert cells["c-val"] in {
                record["value_text"],
                with_unit(record["value_text"], unit, lang),
            }
            assert cells["c-lim"].startswith(record["limit_text"])
            assert cells["c-mar"] == record["margin_text"]
            assert cells["c-due"].startswith(record["due"])
        assert row.attributes["data-s"] == record["status"]


def test_a_detail_leads_from_the_formula_to_the_cells_and_the_clause(one, pages):
    number, record = next(
        (n, r) for n, r in enumerate(one["standings"]) if r["target"] == "reclaimed-water-use"
    )
    (detail,) = pages["one"].find(id=f"dv{number}")
    shown = detail.text()
    assert record["definition"]["zh"] in shown
    assert record["formula_words"]["zh"] in shown
    assert "100 × 481 ÷ 500 = 23.96%" in shown
    assert record["rule"]["zh"] in shown
    assert "第（十三）条 任务（33）" in shown
    assert all(given["place"] in shown for given in record["inputs"])
    assert all(unit["zh"] in shown for unit in (*record["lead"], *record["support"]))
    assert len(detail.find("figure")) == 1
    assert [li.find("small")[0].text() for li in detail.find(name="hist")[0].find("li")] == [
        point["period"] for point in record["history"]
    ]


def test_a_finding_is_shown_with_its_cell_and_its_verdict_points_to_it(one, pages):
    number = next(n for n, r in enumerate(one["standings"]) if r["findings"])
    (detail,) = pages["one"].find(id=f"dv{number}")
    cited = one["findings"][one["standings"][number]["findings"][0]]
    (link,) = [a for a in detail.find("a") if a.attributes["href"] == f"#f{cited['id']}"]
    assert cited["message"]["zh"] in link.text()
    (row,) = pages["one"].find(id=f"f{cited['id']}")
    assert cited["place"] in row.text()
    assert cited["text"] in row.text()


def test_every_status_is_told_by_word_and_by_its_own_shape(pages):
    page = pages["one"]
    symbols = {
        s.attributes["id"]: str([c.attributes for c in s.walk()][1:])
        for s in page.find("symbol")
        if s.attributes["id"].startswith("s-")
    }
    assert {f"s-{status.value}" for status in Status} == set(symbols)
    assert len(set(symbols.values())) == len(symbols)
    for place in page.find(name="st"):
        assert place.find("use"), place
        assert place.text("zh").strip()
        assert place.text("en").strip()


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("status", LOOKS)
def test_words_of_statuses_are_readable_on_their_grounds(status):
    look = LOOKS[status]
    for ground in ("#ffffff", "#f6f7f8", look.tint):
        assert contrast(look.ink, ground) >= 4.5, ground
    for ground in ("#171b20", "#101317"):
        assert contrast(look.night, ground) >= 4.5, ground


def test_matrix_and_folded_targets_stand_for_every_region(several, pages):
    page = pages["several"]
    matrix = page.find("table", "matrix")[0]
    first = several["standings"][0]["target"]
    wanted = [r["status"] for r in several["standings"] if r["target"] == first]
    row = matrix.find("tbody")[0].find("tr")[0]
    assert [cell.classes[0] for cell in row.find("td")] == wanted
    heads = page.find("tr", "head")
    assert len(heads) == 20
    told = {s["target"]: s["counts"] for s in several["summary"]["by_target"]}
    shown = {c: int(re.search(r"\d+", chip.text())[0]) for chip in heads[0].find("span", "chips")[0].find("span", "st") for c in chip.classes if c != "st"}  # fmt: skip
    assert shown in told.values()


def test_without_scripts_nothing_is_hidden(page):
    for row in page.find("tr"):
        assert "hidden" not in row.attributes
        assert "style" not in row.attributes


def test_a_very_large_report_lists_what_calls_for_action_and_says_so(monkeypatch, several):
    monkeypatch.setattr(html, "LISTED", 40)
    page = read(html.render(several, "zh"))
    rows = page.find("tr", "row")
    assert 0 < len(rows) < len(several["standings"])
    assert {row.attributes["data-s"] for row in rows} <= {"not_met", "missing", "invalid", "indeterminate", "behind"}  # fmt: skip
    assert "下表只列需要办理的" in page.text()
    cells = page.find("table", "matrix")[0].find("td")
    assert len([cell for cell in cells if cell.classes]) == len(several["standings"])


@pytest.mark.parametrize(
    ("regions", "targets", "periods"), [(14, 41, 8), (31, 41, 8), (250, 40, 4)]
)
def test_size(regions, targets, periods):
    records = sample(regions, targets, periods)
    assert len(html.render(records, "zh")) < 5_000_000


def test_the_same_records_give_the_same_page_whichever_xml_library_draws(one):
    from pygal.etree import etree

    first = html.render(one, "zh")
    assert html.render(one, "zh") == first
    etree.to_etree()
    try:
        assert html.render(one, "zh") == first
    finally:
        etree.to_lxml()


def test_the_sample_has_the_form_of_real_records(one):
    from pydantic import TypeAdapter

    from genhe_targets.report.records import ReportRecords

    assert TypeAdapter(ReportRecords).validate_python(one)["standings"]


def test_of_very_many_regions_each_target_and_row_of_work_is_counted():
    records = sample(regions=html.ACROSS + 10, targets=20, periods=1)
    page = read(html.render(records, "zh"))
    assert not [t for t in page.find("table") if "matrix" in t.attributes.get("class", "")]
    told = {}
    for heading in ("h-matrix", "h-targets", "h-work"):
        (table,) = (
            t
            for t in page.find("table", **{"class": "counts"})
            if t.attributes["aria-labelledby"] == heading
        )
        rows = [row for row in table.find("tr") if row.find("td")]
        told[heading] = [int(row.find("td")[-1].text()) for row in rows]
    assert told["h-matrix"] == [20] * html.ACROSS
    assert told["h-targets"] == [html.ACROSS + 10] * 20
    assert told["h-work"] == [html.ACROSS + 10] * 56
