"""A headless Chromium in which a page is judged by axe-core against WCAG 2.2, levels A and AA."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
DESKTOP, PHONE = (1280, 900), (390, 844)
_LEVEL = re.compile(r"wcag2\d?(a{1,3})")
_CRITERION = re.compile(r"wcag(\d)(\d)(\d+)")


class Failure(NamedTuple):
    """A rule that a page breaks: what is asked, by which criterion and of which level, and where it is broken."""

    rule: str
    criteria: str  # "1.4.3"
    level: str  # "AA"
    asked: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.criteria} ({self.level}) {self.rule}: {self.asked}\n    " + "\n    ".join(self.places)


def missing() -> str:
    """What is not there of a browser, its driver and the judge; "" if all are."""
    programs = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return ", ".join(
        [
            *programs,
            *(["selenium"] if find_spec("selenium") is None else []),
            *([] if AXE.is_file() else ["axe-core"]),
        ]
    )


@contextmanager
def chromium(size: tuple[int, int] = DESKTOP) -> Iterator[Any]:
    """A browser without a window and without a network, `size` pixels wide and high."""
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-device-scale-factor=1",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ):  # fmt: skip
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    try:
        # a window may not be as narrow as a phone, what is shown in it may
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        driver.set_script_timeout(120)
        yield driver
    finally:
        driver.quit()


def failures(driver: Any, page: Path) -> list[Failure]:
    """What of the page axe-core finds to break WCAG 2.2 at level A or AA."""
    driver.get(page.resolve().as_uri())
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']})"
        ".then(found => done(found.violations), error => done([{id: String(error), tags: [], nodes: []}]));",
        list(RULES),
    )
    return [_failure(one) for one in found]


def _failure(found: dict[str, Any]) -> Failure:
    tags = " ".join(found["tags"])
    criteria = ", ".join(".".join(parts) for parts in _CRITERION.findall(tags)) or "no criterion"
    level = max((one.upper() for one in _LEVEL.findall(tags)), key=len, default="no level")
    places = tuple(f"{node['target']}: {node['html'][:160]}" for node in found["nodes"])
    return Failure(found["id"], criteria, level, found.get("help", ""), places)


def runs_over(driver: Any) -> int:
    """By how many pixels the page that is shown is wider than the window (WCAG 1.4.10: not at 320)."""
    return int(
        driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    )
