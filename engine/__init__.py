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
    from engine.analysis import claims as claims
    from engine.analysis import summarise as summarise
    from engine.correlation import Correlation as Correlation
    from engine.doctor import diagnose as diagnose
    from engine.inputs.elicit import elicit as elicit
    from engine.inputs.fit import FitError as FitError
    from engine.inputs.fit import fit as fit
    from engine.inputs.pooling import pool as pool
    from engine.model import Model as Model
    from engine.programme import ProgrammeError as ProgrammeError
    from engine.programme import load as load
    from engine.refusals import RunError as RunError
    from engine.simulation import simulate as simulate

_HOME = {
    "load": "engine.programme",
    "simulate": "engine.simulation",
    "summarise": "engine.analysis",
    "claims": "engine.analysis",
    "diagnose": "engine.doctor",
    "Model": "engine.model",
    "fit": "engine.inputs.fit",
    "elicit": "engine.inputs.elicit",
    "pool": "engine.inputs.pooling",
    "Correlation": "engine.correlation",
    "ProgrammeError": "engine.programme",
    "RunError": "engine.refusals",
    "FitError": "engine.inputs.fit",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'engine' has no {name!r}; it has {', '.join(_HOME)}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return list(_HOME)
