"""What all tests share: the commands that they start find bytecode, as a user's do, and workers what is compiled."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# Images of containers turn it off; each of some hundred commands would then compile its libraries again: 0.4 s.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

MANY = 2000  # tests, of which some play whatever they are


@pytest.fixture(scope="session", autouse=True)
def compiled_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Before the first of many tests one worker compiles, on two cores, what the others then find on disk."""
    if sys.platform == "win32" or len(request.session.items) < MANY:
        return
    import fcntl

    import engine
    from engine.programme import starter

    folder = tmp_path_factory.getbasetemp()
    file = folder / "compiled.toml"
    file.write_text(starter(), encoding="utf-8")
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with Path(shared / "compiling").open("w") as lock:  # which goes when it is closed
        fcntl.flock(lock, fcntl.LOCK_EX)
        for keep in ("iterations", "summary"):
            engine.simulate(engine.load(file), 10, keep=keep)
