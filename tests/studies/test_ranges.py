"""How far beliefs move a claim does not hang on how the iterations of the worlds are kept."""

from __future__ import annotations

import json
from typing import Any

import engine
from engine.studies import ranges as module
from engine.studies.ranges import ranges
from experiments.shared_services import PROGRAMME


def test_a_range_is_the_same_whether_iterations_are_kept_or_counted(monkeypatch):
    programme = engine.load(PROGRAMME)
    results = engine.simulate(programme, 100)
    ways = []

    def play(*arguments: Any, keep: str, **options: Any) -> Any:
        ways.append(keep)
        return engine.simulate(*arguments, keep=keep, **options)

    kept = ranges(programme, results, worlds=20, each=50, play=play)
    monkeypatch.setattr(module, "MOST_KEPT", 0)
    counted = ranges(programme, results, worlds=20, each=50, play=play)
    assert ways == ["iterations", "summary"]
    assert kept.attrs["over_beliefs"] == counted.attrs["over_beliefs"]
    low, high = json.loads(kept.attrs["over_beliefs"])["cash_benefit"]
    assert low < high
