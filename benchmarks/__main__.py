"""`python -m benchmarks` measures, prints the README's table and writes it there; `--quick` is a smoke test."""

from __future__ import annotations

import json
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.timing import command

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"(<!-- speed: .*? -->\n).*?(<!-- end -->)", re.DOTALL)
LIBRARIES = ("numpy", "scipy", "numba", "xarray")


def main(quick: bool) -> None:
    """Measure everything; write the README's table unless `quick`."""
    iterations, repeats = (2_000, 1) if quick else (1_000_000, 5)
    command(["run"])  # warm
    commands = {
        "`outturn --help`": command(["--help"]),
        "`outturn run`, 10,000 iterations, no charts": command(["run", "--no-charts"]),
        "`outturn run`, 10,000 iterations, charts": command(["run"]),
    }
    if not quick:
        commands["the first run ever, compilation included"] = command(
            ["run", "--no-charts"], fresh_cache=True
        )
    from benchmarks.flagship import flagship  # only now: a child's peak memory begins with that of its parent

    played = flagship(iterations, repeats)
    text = table(iterations, played, commands)
    print(text)
    print(json.dumps({"machine": machine(), "flagship": played, "commands": commands}, indent=2))
    if not quick:
        README.write_text(BLOCK.sub(f"\\1{text}\n\\2", README.read_text(encoding="utf-8")), encoding="utf-8")


def table(iterations: int, played: dict[str, float], commands: dict[str, tuple[float, float]]) -> str:
    """The README's table: ratios first."""
    slowest = max(played.values())
    lines = [f"| flagship, {iterations:,} iterations | as fast as the slowest | seconds |", "|---|---:|---:|"]
    lines += [f"| {name} | {slowest / seconds:.1f}x | {seconds:.2f} |" for name, seconds in played.items()]
    lines += ["", "| command, in a process of its own | seconds | peak MiB |", "|---|---:|---:|"]
    lines += [f"| {name} | {seconds:.1f} | {memory:.0f} |" for name, (seconds, memory) in commands.items()]
    return "\n".join([*lines, "", f"Measured on {machine()}."])


def machine() -> str:
    """Processor, Python and libraries."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{cores()} cores of {processor()}, Python {platform.python_version()}, {libraries}"


def cores() -> int:
    """Cores that this process may use."""
    from engine.simulation import cores as usable

    return usable()


def processor() -> str:
    """Name of the processor, as far as the system tells."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = re.findall(r"model name\s*: (.*)", information.read_text())
        if names:
            return str(names[0])
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
