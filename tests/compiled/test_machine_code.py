"""Machine code on disk: found again, made again where it is broken, done without where it cannot be kept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from numba import njit

from engine.compiled.vectors.loop import inline, inner_loop

HOUSE = Path(__file__).parent.parent.parent
LOOP = """
from engine.compiled.vectors.loop import loop


@loop
def twice(x):
    return 2 * x
"""
APART = """
from engine.compiled.vectors.apart import apart
from engine.compiled.vectors.loop import loop
import numpy as np


@loop
def double(numbers):
    for k in range(numbers.size):
        numbers[k] *= 2


doubled = apart(double)


@loop
def twice(x):
    numbers = np.full(1, x)
    doubled(numbers)
    return numbers[0]
"""
USE = """
import sys
sys.path[:0] = sys.argv[1:]
from doubling import twice
print(twice(21), sum(twice.stats.cache_hits.values()), twice._cache.is_kept)
"""
FORKS = """
import os, sys
sys.path.insert(0, sys.argv[1])
import engine.compiled.vectors.loop  # which takes a second: each process below is a copy of one that has it
for _ in sys.stdin:
    if os.fork() == 0:
        exec(USE)
        sys.stdout.flush()
        os._exit(0)
    os.wait()
"""
NO_FOLDER = """
import numba.core.caching as caching
def refuse(_):
    raise PermissionError(13, "Permission denied")
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
caching._CacheLocator.ensure_cache_path = refuse
"""


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no limits of files")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "doubling.py").write_text(LOOP, encoding="utf-8")
    return tmp_path


def used(folder: Path, before: str = "", **settings: str) -> list[str]:
    """What another process gets from the loop: its answer, how often it was found on disk, whether it is kept."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder / "kept"), **settings}
    command = [sys.executable, "-c", before + USE, str(HOUSE), str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.split()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "doubling.py").write_text(LOOP, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def used_again(shared: Path) -> Iterator[Callable[[], list[str]]]:
    """What process after process gets from the loop of one folder."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(shared / "kept")}
    command = [sys.executable, "-c", f"USE = {USE!r}{FORKS}", str(HOUSE), str(shared)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as one:
        assert one.stdin is not None
        assert one.stdout is not None
        told, answers = one.stdin, one.stdout

        def use() -> list[str]:
            print(file=told, flush=True)
            return answers.readline().split()

        yield use
        told.close()


def kept(folder: Path, ending: str) -> Path:
    [found] = (folder / "kept").rglob(f"*.{ending}")
    return found


def test_what_one_process_compiles_the_next_finds(folder):
    assert used(folder) == ["42", "0", "True"]
    assert used(folder) == ["42", "1", "True"]


@pytest.mark.parametrize("ending", ["nbc", "nbi"])
@pytest.mark.parametrize("fault", ["empty", "cut off", "rubbish", "one bit"])
def test_what_is_broken_is_compiled_again_and_replaced(shared, used_again, ending, fault):
    used_again()
    file = kept(shared, ending)
    good = file.read_bytes()
    middle = len(good) // 2
    broken = {
        "empty": b"",
        "cut off": good[:middle],
        "rubbish": bytes(range(256)) * 20,
        "one bit": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
    }[fault]
    file.write_bytes(broken)
    assert used_again()[0] == "42"
    assert used_again() == ["42", "1", "True"]


@pytest.mark.parametrize("ending", ["nbc", "nbi"])
def test_that_of_another_loop_is_none(folder, ending):
    more = LOOP.partition("@")[2].replace("twice", "thrice").replace("2", "3")
    (folder / "doubling.py").write_text(f"{LOOP}\n\n@{more}\n\nthrice(1)\n", encoding="utf-8")
    assert used(folder) == ["42", "0", "True"]
    other, own = sorted((folder / "kept").rglob(f"*.{ending}"))
    assert ("thrice" in other.name, "twice" in own.name) == (True, True)
    own.write_bytes(other.read_bytes())
    assert used(folder) == ["42", "0", "True"]
    assert used(folder) == ["42", "1", "True"]


def test_without_a_folder_to_write_to_it_is_compiled_and_not_kept(folder):
    for _ in range(2):
        assert used(folder, NO_FOLDER) == ["42", "0", "False"]
    assert not (folder / "kept").exists()


def test_a_disk_that_is_full_is_done_without(folder):
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
    assert used(folder, full) == ["42", "0", "True"]


def test_loops_are_compiled_though_numba_is_told_not_to(folder):
    assert used(folder, NUMBA_DISABLE_JIT="1") == ["42", "0", "True"]
    assert used(folder, NUMBA_DISABLE_JIT="1") == ["42", "1", "True"]


def test_a_part_becomes_machine_code_within_its_whole_and_nowhere_else():
    @inline
    def doubled(x):
        return 2 * x

    @inner_loop
    def sum_of_doubled(n):
        total = 0
        for i in range(n):
            total += doubled(i)
        return total

    @njit
    def whole(n):
        return sum_of_doubled(n) + doubled(n)

    def machine_code(function):
        [made] = function.overloads.values()
        return made.library.get_pointer_to_function(made.fndesc.llvm_func_name)

    assert whole(4) == 2 * (0 + 1 + 2 + 3) + 2 * 4
    assert machine_code(whole)
    assert not machine_code(sum_of_doubled)
    assert not machine_code(doubled)


def test_a_loop_apart_is_found_wherever_it_now_lies(folder):
    (folder / "doubling.py").write_text(APART, encoding="utf-8")
    assert used(folder) == ["42", "0", "True"]
    assert used(folder) == ["42", "1", "True"]
    [own] = [file for file in (folder / "kept").rglob("*.nbc") if ".double-" in file.name]
    own.unlink()  # and compiled again, when the loop that calls it is found
    assert used(folder) == ["42", "1", "True"]
    assert own.exists()
