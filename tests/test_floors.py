"""The rules of the house: who may import whom, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
OURS = ("distributions", "engine", "experiments", "benchmarks", "tests")
BANNED = {"utils", "helpers", "common", "manager", "types"}

# What each room may import of ours; a room may always import itself.
FLOORS = {
    "distributions": (),
    "engine.compiled": (),
    "engine.programme": ("distributions",),
    "engine.ladders": (),
    "engine.tables": ("distributions", "engine.compiled", "engine.ladders"),
    "engine.copulas": ("distributions",),
    "engine.second_order": ("distributions",),
    "engine.draws": (
        "distributions",
        "engine.compiled",
        "engine.copulas",
        "engine.second_order",
        "engine.tables",
    ),
    "engine.ahead": ("engine.compiled", "engine.draws"),
    "engine.formula": ("engine.compiled",),
    "engine.sheet": ("distributions", "engine.draws", "engine.programme"),
    "engine.plan_costs": ("engine.compiled", "engine.draws", "engine.programme", "engine.sheet"),
    "engine.plan": (
        "distributions",
        "engine.ahead",
        "engine.compiled",
        "engine.draws",
        "engine.plan_costs",
        "engine.programme",
        "engine.sheet",
    ),
    "engine.grid": ("engine.compiled",),
    "engine.memory": (),
    "engine.refusals": ("engine.memory",),
    "engine.player": (
        "distributions",
        "engine.compiled",
        "engine.designs",
        "engine.model",
        "engine.plan",
        "engine.programme",
    ),
    "engine.streaming": ("engine.analysis", "engine.compiled", "engine.grid", "engine.player"),
    "engine.blocks": ("engine.player",),
    "engine.cluster": ("engine.blocks", "engine.refusals"),
    "engine.inputs": ("distributions",),
    "engine.correlation": ("engine.draws", "engine.programme"),
    "engine.doctor": (
        "engine.compiled",
        "engine.designs",
        "engine.draws",
        "engine.plan",
        "engine.programme",
        "engine.refusals",
        "engine.sheet",
    ),
    "engine.analysis": (),
    "engine.reporting": ("engine.analysis",),
}
# What compiled code may import of others.
GROUND = {
    "numpy",
    "numba",
    "llvmlite",
    "math",
    "operator",
    "typing",
    "hashlib",
    "pathlib",
    "collections",
    "struct",
    "functools",
    "__future__",
}


def sources() -> Iterator[tuple[str, Path]]:
    """Every module of the house with its dotted name."""
    for package in OURS:
        for path in sorted((HOUSE / package).rglob("*.py")):
            parts = path.relative_to(HOUSE).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path) -> Iterator[str]:
    """Full names of what a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_stands_on_what_is_below_it(floor):
    breaches = [
        f"{module} imports {name}"
        for module, path in sources()
        if within(module, floor)
        for name in imports(path)
        if name.partition(".")[0] in OURS and not any(within(name, room) for room in (floor, *FLOORS[floor]))
    ]
    assert not breaches


def test_compiled_code_knows_numpy_and_numba_alone():
    breaches = [
        f"{module} imports {name}"
        for module, path in sources()
        if within(module, "engine.compiled")
        for name in imports(path)
        if name.partition(".")[0] not in {*GROUND, "engine"}
    ]
    assert not breaches


def test_results_are_read_without_the_engine_that_made_them():
    breaches = [
        f"{module} imports {name}"
        for module, path in sources()
        if within(module, "engine.analysis") or within(module, "engine.reporting")
        for name in imports(path)
        if any(within(name, room) for room in ("engine.simulation", "engine.plan", "engine.programme"))
    ]
    assert not breaches


def test_no_room_without_an_idea():
    assert not [module for module, _ in sources() if BANNED & set(module.split("."))]


def test_the_breach_would_be_seen(tmp_path):
    guilty = tmp_path / "guilty.py"
    guilty.write_text("def late():\n    from engine.simulation import simulate\n")
    assert list(imports(guilty)) == ["engine.simulation.simulate"]
