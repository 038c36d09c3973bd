"""Matplotlib is loaded whatever its settings: charts are drawn by ours (`visuals.style`), and need none of a user's."""

from __future__ import annotations

import os
import sys
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path

from engine.reporting.quiet import without_chatter


def load_matplotlib() -> None:
    """Load it as ever; where its settings cannot be read (MPLBACKEND, a `matplotlibrc`), by those it comes with."""
    with without_chatter():
        try:
            import matplotlib
        except (ValueError, OSError):
            for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
                del sys.modules[name]  # what is half loaded
            backend = os.environ.pop("MPLBACKEND", None)
            try:
                with chdir(_own_settings()):  # the first folder in which it looks for them
                    import matplotlib  # noqa: F401
            finally:
                if backend is not None:
                    os.environ["MPLBACKEND"] = backend


def _own_settings() -> Path:
    found = find_spec("matplotlib")
    assert found is not None and found.origin is not None  # noqa: PT018 - it has just been found
    return Path(found.origin).parent / "mpl-data"
