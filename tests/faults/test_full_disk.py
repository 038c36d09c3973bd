"""A disk that is full, small or read-only: a sentence, exit code 2, earlier results whole and nothing half written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.programme import starter
from tests.faults.commands import HOUSE, begin, left_over, outturn, seed_of

resource = pytest.importorskip("resource")


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    path = tmp_path / "p.toml"
    path.write_text(starter(), encoding="utf-8")
    return path


@contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """A file system in memory; the test is skipped where none may be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def is_a_sentence(code: int, told: str) -> bool:
    return code == 2 and "Traceback" not in told and len(told.strip().splitlines()) == 1


EMBEDDED = """
import resource, sys
from pathlib import Path
import engine
from engine.problems import Refused
from engine.programme import starter
from engine.reporting.files import write_run
Path("p.toml").write_text(starter(), encoding="utf-8")
results = engine.simulate(engine.load("p.toml"), 20_000)
write_run(results.isel(iteration=slice(0, 50)), Path("out"), charts=False)
before = {path.name: path.read_bytes() for path in Path("out").iterdir()}
resource.setrlimit(resource.RLIMIT_FSIZE, (500 * 1024, resource.RLIM_INFINITY))
try:
    write_run(results, Path("out"), charts=False)
except Refused as error:
    assert "out: results need" in str(error) and "File too large" in str(error), error
assert before == {path.name: path.read_bytes() for path in Path("out").iterdir()}
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
write_run(results, Path("out"), charts=False)
print("still alive")
"""


def test_a_process_that_embeds_the_engine_lives_on(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    command = [sys.executable, "-c", EMBEDDED]
    found = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, "still alive\n"), found.stderr


@pytest.mark.faults
@pytest.mark.parametrize("size", ["64k", "400k", "1m", "2m", "3m"])
def test_results_on_a_small_disk(programme, tmp_path, size):
    with disk(tmp_path / "disk", f"size={size}") as small:
        old = outturn("run", programme, "--iterations", 20, "--no-charts", "--seed", 1, "--out", small / "o")[
            0
        ]
        before = seed_of(small / "o")
        assert before == (1 if old == 0 else None)
        code, told = outturn("run", programme, "--iterations", 20_000, "--quiet", "--out", small / "o")
        assert is_a_sentence(code, told), (code, told)
        assert str(small / "o") in told
        assert seed_of(small / "o") == before
        assert left_over(small / "o") == []


@pytest.mark.faults
@pytest.mark.parametrize("limit", [0, 1000, 100_000, 1_000_000, 2_500_000])
def test_results_under_a_limit_of_files(programme, tmp_path, limit):
    out = tmp_path / "o"
    assert outturn("run", programme, "--iterations", 200, "--no-charts", "--seed", 1, "--out", out)[0] == 0

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    code, told = outturn(
        "run", programme, "--iterations", 20_000, "--quiet", "--out", out, preexec_fn=limited
    )
    assert is_a_sentence(code, told), (code, told)
    assert (seed_of(out), left_over(out)) == (1, [])


@pytest.mark.faults
def test_a_store_on_a_small_disk(programme, tmp_path):
    with disk(tmp_path / "disk", "size=3m") as small:
        words = ("run", programme, "--iterations", 100_000, "--quiet", "--no-charts", "--store", small / "s")
        code, told = outturn(*words, "--out", tmp_path / "o")
        assert is_a_sentence(code, told), (code, told)
        assert "No space left on device" in told
        assert [*small.iterdir()] == []
        assert not (tmp_path / "o").exists()


@pytest.mark.faults
@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("export", "{p}", "--iterations", 100, "--to", "{disk}/a.xlsx"), "a.xlsx"),
        (("export", "{p}", "--iterations", 10_000, "--every-iteration", "--to", "{disk}/a.csv"), "a.csv"),
        (("export", "{p}", "--iterations", 10_000, "--every-iteration", "--to", "{disk}/a.parquet"), "a.parquet"),
        (("bridge", "{p}", "--quiet", "--iterations", 1000, "--out", "{disk}/o"), "o"),
        (("elicit", "--p10", 8, "--p50", 10, "--p90", 20, "--plot", "{disk}/e"), "e.svg"),
        (("run", "{p}", "--iterations", 20_000, "--no-charts", "--out", "{p}.out", "--pack", "{disk}/k"), "k"),
        (("run", "{p}", "--iterations", 20_000, "--no-charts", "--out", "{p}.out", "--store", "{disk}/s"), "s"),
        (("report", "{p}", "--iterations", 500, "--worlds", 0, "--no-scenarios", "--quiet", "--out", "{disk}/o"), "o"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else value,
)  # fmt: skip
def test_whatever_is_written_names_what_a_small_disk_does_not_hold(programme, tmp_path, words, named):
    size = 32 if words[0] == "export" else 200
    with disk(tmp_path / "disk", f"size={size}k") as small:
        code, told = outturn(*(str(word).format(p=programme, disk=small) for word in words))
        last = told.strip().splitlines()[-1]
        assert (code, "Traceback" in told) == (2, False), told
        assert str(small / named) in last
        assert [path for path in small.rglob("*") if path.name != "o"] == []


@pytest.mark.faults
def test_a_first_file_on_a_full_disk(tmp_path):
    with disk(tmp_path / "disk", "size=4k") as full:
        (full / "filler").write_bytes(bytes(4096))
        code, told = outturn("init", full / "p.toml")
        assert is_a_sentence(code, told), (code, told)
        (full / "filler").unlink()
        assert not (full / "p.toml").exists()


@pytest.mark.faults
def test_charts_on_a_disk_that_holds_the_data_alone(programme, tmp_path):
    with disk(tmp_path / "disk", "size=500k") as small:
        with begin("run", programme, "--iterations", 200, "--quiet", "--out", small / "o") as process:
            answer, told = process.communicate()
        assert process.returncode == 2
        assert "Benefits of £150m" in answer
        assert "The charts are not drawn" in told
        assert seed_of(small / "o") == 2023
        assert left_over(small / "o") == []


@pytest.mark.faults
def test_a_disk_that_may_only_be_read(programme, tmp_path):
    with disk(tmp_path / "disk", "ro,size=1m") as closed:
        for words in (
            ("run", programme, "--iterations", 10**8, "--keep", "summary", "--out", closed / "o"),
            ("run", programme, "--iterations", 10**8, "--store", closed / "s", "--out", tmp_path / "o"),
            ("run", programme, "--iterations", 10**8, "--keep", "summary", "--out", closed),
            ("init", closed / "p.toml"),
        ):
            code, told = outturn(*words)
            assert is_a_sentence(code, told), (code, told)
            assert "Read-only file system" in told
