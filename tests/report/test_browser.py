"""The HTML report in a real browser: filters, languages, folding, keyboard, paper, small screens."""

import re
import shutil
import subprocess

import pytest

from genhe_targets.report import html
from report.browser import start
from report.sample import sample
from report.sampleplan import HOUSING

WIDE = {"regions": 14, "targets": 41, "periods": 8}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    browser = start(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory, genhe_year, prefecture, scored):
    """Files of reports by name; every file is asked for once."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "one": sample(), "wide": sample(**WIDE), "genhe": genhe_year,
        "prefecture": prefecture.records(), "scored": scored.records(),
    }  # fmt: skip

    def page(name, lang="zh"):
        path = folder / f"{name}-{lang}.html"
        if not path.exists():
            path.write_bytes(html.render(made[name], lang))
        return path

    page.records = made
    return page


def count(browser):
    return tuple(map(int, browser.one(".count b").text.split(" / ")))


def test_filters_narrow_and_reset(browser, pages):
    browser.open(pages("one"))
    standings = pages.records["one"]["standings"]
    assert browser.shown(".row") == len(standings)

    browser.choose("status", "not_met")
    wanted = [r for r in standings if r["status"] == "not_met"]
    assert browser.shown(".row") == len(wanted)
    assert count(browser) == (len(wanted), len(standings))
    assert browser.shown(".clause") == len({r["clause"] for r in wanted})

    browser.choose("unit", HOUSING["zh"])
    wanted = [r for r in wanted if HOUSING in r["lead"]]
    assert 0 < browser.shown(".row") == len(wanted)

    browser.one("[name=q]").send_keys("再生水 33")
    assert browser.shown(".row") == len([r for r in wanted if "再生水" in r["title"]["zh"]])
    browser.one("[name=q]").send_keys(" 没有这样的目标")
    assert browser.shown(".row") == 0
    assert browser.one(".empty").is_displayed()

    browser.one("[type=reset]").click()
    browser.driver.implicitly_wait(1)
    browser.one(".row:not([hidden])")
    assert browser.shown(".row") == len(standings)
    assert not browser.one(".empty").is_displayed()


def test_a_tile_and_a_unit_of_the_overview_filter_too(browser, pages):
    browser.open(pages("one"))
    standings = pages.records["one"]["standings"]
    tile = browser.one(".tile.missing")
    tile.click()
    assert tile.get_attribute("aria-pressed") == "true"
    assert browser.shown(".row") == sum(r["status"] == "missing" for r in standings)
    tile.click()
    assert browser.shown(".row") == len(standings)
    browser.one(f".pick[data-unit='{HOUSING['zh']}']").click()
    assert browser.shown(".row") == sum(HOUSING in r["lead"] for r in standings)


def test_the_language_switches_in_the_page(browser, pages):
    browser.open(pages("one"))
    plan = pages.records["one"]["plan"]
    assert browser.one("h1").text == plan["title"]["zh"]
    browser.one("[data-set=en]").click()
    assert browser.one("h1").text == plan["title"]["en"]
    assert browser.one("html").get_attribute("lang") == "en"
    assert browser.one("[name=q]").get_attribute("placeholder").startswith("target")
    assert browser.one("option[value=met]").text == "met"
    chinese = re.compile(r"[\u3400-\u9fff]")
    assert not chinese.search(browser.one("#targets thead").text + browser.one("#sum").text)
    browser.one("[data-set=zh]").click()
    assert browser.one("h1").text == plan["title"]["zh"]
    assert browser.one("option[value=met]").text == "达标"


def test_details_unfold_by_keyboard(browser, pages):
    from selenium.webdriver.common.keys import Keys

    browser.open(pages("one"))
    fold = browser.one("#v7 .fold")
    detail = browser.one("#dv7")
    assert fold.get_attribute("aria-expanded") == "false"
    assert not detail.is_displayed()
    fold.send_keys(Keys.ENTER)
    assert fold.get_attribute("aria-expanded") == "true"
    assert detail.is_displayed()
    assert browser.shown("#dv7 svg.hc path") > 3
    fold.send_keys(Keys.SPACE)
    assert not detail.is_displayed()
    browser.one("[data-act=unfold]").click()
    assert browser.shown(".detail") == browser.shown(".row")


def test_the_keyboard_reaches_the_targets_at_once(browser, pages):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.open(pages("one"))
    ActionChains(browser.driver).send_keys(Keys.TAB).perform()
    skip = browser.driver.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.rect["x"] >= 0
    skip.send_keys(Keys.ENTER)
    assert (
        browser.run("return document.getElementById('targets').getBoundingClientRect().top") < 200
    )


def test_regions_are_folded_but_what_calls_for_action(browser, pages):
    browser.open(pages("prefecture"))
    standings = pages.records["prefecture"]["standings"]
    acting = [r for r in standings if html.arrange.calls_for_action(r)]
    assert browser.shown(".row") == len(acting) < len(standings)
    browser.one(".head .fold").click()
    first = browser.run("return document.querySelector('.target').querySelectorAll('.row').length")
    assert browser.shown(".target:nth-of-type(2) .row, .target.open .row") >= first
    browser.choose("region", "150785")
    assert browser.shown(".row") == sum(r["region"] == "150785" for r in standings)
    browser.choose("status", "met")
    assert browser.shown(".row") == sum(
        r["region"] == "150785" and r["status"] == "met" for r in standings
    )


def test_a_cell_of_the_matrix_leads_to_its_verdict(browser, pages):
    browser.open(pages("prefecture"))
    link = browser.one(".matrix td.met a")
    row = link.get_attribute("href").rpartition("#")[2]
    assert browser.shown(f"#{row}") == 0
    browser.run("arguments[0].click()", link)
    browser.driver.implicitly_wait(1)
    browser.one(f"#d{row}.open")
    assert browser.shown(f"#{row}") == 1
    assert browser.shown(f"#d{row}") == 1


@pytest.mark.parametrize("name", ["genhe", "wide"])
def test_no_request_leaves_the_page_and_nothing_is_refused(browser, pages, name):
    page = pages(name)
    browser.open(page)
    browser.one("[data-set=en]").click()
    browser.one("[data-act=unfold]").click()
    browser.pdf()
    assert {url for url in browser.requests() if not url.startswith("data:")} == {page.as_uri()}
    assert [entry["message"] for entry in browser.logged("browser")] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["genhe", "prefecture", "scored"])
def test_a_small_screen_needs_no_sideways_scrolling(browser, pages, name, lang):
    browser.open(pages(name, lang), width=360)
    browser.one("[data-act=unfold]").click()
    browser.run("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert browser.run("return document.documentElement.scrollWidth") <= 360
    outside = browser.run("""
      return [...document.querySelectorAll("main *")].filter(e => e.checkVisibility()
        && !e.closest(".scroll") && !e.closest("svg") && !e.closest(".vh")
        && e.getBoundingClientRect().right > 360.5).map(e => e.outerHTML.slice(0, 160))""")
    assert outside == []


def test_a_wide_report_is_whole_and_answers(browser, pages):
    browser.open(pages("wide"))
    standings = pages.records["wide"]["standings"]
    assert len(browser.all(".row")) == 14 * 41
    browser.choose("status", "behind")
    assert browser.shown(".row") == sum(r["status"] == "behind" for r in standings)
    assert browser.run("return document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_keep_their_labels_inside_and_apart(browser, pages, lang):
    browser.open(pages("genhe", lang))
    browser.one("[data-act=unfold]").click()
    problems = browser.run("""
      const found = [];
      for (const chart of document.querySelectorAll("svg.hc")) {
        const around = chart.getBoundingClientRect();
        for (const axis of chart.querySelectorAll(".axis")) {
          const boxes = [...axis.querySelectorAll("text")].filter(t => t.checkVisibility())
            .map(t => [t.textContent, t.getBoundingClientRect()]);
          for (const [text, box] of boxes) {
            if (box.left < around.left - 1 || box.right > around.right + 1) found.push("out: " + text);
            for (const [other, next] of boxes) {
              if (other !== text && box.left < next.right && next.left < box.right
                && box.top < next.bottom - 2 && next.top < box.bottom - 2) found.push(text + " x " + other);
            }
          }
        }
      }
      return [document.querySelectorAll("svg.hc").length, found]""")
    assert problems[0] > 20
    assert problems[1] == []


CONTRAST = """
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const parse = s => s.match(/[\\d.]+/g).map(Number);
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
  function ground(e) {
    const layers = [];
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3) { c.push(1); }
      layers.push(c);
      if (c[3] === 1) { break; }
    }
    return layers.reverse().reduce((under, c) => over(c, under), [255, 255, 255]);
  }
  const found = new Map();
  for (const e of document.querySelectorAll("body *")) {
    if (e.closest("svg, option, .vh, .skip") || !e.checkVisibility()) { continue; }
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) { continue; }
    const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) { found.set(e.className + " " + getComputedStyle(e).color, ratio + " " + e.textContent.slice(0, 30)); }
  }
  return [...found.entries()]"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["one", "prefecture", "scored"])
