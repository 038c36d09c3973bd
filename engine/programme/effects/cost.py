"""A cost: money that each of the activities takes more, spread over it and paid as it is paid."""

from engine.programme.effect_kinds import EffectKind
from engine.programme.quantity import PLAIN

EFFECT = EffectKind(
    "money that each activity costs more, spread over it [money]", PLAIN, "activities", "money", neutral=0.0
)
