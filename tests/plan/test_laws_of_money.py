"""What is checked without tables of money: dates are played as ever, and the laws left out can always be tabulated."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from distributions import LawError, kinds, law_class
from engine.draws.tables import tabulate
from engine.plan.laws_of_money import laws_of_money, tables_of_dates
from engine.plan.plan import make_plan
from engine.programme import starter
from engine.simulation.player import Run, play_block
from engine.simulation.players import telling_of
from engine.simulation.programme_player import ProgrammePlayer
from tests.programme.small_programme import SMALL, load_text

STEADY = [kind for kind in kinds() if law_class(kind).STEADY]
SIZES = [0.0, 1e-9, 0.3, 1.0, 7.0, 1e6, 1e15, -1e-9, -2.0, -1e15]


def finishes(programme, **how):
    bare = ProgrammePlayer(programme, Run(500, 1, "random"))
    bare.planned = make_plan(programme, **how)
    player, _ = telling_of(bare, ["*.finish"])
    return play_block(player, 0, 500)["finish"]


@pytest.mark.parametrize("text", [starter(), SMALL], ids=["starter", "small"])
def test_dates_are_those_of_a_run(text, tmp_path):
    programme = replace(load_text(tmp_path, text), funding=())
    assert laws_of_money(programme)
    found = finishes(programme, table=tables_of_dates(programme))
    assert np.array_equal(found, finishes(programme))
    assert np.ptp(found) > 0


SHARED = """
[clusters.north.costs.same]
category = "one_off"
activity = "build"
amount = "delivery"
"""


def test_what_moves_dates_is_not_left_out(tmp_path):
    programme = replace(load_text(tmp_path, starter()), funding=())
    left_out = {q.name for q in programme.uncertain() if q.law in laws_of_money(programme)}
    assert left_out
    assert not {name for name in left_out if name.endswith((".duration", ".delay"))}
    shared = replace(
        load_text(tmp_path, starter() + SHARED), funding=()
    )  # one law of a duration and of an amount
    of = {q.name: q.law for q in shared.uncertain()}
    assert of["north.same.amount"] not in laws_of_money(shared)
    assert laws_of_money(load_text(tmp_path, SMALL)) == frozenset()  # where waits for money move dates


@pytest.mark.parametrize("kind", STEADY)
def test_a_steady_law_has_a_table_whatever_its_numbers(kind):
    cls, tabulated = law_class(kind), 0
    takes = [name for name, parameter in cls.parameters().items() if name != "shape"]
    for numbers in itertools.product(SIZES, repeat=len(takes)):
        try:
            law = cls(*numbers)
        except LawError:
            continue
        assert tabulate(law).error < 1e-10
        tabulated += 1
    assert tabulated > 40


def test_which_laws_are_steady():
    assert STEADY == ["normal", "pert", "triangular", "uniform"]
