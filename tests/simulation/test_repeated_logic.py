"""Risks that may strike several times and hang on others: closed forms, and the twin."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import engine
from tests.simulation.agreement import assert_agree
from tests.simulation.agreement import written as from_text
from tests.simulation.test_risks_in_time import HEAD

N = 100_000
DOES = 'cost = 1\ntargets = ["site.build"]\n'
YEARLY = 'every_year = true\nfactor = 1.5\ntargets = ["site.rent"]\n'
Strikes = dict[str, NDArray[np.bool_]]


def struck(tmp_path: Path, **risks: str) -> Strikes:
    """Where each strike of some risks falls, by its name; the twin agrees."""
    text = HEAD + "".join(f"[risks.{name}]\n{words}" for name, words in risks.items())
    programme = from_text(tmp_path, text)
    assert_agree(programme, 500)
    found = engine.simulate(programme, N, seed=1, measures=["risks.*.strikes"])["strikes"]
    return {str(name): found.sel(risk=name).values.astype(bool) for name in found["risk"].values}


def off_by(strikes: NDArray[np.bool_], chance: float) -> float:
    """How many standard errors the share of strikes is off; 5 are met by chance once in 1.7 million."""
    return abs(float(strikes.mean()) - chance) / math.sqrt(chance * (1 - chance) / strikes.size)


def test_any_strike_is_enough_for_what_needs_it(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        flood=f"probability = 0.4\ntimes = 3\n{DOES}",
        collapse=f'probability = 0.5\nneeds = ["flood"]\n{DOES}',
    )
    floods = np.any([found[f"flood.{time}"] for time in (1, 2, 3)], axis=0)
    assert not (found["collapse"] & ~floods).any()
    assert off_by(found["collapse"], 0.5 * (1 - 0.6**3)) < 5
    assert off_by(found["collapse"], 0.5 * 0.4**3) > 5  # negative control: all three needed


def test_strikes_of_one_year_need_each_other(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        flood=f"probability = 0.4\n{YEARLY}",
        claims=f'probability = 0.5\nneeds = ["flood"]\ntimes = 2\n{YEARLY}',
    )
    for year in range(2025, 2030):
        for time in (1, 2):
            claim = found[f"claims.{year}.{time}"]
            assert not (claim & ~found[f"flood.{year}"]).any()
            assert off_by(claim, 0.2) < 5
    assert (
        found["claims.2026.1"] & ~found["flood.2025"]
    ).any()  # negative control: another year does not count


def test_in_a_year_without_what_it_needs_it_never_strikes(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        flood=f'probability = 0.9\nexposed_from = "2027-04"\n{YEARLY}',
        claims=f'probability = 0.9\nneeds = ["flood"]\n{YEARLY}',
    )
    assert not found["claims.2025"].any()
    assert not found["claims.2026"].any()
    assert off_by(found["claims.2027"], 0.81) < 5


def test_any_strike_implies(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        leak=f'probability = 0.4\ntimes = 3\nimplies = ["inquiry"]\n{DOES}',
        inquiry=f"probability = 0.1\n{DOES}",
    )
    leaks = np.any([found[f"leak.{time}"] for time in (1, 2, 3)], axis=0)
    assert found["inquiry"][leaks].all()
    assert off_by(found["inquiry"], 1 - 0.9 * 0.6**3) < 5
    assert off_by(found["inquiry"], 0.1) > 5  # negative control


def test_what_strikes_once_implies_every_strike(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        law=f'probability = 0.3\nimplies = ["fee"]\n{DOES}',
        fee=f"probability = 0.1\n{YEARLY}",
    )
    for year in range(2025, 2030):
        assert found[f"fee.{year}"][found["law"]].all()
        assert off_by(found[f"fee.{year}"], 1 - 0.7 * 0.9) < 5


def test_strikes_of_one_year_imply_each_other(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        flood=f'probability = 0.3\nimplies = ["claims"]\n{YEARLY}',
        claims=f"probability = 0.1\n{YEARLY}",
    )
    assert found["claims.2026"][found["flood.2026"]].all()
    assert off_by(found["claims.2026"], 1 - 0.7 * 0.9) < 5
    assert not found["claims.2026"][found["flood.2025"]].all()


def test_of_two_that_may_strike_every_year_at_most_one_does_in_each(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        frost=f'probability = 0.3\nexclusive = "weather"\n{YEARLY}',
        drought=f'probability = 0.6\nexclusive = "weather"\n{YEARLY}',
    )
    for year in range(2025, 2030):
        assert not (found[f"frost.{year}"] & found[f"drought.{year}"]).any()
        assert off_by(found[f"frost.{year}"], 0.3) < 5
        assert off_by(found[f"drought.{year}"], 0.6) < 5
    assert (
        off_by(found["frost.2025"] & found["drought.2026"], 0.18) < 5
    )  # years have nothing to do with each other


def test_of_strikes_that_exclude_each_other_at_most_one_falls(tmp_path: Path) -> None:
    found = struck(
        tmp_path,
        offer=f'probability = 0.2\ntimes = 3\nexclusive = "end"\n{DOES}',
        merger=f'probability = 0.3\nexclusive = "end"\n{DOES}',
    )
    assert np.sum(list(found.values()), axis=0).max() == 1
    assert all(off_by(strikes, 0.3 if name == "merger" else 0.2) < 5 for name, strikes in found.items())
