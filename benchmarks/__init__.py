"""How fast, said honestly: ratios in one run, against what a user would pick instead."""

from pathlib import Path

PROGRAMME = (
    Path(__file__).parent.parent / "experiments" / "shared_services" / "programme.toml"
)  # the flagship's
