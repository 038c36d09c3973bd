"""What is measured comes to its pages, and the iterations that a design needs are read off a power law."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from benchmarks import __main__ as command
from benchmarks import analyses, billion, designs, flagship, goals


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of all that is written."""
    for name in ("README", "TABLES"):
        (tmp_path / name).write_text(getattr(command, name).read_text(encoding="utf-8"), encoding="utf-8")
        monkeypatch.setattr(command, name, tmp_path / name)
    monkeypatch.setattr(command, "HERE", tmp_path)


def read_results(name: str = "results.json") -> dict[str, Any]:
    return dict(json.loads((Path(command.__file__).parent / name).read_text(encoding="utf-8")))


@pytest.mark.usefixtures("pages")
def test_tables_come_to_one_page_and_some_goals_to_the_other() -> None:
    measured = read_results()
    machine = measured.pop("machine")
    seconds = measured["flagship"]["seconds"]
    seconds[flagship.NUMPY] = 1170 * seconds[flagship.TWO]
    before = command.TABLES.read_text(encoding="utf-8")
    command.keep_all(measured, machine, r"a \1 table")
    after = command.TABLES.read_text(encoding="utf-8")
    assert "<!-- speed: written by `python -m benchmarks` -->\na \\1 table\n<!-- end -->" in after
    assert after.count("<!-- end -->") == before.count("<!-- end -->") == 2
    shown = goals.table(measured, goals.HEADLINES)
    assert "| 1.17e+03x | met |" in shown
    assert f"-->\n{shown}\n<!-- end -->" in command.README.read_text(encoding="utf-8")
    assert len(shown.splitlines()) == 2 + len(goals.HEADLINES)
    assert json.loads((command.HERE / "results.json").read_text()) == {"machine": machine} | measured


@pytest.mark.usefixtures("pages")
def test_a_billion_has_a_block_of_its_own() -> None:
    first = command.README.read_text(encoding="utf-8")
    command.keep_all({"billion": {"seconds": 1}}, {}, "a table")
    assert "benchmarks --billion` -->\na table\n<!-- end -->" in command.TABLES.read_text(encoding="utf-8")
    assert command.README.read_text(encoding="utf-8") == first
    assert (command.HERE / "billion.json").exists()


@pytest.mark.usefixtures("pages")
def test_a_page_without_its_markers_is_told() -> None:
    command.TABLES.write_text("no markers", encoding="utf-8")
    with pytest.raises(ValueError, match="0 blocks of speed"):
        command.keep(command.TABLES, "speed", "a table")


def test_the_pages_show_what_was_measured() -> None:
    measured = read_results()
    measured.pop("machine")
    assert goals.table(measured, goals.HEADLINES) in command.README.read_text(encoding="utf-8")
    assert goals.table(measured) in command.TABLES.read_text(encoding="utf-8")
    assert billion.table(read_results("billion.json")["billion"]) in command.TABLES.read_text(
        encoding="utf-8"
    )


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


def test_every_question_is_timed_and_the_slowest_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def kind(*names: str) -> Any:
        return lambda iterations: {name: partial(asked.append, (name, iterations)) for name in names}

    monkeypatch.setattr(analyses, "analyses", kind("claims", "tails"))
    monkeypatch.setattr(analyses, "studies", kind(analyses.GAPS))
    found = analyses.measure(quick=False)
    assert [name for name, n in asked if n == analyses.ITERATIONS] == ["claims", "tails", analyses.GAPS]
    found["analyses"] = {"claims": 0.5, "tails": 3.0}
    text = goals.table({"analyses": found})
    assert (
        "| any analysis of 100,000 iterations, no plays | ≤ 2 s | 3 s | missed by a factor of 1.500 |" in text
    )
    assert f"| {analyses.BRIDGE} | ≤ 20 s | not measured |  |" in text
    assert "| tails | 3.00 |" in analyses.table(found)
