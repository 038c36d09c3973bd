"""The UK Shared Services Strategy as it could be known on 31 May 2023: programme, evidence, argument."""

from pathlib import Path

PROGRAMME = Path(__file__).with_name("programme.toml")
EVIDENCE = Path(__file__).with_name("evidence")
