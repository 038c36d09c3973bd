"""A delay: months added to the duration of activities."""

from engine.programme.effect_kinds import EffectKind
from engine.programme.quantity import MONTHS

EFFECT = EffectKind(
    "time added to the duration of activities [months]", MONTHS, "activities", "delays", neutral=0.0
)
