"""Estimators are arithmetic: NumPy, SciPy and the standard library, nothing of ours, nothing with labels."""

import ast
import sys
from pathlib import Path

from engine.analysis import estimators


def strangers(source: str) -> set[str]:
    """What a file imports that is neither arithmetic nor another estimator."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    known = {"numpy", "scipy", *sys.stdlib_module_names}
    return {
        name for name in names if name.split(".")[0] not in known and not name.startswith(estimators.__name__)
    }


def test_estimators_know_numpy_and_scipy_alone():
    files = list(Path(estimators.__path__[0]).glob("*.py"))
    assert len(files) > 3
    assert {file.name: found for file in files if (found := strangers(file.read_text("utf-8")))} == {}


def test_a_stranger_would_be_seen():
    guilty = "def late():\n    import xarray as xr\nfrom engine.analysis.claims import claims\n"
    assert strangers(guilty) == {"xarray", "engine.analysis.claims"}
