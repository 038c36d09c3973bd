"""The correlation doctor: what is asked, what is possible, what is achieved, and how it is told."""

from __future__ import annotations

import io
import tomllib
from itertools import combinations

import numpy as np
import pytest
from rich.console import Console
from scipy.stats import kendalltau, spearmanr

import engine
from engine.dependence.registry import name_of
from engine.dependence.targets import target_of
from engine.reporting.tables.correlations import MOST_PAIRS, is_impossible, print_diagnosis, repaired_toml
from engine.simulation.simulate import RunError
from engine.studies.doctor import correlations, diagnose, drawn
from experiments.shared_services import PROGRAMME as FLAGSHIP
from tests.dependence.test_feasibility import GROUP, equal
from tests.programme.small_programme import changed, load_text

IMPOSSIBLE = "matrix = [[1, 0.9, -0.9], [0.9, 1, 0.7], [-0.9, 0.7, 1]]"
WAYS = [
    'measure = "spearman"',
    'measure = "spearman"\ncopula = "iman_conover"',
    'measure = "spearman"\ncopula = "student_t"\ndegrees = 3.5',
    'measure = "kendall"',
    'measure = "kendall"\ncopula = "student_t"\ndegrees = 3.5',
    'measure = "normal"',
]


def examined(folder, written, iterations=20_000, seed=5):
    """The one diagnosis of SMALL with its correlations written otherwise."""
    programme = load_text(folder, changed((GROUP, GROUP.replace("rank = 0.4", written))), repairs=True)
    (found,) = diagnose(programme, iterations, seed).values()
    return found


def printed(diagnosis):
    stream = io.StringIO()
    print_diagnosis(diagnosis, Console(file=stream, width=1000))
    return stream.getvalue()


@pytest.mark.parametrize("way", WAYS)
def test_what_is_achieved_is_what_is_possible(tmp_path, way):
    """Student's t of 19 degrees beyond 7: 1e-6 a pair, over 15 pairs. The impossible target is told apart."""
    found = examined(tmp_path, f"{IMPOSSIBLE}\n{way}")
    assert found["target"].values[0].tolist() == [1, 0.9, -0.9]
    far = np.abs(found["achieved"] - found["repaired"]).values / found["error"].values.clip(1e-15)
    wrong = np.abs(found["achieved"] - found["target"]).values / found["error"].values.clip(1e-15)
    for pair in combinations(range(3), 2):
        assert far[pair] < 7
        assert wrong[pair] > 7


def test_a_possible_group_is_left_alone(tmp_path):
    found = examined(tmp_path, "rank = 0.4")
    assert found["repaired"].values.tolist() == found["target"].values.tolist() == equal(3, 0.4).tolist()
    assert found["input"].values.tolist() == found["other_input"].values.tolist()
    assert (found.attrs["clash"], found.attrs["tied"], found.attrs["degrees"]) == ("", [], 0)
    assert not is_impossible(found)
    assert "Possible as written" in printed(found)


def test_the_error_is_that_of_a_rank_correlation(tmp_path):
    """1 / sqrt(n - 1) where there is none; 20 batches tell it within 0.4 and 1.8 times, but for 5e-6."""
    pair = '{ a = "south.wave.duration", b = "north.procure.duration", rank = 0 }'
    found = examined(tmp_path, f"pairs = [{pair}]", 4_000)
    for pair in combinations(range(3), 2):
        assert 0.4 < found["error"].values[pair] * np.sqrt(4_000) < 1.8


def test_draws_are_those_of_the_run(tmp_path):
    """The first activity finishes when its duration has passed, which is when its cluster goes live here."""
    programme = load_text(tmp_path, changed(('go_live = "build"', 'go_live = "procure"')))
    duration = drawn(programme, 1_500, 9)["north.procure.duration"]
    assert drawn(programme, 500, 9)["north.procure.duration"].tolist() == duration[:500].tolist()
    delay = engine.simulate(programme, 1_500, 9)["go_live_delay"].sel(cluster="north")
    assert delay.values + 6 == pytest.approx(duration, rel=1e-12)  # 6 months are planned


