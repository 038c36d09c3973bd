"""Beliefs in a programme file: where they may stand, what they make, how they are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.problems import Refused

FILE = """
title = "Two services"
start = "2024-04"
horizon = 120
unit = "£m"
price_base = "nominal"
discounting = "none"

[beliefs]
level = { kind = "normal", mean = 0.2, sd = 0.1, base = 0.0, source = "class", basis = "derived" }
spread = { kind = "uniform", low = 0.2, high = 0.5 }
chance = { kind = "beta", alpha = 2, beta = 6 }

[laws]
growth = { kind = "lognormal", log_mean = "level", log_sd = "spread", base = 1 }

[clusters.a]
go_live = "build"
activities.build = { duration = 12 }
costs.build_cost = { category = "one_off", activity = "build", amount = 100, factor = "growth" }

[clusters.b]
go_live = "build"
activities.build = { duration = 12 }
costs.build_cost = { category = "one_off", activity = "build", amount = 100, factor = "growth" }

[risks.strike]
probability = "chance"
effects = [{ cost = 50, targets = ["a.build"] }]

[claims.cost]
statement = "For at most £250m"
metric = "total_cost"
at_most = 250
"""


def written(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = FILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_draw_serves_all_that_name_it(tmp_path: Path) -> None:
    drawn = engine.draw(engine.load(written(tmp_path)), 2000, seed=3)["value"].to_pandas()
    assert list(drawn.columns) == [
        "a.build_cost.factor",
        "b.build_cost.factor",
        "beliefs.level",
        "beliefs.spread",
        "beliefs.chance",
        "risks.strike.strikes",
    ]
    scores = (np.log(drawn.iloc[:, :2]).sub(drawn["beliefs.level"], axis=0)).div(
        drawn["beliefs.spread"], axis=0
    )
    # given the beliefs both are normal and independent: 0.09 is four standard errors of 2,000
    assert abs(scores.corr().iloc[0, 1]) < 0.09
    assert np.allclose(scores.std(), 1.0, atol=0.08)
    assert np.log(drawn.iloc[:, :2]).corr().iloc[0, 1] > 0.02


def test_the_base_case_of_a_belief_is_that_of_whatever_is_the_belief(tmp_path: Path) -> None:
    programme = engine.load(written(tmp_path))
    (strike,) = programme.risks
    assert strike.probability.base == programme.beliefs[2].base == pytest.approx(0.25)
    assert strike.probability.provenance.source is None
    assert programme.beliefs[0].provenance.source == "class"


def test_a_belief_at_its_base_settles_every_law_that_names_it(tmp_path: Path) -> None:
    programme = engine.load(written(tmp_path)).at_base("beliefs.*")
    assert programme.at_base("*.factor").uncertain() == []
    fixed = engine.load(
        written(tmp_path, ('log_mean = "level", log_sd = "spread"', "log_mean = 0.0, log_sd = 0.35"))
    ).at_base("beliefs.*")
    ours, theirs = (engine.simulate(one, 500, seed=1) for one in (programme, fixed))
    assert np.array_equal(ours["total_cost"], theirs["total_cost"])


@pytest.mark.parametrize(
    ("law", "mean"),
    [
        ('{ kind = "bernoulli", probability = "chance", base = 1 }', 0.25),
        ('{ kind = "bernoulli", probability = { one_minus = "chance" }, base = 1 }', 0.75),
        (
            '{ kind = "risk_event", probability = "chance", impact = { kind = "uniform", low = 2, high = 4 } }',
            0.75,
        ),
        (
            '{ kind = "risk_event", probability = "chance", impact = { kind = "uniform", low = -4, high = -2 } }',
            -0.75,
        ),
        (
            '{ kind = "mixture", laws = [{ kind = "normal", mean = 5, sd = 1 }, { kind = "normal", mean = 1, sd = 1 }],'
            ' weights = ["chance", { one_minus = "chance" }] }',
            2.0,
        ),
    ],
)
def test_probabilities_and_weights_may_be_beliefs(tmp_path: Path, law: str, mean: float) -> None:
    programme = engine.load(
        written(tmp_path, ('factor = "growth" }\n\n[risks', f"factor = {law} }}\n\n[risks"))
    )
    drawn = engine.draw(programme, 40_000, seed=5, inputs=["b.build_cost.factor", "beliefs.chance"])
    values, chance = drawn["value"].values.T
    assert abs(values.mean() - mean) < 5 * values.std() / 200
    assert (
        abs(np.corrcoef(values, chance)[0, 1]) > 0.05
    )  # it hangs on the belief; of noise alone 0.05 is ten sds


def test_a_share_of_the_whole_file_is_played_by_worlds_as_by_a_loop_over_them(tmp_path: Path) -> None:
    """Each world against the programme in which the beliefs are numbers: the tables' tolerance, 1e-6 of a range."""
    programme, worlds, each = engine.load(written(tmp_path)), 8, 250
    results = engine.simulate(programme, worlds * each, seed=4, worlds=worlds)
    beliefs = engine.draw(programme, worlds * each, seed=4, worlds=worlds, inputs="beliefs.*")["value"]
    for world in range(worlds):
        level, spread, chance = (float(x) for x in beliefs[world * each])
        known = engine.load(
            written(tmp_path),
            overrides={
                "beliefs.level": repr(level),
                "beliefs.spread": repr(spread),
                "beliefs.chance": repr(chance),
            },
        )
        alone = engine.simulate(known, worlds * each, seed=4)
        part = slice(world * each, (world + 1) * each)
        assert np.allclose(results["total_cost"][part], alone["total_cost"][part], rtol=2e-6)


