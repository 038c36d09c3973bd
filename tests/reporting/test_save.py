import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from xml.etree import ElementTree

import matplotlib
import pytest

from engine.reporting import draw_histogram, draw_verdict, draw_years, save_figure
from engine.reporting.visuals import save
from engine.reporting.visuals.save import FORMATS, alternative_text, chart_bytes, svg_text

SVG = "{http://www.w3.org/2000/svg}"


def test_files(results, tmp_path):
    from PIL import Image

    svg, png, pdf = save_figure(draw_verdict(results), tmp_path / "new folder" / "verdict.v1")
    assert [svg.name, png.name, pdf.name] == ["verdict.v1.svg", "verdict.v1.png", "verdict.v1.pdf"]
    assert sorted(file.name for file in svg.parent.iterdir()) == [
        "verdict.v1.pdf",
        "verdict.v1.png",
        "verdict.v1.svg",
    ]
    assert pdf.read_bytes().startswith(b"%PDF")
    assert pdf.read_bytes().count(b"/Type /Page ") == 1
    (one,) = save_figure(draw_verdict(results), tmp_path / "new folder" / "small.png", ("png",), dpi=50)
    assert one.name == "small.png"
    with Image.open(one) as image:
        assert image.width == pytest.approx(170 / 25.4 * 50, abs=1)
    with Image.open(png) as image:
        assert image.width == pytest.approx(170 / 25.4 * 200, abs=1)
        assert image.info["Title"].startswith("Shared services strategy: “The whole promise at once” holds")
        assert "Source: Shared services strategy" in image.info["Description"]
        assert not {"Creation Time", "date"} & set(image.info)


def test_text_alternative_stands_in_the_svg(results):
    results.attrs["title"] = "Costs < benefits & more"
    figure = draw_verdict(results)
    root = ElementTree.fromstring(svg_text(figure))
    title, description = alternative_text(figure)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == root.findtext(f"{SVG}title") == title
    assert title.startswith("Costs < benefits & more: “The whole promise at once” holds")
    assert root.findtext(f"{SVG}desc") == description
    assert "5 of 5 claims hold" in description


def test_a_bare_figure_can_be_saved(tmp_path):
    from matplotlib.figure import Figure

    svg, png, _ = save_figure(Figure(), tmp_path / "bare")
    assert svg.read_text().count("<title>Chart</title>") == 1
    assert png.stat().st_size > 0


def test_same_results_give_the_same_bytes_whatever_the_settings(synthetic):
    first = svg_text(draw_histogram(synthetic(300)))
    with matplotlib.rc_context({"font.size": 31.0, "axes.facecolor": "black", "svg.hashsalt": "other"}):
        second = svg_text(draw_histogram(synthetic(300)))
    assert first == second
    assert "<dc:date>" not in first
    assert svg_text(draw_histogram(synthetic(300, seed=8))) != first


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_has_the_same_bytes_twice_and_other_bytes_for_other_results(ending, synthetic):
    one, again, other = (chart_bytes(draw_verdict(synthetic(100, seed=seed)), ending) for seed in (7, 7, 8))
    assert one == again != other


def test_same_bytes_on_threads(synthetic):
    run = synthetic(100)

    def text(draw):
        return svg_text(draw(run))

    draws = [draw_years, draw_verdict] * 2
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(text, draws))
    assert found == [text(draw) for draw in draws]


def test_a_failure_leaves_the_old_picture_and_no_litter(tmp_path, monkeypatch, results):
    svg, png, pdf = save_figure(draw_verdict(results), tmp_path / "verdict")
    before = svg.read_bytes()

    def fail(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("engine.reporting.visuals.save.os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        save_figure(draw_years(results), tmp_path / "verdict")
    assert svg.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [pdf, png, svg]


def test_matplotlib_is_imported_late_and_pyplot_never():
    code = (
        "import sys, engine.reporting, engine.analysis; assert 'matplotlib' not in sys.modules; "
        "assert 'xarray' not in sys.modules; "
        "from engine.reporting import draw_histogram, save_figure; "
        "assert 'matplotlib' in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_unknown_name():
    import engine.reporting

    with pytest.raises(AttributeError, match="no 'draw_pie'"):
        _ = engine.reporting.draw_pie


def test_a_name_may_be_as_long_as_the_system_lets_it(results, tmp_path):
    stem = "x" * 251
    assert [file.name for file in save_figure(draw_verdict(results), tmp_path / stem, ("svg",))] == [
        f"{stem}.svg"
    ]


def test_all_are_drawn_before_one_is_put_in_place(results, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(save, "_pdf_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_figure(draw_verdict(results), tmp_path / "verdict")
    assert [*tmp_path.iterdir()] == []
