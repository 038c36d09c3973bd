"""The figures of the flagship, its scenarios and the templates, as they are played now, with standard errors."""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import engine
from engine.analysis.findings import Findings
from engine.programme import scenario_names, starter, template_names
from engine.reporting.record import record
from experiments.shared_services import PROGRAMME

NUMBERS = Path(__file__).parent / "numbers.json"
CHANGELOG = Path(__file__).parents[2] / "engine" / "README.md"
ITERATIONS, SEED = 10_000, 2023
TWO_SIDED_95 = 1.959963984540054
SAME = 1e-10  # of the figure or the measure's spread: what kinds of processors differ by is a hundredth of it
FIGURES = ("base", "mean", "sd", "p10", "p50", "p80", "p90", "missing")

Played = dict[str, dict[str, dict[str, float | None]]]  # programme -> measure or claim -> figure


class Change(NamedTuple):
    """A figure that is another than it was; `error` is its standard error, 0 where it has none."""

    place: str
    old: float | None
    new: float | None
    error: float

    def __str__(self) -> str:
        if self.old is None or self.new is None:
            return f"{self.place}: {self.old} -> {self.new}"
        by = "which has no sampling error"
        if self.error:
            by = f"{abs(self.new - self.old) / self.error:.2g} standard errors"
        return f"{self.place}: {self.old:.10g} -> {self.new:.10g}, {by}"


def programmes() -> Iterator[tuple[str, engine.Model | Any]]:
    """Every programme whose numbers are kept, by name."""
    for scenario in ("", *scenario_names(PROGRAMME)):
        yield f"flagship {scenario}".strip(), engine.load(PROGRAMME, scenario)
    for template in template_names():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "programme.toml"
            file.write_text(starter(template), encoding="utf-8")
            yield f"template {template}", engine.load(file)


def figures(programme: Any, iterations: int = ITERATIONS) -> tuple[dict[str, Any], dict[str, float]]:
    """The figures by measure or claim, and the standard errors of those that have one by dotted place."""
    found = record(Findings(engine.simulate(programme, iterations, SEED)))
    values: dict[str, Any] = {}
    errors = {}
    for name, measure in found["measures"].items():
        values[name] = {key: measure[key] for key in FIGURES}
        for key, (low, high) in measure["intervals"].items():
            if low is not None and high is not None:
                errors[f"{name}.{key}"] = (high - low) / 2 / TWO_SIDED_95
        errors[f"{name}.sd"] = (measure["sd"] or 0.0) / math.sqrt(2 * iterations)
    for claim in found["claims"]:
        p = claim["probability"]
        values[f"claim {claim['name']}"] = {"probability": p, "base_case": float(claim["base_case"])}
        errors[f"claim {claim['name']}.probability"] = math.sqrt(p * (1 - p) / iterations)
    return values, errors


def changes(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], errors: Mapping[str, float]
) -> list[Change]:
    """The figures of a programme that are others than they were, are no more, or are new."""
    found = []
    for part in dict.fromkeys((*old, *new)):
        before, now = old.get(part, {}), new.get(part, {})
        spread = abs(before.get("sd") or 0.0)
        for key in dict.fromkeys((*before, *now)):
            a, b = before.get(key), now.get(key)
            same = a is b if a is None or b is None else abs(a - b) <= SAME * max(abs(a), spread)
            if not same:
                found.append(Change(f"{name}: {part}.{key}", a, b, errors.get(f"{part}.{key}", 0.0)))
    return found


def kept() -> dict[str, Any]:
    """What was written last: `because`, the changelog's sentence of why, and `programmes`."""
    return dict(json.loads(NUMBERS.read_text(encoding="utf-8")))


def in_changelog(sentence: str, changelog: str) -> bool:
    """Whether the changelog has the sentence, however it is broken into lines."""
    flat = " ".join(re.sub(r"\s+", " ", changelog.partition("## Changelog")[2]).split())
    return bool(sentence.strip()) and " ".join(sentence.split()) in flat