MIXED = """[[correlation]]
name = "mixed"
inputs = ["beliefs.level", "a.build_cost.factor"]
rank = 0.5

[claims.cost]"""


@pytest.mark.parametrize(
    ("change", "place", "found"),
    [
        (('probability = "chance"', 'probability = "chanse"'), "risks.strike.probability", '"chance"'),
        (('probability = "chance"', 'probability = "level"'), "risks.strike.probability", "from 0 to 1"),
        (("growth = {", "chance = {"), "beliefs.chance", "as in [laws]"),
        (('log_mean = "level"', 'log_mean = { one_minus = "levle" }'), "laws.growth.log_mean", '"level"'),
        (
            ("[claims.cost]", MIXED),
            "correlation.0.inputs",
            "which luck decides",
        ),
    ],
)  # fmt: skip
def test_refusals_name_the_place(tmp_path: Path, change: tuple[str, str], place: str, found: str) -> None:
    with pytest.raises(engine.ProgrammeError) as error:
        engine.load(written(tmp_path, change))
    assert place in str(error.value)
    assert found in str(error.value)


def test_beliefs_may_be_tied_to_each_other(tmp_path: Path) -> None:
    tied = '[[correlation]]\nname = "fit"\ninputs = ["beliefs.level", "beliefs.spread"]\nrank = 0.7\n\n[claims.cost]'
    programme = engine.load(written(tmp_path, ("[claims.cost]", tied)))
    values = engine.draw(programme, 20_000, seed=1, inputs="beliefs.*")["value"].to_pandas()
    assert values.corr("spearman").iloc[0, 1] == pytest.approx(0.7, abs=0.02)
    by_world = engine.draw(programme, 20_000, seed=1, inputs="beliefs.*", worlds=100)["value"].to_pandas()
    assert (by_world.groupby(by_world.index // 200).nunique() == 1).all(axis=None)


def test_a_law_that_jumps_with_what_it_shares_is_refused_by_name(tmp_path: Path) -> None:
    law = ('kind = "lognormal", log_mean = "level", log_sd = "spread"', 'kind = "poisson", mean = "spread"')
    with pytest.raises(Refused, match=r"a\.build_cost\.factor: .* not smooth in beliefs\.spread"):
        engine.simulate(engine.load(written(tmp_path, law)), 10)
