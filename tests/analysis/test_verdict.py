"""Words by ranges, floors by evidence, and the three numbers of a claim."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.analysis.evidence import floor_of, never_in
from engine.analysis.verdict import verdict, with_ranges, word
from tests.programme.test_beliefs import written


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 0.0499, "will not hold"),
        (0.0, 0.05, "unlikely"),
        (0.03, 0.39, "unlikely"),
        (0.2, 0.5, "unlikely"),
        (0.24, 0.71, "undecided"),
        (0.5, 0.9, "likely"),
        (0.95, 1.0, "likely"),
        (0.951, 1.0, "will hold"),
        (0.0, 1.0, "undecided"),
    ],
)
def test_a_range_has_its_word(low: float, high: float, expected: str) -> None:
    assert word(low, high) == expected
    mirrored = {"will not hold": "will hold", "unlikely": "likely", "undecided": "undecided"}
    mirrored |= {after: before for before, after in mirrored.items()}
    assert word(1 - high, 1 - low) == mirrored[expected]


def attrs(*counts: int | None, **own: object) -> dict[str, str]:
    log = [{"name": "x", **({"observations": count} if count else {})} for count in counts]
    return {"assumptions": json.dumps(log), "floor": json.dumps(own) if own else ""}


def test_the_floor_is_what_the_evidence_can_carry() -> None:
    assert floor_of({}).chance == 0.01
    assert floor_of(attrs(6, None)).chance == 0.01
    assert "6 observations" in floor_of(attrs(9, 6)).why
    assert floor_of(attrs(49, 2000)).chance == 0.01
    assert floor_of(attrs(999, 2000)).chance == 1 / 2000
    assert floor_of(attrs(6, chance=0.002, reason="a thousand years of floods")) == (
        0.002,
        "a thousand years of floods",
    )


def test_what_never_happened_has_the_mean_of_jeffreys() -> None:
    """The mean of Beta(1/2, n + 1/2)."""
    for n in (1, 6, 9, 100):
        assert never_in(n) == pytest.approx(0.5 / (0.5 + n + 0.5))
    assert never_in(6) == pytest.approx(1 / 14)


def test_a_claim_has_three_numbers_and_a_word(tmp_path: Path) -> None:
    programme = engine.load(written(tmp_path))
    results = engine.simulate(programme, 4000)
    alone = verdict(results)
    assert np.isnan(alone["belief_low"]).all()
    assert np.isnan(alone["scenario_high"]).all()
    worlds = engine.simulate(programme, 40_000, worlds=100)
    settled = engine.simulate(programme.at_base("beliefs.*"), 4000)
    told = verdict(with_ranges(results, worlds, {"as fitted": settled, "again": results})).isel(claim=0)
    expected = engine.over_beliefs(worlds)["probability_low"]
    assert float(told["belief_low"]) == float(expected[0])
    assert float(told["belief_low"]) < float(told["probability"]) < float(told["belief_high"])
    assert str(told["highest"].values) == "as fitted"
    assert float(told["scenario_high"]) == float(engine.claims(settled)["probability"][0])
    assert float(told["scenario_low"]) == float(told["probability"])
    assert str(told["word"].values) == word(float(told["belief_low"]), float(told["belief_high"]))
