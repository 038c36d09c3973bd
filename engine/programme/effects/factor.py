"""A factor: multiplies durations of activities, and cost and benefit lines."""

from engine.programme.effect_kinds import EffectKind
from engine.programme.quantity import PLAIN

EFFECT = EffectKind(
    "multiplies durations of activities, cost and benefit lines [factor]",
    PLAIN,
    "activities and lines",
    "factors",
    neutral=1.0,
)
