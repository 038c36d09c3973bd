"""`python -m benchmarks` measures, prints the README's tables and writes them there; `--quick` is a smoke test."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.timing import command

README = Path(__file__).parent.parent / "README.md"
RESULTS = Path(__file__).parent / "results.json"
BLOCK = re.compile(r"(<!-- speed: .*? -->\n).*?(<!-- end -->)", re.DOTALL)


def main(quick: bool) -> None:
    """Measure everything; write the README's tables unless `quick`."""
    commands = start_up(quick)
    # Only now: a child's peak memory begins with that of its parent.
    from benchmarks import correlated, sum_of_lines
    from benchmarks.flagship import cost_by_length, flagship, set_up
    from benchmarks.goals import goals
    from benchmarks.tables import as_text, slowest

    lines = sum_of_lines.compare(2**13 if quick else 2**20, 1 if quick else 5)
    played = flagship(2_000 if quick else 1_000_000, 1 if quick else 5)
    tied = correlated.compare(2**13 if quick else 2**17, 1 if quick else 3)
    found = {
        "sum_of_lines_ns": lines,
        "flagship_seconds": played,
        "correlated_ns": tied,
        "cost_by_length_us": cost_by_length((10_000,) if quick else (10_000, 100_000, 1_000_000, 10_000_000)),
        "set_up_seconds": set_up(),
        "commands": commands,
    }
    text = "\n\n".join(
        [
            rivalry("W1: sum of 50 independent lines", "ns an iteration", lines),
            rivalry("W2: the flagship, a million iterations", "seconds", played),
            rivalry("W3: sum of 200 lines in one copula", "ns an iteration", tied),
            command_table(commands),
            goals(found),
            as_text(slowest(1 if quick else 5)),
            f"Measured on {machine()}.",
        ]
    )
    print("A smoke test: runs are too short to compare.\n" * quick + text)
    if not quick:
        RESULTS.write_text(json.dumps({"machine": machine(), **found}, indent=2) + "\n", encoding="utf-8")
        README.write_text(BLOCK.sub(f"\\1{text}\n\\2", README.read_text(encoding="utf-8")), encoding="utf-8")


def start_up(quick: bool) -> dict[str, tuple[float, float]]:
    """Seconds and peak MiB of commands in processes of their own."""
    command(["run", "--no-charts"])  # warm
    found = {
        "`outturn --help`": command(["--help"]),
        "`outturn run`, 10,000 iterations, no charts": command(["run", "--no-charts"]),
    }
    if not quick:
        found["`outturn run`, 10,000 iterations, charts"] = command(["run"])
        found["the first run ever, compilation included"] = command(["run", "--no-charts"], fresh_cache=True)
    return found


def rivalry(title: str, unit: str, found: dict[str, float]) -> str:
    """Ratios first: how many times as long each takes as outturn on two threads."""
    ours = found["outturn, 2 threads"]
    lines = [f"| {title} | times as long as outturn, 2 threads | {unit} |", "|---|---:|---:|"]
    lines += [f"| {name} | {each / ours:,.1f} | {each:,.3g} |" for name, each in found.items()]
    return "\n".join(lines)


def command_table(commands: dict[str, tuple[float, float]]) -> str:
    """Start-up."""
    lines = ["| command, in a process of its own | seconds | peak MiB |", "|---|---:|---:|"]
    lines += [f"| {name} | {seconds:.1f} | {memory:.0f} |" for name, (seconds, memory) in commands.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
