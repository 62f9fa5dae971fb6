"""Figures of a report: what they show, that their words stay text, and what they refuse."""

import copy
from xml.etree import ElementTree

import pytest

from genhe_targets.report.look import LOOKS
from genhe_targets.report.plots import plot
from report.sample import sample

SVG = "{http://www.w3.org/2000/svg}"


def texts(figure):
    """All words of a figure; it is well-formed, asks for nothing and runs nothing."""
    drawn = figure.render()
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own
    assert not list(root.iter(f"{SVG}script"))
    assert not list(root.iter(f"{SVG}image"))
    links = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")]
    assert all(link.startswith("#") for link in links)
    return [(e.text or "").strip() for e in root.iter(f"{SVG}text")]


def test_progress_has_a_bar_for_every_target_that_makes_some(genhe_report):
    shown = texts(genhe_report.plot())
    rows = [r for r in genhe_report.records()["standings"] if r["progress"] is not None]
    assert len(rows) > 20
    for record in rows:
        assert record["title"]["zh"] in shown
        word = f"{LOOKS[record['status']].mark} {record['status_word']['zh']}"
        assert any(text.endswith(word) for text in shown)
    assert "完成率 · 截至 2024年1月31日" in shown


def test_a_trajectory_has_the_limit_the_pace_and_the_deadline(genhe_report):
    shown = texts(genhe_report.plot(target="东北黑土区侵蚀沟治理"))
    assert {"目标值 450", "应达进度", "完成时限", "根河市 ✕", "2023Q1", "2023Q4"} <= set(shown)
    english = texts(genhe_report.plot(target="东北黑土区侵蚀沟治理", lang="en"))
    assert {"Limit 450", "Pace", "Due", "Genhe ✕"} <= set(english)


def test_a_trajectory_of_regions_names_each_with_its_mark(prefecture):
    shown = texts(prefecture.plot(target="reclaimed-water-use"))
    rows = [r for r in prefecture.records()["standings"] if r["target"] == "reclaimed-water-use"]
    assert {f"{r['region_title']['zh']} {LOOKS[r['status']].mark}" for r in rows} <= set(shown)
    one = texts(prefecture.plot(target="reclaimed-water-use", region="牙克石市"))
    assert "再生水利用率 · 牙克石市" in one


def test_the_matrix_has_a_field_for_every_standing(prefecture):
    standings = prefecture.records()["standings"]
    shown = texts(prefecture.plot())
    assert {r["title"]["zh"] for r in standings} <= set(shown)
    assert {r["region_title"]["zh"] for r in standings} <= set(shown)
    for status, look in LOOKS.items():
        wanted = sum(r["status"] == status for r in standings)
        assert sum(text == look.mark for text in shown) == wanted


def test_the_same_report_gives_the_same_figure(genhe_report):
    for arguments in ({}, {"target": "reclaimed-water-use"}, {"kind": "matrix"}):
        assert genhe_report.plot(**arguments).render() == genhe_report.plot(**arguments).render()


def test_a_figure_shows_itself_and_is_written(genhe_report, tmp_path):
    figure = genhe_report.plot(target="reclaimed-water-use")
    assert "<svg" in figure._repr_svg_()
    figure.render_to_file(tmp_path / "figure.svg")
    assert "再生水利用率" in (tmp_path / "figure.svg").read_text("utf-8")


def test_hostile_names_stay_text():
    records = copy.deepcopy(sample(regions=2, targets=4))
    for record in records["standings"]:
        for key in ("title", "region_title"):
            record[key] = {lang: f"{text}<script>x</script>&" for lang, text in record[key].items()}
    for kind in ("progress", "matrix"):
        assert any("<script>" in text for text in texts(plot(records, kind)))
    assert any("<script>" in t for t in texts(plot(records, target="river-chief-training")))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"kind": "pie"}, "there are progress, trajectory, matrix"),
        ({"kind": "trajectory"}, "name it by target="),
        ({"target": "no-such"}, "no target 'no-such'"),
        ({"kind": "progress", "region": "nowhere"}, "no region 'nowhere'"),
    ],
)
def test_what_is_not_there_is_refused(genhe_report, arguments, problem):
    with pytest.raises(ValueError, match=problem):
        genhe_report.plot(**arguments)
