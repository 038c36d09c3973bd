"""Every peer plays the engine's model, the race would notice if not, and the limit in C has the engine's bits."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import correlated, goals, ishigami, sum_of_lines
from benchmarks.peers import FloatArray, Missing, Peer, c_limit, outturn_peer
from benchmarks.race import Disagreement, race, race_table, require_agreement

ITERATIONS = 4_096


@pytest.fixture(scope="module")
def reference() -> FloatArray:
    return outturn_peer.sum_of_lines(200_000, 2)()


def sums(peer: Peer, workload: str, iterations: int) -> FloatArray:
    try:
        return peer.prepare(workload, iterations)()
    except Missing as reason:
        pytest.skip(str(reason))


# 5 standard errors each: 1 false alarm in 35,000 over the five shares of every peer.
@pytest.mark.filterwarnings("ignore")  # of other people's libraries
@pytest.mark.parametrize("peer", [*sum_of_lines.LIMIT, *sum_of_lines.RIVALS], ids=lambda peer: peer.label)
def test_a_peer_has_the_engines_answer(peer: Peer, reference: FloatArray) -> None:
    found = sums(peer, "sum_of_lines", min(peer.iterations, ITERATIONS))
    require_agreement(peer.label, found, reference, sum_of_lines.ENOUGH)


@pytest.mark.parametrize("peer", correlated.PEERS[2:], ids=lambda peer: peer.label)
def test_a_correlated_peer_has_the_engines_answer(peer: Peer) -> None:
    expected = outturn_peer.correlated(20_000, 2)()
    require_agreement(peer.label, sums(peer, "correlated", ITERATIONS), expected, correlated.ENOUGH)


@pytest.mark.filterwarnings("ignore")  # of other people's libraries
@pytest.mark.parametrize("label", ishigami.PEERS)
def test_a_peer_has_the_indices_of_ishigami(label: str) -> None:
    peer, workload = ishigami.PEERS[label]
    try:
        found = peer.prepare(workload, ishigami.FEW)()
    except Missing as reason:
        pytest.skip(str(reason))
    assert found.shape == (2, 3)
    assert found == pytest.approx(ishigami.exact(), abs=ishigami.FURTHEST)
    assert found[::-1] != pytest.approx(ishigami.exact(), abs=ishigami.FURTHEST)  # first for total


def test_the_indices_of_ishigami_are_those_that_are_published() -> None:
    published = [
        [0.31390519114781, 0.44241114479004, 0],
        [0.55758885520996, 0.44241114479004, 0.24368366406215],
    ]
    assert ishigami.exact() == pytest.approx(np.array(published), abs=1e-13)


def test_a_table_of_indices_has_every_rival() -> None:
    told = {label: {"seconds": 0.02, "error": 0.01} for label in ishigami.PEERS if label != ishigami.SALIB}
    measured = {"plays": 2**16, "peers": told, "missing": {ishigami.SALIB: "SALib is not installed"}}
    text = ishigami.table(measured)
    assert len(text.splitlines()) == 2 + len(ishigami.PEERS)
    assert {line.count("|") for line in text.splitlines()} == {5}
    assert "not run: SALib is not installed" in text


def test_another_model_is_noticed(reference: FloatArray) -> None:
    with pytest.raises(Disagreement, match="half"):
        require_agreement("half a per cent more", 1.005 * reference, reference, sum_of_lines.ENOUGH)


@pytest.mark.parametrize("vectors", c_limit.SOURCES)
def test_the_limit_in_c_has_the_engines_sums(vectors: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(c_limit, "SOURCES", {vectors: c_limit.SOURCES[vectors]})
    c_limit.build.cache_clear()
    try:
        assert sum_of_lines.difference_to_c(40_001) <= 1e-12  # two blocks, and a last tile that is not full
    except Missing as reason:
        pytest.skip(str(reason))
    finally:
        c_limit.build.cache_clear()


def test_a_missing_peer_is_said(reference: FloatArray) -> None:
    peers = (*sum_of_lines.OURS, Peer("nobody", "nobody_peer", 10, "no_such_library"))
    found = race("sum_of_lines", peers, reference, sum_of_lines.ENOUGH, 1, quick=True)
    text = race_table("W1", found, (sum_of_lines.ONE, sum_of_lines.TWO), sum_of_lines.ENOUGH)
    assert "| nobody | not run: no_such_library is not installed |" in text
    assert len({line.count("|") for line in text.splitlines()}) == 1


def test_a_missed_goal_says_by_how_much() -> None:
    peers = {name: {"nanoseconds": 100.0} for name in (sum_of_lines.ONE, sum_of_lines.TWO)}
    measured = {"sum_of_lines": {"peers": peers | {sum_of_lines.NUMPY: {"nanoseconds": 1000.0}}}}
    text = goals.table(measured)
    rows = [line for line in text.splitlines() if "against NumPy" in line]
    assert rows[0].endswith("| ≥ 9x | 10x | met |")
    assert rows[1].endswith("| ≥ 17x | 10x | missed by a factor of 1.700 |")
    assert "against OpenTURNS | ≥ 45x | not measured |  |" in text
    assert "W2" not in text  # of what nobody asked for
