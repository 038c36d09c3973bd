"""What the engine must reach, beside what was measured in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def goals(found: dict[str, Any]) -> str:
    """A row for each goal whose rivals were there: asked, measured, and whether it is met."""
    lines = ["| goal | asked | measured | |", "|---|---:|---:|---|"]
    for name, asked, measured, is_met in judged(found):
        lines.append(f"| {name} | {asked} | {measured} | {'met' if is_met else 'missed'} |")
    return "\n".join(lines)


def judged(found: dict[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    """Each goal: what, asked, measured, met."""
    w1, w2, commands = found["sum_of_lines_ns"], found["flagship_seconds"], found["commands"]
    one, two = "outturn, 1 thread", "outturn, 2 threads"
    for rival, ours, asked in (
        ("numpy", one, 9),
        ("numpy", two, 17),
        ("scipy_sobol", two, 500),
        ("openturns", two, 45),
    ):
        if rival in w1:
            ratio = w1[rival] / w1[ours]
            yield f"W1 against {rival}, {ours[9:]}", f"≥ {asked}×", f"{ratio:.1f}×", ratio >= asked
    for threads in ("1 thread", "2 threads"):
        if f"plain C, {threads}" in w1:
            ratio = w1[f"outturn, {threads}"] / w1[f"plain C, {threads}"]
            yield (
                f"W1 against plain C, no vectors by hand, {threads}",
                "≤ 1.15×",
                f"{ratio:.2f}×",
                ratio <= 1.15,
            )
    ratio = w2["NumPy, draws given"] / w2[two]
    yield "W2 against vectorised NumPy, 2 threads", "≥ 12×", f"{ratio:.1f}×", ratio >= 12
    for name, times in (("W1", w1), ("W2", w2)):
        ratio = times[one] / times[two]
        yield f"{name}, from 1 to 2 threads", "≥ 1.8×", f"{ratio:.2f}×", ratio >= 1.8
    costs = found["cost_by_length_us"]
    spread = max(costs.values()) / min(costs.values()) - 1
    lengths = f"{min(costs, key=int)} to {max(costs, key=int)}"
    yield f"cost an iteration, summary mode, {lengths}", "flat within 15%", f"{spread:.0%}", spread <= 0.15
    for name, (seconds, _) in commands.items():
        limit = {"`outturn --help`": 0.4, "`outturn run`, 10,000 iterations, no charts": 2.0}.get(name)
        limit = 20.0 if name.startswith("the first run") else limit
        if limit is not None:
            yield name, f"≤ {limit} s", f"{seconds:.1f} s", seconds <= limit
    yield (
        "set-up of the flagship (load, tables, plan)",
        "≤ 0.3 s",
        f"{found['set_up_seconds']:.2f} s",
        found["set_up_seconds"] <= 0.3,
    )
