"""A factor: multiplies cost and benefit lines."""

from engine.programme.effect_kinds import EffectKind
from engine.programme.quantity import PLAIN

EFFECT = EffectKind("multiplies cost and benefit lines [factor]", PLAIN, "lines", "factors", neutral=1.0)
