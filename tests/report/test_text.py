"""The terminal's report: whole words at every width, and nothing that steers a terminal."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from genhe_targets.report.text import render, show
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
