"""Pages in a browser: WCAG 2.2 A and AA by axe-core, at the widths of a desk and of a phone, nothing wider than 320."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.cli import app
from engine.reporting import draw_clusters, draw_verdict, draw_years
from engine.reporting.visuals.inline import inline_svg
from tests.accessibility.browser import DESKTOP, PHONE, chromium, failures, missing, runs_over
from tests.analysis.synthetic_results import synthetic_results

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(missing()), reason=f"not there: {missing()}")]

PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Charts</title></head><body><main><h1>Charts</h1>{}</main></body></html>"""
BAD = """<!doctype html>
<html><head><title>Bad</title></head><body><main><h1>Bad</h1><img src="data:,">
<p style="color: #bbb; background: #fff">Too pale to be read</p><svg role="img" width="9" height="9"></svg>
<div style="width: 900px">Too wide</div></main></body></html>"""


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def browser(request):
    with chromium(request.param) as driver:
        yield driver


def told(found) -> str:
    return "\n".join(map(str, found))


def test_what_breaks_the_rules_is_found_with_criterion_and_level(browser, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(BAD, encoding="utf-8")
    found = {one.rule: (one.criteria, one.level) for one in failures(browser, page)}
    assert found["image-alt"] == ("1.1.1", "A")
    assert found["svg-img-alt"] == ("1.1.1", "A")
    assert found["color-contrast"] == ("1.4.3", "AA")
    assert found["html-has-lang"] == ("3.1.1", "A")


def test_charts_within_a_page_break_none(browser, tmp_path):
    results = synthetic_results(200)
    page = tmp_path / "charts.html"
    draw = {"verdict": draw_verdict, "years": draw_years, "clusters": draw_clusters}
    page.write_text(
        PAGE.format("".join(inline_svg(one(results), name) for name, one in draw.items())), encoding="utf-8"
    )
    found = failures(browser, page)
    assert not found, told(found)


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """The report of a template of programmes, with all that a report has."""
    folder = tmp_path_factory.mktemp("report")
    file = folder / "programme.toml"
    template = Path(__file__).parents[2] / "engine" / "programme" / "templates" / "digital.toml"
    file.write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
    asked = ["report", str(file), "--out", str(folder / "out"), "--iterations", "5000", "--quiet"]
    written = CliRunner().invoke(app, asked)
    assert written.exit_code == 0, written.output
    (page,) = (folder / "out").glob("*.html")
    return page


def test_the_report_breaks_none(browser, report):
    found = failures(browser, report)
    assert not found, told(found)


def test_nothing_runs_over_a_narrow_window(report, tmp_path):
    with chromium((320, 640)) as driver:
        driver.get(report.resolve().as_uri())
        assert runs_over(driver) <= 0
        wide = tmp_path / "bad.html"
        wide.write_text(BAD, encoding="utf-8")
        driver.get(wide.resolve().as_uri())
        assert runs_over(driver) > 0
