"""Charts drawn side by side are the same files, and what goes wrong is told as ever."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.reporting import copies as module
from engine.reporting import draw_verdict, save_figure
from engine.reporting.copies import in_copies

RUN = """
import os, sys
from functools import partial
from pathlib import Path
from engine.reporting import draw_verdict, draw_years, draw_histogram, save_figure
from engine.reporting import copies
from tests.analysis.synthetic_results import synthetic_results
os.umask(0o077)
results, folder, forks = synthetic_results(100), Path(sys.argv[1]), []
fork = os.fork
os.fork = lambda: forks.append(fork()) or forks[-1]
copies._most = lambda: int(sys.argv[2])
def save(draw):
    save_figure(draw(results), folder / draw.__name__)
    return draw.__name__
drawn = (draw_verdict, draw_years, draw_histogram)
made = copies.in_copies([partial(save, draw) for draw in drawn])
assert made == [draw.__name__ for draw in drawn]
print(len(forks))
"""


def saved(folder: Path, processors: int) -> tuple[int, dict[str, bytes]]:
    folder.mkdir()
    command = [sys.executable, "-W", "error", "-c", RUN, str(folder), str(processors)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stderr == ""
    return int(done.stdout), {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a process copied")
def test_side_by_side_are_the_same_files_for_whom_the_umask_says(tmp_path):
    forks, together = saved(tmp_path / "together", 2)
    none, alone = saved(tmp_path / "alone", 1)
    assert (forks, none) == (1, 0)
    assert len(together) == 9
    assert together == alone
    for folder in ("together", "alone"):
        assert {file.stat().st_mode & 0o777 for file in (tmp_path / folder).iterdir()} == {0o600}


def test_a_chart_is_as_readable_as_the_umask_lets_it_be(results, tmp_path):
    before = os.umask(0o027)
    try:
        files = save_figure(draw_verdict(results), tmp_path / "verdict")
    finally:
        os.umask(before)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o640}


def copied(monkeypatch: pytest.MonkeyPatch, most: int = 2) -> None:
    """Have copies made whatever threads the tests have, which hold none of the locks of what is done here."""
    monkeypatch.setattr(module, "_most", lambda: most)


needs_copies = pytest.mark.skipif(sys.platform != "linux", reason="only there is a process copied")


@needs_copies
def test_what_is_made_comes_back_in_order_whoever_made_it(monkeypatch):
    copied(monkeypatch, 3)
    made = in_copies([lambda n=n: (n, os.getpid(), b"x" * 100_000) for n in range(2_500)])
    assert [n for n, _, _ in made] == list(range(2_500))


@needs_copies
def test_of_what_goes_wrong_in_a_copy_the_cause_is_raised_here(monkeypatch):
    copied(monkeypatch)
    here, done = os.getpid(), []

    def fails_elsewhere() -> int:
        if os.getpid() != here:
            raise OSError("in the copy alone")
        done.append(1)
        return 7

    assert in_copies([fails_elsewhere] * 5) == [7] * 5
    with pytest.raises(ZeroDivisionError):
        in_copies([lambda: 1 // 0] * 4)


@needs_copies
def test_a_copy_that_is_killed_costs_no_piece(monkeypatch):
    copied(monkeypatch)
    here = os.getpid()

    def dies_elsewhere() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return 1

    assert in_copies([dies_elsewhere] * 6) == [1] * 6


@needs_copies
@pytest.mark.parametrize("lacking", ["pipe", "fork", "TemporaryFile"])
def test_where_no_copy_can_be_made_all_is_done_here(monkeypatch, lacking):
    """No file more may be open, no process more be started, or no temporary folder be written to."""
    copied(monkeypatch)
    asked = []

    def refused():
        asked.append(lacking)
        raise OSError(lacking)

    monkeypatch.setattr(module.tempfile if lacking == "TemporaryFile" else module.os, lacking, refused)
    here = os.getpid()
    assert in_copies([os.getpid] * 3) == [here] * 3
    assert asked == [lacking]
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set()


def test_what_goes_wrong_is_raised(results, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        in_copies([lambda: save_figure(draw_verdict(results), tmp_path / "file" / "verdict")])


def test_beside_other_threads_no_process_is_copied(monkeypatch):
    monkeypatch.setattr(
        module.os, "fork", lambda: pytest.fail("a lock of the other thread would stay locked")
    )
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert in_copies([lambda: 1, lambda: 2]) == [1, 2]
    finally:
        done.set()
        other.join()


def test_without_a_home_nothing_of_matplotlib_is_told(tmp_path):
    code = (
        "from engine.reporting import draw_verdict\n"
        "from tests.analysis.synthetic_results import synthetic_results\n"
        "draw_verdict(synthetic_results(10))"
    )
    (tmp_path / "file").write_text("no folder can be made in here")
    nowhere = {"HOME": str(tmp_path / "file"), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=nowhere, cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stderr) == (0, "")
