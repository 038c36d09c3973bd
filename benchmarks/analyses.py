"""What a question costs once the flagship is played: analyses of the run, and studies that play it again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal

import engine
from benchmarks import PROGRAMME

ITERATIONS, FEW = 100_000, 4_096
SEED = 2023
CLAIM = "cost"
GAPS, BRIDGE, SHAPLEY = "tornado: P80 without each input", "bridge, by cause", "Shapley, by cluster and kind"
SWITCHING = "switching values of all drivers"
Question = Callable[[], object]


def analyses(iterations: int) -> dict[str, Question]:
    """Questions to a run that is there, which play nothing."""
    programme = engine.load(PROGRAMME)
    results, inputs = engine.simulate(programme, iterations, SEED), engine.draw(programme, iterations, SEED)
    parts = engine.simulate(programme, iterations, SEED, measures=["*"])
    return {
        "claims": lambda: engine.claims(results),
        "summary": lambda: engine.summarise(results),
        "tails": lambda: engine.tails(results),
        "drivers of a measure": lambda: engine.drivers(results, inputs, "total_cost"),
        "drivers of a claim": lambda: engine.drivers(results, inputs, claim=CLAIM),
        "when a claim is missed": lambda: engine.misses(results, inputs, CLAIM),
        "cost and date together": lambda: engine.joint(results),
        "contingency": lambda: engine.contingency(parts),
        "criticality": lambda: engine.criticality(parts),
        "value of information": lambda: engine.value_of_information(results, inputs),
    }


def studies(iterations: int) -> dict[str, Question]:
    """Questions that play the programme again; of few iterations those that do so less often."""
    programme = engine.load(PROGRAMME)
    by: Literal["cause", "kind"] = "cause" if iterations >= ITERATIONS else "kind"
    return {
        GAPS: lambda: engine.gaps(programme, "total_cost", iterations, SEED),
        BRIDGE: lambda: engine.bridge(programme, iterations=iterations, seed=SEED, by=by),
        SHAPLEY: lambda: engine.shapley(programme, "cluster,kind", iterations, SEED),
        SWITCHING: lambda: engine.switching_values(
            programme, CLAIM, "drivers.*", iterations=iterations, seed=SEED
        ),
        "least unlikely way to a claim": lambda: engine.reverse_stress(programme, CLAIM, iterations, SEED),
        "how much is assumption": lambda: engine.assumptions(
            programme, claim=CLAIM, iterations=iterations, seed=SEED
        ),
        "the story of an iteration": lambda: engine.story(programme, SEED, iteration=iterations - 1),
    }


def measure(quick: bool) -> dict[str, Any]:
    """Seconds of each question, asked in short before unless `quick`: `analyses` and `studies`, of `iterations`."""
    iterations = FEW if quick else ITERATIONS
    found: dict[str, Any] = {"iterations": iterations}
    for kind, questions in (("analyses", analyses), ("studies", studies)):
        if not quick:
            for ask in questions(FEW).values():
                ask()  # imports, and compiles
        found[kind] = {name: seconds(ask) for name, ask in questions(iterations).items()}
    return found


def seconds(ask: Question) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def table(measured: dict[str, Any]) -> str:
    """Markdown."""
    told = []
    for kind, title in (("analyses", "what is asked of a run"), ("studies", "what plays the flagship again")):
        lines = [f"| {title}, {measured['iterations']:,} iterations | seconds |", "|---|---:|"]
        lines += [f"| {name} | {spent:.2f} |" for name, spent in measured[kind].items()]
        told.append("\n".join(lines))
    return "\n\n".join(told)
