"""Every quirk of statistical sheets: read right, with its places, and every cell accounted for."""

import csv
import re
from pathlib import Path

import pytest

from genhe_targets.plan.loading import load_plan
from genhe_targets.reading.mapping import parse_mapping
from genhe_targets.reading.reader import understand
from quirks import QUIRKS


@pytest.fixture(scope="module")
def genhe():
    return load_plan("genhe-2023")


def written(quirk, folder):
    file = folder / quirk.file
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(quirk.rows)
    return file


def observed(observations):
    frame = observations.frame
    return {
        (f"{row.column}{row.row}", row.region, row.period, row.variable, row.text)
        for row in frame.itertuples()
    }


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: quirk.name)
def test_a_quirk_is_read_right(quirk, genhe, tmp_path):
    found = understand(written(quirk, tmp_path), genhe).observations
    assert observed(found) == quirk.expected
    assert {finding.code for finding in found.findings} == set(quirk.findings)
    frame = found.frame
    for row in frame.itertuples():
        said = quirk.figures.get(f"{row.column}{row.row}", ())
        assert not said[:1] or row.value == float(said[0])
        assert not said[1:] or row.basis == said[1]
    if quirk.fates:
        assert dict(found.sources[0].cells) == quirk.fates


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: quirk.name)
def test_every_cell_is_accounted_for(quirk, genhe, tmp_path):
    found = understand(written(quirk, tmp_path), genhe).observations
    filled = sum(bool(cell.strip()) for row in quirk.rows for cell in row)
    cells = found.sources[0].cells
    assert sum(cells.values()) == filled
    assert cells["observation"] == len(found)


@pytest.mark.parametrize("page", ["reading.md", "reading.zh-CN.md"])
def test_the_page_on_reading_lists_exactly_these_quirks(page):
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert listed == [quirk.name for quirk in QUIRKS]


def test_the_mapping_on_the_page_is_one(genhe):
    texts = [
        (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
        for page in ("reading.md", "reading.zh-CN.md")
    ]
    for text in texts:
        found = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
        assert found
        assert len(parse_mapping(found[1], genhe).tables) == 2
