"""Long text files as columns: block by block and part by part, the texts are those of the file."""

import csv
import io

import pytest

from genhe_targets.plan.loading import load_plan
from genhe_targets.reading import columns, sources
from genhe_targets.reading.reader import understand

ROWS = [
    ["region", "variable", "value"],
    *([f"15078{at % 7}", ("甲", "b", "")[at * at % 3], f"{at}.5"] for at in range(400)),
]


def written(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("part", [1 << 24, 2000])
@pytest.mark.parametrize("figures", [(), (2,)])
def test_blocks_that_number_their_texts_each_by_itself_are_one_column(monkeypatch, part, figures):
    monkeypatch.setattr(columns, "BLOCK", 256)
    monkeypatch.setattr(columns, "PART", part)
    table = columns.read_columns(written(ROWS), ROWS[0], 1, ",", figures)
    found = [column.chosen(range(len(table))) for column in table.columns]
    assert list(map(list, zip(*found, strict=True))) == ROWS[1:]
    assert [len(column.texts) for column in table.columns] == [7, 2, 400]


def test_a_header_without_rows_has_columns_without_texts():
    table = columns.read_columns(b"a,b\n", ["a", "b"], 1, ",")
    assert [(len(column), len(column.texts)) for column in table.columns] == [(0, 0), (0, 0)]


def test_a_finding_in_a_long_file_names_the_row_of_the_file(tmp_path):
    plain = [["150785", "2023Q3", "sewage_treated", str(at)] for at in range(40_000)]
    rows = [["地区", "时期", "指标", "数值"], *plain]
    rows[30_000] = ["市辖区", "2023Q3", "sewage_treated", "5"]
    file = tmp_path / "long.csv"
    file.write_bytes(written(rows))
    assert file.stat().st_size > columns.LARGE
    observations = understand(str(file), load_plan("genhe-2023")).observations
    (finding,) = (f for f in observations.findings if f.code == "pseudo_region")
    assert (finding.row, finding.count) == (30_001, 1)
    assert observations.row[[0, 29_998, 29_999, -1]].tolist() == [2, 30_000, 30_002, 40_001]
    assert observations.texts["text"].chosen([0, 29_999]) == ["0", "30000"]


def test_dates_of_several_long_files_are_told_where_they_stand(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "LARGE", 1)
    for name, days in {"a": ["2023-10-01", "某天", "某日"], "b": ["2023-10-01", "某日"]}.items():
        rows = [["150785", "2023Q3", "sewage_treated", "5", day] for day in days]
        header = ["地区", "时期", "指标", "数值", "完成日期"]
        (tmp_path / f"{name}.csv").write_bytes(written([header, *rows]))
    found = understand(str(tmp_path), load_plan("genhe-2023")).observations
    told = [(f.file[-5:], f.row, f.text) for f in found.findings if f.code == "date_unreadable"]
    assert told == [("a.csv", 3, "某天"), ("a.csv", 4, "某日"), ("b.csv", 3, "某日")]
