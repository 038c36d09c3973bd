"""What one process compiles the other finds, and it looks for nothing in the folder of the user."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

import engine
from engine.plan import ahead
from experiments.shared_services import PROGRAMME

FIND = """
from engine.plan.ahead import compile_draws
from engine.compiled.draw import draw
compile_draws()
print(sum(draw.stats.cache_hits.values()), sum(draw.stats.cache_misses.values()))
"""
WORK = "compile_draws()"
MODULES = "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
PLANTED = "open({mark!r}, 'a').write(__name__)\n"


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command by which the other half is compiled, as it is on a computer that has nothing compiled."""
    started: list[list[str]] = []

    def start(command: list[str], **_: object) -> nullcontext[None]:
        started.append(command)
        return nullcontext()

    nothing = SimpleNamespace(compile=lambda _: None)
    fresh = SimpleNamespace(signatures=[], _cache=SimpleNamespace(is_empty=True, is_kept=True))
    with monkeypatch.context() as patch:
        for name, instead in (("play", fresh), ("account", nothing), ("lines_by_year", nothing)):
            patch.setattr(ahead, name, instead)
        patch.setattr(ahead, "type_of", lambda _: None)
        patch.setattr(subprocess, "Popen", start)
        ahead.compile_ahead(None)  # type: ignore[arg-type]
    [found] = started
    assert found[-1].endswith(WORK)
    return found


def run(command: list[str], **options: object) -> str:
    found = subprocess.run(command, check=True, capture_output=True, text=True, **options)  # type: ignore[call-overload]
    return found.stdout


def test_nothing_is_looked_for_in_the_current_folder(command, tmp_path):
    command = [*command[:-1], command[-1].removesuffix(WORK) + MODULES]
    names = run(command).split()
    assert {"numpy", "numba", "engine", "distributions", "scipy"} <= set(names)
    mark = tmp_path / "ran"
    for name in names:
        (tmp_path / f"{name}.py").write_text(PLANTED.format(mark=str(mark)), encoding="utf-8")
    assert run(command, cwd=tmp_path).split() == names
    assert not mark.exists()
    guilty = [part for part in command if part != "-P"]
    subprocess.run(guilty, capture_output=True, check=False, cwd=tmp_path)
    assert mark.exists()  # so that it would be seen


def test_nothing_is_started_where_it_could_not_be_found_again(monkeypatch):
    monkeypatch.setattr(ahead, "is_compiled", lambda: False)
    monkeypatch.setattr(ahead, "is_kept", lambda: False)
    monkeypatch.setattr(subprocess, "Popen", None)
    ahead.compile_ahead(None)  # type: ignore[arg-type]


def test_what_is_compiled_ahead_is_what_a_run_asks_for():
    ahead.compile_draws()
    engine.simulate(engine.load(PROGRAMME), 100)
    for loop in (ahead.draw, ahead.account):
        assert len(loop.signatures) == 1


@pytest.mark.long
def test_draws_compiled_by_one_process_are_on_disk_for_another(command, tmp_path):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    run(command, env=environment)
    house = Path(__file__).parent.parent.parent
    assert run([sys.executable, "-c", FIND], env=environment, cwd=house).split() == ["1", "0"]
