"""Charts saved side by side are the same files, and what goes wrong is told as ever."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.reporting import draw_verdict, save_figure
from engine.reporting.visuals import savers
from engine.reporting.visuals.savers import Savers

RUN = """
import os, sys
from pathlib import Path
from engine.reporting import draw_verdict, draw_years, draw_histogram, save_figure
from engine.reporting.visuals.savers import Savers
from tests.analysis.synthetic_results import synthetic_results
os.umask(0o077)
results, folder, forks = synthetic_results(100), Path(sys.argv[1]), []
fork = os.fork
os.fork = lambda: forks.append(fork()) or forks[-1]
with Savers() as savers:
    savers._most = int(sys.argv[2])
    for draw in (draw_verdict, draw_years, draw_histogram):
        savers.do(lambda draw=draw: save_figure(draw(results), folder / draw.__name__))
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
    assert (forks, none) == (3, 0)
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


def test_what_goes_wrong_is_raised(results, tmp_path):
    (tmp_path / "file").write_text("no folder")

    def save() -> None:
        with Savers() as pieces:
            pieces.do(lambda: save_figure(draw_verdict(results), tmp_path / "file" / "verdict"))

    with pytest.raises(OSError, match="file"):
        save()


def test_beside_other_threads_no_process_is_copied(results, tmp_path, monkeypatch):
    monkeypatch.setattr(
        savers.os, "fork", lambda: pytest.fail("a lock of the other thread would stay locked")
    )
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        with Savers() as pieces:
            pieces.do(lambda: save_figure(draw_verdict(results), tmp_path / "verdict"))
    finally:
        done.set()
        other.join()
    assert {file.name for file in tmp_path.iterdir()} == {"verdict.svg", "verdict.png", "verdict.pdf"}


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
