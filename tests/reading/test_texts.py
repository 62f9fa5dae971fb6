"""Text files: encodings by evidence, never a replaced character; delimiters by evidence."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genhe_targets.errors import ReadingError
from genhe_targets.reading.settings import Settings
from genhe_targets.reading.texts import cells, check_lines, decoded, dialect

TABLE = "地区,时期,指标,数值\n根河市,2023年第三季度,再生水利用量,24.50\n牙克石市,2023年第三季度,污水处理量,100\n"
SETTINGS = Settings()


@pytest.mark.parametrize(
    ("encoding", "mark", "expected", "evidence"),
    [
        ("utf-8", b"", "utf-8", "strict"),
        ("utf-8", codecs.BOM_UTF8, "utf-8", "mark"),
        ("gbk", b"", "gb18030", "plausible"),
        ("gb18030", b"", "gb18030", "plausible"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le", "mark"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be", "mark"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32", "mark"),
        ("utf-16-le", b"", "utf-16-le", "plausible"),
        ("utf-16-be", b"", "utf-16-be", "plausible"),
    ],
)
def test_an_encoding_is_decided_by_evidence(encoding, mark, expected, evidence):
    found = decoded(mark + TABLE.encode(encoding), SETTINGS)
    assert (found.text, found.encoding, found.evidence) == (TABLE, expected, evidence)


def test_characters_beyond_gbk_are_read():
    text = TABLE.replace("牙克石", "㙍𠀀镇")
    assert decoded(text.encode("gb18030"), SETTINGS).text == text


def test_characters_of_gbk_that_are_valid_utf8_by_accident_stay_chinese():
    content = "一,1\n".encode("gbk")
    assert content.decode("utf-8") == "\u04bb,1\n"
    found = decoded(content, SETTINGS)
    assert (found.text, found.encoding) == ("一,1\n", "gb18030")


@pytest.mark.parametrize("text", ["αβγ,µg/m³\n", "café,1\n", "Район,1\n", "·,—\n"])
def test_what_is_written_in_utf8_stays(text):
    found = decoded(text.encode(), SETTINGS)
    assert (found.text, found.encoding) == (text, "utf-8")


def test_rare_names_of_places_are_still_chinese():
    text = "地区,数值\n陕西省盩厔县,1\n河南省郏县,2\n江西省鄱阳县,3\n"
    assert decoded(text.encode("gb18030"), SETTINGS).text == text


def test_bytes_that_only_happen_to_decode_are_refused():
    noise = bytes(0x90 + at % 0x60 for at in range(400))
    with pytest.raises(ReadingError, match="only to characters that no"):
        decoded(noise, SETTINGS)


def test_a_broken_byte_is_named_by_line_and_place_and_not_replaced():
    content = TABLE.encode()[:-30] + b"\xff\xff" + TABLE.encode()[-30:]
    with pytest.raises(ReadingError, match="line 3 is no valid UTF-8") as error:
        decoded(content, SETTINGS)
    assert "第 3 行不是有效的 UTF-8 文本" in error.value.message("zh")


def test_a_setting_is_obeyed_or_refused():
    cyrillic = "Раион;1\n".encode("cp1251")
    assert decoded(cyrillic, Settings(encoding="cp1251")).text == "Раион;1\n"
    with pytest.raises(ReadingError, match="no known encoding"):
        decoded(cyrillic, Settings(encoding="klingon"))
    with pytest.raises(ReadingError, match="line 1 is no valid UTF-8"):
        decoded(cyrillic, Settings(encoding="utf8"))


@pytest.mark.parametrize("content", [b"", b" \r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing_is_empty(content):
    with pytest.raises(ReadingError, match="empty"):
        decoded(content, SETTINGS)


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 4, b"abc\x00\x01\x02,\n" * 50, b"a,\x07b\n"]
)
def test_binary_is_no_text(content):
    with pytest.raises(ReadingError, match="neither a text nor a workbook"):
        decoded(content, SETTINGS)


common = st.text(
    st.sampled_from("根河市污水处理率年季度万立方米，：（）—0123456789.,%\n"), min_size=8
)


@given(common.filter(str.strip), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_every_text_of_a_table_comes_back_from_every_encoding(text, encoding):
    assert decoded(text.encode(encoding), SETTINGS).text == text


@pytest.mark.parametrize("delimiter", list(",\t;|，^~"))
def test_any_delimiter_is_found(delimiter):
    text = TABLE.replace(",", delimiter)
    assert dialect(text) == (text, delimiter)
    assert cells(text, delimiter)[1] == ["根河市", "2023年第三季度", "再生水利用量", "24.50"]


def test_the_delimiter_is_what_splits_most_lines_alike():
    assert dialect("a;b\n1,5;2,3\n1,25;2\n")[1] == ";"
    assert (
        dialect("数据库：季度数据\n时间：最近6季度,\n指标,甲,乙\nx,1,2\ny,3,4\n注：甲、乙\n")[1]
        == ","
    )
    assert dialect('名称\t"甲,乙,丙"\nx\t"1,234,567"\n')[1] == "\t"
    assert dialect("只有一列\n1\n")[1] == ","


def test_the_line_that_tells_excel_the_delimiter_is_obeyed():
    assert dialect("sep=|\r\na|b,c\r\n") == ("a|b,c\r\n", "|")


def test_tabs_before_commas_are_dropped_and_tables_of_tabs_are_not():
    assert cells("指标\t,2023年\t,\nx\t,1.50\t,\n", ",")[1] == ["x", "1.50", ""]
    assert cells("a\t\tb\n", "\t") == [["a", "", "b"]]


def test_quotes_hold_line_breaks_and_delimiters_and_inches_are_no_quotes():
    assert cells('a,"1,234\n万吨"\r\nb,2\r\n', ",") == [["a", "1,234\n万吨"], ["b", "2"]]
    assert cells('管径,长\n"5 inch,1\n6,2\n', ",") == [["管径", "长"], ['"5 inch', "1"], ["6", "2"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(end):
    assert cells(f"a,b{end}1,2{end}", ",") == [["a", "b"], ["1", "2"]]


def test_long_lines_are_refused_and_long_files_are_not():
    check_lines(b"x" * 99 + b"\n" + b"y" * 100, 100)
    check_lines((b"x" * 60 + b"\n") * 1000, 100)
    check_lines((b"x" * 60 + b"\r") * 1000, 100)
    for content in (b"x" * 101, b"a\n" * 500 + b"x" * 101 + b"\n", b"x" * 101 + b"\n"):
        with pytest.raises(ReadingError, match="line of more than 100 bytes"):
            check_lines(content, 100)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (TABLE.encode("utf-16-le") + b"\x0a", "neither a text"),
        (TABLE.encode("utf-16") + b"\x0a", "no valid UTF-16"),
        (codecs.BOM_UTF8 + TABLE.encode("gb18030"), "no valid UTF-8"),
    ],
)
def test_what_is_cut_or_marked_wrongly_is_refused(content, problem):
    with pytest.raises(ReadingError, match=problem):
        decoded(content, SETTINGS)
