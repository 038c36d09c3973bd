"""Charts are drawn whatever settings of Matplotlib lie about; those that can be read are a user's own affair."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DRAW = """
import os
from engine.reporting import draw_verdict, save_figure
from tests.analysis.synthetic_results import synthetic_results
save_figure(draw_verdict(synthetic_results(10)), "verdict", ["svg"])
import matplotlib
print(os.environ.get("MPLBACKEND"), matplotlib.rcParams["lines.linewidth"])
"""
HOUSE = Path(__file__).parents[2]


def drawn(folder: Path, **settings: str) -> tuple[str, bytes]:
    """What is printed of the settings in force, and the picture."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE), **settings}
    done = subprocess.run(
        [sys.executable, "-c", DRAW], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.strip(), (folder / "verdict.svg").read_bytes()


@pytest.mark.parametrize(
    ("backend", "settings", "width"),
    [
        ("agg", b"lines.linewidth: 7", "7.0"),
        ("nonsense", b"", "1.5"),
        ("agg", b"\xff\xfe no text", "1.5"),
        ("agg", b"lines.linewidth: wide\nno setting: 3", "1.5"),
    ],
    ids=["whole", "no backend", "no text", "no numbers"],
)
def test_the_same_picture(tmp_path, backend, settings, width):
    (tmp_path / "bad").mkdir()
    (tmp_path / "good").mkdir()
    (tmp_path / "bad" / "matplotlibrc").write_bytes(settings)
    told, picture = drawn(tmp_path / "bad", MPLBACKEND=backend)
    assert told == f"{backend} {width}"
    assert picture == drawn(tmp_path / "good", MPLBACKEND="agg")[1]
