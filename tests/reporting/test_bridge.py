"""The bridge as people see it: order, values, sums and words, as data."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.text import Text

import engine
from distributions import Uniform
from engine.reporting import draw_bridge
from engine.reporting.dataset_record import dataset_record
from engine.reporting.tables.bridge import bridge_parts, step_table
from engine.reporting.visuals.axes import begins_at
from experiments.shared_services import PROGRAMME


@pytest.fixture(scope="module")
def found():
    return engine.bridge(engine.load(PROGRAMME), iterations=300, by="cluster")


def test_bars_lead_from_the_base_case_to_the_end(found):
    axes = draw_bridge(found, "mean").axes[0]
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    assert bars[0] == pytest.approx((0.0, found.attrs["base"]))
    assert bars[-1] == pytest.approx((0.0, float(found["value"].sel(end="mean"))))
    at = found.attrs["base"]
    for begin, width in bars[1:-1]:
        assert begin == pytest.approx(at)
        at += width
    assert at == pytest.approx(float(found["value"].sel(end="mean")))
    widths = np.abs([width for _, width in bars[1:-1]])
    assert (np.diff(widths) <= 1e-9).all()  # the greatest first
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels[0] == "Base case"
    assert labels[1] == "Several clusters"


def test_causes_that_do_nothing_share_a_row():
    laws = {"a": Uniform(0, 1), "unread": Uniform(0, 1), "idle": Uniform(0, 1)}
    found = engine.bridge(engine.Model(laws, lambda a, unread, idle: a), iterations=400)
    figure = draw_bridge(found, "mean")
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["Base case", "a", "2 other causes", "Mean"]
    assert "nought" in [text.get_text() for text in figure.findobj(Text)]


def test_words_and_nothing_covers_anything(found, words, collisions):
    figure = draw_bridge(found)
    assert "averaged over the orders" in words(figure)
    assert collisions(figure) == []
    assert "Synergy" in figure.get_label()


def test_the_table_holds_the_numbers(found):
    table = step_table(found)
    names, p50 = (table.columns[k].cells for k in (0, 1))
    values = {name.text: cell.value for name, cell in zip(names, p50, strict=True)}
    assert values["Synergy"] == float(found["step"].sel(end="p50", cause="Synergy"))
    assert values["Played"] == float(found["value"].sel(end="p50"))
    assert sum(v for k, v in values.items() if k not in ("Base case", "Played")) == pytest.approx(
        values["Played"] - values["Base case"]
    )
    text = " ".join(part.text for part in bridge_parts(found) if hasattr(part, "text"))
    assert "Joint effect" in text
    assert "Exact: all 256 coalitions" in text


def test_the_record_is_plain_data(found):
    record = dataset_record(found)
    assert record["variables"]["step"]["dims"] == ["end", "cause"]
    assert "Synergy" in record["attributes"]["inputs"]
    assert record["coordinates"]["end"] == ["p50", "mean", "assured"]


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        ((100.0, 140.0), 0.0),
        ((100.0, 104.0, 110.0), 95.0),
        ((100.0, 100.0), 0.0),
        ((-5.0, 3.0), 0.0),
        ((1.0, np.inf), 0.0),
        ((), 0.0),
    ],
)
def test_small_steps_are_drawn_from_nearby(ends, first):
    assert begins_at(np.array(ends, float)) == first


def test_where_the_axis_is_cut_it_is_said(found, words):
    small = found.assign({key: found[key] / 1e3 for key in ("step", "low", "high", "alone", "last")})
    small["value"] = found.attrs["base"] + small["step"].sum("cause")
    figure = draw_bridge(small, "mean")
    first, *_, last = figure.axes[0].patches
    assert first.get_x() == last.get_x() == figure.axes[0].get_xlim()[0] > 0
    assert first.get_x() + first.get_width() == pytest.approx(found.attrs["base"])
    assert "The axis does not begin at 0" in words(figure).replace("\n", " ")
    assert "The axis does not begin at 0" not in words(draw_bridge(found, "mean")).replace("\n", " ")
