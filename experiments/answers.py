"""What does each experiment ask, and what does it find?

`python -m experiments.answers` runs those that answer in a sentence and draw a chart of it, at full length, and writes
questions, answers and pictures into `experiments/README.md`. The test of this file holds the page to the questions; the
answers are those of the programme that the page names.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING, Any

import engine
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
PAGE = HERE / "README.md"
BLOCK = re.compile(r"(<!-- answers: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
DRAWN = "answer_{}.png"  # in pictures/
SIZE = 110  # dots an inch


def experiments() -> dict[str, ModuleType]:
    """Every experiment by name: a file that measures, or a folder that asks questions of the future."""
    found = {}
    for entry in iter_modules([str(HERE)]):
        module = import_module(f"experiments.{entry.name}")
        if hasattr(module, "measure"):
            found[entry.name] = module
    return found


def question(module: ModuleType) -> str:
    """The first line of its docstring."""
    return str(module.__doc__).splitlines()[0]


def answers() -> dict[str, tuple[str, Figure]]:
    """What the experiments find that answer in a sentence, each checked, with its chart."""
    found: dict[str, tuple[str, Any]] = {}
    for name, module in experiments().items():
        if hasattr(module, "heading"):
            measured = module.measure()
            module.check(measured)
            found[name] = module.heading(measured), module.chart(measured)
    return found


def table(said: dict[str, str]) -> str:
    """A row an experiment; what answers in a sentence links to its chart."""
    lines = ["| experiment | question | answer |", "|---|---|---|"]
    for name, module in experiments().items():
        answer = (
            f"[{said[name]}](pictures/{DRAWN.format(name)})"
            if name in said
            else f"`python -m experiments.{name}`"
        )
        lines.append(f"| `{name}` | {question(module)} | {answer} |")
    return "\n".join(lines)


def said_on_page() -> dict[str, str]:
    """The answers that the page holds."""
    rows = re.findall(
        r"^\| `(\w+)` \| .* \| \[(.*)\]\(pictures/.*\) \|$", PAGE.read_text(encoding="utf-8"), re.M
    )
    return dict(rows)


def page_with(said: dict[str, str], programme: str) -> str:
    """The page with these answers between its markers, of a programme by its hash."""
    block = f"\\1{table(said)}\n\nAnswers of programme {programme[:8]}.\n\\2"
    return BLOCK.sub(block, PAGE.read_text(encoding="utf-8"))


def check(page: str) -> None:
    """The page has every experiment with its question; raises `AssertionError`."""
    for name, module in experiments().items():
        row = f"| `{name}` | {question(module)} |"
        assert row in page, f"{name} is not on the page: run python -m experiments.answers"


def draw(name: str, figure: Figure) -> None:
    """The picture of an answer, small: a page shows many, and a script draws it at any size."""
    from engine.reporting.visuals.style import styled

    with styled():
        figure.savefig(HERE / "pictures" / DRAWN.format(name), dpi=SIZE, metadata={"Software": "outturn"})


if __name__ == "__main__":
    told = answers()
    for name, (_, figure) in told.items():
        draw(name, figure)
    said = {name: sentence for name, (sentence, _) in told.items()}
    page = page_with(said, engine.load(PROGRAMME).content_hash)
    PAGE.write_text(page, encoding="utf-8")
    check(page)
