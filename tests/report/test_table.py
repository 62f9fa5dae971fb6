"""CSV, parquet and Markdown, each read by something that did not write it."""

import csv
import io

import pandas as pd
import pytest

from genhe_targets.report.views import VIEWS, render, suffix_of, view, write
from genhe_targets.vocabulary import LANGS, Status
from report.sample import sample


@pytest.mark.parametrize("lang", LANGS)
def test_csv_has_a_row_for_each_standing_under_known_headings(lang):
    records = sample(regions=2)
    content = render(records, ".csv", lang)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(records["standings"])
    heads = {
        "zh": ("指标", "目标值", "实际值", "状态", "牵头单位"),
        "en": ("Target", "Limit", "Value", "Status", "Lead"),
    }[lang]
    for row, record in zip(rows, records["standings"], strict=True):
        assert row[heads[0]] == record["title"][lang]
        assert row[heads[1]] == record["limit_text"]
        assert row[heads[2]] == record["value_text"]
        assert row[heads[3]] == record["status_word"][lang]
        assert row[heads[4]].startswith(record["lead"][0][lang])


def test_no_cell_of_a_csv_is_a_formula():
    records = sample(targets=2)
    records["standings"][0]["title"] = {"zh": "=HYPERLINK(1)", "en": "x"}
    records["standings"][1]["margin_text"] = "-1.25"
    text = render(records, ".csv", "zh").decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in text
    assert ",-1.25," in text


def test_parquet_has_typed_columns_and_the_plan_in_its_metadata():
    import pyarrow.parquet as pq

    records = sample(regions=2)
    found = pq.read_table(io.BytesIO(render(records, ".parquet", "zh")))
    assert found.schema.metadata[b"plan"] == b"genhe-2023"
    frame = found.to_pandas()
    assert (frame["kind"] == "standing").sum() == len(records["standings"])
    assert (frame["kind"] == "verdict").sum() == len(records["verdicts"])
    assert set(frame["status"]) <= set(Status)
    assert frame["value"].dtype == "float64"
    standings = frame[frame["kind"] == "standing"]
    assert standings["value"].isna().tolist() == [r["value"] is None for r in records["standings"]]
    assert pd.to_datetime(standings["due"].dropna()).dt.year.eq(2023).all()


@pytest.mark.parametrize("lang", LANGS)
def test_tables_of_markdown_are_whole_and_nothing_reported_is_markup(lang):
    records = sample(regions=2)
    records["standings"][0]["title"] = {"zh": "a|b*c*", "en": "a|b*c*"}
    text = render(records, ".md", lang).decode()
    assert "a\\|b\\*c\\*" in text
    assert "<script>" not in text
    for block in text.split("\n\n"):
        lines = block.splitlines()
        if lines and lines[0].startswith("|"):
            bars = {line.replace("\\|", "").count("|") for line in lines}
            assert len(bars) == 1, lines[0]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("x.ess.json", ".ess.json"), ("x.json", ".json"), ("X.JSON", ".json"), ("html", ".html"),
        (".sarif", ".sarif"), ("a.b/x.tar.md", ".md"), ("x.doc", ".doc"),
    ],
)  # fmt: skip
def test_the_longest_suffix_names_the_view(name, suffix):
    assert suffix_of(name) == suffix


@pytest.mark.parametrize("suffix", VIEWS)
def test_every_view_writes_a_file_in_a_new_folder(suffix, tmp_path):
    path = write(sample(targets=3), tmp_path / "a" / "b" / f"x{suffix}", "zh")
    assert path.read_bytes() == render(sample(targets=3), suffix, "zh")
    assert path.stat().st_size > 200


def test_an_unknown_view_is_refused_with_what_there_is():
    with pytest.raises(ValueError, match=r"no view for '\.xls'\. Did you mean '\.xlsx'\?"):
        view(".xls")
    with pytest.raises(ValueError, match=r"a template is for \.docx"):
        render(sample(targets=1), ".md", "zh", "x.docx")