def test_every_text_is_readable_on_its_ground(browser, pages, name, scheme):
    browser.open(pages(name), scheme=scheme)
    browser.one("[data-act=unfold]").click()
    dark = browser.run("return getComputedStyle(document.documentElement).backgroundColor")
    assert (dark == "rgb(16, 19, 23)") == (scheme == "dark")
    assert browser.run(CONTRAST) == []


@pytest.mark.parametrize(("light", "ground", "ink"), [("true", "#ffffff", "#000000"), ("false", "#111111", "#e0e0e0")])  # fmt: skip
def test_cards_of_a_notebook_are_readable_in_its_theme(
    browser, genhe_report, tmp_path, light, ground, ink
):
    import genhe_targets as gt

    plan = gt.load_plan("genhe-2023")
    shown = (genhe_report, genhe_report.explain("再生水利用率"), plan, plan.targets[0])
    cards = "<hr>".join(one._repr_html_() for one in shown)
    page = tmp_path / "notebook.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><body data-jp-theme-light="{light}" '
        f'style="background:{ground};color:{ink}">{cards}</body>',
        encoding="utf-8",
    )
    other = "dark" if light == "true" else "light"  # the theme of a notebook is its own
    browser.open(page, scheme=other)
    assert browser.shown(".gt") == 4
    assert browser.run(CONTRAST) == []
    assert {url for url in browser.requests() if not url.startswith("data:")} == {page.as_uri()}


