"""Correlations that are beliefs in a programme file: how they are written, played by world, kept possible, refused."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import engine
from engine.problems import Refused
from engine.programme.model import Programme
from engine.reporting.tables.correlations import diagnosis_parts
from engine.reporting.tables.shares import output_of, remarks
from engine.studies.belief_shares import belief_shares

FILE = """
title = "Three lines"
start = "2024-04"
horizon = 120
unit = "£m"
price_base = "nominal"
discounting = "none"

[beliefs]
tie = { kind = "uniform", low = 0.1, high = 0.9, basis = "assumed" }
share = { kind = "uniform", low = 0.2, high = 1.0 }
idle = { kind = "uniform", low = 0.0, high = 1.0 }

[[correlation]]
name = "tied"
inputs = ["*.factor"]
rank = "tie"

[laws]
wide = { kind = "normal", mean = 1, sd = 0.1 }

[clusters.a]
go_live = "build"
activities.build = { duration = 12 }
costs.one = { category = "one_off", activity = "build", amount = 100, factor = "wide" }
costs.two = { category = "one_off", activity = "build", amount = 100, factor = "wide" }
costs.three = { category = "one_off", activity = "build", amount = 100, factor = "wide" }

[risks.flood]
probability = 0.3
effects = [{ cost = 50, targets = ["a.build"] }]

