"""The dates of an iteration as bars: places, the path, words, as data."""

from __future__ import annotations

import pytest

import engine
from engine.reporting import draw_gantt
from engine.reporting.tables.story import date_table, near_parts, story_parts
from engine.reporting.visuals import style
from engine.studies.story import stories_near, story
from experiments.shared_services import PROGRAMME


@pytest.fixture(scope="module")
def programme():
    return engine.load(PROGRAMME)


@pytest.fixture(scope="module")
def told(programme):
    return story(programme, iteration=7)


def test_bars_are_the_dates_and_the_path_is_marked(told, collisions):
    figure = draw_gantt(told)
    bars = figure.axes[0].patches
    count = told.sizes["activity"]
    for place, (bar, start, finish) in enumerate(
        zip(bars[count:], told["start"].values, told["finish"].values, strict=True)
    ):
        assert (bar.get_x(), bar.get_x() + bar.get_width()) == pytest.approx((start, finish))
        driving = bool(told["driving"][place])
        assert bar.get_facecolor()[:3] == pytest.approx(_rgb(style.CURVE if driving else style.STEEL))
    assert bars[0].get_width() == pytest.approx(float(told["base_finish"][0] - told["base_start"][0]))
    assert "Driving path" in figure.get_label()
    assert collisions(figure) == []


def test_criticality_stands_beside(programme, told, words):
    near = stories_near(programme, iterations=200, count=4)
    assert "% critical" in words(draw_gantt(told, near))
    text = " ".join(part.text for part in near_parts(near) if hasattr(part, "text"))
    assert "is the percentile itself" in text


def test_tables(told):
    table = date_table(told)
    assert [cell.text for cell in table.columns[0].cells] == told["activity"].values.tolist()
    assert table.columns[3].cells[0].value == pytest.approx(float(told["finish"][0] - told["base_finish"][0]))
    text = " ".join(part.text for part in story_parts(told) if hasattr(part, "text"))
    assert "Struck: " in text


def _rgb(colour):
    return tuple(int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
