"""The terminal's report: whole words at every width, and nothing that steers a terminal."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from genhe_targets.report import views
from genhe_targets.report.arrange import calls_for_action, urgent_first
from genhe_targets.report.labels import label
from genhe_targets.report.text import ROWS_SHOWN, render, show
from genhe_targets.vocabulary import LANGS
from report.sample import sample


def shown(records, lang, width):
    buffer = io.StringIO()
    show(records, lang, Console(file=buffer, width=width, color_system=None, highlight=False))
    return buffer.getvalue()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("regions", [1, 3])
@pytest.mark.parametrize("width", [60, 80, 100, 125, 160])
def test_no_line_is_too_long_and_no_target_broken(lang, regions, width):
    records = sample(regions=regions)
    text = shown(records, lang, width)
    assert max(map(cell_len, text.splitlines())) <= width
    if width <= 100:
        for record in records["standings"]:
            if record["status"] == "not_met":
                assert record["title"][lang] in text


@pytest.mark.parametrize("lang", LANGS)
def test_what_calls_for_action_comes_first_with_who_and_why(lang):
    records = sample()
    text = shown(records, lang, 80)
    first = next(r for r in records["standings"] if r["status"] == "not_met")
    assert text.index(first["title"][lang]) < text.index(records["standings"][0]["title"][lang])
    for words in (first["reason_text"], first["lead"][0], first["status_word"]):
        assert words[lang].split(" ")[0] in text


def test_what_would_steer_a_terminal_is_shown_as_a_dot():
    records = sample()
    records["findings"][0]["place"] = "a\x1b[2J\u202eb.csv!A1"
    for width in (80, 160):
        text = shown(records, "zh", width)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "a·[2J·b" in text


@pytest.mark.parametrize("lang", LANGS)
def test_the_file_lists_every_target_and_finding(lang):
    records = sample()
    text = render(records, lang).decode()
    for record in records["standings"]:
        assert record["title"][lang][:6] in text
    for finding in records["findings"]:
        assert finding["place"] in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [80, 140])
def test_of_very_many_regions_the_worst_are_listed_and_everything_is_counted(lang, width):
    records = sample(regions=70, targets=20, periods=1)
    text = shown(records, lang, width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert len(text.splitlines()) < 500
    urgent = urgent_first(r for r in records["standings"] if calls_for_action(r))
    assert label("more", lang).format(f"{len(urgent) - ROWS_SHOWN:,}") in text
    assert label("more", lang).format(70 - ROWS_SHOWN) in text
    for place in dict.fromkeys(r["region_title"][lang] for r in urgent[:ROWS_SHOWN]):
        assert place.split(" ")[0][:3] in text
    # a row of counts for each target, whose sum is all standings
    for row in records["summary"]["by_target"]:
        assert sum(row["counts"].values()) == 70
    assert label("by_target", lang) in text


def test_a_small_report_is_not_shortened():
    for regions in (1, 3):
        text = shown(sample(regions=regions, targets=8), "en", 140)
        assert "more are in" not in text


def test_a_hint_that_the_message_holds_is_not_said_twice():
    records = sample()
    found = records["findings"][0]
    found["hint"], found["message"] = (
        "Genhe",
        {"zh": "是否应为“Genhe”？", "en": "Did you mean 'Genhe'?"},
    )
    other = records["findings"][1]
    other["hint"], other["message"] = "write it so", {"zh": "不对", "en": "is wrong"}
    for suffix in (".txt", ".md", ".sarif", ".html"):
        text = views.render(records, suffix, "en").decode()
        assert "mean 'Genhe'? Genhe" not in text.replace("&#39;", "'")
        assert "write it so" in text
    for width in (80, 140):
        assert "'Genhe'? Genhe" not in shown(records, "en", width)
