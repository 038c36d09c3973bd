"""Whatever the environment says to libraries: an answer, or a sentence that names the library."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from engine.cli.loading import failed_to_load, loading_told
from engine.cli.settings import let_go_of_bad_settings
from engine.programme import starter

HOUSE = Path(__file__).parents[2]
LET_GO = {"COLUMNS": "²", "LINES": "-1", "TERMINAL_WIDTH": "wide", "NUMBA_NUM_THREADS": "0"}


def check(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`outturn check` of a programme in the folder, as the current one."""
    (folder / "p.toml").write_text(starter(), encoding="utf-8")
    command = [
        sys.executable,
        "-P",
        "-c",
        f"import sys; sys.path.append({str(HOUSE)!r}); {RUN}",
        "check",
        "p.toml",
    ]
    environment = {**os.environ, **settings}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


RUN = "from engine.cli import main; main()"


def test_what_libraries_could_not_read_is_let_go(monkeypatch):
    for name, value in LET_GO.items():
        monkeypatch.setenv(name, value)
    with warnings.catch_warnings():
        let_go_of_bad_settings()
    assert not LET_GO.keys() & os.environ.keys()


def test_what_they_can_read_is_left(monkeypatch):
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        monkeypatch.setenv(name, "72")
    with warnings.catch_warnings():
        let_go_of_bad_settings()
    assert os.environ["COLUMNS"] == os.environ["LINES"] == os.environ["TERMINAL_WIDTH"] == "72"


def test_a_command_answers_with_all_of_them(tmp_path):
    done = check(tmp_path, **LET_GO, NUMBA_OPT="junk", MPLBACKEND="nonsense", PYTHONWARNINGS="always")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("planted", "settings", "library"),
    [
        ("", {"SOURCE_DATE_EPOCH": "today"}, "numpy"),
        ("", {"NUMBA_CACHE_LOCATOR_CLASSES": "Nowhere"}, "numba"),
        ("x = 1", {}, "numpy"),
        ("x =", {}, "numpy.py"),
    ],
)
def test_a_library_that_cannot_be_loaded_is_named(tmp_path, planted, settings, library):
    if planted:
        (tmp_path / "numpy.py").write_text(planted)
        settings = {"PYTHONPATH": str(tmp_path)}
    done = check(tmp_path, **settings)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("outturn: ")
    assert f"{library}" in done.stderr.partition(" cannot be loaded (")[0]
    assert len(done.stderr.splitlines()) == 1


def test_a_fault_of_ours_keeps_its_traceback():
    def ours() -> None:
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours") as told, loading_told():
        ours()
    assert failed_to_load(told.value) == ""
