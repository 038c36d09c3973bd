"""The twin by itself: a second implementation is worth what it gets right when nobody compares it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

import engine
from benchmarks.twin.cash_flow import by_year
from benchmarks.twin.claims import holding
from benchmarks.twin.play import play_base
from benchmarks.twin.risks import struck
from tests.simulation.agreement import played
from tests.simulation.programmes import one_cluster

RISK = '[risks.{}]\nprobability = 0.3\n{}\n[[risks.{}.effects]]\ncost = 1\ntargets = ["alpha.build"]\n'


def strikes_of(tmp_path: Path, uniforms: dict[str, list[float]], **said: str) -> list[tuple[int, ...]]:
    """Which risks strike, in the order of `said`, by iteration."""
    programme = one_cluster(
        tmp_path, extra="".join(RISK.format(name, words, name) for name, words in said.items())
    )
    values = {risk.probability.name: np.asarray(0.3) for risk in programme.risks}
    found = struck(programme, values, {name: np.array(uniform) for name, uniform in uniforms.items()})
    return [tuple(map(int, row)) for row in np.array([found[name] for name in said]).T]


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"a": "", "b": ""}, lambda a, b: (a, b)),
        ({"a": "", "b": 'needs = ["a"]'}, lambda a, b: (a, a & b)),
        ({"b": 'prevented_by = ["a"]', "a": ""}, lambda b, a: (b & (1 - a), a)),
        ({"a": 'implies = ["b"]', "b": ""}, lambda a, b: (a, a | b)),
        ({"a": 'implies = ["b"]', "b": 'implies = ["c"]', "c": ""}, lambda a, b, c: (a, a | b, a | b | c)),
        ({"a": 'needs = ["b", "c"]', "b": "", "c": ""}, lambda a, b, c: (a & b & c, b, c)),
        (
            {"a": 'prevented_by = ["b"]', "b": 'needs = ["c"]', "c": ""},
            lambda a, b, c: (a & (1 - (b & c)), b & c, c),
        ),
    ],
)
def test_risks_decide_over_each_other(tmp_path, said, rule):
    own = list(product((0, 1), repeat=len(said)))
    uniforms = {
        name: [0.1 if one else 0.9 for one in column]
        for name, column in zip(said, zip(*own, strict=True), strict=True)
    }
    assert strikes_of(tmp_path, uniforms, **said) == [rule(*one) for one in own]


def test_exclusive_risks_have_a_part_each_of_one_uniform(tmp_path):
    word = 'exclusive = "supplier"'
    uniform = [0.0, 0.29, 0.3, 0.59, 0.6, 0.89, 0.91]
    uniforms = {"a": uniform, "free": [0.1] * 7, "b": uniform, "c": uniform}
    found = strikes_of(tmp_path, uniforms, a=word, free="", b=word, c=word)
    which = {"a": (1, 1, 0, 0), "b": (0, 1, 1, 0), "c": (0, 1, 0, 1), "": (0, 1, 0, 0)}
    assert found == [which[name] for name in ("a", "a", "b", "b", "c", "c", "")]


def test_each_year_is_multiplied_by_its_own_factor():
    cumulative = np.array([[0.0], [10.0], [10.0], [15.0]])  # 10, nothing, 5
    factors = np.array([[2.0, 1.0], [9.0, 9.0], [0.5, 0.0]])
    assert by_year(cumulative, factors).tolist() == [[0, 0], [20, 10], [20, 10], [22.5, 10]]


def test_a_total_is_the_total_of_the_base_case_whatever_the_years_factors_are(tmp_path):
    driver = '[drivers.prices]\nfactor = { kind = "uniform", low = 1, high = 3, base = 2 }\n'
    extra = driver + 'multiplies = ["alpha.cash"]\nautocorrelation = 0.5\n'
    programme = one_cluster(tmp_path, extra=extra)
    assert play_base(programme)["cash_benefit"].tolist() == [[192.0]]  # 96 months at 1, twice
    text = (tmp_path / "one_cluster.toml").read_text("utf-8").replace("annual = 12", "total = 500")
    (tmp_path / "one_cluster.toml").write_text(text, "utf-8")
    total = play_base(engine.load(tmp_path / "one_cluster.toml"))["cash_benefit"]
    np.testing.assert_allclose(total, [[500.0]], rtol=1e-14)


def test_money_due_in_the_first_instant_can_be_lacking(tmp_path):
    funding = '[[funding]]\nuntil = "2023-04"\napproved = 59\ntop_up = 0\n'
    lacking = played(one_cluster(tmp_path, duration="0", extra=funding), 1)
    assert lacking["yearly_cost"][0, :3].tolist() == [0.0, 60.0, 0.0]
    enough = played(one_cluster(tmp_path, duration="0", extra=funding.replace("59", "60")), 1)
    assert enough["yearly_cost"][0, :3].tolist() == [60.0, 0.0, 0.0]


def test_claims(tmp_path):
    claims = """
[claims.all]
statement = "Both"
all_of = ["late", "benefit"]
[claims.late]
statement = "Late"
metric = "go_live_delay"
at_most = 3
[claims.never]
statement = "Paid back"
metric = "payback_year"
at_most = 2030
"""
    programme = one_cluster(tmp_path, extra=claims)
    measures = {
        "total_benefit": np.array([100.0, 99.9, 100.0 - 1e-8, 200.0]),
        "go_live_delay": np.array([[3.0, -9.0], [0.0, 0.0], [1.0, 3.0], [-1.0, 3.1]]),
        "payback_year": np.array([2030.0, np.nan, 2031.0, 2020.0]),
    }
    found = {name: where.astype(int).tolist() for name, where in holding(programme, measures).items()}
    assert found == {
        "benefit": [1, 0, 1, 1],
        "all": [1, 0, 1, 0],
        "late": [1, 1, 1, 0],
        "never": [1, 0, 0, 1],
    }
