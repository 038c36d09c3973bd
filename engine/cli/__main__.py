"""`python -m engine.cli` is `outturn`."""

from engine.cli import main

main()
