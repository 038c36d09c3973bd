"""Real and nominal lines side by side, and prices that outrun the deflator: by hand, and with the twin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.programme.guidance import deflator_index
from engine.programme.model import Programme
from tests.simulation.agreement import assert_agree, written

SERVICE = """
title = "A service"
start = "2023-04"
horizon = 36
unit = "£m"
price_base = "as the case has it"
discounting = "none"
total_cost = ["running_cost"]
{prices}
[clusters.a]
go_live = "open"
[clusters.a.activities.open]
duration = 0
[clusters.a.costs.run]
category = "running"
per_year = 10
{cost}
[clusters.a.benefits.gain]
class = "cash"
{benefit}
"""
OWN = """
[prices]
base = "{base}"
year = 2023
deflator = {{ 2020 = 80, 2023 = 100, 2024 = 104, 2025 = 110 }}
"""
INDEX = {2020: 80.0, 2023: 100.0, 2024: 104.0, 2025: 110.0}


def service(tmp_path: Path, base: str, cost: str = "", benefit: str = "annual = 20") -> Programme:
    prices = OWN.format(base=base) if base else ""
    return written(tmp_path, SERVICE.format(prices=prices, cost=cost, benefit=benefit))


@pytest.mark.parametrize(
    ("base", "said", "factors"),
    [
        ("real", "", [1, 1, 1]),
        ("real", 'prices = "real"', [1, 1, 1]),
        ("real", 'prices = "nominal"', [1, 100 / 104, 100 / 110]),
        ("real", 'prices = "real"\nprice_year = 2020', [1.25] * 3),
        ("real", 'prices = "real"\nprice_year = "2024-25"', [100 / 104] * 3),
        ("nominal", "", [1, 1, 1]),
        ("nominal", 'prices = "nominal"', [1, 1, 1]),
        ("nominal", 'prices = "real"', [1, 1.04, 1.1]),
        ("nominal", 'prices = "real"\nprice_year = 2020', [100 / 80, 104 / 80, 110 / 80]),
        ("real", "inflation_above = 0.02", [1, 1.02, 1.02**2]),
        ("", "inflation_above = -0.02", [1, 0.98, 0.98**2]),
        ("real", "inflation_above = 0.02\nprice_year = 2020", [1.02**3, 1.02**4, 1.02**5]),
        ("nominal", 'prices = "real"\ninflation_above = 0.02', [1, 1.04 * 1.02, 1.1 * 1.02**2]),
    ],
)
def test_by_hand(tmp_path: Path, base: str, said: str, factors: list[float]) -> None:
    found = assert_agree(service(tmp_path, base, said, f"annual = 20\n{said}"), 2)
    assert found["yearly_cost"][0].tolist() == pytest.approx([10 * factor for factor in factors], rel=1e-12)
    assert found["yearly_cash_benefit"][0].tolist() == pytest.approx([20 * f for f in factors], rel=1e-12)


def test_a_total_is_in_its_own_prices(tmp_path: Path) -> None:
    """60 nominal over three years, 20 a year, each brought to prices of 2023."""
    found = assert_agree(service(tmp_path, "real", "", 'total = 60\nprices = "nominal"'), 2)
    expected = [20, 20 * 100 / 104, 20 * 100 / 110]
    assert found["yearly_cash_benefit"][0].tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("price_year", [2018, 2023, 2026])
def test_a_drawn_growth_is_that_of_its_iteration(tmp_path: Path, price_year: int) -> None:
    said = f'inflation_above = {{ kind = "uniform", low = -0.05, high = 0.1 }}\nprice_year = {price_year}'
    programme = service(tmp_path, "real", said, f"annual = 20\n{said}")
    assert_agree(programme, 100)
    drawn = engine.draw(programme, 100, 4)["value"].sel(input="a.run.inflation_above").values
    years = np.arange(2023, 2026) - price_year
    results = engine.simulate(programme, 100, 4)
    np.testing.assert_allclose(results["yearly_cost"], 10 * (1 + drawn[:, None]) ** years, rtol=1e-12)


def test_the_published_series(tmp_path: Path) -> None:
    """HM Treasury, December 2025: prices rose by 6.36% in 2023 and by 3.90% in 2024."""
    index = deflator_index("gdp-deflator-2025-12")
    assert (min(index), max(index)) == (1990, 2024)
    assert index[2023] / index[2022] == pytest.approx(1.0635, abs=5e-5)
    assert index[2024] / index[2023] == pytest.approx(1.0390, abs=5e-5)
    prices = '[prices]\nbase = "nominal"\nyear = 2023\ndeflator = "gdp-deflator-2025-12"\nbeyond = 0.02\n'
    text = SERVICE.format(prices=prices, cost='prices = "real"', benefit="annual = 20")
    found = assert_agree(written(tmp_path, text), 2)
    grown = index[2024] / index[2023]
    assert found["yearly_cost"][0].tolist() == pytest.approx([10, 10 * grown, 10 * grown * 1.02], rel=1e-12)


def test_what_results_are_in_is_said_in_every_output(tmp_path: Path) -> None:
    from engine.analysis.findings import Findings
    from engine.reporting.record import record
    from engine.reporting.tables.verdict import heading

    results = engine.simulate(service(tmp_path, "real", 'prices = "nominal"'), 50)
    said = (
        "as the case has it; real, prices of 2023; lines in other prices converted by a deflator of one's own"
    )
    assert results.attrs["price_base"] == said
    assert record(results)["price_base"] == said
    assert any(said in part.text for part in heading(Findings(results)) if hasattr(part, "text"))
    plain = engine.simulate(service(tmp_path, ""), 50)
    assert plain.attrs["price_base"] == "as the case has it"


@pytest.mark.parametrize(
    ("words", "base", "added"),
    [
        ("real, 2023-24 prices", "real", ""),
        ("Real terms, prices of 2023", "real", ""),
        ("real, 2022-23 prices", "real", "; real, prices of 2023"),
        ("realistic prices of 2023", "real", "; real, prices of 2023"),
        ("nominal, as published", "nominal", ""),
        ("as published", "nominal", "; nominal"),
    ],
)
def test_what_the_words_of_the_file_say_is_not_said_twice(
    tmp_path: Path, words: str, base: str, added: str
) -> None:
    text = SERVICE.format(prices=OWN.format(base=base), cost="", benefit="annual = 20")
    told = written(tmp_path, text.replace("as the case has it", words)).price_base
    assert told == f"{words}{added}; lines in other prices converted by a deflator of one's own"


def test_settlements_pay_for_lines_of_steady_prices(tmp_path: Path) -> None:
    """4 in prices of 2020 are 5; 3 are approved for the first year, and the rest waits for the next."""
    text = SERVICE.format(prices=OWN.format(base="real"), cost="", benefit="annual = 1") + (
        "[clusters.a.activities.build]\nduration = 12\n"
        '[clusters.a.costs.works]\ncategory = "one_off"\nactivity = "build"\namount = 4\n'
        'prices = "real"\nprice_year = 2020\n'
        '[[funding]]\nuntil = "2024-04"\napproved = 3\ntop_up = 0\n'
    )
    found = assert_agree(written(tmp_path, text), 2)
    assert found["one_off_cost"].tolist() == [[pytest.approx(5.0, rel=1e-12)]] * 2
    assert found["yearly_cost"][0].tolist() == pytest.approx([10 + 3, 10 + 2, 10], rel=1e-12)
