"""A programme at its base as plain data: what the base case is made of comes back, and nothing else is carried."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import engine
from benchmarks.twin.play import play_base
from engine.programme.base_record import base_record, read_base_record
from tests.simulation.random_programmes import random_programme

FLAGSHIP = Path(__file__).parents[2] / "experiments" / "shared_services" / "programme.toml"


def test_what_comes_back_plays_the_same_base_case(tmp_path):
    for seed in range(6):
        file = tmp_path / f"{seed}.toml"
        file.write_text(random_programme(seed), "utf-8")
        programme = engine.load(file)
        again = read_base_record(json.loads(json.dumps(base_record(programme))))
        was, found = play_base(programme), play_base(again)
        for name, values in found.items():
            np.testing.assert_allclose(was[name], values, rtol=1e-12, atol=1e-12, err_msg=name)
        assert set(was) - set(found) <= {"durations_floored"}  # hangs on laws


def test_every_number_stands_there_once_and_no_law():
    programme = engine.load(FLAGSHIP)
    record = base_record(programme)
    assert record["quantities"]["counterfactual.cost"] == [programme.counterfactual.base, True]
    assert "lognormal" not in json.dumps(record).casefold()
    again = read_base_record(record)
    assert again.counterfactual.is_certain
    assert [line.name for line in again.lines] == [line.name for line in programme.lines]


@pytest.mark.parametrize("damage", [{"quantities": {}}, {"clusters": [{}]}, {"start": None, "activities": 3}])
def test_a_damaged_record_is_no_programme(damage):
    record = base_record(engine.load(FLAGSHIP)) | damage
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_base_record(record)
