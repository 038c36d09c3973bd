"""What one process compiles the other finds."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

FIND = """
from engine.plan.ahead import compile_draws
from engine.compiled.draw import draw
compile_draws()
print(sum(draw.stats.cache_hits.values()), sum(draw.stats.cache_misses.values()))
"""


@pytest.mark.long
def test_draws_compiled_by_one_process_are_on_disk_for_another(tmp_path):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "engine.plan.ahead"], check=True, env=environment)
    found = subprocess.run(
        [sys.executable, "-c", FIND], check=True, env=environment, capture_output=True, text=True
    )
    assert found.stdout.split() == ["1", "0"]
