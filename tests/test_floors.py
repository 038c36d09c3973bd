"""The rules of the house: who may import whom, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
OURS = ("distributions", "engine", "experiments", "benchmarks")
BANNED = {"utils", "helpers", "common", "manager", "types"}

# Every room by its floor. A file imports from lower floors or from its own room; the tests look into all of them.
FLOORS = (
    ("engine.visible", "engine.garbage"),
    ("engine.problems",),
    (
        "engine.version",
        "engine.measures",
        "engine.bounds",
        "engine.compiled",
        "distributions",
    ),
    ("engine.dependence", "engine.folders", "engine.table_files"),
    ("engine.programme", "engine.draws", "engine.analysis"),
    (
        "engine.plan",
        "engine.model",
        "engine.reporting",
        "engine.fitting",
        "engine.elicitation",
        "engine.scoring",
    ),
    ("engine.simulation",),
    ("engine.studies", "engine.packs"),
    ("engine.cli", "experiments"),
    ("benchmarks",),  # which time experiments too
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
USERS = ("experiments", "benchmarks")
DOOR = "engine"  # its `__init__` names what users meet, wherever it lives

# What compiled code may import of others.
GROUND = {
    "numpy",
    "numba",
    "llvmlite",
    "math",
    "operator",
    "platform",
    "typing",
    "hashlib",
    "contextlib",
    "pickle",
    "pathlib",
    "collections",
    "struct",
    "functools",
    "__future__",
}
PLAYS = (
    "engine.compiled",
    "engine.draws",
    "engine.plan",
    "engine.model",
    "engine.simulation",
    "engine.studies",
    "engine.packs",
)


def sources() -> dict[str, Path]:
    """Every module of the house by its dotted name."""
    found = {}
    for package in OURS:
        for path in sorted((HOUSE / package).rglob("*.py")):
            parts = path.relative_to(HOUSE).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


SOURCES = sources()


def imports(path: Path) -> Iterator[str]:
    """Full names of what a file imports, wherever in the file it does, for types alone too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def room_of(name: str) -> str | None:
    """The room of a module or of something in it."""
    return next((room for room in FLOOR if within(name, room)), None)


def breaches(module: str, imported: Iterable[str]) -> list[str]:
    """Imports that do not go down."""
    room = room_of(module)
    assert room is not None
    return [
        f"{module} imports {name}"
        for name in imported
        if name.partition(".")[0] in (*OURS, "tests")
        and (other := room_of(name)) != room
        and not (name == DOOR and room in USERS)
        and (other is None or FLOOR[other] >= FLOOR[room])
    ]


def file_of(name: str) -> str | None:
    """The module that an imported name is, or is in."""
    while name and name not in SOURCES:
        name = name.rpartition(".")[0]
    return name or None


def circles(arrows: Mapping[str, set[str]]) -> list[set[str]]:
    """Modules that reach each other (Tarjan, SIAM J. Comput. 1, 1972)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(one: str) -> None:
        number[one] = low[one] = len(number)
        stack.append(one)
        for other in arrows.get(one, ()):
            if other not in number:
                visit(other)
                low[one] = min(low[one], low[other])
            elif other in stack:
                low[one] = min(low[one], number[other])
        if low[one] == number[one]:
            circle = set()
            while one not in circle:
                circle.add(stack.pop())
            if len(circle) > 1 or one in arrows.get(one, ()):
                found.append(circle)

    for one in arrows:
        if one not in number:
            visit(one)
    return found


def test_every_room_has_a_floor():
    assert [module for module in SOURCES if module != DOOR and room_of(module) is None] == []


@pytest.mark.parametrize("room", FLOOR)
def test_imports_go_down(room):
    modules = [module for module in SOURCES if within(module, room)]
    assert [breach for module in modules for breach in breaches(module, imports(SOURCES[module]))] == []


def test_no_files_stand_in_a_circle():
    arrows = {
        module: {file for name in imports(path) if (file := file_of(name)) not in (None, module)}
        for module, path in SOURCES.items()
        if module != DOOR
    }
    assert circles(arrows) == []


def test_compiled_code_knows_numpy_and_numba_alone():
    breaches = [
        f"{module} imports {name}"
        for module, path in SOURCES.items()
        if within(module, "engine.compiled")
        for name in imports(path)
        if name.partition(".")[0] not in {*GROUND, "engine"}
    ]
    assert not breaches


def test_only_vectors_lean_on_the_inside_of_numba():
    breaches = [
        f"{module} imports {name}"
        for module, path in SOURCES.items()
        if not within(module, "engine.compiled.vectors")
        for name in imports(path)
        if within(name, "llvmlite")
        or (within(name, "numba") and name.count(".") > 1 and "errors" not in name)
    ]
    assert not breaches


def test_results_are_read_without_the_engine_that_made_them():
    breaches = [
        f"{module} imports {name}"
        for module, path in SOURCES.items()
        if within(module, "engine.analysis") or within(module, "engine.reporting")
        for name in imports(path)
        if any(within(name, room) for room in PLAYS)
    ]
    assert not breaches


def test_no_room_without_an_idea():
    assert not [module for module in SOURCES if BANNED & set(module.split("."))]


def test_a_breach_would_be_seen(tmp_path):
    guilty = tmp_path / "guilty.py"
    guilty.write_text("def late():\n    from engine.simulation.simulate import simulate\n")
    imported = list(imports(guilty))
    assert imported == ["engine.simulation.simulate.simulate"]
    assert breaches("engine.reporting.files", imported)
    assert breaches("engine.model.model", ["engine.plan.plan"])  # a room on the same floor
    assert not breaches("engine.studies.doctor", imported)


def test_a_circle_would_be_seen():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [{"b", "c"}]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
