"""outturn: whether a programme's promise will hold, by playing it many times.

    programme = engine.load("programme.toml")
    results = engine.simulate(programme, iterations=10_000, seed=2023)
    print(engine.claims(results).to_dataframe())

The names below stand in the order in which a user meets them; each is imported when first used, because
Numba and xarray take most of a second and `outturn --help` needs neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.analysis.claims import claims as claims
    from engine.analysis.summary import summarise as summarise
    from engine.dependence.correlation import Correlation as Correlation
    from engine.elicitation.elicit import elicit as elicit
    from engine.elicitation.pooling import pool as pool
    from engine.fitting.fit import FitError as FitError
    from engine.fitting.fit import fit as fit
    from engine.model.model import Model as Model
    from engine.programme import ProgrammeError as ProgrammeError
    from engine.programme import load as load
    from engine.simulation.draw import draw as draw
    from engine.simulation.limits import RunError as RunError
    from engine.simulation.replay import replay as replay
    from engine.simulation.simulate import simulate as simulate
    from engine.studies.doctor import diagnose as diagnose

_HOME = {
    "load": "engine.programme",
    "simulate": "engine.simulation.simulate",
    "draw": "engine.simulation.draw",
    "replay": "engine.simulation.replay",
    "summarise": "engine.analysis.summary",
    "claims": "engine.analysis.claims",
    "diagnose": "engine.studies.doctor",
    "Model": "engine.model.model",
    "fit": "engine.fitting.fit",
    "elicit": "engine.elicitation.elicit",
    "pool": "engine.elicitation.pooling",
    "Correlation": "engine.dependence.correlation",
    "ProgrammeError": "engine.programme",
    "RunError": "engine.simulation.limits",
    "FitError": "engine.fitting.fit",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'engine' has no {name!r}; it has {', '.join(_HOME)}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return list(_HOME)
