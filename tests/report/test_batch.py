"""Batches: a report for each region and unit, resumable, and the same bytes each time."""

import json

import pytest

import genhe_targets as gt
from genhe_targets.report import batch
from genhe_targets.report.compare import compare
from genhe_targets.report.split import part_of, parts
from genhe_targets.report.views import view
from report.sample import sample


@pytest.fixture(scope="module")
def plan():
    return gt.load_plan("genhe-2023")


@pytest.fixture(scope="module")
def records():
    return sample(regions=3, targets=12)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_report_for_each_region_and_unit_one_over_all_and_an_index(records, plan, tmp_path):
    made = batch.write(records, plan, tmp_path, (".json", ".md"), "zh")
    files = contents(tmp_path)
    regions = {record["region"] for record in records["standings"]}
    assert len(regions) == 3
    for name in ("overview", *(f"regions/{code}" for code in regions)):
        assert {f"{name}.json", f"{name}.md"} <= set(files)
    assert sum(name.startswith("units/") for name in files) >= 2
    assert made.index == tmp_path / "index.html"
    page = files["index.html"].decode()
    for name in files:
        if name not in {"index.html", batch.NOTES}:
            assert f'href="{name}"' in page, name
    assert not made.problems
    assert len(made.written) == len(files) - 2


def test_each_region_holds_its_own_and_nothing_else(records, plan, tmp_path):
    batch.write(records, plan, tmp_path, (".json",), "zh", kinds=("region",))
    assert not (tmp_path / "units").exists()
    total = 0
    for path in (tmp_path / "regions").iterdir():
        own = json.loads(path.read_text("utf-8"))
        assert {record["region"] for record in own["standings"]} == {path.stem}
        assert {record["region"] for record in own["measures"]} == {path.stem}
        assert own["summary"]["total"] == len(own["standings"])
        known = {finding["id"] for finding in own["findings"]}
        assert {n for record in own["standings"] for n in record["findings"]} <= known
        total += len(own["standings"])
    assert total == len(records["standings"])


def test_the_same_run_gives_the_same_bytes(records, plan, tmp_path):
    suffixes = (".html", ".xlsx", ".docx", ".json", ".csv", ".md", ".xml", ".parquet", ".txt")
    for name in ("a", "b"):
        batch.write(sample(regions=2, targets=6), plan, tmp_path / name, suffixes, "zh")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_second_run_writes_nothing_anew(records, plan, tmp_path):
    first = batch.write(records, plan, tmp_path, (".md",), "zh")
    before = contents(tmp_path)
    second = batch.write(records, plan, tmp_path, (".md",), "zh")
    assert (second.written, second.kept) == ([], first.written)
    assert contents(tmp_path) == before


def test_a_run_broken_off_is_taken_up_again(records, plan, tmp_path):
    class BrokenOff(BaseException):
        pass

    def stop(done, total, name):
        if done == 3:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        batch.write(records, plan, tmp_path, (".md",), "zh", progress=stop)
    assert not (tmp_path / "index.html").exists()
    again = batch.write(records, plan, tmp_path, (".md",), "zh")
    assert len(again.kept) == 3
    whole = batch.write(records, plan, tmp_path.with_name("whole"), (".md",), "zh")
    assert len(again.written) == len(whole.written) - 3
    assert contents(tmp_path) == contents(tmp_path.with_name("whole"))


def test_a_file_that_was_changed_or_lost_is_written_anew(records, plan, tmp_path):
    batch.write(records, plan, tmp_path, (".md",), "zh")
    (tmp_path / "overview.md").write_text("spoilt", "utf-8")
    next((tmp_path / "regions").iterdir()).unlink()
    assert len(batch.write(records, plan, tmp_path, (".md",), "zh").written) == 2


@pytest.mark.parametrize("change", ["figures", "language", "template"])
def test_what_is_made_from_other_things_is_written_anew(records, plan, tmp_path, change):
    batch.write(records, plan, tmp_path, (".docx",), "zh", kinds=())
    lang, template, made = "zh", None, records
    if change == "figures":
        made = {**records, "as_of": "2023-11-30"}
    elif change == "language":
        lang = "en"
    else:
        from genhe_targets.report.docx import shipped

        template = tmp_path.with_name("own.docx")
        template.write_bytes(shipped("en"))
    again = batch.write(made, plan, tmp_path, (".docx",), lang, kinds=(), template=template)
    assert len(again.written) == 1


def test_one_bad_report_never_stops_the_rest(records, plan, tmp_path, monkeypatch):
    real = view(".md")

    def fails_once(made, lang):
        if len({record["region"] for record in made["standings"]}) == 1:
            raise RuntimeError("disk on fire")
        return real(made, lang)

    monkeypatch.setattr("genhe_targets.report.markdown.render", fails_once)
    made = batch.write(records, plan, tmp_path, (".md",), "en", kinds=("region",))
    assert len(made.problems) == 3
    assert [path.name for path in made.written] == ["overview.md"]
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "disk on fire" in page
    assert 'href="regions/' not in page


def test_progress_tells_every_file(records, plan, tmp_path):
    told = []
    batch.write(records, plan, tmp_path, (".md",), "zh", progress=lambda *each: told.append(each))
    assert [done for done, _, _ in told] == list(range(1, len(told) + 1))
    assert {total for _, total, _ in told} == {len(told)}
    assert told[0][2] == "overview.md"


def test_a_part_tells_what_changed_in_it(records, plan):
    earlier = sample(regions=3, targets=12)
    for record in earlier["standings"]:
        record["status"] = "met"
    whole = compare(records, earlier).records
    regions = [part for part in parts(whole, plan) if part.kind == "region"]
    told = [part_of(whole, plan, part)["changes"] for part in regions]
    assert sum(len(changes["items"]) for changes in told) == len(whole["changes"]["items"]) > 0
    for part, changes in zip(regions, told, strict=True):
        assert {item["region"] for item in changes["items"]} <= {part.key}
        assert sum(changes["counts"].values()) == len(changes["items"])


def test_names_of_files_are_plain_whatever_a_region_is_called(plan):
    records = sample(regions=1, targets=2)
    for record in records["standings"]:
        record["region"] = "../../etc/x y"
    (part,) = parts(records, plan, ("region",))
    assert part.name.startswith("regions/region-")
    assert ".." not in part.name
