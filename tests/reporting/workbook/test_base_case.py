"""The base case as formulas is the base case of the engine, and with other inputs it is an iteration with those."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from benchmarks.twin.play import play, play_base
from engine.programme import template_names
from engine.programme.model import Programme
from engine.reporting.workbook.base_case.account import AccountError, account_of
from tests.reporting.workbook.accounts import account, differences, iterations, record_of, sheets
from tests.simulation.random_programmes import random_programme

HOUSE = Path(__file__).parents[3]
FLAGSHIP = HOUSE / "experiments" / "shared_services" / "programme.toml"
EVERY_KEY = HOUSE / "experiments" / "format_reference" / "examples" / "every_key.toml"


def clusters_of(programme: Programme) -> list[str]:
    return [cluster.id for cluster in programme.clusters]


def bases(programme: Programme):
    """The engine's own base case, as measures of one iteration."""
    results = engine.simulate(programme, 2)
    return {
        str(name): results[name].isel(iteration=[0]).copy(data=[values.attrs["base"]])
        for name, values in results.data_vars.items()
    }


@pytest.mark.parametrize("file", [FLAGSHIP, EVERY_KEY])
def test_the_engine_says_the_same(file):
    programme = engine.load(file)
    found = sheets(account(record_of(programme)))
    measures = {name: values.values for name, values in bases(programme).items()}
    assert differences(found, measures, clusters_of(programme)) == []


@pytest.mark.parametrize("name", template_names())
def test_templates(name, tmp_path):
    from engine.programme import starter

    file = tmp_path / "programme.toml"
    file.write_text(starter(name), "utf-8")
    programme = engine.load(file)
    assert (
        differences(sheets(account(record_of(programme))), play_base(programme), clusters_of(programme)) == []
    )


def test_inputs_of_an_iteration_give_that_iteration():
    """Risks that strike, settlements that run out, dates that slip past the horizon."""
    programme = engine.load(FLAGSHIP)
    waits = 0
    for found, values, strikes in iterations(programme, 4):
        assert differences(found, play(programme, values, strikes), clusters_of(programme)) == []
        waits += sum(window.since.value < window.until.value for window in found.settlements.windows)
    assert waits


@pytest.mark.parametrize("seed", range(12))
def test_programmes_at_random(seed, tmp_path):
    """Calendars, links, latest dates, prices, yearly drivers, settlements, own rates of discount: whatever there is."""
    file = tmp_path / "programme.toml"
    file.write_text(random_programme(seed), "utf-8")
    programme = engine.load(file)
    for found, values, strikes in iterations(programme, 3):
        assert differences(found, play(programme, values, strikes), clusters_of(programme)) == []


def test_a_difference_would_be_seen():
    programme = engine.load(FLAGSHIP)
    record = record_of(programme)
    name = programme.activities[0].duration.name
    record["programme"]["quantities"][name][0] += 0.01
    assert differences(sheets(account(record)), play_base(programme), clusters_of(programme))


def test_nothing_of_a_model_and_a_sentence_for_what_is_damaged():
    assert account_of({"title": "a model"}) is None
    for text in ("{", '{"programme": {}}', "[]", '{"programme": {"quantities": 3}}'):
        with pytest.raises(AccountError, match="play the programme again"):
            account_of({"base_programme": text})
