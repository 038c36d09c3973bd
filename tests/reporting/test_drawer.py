"""Charts drawn while a run goes on are those drawn after it, and the process that draws them never stays behind."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from engine.analysis.findings import Findings
from engine.reporting import copies
from engine.reporting.drawer import MOST, drawer
from engine.reporting.handed import Handed
from engine.reporting.run_charts import EarlyFindings, draw_early, draw_run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there is a process copied")
RANGES = {
    "over_beliefs": '{"benefits": [0.11, 0.87]}',
    "worlds_played": "200 x 500",
    "over_scenarios": '{"calm": {"benefits": 0.93}, "storm": {"benefits": 0.07}}',
}
WAITING = """
import os, signal, sys
from engine.reporting import copies
from engine.reporting.drawer import drawer
copies._most = lambda: 2
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell has what it starts behind itself ignore
with drawer(True):
    print("waiting", flush=True)
    signal.pause()
"""


@pytest.fixture
def two_processes(monkeypatch):
    """Have copies made whatever threads the tests have."""
    monkeypatch.setattr(copies, "_most", lambda: 2)


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_charts_begun_early_are_those_of_the_whole_results(two_processes, results):
    whole = results.assign_attrs(RANGES)
    with drawer(True) as drawing:
        drawing.begin(results)
        drawing.go_on(whole.attrs)
        drawn = drawing.charts()
    assert drawn == draw_run(Findings(whole))
    assert {"verdict.svg", "scorecard.png"} <= set(drawn.files)


def test_what_tells_of_ranges_is_drawn_when_they_are_known(results):
    findings = EarlyFindings(results)
    early = draw_early(findings, until=lambda: False)
    assert "years" in early
    assert not {"verdict", "scorecard"} & set(early)
    assert draw_early(EarlyFindings(results), until=lambda: True) == {}
    findings.become_whole(results.assign_attrs(RANGES).attrs)
    assert float(findings.verdict["belief_high"].sel(claim="benefits")) == 0.87


def test_where_it_cannot_draw_nothing_comes(two_processes, monkeypatch, results):
    with drawer(False) as drawing:
        drawing.begin(results)
        assert drawing.charts() is None
    with drawer(True) as drawing:
        drawing.begin(results)
        os.kill(drawing._copy.process, signal.SIGKILL)
        drawing.go_on(results.attrs)
        assert drawing.charts() is None
    monkeypatch.setattr("engine.reporting.drawer.MOST", results.nbytes - 1)
    with drawer(True) as drawing:
        drawing.begin(results)
        assert drawing.charts() is None
    monkeypatch.setattr("engine.reporting.drawer.MOST", MOST)
    with drawer(True) as drawing, monkeypatch.context() as full:
        full.setattr("engine.reporting.handed.os.write", no_room)
        drawing.begin(results)
        assert drawing.charts() is None
    with monkeypatch.context() as full:
        full.setattr("engine.reporting.handed.tempfile.TemporaryFile", no_room)
        with drawer(True) as drawing:
            drawing.begin(results)
            assert drawing.charts() is None
    monkeypatch.setattr(copies, "_most", lambda: 1)
    with drawer(True) as drawing:
        drawing.begin(results)
        assert drawing.charts() is None
    assert results.nbytes < MOST


def test_it_ends_with_its_block(two_processes):
    with drawer(True) as drawing:
        process = drawing._copy.process
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.parametrize(("how", "everyone"), [(signal.SIGKILL, False), (signal.SIGINT, True)])
def test_it_ends_with_the_run_and_without_a_word(how, everyone):
    here = Path(__file__).parents[2]
    command = [sys.executable, "-c", WAITING]
    with subprocess.Popen(
        command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        try:
            assert run.stdout.readline() == "waiting\n"
            os.killpg(run.pid, how) if everyone else os.kill(run.pid, how)
            told = run.communicate(timeout=60)  # which ends when every process has let go of what it tells by
        finally:
            run.kill()
    assert told[0] == ""
    assert told[1].count("Traceback") == everyone


def test_what_is_handed_comes_in_order_and_is_not_waited_for():
    with closing(Handed()) as handed:
        assert not handed.is_there()
        for what in ("x" * 2_000_000, {"second": 2}):  # more than a pipe holds
            handed.put(what)
        assert handed.is_there()
        assert handed.get() == "x" * 2_000_000
        assert handed.get() == {"second": 2}
        assert not handed.is_there()