[claims.cost]
statement = "For at most £330m"
metric = "total_cost"
at_most = 330
"""
RANK = 'rank = "tie"'
PAIRS = (
    'pairs = [{ a = "a.one.factor", b = "a.two.factor", rank = "tie" }, '
    '{ a = "a.one.factor", b = "a.three.factor", rank = 0.8 }]'
)
ROWS = "matrix = [[1, {0}, 0.2], [{0}, 1, 0.3], [0.2, 0.3, 1]]"
OTHERS = {"spearman": 0.5, "kendall": 0.5, "normal": 0.5}


def loaded(tmp_path: Path, *changes: tuple[str, str]) -> Programme:
    text = FILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "programme.toml"
    path.write_text(text, encoding="utf-8")
    return engine.load(path)


def by_world(programme: Programme, worlds: int = 12, size: int = 4000, **how: object):
    """The values of each world, as frames."""
    drawn = engine.draw(programme, worlds * size, seed=4, worlds=worlds, **how)["value"].to_pandas()  # type: ignore[arg-type]
    return [frame for _, frame in drawn.groupby(drawn.index // size)]


@pytest.mark.parametrize("design", ["random", "antithetic", "latin", "sobol"])
def test_each_world_has_the_correlation_that_its_belief_says(tmp_path: Path, design: str) -> None:
    for world in by_world(loaded(tmp_path), design=design):
        found = world.filter(like="factor").corr("spearman").values[np.triu_indices(3, 1)]
        # 5 standard errors of 4,000 iterations, as the design leaves them
        assert np.allclose(found, world["beliefs.tie"].iloc[0], atol=5 / np.sqrt(4000))


@pytest.mark.parametrize("measure", ["spearman", "kendall", "normal"])
def test_in_every_measure_a_belief_that_is_held_is_the_number_to_the_bit(
    tmp_path: Path, measure: str
) -> None:
    said = f'rank = {{}}\nmeasure = "{measure}"'
    programme = loaded(tmp_path, (RANK, said.format('"tie"')))
    number = engine.draw(loaded(tmp_path, (RANK, said.format(0.5))), 500)["value"]
    names = [f"a.{name}.factor" for name in ("one", "two", "three")]
    for settled in (programme.held({"beliefs.tie": 0.5}), programme.at_base(["beliefs.tie"])):
        found = engine.draw(settled, 500)["value"].sel(input=names)
        assert np.allclose(found, number.sel(input=names), atol=1e-12)
    drawn = engine.draw(programme, 500)["value"].sel(input=names)
    assert not np.allclose(drawn, number.sel(input=names), atol=1e-3)  # it is drawn where it is not held


def test_single_pairs_a_matrix_and_a_factor_of_the_group(tmp_path: Path) -> None:
    pairs = loaded(tmp_path, (RANK, PAIRS), ("high = 0.9", "high = 0.5"))
    rows = loaded(tmp_path, (RANK, ROWS.format('"tie"')))
    factor = loaded(tmp_path, (RANK, 'rank = 0.8\nfactor = "share"'))
    both = loaded(tmp_path, (RANK, 'rank = "tie"\nfactor = "share"'))
    wanted = [
        (pairs, lambda world: (world["beliefs.tie"], 0.8, 0.0)),
        (rows, lambda world: (world["beliefs.tie"], 0.2, 0.3)),
        (factor, lambda world: (0.8 * world["beliefs.share"],) * 3),
        (both, lambda world: (world["beliefs.tie"] * world["beliefs.share"],) * 3),
    ]
    for programme, of in wanted:
        for world in by_world(programme, worlds=6):
            found = world.filter(like="factor").corr("spearman").values[np.triu_indices(3, 1)]
            asked = [float(np.mean(one)) for one in of(world)]
            assert np.allclose(found, asked, atol=5 / np.sqrt(4000))
    fixed = engine.draw(loaded(tmp_path, (RANK, "rank = 0.8\nfactor = 0.5")), 200)
    xr.testing.assert_equal(fixed, engine.draw(loaded(tmp_path, (RANK, "rank = 0.4")), 200))


def test_under_a_student_t_copula_and_for_strikes_of_risks(tmp_path: Path) -> None:
    student = loaded(tmp_path, (RANK, 'rank = "tie"\ncopula = "student_t"\ndegrees = 4'))
    for world in by_world(student, worlds=6):
        found = world.filter(like="factor").corr("spearman").values[np.triu_indices(3, 1)]
        assert np.allclose(found, world["beliefs.tie"].iloc[0], atol=6 / np.sqrt(4000))
    risks = loaded(tmp_path, ('["*.factor"]', '["a.one.factor", "risks.flood"]'))
    low, high = [], []
    for world in by_world(risks, worlds=40):
        gap = world.groupby("risks.flood.strikes")["a.one.factor"].mean().diff().iloc[-1]
        (high if world["beliefs.tie"].iloc[0] > 0.6 else low).append(gap)
    assert 0 < np.mean(low) < np.mean(high)


def test_the_same_bits_on_threads_in_a_store_and_for_any_length(tmp_path: Path) -> None:
    programme = loaded(tmp_path)
    for worlds in (None, 5):
        kept = engine.simulate(programme, 10_000, worlds=worlds, threads=1)
        xr.testing.assert_identical(kept, engine.simulate(programme, 10_000, worlds=worlds, threads=3))
        stored = engine.simulate(programme, 10_000, worlds=worlds, store=tmp_path / f"store{worlds}")
        assert np.array_equal(kept["total_cost"], stored["total_cost"])
    short = engine.simulate(programme, 777)["total_cost"]
    assert np.array_equal(short, engine.simulate(programme, 10_000)["total_cost"][:777])


def test_a_group_without_an_input_keeps_the_other_correlations(tmp_path: Path) -> None:
    programme = loaded(tmp_path, (RANK, ROWS.format('"tie"')))
    left = programme.at_base(["a.three.factor"])
    for world in by_world(left, worlds=3):
        found = world[["a.one.factor", "a.two.factor"]].corr("spearman").values[0, 1]
        assert found == pytest.approx(world["beliefs.tie"].iloc[0], abs=5 / np.sqrt(4000))


def test_impossible_ends_are_refused_with_how_far_one_can_go_and_repaired_on_request(tmp_path: Path) -> None:
    rows = 'matrix = [[1, "tie", 0.9], ["tie", 1, -0.3], [0.9, -0.3, 1]]\nmeasure = "normal"'
    changes = ((RANK, rows), ("low = 0.1, high = 0.9", "low = 0, high = 0.9, base = 0.1"))
    with pytest.raises(Refused) as refused:
        loaded(tmp_path, *changes)
    # 1 - a^2 - b^2 - t^2 + 2 a b t = 0 with a = 0.9, b = -0.3
    edge = -0.27 + np.sqrt(0.27**2 + 1 - 0.81 - 0.09)
    (problem,) = refused.value.problems
    assert problem.key == "correlation.0"
    assert "cannot hold together where beliefs.tie is 0.9" in problem.found
    assert f"no further than beliefs.tie is {edge:.4g}" in problem.accepted
    assert "repair = true" in problem.hint
    repaired = loaded(tmp_path, (RANK, rows + "\nrepair = true"), *changes[1:])
    seen = []
    for world in by_world(repaired, worlds=10):
        scores = world.filter(like="factor")
        found, tie = scores.corr().values[0, 1], world["beliefs.tie"].iloc[0]
        assert found == pytest.approx(min(tie, edge), abs=5 / np.sqrt(4000))
        seen.append(tie)
    assert min(seen) < edge < max(seen)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([(RANK, 'rank = "tei"')], ["correlation.0.rank", '"tei"', "tie, share or idle", '"tie"']),
        ([("high = 0.9", "high = 1.2")], ["beliefs.tie", "from 0.1 to 1.2", "from -1 to 1"]),
        ([(RANK, "rank = true")], ["correlation.0.rank", "true", "a number"]),
        ([(RANK, 'rank = "tie"\ncopula = "iman_conover"')], ["correlation.0.copula", "iteration by iteration"]),
        ([(RANK, "rank = 0.5\nfactor = 1.5")], ["correlation.0.factor", "1.5", "from 0 to 1"]),
        ([('["*.factor"]', '["beliefs.share", "beliefs.idle"]')], ["beliefs.share, a belief", "numbers as"]),
        ([(RANK, ROWS.format('"tie"').replace('["tie"', "[0.5"))], ["correlation.0.matrix.1.0", "symmetric"]),
        ([("low = 0.1,", 'low = { kind = "uniform", low = 0, high = 0.1 },')], ["drawn themselves"]),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, changes: list[tuple[str, str]], words: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        loaded(tmp_path, *changes)
    for word in words:
        assert word in str(refused.value)


def test_a_belief_in_a_correlation_moves_a_chance_and_no_mean(tmp_path: Path) -> None:
    changes = (
        ("probability = 0.3", "probability = 0.0"), ("low = 0.1, high = 0.9", "low = -0.4, high = 0.95"),
        ("at_most = 330", "at_most = 315"),
    )  # fmt: skip
    found = belief_shares(loaded(tmp_path, *changes), iterations=80_000, seed=3)
    claim, cost = found.sel(output="cost"), found.sel(output="total_cost")
    assert float(claim["share"].sel(player="beliefs.tie")) == pytest.approx(1.0, abs=0.05)
    assert abs(float(claim["share"].sel(player="beliefs.idle"))) < 0.05
    assert bool(claim["moved"])
    assert not bool(cost["moved"])  # the mean of a sum is the sum of means
    # the variance between worlds of P(cost <= 315) = Phi(15 / sd), sd^2 = 300 + 600 r: by the trapezium rule
    from scipy.stats import norm

    ties = np.linspace(-0.4, 0.95, 1351)
    scores = 2 * np.sin(np.pi * ties / 6)
    chance = norm.cdf(15 / np.sqrt(300 + 600 * scores))
    truth = np.trapezoid(chance**2, ties) / 1.35 - (np.trapezoid(chance, ties) / 1.35) ** 2
    assert abs(float(claim["between"]) - truth) < 5 * float(claim["between_error"])


def test_worlds_are_ordered_by_the_tie_as_theory_has_them(tmp_path: Path) -> None:
    """Where sums spread more, fewer of them stay below a bound that is above their mean."""
    programme = loaded(tmp_path, ("probability = 0.3", "probability = 0.0"))
    results = engine.simulate(programme, 8 * 10_000, seed=6, worlds=8)
    ties = (
        engine.draw(programme, 8 * 10_000, seed=6, worlds=8)["value"]
        .sel(input="beliefs.tie")
        .values[::10_000]
    )
    held = (results["total_cost"].values <= 330).reshape(8, -1).mean(axis=1)
    for first, second in pairwise(np.argsort(ties)):
        if ties[second] - ties[first] > 0.1:
            assert held[first] > held[second]


def test_studies_that_take_a_tie_at_its_base_say_so(tmp_path: Path) -> None:
    programme = loaded(tmp_path)
    diagnosed = engine.diagnose(programme, 2000)["tied"]
    assert diagnosed.attrs["hangs_on"] == ["beliefs.tie"]
    assert abs(diagnosed["achieved"] - 0.5).where(diagnosed["target"] < 1).max() < 0.1
    assert "where beliefs.tie is at its base" in str(diagnosis_parts(diagnosed))
    shares = engine.shapley(programme, iterations=4096)
    assert any(
        "where beliefs.tie is at its base" in text for text in remarks(output_of(shares, "total_cost"))
    )
    assert not belief_shares(programme, iterations=4096).attrs["ties_at_base"]
