"""What does the README show, and is it still true?

`python -m experiments.readme` plays the flagship and writes the README's picture and the text between its
markers. The test of this file compares the text with what is played now.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import engine
from engine.programme import scenario_names
from engine.studies.ranges import ranges
from experiments import claim
from experiments.shared_services import PROGRAMME

if TYPE_CHECKING:
    import xarray as xr

README = Path(__file__).parent.parent / "README.md"
PICTURE = Path(__file__).parent / "pictures" / "verdict"
ITERATIONS = 100_000
ASKED = ("total_benefit", "total_cost", "go_live_delay", "npv")
BLOCK = re.compile(r"(<!-- verdict: .*? -->\n).*?(<!-- end -->)", re.DOTALL)


def measure() -> xr.Dataset:
    """The flagship's results, enough of them for the digits shown, with the ranges that `outturn run` plays."""
    programme = engine.load(PROGRAMME)
    others = {name: engine.load(PROGRAMME, name) for name in scenario_names(PROGRAMME)}
    return ranges(programme, claim.measure(ITERATIONS), others)


def text(results: xr.Dataset) -> str:
    """The verdict as the terminal prints it: heading, claims, and of the measures those that are asked for most."""
    whole = printed(results).split("\n\n")
    asked = printed(results[list(ASKED)].assign_attrs(claims="[]")).split("\n\n")
    return "\n\n".join([*whole[:2], asked[1]])


def printed(results: xr.Dataset) -> str:
    """The verdict, paragraphs apart by an empty line."""
    from rich.console import Console

    from engine.reporting.tables.printing import PIPE
    from engine.reporting.tables.verdict import print_verdict

    console = Console(file=io.StringIO(), width=PIPE, no_color=True)
    print_verdict(results, console)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def readme_with(results: xr.Dataset) -> str:
    """The README with the verdict of `results` between its markers."""
    block = f"\\1```text\n$ outturn run --iterations {ITERATIONS}\n{text(results)}\n```\n\\2"
    return BLOCK.sub(block, README.read_text(encoding="utf-8"))


def check(results: xr.Dataset) -> None:
    """The README shows what is played; raises `AssertionError`."""
    assert readme_with(results) == README.read_text(encoding="utf-8"), "run python -m experiments.readme"


if __name__ == "__main__":
    from engine.reporting import save_figure

    played = measure()
    README.write_text(readme_with(played), encoding="utf-8")
    save_figure(claim.chart(played), PICTURE, ("svg", "png"))
