"""Options as data: a panel for each measure, the baseline on top, bars from P10 to P90, words beside them."""

import numpy as np
import pytest

import engine
from engine.reporting import draw_options
from experiments.shared_services import PROGRAMME


@pytest.fixture(scope="module")
def found():
    programme = engine.load(PROGRAMME)
    options = {"as_is": programme, "no_risks": programme.without("*"), "planned": programme.at_base("*")}
    return engine.compare_options(options, "no_risks", iterations=300)


def test_bars_run_from_p10_to_p90_and_the_baseline_is_on_top(found, words, collisions):
    figure = draw_options(found)
    assert len(figure.axes) == found.sizes["measure"] == 3
    names = ["no_risks", "as_is", "planned"]
    for axes, measure in zip(figure.axes, found["measure"].values, strict=True):
        assert [tick.get_text() for tick in axes.get_yticklabels()] == ["no risks", "as is", "planned"]
        one = found.sel(measure=measure, option=names)["value"]
        low, high = (one.sel(percentile=level).values for level in (10, 90))
        assert [bar.get_x() for bar in axes.patches] == pytest.approx(low.tolist())
        assert [bar.get_width() for bar in axes.patches] == pytest.approx((high - low).tolist())
    shown = words(figure).replace("\n", " ")
    assert shown.count("baseline") >= 3
    assert shown.count("better in") == 6
    assert "“planned” is better than “no risks” with a chance of" in shown
    assert figure.axes[0].get_xlabel().replace("\n", " ").endswith("£m (nominal, as published in March 2023)")
    assert collisions(figure) == []


def test_of_many_options_the_rest_is_counted(found, words, collisions):
    import xarray as xr

    copies = [found.assign_coords(option=[f"{name}_{k}" for name in ("a", "b", "c")]) for k in range(6)]
    many = xr.concat(copies, "option", data_vars="minimal", coords="minimal", compat="override", join="outer")
    many = many.assign_attrs(baseline="a_0")
    figure = draw_options(many)
    assert "6 further options are not shown." in words(figure)
    assert collisions(figure) == []


def test_what_has_no_numbers_is_said(found, words, collisions):
    empty = found.copy(deep=True)
    for name in empty.data_vars:
        if empty[name].dtype.kind == "f" and not name.startswith("better"):
            empty[name][:] = np.nan
    figure = draw_options(empty)
    assert "there are no means" in words(figure).replace("\n", " ")
    assert "nan" not in words(figure)
    assert collisions(figure) == []
