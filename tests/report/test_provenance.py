"""What was decided about an input stands in every view that shows provenance."""

import hashlib
import json

import pytest
import python_calamine

import genhe_targets as gt

TABLE = "地区;时期;指标;数值;单位\n根河市;2023Q4;再生水利用量;24;万立方米\n"


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "report.csv"
    path.write_bytes(TABLE.encode("gb18030"))
    return gt.evaluate(path), hashlib.sha256(path.read_bytes()).hexdigest(), path


def test_the_records_have_format_encoding_delimiter_bytes_rows_and_hash(judged, tmp_path):
    report, digest, path = judged
    saved = json.loads(report.save(tmp_path / "report.json").read_text("utf-8"))
    assert saved["provenance"]["sources"] == [
        {
            "name": str(path), "sha256": digest, "bytes": path.stat().st_size, "rows": 2,
            "format": "csv", "encoding": "gb18030", "delimiter": ";",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".html", ".md"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_show_them(judged, tmp_path, suffix, lang):
    report, digest, _ = judged
    text = report.save(tmp_path / f"report{suffix}", lang).read_text("utf-8")
    assert "csv gb18030 ;" in text
    assert digest in text


def test_the_workbook_shows_them(judged, tmp_path):
    report, digest, _ = judged
    book = python_calamine.load_workbook(str(report.save(tmp_path / "report.xlsx")))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    texts = [str(cell) for row in rows for cell in row]
    assert any("csv gb18030 ;" in text and digest in text for text in texts)
