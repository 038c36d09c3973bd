"""Results say for which processor their loops were compiled, since last places hang on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.compiled.vectors.processor import describe, processor

HOUSE = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"NUMBA_CPU_NAME": "generic"}, "generic, without fused multiply-add"),
        (
            {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,+fma"},
            "haswell, with fused multiply-add",
        ),
        ({"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx2,-fma"}, "haswell, without fused"),
    ],
)
@pytest.mark.skipif(
    not describe().startswith(("x86_64", "AMD64")), reason="other machines fuse whatever their features"
)
def test_it_is_the_processor_that_code_is_compiled_for(settings, said):
    code = "from engine.compiled.vectors.processor import describe; print(describe())"
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=HOUSE,
        env={**os.environ, **settings},
    )
    assert said in found.stdout


def test_it_is_this_one_unless_said_otherwise(monkeypatch):
    monkeypatch.setattr("engine.compiled.vectors.processor.config.CPU_NAME", None)
    monkeypatch.setattr("engine.compiled.vectors.processor.config.CPU_FEATURES", None)
    name, features = processor()
    assert name
    assert features == sorted(features)
    assert (", with fused" in describe()) == ("fma" in features) or "fma" not in features
