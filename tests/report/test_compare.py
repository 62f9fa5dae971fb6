"""What changed between two reports, and that every view tells it."""

import copy
import json

import pytest

from books import opened
from genhe_targets.errors import ReadingError
from genhe_targets.report.compare import CHANGE_WORDS, change, compare
from genhe_targets.report.saved import is_saved, load
from genhe_targets.report.views import VIEWS, render
from genhe_targets.vocabulary import LANGS, WORDS, Status
from report.sample import sample


def with_status(records, number, status, value="1.00"):
    """The records with another status for one standing."""
    made = copy.deepcopy(records)
    record = made["standings"][number]
    record["status"] = status
    record["status_word"] = dict(WORDS[status])
    record["value_text"] = value
    return made


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        ("met", "not_met", "fell_back"),
        ("on_track", "behind", "fell_back"),
        ("behind", "not_met", "still_unmet"),
        ("not_met", "not_met", "still_unmet"),
        ("missing", "not_met", "newly_unmet"),
        ("not_due", "behind", "newly_unmet"),
        ("not_met", "met", "newly_met"),
        ("on_track", "met", "newly_met"),
        ("met", "missing", "newly_missing"),
        ("not_due", "missing", "newly_missing"),
        ("missing", "missing", ""),
        ("missing", "on_track", "newly_reported"),
        ("met", "invalid", "newly_open"),
        ("invalid", "indeterminate", ""),
        ("behind", "on_track", "caught_up"),
        ("met", "met", ""),
        ("met", "on_track", ""),
        ("not_due", "on_track", ""),
    ],
)
def test_each_pair_of_statuses_is_a_kind_of_change_or_none(before, now, kind):
    earlier, later = (with_status(sample(), 0, s)["standings"][0] for s in (before, now))
    assert change(earlier, later) == kind


def test_every_pair_of_statuses_has_an_answer():
    record = sample()["standings"][0]
    for before in Status:
        for now in Status:
            kind = change({**record, "status": before}, {**record, "status": now})
            assert kind in {"", *CHANGE_WORDS}


@pytest.fixture
def two():
    """Two reports: one standing fell back, one was revised, one came and one went."""
    later = with_status(sample(), 0, "not_met", "7.77")
    earlier = with_status(sample(), 0, "met", "9.99")
    earlier["as_of"] = "2023-09-30"
    for record in earlier["standings"]:
        record["history"] = [dict(point) for point in record["history"]][:3]
    point = earlier["standings"][1]["history"][0]
    point["value"], point["value_text"] = -123.0, "-123.00"
    later["standings"].pop(5)
    earlier["standings"].pop(6)
    return later, earlier


def test_what_changed_is_counted_and_said(two):
    later, earlier = two
    changes = compare(later, earlier).changes
    assert changes["earlier"] == "2023-09-30"
    kinds = {item["target"]: item["change"] for item in changes["items"]}
    ids = [record["target"] for record in sample()["standings"]]
    assert kinds[ids[0]] == "fell_back"
    assert kinds[ids[5]] == "gone"
    assert kinds[ids[6]] == "new"
    assert changes["counts"]["revised"] == len(changes["revisions"]) == 1
    assert changes["revisions"][0]["before_text"] == "-123.00"
    assert "由好转差1项次" in changes["headline"][0]["zh"]
    assert "1 fell back" in changes["headline"][0]["en"]


def test_the_worst_comes_first(two):
    order = list(CHANGE_WORDS)
    found = [order.index(item["change"]) for item in compare(*two).changes["items"]]
    assert found == sorted(found)


def test_nothing_changed_is_said():
    records = sample()
    for record in records["standings"]:
        record["status"] = "met"
    changes = compare(records, records).changes
    assert (changes["items"], changes["revisions"]) == ([], [])
    assert changes["headline"][0]["en"] == "Nothing changed since 2023-12-31."
    assert not compare(records, records).worse


def test_changes_for_the_worse(two):
    assert compare(*two).worse
    better = compare(with_status(sample(), 0, "met"), with_status(sample(), 0, "not_met"))
    assert [i["change"] for i in better.changes["items"] if i["target"] == "river-chief-training"]
    kinds = {i["change"] for i in better.changes["items"]}
    assert better.worse == bool(kinds & {"fell_back", "newly_unmet", "newly_missing"})


def test_reports_of_plans_that_share_nothing_cannot_be_compared():
    other = sample()
    for record in other["standings"]:
        record["target"] = f"other-{record['target']}"
    with pytest.raises(ValueError, match="no target in common"):
        compare(sample(), other)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("suffix", sorted(set(VIEWS) - {".sarif", ".ess.json"}))
def test_every_view_shows_what_changed(two, suffix, lang):
    """SARIF and the ESS report are about findings and validations, which have no earlier."""
    records = compare(*two).records
    content = render(records, suffix, lang)
    if suffix == ".xlsx":
        sheet = opened(content)["变化" if lang == "zh" else "Changes"]
        text = str([[cell.value for cell in row] for row in sheet.iter_rows()])
    elif suffix == ".docx":
        text = word_text(content)
    elif suffix == ".parquet":
        text = str(parquet_rows(content))
    else:
        text = content.decode("utf-8-sig")
    code = {".xml": "change.fell_back", ".json": "fell_back", ".parquet": "fell_back"}
    assert code.get(suffix, CHANGE_WORDS["fell_back"][lang]).lower() in text.lower()
    if suffix != ".xml":
        assert "9.99" in text


def word_text(content):
    import io

    import docx

    return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)


def parquet_rows(content):
    import io

    import pyarrow.parquet as pq

    return pq.read_table(io.BytesIO(content)).to_pylist()


def test_a_saved_report_is_held_against_as_it_is(two, tmp_path):
    later, earlier = two
    path = tmp_path / "earlier.json"
    path.write_bytes(render(earlier, ".json", "zh"))
    assert is_saved(path)
    assert compare(later, path).records == compare(later, earlier).records
    saved = compare(later, path).save(tmp_path / "out" / "x.md", "en")
    assert "fell back" in saved.read_text(encoding="utf-8")


def test_a_comparison_is_a_frame_too(two):
    frame = compare(*two).to_frame("zh")
    assert frame.iloc[0]["change"] == "fell_back"
    assert frame.iloc[0]["value_before"] == "9.99"
    assert len(frame) == len(compare(*two).changes["items"])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "cannot be read as JSON"),
        (b"[]", "its format is None"),
        (b'{"format": "genhe-targets/report/99"}', "not 'genhe-targets/report/1'"),
        (b'{"format": "genhe-targets/report/1"}', "is no whole report"),
        (b"[" * 100_000, "cannot be read as JSON"),
    ],
)
def test_what_is_no_saved_report_is_refused(tmp_path, content, problem):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match=problem):
        load(path)


def test_a_file_that_is_not_there_is_no_saved_report(tmp_path):
    assert not is_saved(tmp_path / "none.json")
    with pytest.raises(ReadingError, match=r"none\.json"):
        load(tmp_path / "none.json")


def test_a_saved_report_comes_back_whole(tmp_path):
    records = json.loads(json.dumps(sample(regions=2)))
    path = tmp_path / "x.json"
    path.write_bytes(render(records, ".json", "en"))
    assert load(path) == records
