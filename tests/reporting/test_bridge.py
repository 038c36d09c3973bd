"""The bridge as people see it: order, values, sums and words, as data."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.reporting import draw_bridge
from engine.reporting.dataset_record import dataset_record
from engine.reporting.tables.bridge import bridge_parts, step_table
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
