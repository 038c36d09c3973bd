"""Outcomes against forecasts: read or refused by line, scored, and never claimed to prove more than they can."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.problems import Refused
from engine.reporting.score_record import record
from engine.scoring.outcome import Outcome, read_outcomes
from engine.scoring.score import score
from tests.simulation.programmes import one_cluster

COST = 'amount = "x"'


@pytest.fixture
def results(tmp_path: Path) -> object:
    amount = '{ kind = "uniform", low = 50, high = 150, base = 60 }'
    claim = '\n[claims.cheap]\nstatement = "cheap"\nmetric = "one_off_cost"\nat_most = 75\n'
    return engine.simulate(one_cluster(tmp_path, amount=amount, extra=claim), 20_000)


def test_an_outcome_has_its_place_and_its_score(results: object) -> None:
    """Of a uniform from 50 to 150: CRPS of 80 is 100 (1/3 - 0.3 + 0.09), of the base case 20 apart."""
    told = score(results, {"final": Outcome("final", measure="one_off_cost", value=80.0)})  # type: ignore[arg-type]
    one = told.isel(outcome=0)
    assert float(one["pit"]) == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / 20_000))
    assert float(one["crps"]) == pytest.approx(100 * (1 / 3 - 0.3 + 0.09), abs=0.4)
    assert float(one["crps_base"]) == 20
    assert bool(one["inside"])
    assert told.attrs["hits"] == told.attrs["facts"] == 1
    assert "found out by so many facts in 0% of cases" in told.attrs["verdict"]


def test_a_claim_has_the_brier_score(results: object) -> None:
    told = score(results, {"c": Outcome("c", claim="cheap", holds=False)})  # type: ignore[arg-type]
    assert float(told["brier"][0]) == pytest.approx(0.25**2, abs=0.01)
    assert told.attrs["facts"] == 0
    assert record(told)["outcomes"][0]["base_holds"]


def test_outcomes_of_one_fact_are_counted_once(results: object) -> None:
    every = {
        name: Outcome(name, measure="one_off_cost", value=149.0, fact="the contract")
        for name in ("a", "b", "c")
    }
    every["d"] = Outcome("d", measure="one_off_cost", value=100.0)
    told = score(results, every)  # type: ignore[arg-type]
    assert (told.attrs["facts"], told.attrs["hits"]) == (2, 1)


def test_fifty_misses_are_too_many_and_five_prove_nothing(results: object) -> None:
    many = {f"o{k}": Outcome(f"o{k}", measure="one_off_cost", value=149.0) for k in range(50)}
    assert "too narrow" in score(results, many).attrs["verdict"]  # type: ignore[arg-type]
    few = {f"o{k}": Outcome(f"o{k}", measure="one_off_cost", value=100.0) for k in range(5)}
    told = score(results, few)  # type: ignore[arg-type]
    assert "as many as intervals that are right may have" in told.attrs["verdict"]
    assert told.attrs["coverage"][0] < 0.5


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "outcomes.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_outcomes(tmp_path: Path) -> None:
    text = """
[outcomes.final]
measure = "one_off_cost"
value = 101
date = 2028-03-31
source = "accounts"

[outcomes.claim]
claim = "cheap"
holds = false
"""
    found = read_outcomes(written(tmp_path, text))
    assert found["final"] == Outcome(
        "final", "one_off_cost", None, 101.0, date="2028-03-31", source="accounts"
    )
    assert found["claim"].claim == "cheap"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "outcomes", "at least one table"),
        ("x = 1\n[outcomes.a]\nmeasure = 'm'\nvalue = 1", ":1: x", "means nothing"),
        ("[outcomes.a]\nmeasure = 'm'\nvalu = 1", ":3: outcomes.a.valu", '"value"'),
        ("[outcomes.a]\nmeasure = 'm'\nvalue = '1'", "outcomes.a.value", "finite number"),
        ("[outcomes.a]\nclaim = 'm'\nholds = 1", "outcomes.a.holds", "true or false"),
        ("[outcomes.a]\nmeasure = 'm'", "outcomes.a", "measure with its value"),
        ("[outcomes.a]\nmeasure = 'm'\nholds = true", "outcomes.a", "measure with its value"),
        ("outcomes = 3", "outcomes", "at least one table"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, text: str, place: str, words: str) -> None:
    with pytest.raises(Refused) as error:
        read_outcomes(written(tmp_path, text))
    assert place in str(error.value)
    assert words in str(error.value)


def test_what_was_not_forecast_is_refused_with_the_nearest_name(results: object) -> None:
    with pytest.raises(Refused, match='did you mean "one_off_cost"'):
        score(results, {"a": Outcome("a", measure="oneoff_cost", value=1.0)})  # type: ignore[arg-type]
    with pytest.raises(Refused, match="cheap"):
        score(results, {"a": Outcome("a", claim="cheep")})  # type: ignore[arg-type]
