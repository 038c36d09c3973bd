"""Charts within a page: no id clashes, nothing of the page is styled, the same bytes, and it is told to who listens."""

import re
from xml.etree import ElementTree

import pytest

from engine.problems import ResultsError
from engine.reporting import draw_verdict, draw_years
from engine.reporting.visuals.inline import inline_svg
from engine.reporting.visuals.save import alternative_text, svg_text

ID = re.compile(r'\bid="([^"]+)"')
USED = re.compile(r'(?:href="#|url\(#)([^")]+)')


def test_ids_of_two_charts_do_not_clash_and_all_that_is_used_is_there(results):
    first, second = inline_svg(draw_verdict(results), "verdict"), inline_svg(draw_years(results), "years")
    ids = ID.findall(first) + ID.findall(second)
    assert len(ids) == len(set(ids)) > 100
    for text in (first, second):
        assert USED.findall(text)
        assert set(USED.findall(text)) <= set(ID.findall(text))
    plain = ID.findall(svg_text(draw_verdict(results))), ID.findall(svg_text(draw_years(results)))
    assert set(plain[0]) & set(plain[1])  # as files they do share names


def test_it_is_one_element_with_a_name_and_a_description(results):
    figure = draw_verdict(results)
    root = ElementTree.fromstring(inline_svg(figure, "a"))
    title, description = alternative_text(figure)
    by_id = {one.get("id"): one for one in root.iter()}
    assert by_id[root.attrib["aria-labelledby"]].text == title
    assert by_id[root.attrib["aria-describedby"]].text == description
    assert root.attrib["role"] == "img"
    assert {"width", "height"} & set(root.attrib) == set()
    assert not any(one.tag.endswith(("style", "metadata")) for one in root.iter())


def test_the_same_bytes_and_fewer_of_them(results):
    texts = [inline_svg(draw_years(results), "years") for _ in range(2)]
    assert texts[0] == texts[1]
    assert len(texts[0]) < 0.95 * len(svg_text(draw_years(results)))


def test_the_picture_is_the_same_to_a_hundredth_of_a_point(results):
    def numbers(text: str) -> list[float]:
        return [
            float(one) for path in re.findall(r' d="([^"]+)"', text) for one in re.findall(r"-?[\d.]+", path)
        ]

    whole, inline = (
        numbers(text) for text in (svg_text(draw_years(results)), inline_svg(draw_years(results), "y"))
    )
    assert inline == pytest.approx(whole, abs=0.01)


def test_what_a_programme_is_called_is_not_rewritten(results):
    hostile = 'a url(#b) href="#c" id="d" <!-- e --> </svg><script>'
    results.attrs["title"] = hostile
    root = ElementTree.fromstring(inline_svg(draw_verdict(results), "x"))
    assert hostile in "".join(root.itertext())


@pytest.mark.parametrize("prefix", ["", "1a", "a b", 'a"b', "é"])
def test_a_prefix_that_is_no_id_is_refused(prefix, results):
    with pytest.raises(ResultsError, match="a letter, then letters"):
        inline_svg(draw_verdict(results), prefix)
