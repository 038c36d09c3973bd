"""What the READMEs say can be done: their Python runs, their paths and commands exist, the first page is short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

import pytest

import engine
from distributions import Lognormal, Pert
from engine.cli import verbs

HOUSE = Path(__file__).parent.parent
FIRST = HOUSE / "README.md"
FORMAT = HOUSE / "engine" / "programme"
PAGES = [
    FIRST,
    HOUSE / "engine" / "README.md",
    HOUSE / "benchmarks" / "README.md",
    FORMAT / "README.md",
    FORMAT / "TUTORIAL.md",
]
VERBS = {entry.name for entry in iter_modules(verbs.__path__)}

FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINKED = re.compile(r"\]\(([^)#:]+)(?:#([^)]*))?\)")
PATH = re.compile(r"[\w./-]+(?:\.(?:py|md|toml|json)|/)")
OF_A_READER = {
    "programme.toml",
    "programme.schema.json",
    "summary.json",
    "manifest.json",
    "results.nc",
}  # what a user's own files are called


def blocks(text: str, language: str) -> list[str]:
    return [body for kind, body in FENCED.findall(text) if kind == language]


def code(text: str) -> list[str]:
    """All that a page sets as code, on lines of its own or in a sentence."""
    return [body for _, body in FENCED.findall(text)] + QUOTED.findall(FENCED.sub("", text))


def paths(text: str) -> set[str]:
    """Files and folders that a page names in its sentences, tables and links."""
    text = FENCED.sub("", text)
    quoted = {words for words in QUOTED.findall(text) if PATH.fullmatch(words)}
    return (quoted | {link for link, _ in LINKED.findall(text)}) - OF_A_READER


def missing_paths(page: Path, text: str) -> list[str]:
    """Paths that are neither in the page's folder nor in the house."""
    return sorted(
        path for path in paths(text) if not any((root / path).exists() for root in (page.parent, HOUSE))
    )


def missing_commands(text: str) -> list[str]:
    """Verbs of `outturn` and modules of `python -m` that do not exist, and commands of `uv run` that are neither."""
    found = []
    for words in code(text):
        found += [
            f"outturn {verb}" for verb in re.findall(r"\boutturn ([a-z_]+)", words) if verb not in VERBS
        ]
        modules = re.findall(r"\bpython -m ([\w.]+)", words)
        found += [f"python -m {module}" for module in modules if not can_run(module)]
        tests = re.findall(r"\b(tests/[\w./]+)", words)
        found += [path for path in tests if not (HOUSE / path).exists()]
    return found


def can_run(module: str) -> bool:
    """Whether `python -m` finds something to run: a file, or a package with a `__main__`."""
    try:
        spec = find_spec(module)
        return spec is not None and (
            not spec.submodule_search_locations or find_spec(f"{module}.__main__") is not None
        )
    except ModuleNotFoundError:
        return False


def mapped(text: str) -> Iterator[str]:
    """Paths of the map: a folder or file a line, those below a folder set in by two."""
    map_of_rooms = next(block for block in blocks(text, "") if block.startswith("distributions/"))
    folder = ""
    for line in map_of_rooms.splitlines():
        name = line.split()[0]
        folder = folder if line.startswith("  ") else name
        yield folder + name if line.startswith("  ") else name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_what_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(paths(text)) >= 2
    assert missing_paths(page, text) == []
    assert missing_commands(text) == []
    for link, anchor in LINKED.findall(text):
        if anchor:
            titles = re.findall(r"^#+ (.+)$", (page.parent / link).read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [title.lower().replace(" ", "-") for title in titles]


def test_the_map_shows_rooms_that_exist_and_leaves_none_out() -> None:
    found = list(mapped(FIRST.read_text(encoding="utf-8")))
    assert [path for path in found if not (HOUSE / path).exists()] == []
    rooms = {
        f"engine/{path.name}{'/' if path.is_dir() else ''}"
        for path in (HOUSE / "engine").iterdir()
        if path.name not in ("README.md", "__init__.py", "__pycache__")
        and (path.suffix == ".py" or path.is_dir())
    }
    assert rooms - set(found) == set()


def test_every_verb_is_in_the_table() -> None:
    rows = re.findall(r"^\| (`outturn [^|]+)\|", FIRST.read_text(encoding="utf-8"), re.MULTILINE)
    table = [verb for row in rows for verb in re.findall(r"`outturn (\w+)", row)]
    assert sorted(table) == sorted(VERBS)


def test_the_first_page_is_short() -> None:
    assert len(FIRST.read_text(encoding="utf-8").splitlines()) <= 180


def test_the_python_of_the_first_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (lines,) = blocks(FIRST.read_text(encoding="utf-8"), "python")
    assert '"experiments/' in lines
    names: dict[str, object] = {}
    exec(
        compile(lines.replace('"experiments/', f'"{HOUSE.as_posix()}/experiments/'), "README.md", "exec"),
        names,
    )
    printed = capsys.readouterr().out
    claims = engine.claims(names["results"])  # type: ignore[arg-type]
    for name in claims["claim"].values:
        assert f"\n{name} " in printed
    assert "percentile" in printed
    product = float(re.findall(r"array\(([\d.]+)\)", printed)[-1])
    independent = Lognormal(4, 0.2).mean() * Pert(low=8, mode=10, high=20).mean()
    assert 0.95 * independent < product < 0.99 * independent  # opposed: the mean of the product is less
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_exist_is_seen() -> None:
    text = (
        "`engine/nowhere.py`, `outturn fly`, `python -m benchmarks.nothing`, `python -m engine`, [x](gone.md)"
    )
    assert missing_paths(FIRST, text) == ["engine/nowhere.py", "gone.md"]
    assert missing_commands(text) == ["outturn fly", "python -m benchmarks.nothing", "python -m engine"]
