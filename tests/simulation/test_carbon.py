"""Tonnes of carbon at the values of a dated set or of one's own: by hand, by the twin, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.analysis.classes import classes_of
from engine.programme import guidance
from engine.programme.model import Programme
from engine.reporting.classes import sums_said
from tests.simulation.agreement import assert_agree, written

HEAD = """title = "Carbon"
start = "{start}"
horizon = {horizon}
unit = "{unit}"
price_base = "as [prices] says"
discounting = 0.035
{tables}
[clusters.heat]
go_live = "switch"
[clusters.heat.activities.switch]
duration = 0
[clusters.heat.benefits.saved]
class = "carbon"
{line}
"""
SET = 'values = "greenhouse-gas-values-2023-11"'
REAL = '[prices]\nbase = "real"\nyear = 2025\ndeflator = { 2022 = 80, 2025 = 100 }\n'
NOMINAL = '[prices]\nbase = "nominal"\nyear = 2025\ndeflator = { 2022 = 80, 2025 = 100, 2026 = 104 }\n'
TONNES = "tonnes = 1000"


def text(tables: str, line: str = TONNES, start: str = "2025-04", horizon: int = 24, unit: str = "£m") -> str:
    return HEAD.format(tables=tables, line=line, start=start, horizon=horizon, unit=unit)


# What the years of the set, 273.06 and 277.22 in prices of 2022, come to with 1,000 tonnes a year.
BY_HAND = {
    "real": (REAL + f"[carbon]\n{SET}\n", {}, [273.06e-3 * 100 / 80, 277.22e-3 * 100 / 80]),
    "nominal": (NOMINAL + f"[carbon]\n{SET}\n", {}, [273.06e-3 * 100 / 80, 277.22e-3 * 104 / 80]),
    "low": (REAL + f'[carbon]\n{SET}\nseries = "low"\n', {}, [136.53e-3 / 0.8, 138.61e-3 / 0.8]),
    "high": (REAL + f'[carbon]\n{SET}\nseries = "high"\n', {}, [409.6e-3 / 0.8, 415.83e-3 / 0.8]),
    "in pounds": (REAL + f"[carbon]\n{SET}\n", {"unit": "£"}, [273.06e3 / 0.8, 277.22e3 / 0.8]),
    "in thousands": (REAL + f"[carbon]\n{SET}\n", {"unit": "GBP k"}, [273.06 / 0.8, 277.22 / 0.8]),
    "in a currency that ends like a size": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"unit": "SEK"},
        [50e3, 60e3],
    ),
    "values of one's own": ("[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n", {"unit": "$m"}, [0.05, 0.06]),
    "beyond its last year": ("[carbon]\nvalues = { 2025 = 50 }\nbeyond = 0.02\n", {}, [0.05, 0.051]),
    "more is emitted": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"line": "tonnes = -1000"},
        [-0.05, -0.06],
    ),
}


def programme_of(tmp_path: Path, tables: str, **said: str) -> Programme:
    return written(tmp_path, text(tables, **said))


@pytest.mark.parametrize("case", BY_HAND)
def test_by_hand(tmp_path: Path, case: str) -> None:
    tables, said, years = BY_HAND[case]
    programme = programme_of(tmp_path, tables, **said)
    results = engine.simulate(programme, 2)
    assert results["yearly_carbon_benefit"].values[0] == pytest.approx(years, rel=1e-12)
    assert results["carbon_benefit"].values[0] == pytest.approx([sum(years)], rel=1e-12)
    assert results["total_benefit"].values[0] == pytest.approx(sum(years), rel=1e-12)
    assert results["npv"].values[0] == pytest.approx(years[0] + years[1] / 1.035, rel=1e-12)
    assert results["cash_net_benefit"].values[0] == 0.0  # none of it can be spent
    assert_agree(programme, 3)


def test_that_classes_are_added_is_said(tmp_path: Path) -> None:
    more = f'{TONNES}\n[clusters.heat.benefits.bills]\nclass = "cash"\nannual = 1'
    programme = programme_of(tmp_path, REAL + f"[carbon]\n{SET}\n", line=more)
    results = engine.simulate(programme, 2)
    assert classes_of(results.attrs) == ["cash", "carbon"]
    assert "cash and carbon are added in: Total benefits" in sums_said(
        results.attrs, {"total_benefit": "Total benefits"}
    )
    assert "carbon at central values of greenhouse-gas-values-2023-11" in results.attrs["price_base"]


def test_ramp_decline_and_drawn_tonnes(tmp_path: Path) -> None:
    line = 'tonnes = { kind = "uniform", low = 500, high = 900 }\nramp = 7\ndecline = 0.1\nlag = 3\nattribution = 0.5'
    assert_agree(programme_of(tmp_path, REAL + f"[carbon]\n{SET}\n", line=line), 500)


WRONG = {
    "no section": ("", {}, "clusters.heat.benefits.saved.tonnes", ["a section [carbon]", "[prices] base"]),
    "no prices": (
        f"[carbon]\n{SET}\n",
        {},
        "carbon.values",
        ["prices of 2022", "a section [prices]", '[prices] base = "real", year = 2025'],
    ),
    "a series of one's own values": (
        '[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\nseries = "low"\n',
        {},
        "carbon.series",
        ["beside values of one's own"],
    ),
    "a set that is none": (
        REAL + '[carbon]\nvalues = "greenhouse-gas-values-2023"\n',
        {},
        "carbon.values",
        ['did you mean "greenhouse-gas-values-2023-11"'],
    ),
    "another currency": (REAL + f"[carbon]\n{SET}\n", {"unit": "$m"}, "unit", ["a unit in pounds"]),
    "a unit of nobody knows what": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"unit": "MSEK"},
        "unit",
        ["a currency and its size, such as £m"],
    ),
    "a year that is missing": (
        "[carbon]\nvalues = { 2025 = 50 }\n",
        {},
        "carbon.values",
        ["no value of carbon for 2026", "beyond = 0.015"],
    ),
    "years before the set": (
        REAL + f"[carbon]\n{SET}\n",
        {"start": "2019-04"},
        "carbon.values",
        ["for 2019", "goes from 2020 to 2050"],
    ),
    "a value that is none": (
        '[carbon]\nvalues = { 2025 = "dear" }\n',
        {},
        "carbon.values.2025",
        ["money a tonne"],
    ),
    "money a year": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"line": "annual = 3"},
        "clusters.heat.benefits.saved.annual",
        ['annual of the class "carbon"', "tonnes a year alone", "[carbon]"],
    ),
    "money a year beside tonnes": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"line": f"annual = 3\n{TONNES}"},
        "clusters.heat.benefits.saved.annual",
        ["tonnes a year alone"],
    ),
    "a sum of money beside tonnes": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"line": f"total = 3\n{TONNES}"},
        "clusters.heat.benefits.saved.total",
        ["tonnes a year alone"],
    ),
    "neither": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"line": ""},
        "clusters.heat.benefits.saved.tonnes",
        ["nothing of the class", "tonnes a year"],
    ),
    "tonnes alone of another class": (
        "",
        {"line": f'{TONNES}\n[clusters.heat.benefits.bills]\nclass = "cash"\n{TONNES}'},
        "clusters.heat.benefits.bills.tonnes",
        ["annual or total"],
    ),
    "tonnes in prices": (
        "[carbon]\nvalues = { 2025 = 50, 2026 = 60 }\n",
        {"line": f"{TONNES}\ninflation_above = 0.01"},
        "clusters.heat.benefits.saved.inflation_above",
        ["of lines in money alone"],
    ),
    "tonnes of another class": (
        "",
        {"line": f'annual = 1\n[clusters.heat.benefits.bills]\nclass = "cash"\nannual = 1\n{TONNES}'},
        "clusters.heat.benefits.bills.tonnes",
        ['class = "carbon"'],
    ),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_every_mistake_is_told(tmp_path: Path, mistake: str) -> None:
    tables, said, key, words = WRONG[mistake]
    with pytest.raises(engine.ProgrammeError) as refused:
        programme_of(tmp_path, tables, **said)
    told = {problem.key: str(problem) for problem in refused.value.problems}
    assert key in told
    assert [word for word in words if word not in told[key]] == []


def test_the_hint_is_a_whole_section(tmp_path: Path) -> None:
    """What a newcomer is told to write can be played as it stands, with the set and the prices that it needs."""
    with pytest.raises(engine.ProgrammeError) as refused:
        programme_of(tmp_path, "", horizon=300)
    (problem,) = refused.value.problems
    carbon, prices = problem.hint.split("; and ")
    sections = [
        f"[{name}]\n" + pairs.replace(", ", "\n")
        for name, pairs in (
            part.partition(", since")[0].removeprefix("[").split("] ", 1) for part in (carbon, prices)
        )
    ]
    results = engine.simulate(programme_of(tmp_path, "\n".join(sections), horizon=300), 1)
    assert float(results["carbon_benefit"].values.item()) > 0


def test_the_set_as_published() -> None:
    """The central values of 2021 and 2050 are those of 2021, £245 and £378 in prices of 2020, at one ratio of prices.

    The low and high series are half of the central one and half as much again.
    """
    low, central, high = (
        guidance.carbon_values("greenhouse-gas-values-2023-11", one) for one in ("low", "central", "high")
    )
    assert list(central) == list(range(2020, 2051))
    ratios = [
        (central[year] / (old + 0.5), central[year] / (old - 0.5)) for year, old in ((2021, 245), (2050, 378))
    ]
    assert max(least for least, _ in ratios) < min(most for _, most in ratios)
    for year, value in central.items():
        assert (low[year], high[year]) == pytest.approx((0.5 * value, 1.5 * value), abs=0.011)
        assert year == 2020 or value / central[year - 1] == pytest.approx(1.015, abs=6e-4)


def test_a_scenario_takes_another_series(tmp_path: Path) -> None:
    """How the answer hangs on the values is played as any scenario: half as much, and half as much again."""
    file = tmp_path / "programme.toml"
    more = '\n[scenarios.high]\ndescription = "the high series"\n[scenarios.high.set]\n"carbon.series" = "high"\n'
    file.write_text(text(REAL + f"[carbon]\n{SET}\n") + more, "utf-8")
    low, central, high = (
        float(engine.simulate(one, 1)["carbon_benefit"].values.item())
        for one in (
            engine.load(file, overrides={"carbon.series": "low"}),
            engine.load(file),
            engine.load(file, scenario="high"),
        )
    )
    assert (low / central, high / central) == pytest.approx((0.5, 1.5), abs=1e-4)
