"""A cluster of processes that loses its scheduler, its workers, or never answers: a sentence, and what was finished."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xarray as xr

import engine
from engine.programme import starter
from tests.faults.commands import HOUSE, begin, outturn, seed_of

pytest.importorskip("distributed")
pytestmark = pytest.mark.faults
NEVER = 240.0  # seconds after which something has failed


class Started:
    """A run on a cluster of which every process can be lost."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.all = folder, []
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (folder / "p.toml").write_text(starter(), encoding="utf-8")

    def process(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{name}", *words]
        where = {"cwd": HOUSE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.all.append(subprocess.Popen(command, **where))
        return self.all[-1]

    def scheduler(self) -> subprocess.Popen[bytes]:
        started = self.process(
            "dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--dashboard-address", ":0"
        )
        until(lambda: is_open(self.port))
        return started

    def worker(self) -> subprocess.Popen[bytes]:
        more = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder))
        return self.process("dask_worker", f"tcp://127.0.0.1:{self.port}", *more)

    def run(self, iterations: int) -> subprocess.Popen[str]:
        words = (
            "run",
            self.folder / "p.toml",
            "--iterations",
            iterations,
            "--store",
            self.folder / "s",
        )
        address = f"tcp://127.0.0.1:{self.port}"
        self.all.append(begin(*words, "--no-charts", "--scheduler", address, "--out", self.folder / "out"))
        return self.all[-1]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + NEVER
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def compiled(tmp_path_factory) -> None:
    """What plays is compiled, for all processes."""
    file = tmp_path_factory.mktemp("compiled") / "p.toml"
    assert outturn("init", file)[0] == outturn("check", file)[0] == 0


@pytest.fixture
def cluster(compiled, tmp_path) -> Iterator[Started]:
    started = Started(tmp_path)
    yield started
    for process in started.all:
        process.kill()
        process.wait()


def said(process: subprocess.Popen[str]) -> str:
    """The next line on standard error."""
    assert process.stderr is not None
    return process.stderr.readline()


def ended(process: subprocess.Popen[str], began: float) -> tuple[int, str, float]:
    _, told = process.communicate(timeout=NEVER)
    return process.returncode, told, time.monotonic() - began


def test_a_port_that_never_answers(cluster):
    with socket.create_server(("127.0.0.1", cluster.port)):
        code, told, _ = ended(cluster.run(1000), time.monotonic())
    assert (code, told.count("\n")) == (2, 1)
    assert "no Dask scheduler answers there (no answer within 3 s)" in told


def test_a_scheduler_without_workers(cluster, capsys):
    cluster.scheduler()
    began = time.monotonic()
    run = cluster.run(1000)
    assert "has no workers: the run waits; Ctrl-C ends it" in said(run)
    waited, began = time.monotonic() - began, time.monotonic()
    run.send_signal(signal.SIGINT)
    code, told, seconds = ended(run, began)
    assert (code, told) == (130, "Interrupted; nothing was written.\n")
    with capsys.disabled():
        print(f"\nno workers: told {waited:.1f} s after the start, ended {seconds:.1f} s after Ctrl-C")


LOSSES = {"scheduler": "was lost", "workers": "has no workers", "frozen scheduler": "does not answer"}


@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_lost_half_way(cluster, capsys, loss):
    scheduler, workers = cluster.scheduler(), [cluster.worker(), cluster.worker()]
    run = cluster.run(200_000_000)
    until(lambda: any(cluster.folder.glob(".s-*/store/npv/[0-9]*")))
    began = time.monotonic()
    for process in workers if loss == "workers" else [scheduler]:
        process.send_signal(signal.SIGSTOP if loss == "frozen scheduler" else signal.SIGKILL)
    first = said(run)
    waited, began = time.monotonic() - began, time.monotonic()
    assert LOSSES[loss] in first, first
    if loss != "scheduler":
        run.send_signal(signal.SIGINT)
    code, told, seconds = ended(run, began)
    assert "Traceback" not in told
    with capsys.disabled():
        print(f"\n{loss} lost: told after {waited:.1f} s, ended {seconds:.1f} s later with {code}")
    assert waited < 10
    assert code == 130
    assert seed_of(cluster.folder / "out") == 2023
    found = json.loads((cluster.folder / "out" / "summary.json").read_bytes())
    assert 0 < found["iterations"] < found["iterations_asked"] == 200_000_000
    stored = xr.open_zarr(cluster.folder / "s", consolidated=False)
    assert found["iterations"] == stored.sizes["iteration"]
    assert int(engine.claims(stored)["iterations"][0]) == found["iterations"]
