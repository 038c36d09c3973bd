"""What a Ctrl-C, or a lost cluster, does to a study: it ends it, where a plain run keeps its beginning."""

import signal
from pathlib import Path

import pytest

import engine
from engine.analysis.findings import Findings
from engine.packs.write import digests
from engine.programme import load
from engine.reporting.phrasing import interrupted
from engine.simulation.limits import RunError
from engine.simulation.player import BLOCK
from engine.simulation.simulate import simulate
from engine.simulation.whole_run import simulate_whole
from engine.studies.side_by_side import AHEAD

HOUSE = Path(__file__).parent.parent.parent
FLAGSHIP = "experiments/shared_services/programme.toml"
LONG = 200 * BLOCK
MAY_END_EARLY = {
    "engine/cli/verbs/run.py",
    "engine/cli/verbs/check.py",
}  # keeps the beginning; plays one iteration


class Interrupting:
    """A Ctrl-C that comes while the run of this number, or one beside it, tells that a part of it is done."""

    def __init__(self, number):
        self.left, self.runs = number, 0

    def play(self, programme, iterations, *arguments, **options):
        self.runs += 1
        return simulate_whole(programme, LONG, *arguments, progress=self, **options)

    def __call__(self, done):
        if self.runs >= self.left:
            raise KeyboardInterrupt


def test_a_study_ends_and_a_run_keeps_its_beginning():
    programme, stop = load(FLAGSHIP), Interrupting(0)
    found = simulate(programme, LONG, 1, 2, progress=stop, keep="summary")
    assert 0 < found.attrs["iterations"] < LONG
    with pytest.raises(KeyboardInterrupt):
        simulate_whole(programme, LONG, 1, 2, progress=stop, keep="summary")
    whole = simulate_whole(programme, 100)
    assert whole.identical(simulate(programme, 100))


class AtTheEnd:
    """A Ctrl-C that comes when the last iteration of a run has been played."""

    def __init__(self, iterations):
        self.left = iterations

    def __call__(self, done):
        self.left -= done
        if not self.left:
            signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("keep", ["iterations", "summary", "store"])
def test_a_ctrl_c_that_comes_last_is_not_lost(keep, tmp_path):
    """A study went on with its next run, and `outturn run` with its scenarios, as if nobody had interrupted them."""
    programme, asked = load(FLAGSHIP), 3 * BLOCK
    how = {"store": tmp_path / "runs.zarr"} if keep == "store" else {"keep": keep}
    found = simulate(programme, asked, 1, progress=AtTheEnd(asked), **how)
    assert [found.attrs[key] for key in ("iterations", "iterations_asked", "interrupted")] == [
        asked,
        asked,
        1,
    ]
    assert interrupted(found.attrs).startswith(f"Interrupted when all {asked:,} iterations were played")
    for key in ("iterations_asked", "interrupted"):
        del found.attrs[key]
    whole = {} if keep == "store" else how
    assert engine.claims(found).identical(engine.claims(simulate(programme, asked, 1, **whole)))
    with pytest.raises(KeyboardInterrupt):
        simulate_whole(programme, asked, 1, progress=AtTheEnd(asked))


def test_nor_one_that_comes_while_digests_are_made():
    programme = load(FLAGSHIP)
    findings = Findings(simulate(programme, BLOCK, 1, keep="summary"))
    with pytest.raises(KeyboardInterrupt):
        digests(findings, programme, "summary", None, progress=AtTheEnd(BLOCK))


def test_a_run_within_a_study_does_not_end_early_in_silence():
    interrupting = Interrupting(2)
    with pytest.raises(KeyboardInterrupt):
        engine.bridge(load(FLAGSHIP), "npv", 1000, 1, play=interrupting.play)
    assert 2 <= interrupting.runs <= 2 + AHEAD  # and few more begun


def test_a_lost_cluster_is_told(monkeypatch):
    lost = simulate(load(FLAGSHIP), 10).assign_attrs(lost="the Dask scheduler was lost", interrupted=1)
    monkeypatch.setattr("engine.simulation.whole_run.simulate", lambda *_, **__: lost)
    with pytest.raises(RunError, match="the Dask scheduler was lost half way through a study"):
        simulate_whole(load(FLAGSHIP), 10)


@pytest.mark.parametrize("room", ["engine/studies", "engine/cli"])
def test_nothing_that_studies_plays_otherwise(room):
    playing = {
        str(path.relative_to(HOUSE))
        for path in sorted((HOUSE / Path(room)).rglob("*.py"))
        if "simulation.simulate import simulate\n" in path.read_text(encoding="utf-8")
    }
    assert playing <= MAY_END_EARLY
    assert any("simulate_whole" in path.read_text(encoding="utf-8") for path in (HOUSE / room).rglob("*.py"))
