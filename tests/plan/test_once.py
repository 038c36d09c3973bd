"""What is worked out once and handed on: a sheet a plan, two plays of the base case a run."""

from __future__ import annotations

import pytest

import engine
from engine.plan import base_case, plan
from engine.simulation import programme_player
from experiments.shared_services import PROGRAMME


@pytest.mark.parametrize("keep", ["iterations", "summary"])
def test_a_run_makes_one_sheet_and_plays_the_base_case_twice(monkeypatch, keep):
    programme = engine.load(PROGRAMME)
    sheets, plays = [], []
    made, played = plan.Sheet, base_case.play_base

    def sheet(programme):
        sheets.append(made(programme))
        return sheets[-1]

    def play(*given):
        plays.append(played(*given))
        return plays[-1]

    monkeypatch.setattr(plan, "Sheet", sheet)
    for module in (plan, programme_player):
        monkeypatch.setattr(module, "play_base", play)
    engine.simulate(programme, 3000, keep=keep)
    # once for planned go-lives and what totals mean a year, once for the base case of the results
    assert (len(sheets), len(plays)) == (1, 2)
