"""A delay: months added to the duration of activities, or saved."""

from engine.programme.effect_kinds import EffectKind
from engine.programme.quantity import PLAIN

EFFECT = EffectKind(
    "time added to the duration of activities, below 0 time saved [months]",
    PLAIN,
    "activities",
    "delays",
    neutral=0.0,
)
