"""Net present values under rates of one's own: by hand, and where a rate is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.programme.model import Programme
from tests.simulation.agreement import assert_agree, written

PROJECT = """
title = "A rate of one's own"
start = "2025-01"
horizon = 60
unit = "$m"
price_base = "nominal"
discounting = {discounting}
total_cost = ["one_off_cost"]
[clusters.site]
go_live = "build"
[clusters.site.activities.build]
duration = 12
[clusters.site.costs.works]
category = "one_off"
activity = "build"
amount = 100
[clusters.site.benefits.saving]
class = "cash"
annual = 30
"""


def project(tmp_path: Path, discounting: str) -> Programme:
    """100 in year 0, then 30 a year for four years."""
    return written(tmp_path, PROJECT.format(discounting=discounting))


@pytest.mark.parametrize(
    ("discounting", "npv"),
    [
        ('"none"', 20.0),
        ('"green-book-2022"', -100 + 30 * sum(1.035**-t for t in range(1, 5))),
        ("0.07", -100 + 30 * sum(1.07**-t for t in range(1, 5))),
        ('{ rates = 0.07, timing = "middle" }', 1.6163376939177567 / 1.07**0.5),
        ('{ rates = 0.07, timing = "end" }', 1.6163376939177567 / 1.07),
        ("-0.02", -100 + 30 * sum(0.98**-t for t in range(1, 5))),
        (
            "[{ from = 0, rate = 0.05 }, { from = 3, rate = 0.01 }]",
            -100 + 30 * (1 / 1.05 + 1 / 1.05**2 + 1 / 1.05**2 / 1.01 + 1 / 1.05**2 / 1.01**2),
        ),
    ],
)
def test_by_hand(tmp_path: Path, discounting: str, npv: float) -> None:
    found = assert_agree(project(tmp_path, discounting), 3)
    assert found["npv"] == pytest.approx([npv] * 3, rel=1e-12)


def test_the_figures_of_the_field() -> None:
    """1.6163, and 1.5626 in the middle of the year."""
    factor = sum(1.07**-t for t in range(1, 5))
    assert round(-100 + 30 * factor, 4) == 1.6163
    assert round((-100 + 30 * factor) / 1.07**0.5, 4) == 1.5626


@pytest.mark.parametrize("timing", ["start", "middle", "end"])
def test_a_drawn_rate_discounts_its_own_iteration(tmp_path: Path, timing: str) -> None:
    programme = project(
        tmp_path, f'{{ rates = {{ kind = "uniform", low = -0.02, high = 0.1 }}, timing = "{timing}" }}'
    )
    assert_agree(programme, 200)
    wait = {"start": 0.0, "middle": 0.5, "end": 1.0}[timing]
    rate = engine.draw(programme, 200, 7)["value"].sel(input="discounting.rates").values
    npv = -100 + 30 * sum((1 + rate) ** -t for t in range(1, 5))
    results = engine.simulate(programme, 200, 7)
    np.testing.assert_allclose(results["npv"], npv * (1 + rate) ** -wait, rtol=1e-12, atol=1e-12)
    assert results["net_benefit"].values.tolist() == [20.0] * 200


def test_a_rate_at_its_base_is_as_if_it_were_a_number(tmp_path: Path) -> None:
    drawn = project(tmp_path, '{ kind = "uniform", low = 0.02, high = 0.1, base = 0.07 }')
    fixed = project(tmp_path, "0.07")
    at_base, plain = (engine.simulate(one, 5, 7)["npv"] for one in (drawn.at_base("discounting"), fixed))
    assert at_base.values.tolist() == plain.values.tolist()
    assert engine.simulate(drawn, 5, 7)["npv"].values.tolist() != plain.values.tolist()
