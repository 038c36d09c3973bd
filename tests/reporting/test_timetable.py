"""The timetable as data: a row for each activity and go-live, dark bars for what drives."""

import pytest

import engine
from engine.reporting import draw_timetable
from engine.reporting.visuals import style
from experiments.shared_services import PROGRAMME


@pytest.fixture(scope="module")
def found():
    return engine.timetable(engine.load(PROGRAMME), 400, 5)


def test_the_chart_has_a_row_for_each_activity_and_go_live(found, words, collisions):
    figure = draw_timetable(found)
    (axes,) = figure.axes
    labels = [tick.get_text() for tick in axes.get_yticklabels()]
    assert len(labels) == found.sizes["activity"] + 5
    assert labels[0] == "Overseas"
    assert labels[1] == "design build"
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    for place in range(found.sizes["activity"]):
        one = found.isel(activity=place)
        base = (float(one["base_start"]), float(one["base_finish"] - one["base_start"]))
        assert any(bar == pytest.approx(base) for bar in bars)
    diamonds = sorted(float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() == "D")
    assert diamonds == sorted(found["base_finish"].values[found["goes_live"].values].tolist())
    assert collisions(figure) == []
    assert "goes live last, 80% chance of" in words(figure).replace("\n", " ")


def test_what_drives_often_is_dark(found):
    from matplotlib.colors import to_hex

    colours = [to_hex(bar.get_facecolor()) for bar in draw_timetable(found).axes[0].patches]
    often = int((found["criticality"] >= 0.5).sum())
    assert colours.count(style.CURVE.lower()) == often
    assert colours.count(style.STEEL.lower()) == found.sizes["activity"] - often


def test_of_many_activities_the_least_critical_are_counted(found, words, collisions):
    import xarray as xr

    many = xr.concat([found, found, found], "activity")
    figure = draw_timetable(many)
    assert f"{3 * found.sizes['activity'] - 44} less critical activities are not shown." in words(
        figure
    ).replace("\n", " ")
    assert collisions(figure) == []


def test_without_a_start_months_are_counted(found, words):
    bare = found.assign_attrs({**found.attrs, "start": ""})
    assert "Months from the start" in words(draw_timetable(bare))