def test_measures_are_those_of_scipy():
    x, y = np.random.default_rng(1).normal(size=(2, 300))
    y = np.round(x + y, 1)  # with ties
    assert correlations(np.array([x, y]), "spearman")[0, 1] == pytest.approx(spearmanr(x, y).statistic)
    assert correlations(np.array([x, y]), "kendall")[0, 1] == pytest.approx(kendalltau(x, y).statistic)
    straight = correlations(np.array([x, np.exp(x), -x]), "normal")
    assert straight == pytest.approx(np.array([[1, 1, -1], [1, 1, -1], [-1, -1, 1]]))


def test_an_input_that_repeats_a_value_is_named(tmp_path):
    text = changed(
        (
            'duration = { kind = "triangular", low = 4, mode = 6, high = 12 }',
            'duration = { kind = "discrete", values = [4, 6], probabilities = [0.25, 0.75] }',
        )
    )
    (found,) = diagnose(load_text(tmp_path, text), 2_000).values()
    assert found.attrs["tied"] == ["north.procure.duration"]
    assert "fall short of the copula: north.procure.duration" in printed(found)
    assert found["achieved"].values[0, 2] < 0.35


def test_the_clash_the_changes_and_the_repair_are_told(tmp_path):
    found = examined(tmp_path, IMPOSSIBLE)
    text = printed(found)
    assert "Impossible as written: north.build.duration, south.wave.duration and" in text
    assert text.count(f"{found.attrs['clash']}.") == 1
    changes = np.abs(found["repaired"] - found["target"]).values
    assert f"Largest change: {changes.max():.4f}" in text
    rows = [line for line in text.splitlines() if "±" in line]
    shown = [abs(float(row.split()[2]) - float(row.split()[3])) for row in rows]
    assert shown == sorted(shown, reverse=True)
    assert len(rows) == 3


@pytest.mark.parametrize("way", WAYS)
def test_the_repair_can_be_pasted(tmp_path, way):
    found = examined(tmp_path, f"{IMPOSSIBLE}\n{way}", 1_000)
    table = repaired_toml(found)
    assert tomllib.loads(table)["correlation"][0]["name"] == "slips"
    start = changed().index("[[correlation]]")
    stop = changed().index("[[funding]]")
    text = changed()[:start] + table + "\n\n" + changed()[stop:]
    (group,) = load_text(tmp_path, text).correlation
    assert not group.repaired
    assert group.target == pytest.approx(found["repaired"].values, abs=1e-12)
    assert (group.measure, name_of(group.copula), group.copula.degrees or 0.0) == tuple(
        found.attrs[key] for key in ("measure", "copula", "degrees")
    )


def test_a_pin_is_kept_in_the_measure(tmp_path):
    pin = 'pinned = [["north.build.duration", "south.wave.duration"]]'
    found = examined(tmp_path, f"{IMPOSSIBLE}\n{pin}", 1_000)
    assert found["repaired"].values[0, 1] == pytest.approx(0.9, abs=1e-12)


def test_of_many_pairs_the_rest_is_counted():
    many = {"name": "many", "inputs": ["drivers.*_cost", "*.slippage.duration"], "rank": 0.3}
    groups = diagnose(engine.load(FLAGSHIP, overrides={"correlation.2": many}), 1_000)
    assert len(groups) == 5
    text = printed(groups["many"])
    assert f"And {45 - MOST_PAIRS} more pairs." in text
    assert text.count("±") == MOST_PAIRS


def test_too_few_iterations_are_refused(tmp_path):
    with pytest.raises(RunError, match="at least 200"):
        examined(tmp_path, "rank = 0.4", 199)
    with pytest.raises(RunError, match="seed = -1"):
        examined(tmp_path, "rank = 0.4", 200, -1)


def test_repaired_is_what_is_played(tmp_path):
    programme = load_text(tmp_path, changed((GROUP, GROUP.replace("rank = 0.4", IMPOSSIBLE))), repairs=True)
    found = diagnose(programme, 200)["slips"]
    assert found["repaired"].values.tolist() == target_of(programme.correlation[0].scores).tolist()
