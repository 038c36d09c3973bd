"""What is measured comes to the README, and the iterations that a design needs are read off a power law."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from benchmarks import __main__ as command
from benchmarks import billion, designs


@pytest.mark.parametrize("block", ["speed", "billion"])
def test_tables_come_between_the_readmes_markers(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = command.README.read_text(encoding="utf-8")
    monkeypatch.setattr(command, "HERE", tmp_path)
    monkeypatch.setattr(command, "README", tmp_path / "README.md")
    command.README.write_text(before, encoding="utf-8")
    command.keep("found.json", block, r"a \1 table", {"seconds": 1})
    after = command.README.read_text(encoding="utf-8")
    assert f"<!-- {block}: written by" in after
    assert "-->\na \\1 table\n<!-- end -->" in after
    assert after.count("<!-- end -->") == before.count("<!-- end -->")
    assert (tmp_path / "found.json").read_text() == '{\n  "seconds": 1\n}\n'


def test_iterations_are_where_the_power_law_has_the_error() -> None:
    size = np.array([128, 512, 2048])
    found = xr.Dataset({"error": ("size", 3 * size**-0.8), "rate": -0.8}, {"size": size})
    assert designs.iterations_for(found, 0.001) == pytest.approx(3000 ** (1 / 0.8))


def test_a_chance_is_told_with_its_interval() -> None:
    measured = {
        "iterations": 10**9,
        "seconds": 1234.0,
        "mebibytes": 300.0,
        "claims": {"holds": [0.179, 0.17898, 0.17902]},
    }
    text = billion.table(measured)
    assert "1,000,000,000 iterations of the flagship" in text
    assert "1,234 s, 1,234 ns an iteration, at most 300 MiB" in text
    assert text.endswith("| holds | 17.9% | 17.898% to 17.902% |")
