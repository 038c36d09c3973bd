"""A delay: months added to the duration of activities."""

from engine.programme.effect_kinds import EffectKind
from engine.programme.quantity import MONTHS

EFFECT = EffectKind("months added to the duration of activities", MONTHS, "activities", "delays", neutral=0.0)
