"""Copies of a programme in which causes are off: what is the same, what is gone, and what is said of it."""

from __future__ import annotations

import json

import pytest

import engine
from distributions import Uniform
from engine.programme.variation import VariationError
from experiments.shared_services import PROGRAMME
from tests.simulation.programmes import one_cluster
from tests.simulation.test_simulate import UNCERTAIN, same

LOGIC = """
[risks.first]
probability = 0.3
exclusive = "one"
[[risks.first.effects]]
cost = 7
targets = ["alpha.build"]
[risks.second]
probability = 0.4
exclusive = "one"
[[risks.second.effects]]
cost = 11
targets = ["alpha.build"]
[risks.third]
probability = 0.5
implies = ["fourth"]
[[risks.third.effects]]
cost = 13
targets = ["alpha.build"]
[risks.fourth]
probability = 0.2
[[risks.fourth.effects]]
cost = 17
targets = ["alpha.build"]
[risks.fifth]
probability = 0.9
needs = ["third"]
[[risks.fifth.effects]]
cost = 19
targets = ["alpha.build"]
"""


@pytest.fixture(scope="module")
def flagship():
    return engine.load(PROGRAMME)


def strikes(programme):
    return engine.draw(programme, 4000, seed=3, inputs="risks.*")["value"]


def test_at_base_is_the_programme_with_that_value_written(tmp_path):
    uncertain = one_cluster(tmp_path, **UNCERTAIN)
    fixed = uncertain.at_base("alpha.build.duration")
    written = one_cluster(tmp_path, **UNCERTAIN, overrides={"alpha.build.duration": 24.0})
    played = engine.simulate(fixed, 3000, seed=5)
    assert same(played, engine.simulate(written, 3000, seed=5))
    assert not same(played, engine.simulate(uncertain, 3000, seed=5))
    assert fixed.correlation == ()  # an input that does not vary correlates with nothing
    assert json.loads(played.attrs["changes"]) == ["at base: alpha.build.duration"]
    assert fixed.content_hash not in (uncertain.content_hash, "")


def test_everything_at_base_is_the_base_case(flagship):
    results = engine.simulate(flagship.at_base("*"), 4)
    for name in results.data_vars:
        assert (results[name].values == results[name].attrs["base"]).all() or name == "payback_year"


def test_the_original_is_left_as_it_was(flagship):
    before = repr(flagship)
    assert flagship.at_base("*") != flagship
    assert repr(flagship) == before


def test_what_is_left_keeps_its_draws(flagship):
    everything = engine.draw(flagship, 500, seed=9)["value"]
    some = engine.draw(flagship.at_base("*.duration"), 500, seed=9)["value"]
    assert 0 < some.sizes["input"] < everything.sizes["input"]
    # members of a correlation group draw with those that are left
    grouped = {name for group in flagship.correlation for name in group.inputs}
    alone = [name for name in some["input"].values if name not in grouped]
    assert len(alone) > 10
    assert some.sel(input=alone).equals(everything.sel(input=alone))


def test_without_a_risk_no_other_strikes_otherwise(tmp_path):
    programme = one_cluster(tmp_path, extra=LOGIC)
    every, some = strikes(programme), strikes(programme.without("first"))
    assert float(some.sel(input="risks.first.strikes").sum()) == 0.0
    others = [name for name in every["input"].values if name != "risks.first.strikes"]
    assert some.sel(input=others).equals(every.sel(input=others))


def test_without_a_risk_what_it_implies_has_its_own_chance_and_what_needs_it_none(tmp_path):
    programme = one_cluster(tmp_path, extra=LOGIC)
    every, some = strikes(programme), strikes(programme.without("third"))
    fourth, fifth = "risks.fourth.strikes", "risks.fifth.strikes"
    assert float(every.sel(input=fourth).mean()) > 0.55  # 0.5 + 0.5 x 0.2
    assert abs(float(some.sel(input=fourth).mean()) - 0.2) < 5 * 0.4 / 4000**0.5
    assert float(some.sel(input=fifth).sum()) == 0.0


def test_without_all_risks_is_the_programme_that_never_had_any(tmp_path):
    with_risks, without = one_cluster(tmp_path, extra=LOGIC), one_cluster(tmp_path)
    assert same(engine.simulate(with_risks.without("*"), 100), engine.simulate(without, 100))


@pytest.mark.parametrize(
    ("vary", "words"),
    [
        (lambda p: p.at_base("alpha.build.durration"), '"alpha.build.duration"'),
        (lambda p: p.at_base(["*.duration", "beta.*"]), "'beta.*' fits no input"),
        (lambda p: p.without("lat"), '"late"'),
    ],
)
def test_a_pattern_that_fits_nothing_is_told(tmp_path, vary, words):
    with pytest.raises(VariationError) as caught:
        vary(one_cluster(tmp_path, **UNCERTAIN))
    assert words in str(caught.value)


def test_held_leaves_every_other_draw_and_the_base_case(flagship):
    held = flagship.held({"drivers.*": 1.1, "*.duration": None, "risks.*_restart.strikes": 0})
    every, some = (engine.draw(p, 300, seed=9)["value"] for p in (flagship, held))
    moved = {n for n in every["input"].values if n.startswith("drivers.") or n.endswith("duration")}
    others = [n for n in every["input"].values if n not in moved and not n.endswith("_restart.strikes")]
    assert some.sel(input=others).equals(every.sel(input=others))  # members of their correlation groups too
    assert (some.sel(input=[n for n in moved if n.startswith("drivers.")]) == 1.1).all()
    assert (some.sel(input="synergy.slippage.duration") == 0.0).all()
    assert float(some.sel(input="risks.unity_restart.strikes").sum()) == 0.0
    before, after = (engine.simulate(p, 2)["total_cost"].attrs["base"] for p in (flagship, held))
    assert before.tolist() == after.tolist() if hasattr(before, "tolist") else before == after
    assert held.changes == (
        "held: drivers.* at 1.1",
        "held: *.duration at base",
        "held: risks.*_restart.strikes at 0",
    )


def test_everything_held_at_its_base_is_the_base_case(flagship):
    results = engine.simulate(flagship.held({"*": None}), 4)
    for name in results.data_vars:
        assert (results[name].values == results[name].attrs["base"]).all() or name == "payback_year"


def test_another_law_takes_the_same_uniform(tmp_path):
    programme = one_cluster(tmp_path, **UNCERTAIN)
    other = programme.with_laws(
        {"alpha.build.duration": Uniform(0, 1), "alpha.delivery.amount": Uniform(5, 6)}
    )
    uniforms = engine.draw(other, 400, seed=2)["value"].sel(input="alpha.build.duration")
    months = engine.draw(programme, 400, seed=2)["value"].sel(input="alpha.build.duration")
    law = next(a.duration.law for a in programme.activities)
    assert law.ppf(uniforms.values) == pytest.approx(months.values, rel=1e-6)
    assert other.altered == ("alpha.build.duration", "alpha.delivery.amount")


def test_a_risk_can_only_be_held_off(flagship):
    with pytest.raises(VariationError, match="not striking"):
        flagship.held({"risks.*.strikes": 1})
