"""What an HTML report of some ten thousand verdicts costs: to write, in bytes, and in a browser.

Run it with ``make bench`` or ``python benchmarks/page.py [runs]``.  The browser part needs the
extra ``browser``, chromium and chromedriver, and is left out without them.  *Drawn* is the time
from asking for the file to the first frame after everything is laid out; *busy* the time its
thread computed meanwhile, which a busy machine does not stretch.  The best of several runs counts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from genhe_targets.report.html import render  # noqa: E402
from report.browser import Browser, start  # noqa: E402
from report.sample import sample  # noqa: E402

SIZES = ((14, 41, 8), (31, 41, 8), (250, 40, 4))
"""Regions, targets, periods."""

DRAWN = """
const done = arguments[arguments.length - 1];
requestAnimationFrame(() => setTimeout(() => done(performance.now())));
"""
FILTERED = """
const form = document.querySelector(".filters"), from = performance.now();
form.status.value = "not_met";
form.status.dispatchEvent(new Event("change", {bubbles: true}));
document.body.getBoundingClientRect();
return performance.now() - from;
"""


def busy(browser: Browser) -> float:
    """Milliseconds the page's thread has computed so far."""
    metrics = browser.ask("Performance.getMetrics")["metrics"]
    return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")


def drawn(browser: Browser, page: Path) -> tuple[float, float, float]:
    """Milliseconds until a page is drawn, that its thread was busy, and that a filter takes."""
    browser.driver.get("about:blank")
    before = busy(browser)
    browser.driver.get(page.as_uri())
    shown = browser.driver.execute_async_script(DRAWN)
    return shown, busy(browser) - before, browser.run(FILTERED)


def main(runs: int = 5) -> None:
    """Print a table, one line for each size."""
    print("verdicts  standings  bytes      written  drawn    busy     a filter")
    with tempfile.TemporaryDirectory() as folder:
        browser = open_browser(Path(folder, "profile"))
        for size in SIZES:
            records = sample(*size)
            took = []
            for _ in range(runs):
                from_ = time.perf_counter()
                content = render(records, "zh")
                took.append(1000 * (time.perf_counter() - from_))
            page = Path(folder, "page.html")
            page.write_bytes(content)
            line = (
                f"{len(records['verdicts']):<8}  {len(records['standings']):<9}  {len(content):<9}"
            )
            times = [min(took)]
            if browser:
                times += map(min, zip(*(drawn(browser, page) for _ in range(runs)), strict=True))
            print(line, "".join(f"  {f'{ms:.0f} ms':<7}" for ms in times))
        if browser:
            browser.driver.quit()


def open_browser(profile: Path) -> Browser | None:
    """A browser, or what is missing, said."""
    import pytest

    try:
        browser = start(profile)
    except pytest.skip.Exception as missing:
        print(f"no browser: {missing}")
        return None
    browser.ask("Performance.enable", timeDomain="threadTicks")
    window = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.ask("Emulation.setDeviceMetricsOverride", **window)
    return browser


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