def test_everything_to_press_or_to_fill_in_has_a_name(browser, pages):
    browser.open(pages("prefecture"))
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    asked = [n for n in nodes if n.get("role", {}).get("value") in {"button", "link", "combobox", "searchbox", "region", "table"}]  # fmt: skip
    assert len(asked) > 500
    assert [n for n in asked if not n.get("name", {}).get("value", "").strip()] == []
    levels = browser.run("return [...document.querySelectorAll('h1,h2')].map(h => h.tagName)")
    assert levels[0] == "H1"
    assert levels.count("H1") == 1


def test_printed_on_a4(browser, pages, tmp_path):
    browser.open(pages("genhe"))
    printed = browser.pdf()
    assert printed.startswith(b"%PDF")
    boxes = {
        tuple(map(float, b.split())) for b in re.findall(rb"/MediaBox ?\[([\d. ]+)\]", printed)
    }
    assert {(round(b[2]), round(b[3])) for b in boxes} == {(595, 842)}
    pages_ = len(re.findall(rb"/Type ?/Page\b(?!s)", printed))
    assert 4 <= pages_ <= 14
    browser.ask("Emulation.setEmulatedMedia", media="print")
    assert browser.shown(".filters, .lang, nav, .skip, .fold::before") == 0
    assert browser.shown(".row") == len(pages.records["genhe"]["standings"])
    if not shutil.which("pdftotext"):
        return
    (tmp_path / "report.pdf").write_bytes(printed)
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True).stdout  # fmt: skip
    for word in (
        "根河市2023年河长制工作要点",
        "未达标",
        "再生水利用率",
        "23.99",
        "工作任务",
        "数据问题",
    ):
        assert word in text
    assert "Reclaimed" not in text
