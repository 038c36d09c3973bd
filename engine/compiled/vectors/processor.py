"""The processor for which loops are compiled, on whose kind the last place of a value may hang."""

from __future__ import annotations

from llvmlite import binding


def processor() -> tuple[str, list[str]]:
    """Its name and its features, as the code generator knows them; no features where it tells none."""
    try:
        features = sorted(name for name, has in binding.get_host_cpu_features().items() if has)
    except RuntimeError:  # of this kind of processor it tells none
        features = []
    return binding.get_host_cpu_name(), features
