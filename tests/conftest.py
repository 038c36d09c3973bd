"""What all tests share: the commands that they start find bytecode, as a user's do."""

from __future__ import annotations

import os
import sys

# Images of containers turn it off; each of some hundred commands would then compile its libraries again: 0.4 s.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
