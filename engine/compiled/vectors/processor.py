"""The processor for which loops are compiled, on whose kind the last place of a value may hang."""

from __future__ import annotations

import platform
from functools import cache

from llvmlite import binding
from numba import config

FUSE = ("aarch64", "arm64", "ppc64le", "s390x")  # machines all of which multiply and add with one rounding


def processor() -> tuple[str, list[str]]:
    """Its name and its features, as the code generator knows them; no features where it tells none.

    Those of `NUMBA_CPU_NAME` and `NUMBA_CPU_FEATURES` where code is compiled for another than this one.
    """
    name, said = config.CPU_NAME or binding.get_host_cpu_name(), config.CPU_FEATURES  # type: ignore[attr-defined]
    if said is not None:
        return name, sorted(one[1:] for one in said.split(",") if one.startswith("+"))
    return name, list(_host_features())


@cache
def _host_features() -> tuple[str, ...]:
    """Asked once: to ask takes 1 ms, and a study has hundreds of runs."""
    try:
        return tuple(sorted(one for one, has in binding.get_host_cpu_features().items() if has))
    except RuntimeError:  # of this kind of processor it tells none
        return ()


def describe() -> str:
    """The processor as results record it; on whether it fuses multiplication and addition last places hang."""
    name, features = processor()
    fuses = "fma" in features or platform.machine().lower() in FUSE
    return f"{platform.machine()} {name}, {'with' if fuses else 'without'} fused multiply-add"
