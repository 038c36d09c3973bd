"""`python -m benchmarks` measures everything and writes it down: every table into this folder's README, some goals into
the house's, the numbers into `results.json`.

`--quick` is a smoke test of less than a minute that writes nothing; `--only NAME …` measures some and prints them;
`--billion` plays a billion iterations of the flagship instead, for its own table and `billion.json`.
"""

from __future__ import annotations

import argparse
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
README = HERE.parent / "README.md"  # the first page, which shows the goals most asked for
TABLES = HERE / "README.md"
# A child's peak memory begins with that of its parent: what runs in processes of its own comes first.
APART = ("start_up", "streaming", "billion")
WORKLOADS = ("sum_of_lines", "flagship", "correlated", "designs", "ishigami", "analyses", "tables")
ORDER = (
    "sum_of_lines",
    "flagship",
    "correlated",
    "designs",
    "ishigami",
    "analyses",
    "streaming",
    "start_up",
    "tables",
)  # on the page
BILLION = ("billion",)


def measure(names: tuple[str, ...], quick: bool) -> dict[str, Any]:
    """What each of `names` found, a file of this folder each."""
    found = {name: room(name).measure(quick) for name in APART if name in names}
    memory = room("flagship").memory(quick) if "flagship" in names else {}
    found |= {name: room(name).measure(quick) for name in WORKLOADS if name in names}
    if memory:
        found["flagship"]["memory"] = memory
    return found


def room(name: str) -> Any:
    """A file of this folder, imported when its turn comes."""
    return import_module(f"benchmarks.{name}")


def as_text(measured: dict[str, Any], machine: dict[str, str], quick: bool) -> str:
    """Every table as Markdown, goals first."""
    parts = ["A smoke test: its runs are too short to compare."] if quick else []
    if any(name in ORDER for name in measured):
        parts.append(room("goals").table(measured))
    parts += [room(name).table(measured[name]) for name in (*ORDER, *BILLION) if name in measured]
    return "\n\n".join([*parts, room("machine").sentence(machine)])


def keep(page: Path, block: str, text: str) -> None:
    """Write tables between the markers of `block` on a page; raises `ValueError` where there are none."""
    markers = re.compile(rf"(<!-- {block}: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
    written, count = markers.subn(lambda m: f"{m[1]}{text}\n{m[2]}", page.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{page.name} has {count} blocks of {block}, and must have one")
    page.write_text(written, encoding="utf-8")


def keep_all(measured: dict[str, Any], machine: dict[str, str], text: str) -> None:
    """Write what was found to its pages, and as numbers to its file."""
    billion = "billion" in measured
    keep(TABLES, "billion" if billion else "speed", text)
    if not billion:
        goals = room("goals")
        keep(README, "goals", goals.table(measured, goals.HEADLINES))
    name = "billion.json" if billion else "results.json"
    numbers = json.dumps({"machine": machine} | measured, indent=2)
    (HERE / name).write_text(numbers + "\n", encoding="utf-8")


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="few iterations: does everything still run?")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--only", nargs="+", choices=ORDER, metavar="NAME", help=", ".join(ORDER))
    which.add_argument("--billion", action="store_true", help="the flagship alone, for about half an hour")
    asked = parser.parse_args()
    measured = measure(BILLION if asked.billion else tuple(asked.only or ORDER), asked.quick)
    machine = room("machine").describe()
    text = as_text(measured, machine, asked.quick)
    print(text)
    if not (asked.quick or asked.only):
        keep_all(measured, machine, text)


if __name__ == "__main__":
    main()
