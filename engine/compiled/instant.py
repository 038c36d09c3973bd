"""A time too short to matter."""

from __future__ import annotations

INSTANT = 1e-6  # months; over a shorter time an amount falls at once, a ramp is a step
